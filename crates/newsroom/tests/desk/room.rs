//! A newsroom of a test: a paper with sections, a set clock, and people of every role.

use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::door::{Account, MAIL_AT_FIRST, keep_list, keep_roles};
use courant_model::ids::CountedIds;
use courant_model::paper::Paper;
use courant_model::story::Story;
use courant_model::term::Section;
use courant_model::time::{HOUR, Micros, SetClock};
use courant_newsroom::commands::{begin_story, open_paper};
use courant_newsroom::copydesk::Style;
use courant_newsroom::permissions::Who;
use courant_newsroom::{House, Result};
use courant_store::keys::Keys;
use courant_store::scratch::Scratch;
use courant_store::{Store, Tx, q};
use std::sync::Arc;

/// When the tests begin.
pub const MORNING: Micros = 1_764_061_200_000_000;

/// The newsroom.
pub struct Room {
    /// The rows.
    pub store: Store,
    /// Clock and ids.
    pub house: House,
    /// The clock, to set it.
    pub clock: Arc<SetClock>,
    /// The paper's sections.
    pub sections: Vec<Section>,
    /// The folder of the test.
    pub scratch: Scratch,
}

impl Room {
    /// Opens a paper.
    pub async fn open(scratch: Scratch) -> Self {
        let store = scratch.open().await.unwrap();
        let clock = Arc::new(SetClock::at(MORNING));
        let house = House {
            clock: clock.clone(),
            ids: Arc::new(CountedIds::default()),
            keys: Arc::new(Keys::open(&scratch.folder.path().join("secret.key")).unwrap()),
            style: Style::in_folder(Some(scratch.folder.path().join("styles"))),
        };
        let mut tx = store.write().await.unwrap();
        let paper = Paper::new("The Example", "Europe/Lisbon");
        let sections = open_paper::run(
            &mut tx,
            &house,
            &Actor::Console,
            &paper,
            &open_paper::default_sections(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        Self {
            store,
            house,
            clock,
            sections,
            scratch,
        }
    }

    /// Somebody of a role joins, called by it.
    pub async fn hire(&self, role: Role) -> Who {
        self.hire_as(role.as_str(), role, &[]).await
    }

    /// Somebody with a name joins, of sections by slug.
    pub async fn hire_as(&self, name: &str, role: Role, sections: &[&str]) -> Who {
        let sections: Vec<String> = self
            .sections
            .iter()
            .filter(|section| sections.contains(&section.slug.as_str()))
            .map(|section| section.id.clone())
            .collect();
        let id = name.to_lowercase().replace(' ', "-");
        let account = Account {
            id: id.clone(),
            name: name.to_owned(),
            email: format!("{id}@news.example"),
            email_folded: format!("{id}@news.example"),
            roles: keep_roles(&[role]),
            sections: keep_list(&sections),
            author_id: None,
            password: String::new(),
            totp: None,
            totp_step: 0,
            state: "open".to_owned(),
            mail: MAIL_AT_FIRST.to_owned(),
            created_at: self.house.now(),
        };
        let mut tx = self.write().await;
        q!(tx, accounts::add(&account)).unwrap();
        tx.commit().await.unwrap();
        Who::Member(account.member())
    }

    /// A transaction that writes.
    pub async fn write(&self) -> Tx {
        self.store.write().await.unwrap()
    }

    /// A transaction that reads.
    pub async fn read(&self) -> Tx {
        self.store.read().await.unwrap()
    }

    /// An hour passes.
    pub fn later(&self) -> Micros {
        let now = self.house.now() + HOUR;
        self.clock.set(now);
        now
    }

    /// Begins a draft as somebody.
    pub async fn begin(&self, who: &Who, slug: &str) -> Story {
        let mut tx = self.write().await;
        let mut begin = begin_story::Begin {
            working_slug: slug.to_owned(),
            ..begin_story::Begin::default()
        };
        begin.copy.headline = slug.replace('-', " ");
        begin.copy.section_id = self.sections.first().map(|section| section.id.clone());
        let story = begin_story::run(&mut tx, &self.house, who, begin).await.unwrap();
        tx.commit().await.unwrap();
        story
    }
}

/// The key of a refusal.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    match outcome.unwrap_err() {
        courant_newsroom::Error::Refusal(refusal) => refusal.key,
        other => panic!("{other}"),
    }
}
