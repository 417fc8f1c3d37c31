//! Two spellings of one name in a story, and names that record and archive spell otherwise.
//! Called through [`super::ALL`]; quotations and titles keep their spelling.

use super::Check;
use crate::desk::Desk;
use crate::gazetteer::{self, NameKind};
use crate::note::{Note, Severity};
use crate::reading::Reading;
use crate::span::Span;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    name: "names",
    reason: "People forgive much, but not that their name is wrong.",
    severity: Severity::Warn,
    run,
};

fn run(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    let mut spellings: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for name in &reading.names {
        if name.kind == NameKind::Person && !reading.is_quoted(name.span) {
            spellings.entry(reading.page.at(name.span)).or_default().push(name.span);
        }
    }
    let forms: Vec<(&str, usize, Span)> = spellings
        .iter()
        .filter_map(|(text, spans)| Some((*text, spans.len(), *spans.first()?)))
        .collect();
    let mut notes = Vec::new();
    for (at, (a, count_a, span_a)) in forms.iter().enumerate() {
        for (b, count_b, span_b) in forms.iter().skip(at + 1) {
            if !two_spellings(a, b) || both_stand_often(*count_a, *count_b) {
                continue;
            }
            // The rarer is marked; of equals, the later.
            let (span, other, this, that) =
                if (count_a, std::cmp::Reverse(span_a.start)) < (count_b, std::cmp::Reverse(span_b.start)) {
                    (*span_a, *span_b, a, b)
                } else {
                    (*span_b, *span_a, b, a)
                };
            notes.push(
                Note::new(
                    "names",
                    Severity::Warn,
                    span,
                    format!("Two spellings of one name? Here “{this}”, elsewhere “{that}”."),
                )
                .and(vec![other]),
            );
        }
        for known in &desk.known_names {
            if a.contains(' ') && *a != known && two_spellings(a, known) && !desk.known_names.iter().any(|k| k == a) {
                notes.push(Note::new(
                    "names",
                    Severity::Warn,
                    *span_a,
                    format!("Record and archive spell this name “{known}”."),
                ));
            }
        }
    }
    notes
}

/// Names that both stand often are of two people.
fn both_stand_often(a: usize, b: usize) -> bool {
    a >= 3 && b >= 3
}

fn family(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

/// The given names agree, or one stands without, and the family names differ by a slip.
fn two_spellings(a: &str, b: &str) -> bool {
    let (fa, fb) = (family(a), family(b));
    let both_full = a.contains(' ') && b.contains(' ');
    let known = gazetteer::get();
    if fa == fb {
        // "Jon Smith" and "John Smith": given names of one letter's difference that both exist are of two people.
        let (ga, gb) = (a.split(' ').next().unwrap_or(""), b.split(' ').next().unwrap_or(""));
        let given = known.is_given(ga) && known.is_given(gb) || ga.chars().count() < 5 || gb.chars().count() < 5;
        return both_full && ga != gb && !given && slip(ga, gb);
    }
    if known.is_given(fa) && known.is_given(fb) {
        return false;
    }
    let given = !both_full || a.split(' ').next() == b.split(' ').next();
    given && slip(fa, fb)
}

/// One letter more, fewer or other; two in long words; two neighbours that changed places. A plural is none.
fn slip(a: &str, b: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shorter = x.len().min(y.len());
    if shorter < 5 || x.first() != y.first() || x.len().abs_diff(y.len()) > 2 {
        return false;
    }
    let plural = |long: &str, short: &str| {
        long.strip_prefix(short)
            .is_some_and(|rest| matches!(rest, "s" | "es" | "'" | "’" | "ian" | "an" | "'s" | "’s"))
    };
    if plural(a, b) || plural(b, a) {
        return false;
    }
    // "Kwok-hing" and "Kwok-kin" are two people: of a name with hyphens, each piece is a name.
    let (pieces_a, pieces_b): (Vec<&str>, Vec<&str>) = (a.split('-').collect(), b.split('-').collect());
    if pieces_a.len() == pieces_b.len() && pieces_a.len() > 1 {
        let same = |(p, q): (&&str, &&str)| p == q || slip(p, q);
        return pieces_a.iter().zip(&pieces_b).all(same);
    }
    let distance = distance(&x, &y);
    distance == 1 || distance == 2 && shorter >= 8
}

/// Edits, with neighbours that changed places as one (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let wide = b.len() + 1;
    let mut table = vec![0_usize; (a.len() + 1) * wide];
    let get = |table: &[usize], i: usize, j: usize| table.get(i * wide + j).copied().unwrap_or(usize::MAX / 2);
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let value = if i == 0 {
                j
            } else if j == 0 {
                i
            } else {
                let same = a.get(i - 1) == b.get(j - 1);
                let mut best = (get(&table, i - 1, j) + 1)
                    .min(get(&table, i, j - 1) + 1)
                    .min(get(&table, i - 1, j - 1) + usize::from(!same));
                if i > 1 && j > 1 && a.get(i - 1) == b.get(j - 2) && a.get(i - 2) == b.get(j - 1) {
                    best = best.min(get(&table, i - 2, j - 2) + 1);
                }
                best
            };
            if let Some(cell) = table.get_mut(i * wide + j) {
                *cell = value;
            }
        }
    }
    get(&table, a.len(), b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_two_people() {
        assert!(two_spellings("Lydia Buchtmann", "Bauchtmann") && two_spellings("Anna Petersen", "Anna Peterson"));
        for (a, b) in [
            ("Kim", "Kin"),
            ("Andrew Miller", "Anna Miller"),
            ("Williams", "William"),
            ("John Carter", "Jane Carver"),
            ("Sanders", "Sandersons"),
            ("Wong Mei-ling", "Wong Mei-lin"),
        ] {
            assert!(!two_spellings(a, b), "{a} {b}");
        }
    }
}
