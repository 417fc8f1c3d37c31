//! The paper story by story, as other systems take it: bodies as HTML, pictures by their public address, authors, terms, replies.
//! `courant export wordpress` and `courant export ghost` read it; everything is from one read transaction, one story at a time.

mod body;
mod rows;

use crate::failure::{Failure, Result};
use courant_exchange::out::{Author, Paper, Picture, Reply, Signature, Stands, Story, Term};
use courant_model::story::{Byline, Live, Revision, Story as Kept};
use courant_model::term::Section;
use courant_model::time::timestamp;
use courant_newsroom::commands::{post_reply, retract_story, revise_paper};
use courant_newsroom::{House, Newsroom};
use courant_store::{Tx, q};
use rows::{ReplyRow, Spool};
use std::collections::{BTreeMap, HashMap};
use url::Url;

/// Pictures by their id, as readers see them; none for one that is down.
pub type Pictures = HashMap<String, Option<Picture>>;

/// The paper, read from one moment.
pub struct Source {
    house: House,
    tx: Tx,
    stories: Spool<rows::Id>,
    replies: Spool<ReplyRow>,
    secrets: bool,
    kept_sections: Vec<Section>,
    /// The paper as other systems know one.
    pub paper: Paper,
    /// Whoever signs, by id.
    pub authors: BTreeMap<String, Author>,
    /// Sections, by id.
    pub sections: BTreeMap<String, Term>,
    /// Topics, by id.
    pub topics: BTreeMap<String, Term>,
    /// Pictures.
    pub pictures: Pictures,
    /// How many stories there are, in every state.
    pub total: u64,
    /// Stories that were taken from readers for law or safety, and are not given to anybody.
    pub withheld: u64,
}

impl Source {
    /// Begins to read. `url` is the public address of the paper.
    pub async fn begin(newsroom: &Newsroom, url: &Url, secrets: bool) -> Result<Self> {
        let mut tx = newsroom.store.read().await?;
        let paper = revise_paper::current(&mut tx).await?;
        let mut kept_sections = q!(tx, terms::sections())?;
        paper.rule_replies(&mut kept_sections);
        let root = url.as_str().trim_end_matches('/').to_owned();
        let keys = &newsroom.house.keys;
        let authors = rows::authors(&mut tx, keys).await?;
        let sections = rows::terms(&mut tx, keys, "section").await?;
        let topics = rows::terms(&mut tx, keys, "topic").await?;
        let pictures = rows::pictures(&mut tx, keys, &root).await?;
        let stories = rows::spool(&mut tx, keys, "story", "id", false).await?;
        // Replies lie in the order of their stories, so that both are walked through side by side.
        let replies = rows::spool(&mut tx, keys, "reply", "story_id at id", secrets).await?;
        Ok(Self {
            house: newsroom.house.clone(),
            tx,
            total: stories.rows,
            stories,
            replies,
            secrets,
            kept_sections,
            paper: Paper {
                name: paper.name,
                tagline: paper.tagline,
                url: root,
                language: paper.language,
                zone: paper.zone,
            },
            authors,
            sections,
            topics,
            pictures,
            withheld: 0,
        })
    }

    /// The next story; nothing at the end.
    pub async fn next(&mut self) -> Result<Option<Story>> {
        loop {
            let Some(id) = self.stories.next()?.map(|row| row.id) else {
                return Ok(None);
            };
            let replies = self.replies.while_of(|row| row.story_id.as_str().cmp(&id))?;
            let Some(kept) = q!(self.tx, stories::by_id(&id))? else {
                continue;
            };
            if kept.state == "removed" {
                self.withheld += 1;
                continue;
            }
            return self.story(kept, replies).await.map(Some);
        }
    }

