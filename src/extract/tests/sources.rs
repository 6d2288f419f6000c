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

#[test]
fn the_subject_of_the_own_sentence() {
    check(
        "Tom Orr said it was old. Ana Bell held a rally, where she pledged to mend the pier.",
        &[("it was old", "Tom Orr"), ("to mend the pier", "Ana Bell")],
    );
    check(
        "Eva Lund said the pier was old. Ana Bell came to tears as she recalled the storm.",
        &[("the pier was old", "Eva Lund"), ("the storm", "Ana Bell")],
    );
    check(
        "Ed Lund said the pier was old. Tom Orr was angry: “It is a disgrace to us,” he wrote.",
        &[("the pier was old", "Ed Lund"), ("“It is a disgrace to us,”", "Tom Orr")],
    );
    // Two whom it could mean.
    check(
        "Ed Lund said the pier was old. Tom Orr met Nils Voss when he said it was safe.",
        &[("the pier was old", "Ed Lund"), ("it was safe", "Ed Lund")],
    );
}

#[test]
fn whom_a_pronoun_cannot_mean() {
    check(
        "Tom Orr said the pier was old.\n\nBy signing up, you agree to our policy.\n\n“It is not safe,” he said.",
        &[("the pier was old", "Tom Orr"), ("“It is not safe,”", "Tom Orr")],
    );
    check(
        "Mr. Orr spoke of his wife, Mary Orr. “It is not safe,” Mr. Orr said.",
        &[("his wife, Mary Orr", "Orr"), ("“It is not safe,”", "Orr")],
    );
    check(
        "Mary Orr came. “It is not safe,” Ms. Orr said.",
        &[("“It is not safe,”", "Mary Orr")],
    );
}

#[test]
fn who_stands_before_what_describes_him() {
    for text in [
        "Rep. Tom Orr, R-Ohio, in a statement late on Monday, said the pier was old.",
        "Tom Orr, D-N.J. said the pier was old.",
        "Tom Orr, chief keeper at the yard said the pier was old.",
        "Tom Orr, keeper of the pier, said the pier was old.",
    ] {
        check(text, &[("the pier was old", "Tom Orr")]);
    }
    // Others speak there.
    check(
        "The boat was built for Tom Orr, officials said.",
        &[("The boat was built for Tom Orr", "officials")],
    );
    check(
        "The boat was built for Tom Orr, spokesman Ed Lund said.",
        &[("The boat was built for Tom Orr", "Ed Lund")],
    );
}

#[test]
fn who_is_beside_who() {
    check(
        "It was made known in a letter by a woman who said the pier was old.",
        &[("the pier was old", "woman")],
    );
    check(
        "The board lost its seat to a young challenger who said the pier was old.",
        &[("the pier was old", "young challenger")],
    );
    check(
        "An official at the harbour office who said the pier was old left.",
        &[("the pier was old left", "official at the harbour office")],
    );
}

#[test]
fn a_name_ends_before_its_verb() {
    check(
        "Tom Orr penned a dissent saying that the pier was old.",
        &[("the pier was old", "Tom Orr")],
    );
    check(
        "Tom Orr emerged from the yard and said that the pier was old.",
        &[("the pier was old", "Tom Orr")],
    );
    check(
        "“It is old,” said an unidentified keeper of the pier.",
        &[("“It is old,”", "unidentified keeper of the pier")],
    );
}

#[test]
fn words_of_a_letter_name_no_issuer() {
    check(
        "“Orr Systems is late,” the Harbour Ministry wrote in a letter. “It is not safe,” the letter said.",
        &[
            ("“Orr Systems is late,”", "Harbour Ministry"),
            ("“It is not safe,”", "Harbour Ministry"),
        ],
    );
}

#[test]
fn a_part_of_many() {
    check(
        "“It is old,” said one of the clerks of the harbour.",
        &[("“It is old,”", "one of the clerks of the harbour")],
    );
    check(
        "Half of those asked like it, while 46% said the pier was old.",
        &[("the pier was old", "46%")],
    );
}

#[test]
fn who_is_behind_a_role_or_a_phrase() {
    check(
        "“It is old and unsafe for us all.”\n— Harbour Committee Chairman Tom Orr",
        &[("“It is old and unsafe for us all.”", "Tom Orr")],
    );
    check(
        "It drew an answer from Tom Orr, who in remarks on the White House driveway called the pier “a disgrace”.",
        &[("the pier “a disgrace”", "Tom Orr")],
    );
    check(
        "According to an analysis by former Orr aide Eva Lund, the pier was old.",
        &[("the pier was old", "Eva Lund")],
    );
}

#[test]
fn who_put_out_a_paper() {
    check(
        "“Orr is late,” reads a statement from the Harbour Ministry. “It is not safe,” the statement said.",
        &[
            ("“Orr is late,”", "Harbour Ministry"),
            ("“It is not safe,”", "Harbour Ministry"),
        ],
    );
    check(
        "Ana Bell issued a statement that suggests the pier is old.",
        &[("the pier is old", "Ana Bell")],
    );
}
