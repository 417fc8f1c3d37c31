//! Approved replies as threads. Used by the story page and the page of one reply.

use super::reader::Reader;
use super::view::{self, Html, ReplyParent};
use courant_model::reply::Reply;
use courant_newsroom::Error;
use courant_store::StoreError;
use std::collections::BTreeMap;

/// Most replies on one page.
pub(super) const MOST: i64 = 1_000;

/// Threads of replies that are given oldest first; numbers are their places in that order.
pub(super) fn threads(reader: &mut Reader<'_>, rows: &[Reply], open: bool) -> Result<Vec<view::Reply>, Error> {
    let place: BTreeMap<String, usize> = rows.iter().enumerate().map(|(at, row)| (row.id.clone(), at)).collect();
    let mut printed = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let mut reply = one(reader, row, at + 1, open)?;
        let parent = row.parent_id.as_ref().and_then(|id| place.get(id));
        reply.parent = parent
            .and_then(|at| rows.get(*at).map(|parent| (parent, at)))
            .map(|(parent, at)| ReplyParent {
                name: parent.name.clone(),
                href: format!("#reply-{}", at + 1),
            });
        printed.push((row.id.clone(), row.parent_id.clone(), reply));
    }
    Ok(view::Reply::threads(printed))
}

/// One reply without its answers.
pub(super) fn one(reader: &mut Reader<'_>, row: &Reply, number: usize, open: bool) -> Result<view::Reply, Error> {
    Ok(view::Reply {
        anchor: format!("reply-{number}"),
        number: number as u32,
        name: row.name.clone(),
        newsroom: false,
        time: reader.moment(row.at),
        body: body(&row.document)?,
        // A page of one reply is there for its form, and among files there is none.
        permalink: if reader.app.is_copy {
            format!("#reply-{number}")
        } else {
            format!("/replies/{}", row.id)
        },
        answer: open.then(|| format!("/replies/{}", row.id)),
        parent: None,
        answers: Vec::new(),
    })
}

/// The text of a reply.
pub(super) fn body(json: &str) -> Result<Html, Error> {
    let document =
        courant_text::json::read(json).map_err(|refused| StoreError::Unreadable(format!("a kept reply: {refused}")))?;
    Ok(Html(courant_text::reply::write(&document)))
}
