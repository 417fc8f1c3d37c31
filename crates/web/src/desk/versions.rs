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
use courant_newsroom::Error;
use courant_newsroom::permissions::Who;
use courant_newsroom::revisions::{self, Comparison, Fate, Piece, Side};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Versions in the list.
const SHOWN: usize = 60;

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
    /// `same`, `added`, `removed`, `changed`, `reset`, `moved`.
    how: &'static str,
    old: Vec<Piece>,
    new: Vec<Piece>,
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
            rows: ["same", "added", "removed", "changed", "reset", "moved"]
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
pub(crate) async fn lines(desk: &mut Desk<'_>, who: &Who, story: &str) -> Result<Vec<VersionLine>, Error> {
    let (found, _) = revisions::list(&mut desk.tx, who, story, None, SHOWN).await?;
    let befores: Vec<Option<String>> = found.iter().skip(1).map(|one| Some(one.id.clone())).collect();
    Ok(found
        .into_iter()
        .enumerate()
        .map(|(n, version)| VersionLine {
            at: desk.moment(version.at),
            by: version.by,
            newest: version.head,
            live: version.live,
            before: befores.get(n).cloned().flatten(),
            id: version.id,
            name: version.name,
            headline: version.headline,
            words: version.words,
        })
        .collect())
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
    let who = signed.who();
    let versions = lines(&mut desk, &who, id).await?;
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
    let rows = rows(revisions::compare(&mut desk.tx, &who, id, &old.id, &new.id).await?);
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

/// Fields that differ, then the text block by block.
fn rows(compared: Comparison) -> Vec<Pair> {
    let fields = compared.fields.into_iter().map(|field| Pair {
        what: field.key,
        how: "changed",
        old: field.old,
        new: field.new,
    });
    let blocks = compared.rows.into_iter().map(|row| {
        let pieces = |side: Option<Side>| side.map(|side| side.pieces).unwrap_or_default();
        Pair {
            what: "text",
            how: match row.fate {
                Fate::Same => "same",
                Fate::Added => "added",
                Fate::Removed => "removed",
                Fate::Changed => "changed",
                Fate::Reset => "reset",
                Fate::Moved => "moved",
            },
            old: pieces(row.old),
            new: pieces(row.new),
        }
    });
    fields.chain(blocks).collect()
}
