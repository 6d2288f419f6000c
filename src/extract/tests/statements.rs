//! Which words are a statement, and where does it end?

use super::statements;

fn check(text: &str, expected: &[(&str, &str)]) {
    let found = statements(text);
    let found: Vec<(&str, &str)> =
        found.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn a_quotation_and_its_cue() {
    check(
        "“The pier stays shut,” Mayor Ana Bell said.",
        &[("“The pier stays shut,”", "Ana Bell")],
    );
    check(
        "“Why is the pier shut?” Ana Bell asked. “Who shut it?”",
        &[("“Why is the pier shut?” … “Who shut it?”", "Ana Bell")],
    );
    check("“We are done!” Orr said on Monday.", &[("“We are done!”", "Orr")]);
    check("Said Orr: “The pier is gone.”", &[("“The pier is gone.”", "Orr")]);
    check(
        "“It holds,” Eva Lund, head of the yard and a member of the board, said of the plan. “It will last.”",
        &[("“It holds,” … “It will last.”", "Eva Lund")],
    );
    check(
        "“It holds,” said Tom Orr, a sailor who ran the port.",
        &[("“It holds,”", "Tom Orr")],
    );
    check(
        "“It could be worse,”\n\nAna Bell, who runs the pier, said.\n\nNobody else spoke.",
        &[("“It could be worse,”", "Ana Bell")],
    );
    check(
        "The talks ended, and Deputy Tom Orr says\n\n“many will leave the island”.",
        &[("“many will leave the island”", "Tom Orr")],
    );
    check(
        "“ORR: But the pier is shut, and it stays shut.",
        &[("But the pier is shut, and it stays shut.", "ORR")],
    );
}

#[test]
fn titles_and_markup_are_no_speech() {
    check(
        "“We were late,” Orr said in a “Harbour Hour” interview released on Thursday.",
        &[("“We were late,”", "Orr")],
    );
    check(
        "<tweet id=\"67245547201294336\" by=\"orr\"> The rain fell on the pier all day.",
        &[],
    );
}

#[test]
fn where_a_statement_ends() {
    check("Orr, who praised the pier, left the town.", &[]);
    check(
        "The yard - an old hand said it was built in haste - fell down.",
        &[("it was built in haste", "old hand")],
    );
    check(
        "Orr called the plan a “joke” and accused Bell of lying.",
        &[("the plan a “joke”", "Orr"), ("Bell of lying", "Orr")],
    );
    check(
        "Bell said Orr had praised the plan and left.",
        &[("Orr had praised the plan and left", "Bell")],
    );
    check(
        "Bell said the pier was unsafe, in an interview with The Lantern.",
        &[("the pier was unsafe", "Bell")],
    );
    check(
        "Mr. Orr noted it was late in the year, reports Reuters.",
        &[("it was late in the year", "Orr")],
    );
    check(
        "The pier is closed, the navy said Monday, the Associated Press reported.",
        &[("The pier is closed", "navy")],
    );
}

#[test]
fn one_after_the_other() {
    check(
        "Velmark continued to stress its will to pay, with Minister Eva Lund telling the board that it had no choice.",
        &[("its will to pay", "Velmark"), ("it had no choice", "Eva Lund")],
    );
    check(
        "Volk told Reyl what they had asked of her, reported The Guardian.",
        &[("what they had asked of her", "Volk")],
    );
}

#[test]
fn no_statement() {
    check("Boosted by his strong showing, Orr left.", &[]);
    check("The taxes requested in arrears fell.", &[]);
    check("The town maintained a policy of silence.", &[]);
    check("Orr wrote a letter to the board.", &[]);
    check("When asked about the pier, he left.", &[]);
    check("They bought a device called the E-meter.", &[]);
}

#[test]
fn many_who_say() {
    check(
        "People who have fought the storm say it was worse than they feared.",
        &[("it was worse than they feared", "People")],
    );
    check(
        "The pier is shut, current and former officials said.",
        &[("The pier is shut", "current and former officials")],
    );
    check(
        "Mark Orr, chairman of the yard, said his district received a flurry of letters.",
        &[("his district received a flurry of letters", "Mark Orr")],
    );
    check(
        "Estimates suggest that the island is empty.",
        &[("the island is empty", "Estimates")],
    );
    check(
        "The rest is, in the words of Orr, “a farce of the worst kind”.",
        &[("“a farce of the worst kind”", "Orr")],
    );
    check(
        "The rest is, in the words of the keeper, Tom Orr, QC,\n\n“a farce of the worst kind”.",
        &[("“a farce of the worst kind”", "Tom Orr")],
    );
    check(
        "The harbour board replied:\n\nThe pier was never safe. It was never meant to be used by ships.\n\nNobody spoke.",
        &[(
            "The pier was never safe. It was never meant to be used by ships.",
            "harbour board",
        )],
    );
}

#[test]
fn where_the_clause_stands() {
    check(
        "The pier is open again, Tom Orr said, but Eva Lund is not happy about it.",
        &[("The pier is open again", "Tom Orr")],
    );
    check("When Lund came to the pier on Monday, though, Orr countered.", &[]);
    check(
        "As the news of it has spread, boats have come in from all over, Orr said.",
        &[("As the news of it has spread, boats have come in from all over", "Orr")],
    );
    check(
        "When the tide turned, the pier was already under water, Orr said.",
        &[("When the tide turned, the pier was already under water", "Orr")],
    );
    check("The mayor’s stated aim is a new pier in the harbour of Lund.", &[]);
}

#[test]
fn who_speaks_before_a_colon() {
    check(
        "ORRICK: The pier is shut, and it stays shut.",
        &[("The pier is shut, and it stays shut.", "ORRICK")],
    );
    check("MODERATOR: Why is the pier shut?", &[("Why is the pier shut?", "MODERATOR")]);
    check("PHOTO: The pier of Lund is seen in the evening light.", &[]);
    check("READ MORE: The pier of Lund is open again at last.", &[]);
    check("UPDATE: The pier of Lund is open since Monday.", &[]);
    check("LONDON: The pier of Lund is seen in the evening light.", &[]);
}

#[test]
fn told_and_what_only_might_be_said() {
    check(
        "The pier was never safe in his day, Orr told his neighbours.",
        &[("The pier was never safe in his day", "Orr")],
    );
    check("Orr can say to those who wait that the pier is open.", &[]);
    check(
        "“It is old,” e-mailed Tom Orr, a clerk of the harbour.",
        &[("“It is old,”", "Tom Orr")],
    );
    check(
        "The pier is shut, Tom Orr said.Two clerks said the pier was old.",
        &[("The pier is shut", "Tom Orr"), ("the pier was old", "Two clerks")],
    );
}

#[test]
fn when_and_where_are_not_what() {
    check("On Thursday morning, Orr pushed back.", &[]);
    check(
        "In an address to “my family,” Orr mentioned the pier.",
        &[("the pier", "Orr")],
    );
    check(
        "As a result, Orr told the board, the pier would be shut for a year.",
        &[("the pier would be shut for a year", "Orr")],
    );
    check(
        "In the end the pier was shut, Orr said.",
        &[("In the end the pier was shut", "Orr")],
    );
}

#[test]
fn a_participle_that_describes() {
    check(
        "Orr spoke of the recently disclosed plan of the yard.",
        &[("the recently disclosed plan of the yard", "Orr")],
    );
    check("The widely praised pier is shut.", &[]);
    check("His family described the pier as old.", &[("the pier as old", "His family")]);
}

#[test]
fn what_nobody_has_said() {
    check("Orr can’t deny that the pier is old.", &[]);
    check("If all goes according to plan, the pier will be open in May.", &[]);
    check("Orr did not mention the pier.", &[]);
    check("Orr did not criticize the board.", &[]);
    check("The storm came in May, adding to a crisis of the yard.", &[]);
    check("Orr denied that the pier was old.", &[("the pier was old", "Orr")]);
}

#[test]
fn what_was_pledged() {
    check("Orr pledged to mend the pier.", &[("to mend the pier", "Orr")]);
    check(
        "Orr pledged to the board that the pier would be mended.",
        &[("the pier would be mended", "Orr")],
    );
}

#[test]
fn one_who_does_it_before_the_comma() {
    check("After questioning the plan, Tom Orr left.", &[("the plan", "Tom Orr")]);
    check(
        "Eva Lund, keeper of the pier of Lys, tweeted calling for calm.",
        &[("calling for calm", "Eva Lund")],
    );
}

#[test]
fn a_title_in_marks_before_a_noun() {
    check(
        "“Do not get me wrong,” the “Harbour Hour” host added, “the pier is old.”",
        &[("“Do not get me wrong,” … “the pier is old.”", "“Harbour Hour” host")],
    );
}

#[test]
fn what_a_court_finds() {
    check(
        "The Court of Appeals found that the pier was old.",
        &[("the pier was old", "Court of Appeals")],
    );
    check("Orr found that the pier was old.", &[]);
}
