//! Makes a paper of the demo's files through the newsroom's commands, in one transaction, as an import.
//! Each command runs with a clock that shows the time the file names, so the paper has a past from its first minute.

use super::folder::{DemoFolder, Fault, Piece, ReplyLines, line_of};
use super::times::moment;
use crate::failure::{Failure, Result};
use bytes::Bytes;
use courant_model::actor::Actor;
use courant_model::front::{Front, Layout, Seat, Slot};
use courant_model::paper::{Link, Paper};
use courant_model::reply::ReplyState;
use courant_model::story::{Byline, Kind};
use courant_model::time::{Micros, SetClock};
use courant_newsroom::commands::add_author::{self, NewAuthor};
use courant_newsroom::commands::add_picture::{self, Prepared, Said, Shipped};
use courant_newsroom::commands::correct_story::{self, Correct};
use courant_newsroom::commands::file_story::{self, Copy, NewStory};
use courant_newsroom::commands::open_paper::{self, NewSection};
use courant_newsroom::commands::post_reply::{self, Sent};
use courant_newsroom::commands::publish_story::{self, Dated, Publish};
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_newsroom::commands::{
    decide_reply, developing_story, move_story, name_topic, put_front_live, remove_story,
};
use courant_newsroom::permissions::Who;
use courant_newsroom::{House, Newsroom};
use courant_store::Tx;
use courant_text::document::{Block, BlockKind};
use courant_text::{Document, SequentialIds, markdown};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::sync::Arc;

/// Pictures whose files are written at once.
const PICTURES_AT_ONCE: usize = 8;

/// What was loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Stories and pages that readers see.
    pub stories: usize,
    /// Pictures.
    pub pictures: usize,
    /// Replies in every state.
    pub replies: usize,
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::new(fault.to_string())
    }
}

/// Loads the demo into a newsroom that has no paper yet.
pub async fn load(newsroom: &Newsroom, folder: &DemoFolder) -> Result<Loaded> {
    let prepared = prepare_pictures(newsroom, folder).await?;
    let mut tx = newsroom.store.write().await?;
    let mut desk = Desk {
        tx: &mut tx,
        house: &newsroom.house,
        now: newsroom.house.now(),
        zone: TimeZone::get(&folder.paper.zone).unwrap_or(TimeZone::UTC),
        sections: HashMap::new(),
        authors: HashMap::new(),
        topics: HashMap::new(),
        pictures: HashMap::new(),
        stories: HashMap::new(),
        paths: HashMap::new(),
    };
    desk.open(folder).await?;
    desk.add_pictures(folder, prepared).await?;
    let published = desk.write_stories(folder).await?;
    desk.arrange(folder).await?;
    desk.post(folder).await?;
    super::storylines::load(desk.tx, desk.house, folder, &desk.stories).await?;
    let known = super::day::Known {
        sections: &desk.sections,
        authors: &desk.authors,
        pictures: &desk.pictures,
        zone: &desk.zone,
    };
    super::day::load(desk.tx, desk.house, folder, &known).await?;
    let loaded = Loaded {
        stories: published,
        pictures: desk.pictures.len(),
        replies: folder.replies.len(),
    };
    tx.commit().await?;
    Ok(loaded)
}

/// Writes all files of the pictures, several pictures at once: their flushes to disk wait for each other otherwise.
async fn prepare_pictures(newsroom: &Newsroom, folder: &DemoFolder) -> Result<HashMap<String, Prepared>> {
    let mut prepared = HashMap::new();
    let mut under_way = tokio::task::JoinSet::new();
    let mut waiting = folder.pictures.iter();
    loop {
        while under_way.len() < PICTURES_AT_ONCE
            && let Some(lines) = waiting.next()
        {
            let name = lines.name.get_ref().clone();
            let original = original(&name).ok_or_else(|| Fault {
                file: "pictures.toml".to_owned(),
                line: line_of("pictures.toml", lines.name.span().start),
                message: format!("there is no picture {name} in pictures/"),
            })?;
            let shipped = renditions(&name);
            let newsroom = newsroom.clone();
            under_way.spawn(async move {
                let made = add_picture::prepare_shipped(&newsroom, original, shipped).await;
                (name, made)
            });
        }
        match under_way.join_next().await {
            Some(Ok((name, made))) => {
                let made =
                    made.map_err(|error| Failure::new(format!("demo/pictures/{name}: {}", Failure::from(error))))?;
                prepared.insert(name, made);
            }
            Some(Err(_)) => return Err(Failure::new("writing the demo's pictures broke off")),
            None => return Ok(prepared),
        }
    }
}

