//! The whole paper taken out of one database and into the other: every page, feed, sitemap and redirect is the same to the byte.
//! And what becomes of an export that somebody broke.

use crate::harness::{Draft, Page, TestPaper, act, all_links, path_of};
use courant_model::account::Role;
use courant_model::look::{Accent, Look};
use courant_newsroom::commands::anonymise_story::{self, Anonymise};
use courant_newsroom::moving::{self, Bringing, Exporting, Target};
use courant_store::scratch::{On, Scratch};
use courant_store::{carry, on_both, q};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

on_both!(a_broken_line_is_named_and_nothing_comes_in, what_is_secret_stays_behind);

/// What is done to a line.
type Change = fn(&str) -> String;
/// An answer as far as readers see it: status, type, where it leads, body.
type Seen = (u16, String, String, Vec<u8>);

/// Everything that readers can reach, from the front page, the machines' files, and every address that the export names.
async fn walk(paper: &TestPaper, export: &Path) -> BTreeMap<String, Seen> {
    let mut wanted: Vec<String> = [
        "/",
        "/latest",
        "/corrections",
        "/robots.txt",
        "/opensearch.xml",
        "/sitemap.xml",
        "/news-sitemap.xml",
    ]
    .map(str::to_owned)
    .to_vec();
    for line in std::fs::read_to_string(export.join("addresses.jsonl")).unwrap().lines() {
        let address: serde_json::Value = serde_json::from_str(line).unwrap();
        let path = address["path"].as_str().unwrap();
        if path.starts_with('/') {
            wanted.push(courant_model::path::encoded(path));
        }
    }
    let mut seen = BTreeMap::new();
    while let Some(path) = wanted.pop() {
        // What is found depends on the index, which each paper builds by itself; the desk is no page of readers.
        if seen.contains_key(&path) || path.starts_with("/search") || path.starts_with("/desk") {
            continue;
        }
        let answer = paper.get(&path).await;
        let kind = answer.says("content-type");
        let links = if kind.starts_with("text/html") {
            let links = Page::read(&answer.text()).links();
            links.iter().filter_map(|link| path_of(&paper.url, link)).collect()
        } else if kind.contains("xml") || kind.contains("json") {
            all_links(&paper.url, &answer.text())
        } else {
            Vec::new()
        };
        wanted.extend(links);
        seen.insert(path, (answer.status, kind, answer.says("location"), answer.decoded()));
    }
    seen
}

async fn exported(paper: &TestPaper, name: &str, secrets: bool) -> PathBuf {
    let folder = paper.folder().join(name);
    let how = Exporting {
        secrets,
        secret_file: paper.folder().join("secret.key"),
        extras: Vec::new(),
    };
    moving::export(&paper.newsroom, &Target::Folder(folder.clone()), &how, &mut |_| {})
        .await
        .unwrap();
    folder
}

/// The files of an export with the checksum of each.
fn sums(export: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(export.join("SHA256SUMS")).unwrap();
    text.lines()
        .filter_map(|line| line.split_once("  "))
        // The move itself is an entry of the ledger, those who follow it have read on, and what this test reads is counted.
        .filter(|(_, name)| !name.starts_with("machine/") && !["numbers/reading.jsonl", "README.md"].contains(name))
        .map(|(sum, name)| (name.to_owned(), sum.to_owned()))
        .collect()
}

/// Without the stamps of forms, which the key of each paper signs.
fn unstamped(seen: &Seen) -> Seen {
    let text = String::from_utf8_lossy(&seen.3).into_owned();
    let mut parts = text.split("name=\"stamp\" value=\"");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain += part.split_once('"').map_or(part, |(_, rest)| rest);
    }
    (seen.0, seen.1.clone(), seen.2.clone(), plain.into_bytes())
}

