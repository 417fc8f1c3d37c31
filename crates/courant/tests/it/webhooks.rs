//! Webhooks, against receivers of the test's own on this machine: what they are told, signed how, tried how often, and
//! what they are never told. Each claim runs on both engines.

use crate::harness::{Answer, Colleague, Draft, TestPaper, act, until};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::time::{DAY, HOUR, SECOND};
use courant_model::webhook::Delivery;
use courant_newsroom::commands::file_story::{self, Copy, NewStory};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::permissions::Who;
use courant_newsroom::webhooks::courier::{self, Courier};
use courant_newsroom::webhooks::follow;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use ring::digest::{SHA256, digest};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

on_both!(
    a_receiver_is_told_what_readers_see_and_can_check_the_signature,
    what_fails_is_tried_again_and_given_up_after_its_time,
    what_lay_while_nobody_tried_is_no_failure_of_the_receiver,
    a_change_and_a_failure_at_once_lose_nothing,
    a_receiver_that_is_gone_is_paused_and_a_redirect_is_not_followed,
    a_slow_receiver_holds_up_no_other,
    what_nobody_may_know_is_told_to_nobody,
    two_nodes_tell_once,
    the_secret_is_seen_once_and_a_change_can_be_undone,
    an_address_within_the_house_is_refused,
);

/// What a receiver got.
#[derive(Debug, Clone)]
struct Got {
    head: String,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> String {
        self.head
            .lines()
            .find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
            .unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A machine that listens. It answers with a status that the test sets, and hangs while it is told to.
struct Receiver {
    url: Url,
    status: Arc<AtomicU16>,
    hangs: Arc<AtomicBool>,
    got: Arc<std::sync::Mutex<Vec<Got>>>,
}

impl Receiver {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let (status, hangs) = (Arc::new(AtomicU16::new(200)), Arc::new(AtomicBool::new(false)));
        let got = Arc::new(std::sync::Mutex::new(Vec::new()));
        let (said, waits, heard) = (status.clone(), hangs.clone(), got.clone());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (said, waits, heard) = (said.clone(), waits.clone(), heard.clone());
                tokio::spawn(async move {
                    let mut bytes = Vec::new();
                    let mut part = [0_u8; 4096];
                    loop {
                        let n = stream.read(&mut part).await.unwrap_or(0);
                        bytes.extend_from_slice(&part[..n]);
                        let text = String::from_utf8_lossy(&bytes).into_owned();
                        if let Some((head, body)) = text.split_once("\r\n\r\n") {
                            let got = Got {
                                head: head.to_owned(),
                                body: body.to_owned(),
                            };
                            let length: usize = got.header("content-length").parse().unwrap_or(0);
                            if body.len() >= length {
                                heard.lock().unwrap().push(got);
                                break;
                            }
                        }
                        if n == 0 {
                            return;
                        }
                    }
                    while waits.load(Ordering::Relaxed) {
                        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                    }
                    let status = said.load(Ordering::Relaxed);
                    let answer = format!(
                        "HTTP/1.1 {status} So\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    );
                    let _ = stream.write_all(answer.as_bytes()).await;
                });
            }
        });
        Self {
            url,
            status,
            hangs,
            got,
        }
    }

    fn answers(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }

    fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    fn kinds(&self) -> Vec<String> {
        let told = |got: &Got| got.json()["type"].as_str().unwrap().to_owned();
        self.got().iter().map(told).collect()
    }
}

/// A paper whose machine names receivers, and an admin of it.
struct Scene {
    paper: TestPaper,
    admin: Colleague,
    courier: Courier,
}

const ALL: &[&str] = &[
    "story.published",
    "story.updated",
    "story.corrected",
    "story.moved",
    "story.removed",
    "reply.approved",
    "front.changed",
];

impl Scene {
    async fn open(scratch: Scratch, receivers: &[&Receiver]) -> Self {
        let inside: Vec<Url> = receivers.iter().map(|one| one.url.clone()).collect();
        let named = inside.clone();
        let paper = TestPaper::set_up(scratch, None, move |settings| settings.webhooks_inside = named).await;
        Self {
            admin: paper.colleague(&[Role::Admin]).await,
            courier: Courier::new(&inside, paper.url.parse().unwrap()).unwrap(),
            paper,
        }
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.paper
            .send_as(&self.admin, &format!("/desk/settings/webhooks{path}"), fields)
            .await
    }

