//! What was asked? The query as a tree that names no engine; printed, it reads back as
//! the same tree. Spans point into the query as typed and do not count in comparisons.

use std::fmt;

use super::{Date, Span};

/// One part of a query and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its place in the query as typed.
    pub span: Span,
    /// What it asks for.
    pub what: What,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.what == other.what
    }
}

/// What a part of a query asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Everything.
    All,
    /// All of these; the quote fields directly among them hold of one quote.
    And(Vec<Node>),
    /// At least one of these.
    Or(Vec<Node>),
    /// All but these.
    Not(Box<Node>),
    /// A word; `exact` takes case and ending as written.
    Word {
        /// As typed.
        text: String,
        /// Case and ending as written.
        exact: bool,
    },
    /// Words in sequence.
    Phrase {
        /// As typed, marks excluded.
        text: String,
        /// Case and ending as written.
        exact: bool,
    },
    /// A word with `*` for any letters and `?` for one.
    Wildcard(String),
    /// A word with up to `distance` letters changed.
    Fuzzy {
        /// As typed, mark excluded.
        text: String,
        /// Letters that may differ: 1 or 2.
        distance: u8,
    },
    /// A range of dates or numbers, both ends included.
    Range(Range),
    /// The values of one field.
    Field {
        /// The field.
        name: FieldName,
        /// What it holds: words, phrases, ranges, and their combinations.
        value: Box<Node>,
    },
    /// Both sides within a number of words of each other.
    Near(Box<Near>),
    /// A regular expression that a word fits as a whole.
    Regex(String),
    /// Words found at least so many times.
    AtLeast {
        /// How many times.
        count: u32,
        /// What is counted.
        node: Box<Node>,
    },
    /// Words in the headline or the beginning of the text.
    Lead(Box<Node>),
}

/// Two parts of a text that stand close together.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// What comes first where order counts.
    pub left: Node,
    /// The other side.
    pub right: Node,
    /// How close.
    pub reach: Reach,
}

/// How close two parts of a text stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// `NEAR/n`: at most n words on, in any order.
    Words(u32),
    /// `ADJ/n`: at most n words on, in this order.
    Ordered(u32),
    /// `SENT`: in one sentence.
    Sentence,
    /// `PARA`: in one paragraph.
    Paragraph,
}

/// A range of dates or numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// From the start of one date to the end of another.
    Dates(Option<Date>, Option<Date>),
    /// Without a date.
    Undated,
    /// Numbers, both ends included.
    Numbers(u64, Option<u64>),
}

macro_rules! names {
    ($($variant:ident $word:literal $what:literal,)*) => {
        /// A field a query can name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum FieldName {
            $(#[doc = $what] $variant,)*
        }

        impl FieldName {
            /// All fields, as help lists them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word written before the colon.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What the field holds.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $what,)* }
            }
        }
    };
}

names! {
    Title "title" "the headline",
    Text "text" "the body",
    Outlet "outlet" "who published the article",
    Date "date" "when it was published",
    Lang "lang" "language, as a code of two letters",
    Actor "actor" "who acts in the article",
    Speaker "speaker" "who is quoted",
    Said "said" "words inside reported speech",
    About "about" "whom or what reported speech names",
    Kind "kind" "direct, mixed or indirect speech",
    Polarity "polarity" "asserted, denied or hedged",
    Vehicle "vehicle" "by what means a statement was made",
    Via "via" "an outlet that handed the words on",
    Origin "origin" "the earliest known party of the chain",
    Hops "hops" "arrows of the chain, as 2, >1 or 1..3",
    TranslatedBy "translated-by" "who translated",
    RepublishedBy "republished-by" "where it was reposted",
    Wire "wire" "the agency whose text it is",
    Section "section" "section or desk, as the input names it",
    Byline "byline" "who wrote the article",
    Path "path" "where the file stands",
    Id "id" "our id or the input's own",
    Story "story" "the story of an article, by its id",
    CopyOf "copy-of" "the copies of an article, by its id",
    Origins "origins" "most independent origins of the story, as 1 or >1",
    Has "has" "quote, date, outlet, actor, speaker, via, byline, headline or section",
}

impl FieldName {
    /// Must hold of one quote together with the others of its AND group.
    pub const fn of_quote(self) -> bool {
        matches!(
            self,
            Self::Speaker
                | Self::Said
                | Self::About
                | Self::Kind
                | Self::Polarity
                | Self::Vehicle
                | Self::Via
                | Self::Origin
                | Self::Hops
                | Self::TranslatedBy
        )
    }
}

impl Node {
    /// A part at a place.
    pub const fn new(span: Span, what: What) -> Self {
        Self { span, what }
    }

    /// Needs no brackets beside others.
    const fn is_tight(&self) -> bool {
        !matches!(
            self.what,
            What::And(_) | What::Or(_) | What::Near(_) | What::AtLeast { .. }
        )
    }

