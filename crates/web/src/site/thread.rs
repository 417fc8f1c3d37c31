//! Approved replies as threads. Used by the story page and the page of one reply.

use super::reader::Reader;
use super::view::{self, Html, ReplyParent};
use courant_model::reply::Reply;
use courant_newsroom::Error;
use courant_store::StoreError;
use std::collections::BTreeMap;

/// Most replies on one page.
pub(super) const MOST: i64 = 1_000;

/// Answers deeper than this stand beside each other, so that a thread stays readable on a phone.
const DEEPEST: usize = 6;

/// Threads of replies that are given oldest first; numbers are their places in that order.
pub(super) fn threads(reader: &mut Reader<'_>, rows: Vec<Reply>, open: bool) -> Result<Vec<view::Reply>, Error> {
    let place: BTreeMap<String, usize> = rows.iter().enumerate().map(|(at, row)| (row.id.clone(), at)).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let mut tops = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        // A reply whose parent is no longer public stands by itself.
        match row.parent_id.as_ref().and_then(|parent| place.get(parent)).filter(|parent| **parent < at) {
            Some(parent) => {
                if let Some(siblings) = children.get_mut(*parent) {
                    siblings.push(at);
                }
            }
            None => tops.push(at),
        }
    }
    let mut printed = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let parent = row.parent_id.as_ref().and_then(|id| place.get(id)).and_then(|at| Some((rows.get(*at)?, *at)));
        let mut reply = one(reader, row, at + 1, open)?;
        reply.parent = parent.map(|(parent, at)| ReplyParent {
            name: parent.name.clone(),
            href: format!("#reply-{}", at + 1),
        });
        printed.push(Some(reply));
    }
    Ok(tops.into_iter().filter_map(|at| grow(at, &children, &mut printed, 0)).collect())
}

fn grow(
    at: usize,
    children: &[Vec<usize>],
    printed: &mut [Option<view::Reply>],
    depth: usize,
) -> Option<view::Reply> {
    let mut reply = printed.get_mut(at)?.take()?;
    if depth + 1 < DEEPEST {
        for child in children.get(at)? {
            reply.answers.extend(grow(*child, children, printed, depth + 1));
        }
    } else {
        // Everything below stands in one row, oldest first.
        let mut below: Vec<usize> = Vec::new();
        let mut open: Vec<usize> = children.get(at)?.clone();
        while let Some(next) = open.pop() {
            below.push(next);
            open.extend(children.get(next)?);
        }
        below.sort_unstable();
        reply.answers.extend(below.into_iter().filter_map(|at| printed.get_mut(at)?.take()));
    }
    Some(reply)
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
        permalink: format!("/replies/{}", row.id),
        answer: open.then(|| format!("/replies/{}", row.id)),
        parent: None,
        answers: Vec::new(),
    })
}

/// The text of a reply.
pub(super) fn body(json: &str) -> Result<Html, Error> {
    let document = courant_text::json::read(json)
        .map_err(|refused| StoreError::Unreadable(format!("a kept reply: {refused}")))?;
    Ok(Html(courant_text::reply::write(&document)))
}
