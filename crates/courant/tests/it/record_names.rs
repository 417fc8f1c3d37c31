//! The names of the record: who may decide and keep, what readers see of it and when, and that what leaves them takes its
//! names along. Run by `cargo test`, on both engines.

use crate::harness::{Draft, Page, TestPaper, act};
use courant_model::account::{Act, On, Role};
use courant_model::actor::Actor;
use courant_model::record::{Entity, EntityKind, EntityRole, Mention};
use courant_model::story::Live;
use courant_newsroom::commands::decide_mention::{self, Decision, Wanted};
use courant_newsroom::commands::keep_entity::{self, Keep, Role as Office};
use courant_newsroom::commands::open_entity::{self, Open};
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_newsroom::commands::{merge_entities, remove_story};
use courant_newsroom::permissions::Who;
use courant_newsroom::record::{found, names};
use courant_newsroom::{Error, Result};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    a_confirmed_name_has_a_page_only_while_somebody_opened_it,
    merging_leads_on_and_undoing_restores_everything_exactly,
    what_leaves_readers_takes_its_names_along_in_the_same_transaction,
    each_role_does_on_the_record_what_the_table_says,
    of_several_with_one_name_none_is_picked,
    a_scan_lists_the_names_of_the_archive_and_confirms_none,
);

fn key<T: std::fmt::Debug>(done: Result<T>) -> &'static str {
    match done {
        Err(Error::Refusal(refusal)) => refusal.key,
        other => panic!("not refused: {other:?}"),
    }
}

async fn story(paper: &TestPaper, slug: &str, headline: &str, html: &str) -> Live {
    paper
        .publish(&Draft {
            html,
            slug,
            ..Draft::of(headline)
        })
        .await
}

async fn decide(paper: &TestPaper, who: &Who, story: &str, words: &str, decision: Decision) -> Result<Option<Entity>> {
    let wanted = Wanted {
        story_id: story.to_owned(),
        words: words.to_owned(),
        decision,
    };
    act!(paper, decide_mention::run, who, &wanted)
}

async fn person(paper: &TestPaper, who: &Who, story: &Live, words: &str) -> Entity {
    decide(paper, who, &story.story_id, words, Decision::New(EntityKind::Person))
        .await
        .unwrap()
        .unwrap()
}

async fn open(paper: &TestPaper, who: &Who, entity: &Entity, role: &str) -> Result<Entity> {
    let wanted = Open {
        id: entity.id.clone(),
        role: role.to_owned(),
        engines: false,
    };
    act!(paper, open_entity::run, who, &wanted)
}

fn keep(entity: &Entity) -> Keep {
    Keep {
        id: Some(entity.id.clone()),
        seen: None,
        kind: EntityKind::parse(&entity.kind).unwrap(),
        name: entity.name.clone(),
        description: String::new(),
        aliases: Vec::new(),
        roles: Vec::new(),
        wikidata: String::new(),
    }
}

/// What the page tells machines of the person.
fn json_ld(page: &str) -> serde_json::Value {
    Page::read(page)
        .texts("script")
        .iter()
        .filter_map(|text| serde_json::from_str::<serde_json::Value>(text).ok())
        .find(|value| value["@type"] == "Person")
        .unwrap()
}

