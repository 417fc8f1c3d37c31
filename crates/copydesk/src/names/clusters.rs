//! Forms that name the same are gathered: a family name with the full one, an acronym with what it stands for.
//! Called by [`super::find`] when all names of a page are typed.

use super::Name;
use crate::gazetteer::{self, Id, NameKind};
use crate::page::Page;
use crate::span::Span;

/// Gives each name its entity: forms with a common main name, and family names alone.
pub(super) fn cluster(page: &Page, found: Vec<(Span, NameKind, bool)>) -> Vec<Name> {
    let all = gazetteer::get();
    let mut mains: Vec<(String, NameKind, Id)> = Vec::new();
    let mut full: Vec<(String, NameKind)> = Vec::new();
    let folded = |span: Span| page.at(span).split_whitespace().collect::<Vec<_>>().join(" ");
    for (span, kind, _) in &found {
        let text = folded(*span);
        if text.contains([' ', '-']) && !full.iter().any(|(have, k)| *have == text && k == kind) {
            full.push((text, *kind));
        }
    }
    let mut names = Vec::with_capacity(found.len());
    for (span, kind, guessed) in found {
        let text = folded(span);
        let (main, id) = match all.name(&text).filter(|known| known.kind == kind) {
            Some(known) => (known.main.to_string(), known.id),
            None => (fullest(&text, kind, &full), Id::None),
        };
        let (main, id) = match all.name(&main).filter(|known| known.kind == kind) {
            Some(known) => (known.main.to_string(), known.id),
            None => (main, id),
        };
        let entity = mains
            .iter()
            .position(|(have, k, _)| *have == main && *k == kind)
            .unwrap_or_else(|| {
                mains.push((main.clone(), kind, id));
                mains.len() - 1
            });
        names.push(Name {
            span,
            kind,
            entity,
            main,
            id,
            guessed,
        });
    }
    names
}

/// The one full name whose family name this is; the name itself where there is none or more than one.
pub(super) fn fullest(text: &str, kind: NameKind, full: &[(String, NameKind)]) -> String {
    if kind != NameKind::Person {
        return text.into();
    }
    let mut fits = full.iter().filter(|(have, k)| {
        *k == kind
            && have != text
            && (have.ends_with(&format!(" {text}"))
                || is_first_family(have, text)
                || have.starts_with(&format!("{text} ")))
    });
    match (fits.next(), fits.next()) {
        (Some((have, _)), None) => have.clone(),
        _ => text.into(),
    }
}

/// "Kim" of "Kim Jong Un": the family name stands first.
pub(super) fn is_first_family(full: &str, text: &str) -> bool {
    full.starts_with(&format!("{text} ")) && full.split([' ', '-']).count() == 3
}