    /// Subscribes a receiver; gives the subscription's id and its secret.
    async fn subscribe(&self, receiver: &Receiver, events: &[&str]) -> (String, String) {
        let address = format!("{}in?key=1", receiver.url);
        let names: Vec<String> = events.iter().map(|event| format!("event-{event}")).collect();
        let mut fields = vec![("address", address.as_str()), ("name", "App")];
        fields.extend(names.iter().map(|name| (name.as_str(), "1")));
        let made = self.send("", &fields).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let page = made.text();
        let secret = format!(
            "whsec_{}",
            page.split("whsec_").nth(1).unwrap().split('"').next().unwrap()
        );
        let id = page.split("/desk/settings/webhooks/").nth(1).unwrap();
        let id = page
            .split("action=\"/desk/settings/webhooks/")
            .nth(1)
            .unwrap_or(id)
            .split(['/', '"'])
            .next()
            .unwrap()
            .to_owned();
        // As the program does once it serves.
        follow::catch_up(&self.paper.newsroom).await.unwrap();
        (
            id,
            secret
                .replace("&#x2f;", "/")
                .replace("&#x3d;", "=")
                .replace("&#x2b;", "+"),
        )
    }

    /// Follows the ledger to its end and sends what is due.
    async fn deliver(&self) {
        follow::catch_up(&self.paper.newsroom).await.unwrap();
        while courier::step(&self.paper.newsroom, &self.courier).await.unwrap() {}
    }

    async fn deliveries(&self, id: &str) -> Vec<Delivery> {
        let mut tx = self.paper.newsroom.store.read().await.unwrap();
        q!(tx, webhooks::deliveries(id, 50)).unwrap()
    }

    async fn state(&self, id: &str) -> (String, String) {
        let mut tx = self.paper.newsroom.store.read().await.unwrap();
        let webhook = q!(tx, webhooks::by_id(id)).unwrap().unwrap();
        (webhook.state, webhook.paused_why)
    }
}

/// HMAC-SHA256 as RFC 2104 writes it, from the hash alone.
fn hmac(key: &[u8], content: &[u8]) -> Vec<u8> {
    let mut block = key.to_vec();
    block.resize(64, 0);
    let pad = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<u8>>();
    let inner = digest(&SHA256, &[pad(0x36), content.to_vec()].concat());
    digest(&SHA256, &[pad(0x5c), inner.as_ref().to_vec()].concat())
        .as_ref()
        .to_vec()
}

fn signature(secret: &str, got: &Got) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let content = format!(
        "{}.{}.{}",
        got.header("webhook-id"),
        got.header("webhook-timestamp"),
        got.body
    );
    format!("v1,{}", STANDARD.encode(hmac(&key, content.as_bytes())))
}