fn same(left: &BTreeMap<String, Seen>, right: &BTreeMap<String, Seen>, but: &[&str]) {
    let paths: Vec<&String> = left.keys().collect();
    assert_eq!(paths, right.keys().collect::<Vec<_>>());
    for (path, seen) in left.iter().filter(|(path, _)| !but.contains(&path.as_str())) {
        let other = &right[path];
        assert_eq!((seen.0, &seen.1, &seen.2), (other.0, &other.1, &other.2), "{path}");
        if seen.3 != other.3 {
            let (a, b) = (String::from_utf8_lossy(&seen.3), String::from_utf8_lossy(&other.3));
            let line = a.lines().zip(b.lines()).find(|(a, b)| a != b);
            panic!("{path} differs: {line:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paper_that_moves_to_the_other_database_and_back_is_the_same_to_the_byte() {
    let (Some(sqlite), Some(postgres), Some(again)) = (
        Scratch::new(On::Sqlite).await,
        Scratch::new(On::Postgres).await,
        Scratch::new(On::Sqlite).await,
    ) else {
        return;
    };
    let first = TestPaper::demo(sqlite).await;
    // A look of its own, an account, and a name that was taken out of an address.
    first
        .revise_paper(|paper| {
            paper.look = Look {
                accent: Accent::ALL[2],
                ..Look::default()
            };
        })
        .await;
    let who = first.account(Role::Chief).await;
    let live = {
        let mut tx = first.newsroom.store.read().await.unwrap();
        q!(tx, live::latest(false, 1, 3)).unwrap().pop().unwrap()
    };
    let word = live.path.rsplit(['-', '/']).next().unwrap().to_owned();
    let wanted = Anonymise {
        story_id: live.story_id.clone(),
        spellings: vec![word],
        wording: "somebody".to_owned(),
        authors: false,
    };
    act!(first, anonymise_story::run, &who, &wanted).unwrap();
    first.at_rest().await;

    let out = exported(&first, "out", true).await;
    let seen = walk(&first, &out).await;
    let kinds = |status: u16| seen.values().filter(|one| one.0 == status).count();
    assert!(
        kinds(200) > 100 && kinds(301) > 0 && kinds(410) > 0,
        "{} {} {}",
        kinds(200),
        kinds(301),
        kinds(410)
    );
    assert_eq!(first.get(&live.path).await.status, 410);

    let second = TestPaper::taken_in(postgres, &out, &first).await;
    same(&seen, &walk(&second, &out).await, &[]);
    assert_eq!(second.get(&live.path).await.status, 410);
    second.at_rest().await;
    let back = exported(&second, "back", true).await;
    assert_eq!(sums(&out), sums(&back));

    // Without secrets, and as it is done twice: readers see the same.
    let open = exported(&second, "open", false).await;
    let third = TestPaper::taken_in(again, &open, &first).await;
    let strip = |seen: &BTreeMap<String, Seen>| -> BTreeMap<String, Seen> {
        seen.iter()
            .map(|(path, seen)| (path.clone(), unstamped(seen)))
            .collect()
    };
    same(&strip(&seen), &strip(&walk(&third, &open).await), &[&live.path]);
    // An address that held an erased name is known by a hash that only the paper's own key makes.
    assert_eq!(third.get(&live.path).await.status, 404);
    // The desk finds stories by their words again, which no file holds.
    let chief = third.colleague(&[Role::Chief]).await;
    let found = third.get_as(&chief, "/desk/stories?q=ferry").await;
    assert!(
        Page::read(&found.text()).has("a[href^='/desk/stories/0']"),
        "{}",
        found.text()
    );
}

async fn a_broken_line_is_named_and_nothing_comes_in(scratch: Scratch) {
    let Some(other) = Scratch::new(On::Sqlite).await else {
        return;
    };
    let paper = TestPaper::demo(other).await;
    let out = exported(&paper, "out", false).await;
    let taking = TestPaper::empty(scratch).await;
    // How far a follower has read is written by the serving process, whenever it comes to it.
    let standing = || async {
        let mut tables = taking.tables().await;
        tables.remove("follower");
        tables
    };
    let before = standing().await;
    let break_line = |file: &str, number: usize, change: &dyn Fn(&str) -> String| {
        let path = out.join(file);
        let whole = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<String> = whole
            .lines()
            .enumerate()
            .map(|(at, line)| {
                if at + 1 == number {
                    change(line)
                } else {
                    line.to_owned()
                }
            })
            .collect();
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        (path, whole)
    };
    let cases: [(&str, usize, Change, &str); 5] = [
        (
            "paper/topics.jsonl",
            2,
            |line| line[..line.len() / 2].to_owned(),
            "no object of JSON",
        ),
        (
            "stories/revisions.jsonl",
            5,
            |line| line.replace("\"words\":", "\"words\":\"many\",\"wordy\":"),
            "wordy",
        ),
        (
            "replies/replies.jsonl",
            3,
            |line| line.replace("\"story_id\":\"", "\"story_id\":\"x"),
            "constraint",
        ),
        (
            "addresses.jsonl",
            4,
            |line| line.replace("\"since\":\"20", "\"since\":\"never 20"),
            "is no time",
        ),
        (
            "record/storylines.jsonl",
            1,
            |line| line.replace("\"summary\":\"", "\"summary\":\"Changed. "),
            "--edited",
        ),
    ];
    for (file, number, change, words) in cases {
        let (path, whole) = break_line(file, number, &change);
        let error = moving::bring_in(&taking.newsroom, &out, Bringing::default(), &mut |_| {})
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains(file) && error.contains(words), "{error}");
        if words != "--edited" {
            assert!(error.contains(&format!("{file}, line {number}:")), "{error}");
        }
        assert_eq!(before, standing().await, "{file}: something came in");
        std::fs::write(path, whole).unwrap();
    }
    // What was changed on purpose comes in when that is said; a trial keeps nothing.
    break_line("record/storylines.jsonl", 1, &cases[4].2);
    let how = Bringing {
        dry_run: true,
        edited: true,
    };
    let arrived = moving::bring_in(&taking.newsroom, &out, how, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(arrived.brought, arrived.out);
    assert_eq!(before, standing().await);
    let how = Bringing { dry_run: false, ..how };
    moving::bring_in(&taking.newsroom, &out, how, &mut |_| {})
        .await
        .unwrap();
    // And not a second time.
    let error = moving::bring_in(&taking.newsroom, &out, how, &mut |_| {})
        .await
        .unwrap_err();
    assert!(error.to_string().contains("empty paper"), "{error}");
}

async fn what_is_secret_stays_behind(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ferry = Draft {
        section: "economy",
        ..Draft::of("Ferry runs late")
    };
    let live = paper.publish(&ferry).await;
    paper
        .reply_to(&live, "My boat was late too, and nobody said why.")
        .await;
    let colleague = paper.colleague(&[Role::Chief]).await;
    let plain = exported(&paper, "plain", false).await;
    let all = |folder: &Path| -> String {
        let mut text = String::new();
        for table in carry::TABLES.iter().filter_map(|table| table.file(true)) {
            text += &std::fs::read_to_string(folder.join(table)).unwrap_or_default();
        }
        text + &std::fs::read_to_string(folder.join("replies/addresses.jsonl")).unwrap_or_default()
    };
    let text = all(&plain);
    assert!(text.contains("My boat was late too") && text.contains(&colleague.email));
    for secret in [
        "reader@example.org",
        "email_cipher",
        "client_mac",
        "password",
        "\"totp\"",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(!plain.join("secret.key").exists());
    let readme = std::fs::read_to_string(plain.join("README.md")).unwrap();
    assert!(
        readme.contains("`email_cipher`") && readme.contains("replies/replies.jsonl"),
        "{readme}"
    );

    let whole = exported(&paper, "whole", true).await;
    let addresses = std::fs::read_to_string(whole.join("replies/addresses.jsonl")).unwrap();
    assert!(addresses.contains("ana@example.org"), "{addresses}");
    assert!(whole.join("secret.key").exists());
    // The next export without them takes them out of the folder.
    let how = Exporting::default();
    moving::export(&paper.newsroom, &Target::Folder(whole.clone()), &how, &mut |_| {})
        .await
        .unwrap();
    assert!(!whole.join("secret.key").exists() && !whole.join("replies/addresses.jsonl").exists());
    assert_eq!(sums(&plain), sums(&whole));
}
