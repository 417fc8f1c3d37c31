//! The settings: each change a revision, taken back by itself or with everything; who is slower loses nothing and
//! overwrites nobody; what follows from a change follows in the same transaction.

use crate::room::{Room, refused};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::look::{Accent, Look};
use courant_model::navigation::{Link, RowEntry};
use courant_model::picture::Picture;
use courant_model::schedule::Local;
use courant_model::settings::{Revised, Settings};
use courant_model::time::timestamp;
use courant_newsroom::commands::begin_page::{self, BeginPage};
use courant_newsroom::commands::keep_settings::{self, Edit, SectionForm};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::{embargo_story, remove_story, revise_section, schedule_story, step_story};
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, Result, settings};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    a_change_is_a_revision_and_undo_takes_back_that_change_alone,
    who_is_slower_in_one_room_is_told_and_in_another_is_not,
    sections_come_go_and_come_back_with_their_address,
    a_section_with_a_story_stays,
    a_section_goes_when_its_stories_are_killed_or_taken_down,
    a_state_of_before_comes_back_whole,
    a_revision_of_before_sections_were_kept_still_reads,
    what_is_scheduled_keeps_its_clock_in_a_new_zone,
    a_pattern_gives_new_stories_their_address_and_leaves_old_ones,
    a_folder_that_belongs_to_the_house_is_refused_and_not_looked_through_for_ever,
    what_would_break_a_page_is_refused_and_nothing_is_kept,
    pages_that_enter_the_foot_at_once_all_stand_there,
    nobody_without_the_right_changes_anything,
);

const CONSOLE: Who = Who::House(Actor::Console);

async fn now(room: &Room) -> (i64, Settings) {
    let standing = settings::standing(&mut room.read().await).await.unwrap();
    (standing.number, standing.settings)
}

async fn keep(room: &Room, who: &Who, seen: i64, edit: Edit) -> Result<i64> {
    let mut tx = room.write().await;
    let number = keep_settings::run(&mut tx, &room.house, who, seen, &edit).await?;
    tx.commit().await.unwrap();
    Ok(number)
}

async fn undo(room: &Room, who: &Who, number: i64) -> Result<Vec<String>> {
    let mut tx = room.write().await;
    let left = keep_settings::undo(&mut tx, &room.house, who, number).await?;
    tx.commit().await.unwrap();
    Ok(left.into_iter().map(|change| change.key).collect())
}

fn plate(name: &str, tagline: &str, zone: &str) -> Edit {
    Edit::Nameplate {
        name: name.into(),
        tagline: tagline.into(),
        language: "en".into(),
        zone: zone.into(),
    }
}

fn section(name: &str) -> SectionForm {
    SectionForm {
        name: name.into(),
        replies: "paper".into(),
        close_after_days: 14,
        shown: true,
        ..SectionForm::default()
    }
}

fn slugs(settings: &Settings) -> Vec<&str> {
    settings.sections.iter().map(|one| one.slug.as_str()).collect()
}

async fn a_change_is_a_revision_and_undo_takes_back_that_change_alone(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let admin = room.hire(Role::Admin).await;
    let (first, opened) = now(&room).await;
    let named = keep(&room, &admin, first, plate("The Post", "Of the bay", "Europe/Lisbon")).await;
    let named = named.unwrap();
    assert_eq!(named, first + 1);
    let look = Look {
        accent: Accent::Green,
        ..Look::default()
    };
    let dressed = keep(&room, &admin, named, Edit::Look(look)).await.unwrap();
    // The same once more is no change and no revision.
    assert_eq!(keep(&room, &admin, dressed, Edit::Look(look)).await.unwrap(), dressed);
    let mut tx = room.read().await;
    let keys = |changes: Vec<courant_model::settings::Change>| -> Vec<String> {
        changes.into_iter().map(|change| change.key).collect()
    };
    assert_eq!(
        keys(settings::changes(&mut tx, named).await.unwrap()),
        ["name", "tagline"]
    );
    assert_eq!(
        keys(settings::changes(&mut tx, dressed).await.unwrap()),
        ["look.accent"]
    );
    drop(tx);
    // The name goes back; the look, which came later, stays.
    assert_eq!(undo(&room, &admin, named).await.unwrap(), Vec::<String>::new());
    let (undone, stands) = now(&room).await;
    assert_eq!(
        (stands.paper.name, stands.paper.tagline),
        (opened.paper.name, String::new())
    );
    assert_eq!(stands.paper.look.accent, Accent::Green);
    let mut tx = room.read().await;
    let revised = q!(tx, paper::revision(undone)).unwrap().unwrap();
    assert_eq!(revised.act, "undo");
    assert!(revised.actor.starts_with("account:"));
    drop(tx);
    // Undoing the Undo does it again, and what was changed since is left and named.
    undo(&room, &admin, undone).await.unwrap();
    let (number, _) = now(&room).await;
    keep(&room, &admin, number, plate("The Post", "Another", "Europe/Lisbon"))
        .await
        .unwrap();
    assert_eq!(undo(&room, &admin, named).await.unwrap(), ["tagline"]);
    assert_eq!(refused(undo(&room, &admin, named).await), "undo-touched");
    let (_, stands) = now(&room).await;
    assert_eq!(
        (stands.paper.name.as_str(), stands.paper.tagline.as_str()),
        ("The Example", "Another")
    );
}