fn original(name: &str) -> Option<Bytes> {
    ["jpg", "jpeg", "png", "webp"]
        .iter()
        .find_map(|ending| super::file(&format!("pictures/{name}.{ending}")))
        .map(bytes_of)
}

/// The renditions `NAME-WIDTH.jpg|webp` and `NAME-share.jpg` that were made beforehand.
fn renditions(name: &str) -> Vec<Shipped> {
    let start = format!("renditions/{name}-");
    super::paths(&start)
        .into_iter()
        .filter_map(|path| {
            let size = path.strip_prefix(&start)?.split('.').next()?;
            let share = size == "share";
            if !share && !size.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            Some(Shipped {
                bytes: bytes_of(super::file(&path)?),
                share,
            })
        })
        .collect()
}

fn bytes_of(data: std::borrow::Cow<'static, [u8]>) -> Bytes {
    match data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => bytes.into(),
    }
}

/// The loader at work: the transaction, and the ids of what it has added by the names that the files use.
struct Desk<'d> {
    tx: &'d mut Tx,
    house: &'d House,
    now: Micros,
    zone: TimeZone,
    sections: HashMap<String, String>,
    authors: HashMap<String, String>,
    topics: HashMap<String, String>,
    pictures: HashMap<String, String>,
    /// Story ids by working slug.
    stories: HashMap<String, String>,
    /// Paths of what readers see, by working slug.
    paths: HashMap<String, String>,
}

const ACTOR: Actor = Actor::Import;
const WHO: Who = Who::House(Actor::Import);

