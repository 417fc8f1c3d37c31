//! Between a revision as it is kept and the copy that people write: reading one back, and telling whether both say the same.
//! Called by the drafts' commands.

use crate::Result;
use crate::commands::file_story::Copy;
use courant_coedit::{Derived, Fields};
use courant_model::story::{Byline, Kind, Revision};
use courant_store::StoreError;
use courant_text::BlockKind;

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

/// The fields of a copy, as the Y document holds them.
pub(super) fn copy_to_fields(copy: &Copy) -> Fields {
    Fields {
        headline: copy.headline.clone(),
        short_headline: copy.short_headline.clone(),
        search_title: copy.search_title.clone(),
        share_title: copy.share_title.clone(),
        standfirst: copy.standfirst.clone(),
        dateline: copy.dateline.clone(),
        kind: copy.kind,
        section: copy.section_id.clone(),
        picture: copy.picture_id.clone(),
        byline: copy.byline.clone(),
        topics: copy.topics.clone(),
    }
}

/// What a draft prints as: open suggestions refused, notes left out, and without the empty lines at its end that an
/// editor keeps for the next thought.
pub(super) fn copy_of_draft(derived: Derived) -> Copy {
    let mut document = derived.draft.refused();
    while matches!(document.blocks.last().map(|block| &block.kind), Some(BlockKind::Paragraph(text)) if text.is_empty())
    {
        document.blocks.pop();
    }
    let fields = derived.fields;
    Copy {
        headline: fields.headline,
        short_headline: fields.short_headline,
        search_title: fields.search_title,
        share_title: fields.share_title,
        standfirst: fields.standfirst,
        document,
        dateline: fields.dateline,
        section_id: fields.section,
        kind: fields.kind,
        picture_id: fields.picture,
        byline: fields.byline,
        topics: fields.topics,
    }
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
