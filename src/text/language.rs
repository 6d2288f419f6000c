//! In which language is a text written? By script where the script tells, else by the
//! letter statistics of `whichlang` over the first kilobytes of the body.

/// ISO 639-1 code of the language of `text`; `None` for too few letters.
///
/// ```
/// use morgue::text::language::detect;
/// assert_eq!(detect("The ferry did not leave the harbour on Monday."), Some("en"));
/// assert_eq!(detect("42"), None);
/// ```
pub fn detect(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(2_000).map_or(text.len(), |it| it.0);
    let sample = &text[..end];
    let letters = sample.chars().filter(|it| it.is_alphabetic()).count();
    if letters < 12 {
        return None;
    }
    if let Some(code) = by_script(sample, letters) {
        return Some(code);
    }
    Some(match whichlang::detect_language(sample) {
        whichlang::Lang::Ara => "ar",
        whichlang::Lang::Cmn => "zh",
        whichlang::Lang::Deu => "de",
        whichlang::Lang::Fra => "fr",
        whichlang::Lang::Hin => "hi",
        whichlang::Lang::Ita => "it",
        whichlang::Lang::Jpn => "ja",
        whichlang::Lang::Kor => "ko",
        whichlang::Lang::Nld => "nl",
        whichlang::Lang::Por => "pt",
        whichlang::Lang::Rus => "ru",
        whichlang::Lang::Spa => "es",
        whichlang::Lang::Swe => "sv",
        whichlang::Lang::Tur => "tr",
        whichlang::Lang::Vie => "vi",
        whichlang::Lang::Eng => "en",
    })
}

fn by_script(sample: &str, letters: usize) -> Option<&'static str> {
    const SCRIPTS: [(&str, std::ops::RangeInclusive<char>); 9] = [
        ("th", '\u{E01}'..='\u{E5B}'),
        ("el", '\u{370}'..='\u{3FF}'),
        ("he", '\u{5D0}'..='\u{5F4}'),
        ("ko", '\u{AC00}'..='\u{D7A3}'),
        ("ja", '\u{3041}'..='\u{30FF}'),
        ("am", '\u{1200}'..='\u{137F}'),
        ("ka", '\u{10A0}'..='\u{10FF}'),
        ("hy", '\u{531}'..='\u{587}'),
        ("bn", '\u{981}'..='\u{9FB}'),
    ];
    SCRIPTS
        .iter()
        .find(|(_, range)| {
            let count = sample.chars().filter(|it| range.contains(it)).count();
            count * 4 > letters
        })
        .map(|it| it.0)
}
