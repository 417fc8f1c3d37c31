//! Stories and pages of a site that moves in: each item becomes one, is brought up to date, or is known already.
//! A batch of them is one transaction.

use super::item::Item;
use super::ready::{Ready, feature_ref};
use super::table::Form;
use super::{ACTOR, BATCH, Import, Progress, addresses, who};
use crate::failure::{Failure, Result};
use courant_exchange::wordpress::{Post, Problem, State};
use courant_model::brought::{Brought, Kind};
use courant_model::schedule::Local;
use courant_model::story::State as Stands;
use courant_model::time::{Micros, SetClock, timestamp};
use courant_newsroom::commands::file_story::{self, NewStory};
use courant_newsroom::commands::keep_address::{self, Goal};
use courant_newsroom::commands::publish_story::{self, Dated, Publish};
use courant_newsroom::commands::schedule_story;
use courant_newsroom::commands::step_story::{self, Step};
use courant_newsroom::outside::Client;
use courant_newsroom::{Error, House, drafts};
use courant_store::{Tx, q};
use std::sync::Arc;
use tokio::sync::mpsc::Receiver;

/// What the reading side hands over.
#[derive(Debug)]
pub enum Read {
    /// A story or page.
    Item(Box<Item>),
    /// An older revision of one.
    Revision(Box<Post>),
    /// Something wrong with the file.
    Problem(Problem),
    /// So many items were read that are nothing here.
    Passed(u64),
}

