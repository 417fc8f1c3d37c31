//! The desk from outside, by forms alone: a story's way through it, and that nothing typed is lost or overwritten.
//! Run by `cargo test` on both engines; who may do what is asked by `rights`.

use crate::harness::{Answer, Colleague, Draft, Page, TestPaper};
use courant_model::account::{Act, On, Role};
use courant_store::on_both;
use courant_store::scratch::Scratch;

on_both!(
    the_list_shows_what_one_may_read,
    a_story_goes_from_slug_to_correction_by_forms_alone,
    a_stale_plain_form_overwrites_nothing,
    the_plain_form_keeps_byline_topics_and_picture,
    what_readers_see_already_is_neither_handed_in_nor_sent_back,
    what_is_refused_comes_back_with_what_was_typed,
    nothing_changes_by_asking,
    pickers_find_what_the_pages_show_and_no_more,
    two_versions_are_compared_and_an_old_one_is_restored,
);

/// The id in the address that a form led to.
fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let path = answer.says("location");
    let id = path.split(['/', '?']).nth(3).unwrap_or_default();
    assert!(!id.is_empty(), "{path}");
    id.to_owned()
}

async fn begin(paper: &TestPaper, who: &Colleague, slug: &str) -> String {
    let section = paper.sections["local"].clone();
    let fields = [("slug", slug), ("section", section.as_str())];
    led_to(&paper.send_as(who, "/desk/stories", &fields).await)
}

/// The hidden version of the plain form.
async fn base_of(paper: &TestPaper, who: &Colleague, id: &str) -> String {
    let page = paper.get_as(who, &format!("/desk/stories/{id}/plain")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    Page::read(&page.text()).attribute("input[name=base]", "value").unwrap()
}

async fn write(paper: &TestPaper, who: &Colleague, id: &str, base: &str, headline: &str, body: &str) -> Answer {
    let section = paper.sections["local"].clone();
    let fields = [
        ("base", base),
        ("headline", headline),
        ("section", section.as_str()),
        ("kind", "news"),
        ("body", body),
    ];
    paper.send_as(who, &format!("/desk/stories/{id}/plain"), &fields).await
}

async fn act(paper: &TestPaper, who: &Colleague, id: &str, verb: &str, fields: &[(&str, &str)]) -> Answer {
    paper.send_as(who, &format!("/desk/stories/{id}/{verb}"), fields).await
}

async fn the_list_shows_what_one_may_read(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let other = paper.colleague(&[Role::Reporter]).await;
    begin(&paper, &other, "somebody-elses").await;
    let local = paper.sections["local"].clone();
    let theirs = On {
        own: false,
        section: Some(&local),
    };
    for role in Role::ALL {
        let me = paper.colleague(&[role]).await;
        let list = paper.get_as(&me, "/desk/stories").await;
        assert_eq!(
            list.contains("somebody-elses"),
            me.member.may(Act::Read, theirs),
            "{role:?}"
        );
    }
}

async fn a_story_goes_from_slug_to_correction_by_forms_alone(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Reporter]).await;
    let rui = paper.colleague(&[Role::Editor]).await;
    let id = begin(&paper, &eva, "Ferry fares, Tuesday").await;
    let base = base_of(&paper, &eva, &id).await;
    let kept = write(
        &paper,
        &eva,
        &id,
        &base,
        "Ferry fares rise",
        "Fares rise by *four* per cent.",
    )
    .await;
    assert_eq!(kept.status, 303, "{}", kept.text());

    assert_eq!(
        act(&paper, &eva, &id, "hand-in", &[("seen", "draft")]).await.status,
        303
    );
    let waiting = paper.get_as(&rui, "/desk").await;
    assert!(waiting.contains("Ferry fares rise"), "{}", waiting.text());

    let silent = act(&paper, &rui, &id, "send-back", &[("seen", "ready"), ("reason", "")]).await;
    assert_eq!(silent.status, 422, "a step back says why");
    let back = act(
        &paper,
        &rui,
        &id,
        "send-back",
        &[("seen", "ready"), ("reason", "Who says so?")],
    )
    .await;
    assert_eq!(back.status, 303);
    assert!(paper.get_as(&eva, "/desk").await.contains("Who says so?"));
    let late = act(
        &paper,
        &rui,
        &id,
        "send-back",
        &[("seen", "ready"), ("reason", "Again.")],
    )
    .await;
    assert_eq!(late.status, 409, "the state was another when the button was pressed");
    assert!(late.contains("Again."), "what was typed is kept");

    act(&paper, &eva, &id, "hand-in", &[("seen", "draft")]).await;
    let own = act(&paper, &eva, &id, "publish", &[]).await;
    assert!(matches!(own.status, 403 | 422), "a reporter publishes nothing");
    let out = act(&paper, &rui, &id, "publish", &[]).await;
    assert_eq!(out.status, 303, "{}", out.text());
    let page = paper.page("/local/ferry-fares-rise").await;
    assert!(page.texts(".body em").contains(&"four".to_owned()));

    let corrected = act(
        &paper,
        &rui,
        &id,
        "correct",
        &[("wrong", "Four per cent."), ("correct", "Fares rise by five per cent.")],
    )
    .await;
    assert_eq!(corrected.status, 303, "{}", corrected.text());
    assert!(
        paper
            .get("/local/ferry-fares-rise")
            .await
            .contains("Fares rise by five per cent.")
    );
    let desk = paper.get_as(&rui, &format!("/desk/stories/{id}")).await;
    assert!(desk.contains("Fares rise by five per cent."));
}