    async fn story(&mut self, kept: Kept, replies: Vec<ReplyRow>) -> Result<Story> {
        let live = q!(self.tx, live::by_id(&kept.id))?;
        let shown = live
            .as_ref()
            .map_or(kept.head.as_str(), |live| live.revision_id.as_str());
        let revision = q!(self.tx, stories::revision(shown))?
            .ok_or_else(|| Failure::new(format!("the story {} has no text {shown}", kept.id)))?;
        let (stands, published) = self.stands(&kept, live.as_ref()).await?;
        let html = self.html(&kept.id, live.as_ref(), &revision).await?;
        let path = live.as_ref().map(|live| live.path.clone()).unwrap_or_default();
        let slug = match path.trim_end_matches('/').rsplit('/').next() {
            Some(last) if !last.is_empty() => last.to_owned(),
            _ => kept.wanted_slug.clone(),
        };
        let section = self
            .kept_sections
            .iter()
            .find(|section| Some(&section.id) == revision.section_id.as_ref());
        let (closed, _) = post_reply::closing(
            section,
            live.as_ref().and_then(|live| live.published_at),
            self.house.now(),
        );
        Ok(Story {
            number: kept.number,
            is_page: kept.form == "page",
            slug,
            url: if path.is_empty() {
                String::new()
            } else {
                format!("{}{}", self.paper.url, courant_model::path::encoded(&path))
            },
            headline: revision.headline.clone(),
            standfirst: revision.standfirst.clone(),
            html,
            stands,
            published: published.map(timestamp),
            created: timestamp(kept.created_at),
            changed: timestamp(
                live.as_ref()
                    .and_then(|live| live.updated_at.or(live.published_at))
                    .unwrap_or(kept.changed_at),
            ),
            authors: self.signed(&revision)?,
            section: revision
                .section_id
                .as_ref()
                .and_then(|id| self.sections.get(id))
                .cloned(),
            topics: {
                let ids: Vec<String> = serde_json::from_str(&revision.topics)?;
                ids.iter().filter_map(|id| self.topics.get(id)).cloned().collect()
            },
            picture: revision
                .picture_id
                .as_ref()
                .and_then(|id| self.pictures.get(id).cloned().flatten()),
            search_title: revision.search_title.clone(),
            replies: self.replies(replies)?,
            open: live.is_some() && closed.is_none(),
            id: kept.id,
        })
    }

    /// Where a story stands, and since or until when.
    async fn stands(&mut self, kept: &Kept, live: Option<&Live>) -> Result<(Stands, Option<i64>)> {
        if let Some(live) = live {
            return Ok((Stands::Published, live.published_at));
        }
        let waits = q!(self.tx, schedules::of_story(&kept.id))?
            .into_iter()
            .find(|one| one.state == "waiting" && one.kind == "publish");
        if let Some(waits) = waits {
            return Ok((Stands::Scheduled, Some(waits.due_at)));
        }
        Ok(match kept.state.as_str() {
            "ready" => (Stands::Pending, None),
            "spiked" | "killed" => (Stands::Trash, None),
            _ => (Stands::Draft, None),
        })
    }

    /// The body with its dateline and with what was corrected; of a story that was retracted the notice alone.
    async fn html(&mut self, id: &str, live: Option<&Live>, revision: &Revision) -> Result<String> {
        let corrections = match live {
            Some(_) => q!(self.tx, corrections::of_story(id))?,
            None => Vec::new(),
        };
        let mut document = if live.is_some_and(|live| live.retracted_at.is_some()) {
            courant_text::Document::default()
        } else {
            body::read(&revision.document, &revision.dateline)?
        };
        for one in &corrections {
            let word = match one.kind.as_str() {
                retract_story::KIND => "Retraction",
                "clarification" => "Clarification",
                _ => "Correction",
            };
            body::add_correction(&mut document, word, one.at, &format!("{} {}", one.wrong, one.correct));
        }
        let around = body::Around::of(&mut self.tx, &document, &self.pictures).await?;
        Ok(courant_text::html::write_for_export(
            &document,
            &around,
            &self.paper.url,
        ))
    }

    fn signed(&self, revision: &Revision) -> Result<Vec<Signature>> {
        let lines: Vec<Byline> = serde_json::from_str(&revision.byline)?;
        Ok(lines
            .into_iter()
            .filter_map(|line| match line.author {
                Some(id) => self.authors.get(&id).map(|author| Signature {
                    slug: author.slug.clone(),
                    name: author.name.clone(),
                }),
                None => Some(Signature {
                    slug: courant_model::slug::of(&line.guest),
                    name: line.guest,
                }),
            })
            .collect())
    }

    fn replies(&self, rows: Vec<ReplyRow>) -> Result<Vec<Reply>> {
        let numbers: HashMap<String, i64> = rows.iter().map(|row| (row.id.clone(), row.number)).collect();
        rows.into_iter()
            .map(|row| {
                let document = courant_text::json::read(row.document.get())
                    .map_err(|refused| Failure::new(format!("the reply {}: {refused}", row.id)))?;
                let email = match row.email_cipher.as_deref().filter(|_| self.secrets) {
                    Some(sealed) => rows::opened(&self.house.keys, sealed),
                    None => String::new(),
                };
                Ok(Reply {
                    number: row.number,
                    parent: row.parent_id.and_then(|id| numbers.get(&id).copied()),
                    name: row.name,
                    email,
                    at: row.at,
                    html: courant_text::reply::write(&document),
                    state: match row.state.as_str() {
                        "approved" => "1",
                        "spam" => "spam",
                        "refused" => "trash",
                        _ => "0",
                    },
                })
            })
            .collect()
    }
}
