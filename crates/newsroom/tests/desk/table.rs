//! The table of roles held against the checks and the commands: every act, every role, on one's own stories and on
//! others', inside and outside of one's sections.

use crate::room::Room;
use courant_model::account::{Act, Reach, Role, TABLE};
use courant_model::actor::Actor;
use courant_newsroom::commands::{
    assign_story, begin_story, correct_story, embargo_story, fix_story, flash_story, keep_template, noindex_story,
    note_in_margin, plan_story, publish_story, remove_story, retract_story, schedule_story, step_story,
};
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, Result, revisions};
use courant_store::scratch::Scratch;
use courant_store::{Tx, on_both, q};

on_both!(
    the_check_of_a_story_says_what_the_table_says,
    every_command_asks_for_the_act_that_the_table_has_for_it,
);

/// Where a story lies for the one who asks; each asker answers for the section `local`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    own: bool,
    section: &'static str,
}

const PLACES: [Place; 4] = [
    Place {
        own: true,
        section: "local",
    },
    Place {
        own: true,
        section: "economy",
    },
    Place {
        own: false,
        section: "local",
    },
    Place {
        own: false,
        section: "economy",
    },
];

/// The table, read anew rather than through the code that commands use.
fn says(role: Role, act: Act, place: Place) -> bool {
    let (_, rows) = TABLE.iter().find(|(one, _)| *one == act).unwrap();
    rows.iter().any(|(who, reach)| {
        *who == role
            && match reach {
                Reach::Any => true,
                Reach::Own => place.own,
                Reach::Sections => place.own || place.section == "local",
            }
    })
}

fn section(room: &Room, slug: &str) -> String {
    room.sections.iter().find(|one| one.slug == slug).unwrap().id.clone()
}

/// A story of a place for an account, as the house begins it.
async fn story(room: &Room, tx: &mut Tx, account: &str, place: Place) -> String {
    let mut begin = begin_story::Begin {
        working_slug: "ferry".to_owned(),
        assignee: place.own.then(|| account.to_owned()),
        ..begin_story::Begin::default()
    };
    begin.copy.headline = "Ferry fares".to_owned();
    begin.copy.section_id = Some(section(room, place.section));
    let house = Who::House(Actor::Console);
    begin_story::run(tx, &room.house, &house, begin).await.unwrap().id
}

async fn the_check_of_a_story_says_what_the_table_says(scratch: Scratch) {
    let room = Room::open(scratch).await;
    for role in Role::ALL {
        let who = room.hire_as(role.as_str(), role, &["local"]).await;
        for place in PLACES {
            let mut tx = room.write().await;
            let id = story(&room, &mut tx, role.as_str(), place).await;
            let story = q!(tx, stories::by_id(&id)).unwrap().unwrap();
            let head = q!(tx, stories::revision(&story.head)).unwrap().unwrap();
            for act in Act::ALL {
                let may = who.check_story(act, &story, &head).is_ok();
                assert_eq!(may, says(role, act, place), "{role:?} {act:?} {place:?}");
            }
        }
    }
}

/// What is tried, and the act that it must need.
const TRIED: [(&str, Act); 20] = [
    ("read versions", Act::Read),
    ("begin", Act::Begin),
    ("note", Act::Write),
    ("plan", Act::Write),
    ("hand-in", Act::HandIn),
    ("take", Act::Assign),
    ("give away", Act::Assign),
    ("schedule", Act::Publish),
    ("publish", Act::Publish),
    ("publish-unseen", Act::PublishUnseen),
    ("flash", Act::Flash),
    ("correct", Act::Correct),
    ("fix", Act::Correct),
    ("retract", Act::Retract),
    ("remove", Act::Remove),
    ("noindex", Act::Remove),
    ("spike", Act::Spike),
    ("kill", Act::Kill),
    ("embargo", Act::Embargo),
    ("lift-embargo", Act::LiftEmbargo),
];

async fn step(room: &Room, tx: &mut Tx, who: &Who, id: &str, verb: &str) -> Result<()> {
    let step = step_story::Step {
        story_id: id.to_owned(),
        verb: verb.to_owned(),
        reason: "Because.".to_owned(),
        seen: None,
    };
    step_story::run(tx, &room.house, who, &step).await.map(drop)
}

