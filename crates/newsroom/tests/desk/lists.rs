//! The desk's list of stories, versions of a story, templates and background.

use crate::room::{Room, refused};
use courant_model::account::Role;
use courant_model::story::State;
use courant_newsroom::commands::{begin_story, keep_template, name_revision};
use courant_newsroom::permissions::Who;
use courant_newsroom::shelf::{self, Wanted, Which};
use courant_newsroom::{drafts, revisions};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use courant_text::{SequentialIds, plain};

on_both!(
    a_few_letters_find_a_story_in_any_state,
    pages_of_the_list_leave_nothing_out_and_say_nothing_twice,
    a_contributor_sees_their_own_stories_alone,
    two_versions_stand_side_by_side_and_keep_their_names,
    a_story_begins_with_its_template,
);

async fn found(room: &Room, who: &Who, wanted: Wanted) -> Vec<String> {
    let mut tx = room.read().await;
    let wanted = Wanted { limit: 50, ..wanted };
    let page = shelf::list(&mut tx, who, &wanted).await.unwrap();
    page.lines.into_iter().map(|line| line.working_slug).collect()
}

fn typed(text: &str) -> Wanted {
    Wanted {
        typed: text.to_owned(),
        ..Wanted::default()
    }
}

async fn a_few_letters_find_a_story_in_any_state(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let chief = room.hire(Role::Chief).await;
    let ferry = room.begin(&chief, "ferry-fares").await;
    room.begin(&chief, "harbour-fares").await;
    let mut tx = room.write().await;
    let copy = courant_newsroom::commands::file_story::Copy {
        headline: "São João sails late".to_owned(),
        ..Default::default()
    };
    drafts::replace(&mut tx, &room.house, &chief.actor(), &ferry.id, &copy)
        .await
        .unwrap();
    let spike = courant_newsroom::commands::step_story::Step {
        story_id: ferry.id.clone(),
        verb: "spike".to_owned(),
        ..Default::default()
    };
    courant_newsroom::commands::step_story::run(&mut tx, &room.house, &chief, &spike)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&room, &chief, typed("sao LAT fer")).await, ["ferry-fares"]);
    assert_eq!(found(&room, &chief, typed("fares")).await.len(), 2);
    assert_eq!(found(&room, &chief, typed("sao nothing")).await, Vec::<String>::new());
    assert_eq!(found(&room, &chief, typed("%_")).await, Vec::<String>::new());
    // Without letters the spiked one is no longer in work, and its section went with its copy.
    assert_eq!(found(&room, &chief, Wanted::default()).await, ["harbour-fares"]);
    let spiked = Wanted {
        which: Which::Only(State::Spiked),
        ..Wanted::default()
    };
    assert_eq!(found(&room, &chief, spiked).await, ["ferry-fares"]);
    let local = Wanted {
        which: Which::Any,
        section: Some(room.sections[0].id.clone()),
        ..Wanted::default()
    };
    assert_eq!(found(&room, &chief, local).await, ["harbour-fares"]);
    // The words of an older store are filled in once.
    let mut tx = room.write().await;
    q!(tx, stories::keep_words(&ferry.id, "slug", "")).unwrap();
    q!(tx, stories::keep_words(&ferry.id, "headline", "")).unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&room, &chief, typed("ferry")).await, Vec::<String>::new());
    assert_eq!(shelf::fill(&room.store, &room.house).await.unwrap(), 1);
    assert_eq!(found(&room, &chief, typed("ferry")).await, ["ferry-fares"]);
    assert_eq!(shelf::fill(&room.store, &room.house).await.unwrap(), 0);
}

async fn pages_of_the_list_leave_nothing_out_and_say_nothing_twice(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let chief = room.hire(Role::Chief).await;
    // All at one moment, so that only the id tells them apart.
    for number in 0..7 {
        room.begin(&chief, &format!("story-{number}")).await;
    }
    let mut wanted = Wanted {
        limit: 3,
        ..Wanted::default()
    };
    let mut seen = Vec::new();
    loop {
        let mut tx = room.read().await;
        let page = shelf::list(&mut tx, &chief, &wanted).await.unwrap();
        assert!(page.lines.len() <= 3);
        seen.extend(page.lines.into_iter().map(|line| line.working_slug));
        match page.next {
            Some(next) => wanted.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 7);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 7);
    let mut tx = room.read().await;
    assert_eq!(shelf::counts(&mut tx).await.unwrap().get(&State::Draft), Some(&7));
}