async fn a_stale_plain_form_overwrites_nothing(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Chief]).await;
    let rui = paper.colleague(&[Role::Chief]).await;
    let id = begin(&paper, &eva, "fares").await;
    let first = base_of(&paper, &eva, &id).await;
    write(&paper, &eva, &id, &first, "Fares", "One.\n\nTwo.\n\nThree.").await;
    let base = base_of(&paper, &eva, &id).await;

    let theirs = write(&paper, &rui, &id, &base, "Fares", "One, by Rui.\n\nTwo.\n\nThree.").await;
    assert_eq!(theirs.status, 303);
    let apart = write(&paper, &eva, &id, &base, "Fares", "One.\n\nTwo.\n\nThree, by Eva.").await;
    assert_eq!(apart.status, 303, "changes in different places are brought together");
    let both = paper.get_as(&eva, &format!("/desk/stories/{id}/plain")).await;
    assert!(
        both.contains("One, by Rui.") && both.contains("Three, by Eva."),
        "{}",
        both.text()
    );

    let disputed = write(&paper, &eva, &id, &base, "Fares rise", "One, by Eva.\n\nTwo.\n\nThree.").await;
    assert_eq!(disputed.status, 409);
    for words in ["One, by Eva.", "One, by Rui.", "One.", "Fares rise"] {
        assert!(disputed.contains(words), "{words}: {}", disputed.text());
    }
    let still = paper.get_as(&eva, &format!("/desk/stories/{id}/plain")).await;
    assert!(still.contains("One, by Rui.") && !still.contains("One, by Eva."));

    let page = Page::read(&disputed.text());
    let now = page.attribute("input[name=base]", "value").unwrap();
    let parts = page.attribute("input[name=parts]", "value").unwrap();
    let section = paper.sections["local"].clone();
    let chosen = [
        ("base", now.as_str()),
        ("parts", parts.as_str()),
        ("headline", "Fares rise"),
        ("section", section.as_str()),
        ("kind", "news"),
        ("choose-part-0", "mine"),
        ("part-0-mine", "One, by Eva."),
        ("part-0-theirs", "One, by Rui."),
        ("part-1", "Two.\n\nThree, by Eva."),
    ];
    let kept = paper.send_as(&eva, &format!("/desk/stories/{id}/plain"), &chosen).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let end = paper.get_as(&eva, &format!("/desk/stories/{id}/plain")).await;
    assert!(end.contains("One, by Eva.") && end.contains("Three, by Eva.") && end.contains("Fares rise"));
}

async fn what_is_refused_comes_back_with_what_was_typed(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Chief]).await;
    let brief = "Ask the harbour <b>first</b>.";
    let answer = paper
        .send_as(
            &eva,
            "/desk/stories",
            &[("slug", "—"), ("brief", brief), ("due", "2026-12-01T10:00")],
        )
        .await;
    assert_eq!(answer.status, 422);
    let page = Page::read(&answer.text());
    assert_eq!(page.text("#brief").as_deref(), Some(brief));
    assert_eq!(page.attribute("#due", "value").as_deref(), Some("2026-12-01T10:00"));
    assert!(page.text(".wrong").is_some());

    let flash = paper
        .send_as(&eva, "/desk/flash", &[("headline", "Gates closed"), ("sentence", "")])
        .await;
    assert_eq!(flash.status, 422);
    assert_eq!(
        Page::read(&flash.text()).text("#headline").as_deref(),
        Some("Gates closed")
    );

    let id = begin(&paper, &eva, "gates").await;
    let soon = act(&paper, &eva, &id, "embargo", &[("until", "whenever")]).await;
    assert_eq!(soon.status, 422);
    assert_eq!(
        Page::read(&soon.text()).attribute("#until", "value").as_deref(),
        Some("whenever")
    );
    let long = "x".repeat(401);
    let base = base_of(&paper, &eva, &id).await;
    let written = write(&paper, &eva, &id, &base, &long, "The text stays.").await;
    assert_eq!(written.status, 422);
    assert!(written.contains("The text stays.") && written.contains(&long));
}

