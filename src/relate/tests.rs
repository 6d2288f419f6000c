//! Do the names that mean one party come together, and the others not?

use proptest::prelude::*;

use super::same_names;

/// Names with the number of articles that hold each; then the groups, the name that
/// stands for all first.
fn check(counted: &[(&str, u64)], expected: &[&[&str]]) {
    let found: Vec<Vec<String>> = same_names(counted.to_vec())
        .into_iter()
        .map(|it| std::iter::once(it.name).chain(it.variants).collect())
        .collect();
    assert_eq!(found, expected, "{counted:?}");
}

fn borrowed(counted: &[(String, u64)]) -> Vec<(&str, u64)> {
    counted.iter().map(|(name, count)| (name.as_str(), *count)).collect()
}

#[test]
fn case_accents_and_dots_make_no_other_party() {
    check(
        &[("Ana Ruíz", 2), ("Ana Ruiz", 7), ("ANA RUIZ", 1)],
        &[&["Ana Ruiz", "ANA RUIZ", "Ana Ruíz"]],
    );
    check(
        &[("Harbour Board", 2), ("HARBOUR BOARD", 1)],
        &[&["Harbour Board", "HARBOUR BOARD"]],
    );
    check(&[("Harbour Board", 2), ("Harbour Boards", 1)], &[]);
    check(&[("U.S.", 2), ("US", 3), ("us", 1)], &[&["US", "U.S."]]);
    check(&[("AL", 2), ("Al", 3)], &[]);
}

#[test]
fn an_initial_makes_no_other_person_unless_another_says_so() {
    check(&[("Mira Holm", 9), ("Mira K. Holm", 3)], &[&["Mira Holm", "Mira K. Holm"]]);
    check(
        &[("Mira Karin Holm", 2), ("Mira K. Holm", 3)],
        &[&["Mira K. Holm", "Mira Karin Holm"]],
    );
    check(&[("Georg Busch", 14), ("Georg W. Busch", 9), ("Georg H. W. Busch", 7)], &[]);
    check(
        &[
            ("Georg Busch", 1),
            ("Georg W. Busch", 9),
            ("Georg W Busch", 2),
            ("Georg H.W. Busch", 7),
            ("Georg H. W. Busch", 8),
        ],
        &[
            &["Georg H. W. Busch", "Georg H.W. Busch"],
            &["Georg W. Busch", "Georg W Busch"],
        ],
    );
    check(&[("Juan Pérez García", 2), ("Juan García", 3)], &[]);
    check(&[("Otto Lund", 4), ("Otto Lund Jr.", 4)], &[]);
    check(
        &[("Otto Lund Jr.", 4), ("Otto Lund, Jr", 2)],
        &[&["Otto Lund Jr.", "Otto Lund, Jr"]],
    );
}

#[test]
fn one_sound_has_many_spellings() {
    check(
        &[("Arkadi Melnikow", 2), ("Arkady Melnikov", 9), ("Аркадий Мельников", 4)],
        &[&["Arkady Melnikov", "Arkadi Melnikow", "Аркадий Мельников"]],
    );
    check(
        &[("Olexij Saljenko", 1), ("Olexiy Zalyenko", 3)],
        &[&["Olexiy Zalyenko", "Olexij Saljenko"]],
    );
    // Not Slavic: a letter makes another person.
    check(&[("Jan Wells", 2), ("Ian Vells", 3)], &[]);
    check(&[("Zara Cohn", 2), ("Sara Cohn", 3)], &[]);
    check(&[("Arkady Melnikov", 9), ("Arkady Melnikova", 9)], &[]);
}

#[test]
fn a_family_name_alone_is_the_one_person_nearly_all_mean() {
    check(
        &[("Holmqvist", 4), ("Mira Holmqvist", 9)],
        &[&["Mira Holmqvist", "Holmqvist"]],
    );
    check(
        &[("Holmqvist", 40), ("Mira Holmqvist", 19), ("Jon Holmqvist", 2)],
        &[&["Mira Holmqvist", "Holmqvist"]],
    );
    check(&[("Holmqvist", 4), ("Mira Holmqvist", 9), ("Jon Holmqvist", 2)], &[]);
    // Too few articles to know.
    check(&[("Holmqvist", 4), ("Mira Holmqvist", 2)], &[]);
    check(&[("Holmqvist", 4), ("Daily Holmqvist", 30)], &[]);
    check(&[("holmqvist", 4), ("Mira Holmqvist", 30)], &[]);
    // A word of its own, a place, a first name, a company.
    check(&[("Ford", 4), ("Mira Ford", 90)], &[]);
    check(&[("Paris", 4), ("Mira Paris", 90)], &[]);
    check(&[("Martin", 4), ("Mira Martin", 90)], &[]);
}

proptest! {
    #[test]
    fn any_names_in_any_order_give_the_same(
        names in prop::collection::btree_map("[A-C]\\PC{0,6} ?[A-Z]?[.]? ?[A-Z]?[a-c]{0,3}", 1..9_u64, 0..12),
        turn in 0..12_usize,
    ) {
        let mut counted: Vec<(String, u64)> = names.into_iter().collect();
        let first = same_names(borrowed(&counted));
        let turn = turn.min(counted.len());
        counted.rotate_left(turn);
        counted.reverse();
        prop_assert_eq!(&first, &same_names(borrowed(&counted)));
        let all: Vec<&String> =
            first.iter().flat_map(|it| it.variants.iter().chain([&it.name])).collect();
        let distinct: std::collections::BTreeSet<&&String> = all.iter().collect();
        prop_assert_eq!(all.len(), distinct.len());
    }
}

#[test]
fn a_name_of_no_words_is_nobodys() {
    let counted = ["", " ", "…", "Mira Holm"].map(|it| (it, 1));
    assert_eq!(crate::relate::same_names(counted.to_vec()), []);
}
