//! The search for anything at the desk: what it finds, in which order, and what it keeps from whom.
//! Asked over HTTP as the palette asks it.

use crate::harness::{Colleague, Draft, TestPaper, pictures};
use courant_model::account::Role;
use courant_store::on_both;
use courant_store::scratch::Scratch;
use serde_json::Value;

on_both!(
    everything_is_found_by_the_beginning_of_a_word,
    what_one_may_not_see_is_not_found,
    acts_of_the_open_story_lead_to_their_forms,
);

/// What is found: kind, label, address.
async fn found(paper: &TestPaper, who: &Colleague, q: &str, story: &str) -> Vec<(String, String, String)> {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("q", q)
        .append_pair("story", story)
        .finish();
    let answer = paper.get_as(who, &format!("/desk/find/anything?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let list: Vec<Value> = serde_json::from_slice(&answer.body).unwrap();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    list.iter()
        .map(|one| (text(one, "kind"), text(one, "label"), text(one, "href")))
        .collect()
}

async fn labels(paper: &TestPaper, who: &Colleague, q: &str, kind: &str) -> Vec<String> {
    let found = found(paper, who, q, "").await;
    found.into_iter().filter(|one| one.0 == kind).map(|one| one.1).collect()
}

async fn everything_is_found_by_the_beginning_of_a_word(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief, Role::Admin]).await;
    let live = paper
        .publish(&Draft {
            section: "economy",
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    let draft = paper.file_as(&chief.who(), &Draft::of("Gulls on the ferry")).await;
    paper
        .picture_of(&chief, "harbour-wall.jpg", &pictures::jpeg(60, 40))
        .await;
    for (path, fields) in [
        ("record", [("name", "Inês Caldeira"), ("kind", "person")]),
        ("storylines", [("title", "The dredging"), ("summary", "All of it.")]),
    ] {
        assert_eq!(
            paper.send_as(&chief, &format!("/desk/{path}"), &fields).await.status,
            303
        );
    }
    paper.reply_to(&live, "It never runs on time.").await;

    assert_eq!(labels(&paper, &chief, "ferr", "story").await.len(), 2, "in any state");
    assert_eq!(labels(&paper, &chief, "runs ferry", "story").await, ["The ferry runs"]);
    for (q, kind, label) in [
        ("caldeira", "entity", "Inês Caldeira"),
        ("ines", "entity", "Inês Caldeira"),
        ("dredg", "storyline", "The dredging"),
        ("ana reader", "reply", "Ana Reader"),
        ("colleague", "colleague", &chief.member.name),
        ("invite", "command", "Invite a colleague"),
        ("log out", "command", "Sign out"),
        ("analytics", "place", "Numbers"),
        ("lay out", "command", "Lay out the front page"),
        ("plan a", "command", "Plan a story"),
        ("diary", "command", "Diary"),
        ("new event", "command", "New event"),
        ("ics", "command", "Take a calendar in"),
        ("settings: name", "command", "Settings: Nameplate"),
    ] {
        let all = labels(&paper, &chief, q, kind).await;
        assert!(all.iter().any(|one| one == label), "{q}: {all:?}");
    }
    assert_eq!(
        labels(&paper, &chief, "harbour", "picture").await.len(),
        1,
        "by its file"
    );

    // A number, an address with and without the site, the address at the desk.
    for q in [
        live.number.to_string(),
        format!("#{}", live.number),
        live.path.clone(),
        format!("{}{}?utm_source=x", paper.url, live.path),
        format!("/desk/stories/{}", live.story_id),
    ] {
        let first = found(&paper, &chief, &q, "").await.remove(0);
        assert_eq!(first.1, "The ferry runs", "{q}");
    }

    // The thing itself comes before what only has the word in it.
    let first = found(&paper, &chief, "front page", "").await.remove(0);
    assert_eq!((first.0.as_str(), first.1.as_str()), ("place", "Front page"));
    // With nothing typed the newest story is first, and the open one is not offered.
    let all = found(&paper, &chief, "", &live.story_id).await;
    assert_eq!(all[0].2, format!("/desk/stories/{draft}"));
    assert!(
        !all.iter()
            .any(|one| one.0 == "story" && one.2.ends_with(&live.story_id))
    );
    assert!(
        found(&paper, &chief, "…", "").await.iter().all(|one| one.0 != "story"),
        "signs find no story"
    );
    assert!(found(&paper, &chief, "zyxwvutsrq", "").await.is_empty());
    let page = paper.get_as(&chief, "/desk/find?q=gulls").await;
    assert!(
        page.contains(&format!("href=\"/desk/stories/{draft}\"")),
        "without script it is a page"
    );
}

async fn what_one_may_not_see_is_not_found(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let contributor = paper.colleague(&[Role::Contributor]).await;
    let moderator = paper.colleague(&[Role::Moderator]).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let secret = paper.file_as(&chief.who(), &Draft::of("Secret of the harbour")).await;
    let own = paper.file_as(&contributor.who(), &Draft::of("Harbour walk")).await;
    let live = paper
        .publish(&Draft {
            section: "economy",
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    paper.reply_to(&live, "It never runs on time.").await;
    let kept = paper
        .send_as(&chief, "/desk/record", &[("name", "Ana Reis"), ("kind", "person")])
        .await;
    assert_eq!(kept.status, 303);
    let number = {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        courant_store::q!(tx, stories::by_id(&secret))
            .unwrap()
            .unwrap()
            .number
            .to_string()
    };

    assert_eq!(labels(&paper, &chief, "harbour", "story").await.len(), 2);
    assert_eq!(labels(&paper, &contributor, "harbour", "story").await, ["Harbour walk"]);
    let address = format!("/desk/stories/{secret}");
    for (who, name) in [
        (&contributor, "contributor"),
        (&moderator, "moderator"),
        (&admin, "admin"),
    ] {
        for q in ["secret", number.as_str(), address.as_str(), ""] {
            let all = found(&paper, who, q, &secret).await;
            assert!(
                !all.iter()
                    .any(|one| one.1.contains("Secret") || one.2.contains(&secret)),
                "{name}, {q}: {all:?}"
            );
        }
    }
    for (who, kind, q, sees) in [
        (&chief, "reply", "ana", true),
        (&moderator, "reply", "ana", true),
        (&contributor, "reply", "ana", false),
        (&admin, "reply", "ana", false),
        (&chief, "entity", "ana", true),
        (&moderator, "entity", "ana", false),
        (&admin, "colleague", "colleague", true),
        (&moderator, "colleague", "colleague", false),
        (&contributor, "colleague", "colleague", false),
        (&admin, "command", "invite", true),
        (&chief, "command", "invite", false),
        (&chief, "command", "lay out", true),
        (&admin, "command", "lay out", false),
        (&contributor, "command", "plan a", true),
        (&contributor, "command", "diary", true),
        (&contributor, "command", "new event", false),
        (&admin, "command", "diary", false),
        (&moderator, "command", "ics", false),
        (&admin, "place", "settings", true),
        (&chief, "place", "settings", false),
        (&moderator, "place", "pictures", false),
    ] {
        let all = labels(&paper, who, q, kind).await;
        assert_eq!(!all.is_empty(), sees, "{kind} {q} for {:?}: {all:?}", who.member.roles);
    }
    assert!(
        found(&paper, &contributor, "publish", &own)
            .await
            .iter()
            .all(|one| one.0 != "act" || !one.2.contains("open=publish"))
    );
}

async fn acts_of_the_open_story_lead_to_their_forms(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let eva = paper.colleague(&[Role::Reporter]).await;
    let id = paper.file_as(&eva.who(), &Draft::of("Ferry fares")).await;
    let act = async |who: &Colleague, q: &str| {
        let all = found(&paper, who, q, &id).await;
        all.into_iter().find(|one| one.0 == "act").map(|one| one.2)
    };
    assert_eq!(act(&eva, "publish").await.filter(|href| href.contains("open=")), None);
    let hand_in = act(&eva, "hand in").await.unwrap();
    assert_eq!(hand_in, format!("/desk/stories/{id}?tab=publish&open=hand-in#rail"));
    let unseen = act(&chief, "publish unseen").await.unwrap();
    let page = paper.get_as(&chief, unseen.split('#').next().unwrap()).await;
    assert_eq!(page.status, 200);
    let form = page.text();
    let open = form.split("<details class=\"ask\" open>").nth(1).unwrap();
    assert!(open.contains("/publish-unseen\""), "its form is open");
    assert_eq!(
        paper.get("/local/ferry-fares").await.status,
        404,
        "a link publishes nothing"
    );
    assert_eq!(
        act(&chief, "compare").await.unwrap(),
        format!("/desk/stories/{id}/compare")
    );
    assert_eq!(act(&chief, "numbers").await.unwrap(), format!("/desk/numbers/{id}"));
}
