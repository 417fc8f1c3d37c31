//! Between a revision as it is kept and the copy that people write: reading one back, and telling whether both say the same.
//! Called by the drafts' commands.

use crate::Result;
use crate::commands::file_story::Copy;
use courant_model::story::{Byline, Kind, Revision};
use courant_store::StoreError;

/// The copy of which a revision was made.
pub fn copy_of(revision: &Revision) -> Result<Copy> {
    let unreadable = |what: &str, error: &dyn std::fmt::Display| {
        StoreError::Unreadable(format!("{what} of revision {}: {error}", revision.id))
    };
    let byline: Vec<Byline> =
        serde_json::from_str(&revision.byline).map_err(|error| unreadable("the byline", &error))?;
    let topics: Vec<String> =
        serde_json::from_str(&revision.topics).map_err(|error| unreadable("the topics", &error))?;
    Ok(Copy {
        headline: revision.headline.clone(),
        short_headline: revision.short_headline.clone(),
        search_title: revision.search_title.clone(),
        share_title: revision.share_title.clone(),
        standfirst: revision.standfirst.clone(),
        document: courant_text::json::read(&revision.document).map_err(|error| unreadable("the body", &error))?,
        dateline: revision.dateline.clone(),
        section_id: revision.section_id.clone(),
        kind: Kind::parse(&revision.kind).unwrap_or_default(),
        picture_id: revision.picture_id.clone(),
        byline,
        topics,
    })
}

/// Whether two revisions print the same.
pub fn says_the_same(a: &Revision, b: &Revision) -> bool {
    let print = |r: &Revision| {
        (
            [
                &r.headline,
                &r.short_headline,
                &r.search_title,
                &r.share_title,
                &r.standfirst,
                &r.document,
                &r.dateline,
            ]
            .map(Clone::clone),
            r.section_id.clone(),
            r.kind.clone(),
            r.picture_id.clone(),
            r.byline.clone(),
            r.topics.clone(),
        )
    };
    print(a) == print(b)
}
