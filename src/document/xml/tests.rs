//! What comes out of invented documents, each with its evil variants.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::corpus::{Hint, Record};
use crate::document::{Options, articles};
use crate::model::{Article, Place};

fn read(extension: &'static str, text: &str) -> Vec<String> {
    let hint = Hint { extension: extension.into(), ..Hint::default() };
    let place = Place { key: "c/a".to_owned(), inside: None };
    let record = Record { place, bytes: text.as_bytes().to_vec(), hint };
    let readings = articles(record, &Options::default()).into_iter();
    let listed = readings.map(|it| match it {
        Ok((article, notes)) => {
            let mut line = shown(&article);
            for note in notes {
                write!(line, " ~ {}", note.message).expect("a String takes every write");
            }
            line
        }
        Err(failure) => failure.to_string(),
    });
    listed.collect()
}

/// `place: outlet; date; headline; byline; parties | text`
fn shown(article: &Article) -> String {
    let declared = &article.declared;
    let word = |it: &Option<String>| it.clone().unwrap_or_else(|| "-".to_owned());
    let parties = declared.parties.iter();
    let parties: Vec<String> =
        parties.map(|it| format!("{} {}", it.part.as_str(), it.name)).collect();
    format!(
        "{}: {}; {}; {}; {}; {} | {}",
        article.place,
        word(&declared.outlet),
        word(&declared.date),
        word(&declared.headline),
        word(&declared.byline),
        parties.join(", "),
        article.text.replace('\n', "/")
    )
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(read("xml", text), expected);
}

const ITEM: &str = r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:lys:1" xml:lang="en">
  <hopHistory>
    <hop seq="2"><party qcode="comp:lysdigest"/><action qcode="hopaction:transformed"/></hop>
    <hop seq="1"><party qcode="comp:MW"><name>Meridian Wire</name></party></hop>
  </hopHistory>
  <itemMeta><itemClass qcode="ninat:text"/><provider qcode="prov:lantern"><name>The Lantern</name></provider>
    <versionCreated>2024-04-15T10:15:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
  <contentMeta><creator><name>ohl.swantje</name></creator><infoSource qcode="is:HR"><name>Harbour Radio</name></infoSource>
    <creditline>Meridian Wire/The Lantern</creditline><by>Ana Holt</by><headline>Pier &amp; quay shut</headline></contentMeta>
  <contentSet>CONTENT</contentSet></newsItem>"#;

const SHOWN: &str = "c/a: The Lantern; 2024-04-15T10:15:00Z; Pier & quay shut; Ana Holt; \
    hop Meridian Wire, hop lysdigest, source Harbour Radio, credit Meridian Wire/The Lantern | ";

#[test]
fn newsml_g2_with_every_kind_of_content() {
    let nitf = "<inlineXML contenttype=\"application/nitf+xml\"><nitf><body><body.head><hedline><hl1>x</hl1></hedline></body.head><body.content><p>One &#8211; caf&eacute;.</p><p>Two.</p></body.content></body></nitf></inlineXML>";
    let html = "<inlineXML><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body><header>y</header><p>One – café.</p><p>Two.</p></body></html></inlineXML>";
    let data = "<inlineData contenttype=\"text/html\">&lt;p&gt;One – caf&amp;eacute;.&lt;/p&gt;&lt;p&gt;Two.</inlineData>";
    let plain = "<inlineData contenttype=\"text/plain\">One – café.\n\nTwo.</inlineData>";
    for content in [nitf, html, data, plain, &format!("{plain}{nitf}")] {
        let text = ITEM.replace("CONTENT", content);
        check(&text, &[&format!("{SHOWN}One – café.//Two.")]);
    }
    let empty = format!("{SHOWN} ~ has a headline, but its text is empty");
    check(&ITEM.replace("CONTENT", ""), &[&empty]);
}

#[test]
fn messages_of_several_items_and_items_without_text() {
    let item = ITEM.replace("CONTENT", "<inlineData>One.</inlineData>");
    let message = format!(
        "<newsMessage><itemSet>{item}{item}<packageItem/></itemSet></newsMessage>"
    );
    let numbered =
        |n: usize| format!("{SHOWN}One.").replace("c/a:", &format!("c/a#{n}:"));
    check(&message, &[&numbered(1), &numbered(2)]);
    check(
        "<packageItem/>",
        &["c/a: is a packageItem of NewsML-G2, which holds no story"],
    );
    check("<newsItem guid='x'/>", &["c/a: holds no text"]);
    check("<project/>", &["c/a: is XML of a kind that is not known (<project>)"]);
    check("no XML", &["c/a: holds no XML element"]);
}

