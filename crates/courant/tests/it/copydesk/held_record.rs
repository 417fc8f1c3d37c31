//! Names held back by the chief, on the ways that lead around a story: the record, storylines, the strip on the front,
//! links that show a draft, answers by mail.

use super::{NAME, in_place, refusal, withhold};
use crate::harness::{Draft, TestPaper, act};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::record::{Entity, EntityKind};
use courant_newsroom::Result;
use courant_newsroom::commands::answer_correction::{self, Answer};
use courant_newsroom::commands::ask_correction::{self, Ask};
use courant_newsroom::commands::confirm_quotation::{self, Confirm};
use courant_newsroom::commands::decide_event::{self, Decide};
use courant_newsroom::commands::keep_entity::{self, Keep, Role as Office};
use courant_newsroom::commands::keep_storyline::{self, Keep as KeepStoryline};
use courant_newsroom::commands::open_entity::{self, Open};
use courant_newsroom::commands::revise_paper;
use courant_newsroom::commands::set_breaking::{self, Set};
use courant_newsroom::commands::{merge_entities, preview_story, revise_section};
use courant_newsroom::permissions::Who;
use courant_newsroom::record::quotations;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    the_page_of_nobody_prints_a_name_held_back,
    no_line_of_a_storyline_or_a_quotation_prints_a_name_held_back,
    neither_strip_nor_section_nor_letter_prints_a_name_held_back,
    a_link_shows_nobody_a_draft_that_holds_such_a_name,
);

/// It was held back, and nothing else was said.
fn is_held<T: std::fmt::Debug>(done: Result<T>, what: &str) {
    assert_eq!(
        refusal(done),
        ("held-for-chief", "held for the chief".to_owned()),
        "{what}"
    );
}

async fn paper(scratch: Scratch) -> (TestPaper, Who, Who) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let editor = paper.account(Role::Editor).await;
    withhold(&paper, &chief, "").await;
    (paper, chief, editor)
}

fn keep(name: &str) -> Keep {
    Keep {
        id: None,
        seen: None,
        kind: EntityKind::Person,
        name: name.into(),
        description: String::new(),
        aliases: Vec::new(),
        roles: Vec::new(),
        wikidata: String::new(),
    }
}

fn open(entity: &Entity, role: &str) -> Open {
    Open {
        id: entity.id.clone(),
        role: role.into(),
        engines: false,
    }
}

async fn the_page_of_nobody_prints_a_name_held_back(scratch: Scratch) {
    let (paper, chief, editor) = paper(scratch).await;
    // The desk may know the name; readers may not.
    let secret = act!(paper, keep_entity::run, &editor, &keep(NAME)).unwrap();
    is_held(
        act!(paper, open_entity::run, &editor, &open(&secret, "Owner of the ferry")),
        "name",
    );
    let ana = act!(paper, keep_entity::run, &editor, &keep("Ana Reis")).unwrap();
    is_held(
        act!(paper, open_entity::run, &editor, &open(&ana, "Aide of Q. Wortmann")),
        "public role",
    );
    act!(paper, open_entity::run, &editor, &open(&ana, "Harbour master")).unwrap();
    let own = Keep {
        id: Some(ana.id.clone()),
        ..keep("Ana Reis")
    };
    let office = Office {
        title: format!("Aide of {NAME}"),
        ..Office::default()
    };
    for (what, changed) in [
        (
            "new name",
            Keep {
                name: NAME.into(),
                ..own.clone()
            },
        ),
        (
            "alias",
            Keep {
                aliases: vec![NAME.into()],
                ..own.clone()
            },
        ),
        (
            "description",
            Keep {
                description: format!("Not {NAME}"),
                ..own.clone()
            },
        ),
        (
            "role",
            Keep {
                roles: vec![office],
                ..own.clone()
            },
        ),
    ] {
        is_held(act!(paper, keep_entity::run, &editor, &changed), what);
    }
    is_held(
        act!(paper, merge_entities::run, &editor, &secret.id, &ana.id),
        "what was merged into a page",
    );
    let console = Who::House(Actor::Console);
    is_held(
        act!(paper, open_entity::run, &console, &open(&secret, "Owner")),
        "console",
    );
    assert_eq!(paper.get("/people/quetzalina-wortmann").await.status, 404);
    act!(paper, open_entity::run, &chief, &open(&secret, "Owner of the ferry")).unwrap();
}