async fn a_contributor_sees_their_own_stories_alone(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (eva, chief) = (room.hire(Role::Contributor).await, room.hire(Role::Chief).await);
    room.begin(&eva, "eva-ferry").await;
    room.begin(&chief, "secret-ferry").await;
    assert_eq!(found(&room, &eva, typed("ferry")).await, ["eva-ferry"]);
    assert_eq!(found(&room, &eva, Wanted::default()).await, ["eva-ferry"]);
    for role in [Role::Admin, Role::Moderator] {
        let who = room.hire(role).await;
        assert_eq!(
            found(&room, &who, typed("ferry")).await,
            Vec::<String>::new(),
            "{role:?}"
        );
    }
}

async fn two_versions_stand_side_by_side_and_keep_their_names(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let reporter = room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    let story = room.begin(&reporter, "ferry-fares").await;
    room.later();
    let mut tx = room.write().await;
    let first = q!(tx, stories::revision(&story.head)).unwrap().unwrap();
    let mut copy = drafts::copy_of(&first).unwrap();
    copy.headline = "Ferry fares rise".to_owned();
    copy.document = plain::read("It costs 5 euros.", &mut SequentialIds::new());
    let second = drafts::replace(&mut tx, &room.house, &reporter.actor(), &story.id, &copy)
        .await
        .unwrap();
    name_revision::run(&mut tx, &room.house, &reporter, &story.id, &first.id, " As it began ")
        .await
        .unwrap();
    let (listed, next) = revisions::list(&mut tx, &reporter, &story.id, None, 10).await.unwrap();
    assert!(next.is_none());
    let told: Vec<_> = listed
        .iter()
        .map(|one| (one.name.as_str(), one.by.as_str(), one.head))
        .collect();
    assert_eq!(told, [("", "Rui Paz", true), ("As it began", "Rui Paz", false)]);
    let compared = revisions::compare(&mut tx, &reporter, &story.id, &first.id, &second.id)
        .await
        .unwrap();
    assert_eq!(
        compared.fields.iter().map(|field| field.key).collect::<Vec<_>>(),
        ["headline"]
    );
    assert!(compared.rows.iter().any(|row| row.fate == revisions::Fate::Added));
    // One story's versions are no other's.
    let other = room_begin(&room, &mut tx, &reporter).await;
    assert!(
        revisions::compare(&mut tx, &reporter, &other, &first.id, &second.id)
            .await
            .is_err()
    );
}

async fn room_begin(room: &Room, tx: &mut courant_store::Tx, who: &Who) -> String {
    let begin = begin_story::Begin {
        working_slug: "another".to_owned(),
        ..begin_story::Begin::default()
    };
    begin_story::run(tx, &room.house, who, begin).await.unwrap().id
}

async fn a_story_begins_with_its_template(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (reporter, editor) = (room.hire(Role::Reporter).await, room.hire(Role::Editor).await);
    let mut tx = room.write().await;
    // The four that every paper has are whole documents.
    let shipped = q!(tx, templates::all()).unwrap();
    assert_eq!(
        shipped.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        ["Brief", "Court", "Obituary", "Weather"]
    );
    let begin = begin_story::Begin {
        working_slug: "storm".to_owned(),
        template: Some("weather".to_owned()),
        ..begin_story::Begin::default()
    };
    let story = begin_story::run(&mut tx, &room.house, &reporter, begin).await.unwrap();
    assert_eq!(story.planned_words, 200);
    let head = q!(tx, stories::revision(&story.head)).unwrap().unwrap();
    assert_eq!(head.headline, "Weather, 25 November 2025");
    assert!(head.document.contains("Tonight"));
    let keep = keep_template::Keep {
        name: "Tides".to_owned(),
        ..keep_template::Keep::default()
    };
    assert_eq!(
        refused(keep_template::run(&mut tx, &room.house, &reporter, &keep).await),
        "not-allowed"
    );
    let kept = keep_template::run(&mut tx, &room.house, &editor, &keep).await.unwrap();
    keep_template::remove(&mut tx, &room.house, &editor, &kept.id)
        .await
        .unwrap();
    keep_template::remove(&mut tx, &room.house, &editor, "court")
        .await
        .unwrap();
    assert_eq!(q!(tx, templates::all()).unwrap().len(), 3);
}