impl Import<'_> {
    /// Takes in what is read, batch by batch.
    pub async fn bring_items(&mut self, mut from: Receiver<Read>, total: u64) -> Result<()> {
        let client = Client::new().map_err(|error| Failure::new(error.to_string()))?;
        let mut progress = Progress::begin("items", total);
        let mut read = Vec::with_capacity(BATCH);
        loop {
            read.clear();
            if from.recv_many(&mut read, BATCH).await == 0 || self.stop.is_asked() {
                break;
            }
            let count = read
                .iter()
                .map(|one| if let Read::Passed(count) = one { *count } else { 1 })
                .sum();
            for one in &read {
                if let Read::Item(item) = one {
                    self.fetch_for(item, &client).await?;
                }
            }
            let mut tx = self.tx().await?;
            for one in read.drain(..) {
                match one {
                    Read::Item(item) => self.item(&mut tx, *item).await?,
                    Read::Revision(post) => self.revision(&mut tx, *post).await?,
                    Read::Problem(problem) => self.fault(&problem),
                    Read::Passed(_) => {}
                }
            }
            self.done(tx).await?;
            progress.step(count);
        }
        let told = progress.end();
        self.said.note(told);
        Ok(())
    }

    /// Tells a problem of the reading side.
    pub fn fault(&mut self, problem: &Problem) {
        let title: String = problem.title.chars().take(80).collect();
        let item = match (problem.item, title.is_empty()) {
            (Some(number), true) => number.to_string(),
            (Some(number), false) => format!("{number} “{title}”"),
            (None, true) => String::new(),
            (None, false) => format!("“{title}”"),
        };
        self.said.problem(item, problem.place.to_string(), problem.what.clone());
    }

    async fn fetch_for(&mut self, item: &Item, client: &Client) -> Result<()> {
        if !item.post.pictures.is_empty() {
            self.bring_beside(&item.post.pictures, client).await?;
        }
        if let Some(feature) = &item.feature {
            let reference = feature_ref(feature);
            self.bring_beside(std::slice::from_ref(&reference), client).await?;
        }
        Ok(())
    }

    async fn item(&mut self, tx: &mut Tx, item: Item) -> Result<()> {
        let is_page = match self.table.form(item.post.kind.name()) {
            Form::Nothing => {
                self.count(item.post.kind.name() == "page", &item);
                return Ok(());
            }
            form => form == Form::Page,
        };
        self.count(is_page, &item);
        for problem in &item.post.unreadable {
            self.fault(problem);
        }
        let mut ready = self.ready(&item, is_page)?;
        let brought = self.brought(tx, Kind::Post, &item.outside).await?;
        let story = match brought {
            Some(brought) => self.again(tx, &item, &mut ready, brought).await?,
            None if self.asked.dry_run => None,
            None => match self.add(tx, &item, &mut ready).await? {
                Some(story) => Some((story, true)),
                None => return Ok(()),
            },
        };
        if is_page {
            self.said.kept.pages += 1;
        } else {
            self.said.kept.stories += 1;
        }
        match story {
            Some((story, is_new)) => self.replies(tx, &item, &story, is_new).await?,
            // A dry run has no story whose replies could be looked up.
            None if self.asked.dry_run => self.said.kept.replies += item.post.comments.len() as u64,
            None => {}
        }
        Ok(())
    }

    fn count(&mut self, is_page: bool, item: &Item) {
        if is_page {
            self.said.found.pages += 1;
        } else {
            self.said.found.stories += 1;
        }
        self.said.found.replies += item.post.comments.len() as u64;
    }

    pub(super) fn tell(&mut self, item: &Item, what: impl Into<String>) {
        self.said.problem(item.name(), item.post.link.clone(), what);
    }

    /// The house with its clock at another time: what was written years ago is of that time here too.
    pub(super) fn house_at(&self, at: Micros) -> House {
        House {
            clock: Arc::new(SetClock::at(at)),
            ..self.newsroom.house.clone()
        }
    }

    /// Begins a story, and takes it as far as it had come.
    async fn add(&mut self, tx: &mut Tx, item: &Item, ready: &mut Ready) -> Result<Option<String>> {
        let post = &item.post;
        let house = self.house_at(ready.changed);
        self.put_place(tx, item, ready).await?;
        let new = NewStory {
            is_page: ready.is_page,
            working_slug: courant_model::slug::of(&addresses::slug_of(&post.slug)),
            origin: Some(post.link.clone()).filter(|link| !link.is_empty()),
            rights: None,
            noindex: post.seo.noindex,
            copy: ready.copy.clone(),
        };
        let story = match file_story::begin(tx, &house, &ACTOR, new).await {
            Ok(story) => story,
            Err(error) => {
                self.refused(item, "it was left out", error)?;
                return Ok(None);
            }
        };
        let mut revision = story.head.clone();
        if item.closed.is_some() {
            self.tell(item, item.closed.clone().unwrap_or_default());
        } else {
            match &post.state {
                State::Published => {
                    if let Some(live) = self.publish(tx, item, ready, &story.id).await? {
                        revision = live;
                        if post.sticky && !ready.is_page {
                            self.on_top.push((ready.at.unwrap_or(0), story.id.clone()));
                        }
                    }
                }
                State::Scheduled => self.schedule(tx, item, ready, &story.id).await?,
                State::Pending => self.step(tx, item, &story.id, "hand-in", &house).await?,
                State::Trash => self.step(tx, item, &story.id, "spike", &house).await?,
                State::Draft | State::Private | State::Inherit => {}
                State::Other(name) => {
                    let what = format!("its state {name:?} is a plugin's; it came in as a draft");
                    self.tell(item, what);
                }
            }
        }
        self.keep(tx, Kind::Post, &item.outside, &story.id, &revision, &ready.print)
            .await?;
        Ok(Some(story.id))
    }

    /// Section and topics as ids of the paper.
    async fn put_place(&mut self, tx: &mut Tx, item: &Item, ready: &mut Ready) -> Result<()> {
        if ready.is_page {
            return Ok(());
        }
        let (section, topics) = self.ids_of(tx, &ready.place, &item.post.terms).await?;
        ready.copy.section_id = Some(section);
        ready.copy.topics = topics;
        Ok(())
    }

    /// Puts it before readers, at the address that it had. Gives back the revision that they see.
    async fn publish(&mut self, tx: &mut Tx, item: &Item, ready: &Ready, story: &str) -> Result<Option<String>> {
        let now = self.newsroom.house.now();
        let dated = match ready.at {
            Some(at) if at > now => {
                self.tell(
                    item,
                    "its date is still to come, though readers saw it; it is dated now",
                );
                Dated::At(now)
            }
            Some(at) => Dated::At(at),
            None => Dated::Unknown,
        };
        let publish = Publish {
            dated,
            slug: courant_model::slug::of(&addresses::slug_of(&item.post.slug)),
            ..Publish::now(story)
        };
        let house = self.house_at(ready.changed);
        let done = match &ready.path {
            Some(path) => publish_story::standing_at(tx, &house, &who(), &publish, path).await,
            None => publish_story::run(tx, &house, &who(), &publish).await,
        };
        let live = match done {
            Ok(live) => live,
            Err(error) => {
                self.refused(item, "it came in as a draft", error)?;
                return Ok(None);
            }
        };
        let goal = Goal::Path(live.path.clone());
        for alias in &item.aliases {
            if let Some(alias) = addresses::path_of(alias, self.site.as_ref()) {
                keep_address::run(tx, &house, &ACTOR, &alias, &goal).await?;
            }
        }
        if let Some(path) = &ready.path {
            if *path != live.path {
                keep_address::run(tx, &house, &ACTOR, path, &goal).await?;
                let there = q!(tx, addresses::at(path))?;
                if there.is_none_or(|there| there.target != live.path) {
                    self.tell(
                        item,
                        format!("something else stands at {path}; the story stands at {}", live.path),
                    );
                }
            }
            for old in &item.post.old_slugs {
                if let Some(old) = addresses::with_last(path, old) {
                    keep_address::run(tx, &house, &ACTOR, &old, &goal).await?;
                }
            }
        }
        Ok(Some(live.revision_id))
    }

    async fn schedule(&mut self, tx: &mut Tx, item: &Item, ready: &Ready, story: &str) -> Result<()> {
        let house = self.newsroom.house.clone();
        let due = ready.at.filter(|at| *at > house.now());
        let Some(due) = due else {
            self.tell(item, "it was to go out at a time that is over; it came in as a draft");
            return Ok(());
        };
        let zone = self.paper.time_zone();
        let local = timestamp(due)
            .to_zoned_datetime(zone)
            .strftime("%Y-%m-%dT%H:%M:%S")
            .to_string();
        let scheduled = match Local::parse(&local, &self.paper.zone) {
            Ok(local) => schedule_story::run(tx, &house, &who(), story, &local).await.map(|_| ()),
            Err(error) => {
                self.tell(
                    item,
                    format!("it could not be put on the schedule: {error}; it came in as a draft"),
                );
                return Ok(());
            }
        };
        if let Err(error) = scheduled {
            self.refused(item, "it came in as a draft", error)?;
        }
        Ok(())
    }

    async fn step(&mut self, tx: &mut Tx, item: &Item, story: &str, verb: &str, house: &House) -> Result<()> {
        let step = Step {
            story_id: story.to_owned(),
            verb: verb.to_owned(),
            ..Step::default()
        };
        if let Err(error) = step_story::run(tx, house, &who(), &step).await {
            self.refused(item, "it came in as a draft", error)?;
        }
        Ok(())
    }

    /// A refusal is a problem of the item; anything else ends the import.
    fn refused(&mut self, item: &Item, became: &str, error: Error) -> Result<()> {
        match error {
            Error::Internal(error) => Err(error.into()),
            other => {
                self.tell(item, format!("{other}; {became}"));
                Ok(())
            }
        }
    }

    /// An item that was brought in before: nothing to do, or it changed there and nobody here touched it.
    async fn again(
        &mut self,
        tx: &mut Tx,
        item: &Item,
        ready: &mut Ready,
        brought: Brought,
    ) -> Result<Option<(String, bool)>> {
        let story = brought.target.clone();
        if brought.print == ready.print {
            self.said.unchanged += 1;
            return Ok(Some((story, false)));
        }
        let Some(stands) = q!(tx, stories::by_id(&story))? else {
            self.tell(item, "it was erased here; it was left so");
            return Ok(None);
        };
        let state = Stands::parse(&stands.state);
        if matches!(state, Some(Stands::Removed | Stands::Killed)) {
            self.said.unchanged += 1;
            self.tell(item, "it was taken down here; it was left so");
            return Ok(Some((story, false)));
        }
        if stands.head != brought.revision_id || drafts::has_unsettled(tx, &story).await? {
            self.said.unchanged += 1;
            self.tell(item, "it changed there, and here too; what stands here was left");
            return Ok(Some((story, false)));
        }
        self.said.updated += 1;
        if self.asked.dry_run {
            return Ok(Some((story, false)));
        }
        self.put_place(tx, item, ready).await?;
        let house = self.house_at(ready.changed.max(stands.changed_at));
        let head = match file_story::revise(tx, &house, &ACTOR, &story, ready.copy.clone()).await {
            Ok(head) => head,
            Err(error) => {
                self.refused(item, "what stands here was left", error)?;
                return Ok(Some((story, false)));
            }
        };
        let mut revision = head.id;
        let is_live = q!(tx, live::by_id(&story))?.is_some();
        if item.closed.is_none() && (is_live || item.post.state == State::Published) {
            if is_live && item.post.state != State::Published {
                self.tell(item, "readers do not see it there any more; here they do");
            } else if let Some(live) = self.publish(tx, item, ready, &story).await? {
                revision = live;
            }
        }
        self.keep(tx, Kind::Post, &item.outside, &story, &revision, &ready.print)
            .await?;
        Ok(Some((story, false)))
    }
}
