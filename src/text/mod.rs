//! What is a word, a quotation mark, a sentence? Everything here works on `&str`, does
//! no I/O and knows nothing of articles. Spans are bytes of the text handed in.

pub mod normalize;
pub mod language;
pub mod word;
pub mod paragraph;
pub mod quotation;
pub mod sentence;
pub mod markup;
