//! People write together: what they type is kept, survives what befalls servers and connections, and is printed.
//! Run by `cargo test`, most of it on both engines; browsers are played by yrs over real sockets.

use crate::harness::{Colleague, Draft, TestPaper, Writer, until};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_newsroom::drafts;
use courant_newsroom::permissions::Who;
use courant_store::scratch::{On, Scratch};
use courant_store::{on_both, q};
use yrs::{Xml, XmlElementPrelim, XmlFragment};

on_both!(
    two_people_write_one_story_and_what_is_saved_is_printed,
    what_was_saved_outlives_the_server,
    who_was_offline_catches_up_both_ways,
    an_update_that_breaks_the_schema_is_refused_and_kept_and_disturbs_nobody,
    a_restore_reaches_open_browsers_as_an_edit,
    the_server_alone_seeds_and_only_once,
    who_may_not_write_does_not,
    hostile_bytes_end_their_own_connection_alone,
    who_is_signed_out_is_out_of_the_room,
    colleagues_see_who_is_at_a_story_and_under_which_name,
    a_server_that_stops_keeps_everything_and_asks_to_come_back,
    a_log_made_anew_is_a_new_beginning_for_every_browser,
    the_last_writer_leaves_a_revision_behind,
    a_log_is_compacted_and_says_the_same,
    who_may_not_settle_suggestions_of_others_does_not,
);

const HTML: &str = "<p>Rain fell.</p><p>Wind blew.</p>";

async fn a_story(paper: &TestPaper) -> String {
    let draft = Draft {
        html: HTML,
        ..Draft::of("Rain on Arnmouth")
    };
    paper.file(&draft).await
}

async fn chief(paper: &TestPaper) -> Colleague {
    paper.colleague(&[Role::Chief]).await
}

async fn body_of(paper: &TestPaper, story: &str) -> String {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let (copy, _) = drafts::present_state(&mut tx, &paper.newsroom.house, story)
        .await
        .unwrap();
    courant_text::plain::write(&copy.document)
}

async fn two_people_write_one_story_and_what_is_saved_is_printed(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let (ana, bo) = (chief(&paper).await, chief(&paper).await);
    let mut one = Writer::come(&paper, &ana, &story).await;
    let mut two = Writer::come(&paper, &bo, &story).await;
    assert_eq!(one.body(), ["Rain fell.", "Wind blew."]);

    one.write(0, " It fell all day.").await;
    two.write(1, " So did hail 🌧.").await;
    two.write_headline(", at last").await;
    let wanted = ["Rain fell. It fell all day.", "Wind blew. So did hail 🌧."];
    for writer in [&mut one, &mut two] {
        writer
            .until("both texts", |w| {
                w.body() == wanted && w.headline().ends_with("at last")
            })
            .await;
        writer.until_saved().await;
    }

    let mut tx = paper.newsroom.store.write().await.unwrap();
    let house = &paper.newsroom.house;
    let head = drafts::settle(&mut tx, house, &Actor::Console, &story).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(head.headline, "Rain on Arnmouth, at last");
    assert!(head.document.contains("It fell all day."), "{}", head.document);
    assert!(
        [&ana, &bo]
            .iter()
            .any(|one| head.actor == format!("account:{}", one.member.account)),
        "{}",
        head.actor
    );
    one.until("a notice", |w| !w.notices.is_empty()).await;

    // Settling again makes nothing new.
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let again = drafts::settle(&mut tx, house, &Actor::Console, &story).await.unwrap();
    assert_eq!(again.id, head.id);
}

async fn what_was_saved_outlives_the_server(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let ana = chief(&paper).await;
    let mut writer = Writer::come(&paper, &ana, &story).await;
    for n in 0..20 {
        writer.write(0, &format!(" {n}")).await;
    }
    writer.until_saved().await;
    // Another server reads what is in the database at this moment; the first has had no occasion to flush anything.
    let other = paper.second_node().await;
    let reader = Writer::come(&other, &ana, &story).await;
    assert_eq!(reader.body(), writer.body());
    assert!(reader.body()[0].ends_with(" 19"));
}