async fn a_confirmed_name_has_a_page_only_while_somebody_opened_it(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let html = "<p>The ferry sails again, Inês Caldeira said. Rui Tavares, who fell in, was wet.</p>";
    let live = story(&paper, "ferry", "The ferry sails again", html).await;
    let mayor = person(&paper, &editor, &live, "Inês Caldeira").await;
    person(&paper, &editor, &live, "Rui Tavares").await;
    assert!(
        mayor.wikidata.is_empty() && mayor.gazetteer.is_empty(),
        "no id is invented"
    );
    let address = "/people/ines-caldeira";
    for path in [
        address.to_owned(),
        format!("{address}/feed.xml"),
        "/people/rui-tavares".to_owned(),
    ] {
        assert_eq!(paper.get(&path).await.status, 404, "{path}");
    }
    assert!(!paper.get("/local/ferry").await.contains(address));
    assert_eq!(key(open(&paper, &editor, &mayor, " ").await), "public-role");
    open(&paper, &editor, &mayor, "Mayor of Maren").await.unwrap();
    let answer = paper.until(address, |answer| answer.status == 200).await;
    let page = Page::read(&answer.text());
    assert_eq!(
        page.attribute("meta[name=robots]", "content").as_deref(),
        Some("noindex")
    );
    assert!(page.contains_text("Mayor of Maren") && page.contains_text("The ferry sails again"));
    assert!(
        !page.contains_text("Tavares"),
        "the page of one person shows no private other"
    );
    assert!(json_ld(&answer.text()).get("sameAs").is_none());
    let told = paper.until("/local/ferry", |answer| answer.contains(address)).await;
    assert!(!told.contains("/people/rui-tavares"));
    for form in ["feed.xml", "atom.xml", "feed.json"] {
        let feed = paper.get(&format!("{address}/{form}")).await;
        assert!(feed.status == 200 && feed.contains("The ferry sails again"), "{form}");
    }
    let kept = Keep {
        wikidata: "Q42".into(),
        description: "Engineer".into(),
        ..keep(&mayor)
    };
    act!(paper, keep_entity::run, &editor, &kept).unwrap();
    let answer = paper.until(address, |answer| answer.contains("Engineer")).await;
    assert_eq!(
        json_ld(&answer.text())["sameAs"][0],
        "https://www.wikidata.org/wiki/Q42"
    );
    let json = |answer: crate::harness::Answer| serde_json::from_str::<serde_json::Value>(&answer.text()).unwrap();
    let people = json(paper.get("/api/v1/people").await);
    assert_eq!(
        (&people["total"], &people["people"][0]["name"]),
        (&1.into(), &"Inês Caldeira".into())
    );
    let one = json(paper.get("/api/v1/people/ines-caldeira").await);
    assert_eq!(
        (&one["wikidata"], &one["stories"][0]["headline"]),
        (&"Q42".into(), &"The ferry sails again".into())
    );
    assert_eq!(paper.get("/api/v1/people/rui-tavares").await.status, 404);
    act!(paper, open_entity::close, &editor, &mayor.id).unwrap();
    paper.until(address, |answer| answer.status == 404).await;
    assert_eq!(paper.get("/api/v1/people/ines-caldeira").await.status, 404);
    paper.until("/local/ferry", |answer| !answer.contains(address)).await;
}

/// All that the record holds of two entries and two stories.
type Held = (
    Vec<(Entity, Vec<String>, Vec<EntityRole>)>,
    Vec<Mention>,
    Vec<Vec<String>>,
    Vec<Vec<String>>,
);

async fn held(paper: &TestPaper, entities: &[&Entity], stories: &[&Live]) -> Held {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let (mut rows, mut mentions, mut live, mut told) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for entity in entities {
        rows.push((
            q!(tx, names::row(&entity.id)).unwrap().unwrap(),
            q!(tx, names::aliases(&entity.id)).unwrap(),
            q!(tx, names::roles(&entity.id)).unwrap(),
        ));
        let stories = q!(tx, mentions::stories_of(&entity.id, 9, 0)).unwrap();
        told.push(stories.into_iter().map(|story| story.story_id).collect());
    }
    for story in stories {
        mentions.extend(q!(tx, mentions::mentions(&story.story_id)).unwrap());
        live.push(q!(tx, mentions::live_ids(&story.story_id)).unwrap());
    }
    (rows, mentions, live, told)
}