async fn nothing_changes_by_asking(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Chief]).await;
    let id = begin(&paper, &eva, "fares").await;
    for verb in [
        "hand-in",
        "take",
        "publish",
        "publish-unseen",
        "spike",
        "kill",
        "schedule",
        "embargo",
        "restore",
        "preview",
        "rename",
        "assign",
        "seen",
    ] {
        let path = format!("/desk/stories/{id}/{verb}");
        let answer = paper.get_as(&eva, &path).await;
        assert!(matches!(answer.status, 404 | 405), "{path}: {}", answer.status);
        let headers = [("cookie", eva.cookie.as_str()), ("origin", "https://evil.example")];
        assert_eq!(
            paper.call("POST", &path, &headers, b"seen=draft").await.status,
            403,
            "{path}"
        );
    }
    let page = paper.get_as(&eva, &format!("/desk/stories/{id}")).await;
    assert!(page.contains("state draft"), "{}", page.text());
}

async fn pickers_find_what_the_pages_show_and_no_more(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Reporter]).await;
    let tim = paper.colleague(&[Role::Contributor]).await;
    begin(&paper, &eva, "harbour dredging").await;
    paper
        .publish(&Draft {
            author: Some("Ana Reis"),
            topic: Some("Harbour"),
            ..Draft::of("Harbour lights")
        })
        .await;
    let found = async |who: &Colleague, path: &str| {
        let answer = paper.get_as(who, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.says("content-type"), "application/json");
        answer.text()
    };
    let all = found(&eva, "/desk/find/stories?q=harb").await;
    assert!(
        all.contains("harbour-dredging") && all.contains("/local/harbour-lights"),
        "{all}"
    );
    let own = found(&tim, "/desk/find/stories?q=harb").await;
    assert!(!own.contains("harbour-dredging"), "{own}");
    let any = found(&tim, "/desk/find/anything?q=harb").await;
    assert!(!any.contains("dredging"), "{any}");
    assert!(found(&eva, "/desk/find/authors?q=rei").await.contains("Ana Reis"));
    let account = found(&tim, "/desk/find/anything?q=my%20acc").await;
    assert!(account.contains("\"/desk/account\""), "{account}");
    let template = "\"/desk/templates/new\"";
    let chief = paper.colleague(&[Role::Chief]).await;
    assert!(
        found(&chief, "/desk/find/anything?q=new%20templ")
            .await
            .contains(template)
    );
    assert!(
        !found(&tim, "/desk/find/anything?q=new%20templ")
            .await
            .contains(template)
    );
    assert!(found(&eva, "/desk/find/topics?q=harb").await.contains("Harbour"));
    assert!(
        found(&eva, "/desk/find/accounts?q=coll")
            .await
            .contains(&tim.member.account)
    );

    let headers = [
        ("cookie", eva.cookie.as_str()),
        ("origin", paper.url.as_str()),
        ("x-requested-with", "courant"),
        ("content-type", "text/html"),
    ];
    let html = "<p>Kept<script>alert(1)</script></p>";
    let pasted = paper.call("POST", "/desk/paste", &headers, html.as_bytes()).await;
    assert_eq!(pasted.status, 200);
    assert!(
        pasted.contains("Kept") && !pasted.contains("alert"),
        "{}",
        pasted.text()
    );
    let multipart = [
        headers[0],
        headers[1],
        headers[2],
        ("content-type", "multipart/form-data; boundary=xx"),
    ];
    let body =
        b"--xx\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\nno picture\r\n--xx--\r\n";
    let refused = paper.call("POST", "/desk/pictures", &multipart, body).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.contains("This is not a picture"), "{}", refused.text());
}

