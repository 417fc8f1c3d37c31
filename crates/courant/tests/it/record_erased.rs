//! Erasing somebody from the record: the name stands nowhere afterwards but in the stories' own texts, its address says
//! that it is gone, and nothing makes a new entry of it by itself. Run by `cargo test`, on both engines.

use crate::harness::{Draft, TestPaper, act};
use courant_model::account::Role;
use courant_model::quotation::AnswerKind;
use courant_model::record::{Entity, EntityKind};
use courant_model::story::Live;
use courant_newsroom::commands::ask_correction::{self, Ask};
use courant_newsroom::commands::confirm_quotation::{self, Confirm, Details};
use courant_newsroom::commands::decide_event::{self, Decide};
use courant_newsroom::commands::decide_mention::{self, Decision, Wanted};
use courant_newsroom::commands::erase_entity::{self, Erase};
use courant_newsroom::commands::keep_entity::{self, Keep};
use courant_newsroom::commands::keep_storyline::{self, Keep as KeepStoryline, Open as StorylineOpen};
use courant_newsroom::commands::open_entity::{self, Open};
use courant_newsroom::commands::{file_in_storyline, merge_entities};
use courant_newsroom::permissions::Who;
use courant_newsroom::record::{found, quotations};
use courant_newsroom::{Error, Result};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    an_erased_name_stands_nowhere_but_in_the_stories_own_texts,
    what_was_erased_is_entered_again_by_hand_alone,
    the_chief_alone_erases_and_no_place_is,
    the_desk_says_what_would_go_and_asks_who_one_is,
);

fn key<T: std::fmt::Debug>(done: Result<T>) -> &'static str {
    match done {
        Err(Error::Refusal(refusal)) => refusal.key,
        other => panic!("not refused: {other:?}"),
    }
}

const TEXT: &str = "<p>“The quay is ours,” Ilda Moraes told reporters on 3 March 2026.</p>\
    <p>“Ilda Moraes stole the money,” Rui Tavares said.</p>\
    <p>“The ferry sails at noon,” Rui Tavares said.</p>\
    <p>The council voted on 4 March 2026 to keep Ilda Moraes.</p>";

async fn person(paper: &TestPaper, who: &Who, story: &Live, words: &str) -> Entity {
    let wanted = Wanted {
        story_id: story.story_id.clone(),
        words: words.into(),
        decision: Decision::New(EntityKind::Person),
    };
    act!(paper, decide_mention::run, who, &wanted).unwrap().unwrap()
}

async fn open(paper: &TestPaper, who: &Who, entity: &Entity) {
    let open = Open {
        id: entity.id.clone(),
        role: "Head of the port".into(),
        engines: true,
    };
    act!(paper, open_entity::run, who, &open).unwrap();
}

fn keep(entity: &Entity, description: &str, aliases: &[&str]) -> Keep {
    Keep {
        id: Some(entity.id.clone()),
        seen: None,
        kind: EntityKind::Person,
        name: entity.name.clone(),
        description: description.into(),
        aliases: aliases.iter().map(|one| (*one).to_owned()).collect(),
        roles: Vec::new(),
        wikidata: String::new(),
    }
}

/// Confirms every quotation of a story.
async fn confirm(paper: &TestPaper, who: &Who, story: &str) {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let head = q!(tx, stories::by_id(story)).unwrap().unwrap().head;
    let head = q!(tx, stories::revision(&head)).unwrap().unwrap();
    let page = confirm_quotation::page(&mut tx, &head).await.unwrap();
    drop(tx);
    for one in quotations::read(&page) {
        let mut details = Details {
            addressee: "friends of Ilda Moraes".into(),
            ..confirm_quotation::suggested(&one)
        };
        if !details.accused.is_empty() {
            details.answer_kind = Some(AnswerKind::Denied);
        }
        let wanted = Confirm {
            story_id: story.to_owned(),
            mark: one.mark,
            details: Some(details),
            ..Confirm::default()
        };
        act!(paper, confirm_quotation::run, who, &wanted).unwrap();
    }
}

