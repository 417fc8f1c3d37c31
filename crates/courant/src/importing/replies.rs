//! Replies of a site that moves in, with their threads: whoever is answered comes before whoever answers.
//! `posts` calls it for each story.

use super::item::Item;
use super::{ACTOR, Import};
use crate::failure::Result;
use courant_exchange::wordpress::{Comment, CommentKind, CommentState};
use courant_model::brought::{Brought, Kind};
use courant_model::reply::ReplyState;
use courant_model::time::Micros;
use courant_newsroom::Error;
use courant_newsroom::commands::bring_reply::{self, Written};
use courant_newsroom::commands::decide_reply;
use courant_store::{Tx, q};
use courant_text::document::{Block, BlockId, BlockKind, Document, Inline, Link, Marks};
use courant_text::{SequentialIds, ids, plain};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// Where replies stand: the story, and how a report names it.
pub(super) struct Under<'u> {
    pub(super) story: &'u str,
    pub(super) name: String,
    pub(super) place: &'u str,
    /// The date of a reply that has none.
    pub(super) at: Option<Micros>,
    /// Whether none of its replies can be here yet.
    pub(super) is_new: bool,
}

/// A reply, and by what it and the one that it answers are known there.
pub(super) struct Told<'t> {
    pub(super) id: &'t str,
    pub(super) parent: Option<&'t str>,
    pub(super) comment: &'t Comment,
}

impl Import<'_> {
    /// Brings in the replies of an item. A story that is new has none yet.
    pub(super) async fn replies(&mut self, tx: &mut Tx, item: &Item, story: &str, is_new: bool) -> Result<()> {
        if item.post.comments.is_empty() {
            return Ok(());
        }
        let under = Under {
            story,
            name: item.name(),
            place: &item.post.link,
            at: item.post.dates.moment(&self.zone).map(Timestamp::as_microsecond),
            is_new,
        };
        let mut ours: HashMap<String, String> = HashMap::new();
        for at in in_order(&item.post.comments) {
            let Some(comment) = item.post.comments.get(at) else {
                continue;
            };
            let id = match comment.number {
                Some(number) => number.to_string(),
                None => format!("{}/{}/{}", item.outside, comment.author, moment_text(comment)),
            };
            let parent = comment.parent.map(|number| number.to_string());
            let told = Told {
                id: &id,
                parent: parent.as_deref(),
                comment,
            };
            self.reply(tx, &under, &told, &mut ours).await?;
        }
        Ok(())
    }

    /// Brings in one reply. `ours` are the ids here of those that this run has met.
    pub(super) async fn reply(
        &mut self,
        tx: &mut Tx,
        under: &Under<'_>,
        told: &Told<'_>,
        ours: &mut HashMap<String, String>,
    ) -> Result<()> {
        let comment = told.comment;
        if let CommentKind::Other(kind) = &comment.kind
            && kind.contains("note")
        {
            let what = format!("it is a note of a plugin ({kind}) and no reply; it was left out");
            self.reply_problem(under, told, what);
            return Ok(());
        }
        let (state, refused) = match comment.state {
            CommentState::Approved => (ReplyState::Approved, false),
            CommentState::Waiting => (ReplyState::Waiting, false),
            CommentState::Spam => (ReplyState::Spam, false),
            CommentState::Trash => (ReplyState::Refused, true),
        };
        let words = super::print_of(&(&comment.author, plain::write(&comment.document)))?;
        let print = format!("{}:{words}", state.as_str());
        if !under.is_new
            && let Some(brought) = self.brought(tx, Kind::Reply, told.id).await?
        {
            ours.insert(told.id.to_owned(), brought.target.clone());
            self.said.kept.replies += 1;
            if brought.print == print {
                self.said.unchanged += 1;
                return Ok(());
            }
            return self.changed(tx, under, told, &brought, state, &print).await;
        }
        if self.asked.dry_run {
            self.said.kept.replies += 1;
            return Ok(());
        }
        let parent_id = self.parent(tx, under, told, ours).await?;
        let now = self.newsroom.house.now();
        let local = comment
            .local
            .and_then(|local| self.zone.to_ambiguous_timestamp(local).compatible().ok());
        let at = comment.gmt.or(local).map(Timestamp::as_microsecond);
        let at = at.or(under.at).unwrap_or(now).min(now);
        let written = Written {
            story_id: under.story.to_owned(),
            parent_id,
            name: comment.author.clone(),
            email: comment.email.clone(),
            document: with_link(comment),
            state,
            at,
        };
        let house = self.house_at(at);
        match bring_reply::run(tx, &house, &ACTOR, &written).await {
            Ok((id, stands)) => {
                if stands != state {
                    self.reply_problem(under, told, "it names somebody whom the chief holds back; it waits");
                }
                if comment.author.chars().count() > bring_reply::LONGEST_NAME {
                    self.reply_problem(under, told, "its writer's name was cut");
                }
                self.keep(tx, Kind::Reply, told.id, &id, "", &print).await?;
                ours.insert(told.id.to_owned(), id);
                self.said.kept.replies += 1;
            }
            Err(Error::Internal(error)) => return Err(error.into()),
            // What was thrown away there and cannot stand here is no loss; it is told all the same.
            Err(other) if refused => self.reply_problem(under, told, format!("{other}; it was in the bin")),
            Err(other) => self.reply_problem(under, told, format!("{other}; it was left out")),
        }
        Ok(())
    }

    /// The id here of the reply that one answers.
    async fn parent(
        &mut self,
        tx: &mut Tx,
        under: &Under<'_>,
        told: &Told<'_>,
        ours: &HashMap<String, String>,
    ) -> Result<Option<String>> {
        let Some(parent) = told.parent else {
            return Ok(None);
        };
        let mut found = ours.get(parent).cloned();
        if found.is_none() && !under.is_new {
            found = self
                .brought(tx, Kind::Reply, parent)
                .await?
                .map(|brought| brought.target);
        }
        if found.is_none() {
            let what = format!("it answers {parent}, which is not among the replies; it stands by itself");
            self.reply_problem(under, told, what);
        }
        Ok(found)
    }

    /// A reply that was decided on there since it came; what moderators decided here stays.
    async fn changed(
        &mut self,
        tx: &mut Tx,
        under: &Under<'_>,
        told: &Told<'_>,
        brought: &Brought,
        state: ReplyState,
        print: &str,
    ) -> Result<()> {
        let was = brought
            .print
            .split_once(':')
            .map_or(brought.print.as_str(), |(state, _)| state);
        let id = brought.target.as_str();
        let stands = q!(tx, replies::by_id(id))?.map(|reply| reply.state);
        if stands.as_deref() != Some(was) || was == state.as_str() {
            self.said.unchanged += 1;
            self.reply_problem(under, told, "it changed there since it came; what stands here was left");
            return Ok(());
        }
        self.said.updated += 1;
        if self.asked.dry_run {
            return Ok(());
        }
        match decide_reply::run(tx, &self.newsroom.house, &ACTOR, id, state).await {
            Ok(_) => {}
            Err(Error::Internal(error)) => return Err(error.into()),
            Err(other) => self.reply_problem(under, told, other.to_string()),
        }
        self.keep(tx, Kind::Reply, told.id, id, "", print).await
    }

    fn reply_problem(&mut self, under: &Under<'_>, told: &Told<'_>, what: impl Into<String>) {
        self.said
            .problem(format!("reply {} to {}", told.id, under.name), under.place, what);
    }
}

