//! What do the words beside a date say of it? "Published on", "Zuletzt geändert am",
//! "Retrieved": the stems of a score of languages, looked for in the line of the date and in
//! a short one before it.

/// What a date is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// The day of publication.
    Published,
    /// The day of the last change.
    Modified,
    /// The day on which somebody looked at what is cited: "Retrieved 19 May 2014".
    Accessed,
}

/// Longest label that stands in an element of its own, in bytes.
const LONGEST: usize = 48;

/// What these words say; the first label counts: "Posted 3 May, updated 4 May".
pub(crate) fn said(words: &str) -> Option<Said> {
    let words = words.to_lowercase();
    let found = STEMS.iter().flat_map(|(said, stems)| {
        stems.iter().filter_map(|it| Some((begins(&words, it)?, *said)))
    });
    found.min_by_key(|it| it.0).map(|it| it.1)
}

/// The same of a line that stands before the date: a label alone, no sentence.
pub(super) fn label(before: &str) -> Option<Said> {
    let short = before.len() <= LONGEST
        && (before.ends_with([':', '：']) || before.split_whitespace().count() <= 3);
    if short { said(before) } else { None }
}

/// Where a stem stands at the beginning of a word; signs of Chinese stand anywhere.
fn begins(words: &str, stem: &str) -> Option<usize> {
    let anywhere = stem.starts_with(|it: char| matches!(it, '\u{3400}'..='\u{9fff}'));
    let inside = |at: usize| words[..at].ends_with(char::is_alphabetic);
    words.match_indices(stem).map(|it| it.0).find(|at| anywhere || !inside(*at))
}

const STEMS: [(Said, &[&str]); 3] = [
    (
        Said::Published,
        &[
            "publish",
            "publication",
            "publié",
            "publicad",
            "publicación",
            "publicação",
            "first posted",
            "posted",
            "issued",
            "released on",
            "erschienen",
            "veröffentlicht",
            "erstellt am",
            "mis en ligne",
            "paru le",
            "creado el",
            "pubblicat",
            "gepubliceerd",
            "geplaatst",
            "opublikowan",
            "data publikacji",
            "publisert",
            "publicerad",
            "udgivet",
            "julkaistu",
            "megjelen",
            "zveřejněn",
            "vydáno",
            "yayın",
            "опубликован",
            "дата публикации",
            "опубліковано",
            "δημοσ",
            "نشر",
            "تاريخ النشر",
            "انتشار",
            "发布",
            "發布",
            "发表",
            "發表",
            "公開",
            "게시",
            "등록",
        ],
    ),
    (
        Said::Modified,
        &[
            "updated",
            "last update",
            "last modified",
            "last change",
            "modified",
            "edited",
            "zuletzt geändert",
            "letzte änderung",
            "geändert",
            "aktualisiert",
            "letzte aktualisierung",
            "mis à jour",
            "mise à jour",
            "modifié",
            "actualizad",
            "modificad",
            "última modificación",
            "atualizad",
            "aggiornat",
            "ultimo aggiornamento",
            "bijgewerkt",
            "gewijzigd",
            "zaktualizowan",
            "aktualizacja",
            "oppdatert",
            "uppdaterad",
            "opdateret",
            "päivitetty",
            "aktualizov",
            "güncelle",
            "обновлен",
            "изменен",
            "оновлено",
            "ενημερ",
            "تحديث",
            "更新",
            "수정",
        ],
    ),
    (
        Said::Accessed,
        &[
            "retrieved",
            "accessed",
            "abgerufen",
            "zugriff",
            "consulté",
            "consultado",
            "consultato",
            "geraadpleegd",
            "hämtad",
            "dostęp",
            "дата обращения",
            "проверено",
            "引用日期",
            "检索于",
            "閲覧",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_date() {
        for (words, expected) in [
            ("Posted on 15 April 2024", Some(Said::Published)),
            ("Erschienen am:", Some(Said::Published)),
            ("Published 15 April 2024, updated 16 April", Some(Said::Published)),
            ("Updated 16 April; first published 15 April", Some(Said::Modified)),
            ("Zuletzt geändert am 16.04.2024", Some(Said::Modified)),
            ("更新时间：2024-04-16", Some(Said::Modified)),
            ("发布时间：2024-04-15", Some(Said::Published)),
            ("The tide table. Retrieved 19 May 2014.", Some(Said::Accessed)),
            ("[引用日期2014-05-19]", Some(Said::Accessed)),
            ("15 April 2024", None),
            ("unedited, 15 April 2024", None),
            ("Republican clerks met on 15 April 2024", None),
        ] {
            assert_eq!(said(words), expected, "{words}");
        }
    }

    #[test]
    fn a_label_is_short() {
        assert_eq!(label("Erschienen am:"), Some(Said::Published));
        assert_eq!(label("Last updated"), Some(Said::Modified));
        assert_eq!(label("The clerk said what he published is true"), None);
        assert_eq!(label(&"published ".repeat(40)), None);
    }
}
