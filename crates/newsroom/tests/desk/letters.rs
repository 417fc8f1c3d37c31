//! Letters of the desk: asked for with the act that they tell of, sent once it is done, and never twice as two.

use crate::room::Room;
use courant_model::account::Role;
use courant_model::schedule::Local;
use courant_newsroom::accounts::door_keys::Offer;
use courant_newsroom::commands::{assign_story, invite_colleague, reset_account, schedule_story, step_story};
use courant_newsroom::outside::mail::{Place, Post};
use courant_newsroom::{Newsroom, jobs};
use courant_store::blobs::Blobs;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use url::Url;

on_both!(
    an_assignment_is_a_letter_in_the_folder_and_the_same_letter_when_sent_again,
    a_server_that_fails_is_asked_again_and_gets_the_letter_once_more_under_its_name,
    an_account_that_wants_none_gets_none,
    whoever_wants_to_hears_an_hour_before_that_a_story_goes_out,
    a_one_time_link_is_mailed_and_its_token_lies_in_no_row,
    a_link_that_was_taken_back_is_mailed_to_nobody,
);

fn newsroom(room: &Room, place: &Place) -> Newsroom {
    let site = Url::parse("https://news.example").unwrap();
    Newsroom {
        store: room.store.clone(),
        blobs: Blobs::in_folder(&room.scratch.folder.path().join("blobs")).unwrap(),
        house: room.house.clone(),
        index: None,
        post: Some(Arc::new(
            Post::new(place, "The Example <desk@news.example>", &site).unwrap(),
        )),
        looked: courant_newsroom::followers::Looked::default(),
    }
}

/// Gives a story to a reporter.
async fn assign(room: &Room) {
    let editor = room.hire(Role::Editor).await;
    room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    let story = room.begin(&editor, "ferry-fares").await;
    let mut tx = room.write().await;
    let assign = assign_story::Assign {
        story_id: story.id,
        to: Some("rui-paz".to_owned()),
        due_at: Some(room.house.now()),
        ..assign_story::Assign::default()
    };
    assign_story::run(&mut tx, &room.house, &editor, &assign).await.unwrap();
    tx.commit().await.unwrap();
}

fn letters(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder)
        .map(Iterator::collect::<Vec<_>>)
        .unwrap_or_default();
    files
        .into_iter()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}

async fn an_assignment_is_a_letter_in_the_folder_and_the_same_letter_when_sent_again(scratch: Scratch) {
    let room = Room::open(scratch).await;
    assign(&room).await;
    let folder = room.scratch.folder.path().join("mail");
    let newsroom = newsroom(&room, &Place::Folder(folder.clone()));
    let mut tx = room.read().await;
    let job = q!(tx, jobs::all(9)).unwrap().remove(0);
    drop(tx);
    // As after a crash between sending and noting it.
    jobs::mail::run(&newsroom, &job).await.unwrap();
    assert!(jobs::step(&newsroom).await.unwrap());
    assert!(!jobs::step(&newsroom).await.unwrap(), "it is done");
    let sent = letters(&folder);
    assert_eq!(sent.len(), 1);
    let letter = sent.first().unwrap();
    for part in [
        "To: \"Rui Paz\" <rui-paz@news.example>",
        &format!("Message-ID: <{}@news.example>", job.id),
        "ferry fares",
        "https://news.example/desk/stories/",
    ] {
        assert!(letter.contains(part), "{part} in {letter}");
    }
}