async fn who_is_slower_in_one_room_is_told_and_in_another_is_not(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (ana, bo) = (
        room.hire_as("Ana", Role::Admin, &[]).await,
        room.hire_as("Bo", Role::Admin, &[]).await,
    );
    let (seen, _) = now(&room).await;
    keep(&room, &ana, seen, plate("Ana's", "", "Europe/Lisbon"))
        .await
        .unwrap();
    let slower = keep(&room, &bo, seen, plate("Bo's", "", "Europe/Lisbon")).await;
    assert!(matches!(slower, Err(Error::Conflict(_))), "{slower:?}");
    assert_eq!(now(&room).await.1.paper.name, "Ana's");
    let both = keep_settings::beside(&mut room.read().await, &plate("Bo's", "", "Europe/Lisbon"))
        .await
        .unwrap();
    let sides: Vec<_> = both.iter().map(|one| (one.before.clone(), one.after.clone())).collect();
    assert_eq!(sides, [("Ana's".into(), "Bo's".into())]);
    // Another room has nothing to do with it, and neither has one who wants just what stands.
    keep(&room, &bo, seen, Edit::Permalink("/{year}/{slug}".into()))
        .await
        .unwrap();
    keep(&room, &bo, seen, plate("Ana's", "", "Europe/Lisbon"))
        .await
        .unwrap();
    let first = now(&room).await.1.sections[0].id.clone();
    let form = |name| Edit::Section {
        id: first.clone(),
        form: section(name),
    };
    let (seen, _) = now(&room).await;
    keep(&room, &ana, seen, form("Town")).await.unwrap();
    assert!(matches!(
        keep(&room, &bo, seen, form("City")).await,
        Err(Error::Conflict(_))
    ));
    let order = vec![now(&room).await.1.sections[1].id.clone()];
    keep(&room, &bo, seen, Edit::Order(order)).await.unwrap();
}