/// A paper whose record holds Ilda Moraes in every way that it can.
async fn paper(scratch: Scratch) -> (TestPaper, Who, Live, Entity) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let live = paper
        .publish(&Draft {
            slug: "quay",
            html: TEXT,
            ..Draft::of("The quay")
        })
        .await;
    let id = &live.story_id;
    let ilda = person(&paper, &chief, &live, "Ilda Moraes").await;
    act!(
        paper,
        keep_entity::run,
        &chief,
        &keep(&ilda, "Engineer", &["Ilda M. Moraes"])
    )
    .unwrap();
    let rui = person(&paper, &chief, &live, "Rui Tavares").await;
    act!(
        paper,
        keep_entity::run,
        &chief,
        &keep(&rui, "Once an aide of Ilda Moraes", &[])
    )
    .unwrap();
    let other = Keep {
        id: None,
        name: "Ilda Moraes Lopes".into(),
        ..keep(&ilda, "", &[])
    };
    let other = act!(paper, keep_entity::run, &chief, &other).unwrap();
    for entity in [&ilda, &rui, &other] {
        open(&paper, &chief, entity).await;
    }
    act!(paper, merge_entities::run, &chief, &other.id, &ilda.id).unwrap();
    confirm(&paper, &chief, id).await;
    let storyline = KeepStoryline {
        title: "The case of Ilda Moraes".into(),
        summary: "What Ilda Moraes did.".into(),
        open: StorylineOpen::Engines,
        ..KeepStoryline::default()
    };
    let storyline = act!(paper, keep_storyline::run, &chief, &storyline).unwrap();
    act!(paper, file_in_storyline::run, &chief, &storyline.id, id).unwrap();
    let event = Decide {
        id: None,
        storyline_id: storyline.id,
        story_id: id.clone(),
        sentence: "The council voted on 4 March 2026 to keep Ilda Moraes.".into(),
        kind: "vote".into(),
        status: "confirmed".into(),
        day: "2026-03-04".into(),
        title: String::new(),
        place: String::new(),
        refuse: false,
    };
    act!(paper, decide_event::run, &chief, &event).unwrap();
    found::read(&paper.newsroom, id).await.unwrap();
    let ask = Ask {
        entity_id: Some(ilda.id.clone()),
        text: "I am Ilda Moraes and want to go.".into(),
        ..Ask::default()
    };
    act!(paper, ask_correction::run, &ask).unwrap();
    (paper, chief, live, ilda)
}

fn erase(entity: &Entity) -> Erase {
    Erase {
        id: entity.id.clone(),
        ..Erase::default()
    }
}

/// Every way on which readers see of the record that she was in it.
const WAYS: [&str; 4] = [
    "/people/ilda-moraes",
    "/people/ilda-moraes-lopes",
    "/people/ilda-moraes/feed.xml",
    "/people/ilda-moraes/quotations/feed.xml",
];

async fn an_erased_name_stands_nowhere_but_in_the_stories_own_texts(scratch: Scratch) {
    let (paper, chief, live, ilda) = paper(scratch).await;
    let record = [
        "entity",
        "entity_alias",
        "entity_tail",
        "mention",
        "name_found",
        "utterance",
        "quotation",
        "event",
        "storyline",
        "record_request",
        "live_quotation_word",
    ];
    let before = paper.tables_with("moraes").await;
    for table in record {
        assert!(before.contains(&table.to_owned()), "{table}: {before:?}");
    }
    paper.until("/people/ilda-moraes", |page| page.status == 200).await;
    paper
        .until("/people/ilda-moraes-lopes", |page| page.status == 301)
        .await;
    paper
        .until("/storylines/the-case-of-ilda-moraes", |page| page.contains("voted"))
        .await;
    paper.until("/people/rui-tavares", |page| page.contains("stole")).await;
    let story = paper
        .until("/local/quay", |page| page.contains("/people/ilda-moraes"))
        .await;
    assert!(story.contains("said-list"));
    act!(paper, erase_entity::run, &chief, &erase(&ilda)).unwrap();
    for way in WAYS {
        paper.until(way, |page| page.status == 410).await;
    }
    let own = [
        "revision",
        "live",
        "draft",
        "draft_update",
        "draft_snapshot",
        "live_print",
    ];
    let after = paper.tables_with("moraes").await;
    assert!(
        after.iter().all(|table| own.contains(&table.as_str())),
        "the name is left in {after:?}"
    );
    let told = paper.tables().await["ledger"].clone();
    assert!(told.contains("erase") && told.contains(&ilda.id));
    // Readers: the story stands as it was, and everything else has lost her.
    let story = paper
        .until("/local/quay", |page| !page.contains("/people/ilda-moraes"))
        .await;
    assert!(story.contains("Ilda Moraes told reporters"));
    paper
        .until("/storylines/the-case-of-ilda-moraes", |page| page.status == 410)
        .await;
    let storyline = paper.until("/storylines/storyline-1", |page| page.status == 200).await;
    assert!(!storyline.contains("Moraes told") && storyline.contains("The case of a person"));
    let rui = paper.until("/people/rui-tavares", |page| !page.contains("stole")).await;
    assert!(
        rui.contains("The ferry sails at noon") && !rui.contains("Moraes"),
        "what others said of something else stands"
    );
    for path in [
        "/people",
        "/quotations",
        "/api/v1/quotations",
        "/api/v1/people",
        "/sitemaps/record-1.xml",
    ] {
        paper
            .until(path, |page| !page.text().to_lowercase().contains("moraes"))
            .await;
    }
    // Reading the story anew brings nothing back.
    found::read(&paper.newsroom, &live.story_id).await.unwrap();
    assert!(!paper.tables_with("moraes").await.contains(&"name_found".to_owned()));
}