async fn two_versions_are_compared_and_an_old_one_is_restored(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Chief]).await;
    let id = begin(&paper, &eva, "fares").await;
    let first = base_of(&paper, &eva, &id).await;
    write(&paper, &eva, &id, &first, "Fares", "Fares rise by four per cent.").await;
    let four = base_of(&paper, &eva, &id).await;
    write(&paper, &eva, &id, &four, "Fares", "Fares rise by five per cent.").await;
    let named = act(
        &paper,
        &eva,
        &id,
        "name",
        &[("revision", &four), ("name", "As the harbour said")],
    )
    .await;
    assert_eq!(named.status, 303, "{}", named.text());

    let compared = paper
        .get_as(&eva, &format!("/desk/stories/{id}/compare?old={four}"))
        .await;
    assert!(
        compared.contains("<del>four</del>") && compared.contains("<ins>five</ins>"),
        "{}",
        compared.text()
    );
    assert!(compared.contains("As the harbour said"));
    let restored = act(&paper, &eva, &id, "restore", &[("revision", &four)]).await;
    assert_eq!(restored.status, 303, "{}", restored.text());
    let now = paper.get_as(&eva, &format!("/desk/stories/{id}/plain")).await;
    assert!(now.contains("four per cent"), "{}", now.text());
    let versions = paper.get_as(&eva, &format!("/desk/stories/{id}?tab=versions")).await;
    assert!(versions.contains("As the harbour said"), "every version is still there");
}

async fn the_plain_form_keeps_byline_topics_and_picture(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Chief]).await;
    let rui = paper.colleague(&[Role::Chief]).await;
    let draft = Draft {
        author: Some("Ana Reis"),
        topic: Some("Harbour"),
        ..Draft::of("Fares")
    };
    let id = paper.file(&draft).await;
    let path = format!("/desk/stories/{id}/plain");
    let section = paper.sections["local"].clone();
    let form = async |who: &Colleague| {
        let page = Page::read(&paper.get_as(who, &path).await.text());
        let value = |name: &str| {
            page.attribute(&format!("input[name={name}]"), "value")
                .unwrap_or_default()
        };
        (value("base"), value("byline"), value("topics"))
    };
    let send = async |who: &Colleague, base: &str, byline: &str, topics: &str, body: &str| {
        let fields = [
            ("base", base),
            ("headline", "Fares"),
            ("byline", byline),
            ("topics", topics),
            ("section", section.as_str()),
            ("kind", "news"),
            ("body", body),
        ];
        paper.send_as(who, &path, &fields).await
    };
    let (base, byline, topics) = form(&eva).await;
    assert_eq!((byline.as_str(), topics.as_str()), ("Ana Reis", "Harbour"));
    let kept = send(&eva, &base, &byline, &topics, "Other words.").await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let (base, byline, topics) = form(&eva).await;
    assert_eq!(
        (byline.as_str(), topics.as_str()),
        ("Ana Reis", "Harbour"),
        "as they were"
    );

    // Of two who change the byline nobody overwrites the other.
    let theirs = send(&rui, &base, "Ana Reis; Bo Guest (photo)", &topics, "Other words.").await;
    assert_eq!(theirs.status, 303, "{}", theirs.text());
    let disputed = send(&eva, &base, "Cal Guest", &topics, "Other words.").await;
    assert_eq!(disputed.status, 409, "{}", disputed.text());
    let page = Page::read(&disputed.text());
    assert_eq!(
        page.attribute("input[name=byline-theirs]", "value").as_deref(),
        Some("Ana Reis; Bo Guest (photo)")
    );
    assert_eq!(
        page.attribute("input[name=byline-mine]", "value").as_deref(),
        Some("Cal Guest")
    );
    assert_eq!(
        page.attribute("input[name=topics]", "value").as_deref(),
        Some("Harbour")
    );
}

async fn what_readers_see_already_is_neither_handed_in_nor_sent_back(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Chief]).await;
    let live = paper.publish(&Draft::of("Fares")).await;
    let id = live.story_id;
    let offered = async |verb: &str| {
        let page = paper.get_as(&eva, &format!("/desk/stories/{id}")).await;
        page.contains(&format!("action=\"/desk/stories/{id}/{verb}\""))
    };
    for verb in ["hand-in", "send-back"] {
        assert!(!offered(verb).await, "{verb} of what is out");
    }
    paper.revise(&id, &Draft::of("Fares rise")).await;
    for verb in ["hand-in", "send-back"] {
        assert!(offered(verb).await, "{verb} of an update");
    }
}
