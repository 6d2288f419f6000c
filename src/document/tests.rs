//! What comes out of whole records, the damaged ones above all.

use super::*;
use crate::corpus::Hint;
use crate::model::Declared;

fn record(extension: &'static str, inside: Option<&str>, bytes: &[u8]) -> Record {
    Record {
        place: Place { key: "c/a".to_owned(), inside: inside.map(str::to_owned) },
        bytes: bytes.to_vec(),
        hint: Hint { extension: extension.into(), ..Hint::default() },
    }
}

fn mapped(line: &str, rules: &[&str]) -> Reading {
    let options = Options { map: FieldMap::parse(rules.iter().copied()).unwrap() };
    let mut readings = articles(record("json", Some("7"), line.as_bytes()), &options);
    assert_eq!(readings.len(), 1, "{line}");
    readings.remove(0)
}

fn line(line: &str) -> Article {
    mapped(line, &[]).unwrap_or_else(|failure| panic!("{line}: {failure}")).0
}

/// The headline, and the text from the body on.
#[track_caller]
fn check(extension: &'static str, text: &str, headline: Option<&str>, body: &str) {
    let reading = articles(record(extension, None, text.as_bytes()), &Options::default());
    let (article, _) = reading.into_iter().next().unwrap().unwrap();
    assert_eq!(article.headline.as_deref(), headline);
    assert_eq!(&article.text[article.body..], body);
}

#[track_caller]
fn fails(extension: &'static str, inside: Option<&str>, bytes: &[u8], expected: &str) {
    let readings = articles(record(extension, inside, bytes), &Options::default());
    let failures: Vec<String> =
        readings.into_iter().filter_map(Reading::err).map(|it| it.to_string()).collect();
    assert_eq!(failures, [expected]);
}

#[test]
fn text_files() {
    check("txt", "Ferry runs\n\nIt did.", Some("Ferry runs"), "It did.");
    check("txt", "It did.\n\nIt did.", None, "It did.\n\nIt did.");
    check("txt", "# Ferry\nIt did.", None, "# Ferry\nIt did.");
    check("md", "# Ferry\nIt did.", Some("Ferry"), "It did.");
    fails("txt", None, b" \n ", "c/a: holds no body, only white space");
    fails("txt", None, b"", "c/a: is empty");
    fails(
        "doc",
        None,
        b"x",
        "c/a: is of an unknown kind (.doc) (name a kind that is known)",
    );
}

#[test]
fn markdown_declares_at_its_top() {
    let text = "---\ntitle: \"Ferry: it runs\"\ndate: 2024-04-15\nauthors:\n  - Ada Vale\n  - Bo Lind\nsource: [The Lantern]\ndraft:\n  nested: x\n---\n\n# Ferry: it runs\n\nIt did.\n";
    let reading = articles(record("md", None, text.as_bytes()), &Options::default());
    let (article, _) = reading.into_iter().next().unwrap().unwrap();
    let declared = article.declared;
    assert_eq!(declared.headline.as_deref(), Some("Ferry: it runs"));
    assert_eq!(declared.date.as_deref(), Some("2024-04-15"));
    assert_eq!(declared.byline.as_deref(), Some("Ada Vale, Bo Lind"));
    assert_eq!(declared.outlet.as_deref(), Some("The Lantern"));
    assert_eq!(article.text, "\n# Ferry: it runs\n\nIt did.\n");
    assert_eq!(&article.text[article.body..], "It did.\n");
    check("md", "---\n\nA rule above.", None, "---\n\nA rule above.");
    check("md", "---\r\ntitle: X\r\n---\r\nIt did.", Some("X"), "It did.");
}

#[test]
fn json_in_our_own_names() {
    let article = line(
        r#"{"id":"l1","outlet":"The Lantern","date":"2024-04-15","title":" Ferry ","url":"https://lantern.example/1","body":"It did.\nYes.","byline":"Ada Vale","lang":"en"}"#,
    );
    let text = |value: &str| Some(value.to_owned());
    let declared = Declared {
        id: text("l1"),
        outlet: text("The Lantern"),
        headline: text("Ferry"),
        date: text("2024-04-15"),
        url: text("https://lantern.example/1"),
        byline: text("Ada Vale"),
        language: text("en"),
        ..Declared::default()
    };
    assert_eq!(article.declared, declared);
    assert_eq!(article.headline.as_deref(), Some("Ferry"));
    assert_eq!((article.text.as_str(), article.body), ("It did.\nYes.", 0));
    assert_eq!(article.place.to_string(), "c/a#7");
}