/// Brings a story to where a thing can be done with it, and does it as somebody.
async fn attempt(room: &Room, tx: &mut Tx, who: &Who, id: &str, place: Place, what: &str) -> Result<()> {
    let console = Who::House(Actor::Console);
    let house = &room.house;
    let local = |time: &str| courant_model::schedule::Local::parse(time, "Europe/Lisbon").unwrap();
    if ["schedule", "publish"].contains(&what) {
        step(room, tx, &console, id, "hand-in").await?;
    }
    if ["correct", "fix", "retract", "remove", "noindex"].contains(&what) {
        step(room, tx, &console, id, "hand-in").await?;
        publish_story::run(tx, house, &console, &publish_story::Publish::now(id)).await?;
    }
    if what == "lift-embargo" {
        embargo_story::run(tx, house, &console, id, &local("2030-01-01T10:00")).await?;
    }
    match what {
        "read versions" => revisions::list(tx, who, id, None, 5).await.map(drop),
        "begin" => {
            let begin = begin_story::Begin {
                working_slug: "another".to_owned(),
                ..begin_story::Begin::default()
            };
            begin_story::run(tx, house, who, begin).await.map(drop)
        }
        "note" => {
            let write = note_in_margin::Write {
                story_id: id.to_owned(),
                body: "Who says so?".to_owned(),
                ..note_in_margin::Write::default()
            };
            note_in_margin::run(tx, house, who, &write).await.map(drop)
        }
        "plan" => {
            let plan = plan_story::Plan {
                story_id: id.to_owned(),
                brief: Some("Ask.".to_owned()),
                ..plan_story::Plan::default()
            };
            plan_story::run(tx, house, who, &plan).await.map(drop)
        }
        "give away" => {
            let assign = assign_story::Assign {
                story_id: id.to_owned(),
                to: Some("somebody".to_owned()),
                ..assign_story::Assign::default()
            };
            assign_story::run(tx, house, who, &assign).await.map(drop)
        }
        "schedule" => schedule_story::run(tx, house, who, id, &local("2030-01-01T10:00"))
            .await
            .map(drop),
        "publish" | "publish-unseen" => {
            let publish = publish_story::Publish {
                unseen: what == "publish-unseen",
                ..publish_story::Publish::now(id)
            };
            publish_story::run(tx, house, who, &publish).await.map(drop)
        }
        "flash" => {
            let flash = flash_story::Flash {
                headline: "Ferry sinks".to_owned(),
                sentence: "A ferry sank.".to_owned(),
                section_id: section(room, place.section),
                strip: false,
            };
            flash_story::run(tx, house, who, &flash).await.map(drop)
        }
        "correct" => {
            let correct = correct_story::Correct {
                story_id: id.to_owned(),
                kind: "correction".to_owned(),
                wrong: "It said four.".to_owned(),
                correct: "It is five.".to_owned(),
                grave: None,
                at: None,
            };
            correct_story::run(tx, house, who, &correct).await.map(drop)
        }
        "fix" => fix_story::run(tx, house, who, id).await.map(drop),
        "retract" => {
            let retract = retract_story::Retract {
                story_id: id.to_owned(),
                notice: "It was wrong.".to_owned(),
            };
            retract_story::run(tx, house, who, &retract).await.map(drop)
        }
        "remove" => remove_story::run(tx, house, who, id).await,
        "noindex" => noindex_story::run(tx, house, who, id, true).await,
        "embargo" => embargo_story::run(tx, house, who, id, &local("2030-01-01T10:00"))
            .await
            .map(drop),
        "lift-embargo" => embargo_story::lift(tx, house, who, id).await,
        verb => step(room, tx, who, id, verb).await,
    }
}

async fn every_command_asks_for_the_act_that_the_table_has_for_it(scratch: Scratch) {
    let room = Room::open(scratch).await;
    room.hire_as("Somebody", Role::Reporter, &[]).await;
    for role in Role::ALL {
        let who = room.hire_as(role.as_str(), role, &["local"]).await;
        for place in PLACES {
            for (what, act) in TRIED {
                // Each is tried in a transaction that leaves no trace.
                let mut tx = room.write().await;
                let id = story(&room, &mut tx, role.as_str(), place).await;
                let outcome = attempt(&room, &mut tx, &who, &id, place, what).await;
                let key = match &outcome {
                    Ok(()) => "",
                    Err(Error::Refusal(refusal)) => refusal.key,
                    Err(Error::Internal(error)) => panic!("{role:?} {what} {place:?}: {error}"),
                    Err(_) => "other",
                };
                let table = match act {
                    // A flash is a new story: it is nobody's own yet.
                    Act::Flash => says(role, act, Place { own: false, ..place }),
                    _ => says(role, act, place),
                };
                assert_eq!(key != "not-allowed", table, "{role:?} {what} {place:?}: {outcome:?}");
                let of_own = ["publish", "schedule"].contains(&what) && place.own && table;
                assert_eq!(
                    key == "own-story",
                    of_own && !says(role, Act::PublishOwn, place),
                    "{role:?} {what} {place:?}: {outcome:?}"
                );
            }
        }
        let mut tx = room.write().await;
        let keep = keep_template::Keep {
            name: "Tides".to_owned(),
            ..keep_template::Keep::default()
        };
        let kept = keep_template::run(&mut tx, &room.house, &who, &keep).await;
        assert_eq!(kept.is_ok(), says(role, Act::Templates, PLACES[0]), "{role:?}");
    }
}