async fn sections_come_go_and_come_back_with_their_address(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let admin = room.hire(Role::Admin).await;
    let (seen, _) = now(&room).await;
    let added = keep(&room, &admin, seen, Edit::AddSection(section("Sea & Sky")))
        .await
        .unwrap();
    let (_, stands) = now(&room).await;
    assert_eq!(
        slugs(&stands),
        ["local", "international", "us-politics", "economy", "sea-sky"]
    );
    let sea = stands.sections[4].clone();
    let at = |path: &'static str| {
        let room = &room;
        async move {
            let mut tx = room.read().await;
            q!(tx, addresses::at(path)).unwrap().map(|there| there.kind)
        }
    };
    assert_eq!(at("/sea-sky").await.as_deref(), Some("section"));
    for (name, slug, why) in [
        ("Sea", "sea-sky", "section-twice"),
        ("Search", "", "section-slug"),
        ("Sea", "Big Sea", "section-slug"),
        (" ", "sea", "section-name"),
    ] {
        let form = SectionForm {
            slug: slug.into(),
            ..section(name)
        };
        let answer = keep(&room, &admin, added, Edit::AddSection(form)).await;
        assert_eq!(refused(answer), why, "{name} at {slug}");
    }
    // A new name keeps the address.
    let renamed = Edit::Section {
        id: sea.id.clone(),
        form: SectionForm {
            shown: false,
            ..section("The Sea")
        },
    };
    let renamed = keep(&room, &admin, added, renamed).await.unwrap();
    let (_, stands) = now(&room).await;
    assert_eq!(
        (stands.sections[4].name.as_str(), slugs(&stands)[4]),
        ("The Sea", "sea-sky")
    );
    assert!(
        !stands
            .paper
            .row(&stands.sections)
            .contains(&RowEntry::Section(sea.id.clone()))
    );
    undo(&room, &admin, renamed).await.unwrap();
    let (number, stands) = now(&room).await;
    assert_eq!(stands.sections[4].name, "Sea & Sky");
    assert!(
        stands
            .paper
            .row(&stands.sections)
            .contains(&RowEntry::Section(sea.id.clone()))
    );
    // Away, and back under its id.
    let removed = keep(&room, &admin, number, Edit::RemoveSection(sea.id.clone()))
        .await
        .unwrap();
    assert_eq!(at("/sea-sky").await.as_deref(), Some("gone"));
    undo(&room, &admin, removed).await.unwrap();
    assert_eq!(at("/sea-sky").await.as_deref(), Some("section"));
    let (number, stands) = now(&room).await;
    assert_eq!(stands.sections.last().unwrap().id, sea.id);
    // The order, and the console's way beside the desk's.
    let order: Vec<String> = stands.sections.iter().rev().map(|one| one.id.clone()).collect();
    let turned = keep(&room, &admin, number, Edit::Order(order)).await.unwrap();
    let mut tx = room.write().await;
    let mut local = q!(tx, terms::sections()).unwrap().pop().unwrap();
    assert_eq!(local.slug, "local");
    local.replies = "closed".into();
    revise_section::run(&mut tx, &room.house, &Actor::Console, &local)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    undo(&room, &admin, turned).await.unwrap();
    let (_, stands) = now(&room).await;
    assert_eq!(slugs(&stands)[0], "local");
    assert_eq!(stands.sections[0].replies, "closed");
}

async fn a_section_with_a_story_stays(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (admin, chief) = (room.hire(Role::Admin).await, room.hire(Role::Chief).await);
    room.begin(&chief, "ferry").await;
    let (seen, stands) = now(&room).await;
    let local = stands.sections[0].id.clone();
    let answer = keep(&room, &admin, seen, Edit::RemoveSection(local)).await;
    assert_eq!(refused(answer), "section-used");
    let empty = stands.sections[1].id.clone();
    keep(&room, &admin, seen, Edit::RemoveSection(empty)).await.unwrap();
    assert_eq!(now(&room).await.1.sections.len(), 3);
}

