//! The versions of a story: who made each and when, under which name; two of them side by side, word by word.
//! Restoring and naming are acts of `verbs.rs`; nothing here changes a version's text.

use super::frame::Frame;
use super::print::Page;
use super::query;
use super::visit::Desk;
use super::{problem, story};
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_model::story::{Revision, Story};
use courant_newsroom::Error;
use courant_store::q;
use courant_text::diff::{self, BlockChange};
use courant_text::{Block, Document, plain};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Versions in the list.
const SHOWN: i64 = 60;

/// A version in the list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct VersionLine {
    id: String,
    at: Moment,
    by: String,
    name: String,
    headline: String,
    words: i64,
    /// The newest.
    newest: bool,
    /// The one that readers see.
    live: bool,
    /// The one made before it, to compare with.
    before: Option<String>,
}

/// Two versions side by side.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Compare {
    frame: Frame,
    story: String,
    old: VersionLine,
    new: VersionLine,
    /// Every version, for the two pickers.
    versions: Vec<VersionLine>,
    rows: Vec<Pair>,
    /// How many rows differ.
    changes: usize,
    may_write: bool,
}

/// A row of the comparison.
#[derive(Debug, Clone, Serialize)]
struct Pair {
    /// What row: `headline`, `standfirst`, `text` …
    what: &'static str,
    /// `same`, `added`, `removed`, `changed`, `moved`.
    how: &'static str,
    old: Vec<Piece>,
    new: Vec<Piece>,
}

/// A run of text that changed, or did not.
#[derive(Debug, Clone, Serialize)]
struct Piece {
    text: String,
    changed: bool,
}

impl Page for Compare {
    const TEMPLATE: &'static str = "compare.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let versions = VersionLine::samples();
        let one = |n: usize| {
            versions
                .get(n)
                .cloned()
                .unwrap_or_else(|| VersionLine::samples().remove(0))
        };
        let piece = |text: &str, changed| Piece {
            text: text.into(),
            changed,
        };
        vec![Self {
            frame: Frame::sample("Compare"),
            story: "01A".into(),
            old: one(1),
            new: one(0),
            rows: ["same", "added", "removed", "changed", "moved"]
                .map(|how| Pair {
                    what: "text",
                    how,
                    old: vec![piece("Four <b>", false), piece("per cent", true)],
                    new: Vec::new(),
                })
                .to_vec(),
            versions,
            changes: 4,
            may_write: true,
        }]
    }
}

#[cfg(test)]
impl VersionLine {
    pub(crate) fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let one = Self {
            id: "r2".into(),
            at: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
            by: "Ana Reis".into(),
            name: "As sent <b>".into(),
            headline: "Ferry".into(),
            words: 400,
            newest: true,
            live: true,
            before: Some("r1".into()),
        };
        let first = Self {
            id: "r1".into(),
            name: String::new(),
            newest: false,
            live: false,
            before: None,
            ..one.clone()
        };
        vec![one, first]
    }
}

/// The newest versions of a story.
pub(crate) async fn lines(desk: &mut Desk<'_>, story: &Story) -> Result<Vec<VersionLine>, Error> {
    let live = q!(desk.tx, live::by_id(&story.id))?.map(|live| live.revision_id);
    let found = q!(desk.tx, revisions::of_story(&story.id, i64::MAX, "", SHOWN))?;
    let befores: Vec<Option<String>> = found.iter().skip(1).map(|one| Some(one.id.clone())).collect();
    let mut lines = Vec::with_capacity(found.len());
    for (n, version) in found.into_iter().enumerate() {
        lines.push(VersionLine {
            at: desk.moment(version.at),
            by: desk.actor_name(&version.actor).await?,
            newest: version.id == story.head,
            live: Some(&version.id) == live.as_ref(),
            before: befores.get(n).cloned().flatten(),
            id: version.id,
            name: version.name,
            headline: version.headline,
            words: version.words,
        });
    }
    Ok(lines)
}

/// Shows two versions side by side.
pub(crate) async fn compare(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = compared(
        &app,
        &signed,
        &id,
        query::field(&query, "old"),
        query::field(&query, "new"),
    )
    .await;
    problem::or(&app, Some(&signed.member), page).await
}