async fn merging_leads_on_and_undoing_restores_everything_exactly(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let one = story(&paper, "one", "Story one", "<p>Inês Caldeira spoke.</p>").await;
    let two = story(
        &paper,
        "two",
        "Story two",
        "<p>I. Caldeira was silent. So was Mayor Caldeira.</p>",
    )
    .await;
    let whole = person(&paper, &editor, &one, "Inês Caldeira").await;
    let short = person(&paper, &editor, &two, "I. Caldeira").await;
    let other = person(&paper, &editor, &two, "Mayor Caldeira").await;
    let kept = Keep {
        aliases: vec!["The Mayor".into()],
        roles: vec![Office {
            title: "Mayor".into(),
            from: "2024-03".into(),
            ..Office::default()
        }],
        ..keep(&short)
    };
    act!(paper, keep_entity::run, &editor, &kept).unwrap();
    open(&paper, &editor, &whole, "Mayor").await.unwrap();
    open(&paper, &editor, &short, "Mayor").await.unwrap();
    act!(paper, merge_entities::run, &editor, &other.id, &short.id).unwrap();
    let entities = [&whole, &short, &other];
    let before = held(&paper, &entities, &[&one, &two]).await;
    paper
        .until("/people/i-caldeira", |answer| answer.contains("Story two"))
        .await;
    assert!(!paper.get("/people/ines-caldeira").await.contains("Story two"));

    act!(paper, merge_entities::run, &editor, &short.id, &whole.id).unwrap();
    paper
        .until("/people/ines-caldeira", |answer| {
            answer.contains("Story two") && answer.contains("The Mayor")
        })
        .await;
    let moved = paper.until("/people/i-caldeira", |answer| answer.status == 301).await;
    assert!(moved.says("location").ends_with("/people/ines-caldeira"));
    let mut tx = paper.newsroom.store.read().await.unwrap();
    for id in [&short.id, &other.id] {
        assert_eq!(
            q!(tx, names::by_id(id)).unwrap().unwrap().id,
            whole.id,
            "it answers with what it stands for"
        );
    }
    drop(tx);

    act!(paper, merge_entities::undo, &editor, &short.id).unwrap();
    assert_eq!(held(&paper, &entities, &[&one, &two]).await, before);
    paper
        .until("/people/i-caldeira", |answer| {
            answer.status == 200 && answer.contains("Story two")
        })
        .await;
    paper
        .until("/people/ines-caldeira", |answer| !answer.contains("Story two"))
        .await;
    assert_eq!(key(act!(paper, merge_entities::undo, &editor, &short.id)), "not-merged");
}

async fn what_leaves_readers_takes_its_names_along_in_the_same_transaction(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let house = &paper.newsroom.house;
    let text = "<p>The ferry sails, Inês Caldeira said.</p>";
    let updated = story(&paper, "updated", "One", text).await;
    let retracted = story(&paper, "retracted", "Two", text).await;
    let removed = story(&paper, "removed", "Three", text).await;
    let mayor = person(&paper, &chief, &updated, "Inês Caldeira").await;
    for live in [&retracted, &removed] {
        let is = Decision::Is(mayor.id.clone());
        decide(&paper, &chief, &live.story_id, "Inês Caldeira", is)
            .await
            .unwrap();
    }
    // A draft has confirmed names and shows none of them.
    let draft = paper
        .file(&Draft {
            html: text,
            ..Draft::of("Four")
        })
        .await;
    decide(&paper, &chief, &draft, "Inês Caldeira", Decision::Is(mayor.id.clone()))
        .await
        .unwrap();
    open(&paper, &chief, &mayor, "Mayor").await.unwrap();
    let page = "/people/ines-caldeira";
    let shown = paper.until(page, |answer| answer.contains("Three")).await;
    assert!(!shown.contains("Four"));

    let mut tx = paper.newsroom.store.write().await.unwrap();
    let notice = Retract {
        story_id: retracted.story_id.clone(),
        notice: "It was made up.".into(),
    };
    retract_story::run(&mut tx, house, &chief, &notice).await.unwrap();
    assert!(q!(tx, mentions::live_ids(&retracted.story_id)).unwrap().is_empty());
    tx.commit().await.unwrap();
    paper.until(page, |answer| !answer.contains("Two")).await;

    let mut tx = paper.newsroom.store.write().await.unwrap();
    remove_story::run(&mut tx, house, &chief, &removed.story_id)
        .await
        .unwrap();
    assert!(q!(tx, mentions::live_ids(&removed.story_id)).unwrap().is_empty());
    tx.commit().await.unwrap();
    paper.until(page, |answer| !answer.contains("Three")).await;

    // A name that the text no longer has is taken away, and comes back with it.
    let without = Draft {
        html: "<p>The ferry sails.</p>",
        ..Draft::of("One")
    };
    paper.update(&updated.story_id, &without).await;
    paper.until(page, |answer| !answer.contains("One")).await;
    paper
        .update(
            &updated.story_id,
            &Draft {
                html: text,
                ..Draft::of("One")
            },
        )
        .await;
    paper.until(page, |answer| answer.contains("One")).await;
    // So it does when the decision is taken back.
    decide(&paper, &chief, &updated.story_id, "Inês Caldeira", Decision::Open)
        .await
        .unwrap();
    paper.until(page, |answer| !answer.contains("One")).await;
}

