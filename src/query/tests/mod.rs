//! Queries as people type them, and what is made of them.

mod answers;
mod names;
mod asking;
mod brute;
mod slow;
mod long;

use proptest::prelude::*;

use super::*;
use crate::model::Date;

fn read(query: &str) -> String {
    match parse_at(query, Date::day(2024, 4, 15)) {
        Ok(node) => node.to_string(),
        Err(error) => {
            format!("{}: {}|{}", error.span.of(query), error.message, error.help.unwrap())
        }
    }
}

fn check(cases: &[(&str, &str)]) {
    for (query, expected) in cases {
        assert_eq!(read(query), *expected, "{query}");
    }
}

#[test]
fn words_and_operators() {
    check(&[
        ("ferry strike", "ferry AND strike"),
        ("a or b", "a AND or AND b"),
        ("a b OR c d", "(a AND b) OR (c AND d)"),
        ("a AND (b OR c)", "a AND (b OR c)"),
        ("-a", "NOT a"),
        ("a AND NOT b", "a AND NOT b"),
        ("a -(b c)", "a AND NOT (b AND c)"),
        ("- a — b &", "a AND b"),
        ("NOT NOT a", "NOT NOT a"),
        ("“sea wall”", "\"sea wall\""),
        ("„sea  wall“ x", "\"sea wall\" AND x"),
        ("*", "*"),
        (
            "restrain* *stan organi?ation why?",
            "restrain* AND *stan AND organi?ation AND why?",
        ),
        ("=US =\"White House\"", "=US AND =\"White House\""),
        ("mayer~ mayer~2", "mayer~1 AND mayer~2"),
        ("R&D Iran's U.S.", "R&D AND Iran's AND U.S."),
        ("(a OR b) NEAR/8 (c)", "(a OR b) NEAR/8 c"),
        ("ATLEAST/3 a b", "(ATLEAST/3 a) AND b"),
        ("^a ^(b OR c)", "^a AND ^(b OR c)"),
        ("/cease-?fire/ x", "/cease-?fire/ AND x"),
        ("/(a|b)c/", "/(a|b)c/"),
        ("/ab/(c OR d)", "/ab/ AND (c OR d)"),
        ("^(-a) (-b) SENT c", "^(NOT a) AND ((NOT b) SENT c)"),
        ("^ATLEAST/2 ATLEAST/3 ^a", "^ATLEAST/2 ATLEAST/3 ^a"),
        ("a SENT -b", "-: nothing to look for here|write the value directly behind"),
    ]);
}

#[test]
fn fields_take_their_values() {
    check(&[
        ("Outlet:“harbour post” x", "outlet:\"harbour post\" AND x"),
        ("headline:(a OR b)", "title:(a OR b)"),
        ("-speaker:mayor", "NOT speaker:mayor"),
        ("date:2024-04", "date:2024-04"),
        ("date:\"last 2 weeks\"", "date:2024-04-01..2024-04-15"),
        ("date:(2022 OR none)", "date:(2022 OR none)"),
        ("hops:>1", "hops:2.."),
        ("hops:..3", "hops:0..3"),
        ("kind:Direct", "kind:direct"),
        ("speaker:(-mayor)", "speaker:(NOT mayor)"),
        ("10:30 https://a.example/b", "10:30 AND https://a.example/b"),
    ]);
}