#[test]
fn json_in_the_names_of_others() {
    let article = line(
        r#"{"source":{"id":null,"name":"The Lantern"},"publishedAt":"2024-04-15T09:00:00Z","headline":{"main":"Ferry","kicker":"Port"},"content":"It did.","author":[{"name":"Ada Vale"},"Bo Lind",null],"_id":{"$oid":"5f"}}"#,
    );
    assert_eq!(article.declared.outlet.as_deref(), Some("The Lantern"));
    assert_eq!(article.declared.date.as_deref(), Some("2024-04-15T09:00:00Z"));
    assert_eq!(article.headline.as_deref(), Some("Ferry"));
    assert_eq!(article.declared.byline.as_deref(), Some("Ada Vale, Bo Lind"));
    assert_eq!(article.declared.id.as_deref(), Some("5f"));
}

#[test]
fn json_values_of_any_shape() {
    assert_eq!(line(r#"{"id":17,"text":"x"}"#).declared.id.as_deref(), Some("17"));
    assert_eq!(line(r#"{"id":-1.5,"text":"x"}"#).declared.id.as_deref(), Some("-1.5"));
    assert_eq!(line(r#"{"id":true,"text":"x"}"#).declared.id, None);
    assert_eq!(line(r#"{"title":null,"text":"x"}"#).headline, None);
    assert_eq!(line(r#"{"title":"nan","text":"x"}"#).headline, None);
    assert_eq!(line(r#"{"text":["One.","Two."]}"#).text, "One.\n\nTwo.");
    assert_eq!(line(r#"{"text":"second best","body":"best"}"#).text, "best");
    assert_eq!(line(r#"{"body":"best","text":"second best"}"#).text, "best");
    assert_eq!(line(r#"{"body":"","text":"only"}"#).text, "only");
    assert_eq!(line(r#"{"text":"a","text":"b"}"#).text, "a");
    assert_eq!(line(r#"{"text":" kept as given\r\n"}"#).text, " kept as given\r\n");
    assert_eq!(line("{\"text\":\"x\"}\r").text, "x");
}

#[test]
fn a_text_may_hold_its_headline() {
    let article = line(r#"{"text":"Ferry runs\n\nIt did."}"#);
    assert_eq!(article.headline.as_deref(), Some("Ferry runs"));
    assert_eq!((article.declared.headline, article.body), (None, 12));
    let article = line(r#"{"title":"Ferry runs","text":"Ferry runs\nIt did."}"#);
    assert_eq!(&article.text[article.body..], "It did.");
}

#[test]
fn a_map_names_fields() {
    let deep = r#"{"content":{"text":"It did.","heads":["Ferry","Port"]},"Verlag":"Lantern","a/b":"x"}"#;
    let rules =
        ["body=/content/text", "title=/content/heads/0", "outlet=Verlag", "id=a/b"];
    let (article, _) = mapped(deep, &rules).unwrap();
    assert_eq!(article.text, "It did.");
    assert_eq!(article.headline.as_deref(), Some("Ferry"));
    assert_eq!(article.declared.outlet.as_deref(), Some("Lantern"));
    assert_eq!(article.declared.id.as_deref(), Some("x"));
    let (article, _) = mapped(r#"{"text":"kept"}"#, &rules).unwrap();
    assert_eq!(article.text, "kept");
    let map = |rule| FieldMap::parse([rule]).unwrap_err().to_string();
    assert!(map("body").contains("field=/where"));
    assert!(map("hue=/x").contains("id, outlet, date, title, url, body, byline, lang"));
}

#[test]
fn what_can_be_mended_is_kept() {
    let (article, notes) =
        mapped("{\"text\":\"so \\ud83d it\tgoes\",\"n\":NaN}", &[]).unwrap();
    assert_eq!(article.text, "so \u{fffd} it\tgoes");
    assert_eq!(notes.len(), 3);
    let (article, notes) = mapped("\u{feff}{\"text\":\"x\"}", &[]).unwrap();
    assert_eq!((article.text.as_str(), notes.len()), ("x", 1));
    let (article, notes) = mapped(r#"{"title":"Ferry","text":null}"#, &[]).unwrap();
    assert_eq!((article.text.as_str(), notes.len()), ("", 1));
    let latin = b"{\"text\":\"Le caf\xe9 ferm\xe9\"}";
    let readings = articles(record("json", Some("1"), latin), &Options::default());
    assert_eq!(readings[0].as_ref().unwrap().0.text, "Le café fermé");
}

#[test]
fn what_cannot_is_told_with_its_place() {
    let at = Some("7");
    fails(
        "json",
        at,
        b"{\"text\":\"x\"",
        "c/a#7: is not valid JSON: it ends too early, at column 11",
    );
    fails(
        "json",
        at,
        b"{\"text\":x}",
        "c/a#7: is not valid JSON: expected value, column 9",
    );
    fails(
        "json",
        at,
        b"{} {}",
        "c/a#7: is not valid JSON: trailing characters, column 4",
    );
    fails("json", at, b"words", "c/a#7: is not valid JSON: expected value, column 1");
    fails(
        "json",
        at,
        b"[",
        "c/a#7: is no JSON by itself (if the file is one JSON document, name it .json)",
    );
    fails("json", at, b"3", "c/a#7: is JSON, but no object with fields");
    fails(
        "json",
        at,
        b"{}",
        "c/a#7: has no field that is its text (say where the text stands: --map body=/where/it/is)",
    );
    fails("json", at, br#"{"text":""}"#, "c/a#7: has an empty text");
    fails(
        "json",
        at,
        br#"{"artikel":"It did.","n":"1"}"#,
        "c/a#7: has no field that is its text (if `artikel` is the text, say --map body=artikel)",
    );
    fails("json", at, br#"{"html":"<p>"}"#, "c/a#7: is a page without a body");
    fails("json", at, &[0; 99], "c/a#7: holds nothing but 99 zero bytes");
    fails(
        "json",
        at,
        "[".repeat(100_000).as_bytes(),
        "c/a#7: is nested deeper than 128 levels",
    );
    let deep = format!("{{\"title\":{}1{}}}", "[".repeat(9000), "]".repeat(9000));
    fails("json", at, deep.as_bytes(), "c/a#7: is nested deeper than 128 levels");
}

#[test]
fn depth_that_nobody_asks_for_does_no_harm() {
    let deep = format!(
        "{{\"x\":{}{},\"text\":\"kept\"}}",
        "[".repeat(90_000),
        "]".repeat(90_000)
    );
    assert_eq!(line(&deep).text, "kept");
}

#[test]
fn json_files_hold_one_or_many() {
    let places = |text: &str| -> Vec<String> {
        articles(record("json", None, text.as_bytes()), &Options::default())
            .into_iter()
            .map(|it| match it {
                Ok((article, _)) => format!("{} {}", article.place, article.text),
                Err(failure) => failure.to_string(),
            })
            .collect()
    };
    assert_eq!(places("{\n \"text\": \"x\"\n}\n"), ["c/a x"]);
    assert_eq!(
        places("[{\"text\":\"x\"},\n 3, {\"text\":\"y\"}]"),
        ["c/a#1 x", "c/a#2: is JSON, but no object with fields", "c/a#3 y"]
    );
    assert_eq!(
        places("{\"text\":\"x\"}\n\n{\"text\":\n{\"text\":\"z\"}\n"),
        [
            "c/a#1 x",
            "c/a#3: is not valid JSON: it ends too early, at column 8",
            "c/a#4 z"
        ]
    );
    assert_eq!(
        places("{\n\"text\": x}"),
        ["c/a: is not valid JSON: expected value, line 2, column 9"]
    );
}

#[test]
fn an_id_is_of_what_is_declared() {
    let base = line(r#"{"outlet":"L","date":"2024","title":"T","url":"u","text":"x"}"#);
    // ids are cited: this number may never change
    assert_eq!(id(&base), 18_386_028_035_055_013_844);
    let same = [
        r#"{"text":"x","url":"u","title":"T","date":"2024","outlet":"L"}"#,
        r#"{"id":"other","byline":"B","outlet":"L","date":"2024","title":"T","url":"u","text":"x"}"#,
    ];
    for json in same {
        assert_eq!(id(&line(json)), id(&base), "{json}");
    }
    let other = [
        r#"{"outlet":"M","date":"2024","title":"T","url":"u","text":"x"}"#,
        r#"{"outlet":"L","date":"2024","title":"T","url":"u","text":"x "}"#,
        r#"{"outlet":"L2","date":"024","title":"T","url":"u","text":"x"}"#,
        r#"{"date":"2024","title":"T","url":"u","text":"x"}"#,
    ];
    for json in other {
        assert_ne!(id(&line(json)), id(&base), "{json}");
    }
    let mut elsewhere = line(r#"{"text":"x"}"#);
    let nowhere = id(&elsewhere);
    elsewhere.path_facts.outlet = Some("lantern".to_owned());
    assert_ne!(id(&elsewhere), nowhere);
}

proptest::proptest! {
    #[test]
    fn no_bytes_do_harm(bytes in proptest::collection::vec(0_u8.., 0..200)) {
        for extension in ["txt", "md", "json"] {
            let record = record(extension, None, &bytes);
            for (article, _) in articles(record, &Options::default()).into_iter().flatten() {
                proptest::prop_assert!(article.text.is_char_boundary(article.body));
            }
        }
    }

    #[test]
    fn the_body_begins_inside_the_text(text in "(---\n)?[#=a-z:. \r\n\u{e9}-]{0,60}") {
        for extension in ["txt", "md"] {
            let bytes = text.as_bytes();
            let record = record(extension, None, bytes);
            for (article, _) in articles(record, &Options::default()).into_iter().flatten() {
                proptest::prop_assert!(article.text.is_char_boundary(article.body));
            }
        }
    }
}

#[test]
fn rows_of_tables() {
    let read = |text: &str, rules: &[&str]| {
        let options = Options { map: FieldMap::parse(rules.iter().copied()).unwrap() };
        articles(record("csv", Some("2"), text.as_bytes()), &options).remove(0)
    };
    let (article, notes) =
        read("Title;Date;Text\n\"Pier; quay\";2024-04-15;\"One.\n\nTwo.\"\n", &[])
            .unwrap();
    assert_eq!(article.headline.as_deref(), Some("Pier; quay"));
    assert_eq!(article.declared.date.as_deref(), Some("2024-04-15"));
    assert_eq!((article.text.as_str(), notes.len()), ("One.\n\nTwo.", 0));
    let (article, _) = read(
        "Artikel\tZeitung\nOne.\tThe Lantern\n",
        &["body=artikel", "outlet=Zeitung"],
    )
    .unwrap();
    assert_eq!(article.text, "One.");
    assert_eq!(article.declared.outlet.as_deref(), Some("The Lantern"));
    let failure = read("x,y\n1,2\n", &[]).unwrap_err();
    assert_eq!(failure.reason, "has no column that is its text");
    assert_eq!(failure.hint, "say which is: --map body=COLUMN; the columns are x, y");
    let (_, notes) = read("title,text\nPier,One.,more\n", &[]).unwrap();
    assert_eq!(notes[0].message, "has 3 fields, the header 2");
}

#[test]
fn messages() {
    let text = "From: The Lantern <news@lantern.example>\r\nSubject: Fwd: =?utf-8?q?Pier_=E2=80=93_shut?=\r\n\
        Date: Mon, 15 Apr 2024 10:15:00 +0200\r\nMessage-ID: <1@lantern.example>\r\n\
        Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nPlain.\r\n\
        --b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p>One caf=E9.</p><p>Two.</p>\r\n--b--\r\n";
    let reading = articles(record("eml", None, text.as_bytes()), &Options::default());
    let (article, _) = reading.into_iter().next().unwrap().unwrap();
    assert_eq!(article.headline.as_deref(), Some("Pier – shut"));
    assert_eq!(article.declared.outlet.as_deref(), Some("The Lantern"));
    assert_eq!(article.declared.date.as_deref(), Some("2024-04-15T10:15:00+02:00"));
    assert_eq!(article.text, "One café.\n\nTwo.");
    fails("eml", None, b"nothing", "c/a: is no message with headers");
    let endless = "c/a: is a message of more than 20000 headers or parts, not read";
    fails("eml", None, "A: b\n".repeat(20_001).as_bytes(), endless);
    let parts = "Subject: x\nContent-Type: multipart/mixed; boundary=x\n\n";
    let parts = parts.to_owned() + &"--x\n\na\n".repeat(20_001);
    fails("eml", None, parts.as_bytes(), endless);
}