    fn bracketed(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_tight() { write!(f, "{self}") } else { write!(f, "({self})") }
    }

    /// The same where an exclusion would read as one of the whole: `^(NOT a)`.
    fn held(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let excludes = matches!(self.what, What::Not(_));
        if excludes { write!(f, "({self})") } else { self.bracketed(f) }
    }

    /// Behind `^` and `ATLEAST`, which take one part: `^ATLEAST/2 a` needs no brackets, and
    /// with them it could be nested deeper than the parser goes.
    fn bound(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = matches!(self.what, What::AtLeast { .. });
        if one { write!(f, "{self}") } else { self.held(f) }
    }

    /// How deep a parser goes down for the printed form, which has brackets that the query
    /// may have done without: `ATLEAST/2 (a b OR c)` is `ATLEAST/2 ((a AND b) OR c)`.
    pub fn depth(&self) -> usize {
        let mut depth = Depth::default();
        depth.inside(self);
        depth.most
    }
}

/// Goes down a tree as a parser goes down what is printed of it.
#[derive(Default)]
struct Depth {
    now: usize,
    most: usize,
}

impl Depth {
    fn deeper(&mut self, run: impl FnOnce(&mut Self)) {
        self.now += 1;
        self.most = self.most.max(self.now);
        run(self);
        self.now -= 1;
    }

    /// In brackets, or without.
    fn part(&mut self, node: &Node, brackets: bool) {
        if brackets {
            self.deeper(|it| it.inside(node));
        } else {
            self.inside(node);
        }
    }

    fn inside(&mut self, node: &Node) {
        let excludes = |it: &Node| matches!(it.what, What::Not(_));
        let held = |it: &Node| excludes(it) || !it.is_tight();
        let bound = |it: &Node| held(it) && !matches!(it.what, What::AtLeast { .. });
        match &node.what {
            What::And(nodes) | What::Or(nodes) => {
                for node in nodes {
                    self.part(node, !node.is_tight());
                }
            }
            What::Not(inner) => self.deeper(|it| it.part(inner, !inner.is_tight())),
            What::Field { value, .. } => self.deeper(|it| it.part(value, held(value))),
            What::Lead(inner) | What::AtLeast { node: inner, .. } => {
                self.deeper(|it| it.part(inner, bound(inner)));
            }
            What::Near(near) => {
                self.part(&near.left, held(&near.left));
                self.part(&near.right, held(&near.right));
                // What follows an operator is counted as standing below it.
                self.now += 1;
                self.most = self.most.max(self.now);
            }
            _ => {}
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what.fmt(f)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*"),
            Self::And(nodes) => list(f, nodes, " AND "),
            Self::Or(nodes) => list(f, nodes, " OR "),
            Self::Not(node) => {
                f.write_str("NOT ")?;
                node.bracketed(f)
            }
            Self::Word { text, exact } => write!(f, "{}{text}", mark(*exact)),
            Self::Phrase { text, exact } => write!(f, "{}\"{text}\"", mark(*exact)),
            Self::Wildcard(text) => f.write_str(text),
            Self::Fuzzy { text, distance } => write!(f, "{text}~{distance}"),
            Self::Range(range) => write!(f, "{range}"),
            Self::Field { name, value } => {
                write!(f, "{}:", name.as_str())?;
                value.held(f)
            }
            Self::Regex(pattern) => write!(f, "/{pattern}/"),
            Self::AtLeast { count, node } => {
                write!(f, "ATLEAST/{count} ")?;
                node.bound(f)
            }
            Self::Lead(node) => {
                f.write_str("^")?;
                node.bound(f)
            }
            Self::Near(near) => {
                near.left.held(f)?;
                write!(f, " {} ", near.reach)?;
                near.right.held(f)
            }
        }
    }
}

const fn mark(exact: bool) -> &'static str {
    if exact { "=" } else { "" }
}

fn list(f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        node.bracketed(f)?;
    }
    Ok(())
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => write!(f, "NEAR/{words}"),
            Self::Ordered(words) => write!(f, "ADJ/{words}"),
            Self::Sentence => f.write_str("SENT"),
            Self::Paragraph => f.write_str("PARA"),
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dates(Some(from), Some(to)) if from == to => write!(f, "{from}"),
            Self::Dates(from, to) => {
                from.map_or(Ok(()), |date| write!(f, "{date}"))?;
                f.write_str("..")?;
                to.map_or(Ok(()), |date| write!(f, "{date}"))
            }
            Self::Undated => f.write_str("none"),
            Self::Numbers(from, Some(to)) if from == to => write!(f, "{from}"),
            Self::Numbers(from, None) => write!(f, "{from}.."),
            Self::Numbers(from, Some(to)) => write!(f, "{from}..{to}"),
        }
    }
}