async fn who_was_offline_catches_up_both_ways(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let (ana, bo) = (chief(&paper).await, chief(&paper).await);
    let mut one = Writer::come(&paper, &ana, &story).await;
    let mut two = Writer::come(&paper, &bo, &story).await;
    one.leave();
    one.write(0, " Typed on the train.").await;
    one.add("train", "A paragraph from the tunnel.").await;
    two.write(1, " Typed at the desk.").await;
    two.until_saved().await;
    one.connect(&paper, &ana, &story).await;
    let wanted = [
        "Rain fell. Typed on the train.",
        "Wind blew. Typed at the desk.",
        "A paragraph from the tunnel.",
    ];
    for writer in [&mut one, &mut two] {
        writer.until("both texts", |w| w.body() == wanted).await;
        writer.until_saved().await;
    }
}

async fn an_update_that_breaks_the_schema_is_refused_and_kept_and_disturbs_nobody(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let (ana, bo) = (chief(&paper).await, chief(&paper).await);
    let mut one = Writer::come(&paper, &ana, &story).await;
    let mut two = Writer::come(&paper, &bo, &story).await;
    two.write(1, " Before.").await;
    one.edit(|txn| {
        let body = yrs::ReadTxn::get_xml_fragment(txn, "body").unwrap();
        let element = body.insert(txn, 0, XmlElementPrelim::empty("marquee"));
        element.insert_attribute(txn, "id", "m1");
    })
    .await;
    two.write(1, " After.").await;
    assert_eq!(one.until_closed().await, 4409);
    let refused = one.refused.clone().unwrap();
    assert!(
        refused.contains("marquee") && refused.contains("doc.content[0]"),
        "{refused}"
    );
    two.until_saved().await;
    two.until("own text", |w| w.body() == ["Rain fell.", "Wind blew. Before. After."])
        .await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert_eq!(
        q!(tx, drafts::refused(&story)).unwrap(),
        1,
        "the bytes are kept for a person to rescue"
    );
    // Who comes back gets the last good state.
    let again = Writer::come(&paper, &ana, &story).await;
    assert_eq!(again.body(), two.body());
}

async fn a_restore_reaches_open_browsers_as_an_edit(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let ana = chief(&paper).await;
    let house = &paper.newsroom.house;
    let first = {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        q!(tx, stories::by_id(&story)).unwrap().unwrap().head
    };
    let mut writer = Writer::come(&paper, &ana, &story).await;
    writer.write(0, " A mistake.").await;
    writer.until_saved().await;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let restored = drafts::restore(&mut tx, house, &ana.who(), &story, &first)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    writer
        .until("the old text", |w| w.body() == ["Rain fell.", "Wind blew."])
        .await;
    // The socket stayed open, and writing goes on.
    writer.write(1, " Onward.").await;
    writer.until_saved().await;
    assert_eq!(body_of(&paper, &story).await.trim(), "Rain fell.\n\nWind blew. Onward.");
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let head = q!(tx, stories::by_id(&story)).unwrap().unwrap().head;
    assert_eq!(head, restored.id);
}

async fn the_server_alone_seeds_and_only_once(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let other = paper.second_node().await;
    let story = a_story(&paper).await;
    let (ana, bo) = (chief(&paper).await, chief(&paper).await);
    let (one, two) = tokio::join!(Writer::come(&paper, &ana, &story), Writer::come(&other, &bo, &story));
    assert_eq!(one.body(), ["Rain fell.", "Wind blew."]);
    assert_eq!(two.body(), one.body());
    let vector = |writer: &Writer| yrs::ReadTxn::state_vector(&yrs::Transact::transact(&writer.doc));
    assert_eq!(vector(&one), vector(&two), "both hold one seed");
    // A browser that makes content of its own before it has synced is of another log.
    let mut stranger = Writer::away();
    stranger.write_headline("Made up").await;
    stranger.connect(&paper, &ana, &story).await;
    assert_eq!(stranger.until_closed().await, 4410);
}

async fn who_may_not_write_does_not(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    // A reporter reads everything and writes their own.
    let reporter = paper.colleague(&[Role::Reporter]).await;
    let mut reader = Writer::come(&paper, &reporter, &story).await;
    assert_eq!(reader.body(), ["Rain fell.", "Wind blew."]);
    reader.write(0, " Scrawled.").await;
    assert_eq!(reader.until_closed().await, 4403);
    assert_eq!(body_of(&paper, &story).await.trim(), "Rain fell.\n\nWind blew.");

    let moderator = paper.colleague(&[Role::Moderator]).await;
    let mut stranger = Writer::away();
    stranger.connect(&paper, &moderator, &story).await;
    assert_eq!(stranger.until_closed().await, 4403);
    let ana = chief(&paper).await;
    stranger.connect(&paper, &ana, "no-such-story").await;
    assert_eq!(stranger.until_closed().await, 4404);
    let origin = ("origin", paper.url.as_str());
    stranger.try_connect(&paper.url, &story, &[origin]).await.unwrap();
    assert_eq!(stranger.until_closed().await, 4401);
    for headers in [
        vec![("cookie", ana.cookie.as_str())],
        vec![("cookie", ana.cookie.as_str()), ("origin", "https://evil.example")],
    ] {
        assert_eq!(stranger.try_connect(&paper.url, &story, &headers).await, Err(403));
    }
}

