//! Who is the source that a pronoun, a noun or a short form means?

use super::statements;

fn check(text: &str, expected: &[(&str, &str)]) {
    let found = statements(text);
    let found: Vec<(&str, &str)> =
        found.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn pronouns() {
    check(
        "Rep. Ana Bell wrote to Orr and Lund about the pier. “It is gone,” she said.",
        &[("“It is gone,”", "Ana Bell")],
    );
    check(
        "Tom Orr met Eva Lund. “The pier is old,” he said.",
        &[("“The pier is old,”", "Tom Orr")],
    );
    check(
        "Eva Lund believes in it. Tom Orr said the pier was old. Lund “has done her job”, he said.",
        &[("the pier was old", "Tom Orr"), ("Lund “has done her job”", "Tom Orr")],
    );
}

#[test]
fn bodies_and_descriptions() {
    check(
        "Hezbollah said the pier was old. “We shall mend it,” the group said.",
        &[("the pier was old", "Hezbollah"), ("“We shall mend it,”", "Hezbollah")],
    );
    check(
        "A Harbour Ministry spokesman confirmed the plan. “It is old,” the spokesman said.",
        &[
            ("the plan", "Harbour Ministry spokesman"),
            ("“It is old,”", "Harbour Ministry spokesman"),
        ],
    );
    check(
        "The Academy of American Piers (AAP) met. The AAP said, “It is old and unsafe for all of us.”",
        &[("“It is old and unsafe for all of us.”", "Academy of American Piers")],
    );
    check(
        "Ana Young met the board. Young said the pier was old.",
        &[("the pier was old", "Ana Young")],
    );
    check(
        "Mary Orr came with her husband, Tom Orr. “I like it here,” Orr said.",
        &[("“I like it here,”", "Mary Orr")],
    );
    check(
        "On Monday 19 members, including Chairman Ana Bell, said the pier was old.",
        &[("the pier was old", "19 members")],
    );
}

#[test]
fn a_role_belongs_to_whom_it_was_given() {
    check(
        "Tom Reed, the harbourmaster, shut the pier. “It is old,” the harbourmaster said.",
        &[("“It is old,”", "Tom Reed")],
    );
    check(
        "An aide to Ana Bell came late. “It is old,” the aide said.",
        &[("“It is old,”", "aide")],
    );
    check(
        "A clerk who was in the room said the pier was old.",
        &[("the pier was old", "clerk")],
    );
    check(
        "Sens. Ana Bell and Tom Orr met. “It is old,” Bell said.",
        &[("“It is old,”", "Ana Bell")],
    );
}

#[test]
fn a_role_without_its_name() {
    check(
        "Harbour master Greta Voss closed the gate. “It is old,” the harbour master said.",
        &[("“It is old,”", "Greta Voss")],
    );
    check(
        "“It is old,” the bridge keeper said. Greta Voss, the bridge keeper, closed the gate.",
        &[("“It is old,”", "Greta Voss")],
    );
    check(
        "Velmark's transport minister said on Monday that the pier was old.\n\n“It will be mended,” Ilse Brandt said in Torhaven.",
        &[("the pier was old", "Ilse Brandt"), ("“It will be mended,”", "Ilse Brandt")],
    );
    // A minister and somebody else.
    check(
        "Velmark's transport minister said on Monday that the pier was old.\n\n“It will be mended,” said Ilse Brandt, a carpenter.",
        &[
            ("the pier was old", "Velmark's transport minister"),
            ("“It will be mended,”", "Ilse Brandt"),
        ],
    );
    check(
        "A transport minister said on Monday that the pier was old.\n\n“It will be mended,” Ilse Brandt said in Torhaven.",
        &[
            ("the pier was old", "transport minister"),
            ("“It will be mended,”", "Ilse Brandt"),
        ],
    );
}
