//! What does the markup of an input say of the road? The parties that agency formats and
//! feeds declare, as credits: who handed it on before the publisher did, and who after.
//!
//! What a party did is concluded here, from its place among the others and from what the
//! lexicon knows of it; the document only reports what is written.

use crate::extract::identity::name::known;
use crate::extract::lexicon::{Lexicon, OutletKind};
use crate::model::{Article, Basis, Credit, CreditRole, Part, Party};

/// Longest name of a party in words; more is a sentence.
const WORDS: usize = 8;

/// What stands behind the name of a company, or does not.
const FORMS: [&str; 14] = [
    "", "inc", "llc", "ltd", "limited", "corp", "co", "gmbh", "ag", "com", "news",
    "newsllc", "newsinc", "agency",
];

/// Adds a credit for every party of the markup that had the words in hand.
pub(super) fn parties(
    article: &Article,
    lexicon: &Lexicon,
    publisher: Option<&str>,
    found: &mut Vec<Credit>,
) {
    let parties = &article.declared.parties;
    let mut push = |party: String, role: CreditRole| {
        if publisher.is_some_and(|it| is_same(it, &party)) {
            return;
        }
        found.push(Credit { party, role, basis: Basis::Markup, evidence: None });
    };
    let hops: Vec<String> =
        named(parties, Part::Hop).map(|it| canonical(lexicon, it)).collect();
    let own = hops.iter().position(|it| Some(it.as_str()) == publisher);
    for (at, hop) in hops.into_iter().enumerate() {
        // Who had it before the publisher delivered it; who had it after passed it on.
        let after = own.is_some_and(|own| at > own);
        push(hop, if after { CreditRole::Republication } else { CreditRole::Wire });
    }
    for name in named(parties, Part::Source) {
        let role = if is_agency(lexicon, name) {
            CreditRole::Wire
        } else {
            CreditRole::Contribution
        };
        push(canonical(lexicon, name), role);
    }
    for line in named(parties, Part::Credit) {
        for name in line_names(line) {
            // "Photo: private": only who is known is credited by such a line.
            if is_agency(lexicon, name) {
                push(canonical(lexicon, name), CreditRole::Wire);
            } else if known(lexicon, name).is_some() {
                push(canonical(lexicon, name), CreditRole::Contribution);
            }
        }
    }
    for name in named(parties, Part::Translator) {
        push(canonical(lexicon, name), CreditRole::Translation);
    }
    // "nickel.valeria" is a login
    for name in named(parties, Part::Contributor).filter(|it| it.contains(' ')) {
        push(canonical(lexicon, name), CreditRole::Contribution);
    }
}

/// Whose statement the text is, as the markup says.
pub(crate) fn issuer(article: &Article, lexicon: &Lexicon) -> Option<String> {
    let name = named(&article.declared.parties, Part::Issuer).next()?;
    Some(canonical(lexicon, name))
}

/// Who published it first, as the markup says.
pub(super) fn original(article: &Article, lexicon: &Lexicon) -> Option<String> {
    let name = named(&article.declared.parties, Part::Original).next()?;
    Some(canonical(lexicon, name))
}

fn named(parties: &[Party], part: Part) -> impl Iterator<Item = &str> {
    let of = parties.iter().filter(move |it| it.part == part);
    of.map(|it| it.name.trim())
        .filter(|it| !it.is_empty() && it.split_whitespace().count() <= WORDS)
}

fn canonical(lexicon: &Lexicon, name: &str) -> String {
    known(lexicon, name).map_or_else(|| name.to_owned(), |it| it.name.clone())
}

/// "Getty Images" and "Getty Images Inc." are one, and so are "acmenews" and "Acme News".
fn is_same(one: &str, other: &str) -> bool {
    let letters = |it: &str| -> String {
        it.chars()
            .filter(|it| it.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short.as_str()).is_some_and(|rest| FORMS.contains(&rest))
}

fn is_agency(lexicon: &Lexicon, name: &str) -> bool {
    known(lexicon, name).is_some_and(|it| it.kind == OutletKind::Agency)
}

/// "Reuters/The Lantern", "AP via The Lantern": the names of a credit line.
fn line_names(line: &str) -> impl Iterator<Item = &str> {
    line.split(['/', ';', ',', '|'])
        .flat_map(|it| it.split(" via "))
        .flat_map(|it| it.split(" and "))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use crate::extract::{Lexicon, annotate};
    use crate::model::{Article, Declared, Part, Party};

    /// Parties are `part name`; the answer is the road of the one quote.
    #[track_caller]
    fn check(outlet: &str, parties: &[&str], expected: &str) {
        let party = |it: &&str| {
            let (part, name) = it.split_once(' ').expect("a part and a name");
            Party { name: name.to_owned(), part: Part::parse(part).expect("a part") }
        };
        let declared = Declared {
            outlet: Some(outlet.to_owned()),
            parties: parties.iter().map(party).collect(),
            ..Declared::default()
        };
        let text = "“The pier is shut,” Mayor Ana Bell said.".to_owned();
        let article = Article { declared, text, ..Article::default() };
        let found = annotate(&article, Lexicon::builtin());
        let links = found.quotes[0].chain.links.iter().map(|it| {
            let basis = it.basis.map_or("", |it| it.as_str());
            format!("{} {} {basis}", it.party, it.role.as_str()).trim_end().to_owned()
        });
        assert_eq!(links.collect::<Vec<_>>().join(" → "), expected);
        let markup = found.credits.iter().all(|it| it.basis.as_str() == "markup");
        assert!(markup, "{:?}", found.credits);
    }

    #[test]
    fn hops_stand_on_both_sides_of_the_publisher() {
        check(
            "reuters",
            &["hop Reuters", "hop Lys Digest"],
            "Ana Bell speaker → Reuters publication → Lys Digest republication markup",
        );
        check(
            "The Lantern",
            &["hop reuters", "hop The Lantern", "hop Lys Digest"],
            "Ana Bell speaker → Reuters wire markup → The Lantern publication → \
             Lys Digest republication markup",
        );
        check(
            "The Lantern",
            &["hop Reuters"],
            "Ana Bell speaker → Reuters wire markup → The Lantern publication",
        );
    }

    #[test]
    fn sources_and_credit_lines_name_agencies() {
        let wire = "Ana Bell speaker → Reuters wire markup → The Lantern publication";
        check("The Lantern", &["source Reuters"], wire);
        check("The Lantern", &["credit Reuters/The Lantern"], wire);
        check(
            "The Lantern",
            &["credit Photo: private"],
            "Ana Bell speaker → The Lantern publication",
        );
        check(
            "The Lantern",
            &["source Lys Weather Office"],
            "Ana Bell speaker → The Lantern publication",
        );
        check("Reuters", &["source Reuters"], "Ana Bell speaker → Reuters publication");
    }

    #[test]
    fn issuers_translators_and_first_publishers() {
        check(
            "Business Wire",
            &["issuer Vale Tools"],
            "Ana Bell speaker → Vale Tools statement markup → Business Wire publication",
        );
        check(
            "The Lantern",
            &["translator Mia Holt"],
            "Ana Bell speaker → Mia Holt translation markup → The Lantern publication",
        );
        check(
            "Lys Digest",
            &["original The Lantern"],
            "Ana Bell speaker → The Lantern publication markup → Lys Digest republication",
        );
    }
}