#[test]
fn nitf_with_its_particulars() {
    check(
        "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf-3-6.dtd'><nitf><head><docdata>\
         <doc-id id-string='7'/><date.issue norm='20240415T101500Z'/></docdata>\
         <pubdata name='The Lantern' position.section='Harbour'/></head><body><body.head>\
         <hedline><hl1>Pier shut</hl1><hl2>Sub</hl2></hedline><byline>By <person>Ana Holt</person>\
         <byttl>Reporter</byttl></byline><distributor><org>Meridian Wire</org></distributor>\
         <dateline><location>LYS</location>, April 15</dateline></body.head><body.content>\
         <block><p>One &amp; two.</p><media><media-caption>No.</media-caption></media></block>\
         <hl2>Three</hl2><p>Four.</p></body.content><body.end><tagline>x</tagline></body.end></body></nitf>",
        &[
            "c/a: The Lantern; 2024-04-15T10:15:00Z; Pier shut; Ana Holt; source Meridian Wire | LYS, April 15 - One & two.//Three//Four.",
        ],
    );
}

#[test]
fn newsml_1_with_its_components() {
    let body = "<NewsComponent><Role FormalName='Body'/><ContentItem><MimeType FormalName='text/xhtml'/>\
        <DataContent><html><head><title/></head><body><p>One.</p><p>Two.</p></body></html></DataContent></ContentItem></NewsComponent>";
    let beside = "<NewsComponent><Role FormalName='Contact'/><ContentItem><DataContent><p>Call us.</p></DataContent></ContentItem></NewsComponent>";
    let story = |headline: &str| {
        format!(
            "<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine></NewsLines>{beside}{body}</NewsComponent>"
        )
    };
    let text = format!(
        "<NewsML Version='1.2'><NewsEnvelope><SentFrom><Party FormalName='Meridian Wire'/></SentFrom>\
         <DateAndTime>20240415T101500+0000</DateAndTime></NewsEnvelope><NewsItem><NewsComponent>\
         <AdministrativeMetadata><Source><Party FormalName='Vale Tools'/></Source></AdministrativeMetadata>\
         <DescriptiveMetadata><Genre FormalName='Press Release'/></DescriptiveMetadata>{}{}</NewsComponent></NewsItem></NewsML>",
        story("Pier shut"),
        story("Jetée fermée")
    );
    let line = |n: usize, headline: &str| {
        format!(
            "c/a#{n}: Meridian Wire; 2024-04-15T10:15:00+00:00; {headline}; -; issuer Vale Tools | One.//Two."
        )
    };
    check(&text, &[&line(1, "Pier shut"), &line(2, "Jetée fermée")]);
}

#[test]
fn feeds() {
    check(
        "<rss version='2.0' xmlns:content='x' xmlns:dc='y'><channel><title>Lys Digest</title><language>en</language>\
         <item><title>Pier &amp;amp; quay</title><link>https://lys.example/1</link><guid isPermaLink='false'>g1</guid>\
         <pubDate>Mon, 15 Apr 2024 10:15:00 GMT</pubDate><dc:creator>Ana Holt</dc:creator><description>Short.</description>\
         <content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded><source url='https://lantern.example/feed'>The Lantern</source></item>\
         <item><title>Quay</title><author>b@lys.example (Bo Lind)</author><description>&lt;b&gt;One.&lt;/b&gt;</description></item></channel></rss>",
        &[
            "c/a#1: Lys Digest; Mon, 15 Apr 2024 10:15:00 GMT; Pier & quay; Ana Holt; original The Lantern | One.//Two.",
            "c/a#2: Lys Digest; -; Quay; Bo Lind;  | One.",
        ],
    );
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>The Lantern</title><author><name>Desk</name></author>\
         <entry><id>e1</id><title type='html'>Pier &amp;lt;b&amp;gt;</title><published>2024-04-15</published><updated>2024-04-16</updated>\
         <link rel='alternate' href='https://lantern.example/1'/><link rel='via' href='https://www.harbour.example/x'/>\
         <content type='xhtml'><div><p>One.</p><p>Two.</p></div></content></entry>\
         <entry><title>Quay</title><author><name>Ana Holt</name></author><summary type='text'>2 &lt; 3</summary></entry></feed>",
        &[
            "c/a#1: The Lantern; 2024-04-15; Pier <b>; Desk; source harbour.example | One.//Two.",
            "c/a#2: The Lantern; -; Quay; Ana Holt;  | 2 < 3",
        ],
    );
    check(
        "<rss><channel><title>x</title></channel></rss>",
        &["c/a: is <rss> and holds no story"],
    );
}