async fn a_receiver_is_told_what_readers_see_and_can_check_the_signature(scratch: Scratch) {
    let receiver = Receiver::open().await;
    let scene = Scene::open(scratch, &[&receiver]).await;
    scene.paper.publish(&Draft::of("Before anybody listened")).await;
    let (id, secret) = scene.subscribe(&receiver, ALL).await;
    scene.paper.file(&Draft::of("A draft that nobody sees")).await;
    let live = scene.paper.publish(&Draft::of("Ferry fares rise")).await;
    scene.deliver().await;

    let got = receiver.got();
    assert_eq!(got.len(), 1, "{:?}", receiver.kinds());
    let told = got[0].json();
    assert!(got[0].head.starts_with("POST /in?key=1 "), "{}", got[0].head);
    assert_eq!(told["type"], "story.published");
    assert_eq!(told["data"]["id"], live.story_id.as_str());
    assert_eq!(told["data"]["headline"], "Ferry fares rise");
    assert_eq!(told["data"]["section"]["slug"], "local");
    assert_eq!(told["data"]["url"], format!("{}{}", scene.paper.url, live.path));
    assert_eq!(got[0].header("content-type"), "application/json");
    assert_eq!(
        got[0].header("webhook-timestamp"),
        (scene.paper.newsroom.house.now() / SECOND).to_string()
    );
    assert_eq!(got[0].header("webhook-signature"), signature(&secret, &got[0]));
    assert_ne!(got[0].header("webhook-signature"), signature("whsec_AAAA", &got[0]));

    scene
        .paper
        .update(&live.story_id, &Draft::of("Ferry fares rise again"))
        .await;
    scene.paper.correct(&live.story_id, "Four.", "Five.", false).await;
    let moved = scene.paper.move_to(&live.story_id, "economy", "fares").await;
    let reply = scene.paper.reply_to(&moved, "A word of mine.").await;
    scene.deliver().await;
    assert_eq!(
        receiver.kinds()[1..],
        ["story.updated", "story.corrected", "story.moved", "reply.approved"]
    );
    let told = receiver.got();
    assert!(
        told[3].json()["data"]["url"]
            .as_str()
            .unwrap()
            .ends_with("/economy/fares")
    );
    assert!(reply.ends_with(told[4].json()["data"]["id"].as_str().unwrap()));
    for got in &told {
        assert!(
            !got.body.contains("ana@example.org") && !got.body.contains("Ana Reader"),
            "{}",
            got.body
        );
        assert!(!got.body.contains("A word of mine"), "{}", got.body);
    }

    let page = scene
        .paper
        .get_as(&scene.admin, &format!("/desk/settings/webhooks/{id}"))
        .await;
    assert!(
        page.contains("reply.approved") && page.contains("Delivered"),
        "{}",
        page.text()
    );
    let sent = scene.deliveries(&id).await;
    assert!(
        sent.iter()
            .all(|one| one.state == "delivered" && one.status == Some(200) && one.attempts == 1)
    );
    // Once more: the same message under the same id.
    let last = &sent[0];
    let again = scene.send(&format!("/{id}/again"), &[("delivery", &last.id)]).await;
    assert_eq!(again.status, 303, "{}", again.text());
    scene.deliver().await;
    assert_eq!(receiver.got()[5].header("webhook-id"), last.id);
}

async fn what_fails_is_tried_again_and_given_up_after_its_time(scratch: Scratch) {
    let receiver = Receiver::open().await;
    let scene = Scene::open(scratch, &[&receiver]).await;
    let (id, _) = scene.subscribe(&receiver, &["story.published"]).await;
    receiver.answers(503);
    scene.paper.publish(&Draft::of("Ferry fares rise")).await;
    scene.deliver().await;
    let one = &scene.deliveries(&id).await[0];
    let now = scene.paper.newsroom.house.now();
    assert_eq!(
        (one.state.as_str(), one.status, one.attempts, one.run_at),
        ("waiting", Some(503), 1, now + 30 * SECOND)
    );
    assert_eq!(one.problem, "answered 503");
    // Not before its time, and then with a longer pause.
    scene.paper.pass(29 * SECOND);
    scene.deliver().await;
    assert_eq!(receiver.got().len(), 1);
    scene.paper.pass(SECOND);
    scene.deliver().await;
    let one = &scene.deliveries(&id).await[0];
    assert_eq!((one.attempts, one.run_at), (2, now + 30 * SECOND + 60 * SECOND));
    // It comes back, and the message is the same one.
    receiver.answers(204);
    scene.paper.pass(HOUR);
    scene.deliver().await;
    let got = receiver.got();
    assert_eq!(scene.deliveries(&id).await[0].state, "delivered");
    assert!(
        got.iter()
            .all(|one| one.header("webhook-id") == got[0].header("webhook-id"))
    );

    receiver.answers(500);
    let late = scene.paper.publish(&Draft::of("The last boat")).await;
    scene.deliver().await;
    for pause in [HOUR; 9].into_iter().chain([DAY; 3]) {
        scene.paper.pass(pause);
        scene.deliver().await;
    }
    let one = &scene.deliveries(&id).await[0];
    assert_eq!(
        (one.state.as_str(), one.thing.as_str()),
        ("given-up", format!("story:{}", late.story_id).as_str())
    );
    assert_eq!(scene.state(&id).await, ("paused".to_owned(), "failing".to_owned()));
    // Whoever keeps the settings hears of it, once.
    let mut tx = scene.paper.newsroom.store.read().await.unwrap();
    let jobs = q!(tx, jobs::all(100)).unwrap();
    let letters = jobs.iter().filter(|job| job.payload.contains("webhook-paused")).count();
    drop(tx);
    assert_eq!(letters, 1, "{jobs:?}");
    // While it is paused nothing is kept for it; a trial goes all the same.
    scene.paper.publish(&Draft::of("In the meantime")).await;
    scene.deliver().await;
    assert_eq!(scene.deliveries(&id).await.len(), 2);
    receiver.answers(200);
    assert_eq!(scene.send(&format!("/{id}/test"), &[]).await.status, 303);
    scene.deliver().await;
    assert_eq!(receiver.kinds().last().unwrap(), "webhook.test");
    assert_eq!(scene.send(&format!("/{id}/resume"), &[]).await.status, 303);
    scene.paper.publish(&Draft::of("Boats again")).await;
    scene.deliver().await;
    assert_eq!(receiver.got().last().unwrap().json()["data"]["headline"], "Boats again");
}