async fn no_line_of_a_storyline_or_a_quotation_prints_a_name_held_back(scratch: Scratch) {
    let (paper, _, editor) = paper(scratch).await;
    let storyline = |title: &str, summary: &str| KeepStoryline {
        title: title.into(),
        summary: summary.into(),
        ..KeepStoryline::default()
    };
    is_held(
        act!(paper, keep_storyline::run, &editor, &storyline(NAME, "")),
        "title of a storyline",
    );
    is_held(
        act!(
            paper,
            keep_storyline::run,
            &editor,
            &storyline("The ferry", "By Q. Wortmann.")
        ),
        "summary of a storyline",
    );
    let kept = act!(paper, keep_storyline::run, &editor, &storyline("The ferry", "")).unwrap();
    let live = paper
        .publish(&Draft {
            html: "<p>The council voted on 4 March 2026.</p><p>“The ferry sails at noon,” Anna Berg said.</p>",
            ..Draft::of("Ferry sails again")
        })
        .await;
    let event = Decide {
        storyline_id: kept.id,
        story_id: live.story_id.clone(),
        sentence: "The council voted on 4 March 2026.".into(),
        kind: "vote".into(),
        status: "confirmed".into(),
        ..Decide::default()
    };
    for (what, wanted) in [
        (
            "title of an event",
            Decide {
                title: format!("{NAME} loses"),
                ..event.clone()
            },
        ),
        (
            "place of an event",
            Decide {
                place: "Xylograph School".into(),
                ..event.clone()
            },
        ),
    ] {
        is_held(act!(paper, decide_event::run, &editor, &wanted), what);
    }
    act!(paper, decide_event::run, &editor, &event).unwrap();
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let head = q!(tx, stories::by_id(&live.story_id)).unwrap().unwrap().head;
    let head = q!(tx, stories::revision(&head)).unwrap().unwrap();
    let page = confirm_quotation::page(&mut tx, &head).await.unwrap();
    drop(tx);
    let found = quotations::read(&page).remove(0);
    let mut details = confirm_quotation::suggested(&found);
    details.occasion = format!("Party of {NAME}");
    let wanted = Confirm {
        story_id: live.story_id,
        mark: found.mark,
        details: Some(details),
        ..Confirm::default()
    };
    is_held(
        act!(paper, confirm_quotation::run, &editor, &wanted),
        "occasion of a quotation",
    );
    let answer = paper.get("/quotations?q=Quetzalina+Wortmann").await;
    assert!(answer.status == 200 && !answer.text().to_lowercase().contains("quetzalina"));
}

async fn neither_strip_nor_section_nor_letter_prints_a_name_held_back(scratch: Scratch) {
    let (paper, _, editor) = paper(scratch).await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let mut settings = revise_paper::current(&mut tx).await.unwrap();
    let mut section = q!(tx, terms::sections()).unwrap().remove(0);
    drop(tx);
    let tagline = settings.tagline.clone();
    settings.tagline = format!("All about {NAME}");
    is_held(
        act!(paper, revise_paper::run, &Actor::Console, &settings),
        "line under the nameplate",
    );
    settings.tagline = tagline;
    act!(paper, revise_paper::run, &Actor::Console, &settings).unwrap();
    let live = paper.publish(&Draft::of("An arrest in the port")).await;
    let strip = |text: &str| Set {
        text: text.to_owned(),
        story_id: Some(live.story_id.clone()),
        until: None,
    };
    let arrested = strip(&format!("{NAME} is arrested"));
    is_held(act!(paper, set_breaking::run, &editor, &arrested), "breaking strip");
    act!(paper, set_breaking::run, &editor, &strip("An arrest in the port")).unwrap();
    section.description = format!("News of {NAME}.");
    is_held(
        act!(paper, revise_section::run, &Actor::Console, &section),
        "description of a section",
    );
    let ana = act!(paper, keep_entity::run, &editor, &keep("Ana Reis")).unwrap();
    act!(paper, open_entity::run, &editor, &open(&ana, "Harbour master")).unwrap();
    let ask = Ask {
        entity_id: Some(ana.id),
        text: "Is it she?".into(),
        ..Ask::default()
    };
    let request = act!(paper, ask_correction::run, &ask).unwrap();
    let answer = |text: &str| Answer {
        id: request.id.clone(),
        outcome: "declined".into(),
        text: text.into(),
    };
    is_held(
        act!(
            paper,
            answer_correction::run,
            &editor,
            &answer(&format!("No, it was {NAME}."))
        ),
        "answer",
    );
    act!(paper, answer_correction::run, &editor, &answer("No.")).unwrap();
}

async fn a_link_shows_nobody_a_draft_that_holds_such_a_name(scratch: Scratch) {
    let (paper, chief, editor) = paper(scratch).await;
    let day = courant_model::time::DAY;
    for place in ["body", "headline", "byline", "caption"] {
        let id = in_place(&paper, place).await;
        is_held(act!(paper, preview_story::make, &editor, &id, day), place);
        is_held(act!(paper, preview_story::make, &chief, &id, day), place);
    }
    // A key that was given away before somebody wrote the name in, or the chief held it back.
    let id = paper.file(&Draft::of("Ferry sails again")).await;
    let address = act!(paper, preview_story::make, &editor, &id, day).unwrap();
    assert_eq!(paper.get(&address).await.status, 200);
    let html = format!("<p>{NAME} runs the ferry.</p>");
    paper
        .revise(
            &id,
            &Draft {
                html: &html,
                ..Draft::of("Ferry sails again")
            },
        )
        .await;
    let answer = paper.get(&address).await;
    assert_eq!(answer.status, 403);
    assert!(answer.contains("Held for the chief"));
    for word in ["Quetzalina", "Vexillology", "ferry"] {
        assert!(!answer.contains(word), "{word}");
    }
    assert!(answer.says("cache-control").contains("no-store"));
    paper.revise(&id, &Draft::of("Ferry sails again")).await;
    assert_eq!(paper.get(&address).await.status, 200);
}
