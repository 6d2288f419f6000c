//! By which road did the words come? Each chain without the publication, as
//! `speaker > party (role or vehicle)`.

use super::read;
use crate::extract::{Lexicon, annotate};
use crate::model::{Article, Link, Role};

fn link(link: &Link) -> String {
    match (link.role, link.vehicle) {
        (Role::Speaker, _) => link.party.clone(),
        (_, Some(vehicle)) => format!("{} ({})", link.party, vehicle.as_str()),
        (role, None) => format!("{} ({})", link.party, role.as_str()),
    }
}

fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = read(text)
        .quotes
        .iter()
        .map(|quote| {
            let links = &quote.chain.links;
            let own = &links[..links.len() - 1];
            own.iter().map(link).collect::<Vec<_>>().join(" > ")
        })
        .collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn outlets_that_relay() {
    check(
        "“The pier is shut,” Ana Bell told The New York Times. “It is old,” Bell told the Times.",
        &[
            "Ana Bell > The New York Times (interview)",
            "Ana Bell > The New York Times (interview)",
        ],
    );
    check(
        "The New York Times reported that the pier is shut. The board was told in May, the report said.",
        &[
            "The New York Times > The New York Times (report)",
            "The New York Times > The New York Times (report)",
        ],
    );
    check(
        "The pier is shut, The Washington Post’s Tom Orr reported.",
        &["Tom Orr > The Washington Post (report)"],
    );
    check(
        "Ana Bell told ABC’s “This Week” that the pier was shut. Later Tom Orr said on the program, “It is old and it is not safe.”",
        &["Ana Bell > ABC News (interview)", "Tom Orr > ABC News (interview)"],
    );
    check(
        "Police say the pier is shut, according to the Post-Gazette.",
        &["Police > Pittsburgh Post-Gazette (report)"],
    );
    check(
        "The New York Times reports:\n\nThe pier is shut and will not be opened in May, the board said.",
        &[
            "board > The New York Times (report)",
            "The New York Times > The New York Times (report)",
        ],
    );
    check(
        "Tom Orr found the pier, as first reported by Reuters.",
        &["Reuters > Reuters (report)"],
    );
}

#[test]
fn venues() {
    check(
        "“The pier is shut,” Ana Bell said at the beginning of the ceremony.",
        &["Ana Bell > Ana Bell (event)"],
    );
    check(
        "The pier is shut, according to the Post. The Washington Post said so.",
        &["The Washington Post > The Washington Post (report)"],
    );
    check(
        "The harbour board issued a statement calling the plan “a clear violation of the rules”.",
        &["harbour board > harbour board (statement)"],
    );
    check(
        "Ana Bell sent a letter to the board on Tuesday. “The pier is old,” she wrote.",
        &["Ana Bell > Ana Bell (letter)"],
    );
}

#[test]
fn whom_one_tells_is_where() {
    check(
        "“The pier is shut,” Ana Bell told a news conference on Monday.",
        &["Ana Bell > Ana Bell (press)"],
    );
    check(
        "Ana Bell told the harbour committee that the pier was old.",
        &["Ana Bell > Ana Bell (hearing)"],
    );
    check("Tom Orr told the jury that the pier was old.", &["Tom Orr > Tom Orr (court)"]);
    check("Tom Orr told the mayor of Lund that the pier was old.", &["Tom Orr"]);
}

#[test]
fn documents_and_posts() {
    check("“The pier is shut,” Ana Bell wrote on X.", &["Ana Bell > Ana Bell (post)"]);
    check(
        "“The pier is shut,” Ana Bell wrote in an e-mail to the board.",
        &["Ana Bell > Ana Bell (letter)"],
    );
    check(
        "“The pier is shut,” Ana Bell wrote in an op-ed.",
        &["Ana Bell > Ana Bell (article)"],
    );
    check(
        "“Wind rising, two boats not in,” the harbour log says.",
        &["harbour log > harbour log (document)"],
    );
}