async fn a_section_goes_when_its_stories_are_killed_or_taken_down(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (admin, chief) = (room.hire(Role::Admin).await, room.hire(Role::Chief).await);
    let (killed, removed) = (room.begin(&chief, "killed").await, room.begin(&chief, "removed").await);
    let (seen, stands) = now(&room).await;
    let remove = || Edit::RemoveSection(stands.sections[0].id.clone());
    let mut tx = room.write().await;
    let kill = step_story::Step {
        story_id: killed.id,
        verb: "kill".into(),
        reason: "It was a rumour".into(),
        seen: None,
    };
    step_story::run(&mut tx, &room.house, &chief, &kill).await.unwrap();
    let publish = Publish::now(&removed.id);
    publish_story::run(&mut tx, &room.house, &CONSOLE, &publish)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(refused(keep(&room, &admin, seen, remove()).await), "section-used");
    let mut tx = room.write().await;
    remove_story::run(&mut tx, &room.house, &CONSOLE, &removed.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    keep(&room, &admin, seen, remove()).await.unwrap();
}

async fn a_state_of_before_comes_back_whole(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let admin = room.hire(Role::Admin).await;
    let (first, opened) = now(&room).await;
    let mut number = first;
    for edit in [
        plate("Another", "", "Europe/Berlin"),
        Edit::AddSection(section("Sea")),
        Edit::RemoveSection(opened.sections[3].id.clone()),
        Edit::Foot(vec![Link {
            label: "About".into(),
            href: "/about".into(),
        }]),
        Edit::Section {
            id: opened.sections[0].id.clone(),
            form: section("Town"),
        },
    ] {
        number = keep(&room, &admin, number, edit).await.unwrap();
    }
    let mut tx = room.write().await;
    let stale = keep_settings::restore(&mut tx, &room.house, &admin, first, first).await;
    assert!(matches!(stale, Err(Error::Conflict(_))));
    keep_settings::restore(&mut tx, &room.house, &admin, first, number)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (last, stands) = now(&room).await;
    assert_eq!(last, number + 1);
    assert_eq!(stands.paper, opened.paper);
    // What came since stays behind the others.
    assert_eq!(
        slugs(&stands),
        ["local", "international", "us-politics", "economy", "sea"]
    );
    assert_eq!(stands.sections[..4], opened.sections[..]);
}

async fn a_revision_of_before_sections_were_kept_still_reads(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let admin = room.hire(Role::Admin).await;
    let (first, stands) = now(&room).await;
    let mut tx = room.write().await;
    // As a paper of before has it: fewer fields, a strip, and no sections.
    let old = courant_model::settings::Revised {
        number: first + 1,
        at: room.house.now(),
        actor: "console".into(),
        act: "revise".into(),
        settings: r#"{"name":"The Example","zone":"Europe/Lisbon","footer":[{"label":"About","href":"/about"}],
                      "breaking":{"text":"x"},"refuse_training":false}"#
            .into(),
        sections: String::new(),
    };
    q!(tx, paper::revise(&old)).unwrap();
    tx.commit().await.unwrap();
    let (number, old) = now(&room).await;
    assert_eq!(old.paper.permalink, "/{section}/{slug}");
    assert_eq!(old.sections, stands.sections);
    let renamed = Edit::Section {
        id: stands.sections[0].id.clone(),
        form: section("Town"),
    };
    let renamed = keep(&room, &admin, number, renamed).await.unwrap();
    let mut tx = room.read().await;
    let keys: Vec<String> = settings::changes(&mut tx, renamed)
        .await
        .unwrap()
        .into_iter()
        .map(|change| change.key)
        .collect();
    assert!(
        keys.iter().any(|key| key.rsplit('.').next() == Some("name")),
        "{keys:?}"
    );
    drop(tx);
    undo(&room, &admin, renamed).await.unwrap();
    assert_eq!(now(&room).await.1.sections[0].name, "Local");
}

async fn what_is_scheduled_keeps_its_clock_in_a_new_zone(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (admin, chief) = (room.hire(Role::Admin).await, room.hire(Role::Chief).await);
    let (story, held) = (room.begin(&chief, "ferry").await, room.begin(&chief, "bridge").await);
    let mut tx = room.write().await;
    let local = |text: &str| Local::parse(text, "Europe/Lisbon").unwrap();
    let when = local("2026-06-01T14:05");
    schedule_story::run(&mut tx, &room.house, &CONSOLE, &story.id, &when)
        .await
        .unwrap();
    embargo_story::run(&mut tx, &room.house, &CONSOLE, &held.id, &local("2026-06-01T10:00"))
        .await
        .unwrap();
    let picture = Picture {
        id: "p".into(),
        name: "harbour".into(),
        rights_local: local("2026-06-02T00:00").to_string(),
        rights_until: Some(local("2026-06-02T00:00").resolve().unwrap()),
        renditions: "[]".into(),
        ..Picture::default()
    };
    q!(tx, pictures::add(&picture)).unwrap();
    tx.commit().await.unwrap();
    let (seen, _) = now(&room).await;
    let moved = keep(&room, &admin, seen, plate("The Example", "", "Asia/Tokyo"))
        .await
        .unwrap();
    let due = || async {
        let mut tx = room.read().await;
        let schedule = q!(tx, schedules::of_story(&story.id)).unwrap().remove(0);
        let picture = q!(tx, pictures::by_id("p")).unwrap().unwrap();
        let embargo = q!(tx, stories::by_id(&held.id)).unwrap().unwrap().embargo_until;
        (
            timestamp(schedule.due_at).to_string(),
            timestamp(picture.rights_until.unwrap()).to_string(),
            timestamp(embargo.unwrap()).to_string(),
        )
    };
    let (in_tokyo, rights, embargo) = due().await;
    assert_eq!(in_tokyo, "2026-06-01T05:05:00Z");
    assert_eq!(rights, "2026-06-01T15:00:00Z");
    assert_eq!(embargo, "2026-06-01T09:00:00Z");
    undo(&room, &admin, moved).await.unwrap();
    assert_eq!(due().await.0, "2026-06-01T13:05:00Z");
    // An hour before its time in Lisbon its time in Tokyo is long over: nothing goes out by a change of zone.
    room.clock.set(when.resolve().unwrap() - courant_model::time::HOUR);
    let (seen, _) = now(&room).await;
    let answer = keep(&room, &admin, seen, plate("The Example", "", "Asia/Tokyo")).await;
    assert_eq!(refused(answer), "zone-schedule");
    assert_eq!(due().await.0, "2026-06-01T13:05:00Z");
}