async fn what_lay_while_nobody_tried_is_no_failure_of_the_receiver(scratch: Scratch) {
    let receiver = Receiver::open().await;
    let scene = Scene::open(scratch, &[&receiver]).await;
    let (id, _) = scene.subscribe(&receiver, &["story.published"]).await;
    receiver.answers(503);
    scene.paper.publish(&Draft::of("Ferry fares rise")).await;
    scene.deliver().await;
    let state = || async {
        let one = scene.deliveries(&id).await.remove(0);
        (one.state, one.attempts, scene.state(&id).await.0)
    };
    let told = |attempts| ("waiting".to_owned(), attempts, "active".to_owned());
    // The machine was off for four days: one more failure is not ten.
    scene.paper.pass(4 * DAY);
    scene.deliver().await;
    assert_eq!(state().await, told(2));
    // Paused by hand for as long: what waits runs anew.
    assert_eq!(scene.send(&format!("/{id}/pause"), &[]).await.status, 303);
    scene.paper.pass(4 * DAY);
    scene.deliver().await;
    assert_eq!(receiver.got().len(), 2, "nothing is sent while it is paused");
    assert_eq!(scene.send(&format!("/{id}/resume"), &[]).await.status, 303);
    assert_eq!(state().await, told(0));
    let now = scene.paper.newsroom.house.now();
    let one = scene.deliveries(&id).await.remove(0);
    assert_eq!((one.asked_at, one.run_at), (now, now));
    scene.deliver().await;
    assert_eq!(state().await, told(1));
    receiver.answers(200);
    scene.paper.pass(HOUR);
    scene.deliver().await;
    assert_eq!(state().await.0, "delivered");
}

async fn a_change_and_a_failure_at_once_lose_nothing(scratch: Scratch) {
    let receiver = Receiver::open().await;
    let scene = Scene::open(scratch, &[&receiver]).await;
    let (id, _) = scene.subscribe(&receiver, &["story.published"]).await;
    let address = format!("{}in", receiver.url);
    for n in 0..6 {
        scene.paper.publish(&Draft::of(&format!("Story number {n}"))).await;
        let name = format!("Name number {n}");
        let fields = [
            ("name", name.as_str()),
            ("address", address.as_str()),
            ("event-story.published", "1"),
        ];
        let [path, pause, rotate] = ["", "/pause", "/rotate"].map(|act| format!("/{id}{act}"));
        receiver.answers(if n % 2 == 0 { 500 } else { 410 });
        scene.paper.pass(DAY);
        let (changed, paused, rotated, ()) = tokio::join!(
            scene.send(&path, &fields),
            scene.send(&pause, &[]),
            scene.send(&rotate, &[]),
            scene.deliver()
        );
        assert_eq!((changed.status, paused.status, rotated.status), (303, 303, 200));
        let mut tx = scene.paper.newsroom.store.read().await.unwrap();
        let webhook = q!(tx, webhooks::by_id(&id)).unwrap().unwrap();
        drop(tx);
        assert_eq!((webhook.name, webhook.state), (name, "paused".to_owned()));
        assert!(
            webhook.old_until > scene.paper.newsroom.house.now(),
            "the new secret stands"
        );
        assert_eq!(scene.send(&format!("/{id}/resume"), &[]).await.status, 303);
    }
}

