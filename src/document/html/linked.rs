//! What does the JSON-LD of a page say of its article? The object of a type such as
//! `NewsArticle`, wherever it stands, and its fields in their many shapes.

use serde_json::Value;

use super::node::collapsed;

/// What the JSON-LD says of the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Linked {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<String>,
    pub(super) created: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) language: Option<String>,
    pub(super) section: Option<String>,
    pub(super) url: Option<String>,
    pub(super) body: Option<String>,
    /// Who provided it, in whatever property that is said.
    pub(super) providers: Vec<String>,
    pub(super) translators: Vec<String>,
    pub(super) contributors: Vec<String>,
    /// Works that it is based on: names, or addresses.
    pub(super) based_on: Vec<String>,
    /// The name of the site, where a `WebSite` is described.
    pub(super) site: Option<String>,
}

/// Types of an article, the best first. A `LiveBlogPosting` holds postings that are no
/// articles of their own.
const TYPES: [&str; 14] = [
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "backgroundnewsarticle",
    "reviewnewsarticle",
    "liveblogposting",
    "article",
    "blogposting",
    "scholarlyarticle",
    "techarticle",
    "report",
    "socialmediaposting",
    "satiricalarticle",
];
/// Types that describe the page, where nothing describes an article.
const PAGES: [&str; 5] = ["webpage", "itempage", "videoobject", "recipe", "event"];
/// How deep objects are searched for an article.
const DEEPEST: usize = 6;

/// Reads all scripts of JSON-LD.
pub(super) fn linked(data: &[std::borrow::Cow<'_, str>]) -> Linked {
    let values: Vec<Value> = data.iter().flat_map(|it| values(it)).collect();
    let mut best: Option<(usize, &Value)> = None;
    let mut site = None;
    for value in &values {
        visit(value, 0, &mut |object| {
            for name in types(object) {
                let rank = rank(&name);
                if name == "website" && site.is_none() {
                    site = object.get("name").and_then(word);
                }
                // an object with a date says more than one without
                let rank = rank.map(|it| {
                    it * 2 + usize::from(object.get("datePublished").is_none())
                });
                if rank.is_some() && best.is_none_or(|it| rank < Some(it.0)) {
                    best = rank.map(|it| (it, object));
                }
            }
        });
    }
    let mut linked = best.map(|it| read(it.1, &values)).unwrap_or_default();
    linked.site = site;
    linked
}

/// Of two ranks the smaller is better.
fn rank(name: &str) -> Option<usize> {
    let article = TYPES.iter().position(|it| *it == name);
    article.or_else(|| PAGES.iter().position(|it| *it == name).map(|it| it + TYPES.len()))
}

/// The JSON of a script; what authors write around and inside it is mended.
fn values(script: &str) -> Vec<Value> {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let script =
        script.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script = script
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    let strict: Result<Vec<Value>, _> =
        serde_json::Deserializer::from_str(script).into_iter().collect();
    if let Ok(values) = strict {
        return values;
    }
    let mended = mend(script);
    serde_json::Deserializer::from_str(&mended)
        .into_iter()
        .map_while(Result::ok)
        .collect()
}

/// Raw line breaks inside strings, lone backslashes and commas before a bracket.
fn mend(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut inside = false;
    let mut letters = script.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if inside => match letters.next() {
                Some(it @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    out.push('\\');
                    out.push(it);
                }
                Some(it) => out.push(it),
                None => (),
            },
            '"' => {
                inside = !inside;
                out.push('"');
            }
            it if inside && it.is_control() => out.push(' '),
            ',' if !inside => {
                while letters.peek().is_some_and(|it| it.is_whitespace()) {
                    letters.next();
                }
                if !letters.peek().is_some_and(|it| matches!(it, '}' | ']' | ',')) {
                    out.push(',');
                }
            }
            it => out.push(it),
        }
    }
    out
}

fn visit<'a>(value: &'a Value, depth: usize, found: &mut dyn FnMut(&'a Value)) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|it| visit(it, depth + 1, found)),
        Value::Object(fields) => {
            found(value);
            for name in
                ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "subjectOf"]
            {
                if let Some(inner) = fields.get(name) {
                    visit(inner, depth + 1, found);
                }
            }
        }
        _ => (),
    }
}