async fn hostile_bytes_end_their_own_connection_alone(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let (ana, bo) = (chief(&paper).await, chief(&paper).await);
    let mut honest = Writer::come(&paper, &ana, &story).await;
    let update = |body: &[u8]| [&[0, 2, body.len() as u8], body].concat();
    for bytes in [
        vec![],
        vec![255; 40],
        vec![0, 2, 200, 1],
        update(&[1, 1, 5, 0, 9, 1, 4, b'b', b'o', b'd', b'y']),
        update(&[0xff, 0xff, 0xff, 0xff, 0x0f]),
        update(&[1, 1, 5, 0, 4, 1, 4, b'e', b'v', b'i', b'l', 1, b'x', 0]),
    ] {
        let mut hostile = Writer::come(&paper, &bo, &story).await;
        hostile.send_raw(bytes.clone()).await;
        assert_eq!(hostile.until_closed().await, 4409, "{bytes:?}");
    }
    honest.write(0, " Unmoved.").await;
    honest.until_saved().await;
    assert_eq!(honest.body(), ["Rain fell. Unmoved.", "Wind blew."]);
}

async fn who_is_signed_out_is_out_of_the_room(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let (ana, bo) = (chief(&paper).await, chief(&paper).await);
    let mut one = Writer::come(&paper, &ana, &story).await;
    let mut two = Writer::come(&paper, &bo, &story).await;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let house = &paper.newsroom.house;
    let account = &ana.member.account;
    courant_newsroom::accounts::sessions::end_all(&mut tx, house, &Actor::Console, account, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(one.until_closed().await, 4401);
    two.write(0, " Still here.").await;
    two.until_saved().await;
}

async fn colleagues_see_who_is_at_a_story_and_under_which_name(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let (ana, bo) = (chief(&paper).await, chief(&paper).await);
    let mut one = Writer::come(&paper, &ana, &story).await;
    let mut two = Writer::come(&paper, &bo, &story).await;
    one.point(r##"{"user":{"name":"The Pope","account":"x","colour":"#123456"},"cursor":{"head":1}}"##)
        .await;
    let client = one.doc.client_id().get();
    two.until("a cursor", |w| w.cursors.contains_key(&client)).await;
    let state: serde_json::Value = serde_json::from_str(&two.cursors[&client]).unwrap();
    let member = &ana.member;
    let wanted = serde_json::json!({
        "user": {"account": member.account, "name": member.name, "colour": "#123456"}, "cursor": {"head": 1}
    });
    assert_eq!(state, wanted);

    let present = async || {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        let all = drafts::present(&mut tx, paper.newsroom.house.now()).await.unwrap();
        all.into_iter().map(|one| one.account).collect::<Vec<_>>()
    };
    assert_eq!(present().await.len(), 2);
    one.leave();
    two.until("the cursor gone", |w| !w.cursors.contains_key(&client)).await;
    two.write(0, " x").await;
    two.until_saved().await;
    assert_eq!(present().await, std::slice::from_ref(&bo.member.account));
}

async fn a_server_that_stops_keeps_everything_and_asks_to_come_back(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let ana = chief(&paper).await;
    let mut writer = Writer::come(&paper, &ana, &story).await;
    writer.write(0, " The last words.").await;
    writer.until_saved().await;
    let (scratch, code) = tokio::join!(paper.close(), writer.until_closed());
    assert_eq!(code, 1001);
    let store = scratch.open().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let log = q!(tx, drafts::log(&story)).unwrap().unwrap();
    assert_eq!(log.compacted_to, log.last_seq, "a room that closes leaves a snapshot");
    let sheet = courant_coedit::Sheet::open(1, [log.snapshot.as_slice()]).unwrap();
    let text = courant_text::plain::write(&sheet.derive().unwrap().draft.refused());
    assert!(text.contains("The last words."), "{text}");
}

async fn a_log_made_anew_is_a_new_beginning_for_every_browser(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let ana = chief(&paper).await;
    let mut writer = Writer::come(&paper, &ana, &story).await;
    writer.write(0, " A name to be erased.").await;
    writer.until_saved().await;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    drafts::rebuild(&mut tx, &paper.newsroom.house, &story).await.unwrap();
    tx.commit().await.unwrap();
    writer.write(1, " More.").await;
    assert_eq!(writer.until_closed().await, 4410);
    // The old copy is of a log that is no more.
    writer.connect(&paper, &ana, &story).await;
    assert_eq!(writer.until_closed().await, 4410);
    let fresh = Writer::come(&paper, &ana, &story).await;
    assert_eq!(fresh.body(), ["Rain fell.", "Wind blew."]);
}

async fn the_last_writer_leaves_a_revision_behind(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let ana = chief(&paper).await;
    let mut writer = Writer::come(&paper, &ana, &story).await;
    writer.write(0, " Kept as a revision.").await;
    writer.until_saved().await;
    let entries = async || {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        q!(tx, ledger::last()).unwrap()
    };
    let before = entries().await;
    writer.write(0, " And more.").await;
    writer.until_saved().await;
    assert_eq!(entries().await, before, "a save writes no entry");
    writer.leave();
    let head = loop {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        let head = q!(tx, stories::by_id(&story)).unwrap().unwrap().head;
        let head = q!(tx, stories::revision(&head)).unwrap().unwrap();
        if head.document.contains("And more.") {
            break head;
        }
        drop(tx);
        tokio::task::yield_now().await;
    };
    assert_eq!(head.actor, format!("account:{}", ana.member.account));
    assert_eq!(entries().await, before + 1);
}

async fn a_log_is_compacted_and_says_the_same(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let ana = chief(&paper).await;
    let mut writer = Writer::come(&paper, &ana, &story).await;
    for n in 0..30 {
        writer.write(0, &format!(" {n}")).await;
        writer.until_saved().await;
    }
    let whole = body_of(&paper, &story).await;
    let (scratch, _) = tokio::join!(paper.close(), writer.until_closed());
    let store = scratch.open().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let log = q!(tx, drafts::log(&story)).unwrap().unwrap();
    let rows = q!(tx, drafts::after(&story, 0, 1000)).unwrap();
    let places: Vec<i64> = rows.iter().map(|row| row.seq).collect();
    assert_eq!(
        places,
        (1..=log.last_seq).collect::<Vec<_>>(),
        "no gap, and the rows of a day stay"
    );
    assert_eq!(log.compacted_to, log.last_seq);
    let sheet = courant_coedit::Sheet::open(1, [log.snapshot.as_slice()]).unwrap();
    assert_eq!(
        courant_text::plain::write(&sheet.derive().unwrap().draft.refused()),
        whole
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_on_two_nodes_share_a_story_and_may_change_servers() {
    let Some(scratch) = Scratch::new(On::Postgres).await else {
        return;
    };
    let first = TestPaper::empty(scratch).await;
    let second = first.second_node().await;
    let story = a_story(&first).await;
    let (ana, bo) = (chief(&first).await, chief(&first).await);
    let mut one = Writer::come(&first, &ana, &story).await;
    let mut two = Writer::come(&second, &bo, &story).await;
    one.write(0, " From the first.").await;
    two.write(1, " From the second.").await;
    let wanted = ["Rain fell. From the first.", "Wind blew. From the second."];
    for writer in [&mut one, &mut two] {
        writer.until("both texts", |w| w.body() == wanted).await;
        writer.until_saved().await;
    }
    one.point(r#"{"cursor":{"head":1}}"#).await;
    let client = one.doc.client_id().get();
    two.until("a cursor of the other node", |w| w.cursors.contains_key(&client))
        .await;
    // The first node goes away; its writer goes on at the second.
    let (_, code) = tokio::join!(first.close(), one.until_closed());
    assert_eq!(code, 1001);
    one.write(0, " Between two servers.").await;
    one.connect(&second, &ana, &story).await;
    one.write(0, " At the second.").await;
    // The server asks for what was typed in between, which only who reads can answer.
    one.until_saved().await;
    for writer in [&mut one, &mut two] {
        writer
            .until("all", |w| {
                w.body()[0].ends_with("From the first. Between two servers. At the second.")
            })
            .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suggestions_are_counted_and_not_printed() {
    let scratch = Scratch::new(On::Sqlite).await.unwrap();
    let paper = TestPaper::empty(scratch).await;
    let story = a_story(&paper).await;
    let ana = chief(&paper).await;
    let mut writer = Writer::come(&paper, &ana, &story).await;
    writer
        .edit(|txn| {
            let body = yrs::ReadTxn::get_xml_fragment(txn, "body").unwrap();
            let Some(yrs::XmlOut::Element(element)) = body.get(txn, 0) else {
                panic!()
            };
            let Some(yrs::XmlOut::Text(text)) = element.get(txn, 0) else {
                panic!()
            };
            let attrs = [("id", "s1"), ("by", "ana"), ("at", "2026-11-25T10:00:00Z")]
                .map(|(key, value)| (key.to_owned(), yrs::Any::from(value)));
            let mark = yrs::Any::Map(std::sync::Arc::new(attrs.into()));
            yrs::Text::insert_with_attributes(&text, txn, 4, " surely", [("insertion".into(), mark)].into());
        })
        .await;
    writer.until_saved().await;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    assert_eq!(drafts::open_suggestions(&mut tx, &story).await.unwrap(), 1);
    let head = drafts::settle(&mut tx, &paper.newsroom.house, &Actor::Console, &story)
        .await
        .unwrap();
    assert!(!head.document.contains("surely"), "{}", head.document);
    let (_, draft) = drafts::present_state(&mut tx, &paper.newsroom.house, &story)
        .await
        .unwrap();
    assert_eq!(draft.suggestions()[0].words, " surely");
    assert!(matches!(ana.who(), Who::Member(_)));
}

/// Changes what stands in the first paragraph.
async fn edit_first(writer: &mut Writer, edit: impl FnOnce(&mut yrs::TransactionMut<'_>, &yrs::XmlTextRef)) {
    writer
        .edit(|txn| {
            let body = yrs::ReadTxn::get_xml_fragment(txn, "body").unwrap();
            let Some(yrs::XmlOut::Element(element)) = body.get(txn, 0) else {
                panic!("no paragraph")
            };
            let Some(yrs::XmlOut::Text(text)) = element.get(txn, 0) else {
                panic!("no text")
            };
            edit(txn, &text);
        })
        .await;
}

async fn who_may_not_settle_suggestions_of_others_does_not(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let tim = paper.colleague(&[Role::Contributor]).await;
    let draft = Draft {
        html: HTML,
        ..Draft::of("Rain on Arnmouth")
    };
    let story = paper.file_as(&tim.who(), &draft).await;
    let ana = chief(&paper).await;
    let mut editor = Writer::come(&paper, &ana, &story).await;
    let mut writer = Writer::come(&paper, &tim, &story).await;
    edit_first(&mut editor, |txn, text| {
        let attrs = [
            ("id", "s1"),
            ("by", ana.member.account.as_str()),
            ("at", "2026-11-25T10:00:00Z"),
        ]
        .map(|(key, value)| (key.to_owned(), yrs::Any::from(value)));
        let mark = yrs::Any::Map(std::sync::Arc::new(attrs.into()));
        yrs::Text::insert_with_attributes(text, txn, 4, " surely", [("insertion".into(), mark)].into());
    })
    .await;
    editor.until_saved().await;
    writer
        .until("the suggestion", |writer| writer.body()[0] == "Rain surely fell.")
        .await;
    // Writing goes on around it.
    writer.write(1, " All day.").await;
    writer.until_saved().await;

    edit_first(&mut writer, |txn, text| {
        yrs::Text::format(text, txn, 4, 7, [("insertion".into(), yrs::Any::Null)].into());
    })
    .await;
    assert_eq!(writer.until_closed().await, 4409);
    let told = writer.refused.unwrap();
    assert!(
        told.contains("only an editor accepts or refuses suggestions of others"),
        "{told}"
    );
    let open = async || {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        drafts::open_suggestions(&mut tx, &story).await.unwrap()
    };
    assert_eq!(open().await, 1, "it stands as it was");
    let again = Writer::come(&paper, &tim, &story).await;
    assert_eq!(again.body(), ["Rain surely fell.", "Wind blew. All day."]);

    // An editor settles it.
    edit_first(&mut editor, |txn, text| {
        yrs::Text::format(text, txn, 4, 7, [("insertion".into(), yrs::Any::Null)].into());
    })
    .await;
    until("nothing open", async || (open().await == 0).then_some(())).await;
    assert!(body_of(&paper, &story).await.starts_with("Rain surely fell."));
}