async fn each_role_does_on_the_record_what_the_table_says(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = story(&paper, "ferry", "The ferry", "<p>Inês Caldeira spoke to Ana Reis.</p>").await;
    let local = paper.sections["local"].clone();
    let house = Who::House(Actor::Console);
    let mayor = person(&paper, &house, &live, "Inês Caldeira").await;
    let reis = person(&paper, &house, &live, "Ana Reis").await;
    for role in Role::ALL {
        let me = paper.colleague(&[role]).await;
        let who = me.who();
        let on = On {
            own: false,
            section: Some(&local),
        };
        let is = Decision::Is(mayor.id.clone());
        let decided = decide(&paper, &who, &live.story_id, "Inês Caldeira", is).await;
        assert_eq!(decided.is_ok(), me.member.may(Act::Record, on), "{role:?} decides");
        let keeps = me.member.may(Act::KeepRecord, On::NOTHING);
        assert_eq!(
            act!(paper, keep_entity::run, &who, &keep(&reis)).is_ok(),
            keeps,
            "{role:?} keeps"
        );
        let merged = act!(paper, merge_entities::run, &who, &reis.id, &mayor.id);
        assert_eq!(merged.is_ok(), keeps, "{role:?} merges");
        let split = act!(paper, merge_entities::undo, &who, &reis.id);
        assert_eq!(split.is_ok(), keeps, "{role:?} splits");
        assert_eq!(
            open(&paper, &who, &reis, "Pilot").await.is_ok(),
            keeps,
            "{role:?} opens"
        );
        assert_eq!(
            act!(paper, open_entity::close, &who, &reis.id).is_ok(),
            keeps,
            "{role:?} closes"
        );
        // And the desk shows no more than that.
        let own = On {
            own: true,
            section: Some(&local),
        };
        let sees = if me.member.may(Act::Record, own) { 200 } else { 403 };
        for path in [
            "/desk/record",
            "/desk/record/open",
            &format!("/desk/record/{}", mayor.id),
        ] {
            assert_eq!(paper.get_as(&me, path).await.status, sees, "{role:?} {path}");
        }
        let sheet = paper.get_as(&me, &format!("/desk/record/{}", mayor.id)).await;
        assert_eq!(sheet.contains("name=\"wikidata\""), keeps, "{role:?}");
        let form = [("kind", "place"), ("name", "Maren")];
        let made = paper.send_as(&me, "/desk/record", &form).await;
        assert_eq!(made.status, if keeps { 303 } else { 403 }, "{role:?}");
    }
}