#[test]
fn what_is_no_venue() {
    check("Ana Bell said in the deal the pier was sold to the yard.", &["Ana Bell"]);
    check("“Wait,” Ana Bell said in her call for patience.", &["Ana Bell"]);
    check(
        "Ana Bell wrote on X that the pier was old.\n\nBell has repeatedly said the pier was old.",
        &["Ana Bell > Ana Bell (post)", "Ana Bell"],
    );
}

#[test]
fn who_wrote_a_document() {
    check(
        "The pier is unsafe, according to documents reviewed by Tom Orr.",
        &["documents > documents (document)"],
    );
    check(
        "The pier is unsafe, according to a study of Lund.",
        &["study of Lund > study of Lund (document)"],
    );
    check(
        "The pier is unsafe, according to a study by the Harbour Ministry.",
        &["Harbour Ministry > Harbour Ministry (document)"],
    );
}

#[test]
fn what_carries_over() {
    check(
        "“The pier is old,” Ana Bell said in a recently taped interview.\n\n“It is not safe,” Bell said in an interview with Reuters.",
        &["Ana Bell > Reuters (interview)", "Ana Bell > Reuters (interview)"],
    );
    check(
        "Ana Bell told reporters at a rally that the pier was old.\n\n“It is not safe,” Bell said Monday.",
        &["Ana Bell > Ana Bell (event)", "Ana Bell"],
    );
    check(
        "Ana Bell told CNN the pier was old. “It is not safe,” Bell said.",
        &["Ana Bell > CNN (interview)", "Ana Bell > CNN (interview)"],
    );
}

#[test]
fn what_has_a_setting_of_its_own_carries_nothing() {
    check(
        "Ana Bell wrote on X that the pier was old.\n\n“It is not safe,” Bell told reporters on Monday.",
        &["Ana Bell > Ana Bell (post)", "Ana Bell"],
    );
    check(
        "Ana Bell wrote on X that the pier was old.\n\nSpeaking beside the wall, Bell said the pier was not safe.",
        &["Ana Bell > Ana Bell (post)", "Ana Bell"],
    );
}

#[test]
fn a_cue_is_no_venue() {
    check(
        "The decree was signed on Monday, in what critics call “a hurry that nobody ordered.”",
        &["critics"],
    );
    check(
        "“Wait,” Ana Bell said in a call with the board.",
        &["Ana Bell > Ana Bell (call)"],
    );
}

#[test]
fn who_passes_on_what_another_said() {
    check(
        "Two clerks told The New York Times that the mayor had said the bridge money was gone.",
        &["mayor > Two clerks (source) > The New York Times (interview)"],
    );
    check(
        "A waiter said that Mayor Ana Bell had said that the boats would sail.",
        &["Ana Bell > waiter (source)"],
    );
    // One who tells of oneself, and an outlet, pass nothing on.
    check(
        "Ana Bell said that she had said the pier was shut.",
        &["Ana Bell", "Ana Bell"],
    );
}

#[test]
fn a_view_that_an_outlet_reports() {
    check(
        "According to Reuters, Tom Orr also believes the boat was sold on purpose.",
        &["Tom Orr > Reuters (report)"],
    );
}

#[test]
fn one_outlet_by_way_of_another() {
    check(
        "According to The Guardian, citing Reuters, Ana Bell said the pier was shut.",
        &["Ana Bell > Reuters (report) > The Guardian (report)"],
    );
    check(
        "According to The Guardian, quoting a translation by Reuters, Ana Bell told the board that the pier was shut.",
        // known to be wrong: the paper makes no statement of its own here
        &[
            "The Guardian > The Guardian (report)",
            "Ana Bell > Reuters (translation) > The Guardian (report)",
        ],
    );
    check(
        "“The pier is shut,” Ana Bell said, according to The Guardian.",
        &["Ana Bell > The Guardian (report)"],
    );
}