/// Types in lower case, without the vocabulary.
fn types(object: &Value) -> Vec<String> {
    let plain =
        |it: &str| it.rsplit(['/', ':', '#']).next().unwrap_or(it).to_ascii_lowercase();
    match object.get("@type") {
        Some(Value::String(name)) => vec![plain(name)],
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).map(plain).collect()
        }
        _ => Vec::new(),
    }
}

fn read(object: &Value, all: &[Value]) -> Linked {
    let one = |name: &str| object.get(name).and_then(word);
    let many = |name: &str| object.get(name).map(|it| names(it, all)).unwrap_or_default();
    let authors = many("author");
    let provided = ["provider", "sourceOrganization"].iter().flat_map(|it| many(it));
    Linked {
        headline: one("headline").or_else(|| one("name")),
        authors: if authors.is_empty() { many("creator") } else { authors },
        publisher: many("publisher").into_iter().next(),
        published: one("datePublished"),
        created: one("dateCreated").or_else(|| one("uploadDate")),
        modified: one("dateModified"),
        language: one("inLanguage"),
        section: one("articleSection"),
        url: one("url").or_else(|| object.get("mainEntityOfPage").and_then(address)),
        body: object.get("articleBody").and_then(Value::as_str).map(unescaped),
        providers: provided.collect(),
        translators: many("translator"),
        contributors: many("contributor"),
        based_on: ["isBasedOn", "isBasedOnUrl"]
            .iter()
            .flat_map(|it| based(object.get(*it), all))
            .collect(),
        site: None,
    }
}

/// A value as one word: a string, a number, or what an object is called.
fn word(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => unescaped(text),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => return list.iter().find_map(word),
        Value::Object(fields) => {
            return ["@value", "name", "alternateName"]
                .iter()
                .find_map(|it| fields.get(*it).and_then(word));
        }
        _ => return None,
    };
    let text = collapsed(&text);
    (!text.is_empty()).then_some(text)
}

/// Most names that a field is taken to hold, and steps to them: through lists, through names
/// that are objects, and through an `@id`, which may lead back to where it came from.
const MOST_NAMES: usize = 30;
const MOST_STEPS: usize = 100;

/// Names of people and organisations; an `@id` is looked up among all objects.
fn names(value: &Value, all: &[Value]) -> Vec<String> {
    let mut found = Vec::new();
    let mut steps = MOST_STEPS;
    let mut next = vec![value];
    while let Some(value) = next.pop() {
        if steps == 0 || found.len() == MOST_NAMES {
            break;
        }
        steps -= 1;
        match value {
            Value::Array(list) => next.extend(list.iter().take(MOST_NAMES).rev()),
            Value::Object(fields) => {
                let id = fields.get("@id").and_then(Value::as_str);
                next.extend(fields.get("name").or_else(|| {
                    id.and_then(|id| lookup(id, all)).and_then(|it| it.get("name"))
                }));
            }
            value => found.extend(word(value)),
        }
    }
    found
}

fn lookup<'a>(id: &str, all: &'a [Value]) -> Option<&'a Value> {
    let mut found = None;
    for value in all {
        visit(value, 0, &mut |object| {
            if found.is_none()
                && object.get("name").is_some()
                && object.get("@id").and_then(Value::as_str) == Some(id)
            {
                found = Some(object);
            }
        });
    }
    found
}

/// What a work is based on: whoever published that, its name, or its address.
fn based(value: Option<&Value>, all: &[Value]) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => {
            let works = list.iter().filter(|it| !it.is_array()).take(10);
            works.flat_map(|it| based(Some(it), all)).collect()
        }
        Some(Value::Object(fields)) => {
            let maker = ["publisher", "provider", "sourceOrganization"]
                .iter()
                .find_map(|it| fields.get(*it));
            let names = maker.map(|it| names(it, all)).unwrap_or_default();
            if names.is_empty() {
                ["url", "@id", "name"]
                    .iter()
                    .find_map(|it| fields.get(*it).and_then(word))
                    .into_iter()
                    .collect()
            } else {
                names
            }
        }
        Some(value) => word(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(fields) => {
            ["@id", "url"].iter().find_map(|it| fields.get(*it).and_then(word))
        }
        _ => None,
    }
}