async fn of_several_with_one_name_none_is_picked(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let who = editor.who();
    let one = story(&paper, "one", "One", "<p>Ana Reis, a pilot, spoke.</p>").await;
    let two = story(&paper, "two", "Two", "<p>Ana Reis, a baker, spoke.</p>").await;
    let pilot = person(&paper, &who, &one, "Ana Reis").await;
    let baker = person(&paper, &who, &two, "Ana Reis").await;
    assert_ne!(pilot.id, baker.id, "a person said that the baker is somebody new");
    let three = story(&paper, "three", "Three", "<p>Ana Reis spoke, US officials said.</p>").await;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let ids: Vec<String> = names::resolve(&mut tx, "ana  REIS")
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(ids, [pilot.id.clone(), baker.id.clone()]);
    let house = &paper.newsroom.house;
    let picked = names::find_or_make(&mut tx, house, &Actor::Console, EntityKind::Person, "Ana Reis").await;
    assert_eq!(key(picked), "name-ambiguous");
    // The shipped list gives its own id, and only where it has one.
    let russia = names::find_or_make(&mut tx, house, &Actor::Console, EntityKind::Place, "Russia")
        .await
        .unwrap();
    assert!(russia.gazetteer.starts_with("geonames:"), "{}", russia.gazetteer);
    let again = names::find_or_make(&mut tx, house, &Actor::Console, EntityKind::Place, "Russia")
        .await
        .unwrap();
    assert_eq!(again.id, russia.id);
    tx.commit().await.unwrap();
    let unnamed = Decision::New(EntityKind::Person);
    let made = decide(&paper, &who, &three.story_id, "US officials", unnamed).await;
    assert_eq!(key(made), "name-unnamed");
    // The desk lists both and chooses none; what a person chooses is kept.
    found::read(&paper.newsroom, &three.story_id).await.unwrap();
    let page = paper.get_as(&editor, "/desk/record/name?name=ana+reis").await;
    let read = Page::read(&page.text());
    for id in [&pilot.id, &baker.id] {
        assert!(read.has(&format!("input[name=meant][value='{id}']")), "{}", page.text());
    }
    assert!(!read.has("input[name=meant][checked]"));
    let fields = [("name", "ana reis"), ("story", three.story_id.as_str())];
    let nobody = paper.send_as(&editor, "/desk/record/name", &fields).await;
    assert_eq!(nobody.status, 422);
    let fields = [
        ("name", "ana reis"),
        ("story", three.story_id.as_str()),
        ("meant", &baker.id),
    ];
    assert_eq!(paper.send_as(&editor, "/desk/record/name", &fields).await.status, 303);
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let mention = q!(tx, mentions::mention(&three.story_id, "ana reis")).unwrap().unwrap();
    assert_eq!(
        (mention.state.as_str(), mention.entity_id),
        ("confirmed", Some(baker.id))
    );
}

async fn a_scan_lists_the_names_of_the_archive_and_confirms_none(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let text = "<p>The ferry sails, Inês Caldeira said in Jakarta. Caldeira smiled.</p>";
    let one = story(&paper, "one", "One", text).await;
    let two = story(&paper, "two", "Two", text).await;
    let gone = story(&paper, "gone", "Gone", "<p>Rui Tavares said so in Jakarta.</p>").await;
    let notice = Retract {
        story_id: gone.story_id.clone(),
        notice: "It was made up.".into(),
    };
    act!(paper, retract_story::run, &chief, &notice).unwrap();
    paper
        .file(&Draft {
            html: "<p>Eva Secret said so.</p>",
            ..Draft::of("A draft")
        })
        .await;
    let scanned = found::scan(&paper.newsroom, |_| ()).await.unwrap();
    assert_eq!(scanned.stories, 3);
    let open = |names: Vec<courant_model::record::OpenName>| -> Vec<(String, i64, i64)> {
        names
            .into_iter()
            .map(|name| (name.words, name.stories, name.times))
            .collect()
    };
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let people = open(q!(tx, mentions::open("person", 9, 0)).unwrap());
    assert_eq!(people, [("Inês Caldeira".to_owned(), 2, 4)]);
    assert_eq!(
        open(q!(tx, mentions::open("place", 9, 0)).unwrap()),
        [("Jakarta".to_owned(), 2, 2)]
    );
    assert_eq!(q!(tx, names::count("")).unwrap(), 0, "nothing is confirmed by itself");
    drop(tx);
    person(&paper, &chief, &one, "Inês Caldeira").await;
    decide(&paper, &chief, &two.story_id, "Inês Caldeira", Decision::Refused)
        .await
        .unwrap();
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert!(q!(tx, mentions::open("person", 9, 0)).unwrap().is_empty());
    assert!(q!(tx, mentions::live_ids(&two.story_id)).unwrap().is_empty());
}
