//! Which classes of words, and which phrases, may a language file name? One bit each, with
//! the key that stands for it in the file.

/// Word classes of the language files, one bit each.
pub(crate) mod class {
    macro_rules! classes {
        ($($name:ident = $bit:expr, $key:expr;)*) => {
            $(#[doc = concat!("`", $key, "`")] pub(crate) const $name: u64 = 1 << $bit;)*
            /// Key in the file and bit of every class.
            pub(crate) const KEYS: &[(&str, u64)] = &[$(($key, $name)),*];
        };
    }
    classes! {
        MALE = 0, "he";
        FEMALE = 1, "she";
        PLURAL = 2, "they";
        DETERMINER = 3, "determiner";
        GENITIVE = 4, "genitive";
        PREPOSITION = 5, "preposition";
        LINKING = 6, "linking";
        CONJUNCTION = 7, "conjunction";
        RELATIVE = 8, "relative";
        THAT = 9, "that";
        SKIP = 10, "skip";
        STOP = 11, "stop";
        TITLE = 12, "title";
        BODY = 13, "body";
        PRESS = 14, "press";
        DOCUMENT = 15, "document";
        PARTICLE = 16, "particle";
        MOOD = 17, "mood";
        FIRST_NAME = 18, "first_name";
        SURNAME = 19, "surname";
        PLACE = 20, "place";
        COMMON = 21, "common";
        OWN_PAPER = 22, "own_paper";
        NEGATION = 23, "negation";
        FIRM = 24, "firm";
        WOMAN = 25, "woman";
        CONTRACTED = 26, "contracted";
    }
    /// Refers back.
    pub(crate) const PRONOUN: u64 = MALE | FEMALE | PLURAL;
}

/// What a phrase does, one bit each: "auf" may open a venue and an outlet.
pub(crate) mod marker {
    /// "laut", "selon": the source follows.
    pub(crate) const ACCORDING: u16 = 1;
    /// "nach seinen Worten": the source is the one before.
    pub(crate) const ACCORDING_SAME: u16 = 1 << 1;
    /// "zufolge": the source stands before.
    pub(crate) const ACCORDING_AFTER: u16 = 1 << 2;
    /// "unter Berufung auf": an outlet follows.
    pub(crate) const REPORT: u16 = 1 << 3;
    /// "berichtete": an outlet stands before, or behind.
    pub(crate) const REPORTING: u16 = 1 << 4;
    /// "gegenüber", "im Gespräch mit": the outlet spoken to follows.
    pub(crate) const INTERVIEW: u16 = 1 << 5;
    /// "Übersetzung von": who translated follows.
    pub(crate) const TRANSLATION: u16 = 1 << 6;
    /// "in", "auf" before a vehicle.
    pub(crate) const VENUE: u16 = 1 << 7;
    /// Key in the file and bit of every marker.
    pub(crate) const KEYS: &[(&str, u16)] = &[
        ("according", ACCORDING),
        ("according_same", ACCORDING_SAME),
        ("according_after", ACCORDING_AFTER),
        ("report", REPORT),
        ("reporting", REPORTING),
        ("interview", INTERVIEW),
        ("translation", TRANSLATION),
        ("venue", VENUE),
    ];
}