/// A mail server of one thread: answers politely, refuses the first letters, and keeps the others.
async fn serve(listener: TcpListener, refuse: usize, kept: tokio::sync::mpsc::UnboundedSender<String>) {
    let seen = AtomicUsize::new(0);
    while let Ok((mut stream, _)) = listener.accept().await {
        let (read, mut write) = stream.split();
        let mut lines = BufReader::new(read).lines();
        let _ = write.write_all(b"220 mail.example\r\n").await;
        let mut letter = None::<String>;
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some(text) = &mut letter {
                if line != "." {
                    text.push_str(&line);
                    text.push('\n');
                    continue;
                }
                let text = letter.take().unwrap();
                let answer: &[u8] = if seen.fetch_add(1, Ordering::SeqCst) < refuse {
                    b"451 not now\r\n"
                } else {
                    kept.send(text).unwrap();
                    b"250 kept\r\n"
                };
                let _ = write.write_all(answer).await;
                continue;
            }
            let answer: &[u8] = match line.split(' ').next().unwrap_or_default() {
                "EHLO" => b"250 mail.example\r\n",
                "DATA" => {
                    letter = Some(String::new());
                    b"354 go on\r\n"
                }
                "QUIT" => b"221 bye\r\n",
                _ => b"250 ok\r\n",
            };
            let _ = write.write_all(answer).await;
        }
    }
}

async fn a_server_that_fails_is_asked_again_and_gets_the_letter_once_more_under_its_name(scratch: Scratch) {
    let room = Room::open(scratch).await;
    assign(&room).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = Place::parse(&format!("smtp://{}", listener.local_addr().unwrap())).unwrap();
    let (sender, mut kept) = tokio::sync::mpsc::unbounded_channel();
    let server = tokio::spawn(serve(listener, 1, sender));
    let newsroom = newsroom(&room, &place);
    assert!(jobs::step(&newsroom).await.unwrap());
    let mut tx = room.read().await;
    let waiting = q!(tx, jobs::all(9)).unwrap();
    drop(tx);
    assert_eq!(waiting.len(), 1, "a letter that did not go stays");
    assert!(waiting[0].problem.contains("not now"), "{}", waiting[0].problem);
    assert!(
        !jobs::step(&newsroom).await.unwrap(),
        "it waits before it is tried again"
    );
    room.later();
    assert!(jobs::step(&newsroom).await.unwrap());
    let letter = kept.recv().await.unwrap();
    assert!(
        letter.contains(&format!("<{}@news.example>", waiting[0].id)),
        "{letter}"
    );
    let mut tx = room.read().await;
    assert!(q!(tx, jobs::all(9)).unwrap().is_empty());
    server.abort();
}

async fn an_account_that_wants_none_gets_none(scratch: Scratch) {
    let room = Room::open(scratch).await;
    room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    let mut tx = room.write().await;
    let mut account = q!(tx, accounts::by_id("rui-paz")).unwrap().unwrap();
    account.mail = "[]".to_owned();
    q!(tx, accounts::keep(&account)).unwrap();
    tx.commit().await.unwrap();
    let editor = room.hire(Role::Editor).await;
    let story = room.begin(&editor, "ferry-fares").await;
    let mut tx = room.write().await;
    let assign = assign_story::Assign {
        story_id: story.id,
        to: Some("rui-paz".to_owned()),
        ..assign_story::Assign::default()
    };
    assign_story::run(&mut tx, &room.house, &editor, &assign).await.unwrap();
    assert!(q!(tx, jobs::all(9)).unwrap().is_empty());
    assert_eq!(
        q!(tx, notes::unseen("rui-paz", 9)).unwrap().len(),
        1,
        "the desk tells all the same"
    );
}

