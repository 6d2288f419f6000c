//! What does the engine speak of? Plain data with public fields: articles, actors,
//! quotes, chains, queries and hits. No I/O, no serialisation, no behaviour beyond
//! what the words themselves mean.

pub mod span;
pub mod article;
pub mod date;
pub mod actor;
pub mod chain;
pub mod quote;
pub mod annotation;
pub mod hit;
pub mod relation;
pub mod trace;
pub mod query;

pub use actor::{Actor, ActorKind};
pub use annotation::{Annotations, Basis, Credit, CreditRole, Note, Outlet, Published};
pub use article::{Article, Dating, Declared, Part, Party, PathFacts, Place, Whence};
pub use chain::{Chain, Link, Role, Status, Vehicle};
pub use date::{Date, Precision};
pub use hit::{
    CorpusSize, Counting, Facet, Hit, Matched, QuoteResults, QuoteRow, Reading, Reason,
    Results, Snippet, Stamp, StoredArticle, Timeline, Within,
};
pub use quote::{Cue, Polarity, Quote, QuoteKind, Source};
pub use relation::{
    Change, Check, Checks, CopyRow, Found, StoryArticle, StoryResults, StoryRow, Verdict,
};
pub use span::Span;
pub use trace::{Appearance, End, Hop, Proof, Standing, Trace};