async fn a_pattern_gives_new_stories_their_address_and_leaves_old_ones(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (admin, chief) = (room.hire(Role::Admin).await, room.hire(Role::Chief).await);
    let publish = |slug: &'static str| {
        let (room, chief) = (&room, &chief);
        async move {
            let story = room.begin(chief, slug).await;
            let mut tx = room.write().await;
            let live = publish_story::run(&mut tx, &room.house, &CONSOLE, &Publish::now(&story.id))
                .await
                .unwrap();
            tx.commit().await.unwrap();
            live
        }
    };
    let old = publish("old-ferry").await;
    assert_eq!(old.path, "/local/old-ferry");
    let (seen, _) = now(&room).await;
    for (bad, why) in [
        ("/{section}/{year}", "permalink-same"),
        ("/desk/{slug}", "permalink-word"),
        ("/{slug}/{number}", "permalink-first"),
        ("{slug}", "permalink-slash"),
    ] {
        let answer = keep(&room, &admin, seen, Edit::Permalink(bad.into())).await;
        assert_eq!(refused(answer), why, "{bad}");
    }
    let pattern = Edit::Permalink("/{year}/{month}/{slug}".into());
    keep(&room, &admin, seen, pattern).await.unwrap();
    assert_eq!(publish("new-ferry").await.path, "/2025/11/new-ferry");
    assert_eq!(publish("new-ferry").await.path, "/2025/11/new-ferry-2");
    let mut tx = room.read().await;
    assert_eq!(q!(tx, live::by_id(&old.story_id)).unwrap().unwrap().path, old.path);
    drop(tx);
    let (seen, _) = now(&room).await;
    keep(&room, &admin, seen, Edit::Permalink("/{number}".into()))
        .await
        .unwrap();
    let numbered = publish("third").await;
    let mut tx = room.read().await;
    let story = q!(tx, stories::by_id(&numbered.story_id)).unwrap().unwrap();
    assert_eq!(numbered.path, format!("/{}", story.number));
}

async fn a_folder_that_belongs_to_the_house_is_refused_and_not_looked_through_for_ever(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let chief = room.hire(Role::Chief).await;
    // As it may stand in a paper that kept its pattern before such patterns were refused.
    let mut tx = room.write().await;
    let latest = q!(tx, paper::latest()).unwrap().unwrap();
    let (_, mut settings) = now(&room).await;
    settings.paper.permalink = "/{slug}/{number}".into();
    let kept = Revised {
        number: latest.number + 1,
        settings: serde_json::to_string(&settings.paper).unwrap(),
        ..latest
    };
    q!(tx, paper::revise(&kept)).unwrap();
    tx.commit().await.unwrap();
    for (slug, answer) in [("search", Some("permalink-word")), ("ferry", None)] {
        let story = room.begin(&chief, slug).await;
        let mut tx = room.write().await;
        let publish = Publish::now(&story.id);
        let published = publish_story::run(&mut tx, &room.house, &CONSOLE, &publish).await;
        match answer {
            Some(key) => assert_eq!(refused(published), key),
            None => assert_eq!(published.unwrap().path, format!("/ferry/{}", story.number)),
        }
    }
}

