//! What is a word, a sentence, a quotation mark? Everything here works on `&str`, does
//! no I/O and knows nothing of articles. Spans are bytes of the text handed in.

pub mod word;
