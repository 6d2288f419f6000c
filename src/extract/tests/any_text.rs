//! Does reading take a time that grows with the length of a text, and no more? What holds of
//! the statements of any text is asked in `fuzz/entries.rs`.

use std::time::{Duration, Instant};

use super::read;

/// Reading four times as much takes about four times as long. Measured, not assumed, on
/// texts that have no stop; the limit leaves room for an unoptimised build.
#[test]
fn time_grows_with_length_only() {
    let hard = [
        "\"",
        "“",
        "”",
        "A",
        "Bell ",
        "word ",
        "according to ",
        "“a” ",
        "A. ",
        "Bell said ",
        "Bell said “a b c d” and he said ",
        "said Bell ",
        ", who said ",
        "the Times reported the report said ",
        "a:\n\n",
        "漢",
        "据新华社报道",
        "「船」と語った",
        "The report of the Times of the Post of ",
        "“State of the Union” on CNN ",
        "the paper ",
        "\")\" ",
        "“)”",
        "\"x y said\n",
        "MORE ",
        "\nPhotos: x",
        ".Photos: ",
        "\"a\"\n",
        "Ana Bell gave an interview to Aaaa Post, an interview to Aaab Post, ",
        "The harbour master said it was shut. Ana Bell, ",
        "the Post and the paper and the Varnholm Courier and the Courier ",
    ];
    for piece in hard {
        let text = piece.repeat(200_000 / piece.len());
        let start = Instant::now();
        read(&text);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(10), "{piece:?} took {took:?}");
    }
}
