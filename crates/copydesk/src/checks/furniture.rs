//! The site's furniture that came along with the text: menus, forms, links to other stories.
//! Called through [`super::ALL`].

use super::Check;
use crate::desk::Desk;
use crate::furniture::{self, Furniture};
use crate::note::{Fix, Note, Severity};
use crate::page::Role;
use crate::reading::Reading;
use crate::span::Span;

pub(super) const CHECK: Check = Check {
    name: "furniture",
    reason: "Menus, forms and links that were copied with a text are printed as if somebody had written them.",
    severity: Severity::Stop,
    run,
};

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let page = reading.page;
    let mut notes = Vec::new();
    for (index, part) in page.parts.iter().enumerate() {
        if !matches!(
            part.role,
            Role::Furniture | Role::Paragraph | Role::Item | Role::Subhead
        ) {
            continue;
        }
        let text = page.at(part.span);
        let after = page.parts.get(index + 1).map_or(part.span.end, |next| next.span.start);
        let cut = Span::new(part.span.start, after.max(part.span.end));
        match furniture::of(text) {
            Some(Furniture::Cut) => notes.push(
                Note::new(
                    "furniture",
                    Severity::Stop,
                    part.span,
                    "This is furniture of a site and no part of the story.",
                )
                .with(Fix::cut(cut)),
            ),
            Some(Furniture::ReadMore) => {
                let title = text
                    .split_once([':', '|', '–', '—', '-'])
                    .map_or("", |(_, title)| title)
                    .trim();
                notes.push(
                    Note::new(
                        "furniture",
                        Severity::Stop,
                        part.span,
                        "A link to another story stands as text. Make it a card.",
                    )
                    .with(Fix::Card {
                        span: part.span,
                        title: title.into(),
                    }),
                );
            }
            None => {}
        }
    }
    notes
}