async fn compared(app: &App, signed: &Signed, id: &str, old: &str, new: &str) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let (story, head) = story::readable(&mut desk, &signed.who(), id).await?;
    let versions = lines(&mut desk, &story).await?;
    let newest = versions.first().cloned();
    let missing = || Error::NotFound("such version".to_owned());
    let pick = |id: &str, or: Option<&VersionLine>| {
        versions
            .iter()
            .find(|one| one.id == id)
            .or(or)
            .cloned()
            .ok_or_else(missing)
    };
    let new = pick(new, newest.as_ref())?;
    let before = new
        .before
        .as_ref()
        .and_then(|id| versions.iter().find(|one| one.id == *id));
    let old = pick(old, before.or(newest.as_ref()))?;
    let old_text = q!(desk.tx, stories::revision(&old.id))?.ok_or_else(missing)?;
    let new_text = q!(desk.tx, stories::revision(&new.id))?.ok_or_else(missing)?;
    let rows = rows(&old_text, &new_text);
    let title = desk.word("compare-title");
    let frame = desk.frame(&title, "stories").await?;
    let page = Compare {
        frame,
        changes: rows.iter().filter(|row| row.how != "same").count(),
        rows,
        old,
        new,
        versions,
        may_write: signed.who().check_story(Act::Write, &story, &head).is_ok(),
        story: story.id,
    };
    desk.print(StatusCode::OK, &page)
}

fn rows(old: &Revision, new: &Revision) -> Vec<Pair> {
    let lines: [(&'static str, &str, &str); 6] = [
        ("headline", &old.headline, &new.headline),
        ("short-headline", &old.short_headline, &new.short_headline),
        ("search-title", &old.search_title, &new.search_title),
        ("share-title", &old.share_title, &new.share_title),
        ("standfirst", &old.standfirst, &new.standfirst),
        ("dateline", &old.dateline, &new.dateline),
    ];
    let mut rows: Vec<Pair> = lines
        .into_iter()
        .filter(|(_, old, new)| !old.is_empty() || !new.is_empty())
        .map(|(what, old, new)| pair(what, if old == new { "same" } else { "changed" }, old, new))
        .collect();
    let read = |revision: &Revision| courant_text::json::read(&revision.document).unwrap_or_default();
    let (old, new) = (read(old), read(new));
    for change in diff::blocks(&old, &new) {
        let text = |document: &Document, id: &courant_text::BlockId| -> String {
            let found: Option<&Block> = document.blocks.iter().find(|block| block.id == *id);
            found.map(plain::block).unwrap_or_default()
        };
        rows.push(match &change {
            BlockChange::Same { id } => pair("text", "same", &text(&new, id), &text(&new, id)),
            BlockChange::Moved { id } => pair("text", "moved", &text(&new, id), &text(&new, id)),
            BlockChange::Added { id } => pair("text", "added", "", &text(&new, id)),
            BlockChange::Removed { id } => pair("text", "removed", &text(&old, id), ""),
            BlockChange::Changed { old: was, new: is, .. } => {
                pair("text", "changed", &text(&old, was), &text(&new, is))
            }
        });
    }
    rows
}

fn pair(what: &'static str, how: &'static str, old: &str, new: &str) -> Pair {
    if matches!(how, "same" | "moved") {
        let whole = |text: &str| {
            vec![Piece {
                text: text.to_owned(),
                changed: false,
            }]
        };
        return Pair {
            what,
            how,
            old: whole(old),
            new: whole(new),
        };
    }
    let changes = diff::words(old, new);
    Pair {
        what,
        how,
        old: pieces(old, changes.iter().map(|change| change.old.clone())),
        new: pieces(new, changes.iter().map(|change| change.new.clone())),
    }
}

/// A text cut where it changed. Ranges count Unicode scalar values and come in order.
fn pieces(text: &str, changed: impl Iterator<Item = std::ops::Range<usize>>) -> Vec<Piece> {
    let letters: Vec<char> = text.chars().collect();
    let cut = |from: usize, to: usize| -> String { letters.get(from..to).unwrap_or_default().iter().collect() };
    let mut out = Vec::new();
    let mut at = 0;
    for range in changed {
        for (from, to, changed) in [(at, range.start, false), (range.start, range.end, true)] {
            if from < to {
                out.push(Piece {
                    text: cut(from, to),
                    changed,
                });
            }
        }
        at = range.end;
    }
    if at < letters.len() {
        out.push(Piece {
            text: cut(at, letters.len()),
            changed: false,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_stand_out_and_nothing_is_lost() {
        let row = pair("text", "changed", "Four per cent more", "Five per cent möre");
        let join = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
        assert_eq!(join(&row.old), "Four per cent more");
        assert_eq!(join(&row.new), "Five per cent möre");
        let changed: Vec<&str> = row
            .new
            .iter()
            .filter(|piece| piece.changed)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(changed, ["Five", "möre"]);
    }
}