/// Pages write entities into JSON, where they mean themselves: "Ana &amp; Bell".
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    dom_query::Document::fragment(text.replace('<', "&lt;")).text().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Linked {
        linked(&[json.into()])
    }

    #[test]
    fn an_article_wherever_it_stands() {
        for json in [
            r#"{"@type":"NewsArticle","headline":"Ferry"}"#,
            r#"[{"@type":"WebPage","name":"x"},{"@type":["Article"],"headline":"Ferry"}]"#,
            r#"{"@graph":[{"@type":"http://schema.org/BlogPosting","headline":"Ferry"}]}"#,
            r#"{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"Ferry"}}"#,
            "<!-- {\"@type\":\"Article\",\"headline\":\"Ferry\",} -->",
            "{\"@type\":\"Article\",\"headline\":\"Ferry\",\"description\":\"two\nlines \\x\"};",
        ] {
            assert_eq!(of(json).headline.as_deref(), Some("Ferry"), "{json}");
        }
        assert_eq!(of("{\"@type\":\"Article\""), Linked::default());
        assert_eq!(of(""), Linked::default());
    }

    #[test]
    fn names_in_their_shapes() {
        for (author, expected) in [
            (r#""Ana Bell""#, "Ana Bell"),
            (r#"{"@type":"Person","name":"Ana Bell"}"#, "Ana Bell"),
            (r#"[{"name":"Ana Bell"},{"name":["Tom Reed"]}]"#, "Ana Bell|Tom Reed"),
            (r##"{"@id":"#ana"}"##, "Ana Bell"),
            (r#"{"name":"Ana &amp; Tom"}"#, "Ana & Tom"),
            ("null", ""),
            ("7", "7"),
        ] {
            let json = format!(
                r##"{{"@graph":[{{"@type":"Article","author":{author}}},{{"@id":"#ana","@type":"Person","name":"Ana Bell"}}]}}"##
            );
            assert_eq!(of(&json).authors.join("|"), expected, "{author}");
        }
    }

    #[test]
    fn names_that_lead_back_to_themselves() {
        let itself = r##"[{"@type":"Article","headline":"Ferry","author":{"@id":"#a"}},
            {"@id":"#a","name":{"@id":"#a"}}]"##;
        let found = of(itself);
        assert_eq!((found.headline.as_deref(), found.authors.len()), (Some("Ferry"), 0));
        let round = r##"[{"@type":"Article","author":["Ana Bell",{"@id":"#a"},"Tom Reed"]},
            {"@id":"#a","name":[{"@id":"#b"},{"@id":"#b"}]},
            {"@id":"#b","name":[{"@id":"#a"},{"@id":"#a"}]}]"##;
        assert_eq!(of(round).authors, ["Ana Bell"]);
        let many = format!(
            "{{\"@type\":\"Article\",\"author\":[{}\"Ana Bell\"]}}",
            "[\"Tom Reed\"],".repeat(90)
        );
        assert_eq!(of(&many).authors.len(), 30);
    }

    #[test]
    fn the_road_it_declares() {
        let found = of(r#"{"@type":"NewsArticle","isBasedOn":{"@type":"NewsArticle",
            "publisher":{"name":"Meridian Wire"}},"provider":{"name":"Reuters"},
            "translator":[{"name":"Ada Vale"}],"publisher":{"name":"The Lantern"}}"#);
        assert_eq!(found.based_on, ["Meridian Wire"]);
        assert_eq!(found.providers, ["Reuters"]);
        assert_eq!(found.translators, ["Ada Vale"]);
        assert_eq!(found.publisher.as_deref(), Some("The Lantern"));
        let url = of(r#"{"@type":"Article","isBasedOn":"https://lys.example/1"}"#);
        assert_eq!(url.based_on, ["https://lys.example/1"]);
    }
}