async fn what_was_erased_is_entered_again_by_hand_alone(scratch: Scratch) {
    let (paper, chief, live, ilda) = paper(scratch).await;
    act!(paper, erase_entity::run, &chief, &erase(&ilda)).unwrap();
    let wanted = Wanted {
        story_id: live.story_id.clone(),
        words: "Ilda Moraes".into(),
        decision: Decision::New(EntityKind::Person),
    };
    assert_eq!(
        key(act!(paper, decide_mention::run, &chief, &wanted)),
        "name-erased",
        "no confirmation brings her back"
    );
    let other = Keep {
        id: None,
        ..keep(&ilda, "Another one", &[])
    };
    let other = act!(paper, keep_entity::run, &chief, &other).unwrap();
    let confirmed = person(&paper, &chief, &live, "Ilda Moraes").await;
    assert_ne!(confirmed.id, ilda.id);
    open(&paper, &chief, &other).await;
    paper.until("/people/ilda-moraes", |page| page.status == 200).await;
}

async fn the_chief_alone_erases_and_no_place_is(scratch: Scratch) {
    let (paper, chief, _, ilda) = paper(scratch).await;
    for role in [Role::Reporter, Role::Editor, Role::Admin, Role::Moderator] {
        let who = paper.account(role).await;
        assert_eq!(
            key(act!(paper, erase_entity::run, &who, &erase(&ilda))),
            "not-allowed",
            "{role:?}"
        );
    }
    let place = Keep {
        id: None,
        kind: EntityKind::Place,
        name: "Maren".into(),
        ..keep(&ilda, "", &[])
    };
    let place = act!(paper, keep_entity::run, &chief, &place).unwrap();
    assert_eq!(
        key(act!(paper, erase_entity::run, &chief, &erase(&place))),
        "erase-place"
    );
    let faster = Erase {
        seen: Some(1),
        ..erase(&ilda)
    };
    let done = act!(paper, erase_entity::run, &chief, &faster);
    assert!(matches!(done, Err(Error::Conflict(_))), "{done:?}");
}

async fn the_desk_says_what_would_go_and_asks_who_one_is(scratch: Scratch) {
    let (paper, _, _, ilda) = paper(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let sheet = paper.get_as(&chief, &format!("/desk/record/{}", ilda.id)).await;
    let path = format!("/desk/record/{}/erase", ilda.id);
    assert!(sheet.contains(&path), "the sheet leads there");
    let page = paper.get_as(&chief, &path).await;
    assert!(page.status == 200 && page.contains("2 quotations") && page.contains("One event"));
    assert!(page.contains("Ilda Moraes Lopes"), "and what was merged into her");
    // An hour later nobody knows whether it is still the chief who sits there.
    paper.pass(3_600_000_000);
    for answer in [
        paper.get_as(&chief, &path).await,
        paper.send_as(&chief, &path, &[("wording", "a person")]).await,
    ] {
        assert!(answer.status == 303 && answer.says("location").starts_with("/desk/confirm"));
    }
    let again = paper.colleague(&[Role::Chief]).await;
    let refused = paper.send_as(&again, &path, &[("wording", "Ilda Moraes")]).await;
    assert_eq!(refused.status, 422);
    let done = paper.send_as(&again, &path, &[("wording", "a person")]).await;
    assert_eq!(done.says("location"), "/desk/record?done=erased");
    assert_eq!(paper.get_as(&again, &path).await.status, 404);
}
