//! Replies of a site that moves in, with their threads: whoever is answered comes before whoever answers.
//! `posts` calls it for each story.

use super::item::Item;
use super::{ACTOR, Import};
use crate::failure::Result;
use courant_exchange::wordpress::{Comment, CommentKind, CommentState};
use courant_model::brought::Kind;
use courant_model::reply::ReplyState;
use courant_newsroom::Error;
use courant_newsroom::commands::bring_reply::{self, Written};
use courant_newsroom::commands::decide_reply;
use courant_store::{Tx, q};
use courant_text::document::{Block, BlockId, BlockKind, Document, Inline, Link, Marks};
use courant_text::{SequentialIds, ids, plain};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

impl Import<'_> {
    /// Brings in the replies of an item. A story that is new has none yet.
    pub(super) async fn replies(&mut self, tx: &mut Tx, item: &Item, story: &str, is_new: bool) -> Result<()> {
        if item.post.comments.is_empty() {
            return Ok(());
        }
        let mut ours: HashMap<i64, String> = HashMap::new();
        for at in in_order(&item.post.comments) {
            let Some(comment) = item.post.comments.get(at) else {
                continue;
            };
            if let CommentKind::Other(kind) = &comment.kind
                && kind.contains("note")
            {
                self.reply_problem(
                    item,
                    comment,
                    format!("it is a note of a plugin ({kind}) and no reply; it was left out"),
                );
                continue;
            }
            self.reply(tx, item, story, is_new, comment, &mut ours).await?;
        }
        Ok(())
    }

    async fn reply(
        &mut self,
        tx: &mut Tx,
        item: &Item,
        story: &str,
        is_new: bool,
        comment: &Comment,
        ours: &mut HashMap<i64, String>,
    ) -> Result<()> {
        let outside = match comment.number {
            Some(number) => number.to_string(),
            None => format!("{}/{}/{}", item.outside, comment.author, moment_text(comment)),
        };
        let (state, refused) = match comment.state {
            CommentState::Approved => (ReplyState::Approved, false),
            CommentState::Waiting => (ReplyState::Waiting, false),
            CommentState::Spam => (ReplyState::Spam, false),
            CommentState::Trash => (ReplyState::Refused, true),
        };
        let print = format!(
            "{}:{}",
            state.as_str(),
            super::print_of(&(&comment.author, plain::write(&comment.document)))?
        );
        if !is_new && let Some(brought) = self.brought(tx, Kind::Reply, &outside).await? {
            if let Some(number) = comment.number {
                ours.insert(number, brought.target.clone());
            }
            self.said.kept.replies += 1;
            if brought.print == print {
                self.said.unchanged += 1;
                return Ok(());
            }
            return self
                .changed(
                    tx,
                    item,
                    comment,
                    (&brought.target, &brought.print, &outside),
                    state,
                    &print,
                )
                .await;
        }
        if self.asked.dry_run {
            self.said.kept.replies += 1;
            return Ok(());
        }
        let parent_id = match comment.parent {
            None => None,
            Some(parent) => {
                let found = ours.get(&parent).cloned();
                if found.is_none() {
                    self.reply_problem(
                        item,
                        comment,
                        format!("it answers {parent}, which is not among the replies; it stands by itself"),
                    );
                }
                found
            }
        };
        let at = comment
            .gmt
            .or_else(|| self.zone.to_ambiguous_timestamp(comment.local?).compatible().ok())
            .map(Timestamp::as_microsecond);
        let at = at.or(item.post.dates.moment(&self.zone).map(Timestamp::as_microsecond));
        let at = at
            .unwrap_or_else(|| self.newsroom.house.now())
            .min(self.newsroom.house.now());
        let written = Written {
            story_id: story.to_owned(),
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
                    self.reply_problem(item, comment, "it names somebody whom the chief holds back; it waits");
                }
                if comment.author.chars().count() > bring_reply::LONGEST_NAME {
                    self.reply_problem(item, comment, "its writer's name was cut");
                }
                self.keep(tx, Kind::Reply, &outside, &id, "", &print).await?;
                if let Some(number) = comment.number {
                    ours.insert(number, id);
                }
                self.said.kept.replies += 1;
            }
            Err(Error::Internal(error)) => return Err(error.into()),
            Err(other) if refused => {
                // What was thrown away there and cannot stand here is no loss; it is told all the same.
                self.reply_problem(item, comment, format!("{other}; it was in the bin"));
            }
            Err(other) => self.reply_problem(item, comment, format!("{other}; it was left out")),
        }
        Ok(())
    }

    /// A reply that was decided on there since it came; what moderators decided here stays.
    async fn changed(
        &mut self,
        tx: &mut Tx,
        item: &Item,
        comment: &Comment,
        (id, before, outside): (&str, &str, &str),
        state: ReplyState,
        print: &str,
    ) -> Result<()> {
        let (was, _) = before.split_once(':').unwrap_or((before, ""));
        let stands = q!(tx, replies::by_id(id))?.map(|reply| reply.state);
        if stands.as_deref() == Some(was) && was != state.as_str() && self.asked.dry_run {
            self.said.updated += 1;
        } else if stands.as_deref() == Some(was) && was != state.as_str() {
            match decide_reply::run(tx, &self.newsroom.house, &ACTOR, id, state).await {
                Ok(_) => {}
                Err(Error::Internal(error)) => return Err(error.into()),
                Err(other) => self.reply_problem(item, comment, other.to_string()),
            }
            self.keep(tx, Kind::Reply, outside, id, "", print).await?;
            self.said.updated += 1;
        } else {
            self.said.unchanged += 1;
            self.reply_problem(
                item,
                comment,
                "it changed there since it came; what stands here was left",
            );
        }
        Ok(())
    }

    fn reply_problem(&mut self, item: &Item, comment: &Comment, what: impl Into<String>) {
        let number = comment.number.map(|number| number.to_string()).unwrap_or_default();
        self.said.problem(
            format!("reply {number} to {}", item.name()),
            item.post.link.clone(),
            what,
        );
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
