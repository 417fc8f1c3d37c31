//! What the plain form holds: lines, section, kind and Markdown, between a revision and the fields of a browser.
//! `plain.rs` fills the form from it and makes a copy of what was sent.

use super::read;
use crate::desk::query::{self, Typed};
use courant_model::actor::Actor;
use courant_model::story::{Byline, Kind, Revision};
use courant_newsroom::commands::file_story::Copy;
use courant_newsroom::commands::name_topic;
use courant_newsroom::{Error, House, drafts};
use courant_store::{Tx, q};
use courant_text::Document;
use courant_text::markdown::form;

/// The lines of a story, by the names of their fields.
pub(super) const LINES: [&str; 9] = [
    "headline",
    "short-headline",
    "search-title",
    "share-title",
    "standfirst",
    "dateline",
    "byline",
    "topics",
    "picture",
];

/// All that the form holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    pub(super) lines: Vec<String>,
    pub(super) section: String,
    pub(super) kind: String,
    pub(super) body: String,
}

impl Sent {
    pub(super) async fn of(tx: &mut Tx, revision: &Revision) -> Result<Self, Error> {
        let document = read(revision);
        Ok(Self {
            lines: lines(tx, revision).await?.to_vec(),
            section: revision.section_id.clone().unwrap_or_default(),
            kind: revision.kind.clone(),
            body: form::write(&document),
        })
    }

    /// What was typed; of a disputed stretch the version that was chosen.
    pub(super) fn typed(typed: &Typed) -> Self {
        let get = |name: &str| typed.get(name).cloned().unwrap_or_default();
        let chosen = |name: &str| {
            let which = query::field(typed, &format!("choose-{name}"));
            if which.is_empty() {
                get(name)
            } else {
                get(&format!("{name}-{which}"))
            }
        };
        let parts: usize = query::field(typed, "parts").parse().unwrap_or(0);
        let body = if parts == 0 {
            get("body")
        } else {
            (0..parts.min(10_000))
                .map(|n| chosen(&format!("part-{n}")))
                .filter(|part| !part.trim().is_empty())
                .collect::<Vec<_>>()
                .join("\n\n")
        };
        Self {
            lines: LINES.map(chosen).to_vec(),
            section: get("section"),
            kind: get("kind"),
            body: body.replace("\r\n", "\n"),
        }
    }

    pub(super) fn line(&self, n: usize) -> String {
        // A field of one line cannot hold a line end; a browser that sends one means a space.
        self.lines
            .get(n)
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .unwrap_or_default()
    }

    /// The copy of this, everything else as in `head`.
    pub(super) async fn copy(
        &self,
        tx: &mut Tx,
        house: &House,
        actor: &Actor,
        head: &Revision,
        document: Document,
    ) -> Result<Copy, Error> {
        let mut copy = drafts::copy_of(head)?;
        let [
            headline,
            short,
            search,
            share,
            standfirst,
            dateline,
            byline,
            topics,
            picture,
        ] = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(|n| self.line(n));
        copy.headline = headline;
        copy.short_headline = short;
        copy.search_title = search;
        copy.share_title = share;
        copy.standfirst = standfirst;
        copy.dateline = dateline;
        if byline != byline_text(tx, &head.byline).await? {
            copy.byline = byline_of(tx, &byline).await?;
        }
        if topics != topics_text(tx, &head.topics).await? {
            copy.topics.clear();
            for name in names(&topics) {
                copy.topics.push(name_topic::run(tx, house, actor, name).await?.id);
            }
        }
        copy.picture_id = Some(picture).filter(|id| !id.is_empty());
        if let Some(id) = &copy.picture_id
            && q!(tx, pictures::by_id(id))?.is_none()
        {
            return Err(Error::NotFound("such picture".to_owned()));
        }
        copy.section_id = Some(self.section.clone()).filter(|id| !id.is_empty());
        copy.kind = Kind::parse(&self.kind).unwrap_or(copy.kind);
        copy.document = document;
        Ok(copy)
    }
}

/// The lines of a revision, in the order of [`LINES`].
pub(super) async fn lines(tx: &mut Tx, revision: &Revision) -> Result<[String; 9], Error> {
    Ok([
        revision.headline.clone(),
        revision.short_headline.clone(),
        revision.search_title.clone(),
        revision.share_title.clone(),
        revision.standfirst.clone(),
        revision.dateline.clone(),
        byline_text(tx, &revision.byline).await?,
        topics_text(tx, &revision.topics).await?,
        revision.picture_id.clone().unwrap_or_default(),
    ])
}

/// "Ana Reis; Rui Paz (photo)".
async fn byline_text(tx: &mut Tx, byline: &str) -> Result<String, Error> {
    let lines: Vec<Byline> = serde_json::from_str(byline).unwrap_or_default();
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let name = match &line.author {
            Some(id) => q!(tx, terms::author(id))?.map(|author| author.name).unwrap_or_default(),
            None => line.guest,
        };
        out.push(if line.role.is_empty() {
            name
        } else {
            format!("{name} ({})", line.role)
        });
    }
    Ok(out.join("; "))
}

/// Names of authors become authors, all others are guests.
async fn byline_of(tx: &mut Tx, text: &str) -> Result<Vec<Byline>, Error> {
    let authors = q!(tx, terms::authors())?;
    Ok(names(text)
        .map(|one| {
            let (name, role) = one
                .strip_suffix(')')
                .and_then(|one| one.rsplit_once('('))
                .map_or((one, ""), |(name, role)| (name.trim(), role.trim()));
            let author = authors
                .iter()
                .find(|author| author.name.to_lowercase() == name.to_lowercase())
                .map(|author| author.id.clone());
            Byline {
                guest: if author.is_some() {
                    String::new()
                } else {
                    name.to_owned()
                },
                author,
                role: role.to_owned(),
            }
        })
        .collect())
}

async fn topics_text(tx: &mut Tx, topics: &str) -> Result<String, Error> {
    let ids: Vec<String> = serde_json::from_str(topics).unwrap_or_default();
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(topic) = q!(tx, terms::topic(&id))? {
            out.push(topic.name);
        }
    }
    Ok(out.join("; "))
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|name| !name.is_empty())
}