async fn a_receiver_that_is_gone_is_paused_and_a_redirect_is_not_followed(scratch: Scratch) {
    let receiver = Receiver::open().await;
    let scene = Scene::open(scratch, &[&receiver]).await;
    let (id, _) = scene.subscribe(&receiver, &["story.published"]).await;
    receiver.answers(307);
    scene.paper.publish(&Draft::of("Ferry fares rise")).await;
    scene.deliver().await;
    assert_eq!(receiver.got().len(), 1, "nothing was sent to /elsewhere");
    assert_eq!(
        scene.deliveries(&id).await[0].problem,
        "answered 307; redirects are not followed"
    );
    receiver.answers(410);
    scene.paper.pass(HOUR);
    scene.deliver().await;
    assert_eq!(scene.deliveries(&id).await[0].state, "given-up");
    assert_eq!(scene.state(&id).await, ("paused".to_owned(), "gone".to_owned()));
}

async fn a_slow_receiver_holds_up_no_other(scratch: Scratch) {
    let (slow, quick) = (Receiver::open().await, Receiver::open().await);
    let scene = Scene::open(scratch, &[&slow, &quick]).await;
    scene.subscribe(&slow, &["story.published"]).await;
    scene.subscribe(&quick, &["story.published"]).await;
    slow.hangs.store(true, Ordering::Relaxed);
    for n in 0..6 {
        scene.paper.publish(&Draft::of(&format!("Story number {n}"))).await;
    }
    follow::catch_up(&scene.paper.newsroom).await.unwrap();
    tokio::select! {
        () = courier::run(&scene.paper.newsroom, &scene.courier) => {}
        () = async {
            until("the quick one has them all", || async { (quick.got().len() == 6).then_some(()) }).await;
            assert_eq!(slow.got().len(), 1, "one under way at a time");
            slow.hangs.store(false, Ordering::Relaxed);
            until("the slow one has them all", || async { (slow.got().len() == 6).then_some(()) }).await;
        } => {}
    }
}

async fn what_nobody_may_know_is_told_to_nobody(scratch: Scratch) {
    let receiver = Receiver::open().await;
    let scene = Scene::open(scratch, &[&receiver]).await;
    let (id, _) = scene.subscribe(&receiver, ALL).await;
    // An import is told to nobody.
    let import = Who::House(Actor::Import);
    let new = NewStory {
        copy: Copy {
            headline: "From the archive".into(),
            section_id: scene.paper.sections.get("local").cloned(),
            ..Copy::default()
        },
        ..NewStory::default()
    };
    let story = act!(scene.paper, file_story::begin, &Actor::Import, new).unwrap();
    act!(scene.paper, publish_story::run, &import, &Publish::now(story.id)).unwrap();
    scene.deliver().await;
    assert_eq!(scene.deliveries(&id).await.len(), 0);

    // What has gone while it waited is not told any more, and its removal says no word of it.
    receiver.answers(500);
    let live = scene.paper.publish(&Draft::of("A name that a court forbids")).await;
    scene.deliver().await;
    receiver.answers(200);
    scene.paper.take_down(&live.story_id).await;
    scene.paper.pass(HOUR);
    scene.deliver().await;
    let got = receiver.got();
    assert_eq!(receiver.kinds(), ["story.published", "story.removed"]);
    assert!(
        !got[1].body.contains("headline") && !got[1].body.contains("court forbids"),
        "{}",
        got[1].body
    );
    assert_eq!(
        got[1].json()["data"]["urls"][0],
        format!("{}{}", scene.paper.url, live.path)
    );
    let states: Vec<String> = scene.deliveries(&id).await.into_iter().map(|one| one.state).collect();
    assert!(states.contains(&"dropped".to_owned()), "{states:?}");
}

async fn two_nodes_tell_once(scratch: Scratch) {
    let receiver = Receiver::open().await;
    let scene = Scene::open(scratch, &[&receiver]).await;
    scene.subscribe(&receiver, &["story.published"]).await;
    let other = scene.paper.beside().await;
    for n in 0..5 {
        scene.paper.publish(&Draft::of(&format!("Story number {n}"))).await;
        let (one, two) = tokio::join!(follow::catch_up(&scene.paper.newsroom), follow::catch_up(&other));
        // On a clash one of them reads the batch again, as a follower does.
        if one.is_err() || two.is_err() {
            follow::catch_up(&other).await.unwrap();
        }
    }
    let (one, two) = tokio::join!(
        async { while courier::step(&scene.paper.newsroom, &scene.courier).await.unwrap() {} },
        async { while courier::step(&other, &scene.courier).await.unwrap() {} }
    );
    let ((), ()) = (one, two);
    scene.deliver().await;
    let mut ids: Vec<String> = receiver.got().iter().map(|got| got.header("webhook-id")).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), receiver.got().len()), (5, 5));
}