async fn pages_that_enter_the_foot_at_once_all_stand_there(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let admin = room.hire(Role::Admin).await;
    let mut pages = Vec::new();
    for n in 0..6 {
        let mut tx = room.write().await;
        let begin = BeginPage {
            title: format!("Page {n}"),
            address: String::new(),
        };
        let page = begin_page::run(&mut tx, &room.house, &CONSOLE, &begin).await.unwrap();
        let publish = Publish::now(&page.id);
        let live = publish_story::run(&mut tx, &room.house, &CONSOLE, &publish).await;
        live.unwrap();
        tx.commit().await.unwrap();
        pages.push(page.id);
    }
    let at_once = pages.iter().map(|id| async {
        let mut tx = room.write().await;
        begin_page::foot(&mut tx, &room.house, &admin, id, true).await.unwrap();
        tx.commit().await.unwrap();
    });
    futures_util::future::join_all(at_once).await;
    let (_, settings) = now(&room).await;
    assert_eq!(settings.paper.footer.len(), 6, "{:?}", settings.paper.footer);
    // A page that leaves takes its link alone along.
    let (gone, here, me) = (&pages[0], &room, &admin);
    let at_once = pages[..3].iter().map(|id| async move {
        let mut tx = here.write().await;
        if id == gone {
            remove_story::run(&mut tx, &here.house, &CONSOLE, id).await.unwrap();
        } else {
            begin_page::foot(&mut tx, &here.house, me, id, false).await.unwrap();
        }
        tx.commit().await.unwrap();
    });
    futures_util::future::join_all(at_once).await;
    assert_eq!(now(&room).await.1.paper.footer.len(), 3);
    // A title that no link can carry is refused in words of its own.
    let mut tx = room.write().await;
    let begin = BeginPage {
        title: "Long ".repeat(13),
        address: "long".into(),
    };
    let page = begin_page::run(&mut tx, &room.house, &CONSOLE, &begin).await.unwrap();
    let publish = Publish::now(&page.id);
    publish_story::run(&mut tx, &room.house, &CONSOLE, &publish)
        .await
        .unwrap();
    let answer = begin_page::foot(&mut tx, &room.house, &admin, &page.id, true).await;
    assert_eq!(refused(answer), "foot-title");
}

async fn what_would_break_a_page_is_refused_and_nothing_is_kept(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let admin = room.hire(Role::Admin).await;
    let (seen, before) = now(&room).await;
    let link = |href: &str| Link {
        label: "Shop".into(),
        href: href.into(),
    };
    let lines = |lines: &str| Edit::Crawlers {
        indexed: true,
        refuse_training: true,
        refuse_answering: false,
        lines: lines.into(),
    };
    let replies = |rule: &str, days| {
        Edit::Replies(courant_model::paper::ReplyRules {
            rule: rule.into(),
            close_after_days: days,
            ..Default::default()
        })
    };
    for (edit, why) in [
        (plate(" ", "", "Europe/Lisbon"), "paper-name"),
        (plate("The Example", "", "Europe/Atlantis"), "paper-zone"),
        (plate("The Example", "two\nlines", "Europe/Lisbon"), "paper-line"),
        (Edit::Foot(vec![link("javascript:alert(1)")]), "link-href"),
        (Edit::Row(vec![RowEntry::Link(link("//evil.example"))]), "link-href"),
        (lines("Disallow: /"), "robots-group"),
        (lines("User-agent: *\nDisallow: /"), "robots-everybody"),
        (replies("paper", 1), "section-replies"),
        (replies("open", -1), "section-days"),
    ] {
        assert_eq!(refused(keep(&room, &admin, seen, edit.clone()).await), why, "{edit:?}");
    }
    assert_eq!(now(&room).await, (seen, before));
}

async fn nobody_without_the_right_changes_anything(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (seen, _) = now(&room).await;
    for role in Role::ALL {
        let who = room.hire(role).await;
        let may = role == Role::Admin;
        let answer = keep(&room, &who, seen, Edit::Permalink("/{slug}".into())).await;
        assert_eq!(answer.is_ok(), may, "{role:?}");
        if may {
            let (number, _) = now(&room).await;
            undo(&room, &who, number).await.unwrap();
        } else {
            assert_eq!(refused(answer), "not-allowed");
            assert_eq!(refused(undo(&room, &who, seen).await), "not-allowed");
        }
    }
}
