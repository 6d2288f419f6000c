//! How is a name spelled, and how else could it be? Its words folded, the given and family
//! name with what stands between, and, for names of Slavic languages, a key that is the
//! same for "Wladimir Putin", "Vladimir Putin" and "Владимир Путин".

use crate::text::normalize::fold_into;
use crate::text::word::tokens;

/// The spelling of one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    /// All words, folded: the same name but for case, accents and dots.
    pub(super) plain: String,
    /// Given and family name of a person, without what stands between.
    pub(super) ends: Option<(String, String)>,
    /// What stands between, initials one by one.
    pub(super) middle: Vec<String>,
    /// The family name, of a full name.
    pub(super) family: Option<String>,
    /// The name, where it is one word.
    pub(super) lone: Option<String>,
    /// How a Slavic name sounds, however it is transcribed.
    pub(super) sound: Option<String>,
}

/// Words that make two people of one name.
const GENERATIONS: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "junior"];

/// Words between the names of a person that belong to the family name.
const PARTICLES: [&str; 16] = [
    "al", "bin", "da", "de", "del", "der", "di", "dos", "du", "el", "la", "le", "ten",
    "van", "von", "zu",
];

/// How family names of Slavic languages end, in the key of [`sound`].
const SLAVIC: [&str; 12] =
    ["ski", "skaia", "ska", "ov", "ova", "ev", "eva", "in", "ina", "enko", "chuk", "ich"];

/// The spelling of `name`.
pub(super) fn spelling(name: &str) -> Spelling {
    let words = words(name);
    let mut found = Spelling { plain: words.join(" "), ..Spelling::default() };
    if found.plain.chars().count() < 3 {
        // "AL" and "Al", "A" and "a" are not one; "U.S." and "US" are.
        found.plain = name.replace('.', "");
    }
    if words.len() == 1 {
        found.lone = words.into_iter().next().filter(|it| it.chars().count() > 2);
        return found;
    }
    let person = name
        .split_whitespace()
        .all(|it| it.starts_with(char::is_uppercase) || PARTICLES.contains(&it));
    let generation = words.last().is_some_and(|it| GENERATIONS.contains(&it.as_str()));
    if words.is_empty() || !person || generation || words.len() > 5 {
        return found;
    }
    let (first, last) = (words[0].clone(), words[words.len() - 1].clone());
    found.middle = middle(&words[1..words.len() - 1]);
    if first.chars().count() > 1 && last.chars().count() > 1 {
        found.sound = sound(&first, &last);
        found.family = Some(last.clone());
        found.ends = Some((first, last));
    }
    found
}

fn words(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for token in tokens(name).filter(|it| it.kind.is_word()) {
        let mut word = String::new();
        fold_into(token.span.of(name), &mut word);
        found.push(word);
    }
    found
}

/// "H.W." and "H. W." are two initials each.
fn middle(words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for word in words {
        let consonants =
            word.chars().all(|it| it.is_alphabetic() && !"aeiouy".contains(it));
        if word.chars().count() == 2 && consonants {
            found.extend(word.chars().map(String::from));
        } else {
            found.push(word.clone());
        }
    }
    found
}

/// What Latin letters a name may end with that ends as [`SLAVIC`] is heard.
const LAST: [char; 10] = ['i', 'y', 'j', 'a', 'v', 'w', 'n', 'o', 'k', 'h'];

fn sound(first: &str, last: &str) -> Option<String> {
    // Most names are not, and what they sound like would be thrown away.
    if last.ends_with(|it: char| it.is_ascii() && !LAST.contains(&it)) {
        return None;
    }
    let last = heard(last);
    let slavic = SLAVIC.iter().any(|it| last.len() > it.len() + 1 && last.ends_with(it));
    slavic.then(|| format!("{} {last}", heard(first)))
}

/// What different transcriptions write for one sound, longest first.
const SOUNDS: [(&str, &str); 33] = [
    ("schtsch", "shch"),
    ("tsch", "ch"),
    ("sch", "sh"),
    ("zh", "sh"),
    ("kh", "ch"),
    ("ck", "k"),
    ("ks", "x"),
    ("ph", "f"),
    ("ou", "u"),
    ("iy", "i"),
    ("ij", "i"),
    ("yy", "i"),
    ("yj", "i"),
    ("ii", "i"),
    ("ey", "i"),
    ("ei", "i"),
    ("ej", "i"),
    ("aya", "aia"),
    ("aja", "aia"),
    ("ya", "ia"),
    ("ja", "ia"),
    ("yu", "iu"),
    ("ju", "iu"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("z", "s"),
    ("ss", "s"),
    ("ff", "f"),
    ("nn", "n"),
    ("ll", "l"),
    ("tt", "t"),
    ("pp", "p"),
];

fn heard(word: &str) -> String {
    let latin = latin(word);
    let mut rest = latin.as_str();
    let mut out = String::with_capacity(rest.len());
    while let Some(letter) = rest.chars().next() {
        let begins = |it: &&(&str, &str)| {
            it.0.as_bytes().first() == rest.as_bytes().first() && rest.starts_with(it.0)
        };
        if let Some((from, to)) = SOUNDS.iter().find(begins) {
            out.push_str(to);
            rest = &rest[from.len()..];
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    // "Sergeij": two spellings of one sound met.
    while out.contains("ii") {
        out = out.replace("ii", "i");
    }
    out
}

/// Cyrillic in Latin letters, as English newspapers write it; other letters as they are.
fn latin(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for letter in word.chars() {
        let written = match letter {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ґ' => "g",
            'д' => "d",
            'е' | 'э' | 'є' | 'ё' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' | 'й' | 'і' | 'ї' => "i",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ы' => "y",
            'ю' => "yu",
            'я' => "ya",
            'ъ' | 'ь' => "",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(written);
    }
    out
}
