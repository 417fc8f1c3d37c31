//! What a journalist does in a test: files, publishes, updates, moves, corrects, takes down, decides on replies.
//! Each runs its command in one transaction and returns when it has committed.

use super::TestPaper;
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::door::Account;
use courant_model::paper::Paper;
use courant_model::reply::ReplyState;
use courant_model::story::{Byline, Live, State};
use courant_model::time::HOUR;
use courant_newsroom::Error;
use courant_newsroom::commands::correct_story::{self, Correct};
use courant_newsroom::commands::file_story::{self, Copy, NewStory};
use courant_newsroom::commands::move_story::{self, Move};
use courant_newsroom::commands::open_paper::{self, NewSection};
use courant_newsroom::commands::publish_story::{self, Dated, Publish};
use courant_newsroom::commands::{add_author, decide_reply, name_topic, remove_story, revise_paper, stops};
use courant_newsroom::copydesk::Findings;
use courant_newsroom::permissions::Who;
use courant_store::q;
use courant_text::SequentialIds;

const ACTOR: Actor = Actor::Console;
const WHO: Who = Who::House(Actor::Console);

/// Runs a command in a transaction of its own, which is committed when it succeeds.
macro_rules! act {
    ($paper:expr, $command:path $(, $argument:expr)* $(,)?) => {{
        let mut tx = $paper.newsroom.store.write().await.unwrap();
        let done = $command(&mut tx, &$paper.newsroom.house $(, $argument)*).await;
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
        done
    }};
}
pub(crate) use act;

/// A story to be.
#[derive(Debug, Clone)]
pub struct Draft<'d> {
    pub headline: &'d str,
    pub standfirst: &'d str,
    /// HTML, read as an import reads it.
    pub html: &'d str,
    /// Slug of its section; empty makes a standing page.
    pub section: &'d str,
    pub author: Option<&'d str>,
    pub topic: Option<&'d str>,
    pub slug: &'d str,
    pub dated: Dated,
}

/// Stands between pieces of HTML that are read each by itself.
pub const APART: &str = "\u{1e}";

fn read(html: &str) -> courant_text::Document {
    let mut ids = SequentialIds::new();
    let mut whole = courant_text::Document::default();
    for piece in html.split(APART) {
        let read = courant_text::html::read(piece, &mut ids);
        whole.blocks.extend(read.document.blocks);
    }
    whole
}

impl<'d> Draft<'d> {
    pub fn of(headline: &'d str) -> Self {
        Self {
            headline,
            standfirst: "",
            html: "<p>Text.</p>",
            section: "local",
            author: None,
            topic: None,
            slug: "",
            dated: Dated::Now,
        }
    }
}

impl TestPaper {
    /// What the copy desk would say of a story at the second of publication.
    pub async fn findings(&self, id: &str) -> Findings {
        let mut tx = self.newsroom.store.read().await.unwrap();
        let story = q!(tx, stories::by_id(id)).unwrap().unwrap();
        let head = q!(tx, stories::revision(&story.head)).unwrap().unwrap();
        stops::present(&mut tx, &self.newsroom.house, &story, &head)
            .await
            .unwrap()
    }

    /// What one of its checks says.
    pub async fn notes_of(&self, check: &str, id: &str) -> Vec<String> {
        let notes = self.findings(id).await.notes.into_iter();
        notes
            .filter(|one| one.note.check == check)
            .map(|one| one.note.message)
            .collect()
    }

    pub(super) async fn open_sections(mut self) -> Self {
        let mut sections = open_paper::default_sections();
        for section in &mut sections {
            let replies = match section.name.as_str() {
                "Economy" => "open",
                "US Politics" => "closed",
                _ => "approve",
            };
            replies.clone_into(&mut section.replies);
        }
        sections.push(NewSection::named("東京"));
        let paper = Paper::new("The Example", "Europe/Lisbon");
        let mut tx = self.newsroom.store.write().await.unwrap();
        open_paper::run(&mut tx, &self.newsroom.house, &ACTOR, &paper, &sections)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.know_sections().await;
        self
    }