async fn the_secret_is_seen_once_and_a_change_can_be_undone(scratch: Scratch) {
    let receiver = Receiver::open().await;
    let scene = Scene::open(scratch, &[&receiver]).await;
    let (id, secret) = scene.subscribe(&receiver, &["story.published"]).await;
    let path = format!("/desk/settings/webhooks/{id}");
    assert!(!scene.paper.get_as(&scene.admin, &path).await.contains("whsec_"));
    let rotated = scene.send(&format!("/{id}/rotate"), &[]).await;
    assert!(rotated.contains("whsec_") && !rotated.contains(secret.as_str()));
    scene.paper.publish(&Draft::of("Ferry fares rise")).await;
    scene.deliver().await;
    let got = &receiver.got()[0];
    let signed = got.header("webhook-signature");
    assert!(
        signed.split(' ').count() == 2 && signed.contains(&signature(&secret, got)),
        "{signed}"
    );
    scene.paper.pass(DAY + SECOND);
    scene.paper.publish(&Draft::of("The last boat")).await;
    scene.deliver().await;
    let got = &receiver.got()[1];
    assert!(!got.header("webhook-signature").contains(&signature(&secret, got)));

    let address = format!("{}other", receiver.url);
    let fields = [
        ("name", "Other"),
        ("address", address.as_str()),
        ("event-front.changed", "1"),
    ];
    assert_eq!(scene.send(&format!("/{id}"), &fields).await.status, 303);
    assert_eq!(scene.send(&format!("/{id}/remove"), &[]).await.status, 303);
    assert_eq!(scene.send(&format!("/{id}/pause"), &[]).await.status, 404);
    assert_eq!(
        scene.send(&format!("/{id}/restore"), &[("number", "1")]).await.status,
        303
    );
    let mut tx = scene.paper.newsroom.store.read().await.unwrap();
    let webhook = q!(tx, webhooks::by_id(&id)).unwrap().unwrap();
    assert_eq!((webhook.name.as_str(), webhook.state.as_str()), ("App", "active"));
    assert_eq!(webhook.events, "story.published");
    let revisions = q!(tx, webhooks::revisions(&id, 50)).unwrap();
    let acts: Vec<&str> = revisions.iter().map(|one| one.act.as_str()).collect();
    assert_eq!(acts, ["restore", "remove", "change", "rotate", "make"]);
    let key = secret.strip_prefix("whsec_").unwrap();
    assert!(revisions.iter().all(|one| !one.settings.contains(key)));
    let entries = q!(tx, ledger::about(&format!("webhook:{id}"), i64::MAX, 50)).unwrap();
    assert_eq!(entries.len(), 5);
    let raw = STANDARD.decode(key).unwrap();
    assert!(!webhook.secret.windows(raw.len()).any(|part| part == raw));
}

async fn an_address_within_the_house_is_refused(scratch: Scratch) {
    let receiver = Receiver::open().await;
    let scene = Scene::open(scratch, &[]).await;
    let inside = receiver.url.as_str();
    for (address, says) in [
        (inside, "must begin with https"),
        ("http://news.example/in", "must begin with https"),
        ("https://127.0.0.1/in", "private network"),
        ("https://localhost/in", "private network"),
        ("https://[::ffff:10.0.0.1]/in", "private network"),
        ("https://me:word@news.example/in", "no name and no password"),
        ("nowhere", "must be whole"),
    ] {
        let answer = scene
            .send("", &[("address", address), ("event-front.changed", "1")])
            .await;
        assert_eq!(answer.status, 422, "{address}");
        assert!(answer.contains(says), "{address}: {}", answer.text());
        assert!(
            answer.contains("value=\"front.changed\"") || answer.contains("event-front.changed"),
            "kept"
        );
    }
    let none = scene.send("", &[("address", "https://news.example/in")]).await;
    assert!(
        none.status == 422 && none.contains("at least one thing"),
        "{}",
        none.text()
    );
    // A name that leads home is refused when something goes there.
    let answer = scene
        .send(
            "",
            &[("address", "https://ip6-localhost/in"), ("event-story.published", "1")],
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    scene.deliver().await;
    scene.paper.publish(&Draft::of("Ferry fares rise")).await;
    scene.deliver().await;
    assert!(receiver.got().is_empty());
}