fn moment_text(comment: &Comment) -> String {
    comment.gmt.map(|at| at.to_string()).unwrap_or_default()
}

/// The order in which replies come in: whoever is answered first; else by time and number. Those of a circle come as
/// they stand.
fn in_order(comments: &[Comment]) -> Vec<usize> {
    let mut waiting: Vec<usize> = (0..comments.len()).collect();
    let key = |at: &usize| comments.get(*at).map(|one| (one.gmt, one.local, one.number));
    waiting.sort_by_key(key);
    let numbers: HashSet<i64> = comments.iter().filter_map(|one| one.number).collect();
    let mut children: HashMap<i64, Vec<usize>> = HashMap::new();
    let mut first = Vec::new();
    for at in &waiting {
        match comments
            .get(*at)
            .and_then(|one| one.parent)
            .filter(|parent| numbers.contains(parent))
        {
            Some(parent) => children.entry(parent).or_default().push(*at),
            None => first.push(*at),
        }
    }
    let mut out = Vec::with_capacity(comments.len());
    let mut taken: HashSet<usize> = HashSet::new();
    let mut next: std::collections::VecDeque<usize> = first.into();
    while let Some(at) = next.pop_front() {
        if !taken.insert(at) {
            continue;
        }
        out.push(at);
        if let Some(number) = comments.get(at).and_then(|one| one.number) {
            next.extend(children.remove(&number).unwrap_or_default());
        }
    }
    out.extend(waiting.into_iter().filter(|at| !taken.contains(at)));
    out
}

/// What was written. Of a pingback the address is what it says, so that stands with it.
fn with_link(comment: &Comment) -> Document {
    let is_ping = matches!(comment.kind, CommentKind::Pingback | CommentKind::Trackback);
    let mut document = comment.document.clone();
    if !is_ping || comment.url.is_empty() {
        return document;
    }
    let marks = Marks {
        link: Some(Link {
            href: comment.url.clone(),
            title: String::new(),
        }),
        ..Marks::default()
    };
    document.blocks.push(Block {
        id: BlockId(String::new()),
        kind: BlockKind::Paragraph(vec![Inline::Text {
            text: comment.url.clone(),
            marks,
        }]),
    });
    ids::number(&mut document, &mut SequentialIds::new());
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(number: i64, parent: Option<i64>) -> Comment {
        Comment {
            number: Some(number),
            parent,
            author: String::new(),
            email: String::new(),
            url: String::new(),
            ip: String::new(),
            local: None,
            gmt: None,
            document: Document::default(),
            state: CommentState::Approved,
            kind: CommentKind::Reply,
            user: None,
        }
    }

    #[test]
    fn whoever_is_answered_comes_first_and_a_circle_ends() {
        let numbers = |comments: &[Comment]| -> Vec<i64> {
            in_order(comments)
                .into_iter()
                .filter_map(|at| comments.get(at)?.number)
                .collect()
        };
        let thread = [
            comment(5, Some(9)),
            comment(9, None),
            comment(2, Some(5)),
            comment(3, Some(77)),
        ];
        assert_eq!(numbers(&thread), [3, 9, 5, 2]);
        assert_eq!(
            numbers(&[comment(1, Some(2)), comment(2, Some(1)), comment(3, Some(3))]),
            [1, 2, 3]
        );
    }
}