    pub(super) async fn know_sections(&mut self) {
        let mut tx = self.newsroom.store.read().await.unwrap();
        let sections = q!(tx, terms::sections()).unwrap();
        self.sections = sections.into_iter().map(|one| (one.slug, one.id)).collect();
    }

    /// Changes the settings of the paper.
    pub async fn revise_paper(&self, change: impl FnOnce(&mut Paper)) {
        let mut tx = self.newsroom.store.write().await.unwrap();
        let mut paper = revise_paper::current(&mut tx).await.unwrap();
        change(&mut paper);
        revise_paper::run(&mut tx, &self.newsroom.house, &ACTOR, &paper)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn copy(&self, draft: &Draft<'_>) -> Copy {
        let mut tx = self.newsroom.store.write().await.unwrap();
        let house = &self.newsroom.house;
        let mut copy = Copy {
            headline: draft.headline.to_owned(),
            standfirst: draft.standfirst.to_owned(),
            document: read(draft.html),
            section_id: self.sections.get(draft.section).cloned(),
            ..Copy::default()
        };
        if let Some(name) = draft.author {
            let known = q!(tx, terms::author_by_slug(&courant_model::slug::of(name))).unwrap();
            let author = if let Some(author) = known {
                author
            } else {
                let new = add_author::NewAuthor {
                    name: name.to_owned(),
                    ..add_author::NewAuthor::default()
                };
                add_author::run(&mut tx, house, &ACTOR, &new).await.unwrap()
            };
            copy.byline.push(Byline {
                author: Some(author.id),
                guest: String::new(),
                role: String::new(),
            });
        }
        if let Some(name) = draft.topic {
            copy.topics
                .push(name_topic::run(&mut tx, house, &ACTOR, name).await.unwrap().id);
        }
        tx.commit().await.unwrap();
        copy
    }

    /// A colleague with a role and no sections of their own.
    pub async fn account(&self, role: Role) -> Who {
        let id = self.newsroom.house.id();
        let account = Account {
            id: id.clone(),
            name: format!("{} {id}", role.as_str()),
            email: format!("{id}@example.org"),
            email_folded: format!("{id}@example.org"),
            roles: format!("[\"{}\"]", role.as_str()),
            sections: "[]".to_owned(),
            author_id: None,
            password: String::new(),
            totp: None,
            totp_step: 0,
            state: "open".to_owned(),
            mail: "[]".to_owned(),
            created_at: self.newsroom.house.now(),
        };
        let mut tx = self.newsroom.store.write().await.unwrap();
        q!(tx, accounts::add(&account)).unwrap();
        tx.commit().await.unwrap();
        Who::Member(account.member())
    }

    /// Puts a story into a state, whatever led there.
    pub async fn set_state(&self, id: &str, state: State) {
        let mut tx = self.newsroom.store.write().await.unwrap();
        let story = q!(tx, stories::by_id(id)).unwrap().unwrap();
        q!(
            tx,
            stories::advance(id, state.as_str(), &story.head, self.newsroom.house.now())
        )
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// A reply to a story of a section that is open to replies; gives its address.
    pub async fn reply_to(&self, live: &Live, text: &str) -> String {
        let (story, stamp) = self.page(&live.path).await.reply_stamp();
        let fields = [
            ("story", story.as_str()),
            ("stamp", &stamp),
            ("parent", ""),
            ("website", ""),
            ("name", "Ana Reader"),
            ("email", "ana@example.org"),
            ("text", text),
        ];
        let answer = self.post("/replies", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let mut tx = self.newsroom.store.read().await.unwrap();
        let replies = q!(tx, replies::approved(&live.story_id, 100)).unwrap();
        format!("/replies/{}", replies.last().unwrap().id)
    }

    /// Files a draft and returns its id.
    pub async fn file(&self, draft: &Draft<'_>) -> String {
        self.file_as(&WHO, draft).await
    }

    /// Files a draft that a colleague wrote.
    pub async fn file_as(&self, who: &Who, draft: &Draft<'_>) -> String {
        let copy = self.copy(draft).await;
        let new = NewStory {
            is_page: draft.section.is_empty(),
            copy,
            ..NewStory::default()
        };
        let mut tx = self.newsroom.store.write().await.unwrap();
        let story = file_story::begin(&mut tx, &self.newsroom.house, &who.actor(), new)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        story.id
    }

    /// Gives a story a new revision, which readers do not see yet.
    pub async fn revise(&self, id: &str, draft: &Draft<'_>) {
        let copy = self.copy(draft).await;
        let mut tx = self.newsroom.store.write().await.unwrap();
        file_story::revise(&mut tx, &self.newsroom.house, &ACTOR, id, copy)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Publishes the newest revision.
    pub async fn put_out(&self, id: &str, dated: Dated, slug: &str) -> Live {
        let publish = Publish {
            story_id: id.to_owned(),
            dated,
            updated: None,
            developing: None,
            slug: slug.to_owned(),
            unseen: false,
            again: false,
        };
        let house = &self.newsroom.house;
        let mut tx = self.newsroom.store.write().await.unwrap();
        let mut done = publish_story::run(&mut tx, house, &WHO, &publish).await;
        if matches!(&done, Err(Error::Refusal(refusal)) if refusal.key == "stopped") {
            // What a test prints is no matter of the copy desk, which has tests of its own.
            drop(tx);
            tx = self.newsroom.store.write().await.unwrap();
            let reason = "the text of a test";
            stops::override_all(&mut tx, house, &WHO, id, reason).await.unwrap();
            done = publish_story::run(&mut tx, house, &WHO, &publish).await;
        }
        let live = done.unwrap();
        tx.commit().await.unwrap();
        live
    }

    /// Files and publishes.
    pub async fn publish(&self, draft: &Draft<'_>) -> Live {
        let id = self.file(draft).await;
        self.put_out(&id, draft.dated, draft.slug).await
    }

    /// Revises and publishes again.
    pub async fn update(&self, id: &str, draft: &Draft<'_>) -> Live {
        self.revise(id, draft).await;
        self.put_out(id, Dated::Now, "").await
    }

    pub async fn move_to(&self, id: &str, section: &str, slug: &str) -> Live {
        let wanted = Move {
            story_id: id.to_owned(),
            section_id: self.sections.get(section).cloned(),
            slug: Some(slug.to_owned()),
        };
        let mut tx = self.newsroom.store.write().await.unwrap();
        let live = move_story::run(&mut tx, &self.newsroom.house, &WHO, &wanted)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        live
    }

    pub async fn correct(&self, id: &str, wrong: &str, correct: &str, grave: bool) {
        let wanted = Correct {
            story_id: id.to_owned(),
            kind: "correction".to_owned(),
            wrong: wrong.to_owned(),
            correct: correct.to_owned(),
            grave: Some(grave),
            at: None,
        };
        let mut tx = self.newsroom.store.write().await.unwrap();
        correct_story::run(&mut tx, &self.newsroom.house, &WHO, &wanted)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn take_down(&self, id: &str) {
        let mut tx = self.newsroom.store.write().await.unwrap();
        remove_story::run(&mut tx, &self.newsroom.house, &WHO, id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn decide(&self, reply: &str, state: ReplyState) {
        let mut tx = self.newsroom.store.write().await.unwrap();
        decide_reply::run(&mut tx, &self.newsroom.house, &ACTOR, reply, state)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Publishes so many stories, an hour apart, the last one now.
    pub async fn fill_section(&self, section: &str, count: i64) {
        for n in 0..count {
            let headline = format!("Story number {}", n + 1);
            let draft = Draft {
                section,
                dated: Dated::At(self.newsroom.house.now() - (count - 1 - n) * HOUR),
                ..Draft::of(&headline)
            };
            self.publish(&draft).await;
        }
    }
}