impl Desk<'_> {
    /// The house with its clock at another time.
    fn house_at(&self, at: Micros) -> House {
        House {
            clock: Arc::new(SetClock::at(at)),
            ..self.house.clone()
        }
    }

    async fn open(&mut self, folder: &DemoFolder) -> Result<()> {
        let lines = &folder.paper;
        let footer = folder
            .pieces
            .iter()
            .filter(|piece| piece.is_page)
            .map(|page| Link {
                label: label(page),
                href: format!("/{}", page.slug),
            })
            .collect();
        let paper = Paper {
            tagline: lines.tagline.clone(),
            language: lines.language.clone(),
            footer,
            ..Paper::new(&lines.name, &lines.zone)
        };
        let sections: Vec<NewSection> = lines
            .sections
            .iter()
            .map(|section| NewSection {
                slug: section.slug.clone(),
                name: section.name.clone(),
                description: section.description.clone(),
                replies: section.replies.clone(),
                replies_close_after_days: section.replies_close_after_days,
            })
            .collect();
        for section in open_paper::run(self.tx, self.house, &ACTOR, &paper, &sections).await? {
            self.sections.insert(section.slug, section.id);
        }
        for author in &folder.authors {
            let new = NewAuthor {
                slug: author.slug.clone(),
                name: author.name.clone(),
                role: author.role.clone(),
                bio: author.bio.clone(),
                contact: author.contact.clone(),
            };
            let added = add_author::run(self.tx, self.house, &ACTOR, &new).await?;
            self.authors.insert(author.slug.clone(), added.id);
        }
        Ok(())
    }

    async fn add_pictures(&mut self, folder: &DemoFolder, mut prepared: HashMap<String, Prepared>) -> Result<()> {
        for lines in &folder.pictures {
            let name = lines.name.get_ref();
            let Some(ready) = prepared.remove(name) else {
                continue;
            };
            let said = Said {
                name: name.clone(),
                alt: lines.alt.clone(),
                caption: lines.caption.clone(),
                credit: lines.credit.clone(),
                licence: lines.licence.clone(),
                taken: lines.taken.clone(),
                ..Said::default()
            };
            let picture = add_picture::run(self.tx, self.house, &ACTOR, ready, said).await?;
            self.pictures.insert(name.clone(), picture.id);
        }
        Ok(())
    }

    /// Begins all stories, oldest first; then, when every one has its id, ties the read-mores and publishes.
    async fn write_stories(&mut self, folder: &DemoFolder) -> Result<usize> {
        let mut dated: Vec<(Option<Micros>, &Piece)> = Vec::new();
        for piece in &folder.pieces {
            let front = &piece.front;
            let at = self.moment(piece, "published", front.published.as_deref(), front.ago.as_deref())?;
            if at.is_none() && !piece.is_page && !front.draft {
                return Err(piece
                    .fault("headline", "the story has neither `published` nor `ago`")
                    .into());
            }
            dated.push((at, piece));
        }
        dated.sort_by_key(|(at, piece)| (at.is_none(), *at, piece.slug.clone()));
        let mut begun = Vec::new();
        for (at, piece) in dated {
            let house = self.house_at(at.unwrap_or(self.now));
            let copy = self.copy(&house, piece).await?;
            let new = NewStory {
                is_page: piece.is_page,
                working_slug: piece.slug.clone(),
                copy: copy.clone(),
                ..NewStory::default()
            };
            let story = file_story::begin(self.tx, &house, &ACTOR, new).await?;
            self.stories.insert(piece.slug.clone(), story.id);
            begun.push((at, piece, copy, house));
        }
        let mut published = 0;
        for (at, piece, mut copy, house) in begun {
            let id = self.story(piece)?;
            if tie(&mut copy.document, &|slug| self.stories.get(slug).cloned())
                .map_err(|slug| piece.fault("", format!("no story {slug} to read more of")))?
            {
                file_story::revise(self.tx, &house, &ACTOR, &id, copy).await?;
            }
            if !piece.front.draft {
                self.publish(&house, piece, id, at).await?;
                published += usize::from(piece.front.taken_down.is_none());
            }
        }
        Ok(published)
    }

    fn story(&self, piece: &Piece) -> Result<String, Fault> {
        self.stories
            .get(&piece.slug)
            .cloned()
            .ok_or_else(|| piece.fault("", "the story was not begun"))
    }

    async fn publish(&mut self, house: &House, piece: &Piece, id: String, at: Option<Micros>) -> Result<()> {
        let front = &piece.front;
        let mut publish = Publish {
            story_id: id.clone(),
            dated: at.map_or(Dated::Now, Dated::At),
            updated: None,
            developing: front.developing.then_some(self.now + developing_story::USUAL),
            slug: piece.slug.clone(),
            unseen: false,
            again: false,
        };
        let live = publish_story::run(self.tx, house, &WHO, &publish).await?;
        for old in &front.moved_from {
            let from = format!("/{}", old.trim_matches('/'));
            move_story::redirect(self.tx, house, &ACTOR, &from, &live.path).await?;
        }
        self.paths.insert(piece.slug.clone(), live.path);
        let updated = self.moment(piece, "updated", front.updated.as_deref(), front.updated_ago.as_deref())?;
        if let Some(updated) = updated {
            publish.updated = Some(updated);
            publish_story::run(self.tx, &self.house_at(updated), &WHO, &publish).await?;
        }
        for lines in &front.corrections {
            let at = self.moment(piece, "at", lines.at.as_deref(), lines.ago.as_deref())?;
            let correct = Correct {
                story_id: id.clone(),
                kind: lines.kind.clone(),
                wrong: lines.wrong.clone(),
                correct: lines.right.clone(),
                grave: Some(lines.place == "top"),
                at,
            };
            let house = self.house_at(at.unwrap_or(self.now));
            correct_story::run(self.tx, &house, &WHO, &correct)
                .await
                .map_err(|error| piece.fault("right", error.to_string()))?;
        }
        if let Some(notice) = &front.retracted {
            let at = self.moment(piece, "retracted_at", front.retracted_at.as_deref(), None)?;
            let house = self.house_at(at.unwrap_or(self.now));
            let retract = Retract {
                story_id: id.clone(),
                notice: notice.clone(),
            };
            retract_story::run(self.tx, &house, &WHO, &retract).await?;
        }
        if front.taken_down.is_some() {
            let at = self.moment(piece, "taken_down_at", front.taken_down_at.as_deref(), None)?;
            let house = self.house_at(at.unwrap_or(self.now));
            remove_story::run(self.tx, &house, &WHO, &id).await?;
        }
        Ok(())
    }

    fn moment(&self, piece: &Piece, key: &str, at: Option<&str>, ago: Option<&str>) -> Result<Option<Micros>, Fault> {
        moment(at, ago, &self.zone, self.now).map_err(|message| piece.fault(key, message))
    }

    async fn copy(&mut self, house: &House, piece: &Piece) -> Result<Copy> {
        let front = &piece.front;
        let read = markdown::read(&piece.body, &mut SequentialIds::new());
        if let Some(left) = read.left_out.first() {
            return Err(piece.fault("", format!("{}: {}", left.what, left.why)).into());
        }
        let mut document = read.document;
        place_pictures(&mut document.blocks, &self.pictures)
            .map_err(|name| piece.fault("", format!("there is no picture {name} in pictures.toml")))?;
        let section_id = match &front.section {
            Some(slug) => Some(
                self.sections
                    .get(slug)
                    .cloned()
                    .ok_or_else(|| piece.fault("section", format!("there is no section {slug}")))?,
            ),
            None => None,
        };
        let kind = match front.kind.as_deref() {
            Some(kind) => Kind::parse(kind).ok_or_else(|| piece.fault("kind", format!("there is no kind {kind}")))?,
            None => Kind::default(),
        };
        let picture_id = match &front.picture {
            Some(name) => Some(
                self.pictures
                    .get(name)
                    .cloned()
                    .ok_or_else(|| piece.fault("picture", format!("there is no picture {name} in pictures.toml")))?,
            ),
            None => None,
        };
        let mut byline = Vec::new();
        for slug in &front.authors {
            let author = self.authors.get(slug).cloned();
            let author = author.ok_or_else(|| piece.fault("authors", format!("there is no author {slug}")))?;
            byline.push(Byline {
                author: Some(author),
                guest: String::new(),
                role: String::new(),
            });
        }
        byline.extend(front.guests.iter().map(|guest| {
            let (name, role) = guest.split_once(", ").unwrap_or((guest, ""));
            Byline {
                author: None,
                guest: name.to_owned(),
                role: role.to_owned(),
            }
        }));
        let mut topics = Vec::new();
        for name in &front.topics {
            let id = match self.topics.get(name) {
                Some(id) => id.clone(),
                None => name_topic::run(self.tx, house, &ACTOR, name).await?.id,
            };
            self.topics.insert(name.clone(), id.clone());
            topics.push(id);
        }
        Ok(Copy {
            headline: front.headline.clone(),
            short_headline: front.short_headline.clone(),
            standfirst: front.standfirst.clone(),
            document,
            dateline: front.dateline.clone(),
            section_id,
            kind,
            picture_id,
            byline,
            topics,
            ..Copy::default()
        })
    }

    async fn arrange(&mut self, folder: &DemoFolder) -> Result<()> {
        let mut layout = Layout::default();
        let seconds = (0_u8..).map(Seat::Second).zip(&folder.front.seconds);
        for (seat, name) in std::iter::once((Seat::Lead, &folder.front.lead)).chain(seconds) {
            if name == "automatic" {
                continue;
            }
            let story = self.stories.get(name).ok_or_else(|| Fault {
                file: "front.toml".to_owned(),
                line: 1,
                message: format!("there is no story {name}"),
            })?;
            layout.slots.insert(seat, Slot::story(story));
        }
        if layout != Layout::default() {
            let who = Who::House(ACTOR);
            put_front_live::set(self.tx, self.house, &who, &Front::Paper, &layout).await?;
        }
        Ok(())
    }

    async fn post(&mut self, folder: &DemoFolder) -> Result<()> {
        let mut named: HashMap<&str, String> = HashMap::new();
        for lines in &folder.replies {
            let id = self.post_one(lines, &named).await?;
            if let Some(name) = &lines.id {
                named.insert(name, id);
            }
        }
        Ok(())
    }

    async fn post_one(&mut self, lines: &ReplyLines, named: &HashMap<&str, String>) -> Result<String> {
        let fault = |message: String| Fault {
            file: "replies.toml".to_owned(),
            line: line_of("replies.toml", lines.story.span().start),
            message,
        };
        let slug = lines.story.get_ref();
        let story = self.stories.get(slug);
        let story_id = story
            .cloned()
            .ok_or_else(|| fault(format!("there is no story {slug}")))?;
        let at = moment(lines.at.as_deref(), lines.ago.as_deref(), &self.zone, self.now).map_err(fault)?;
        let at = at.ok_or_else(|| fault("the reply has neither `at` nor `ago`".to_owned()))?;
        let state = ReplyState::parse(&lines.state);
        let state = state.ok_or_else(|| fault(format!("there is no state {}", lines.state)))?;
        let parent = match &lines.parent {
            Some(name) => {
                let parent = named.get(name.as_str()).cloned();
                parent.ok_or_else(|| fault(format!("no reply {name} stands above this one")))?
            }
            None => String::new(),
        };
        let sent = Sent {
            story_id,
            parent,
            name: lines.name.clone(),
            email: lines.email.clone(),
            text: lines.text.clone(),
            // Readers of the demo are invented, so they share one client.
            client: "demo".to_owned(),
        };
        let house = self.house_at(at);
        let taken = post_reply::run(self.tx, &house, &sent).await?;
        let taken = taken.map_err(|why| fault(format!("the reply is not taken: {why:?}")))?;
        decide_reply::run(self.tx, &house, &ACTOR, &taken.id, state).await?;
        Ok(taken.id)
    }
}