#[test]
fn wires_in_json() {
    let parties = "source Harbour Radio | One.//Two.";
    let ninjs = r#"{"uri":"urn:1","versioncreated":"2024-04-15T10:15:00Z","headline":"Pier","byline":"Ana Holt","copyrightholder":"The Lantern","infosource":[{"name":"Harbour Radio"}],"body_text":"No.","body_xhtml":"<p>One.</p><p>Two.</p>"}"#;
    let third = r#"{"uri":"urn:1","versionCreated":"2024-04-15T10:15:00Z","headlines":[{"role":"print","value":"No"},{"role":"main","value":"Pier"}],"by":"Ana Holt","copyrightHolder":"The Lantern","infoSources":[{"name":"Harbour Radio"}],"bodies":[{"contentType":"text/plain","value":"One."},{"contentType":"text/html","value":"<p>One.</p><p>Two."}]}"#;
    let nitf = r#"{"uri":"urn:1","versionCreated":"2024-04-15T10:15:00Z","title":"Pier","by":"Ana Holt","copyrightHolder":"The Lantern","infoSources":[{"name":"Harbour Radio"}],"bodies":[{"contentType":"text/vnd.IPTC.NITF","value":"<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"}]}"#;
    for text in [ninjs, third, nitf] {
        let line =
            format!("c/a: The Lantern; 2024-04-15T10:15:00Z; Pier; Ana Holt; {parties}");
        assert_eq!(read("json", text), [line]);
    }
    let dpa = r#"{"format":"digitalwires@1","urn":"urn:newsml:dpa.com:1","version_created":"2024-04-15T10:15:00+02:00","headline":"Pier","byline":"Von Ana Holt","creditline":"Meridian Wire","article_html":"<section class=\"main\"><p>Eins.</p></section>"}"#;
    assert_eq!(
        read("json", dpa),
        [
            "c/a: dpa; 2024-04-15T10:15:00+02:00; Pier; Von Ana Holt; credit Meridian Wire | Eins."
        ]
    );
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"The Lantern","items":[{"id":"1","title":"Pier","content_html":"<p>One.","date_published":"2024-04-15","authors":[{"name":"Ana Holt"}]},{"id":2,"content_text":"Two."}]}"#;
    assert_eq!(
        read("json", feed),
        [
            "c/a#1: The Lantern; 2024-04-15; Pier; Ana Holt;  | One.",
            "c/a#2: The Lantern; -; -; -;  | Two.",
        ]
    );
}

#[test]
fn lists_within_objects() {
    let plain = r#"{"status":"ok","articles":[{"title":"Pier","content":"One."},{"title":"Quay","content":"Two."}]}"#;
    let deep = r#"{"response":{"tags":[],"results":[{"webTitle":"Pier","fields":{"bodyText":"One."}},{"webTitle":"Quay","fields":{"bodyText":"Two."}}]}}"#;
    let elastic = r#"{"hits":{"total":2,"hits":[{"_source":{"title":"Pier","text":"One."}},{"_source":{"title":"Quay","text":"Two."}}]}}"#;
    let keyed =
        r#"{"a":{"title":"Pier","text":"One."},"b":{"title":"Quay","text":"Two."}}"#;
    for text in [plain, deep, elastic, keyed] {
        assert_eq!(
            read("json", text),
            ["c/a#1: -; -; Pier; -;  | One.", "c/a#2: -; -; Quay; -;  | Two."],
            "{text}"
        );
    }
}

#[test]
fn laughs_entities_and_depth_are_harmless() {
    let mut laughs = "<!DOCTYPE rss [<!ENTITY a0 \"ha\">".to_owned();
    for n in 1..20 {
        write!(laughs, "<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))
            .expect("a String");
    }
    laughs += "<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>T</title><description>&a19; &x;</description></item></channel></rss>";
    check(
        &laughs,
        &["c/a: -; -; T; -;  | &a19; &x; ~ 2 entities of its own, left as they are"],
    );
    let many =
        format!("<rss><channel>{}", "<item><title>T</title></item>".repeat(100_001));
    let seen = read("xml", &many);
    assert_eq!(seen.len(), 100_000);
    assert!(seen[0].contains("has more than 100000 stories"), "{}", seen[0]);
    let deep = format!("<rss><channel><item><description>{}One.", "<div>".repeat(50_000));
    let seen = read("xml", &deep);
    assert!(seen[0].contains("| One. ~ nested deeper"), "{seen:?}");
}

#[test]
fn encodings_are_those_that_are_declared() {
    let text = "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><rss><channel><item><title>\u{a3}</title><description>x</description></item></channel></rss>";
    let bytes: Vec<u8> =
        text.chars().map(|it| u8::try_from(u32::from(it)).expect("Latin")).collect();
    let hint = Hint { extension: "xml".into(), ..Hint::default() };
    let record = Record { place: Place::default(), bytes, hint };
    let (article, notes) =
        articles(record, &Options::default()).remove(0).expect("a story");
    assert_eq!(article.headline.as_deref(), Some("Ł"));
    assert_eq!(notes[0].message, "ISO-8859-2, read as UTF-8");
}

proptest! {
    /// Whatever is changed in a document, something comes out.
    #[test]
    fn mutations_are_read(
        changes in proptest::collection::vec((0_usize..2000, "[<>/&;\"' a-p]{0,4}"), 0..10),
    ) {
        let mut text = ITEM.replace("CONTENT", "<inlineData>&lt;p&gt;One.</inlineData>");
        for (at, piece) in changes {
            let at = at % text.len();
            text.replace_range(at..=at, &piece);
        }
        prop_assert!(!read("xml", &text).is_empty());
    }
}