#[test]
fn a_letter_is_done_when_somebody_else_has_spoken() {
    let letter =
        "Ana Bell wrote in a letter that the pier was old.\n\nThe board met.\n\n";
    let said = "“It is not safe,” Bell said.";
    check(&format!("{letter}{said}"), &["Ana Bell > Ana Bell (letter)"; 2]);
    check(
        &format!("{letter}“We shall mend it,” Tom Orr said.\n\n{said}"),
        &["Ana Bell > Ana Bell (letter)", "Tom Orr", "Ana Bell"],
    );
    check(
        "Ana Bell told a hearing that the pier was old.\n\nThe board met.\n\n“We shall mend it,” Tom Orr said.\n\n“It is not safe,” Bell said.",
        &["Ana Bell > Ana Bell (hearing)", "Tom Orr", "Ana Bell > Ana Bell (hearing)"],
    );
    check(
        "Ana Bell wrote on X that the pier was old. Bell told the board that it was not safe.",
        &["Ana Bell > Ana Bell (post)", "Ana Bell"],
    );
}

#[test]
fn a_time_of_its_own_carries_nothing() {
    let spoke = "Ana Bell said in a speech that the pier was old.\n\n";
    for own in [
        "On Saturday, Bell said it was not safe.",
        "A week after the storm, Bell said it was not safe.",
        "In 2016 Bell said it was not safe.",
        "Bell insisted repeatedly that it was not safe.",
        "Bell said in an interview with Harbour Talk that it was not safe.",
        "“It is not safe,” Bell wrote.",
        "Bell has said it was not safe.",
        "On Monday, Bell came again, saying that it was not safe.",
    ] {
        check(&format!("{spoke}{own}"), &["Ana Bell > Ana Bell (speech)", "Ana Bell"]);
    }
    for same in
        ["Later, Bell said it was not safe.", "This time Bell said it was not safe."]
    {
        check(&format!("{spoke}{same}"), &["Ana Bell > Ana Bell (speech)"; 2]);
    }
}

#[test]
fn what_is_spoken_about_is_no_venue() {
    check(
        "Ana Bell said that there was a crisis on the pier and that the declaration was legal.",
        &["Ana Bell"],
    );
    check(
        "Ana Bell hit out at a statement by the board, calling it a disgrace.",
        &["Ana Bell", "Ana Bell"],
    );
    check(
        "“We begin today,” Ana Bell told the crowd at her announcement.",
        &["Ana Bell > Ana Bell (statement)"],
    );
}

#[test]
fn a_journalist_who_speaks_for_oneself() {
    check(
        "The Washington Post’s Tom Orr insisted on Twitter that the pier was safe.",
        &["Tom Orr > Tom Orr (post)"],
    );
    check(
        "The Guardian’s Tom Orr told a panel that the pier was safe.",
        &["Tom Orr > Tom Orr (event)"],
    );
    check(
        "The Guardian’s Tom Orr reported that the pier was safe.",
        &["Tom Orr > The Guardian (report)"],
    );
}

#[test]
fn an_outlet_in_a_clause_about_something_else() {
    check(
        "There is a talk with Reuters that Tom Orr has said he will not attend.",
        &["Tom Orr"],
    );
}

#[test]
fn what_is_not_passed_on() {
    check(
        "Tom Orr slammed Ana Bell after she said the pier was shut.",
        &["Tom Orr", "Ana Bell"],
    );
    check(
        "Tom Orr asked for a delay because the clerks said the pier was shut.",
        &["Tom Orr", "clerks"],
    );
}

#[test]
fn at_the_foot_of_its_own_page() {
    let links = |outlet: Option<&str>| -> Vec<String> {
        let text = "“It is shut,” Ana Bell said.\n\nThe post Pier shut appeared first on The Evening Post.";
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        article.declared.outlet = outlet.map(str::to_owned);
        let found = annotate(&article, Lexicon::builtin());
        found.quotes[0].chain.links.iter().map(|it| it.party.clone()).collect()
    };
    assert_eq!(links(Some("The Evening Post")), ["Ana Bell", "The Evening Post"]);
    assert_eq!(
        links(Some("Tidewater Digest")),
        ["Ana Bell", "The Evening Post", "Tidewater Digest"]
    );
    assert_eq!(links(None), ["Ana Bell", "The Evening Post", "unknown"]);
}