async fn whoever_wants_to_hears_an_hour_before_that_a_story_goes_out(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let chief = room.hire(Role::Chief).await;
    let rui = room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    let mut tx = room.write().await;
    let mut account = q!(tx, accounts::by_id("rui-paz")).unwrap().unwrap();
    account.mail = r#"["about-to-go-out"]"#.to_owned();
    q!(tx, accounts::keep(&account)).unwrap();
    tx.commit().await.unwrap();
    let story = room.begin(&rui, "ferry-fares").await;
    let mut tx = room.write().await;
    let hand_in = step_story::Step {
        story_id: story.id.clone(),
        verb: "hand-in".to_owned(),
        ..step_story::Step::default()
    };
    step_story::run(&mut tx, &room.house, &rui, &hand_in).await.unwrap();
    // It is nine in Lisbon.
    let local = Local::parse("2025-11-25T11:00", "Europe/Lisbon").unwrap();
    schedule_story::run(&mut tx, &room.house, &chief, &story.id, &local)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let folder = room.scratch.folder.path().join("mail");
    let newsroom = newsroom(&room, &Place::Folder(folder.clone()));
    assert!(!jobs::step(&newsroom).await.unwrap(), "its time is not near");
    room.later();
    while jobs::step(&newsroom).await.unwrap() {}
    let sent = letters(&folder);
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(
        sent[0].contains("rui-paz@news.example") && sent[0].contains("11:00"),
        "{}",
        sent[0]
    );
}

async fn a_one_time_link_is_mailed_and_its_token_lies_in_no_row(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let admin = room.hire_as("Ana Reis", Role::Admin, &[]).await;
    room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    let (sender, mut kept) = tokio::sync::mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = Place::parse(&format!("smtp://{}", listener.local_addr().unwrap())).unwrap();
    let server = tokio::spawn(serve(listener, 0, sender));
    let newsroom = newsroom(&room, &place);
    assert!(newsroom.mails());
    let offer = Offer {
        name: "Bo Lund".to_owned(),
        email: "bo@news.example".to_owned(),
        roles: vec![Role::Reporter],
        sections: Vec::new(),
    };
    let mut tx = room.write().await;
    let invited = invite_colleague::run(&mut tx, &room.house, &admin, &offer)
        .await
        .unwrap();
    let reset = reset_account::run(&mut tx, &room.house, &admin, "rui-paz")
        .await
        .unwrap();
    for (token, key) in [&invited, &reset] {
        jobs::mail::ask_link(&mut tx, &room.house, key, token).await.unwrap();
    }
    let waiting = q!(tx, jobs::all(9)).unwrap();
    tx.commit().await.unwrap();
    assert_eq!(waiting.len(), 2);
    for (token, _) in [&invited, &reset] {
        assert!(waiting.iter().all(|job| !job.payload.contains(token.as_str())));
    }
    while jobs::step(&newsroom).await.unwrap() {}
    for ((token, _), address, page) in [
        (&invited, "bo@news.example", "invitation"),
        (&reset, "rui-paz@news.example", "reset"),
    ] {
        // A long line is folded on the way.
        let letter = kept.recv().await.unwrap().replace("=\n", "").replace("=3D", "=");
        let link = format!("https://news.example/desk/{page}?key={}", token.as_str());
        for part in [address, &link, "Ana Reis", "The Example"] {
            assert!(letter.contains(part), "{part} in {letter}");
        }
    }
    server.abort();
}

async fn a_link_that_was_taken_back_is_mailed_to_nobody(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let admin = room.hire(Role::Admin).await;
    let folder = room.scratch.folder.path().join("mail");
    let newsroom = newsroom(&room, &Place::Folder(folder.clone()));
    assert!(!newsroom.mails(), "a folder is no way to a colleague");
    let offer = Offer {
        name: "Bo Lund".to_owned(),
        email: "bo@news.example".to_owned(),
        roles: vec![Role::Reporter],
        sections: Vec::new(),
    };
    let mut tx = room.write().await;
    let (token, key) = invite_colleague::run(&mut tx, &room.house, &admin, &offer)
        .await
        .unwrap();
    jobs::mail::ask_link(&mut tx, &room.house, &key, &token).await.unwrap();
    invite_colleague::withdraw(&mut tx, &room.house, &admin, &key.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(jobs::step(&newsroom).await.unwrap());
    assert!(!jobs::step(&newsroom).await.unwrap(), "it is done with");
    assert!(letters(&folder).is_empty());
}
