//! Names in a printed byline or in metadata: "By A and B", "A, B and C in Nairobi".
//! Called by `metadata`, `web` and `plain`.

use super::{folded, squeeze};

/// Words before a byline, folded.
const BY: &[&str] = &[
    "written by",
    "reporting by",
    "story by",
    "words by",
    "posted by",
    "published by",
    "article by",
    "reported by",
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "de",
];

/// The names in a printed byline. `labelled` lines must open with "By" or the like; others are already known to be names.
pub(crate) fn names(printed: &str, labelled: bool) -> Vec<String> {
    let printed = squeeze(printed);
    let text = printed.trim();
    let Some(mut text) = without_label(text).or((!labelled).then_some(text)) else {
        return Vec::new();
    };
    // What follows a bar, a bullet or a date is not a name.
    for mark in ['|', '•', '·', '—', '–', '\u{2022}', '/'] {
        text = text.split(mark).next().unwrap_or_default();
    }
    for mark in [
        " - ",
        " Published",
        " Updated",
        " Posted",
        " on ",
        " in ",
        " at ",
        " for ",
        ", for ",
        " Last updated",
        " | ",
        "  ",
    ] {
        text = text.split(mark).next().unwrap_or_default();
    }
    let mut out: Vec<String> = Vec::new();
    for piece in text
        .split([',', ';', '&'])
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split(" und "))
        .flat_map(|p| p.split(" et "))
        .flat_map(|p| p.split(" y "))
    {
        let piece = piece.trim();
        let piece = without_and(piece);
        if is_name(piece) {
            if !out.iter().any(|name| name == piece) {
                out.push(piece.to_owned());
            }
        } else if !out.is_empty() {
            // "Jane Roe, Diplomatic Correspondent": the rest is about her.
            break;
        }
    }
    out
}

fn without_and(piece: &str) -> &str {
    for start in ["and ", "und ", "et "] {
        if let Some(rest) = piece.strip_prefix(start) {
            return rest.trim();
        }
    }
    piece
}

fn without_label(text: &str) -> Option<&str> {
    for label in BY {
        let Some(start) = text.get(..label.len()) else { continue };
        if start.to_lowercase() != *label {
            continue;
        }
        let rest = text.get(label.len()..)?;
        if rest.starts_with([' ', ':', '\u{a0}']) {
            return Some(rest.trim_start_matches([' ', ':', '\u{a0}']));
        }
    }
    None
}

/// Whether a text can be one name: a person's, an agency's or a desk's.
pub(crate) fn is_name(text: &str) -> bool {
    let count = text.split_whitespace().count();
    let chars = text.chars().count();
    if !(1..=6).contains(&count) || !(2..=60).contains(&chars) {
        return false;
    }
    if text.contains("://")
        || text.contains('@')
        || text.starts_with("www.")
        || text.contains(['?', '!', ':', '“', '"'])
    {
        return false;
    }
    if text.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let key = folded(text);
    if matches!(
        key.as_str(),
        "admin"
            | "administrator"
            | "editor"
            | "guest"
            | "user"
            | "author"
            | "unknown"
            | "staff"
            | "null"
            | "undefined"
            | "none"
            | "webmaster"
            | "anonymous"
    ) || key.ends_with(" correspondent")
        || key.ends_with(" reporter")
        || key.ends_with(" editor")
        || key.starts_with("updated")
        || key.starts_with("published")
    {
        return false;
    }
    text.chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
        || (count > 1
            && ["van ", "von ", "de ", "al-", "el-", "bin "]
                .iter()
                .any(|start| text.starts_with(start)))
}

/// A line that is a byline: "By Jane Roe", short, no sentence.
pub(crate) fn is_byline(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() <= 160
        && (line.get(..3).is_some_and(|s| {
            s.eq_ignore_ascii_case("by ") || s.eq_ignore_ascii_case("by:") || s.eq_ignore_ascii_case("by\u{a0}")
        }) || [
            "Written by ",
            "Posted by ",
            "Published by ",
            "Reported by ",
            "Story by ",
            "Words by ",
            "Von ",
            "Par ",
            "Por ",
        ]
        .iter()
        .any(|s| line.starts_with(s)))
        && !line.ends_with(['.', '!', '?'])
        && !names(line, true).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_and_roles_left_behind() {
        assert_eq!(names("By Jane Roe and John Doe", true), ["Jane Roe", "John Doe"]);
        assert_eq!(names("By Jane Roe, Diplomatic Correspondent", true), ["Jane Roe"]);
        assert_eq!(
            names("By JANE ROE, JOHN DOE and Ann Other in Nairobi", true),
            ["JANE ROE", "JOHN DOE", "Ann Other"]
        );
        assert_eq!(names("Von Anna Schmidt", true), ["Anna Schmidt"]);
        assert_eq!(names("Jane Roe | 6 September 2023", false), ["Jane Roe"]);
        assert!(names("https://facebook.com/jane", false).is_empty());
        assert!(names("admin", false).is_empty());
    }

    #[test]
    fn a_sentence_is_no_byline() {
        assert!(is_byline("By Jane Roe"));
        assert!(!is_byline("By noon the streets were empty."));
        assert!(!is_byline("By the river"));
    }
}