/// What the foot of each page calls a standing page: its short headline, else the first word of a long one.
fn label(page: &Piece) -> String {
    if page.front.short_headline.is_empty() {
        let headline = &page.front.headline;
        let is_long = headline.chars().count() > 16;
        let first = headline
            .split_whitespace()
            .next()
            .filter(|_| is_long && page.slug == "about");
        first.unwrap_or(headline).to_owned()
    } else {
        page.front.short_headline.clone()
    }
}

/// Puts ids in the place of the names of pictures; returns a name that is not known.
fn place_pictures(blocks: &mut [Block], ids: &HashMap<String, String>) -> Result<(), String> {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Picture(picture) => {
                if let Some(name) = &picture.picture {
                    let id = ids.get(name).ok_or_else(|| name.clone())?;
                    picture.picture = Some(id.clone());
                }
            }
            BlockKind::Quote { blocks, .. } | BlockKind::Details { blocks, .. } => place_pictures(blocks, ids)?,
            _ => {}
        }
    }
    Ok(())
}

/// Puts ids in the place of the slugs of read-mores; true when there was one, an error names a slug that is not known.
fn tie(document: &mut Document, id_of: &dyn Fn(&str) -> Option<String>) -> Result<bool, String> {
    let mut tied = false;
    for block in &mut document.blocks {
        if let BlockKind::ReadMore(more) = &mut block.kind
            && let Some(slug) = &more.story
        {
            more.story = Some(id_of(slug).ok_or_else(|| slug.clone())?);
            tied = true;
        }
    }
    Ok(tied)
}