#[test]
fn faults_show_the_place_and_the_repair() {
    check(&[
        ("speeker:a", "speeker: unknown field `speeker`|did you mean `speaker`?"),
        (
            "a:(^",
            "a: unknown field `a`|put it in quotation marks to find it as words: \"a:…\"",
        ),
        ("a (b", "(: this bracket is never closed|close it with `)`, or leave it out"),
        ("a b)", "): this bracket was never opened|remove it, or open one before it"),
        (
            "a \"b",
            "\": this quotation mark is never closed|close it with `\"`, or leave it out",
        ),
        (
            "a OR",
            "OR: nothing stands behind `OR`|add what is missing, or write \"OR\" for the word itself",
        ),
        (
            "a AND OR NEAR/3 b",
            "AND: nothing stands behind `AND`|add what is missing, or write \"AND\" for the word itself",
        ),
        (
            "a NEAR/3 NOT b",
            "NEAR/3: nothing stands behind `NEAR/3`|add what is missing, or write \"NEAR/3\" for the word itself",
        ),
        (
            "AND a",
            "AND: nothing stands before `AND`|add what is missing, or write \"AND\" for the word itself",
        ),
        (
            "R&D said:",
            "said: `said:` has no value|write it directly behind, as in said:\"…\"",
        ),
        ("kind:dirct", "dirct: `kind:` knows no `dirct`|did you mean `direct`?"),
        ("hops:many", "many: not a number: `many`|write hops:2, hops:>1 or hops:1..3"),
        (
            "said:(speaker:x)",
            "speaker: `speaker:` stands inside `said:`|close the bracket before it",
        ),
        ("()", "(): these brackets are empty|write something between the brackets"),
        (" ", " : the query is empty|type some words, or `*` for everything"),
        (
            "/a(b/",
            "/a(b/: this regular expression cannot be read: unclosed group|put a backslash before signs that mean themselves",
        ),
        (
            "speaker:/x/",
            "/x/: `speaker:` takes no regular expression|use `*` and `?` for names",
        ),
        (
            "ATLEAST/0 a",
            "ATLEAST/0: how many times is not clear|write a number, as in ATLEAST/3 strike",
        ),
        (
            "ATLEAST/3",
            "ATLEAST/3: nothing stands behind `ATLEAST/3`|add what is missing, or write \"ATLEAST/3\" for the word itself",
        ),
    ]);
}

#[test]
fn nesting_is_bounded() {
    for sign in ["(", "-", "NOT ", "outlet:(", "a NEAR/1 ", "(a OR "] {
        let query = sign.repeat(65_536 / sign.len());
        assert!(parse_at(&query, Date::day(2024, 4, 15)).is_err(), "{sign}");
    }
    for pattern in ["/\\w{20}/ ", "*bc ", "word~ ", "\"a* b* c*\" "] {
        let query = pattern.repeat(65_536 / pattern.len());
        let error = parse_at(&query, Date::day(2024, 4, 15)).unwrap_err();
        assert!(error.to_string().contains("patterns"), "{pattern}: {error}");
    }
    let words = "a ".repeat(32_000);
    assert!(parse_at(&words, Date::day(2024, 4, 15)).is_ok());
}

/// Brackets that are printed count as if they had been written.
#[test]
fn what_is_nested_to_the_limit_reads_back() {
    let now = Date::day(2024, 4, 15);
    let shapes = [
        ("ATLEAST/2 ", "(a b OR c)"),
        ("^", "(a OR b c)"),
        ("^", "(a NEAR/3 b SENT c PARA d)"),
        ("-", "(-a b)"),
        ("NOT ", "^(ATLEAST/2 a b)"),
        ("-", "said:(a b OR c)"),
    ];
    for (mark, core) in shapes {
        let mut read = 0;
        for many in 1..=210 {
            let query = mark.repeat(many) + core;
            let Ok(node) = parse_at(&query, now) else { continue };
            let again = parse_at(&node.to_string(), now);
            assert_eq!(again.as_ref(), Ok(&node), "{many} times {mark}{core}");
            read = many;
        }
        assert!((60..205).contains(&read), "{read} times {mark}{core}");
    }
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(signs in prop::collection::vec(prop::sample::select(vec![
        "a", "“b c”", "OR", "AND", "NOT", "-", "(", ")", "outlet:", "date:2024", "hops:>1", "d*",
        "=E", "f~", "^", "ATLEAST/2", "/g.h/", "NEAR/3", "said:", " ", "kind:direct", "\"", "—", "*", "has:quote",
    ]), 0..24), spaced: bool) {
        let query = signs.join(if spaced { " " } else { "" });
        let now = Date::day(2024, 4, 15);
        if let Ok(node) = parse_at(&query, now) {
            let printed = node.to_string();
            prop_assert_eq!(parse_at(&printed, now).ok(), Some(node), "{}", printed);
        }
    }

    #[test]
    fn nothing_makes_it_fall_over(query in "\\PC{0,60}") {
        if let Err(error) = parse_at(&query, Date::day(2024, 4, 15)) {
            error.pointed(&query);
        }
    }
}
