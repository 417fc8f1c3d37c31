//! Older revisions of stories that were brought in, for whoever asks for them: what a text said before, and when.
//! `posts` hands them over when all stories are there.

use super::item::Item;
use super::{ACTOR, Import};
use crate::failure::Result;
use courant_exchange::wordpress::Post;
use courant_model::brought::Kind;
use courant_newsroom::Error;
use courant_newsroom::commands::file_story::{self, Copy};
use courant_store::Tx;

impl Import<'_> {
    /// Keeps a revision under its story; one of a story that is not here is passed over.
    pub(super) async fn revision(&mut self, tx: &mut Tx, post: Post) -> Result<()> {
        let (Some(number), Some(parent)) = (post.number, post.parent) else {
            return Ok(());
        };
        let outside = number.to_string();
        // What an editor had not saved is no revision.
        if post.slug.contains("autosave") || self.brought(tx, Kind::Revision, &outside).await?.is_some() {
            return Ok(());
        }
        let Some(story) = self.brought(tx, Kind::Post, &parent.to_string()).await? else {
            return Ok(());
        };
        if self.asked.dry_run {
            return Ok(());
        }
        let item = Item::of_wordpress(post);
        let ready = self.ready(&item, true)?;
        let at = ready.at.unwrap_or(ready.changed);
        let copy = Copy {
            headline: ready.copy.headline,
            standfirst: ready.copy.standfirst,
            document: ready.copy.document,
            byline: ready.copy.byline,
            ..Copy::default()
        };
        let house = self.house_at(at.min(self.newsroom.house.now()));
        match file_story::keep_older(tx, &house, &ACTOR, &story.target, copy).await {
            Ok(revision) => {
                self.revisions += 1;
                self.keep(tx, Kind::Revision, &outside, &revision.id, "", "").await
            }
            Err(Error::Internal(error)) => Err(error.into()),
            Err(other) => {
                self.tell(&item, format!("{other}; the revision was left out"));
                Ok(())
            }
        }
    }
}
