//! Whatever is sent, the site answers cleanly and stays up, prints nobody's script, and keeps readers' addresses to itself.
//! Run by `cargo test`; what does not depend on the database runs on SQLite alone.

use crate::harness::{Draft, Page, TestPaper, form, raw, shared};
use crate::site::crawl;
use courant_model::reply::ReplyState;
use courant_newsroom::commands::post_reply::{self, Sent};
use courant_store::scratch::{On, Scratch};
use courant_store::{Database, on_both};
use sqlx::{AssertSqlSafe, Connection, Row};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

on_both!(
    bad_requests_are_answered_cleanly_and_the_site_stays_up,
    a_readers_address_stands_nowhere_in_the_clear,
);

async fn bad_requests_are_answered_cleanly_and_the_site_stays_up(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    paper
        .publish(&Draft {
            section: "economy",
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    let (story, stamp) = paper.page("/economy/ferry").await.reply_stamp();

    let huge = vec![b'a'; 20 << 20];
    let typed = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(paper.call("POST", "/replies", &typed, &huge).await.status, 413);
    assert_eq!(paper.call("POST", "/report", &typed, &huge).await.status, 413);

    // A form whose bytes are no text: the reply is taken or refused, its readable part is not lost.
    let mut body = form(&[
        ("story", &story),
        ("stamp", &stamp),
        ("name", "Ana"),
        ("email", "a@example.org"),
    ])
    .into_bytes();
    body.extend_from_slice(b"&text=Before%FF%FE%80after&odd=\xff\xfe\x00");
    assert_eq!(paper.call("POST", "/replies", &typed, &body).await.status, 303);
    assert!(paper.get("/economy/ferry").await.contains("Before"));
    for body in [&b""[..], b"&&&=&=", b"\xff\xff\xff", b"%", b"text", &[0; 64]] {
        let status = paper.call("POST", "/replies", &typed, body).await.status;
        assert!((400..500).contains(&status), "{body:?}: {status}");
    }

    for (path, allowed) in [
        ("/../../etc/passwd", &[400, 404][..]),
        ("/..%2f..%2fetc%2fpasswd", &[400, 404]),
        ("/%2e%2e/%2e%2e/etc/passwd", &[400, 404]),
        ("/economy/..%5C..%5Cferry", &[400, 404]),
        ("/%00", &[400]),
        ("/economy/ferry%00.html", &[400]),
        ("/%0d%0aset-cookie:%20a=b", &[400]),
        ("/%ff%fe", &[400]),
        ("/%", &[400, 404, 301]),
        ("/replies/%ff", &[400, 404]),
        ("/replies/..%2f..", &[400, 404]),
        ("/feed.xml/feed.xml", &[404]),
        ("/by/nobody", &[404]),
        ("/wp-login.php", &[404]),
        ("/.env", &[404]),
        ("/.git/config", &[404]),
        ("/economy?page=-1", &[200]),
        ("/economy?page=18446744073709551616", &[200]),
        ("/economy?page=%ff", &[200]),
    ] {
        let answer = paper.get(path).await;
        assert!(allowed.contains(&answer.status), "{path}: {}", answer.status);
        assert_eq!(answer.header("set-cookie"), None);
        assert_eq!(answer.says("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(Page::read(&answer.text()).dangers(), Vec::<String>::new(), "{path}");
    }
    for length in [3_000, 20_000] {
        let status = paper.get(&format!("/{}", "long-".repeat(length / 5))).await.status;
        assert!(matches!(status, 404 | 414), "{length}: {status}");
    }
    let flood = "x".repeat(64 << 10);
    assert_eq!(paper.get_with("/", &[("x-flood", &flood)]).await.status, 431);
    let many: Vec<(String, String)> = (0..300).map(|n| (format!("x-{n}"), "y".to_owned())).collect();
    let many: Vec<(&str, &str)> = many
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert!(matches!(paper.get_with("/", &many).await.status, 200 | 431));

    for path in ["/", "/economy/ferry", "/feed.xml", "/search", "/replies/1", "/nothing"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "NONSENSE"] {
            let answer = paper.call(method, path, &[], b"").await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert!(
                answer.says("allow").contains("GET"),
                "{method} {path}: {}",
                answer.says("allow")
            );
        }
    }
    assert_eq!(paper.get("/replies").await.status, 405);

    for nonsense in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
        b"POST /replies HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"\r\n\r\n\r\n",
    ] {
        if let Some(answer) = raw(paper.address, nonsense, false).await {
            assert!((400..600).contains(&answer.status), "{nonsense:?}: {}", answer.status);
        }
    }
    let page = paper.page("/economy/ferry").await;
    assert_eq!(page.text("h1").as_deref(), Some("The ferry runs"));
    for path in ["/", "/latest", "/feed.xml", "/search?q=ferry", "/healthz"] {
        assert_eq!(paper.get(path).await.status, 200, "{path}");
    }
}

/// What was logged, by whichever test of this process.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() -> Log {
    static LOG: std::sync::OnceLock<Log> = std::sync::OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .init();
        log
    })
    .clone()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn holds(bytes: &[u8], word: &str) -> bool {
    let lower: Vec<u8> = bytes.iter().map(u8::to_ascii_lowercase).collect();
    let hexadecimal = word
        .bytes()
        .fold(String::new(), |so_far, byte| format!("{so_far}{byte:02x}"));
    [word.as_bytes(), hexadecimal.as_bytes()]
        .into_iter()
        .any(|word| lower.windows(word.len()).any(|part| part == word))
}

async fn a_readers_address_stands_nowhere_in_the_clear(scratch: Scratch) {
    let log = log();
    tracing::info!("somebody listens");
    let paper = TestPaper::empty(scratch).await;
    for section in ["economy", "local"] {
        paper
            .publish(&Draft {
                section,
                slug: "ferry",
                ..Draft::of("The ferry runs")
            })
            .await;
    }
    // Parts that can be looked for alone: neither the name nor the domain may stand anywhere.
    let address = "Planted.Secretmailbox@Hiddendomain.Example";
    let (open, open_stamp) = paper.page("/economy/ferry").await.reply_stamp();
    let (moderated, stamp) = paper.page("/local/ferry").await.reply_stamp();
    for (story, stamp, text) in [
        (&open, &open_stamp, "Stands."),
        (&moderated, &stamp, "Waits."),
        (&moderated, &stamp, "Refused."),
    ] {
        let fields = [
            ("story", story.as_str()),
            ("stamp", stamp),
            ("name", "Ana"),
            ("email", address),
            ("text", text),
        ];
        assert_eq!(paper.post("/replies", &fields).await.status, 303);
    }
    let report = [
        ("story", open.as_str()),
        ("stamp", &open_stamp),
        ("text", "Wrong."),
        ("email", address),
    ];
    assert_eq!(paper.post("/report", &report).await.status, 200);
    let broken = [
        ("story", open.as_str()),
        ("stamp", "forged"),
        ("name", "Ana"),
        ("email", address),
        ("text", "Forged."),
    ];
    assert_eq!(paper.post("/replies", &broken).await.status, 403);
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let waiting = courant_store::q!(tx, replies::in_state("waiting", 10)).unwrap();
    drop(tx);
    assert_eq!(waiting.len(), 2);
    paper.decide(&waiting[0].id, ReplyState::Approved).await;
    paper.decide(&waiting[1].id, ReplyState::Refused).await;
    paper.until("/local/ferry", |answer| answer.contains("Waits.")).await;
    paper
        .until("/search?q=ferry", |answer| answer.contains("/local/ferry"))
        .await;

    let words = ["secretmailbox", "hiddendomain"];
    for (path, (answer, _)) in crawl(&paper).await {
        for word in words {
            assert!(!holds(&answer.body, word), "{path} tells {word}");
        }
    }
    for word in words {
        assert!(!paper.page(&format!("/search?q={word}")).await.has("main article.row"));
        let logged = log.0.lock().unwrap().clone();
        assert!(holds(&logged, "somebody listens"));
        assert!(!holds(&logged, word), "the log tells {word}");
        for path in files(paper.folder()) {
            assert!(
                !holds(&std::fs::read(&path).unwrap(), word),
                "{} tells {word}",
                path.display()
            );
        }
        if let Database::Postgres(url) = &paper.scratch.database {
            for row in rows(url).await {
                assert!(!holds(row.as_bytes(), word), "{row}");
            }
        }
    }
    // The newsroom can still write to the reader.
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let (sealed, _) = courant_store::q!(tx, replies::sealed_address(&waiting[0].id))
        .unwrap()
        .unwrap();
    let plain = paper.newsroom.house.keys.unseal(&sealed).unwrap();
    assert_eq!(plain, address.to_lowercase());
}

/// Every row of every table, as text.
async fn rows(url: &str) -> Vec<String> {
    let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
    let tables = sqlx::query("SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let mut rows = Vec::new();
    for table in tables {
        let name: String = table.get("name");
        let select = AssertSqlSafe(format!("SELECT t::text AS row FROM \"{name}\" t"));
        for row in sqlx::query(select).fetch_all(&mut connection).await.unwrap() {
            rows.push(row.get::<String, _>("row"));
        }
    }
    assert!(rows.len() > 10);
    rows
}

/// Attacks that others have collected.
fn attacks(folder: &Path) -> Vec<String> {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let mut attacks: Vec<String> = read("payloadbox-first-half.txt").lines().map(str::to_owned).collect();
    let cases: serde_json::Value = serde_json::from_str(&read("dompurify-expect.json")).unwrap();
    attacks.extend(
        cases
            .as_array()
            .unwrap()
            .iter()
            .map(|case| case["payload"].as_str().unwrap().to_owned()),
    );
    let mut in_code = false;
    for line in read("owasp-filter-evasion.md").lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            attacks.push(line.to_owned());
        }
    }
    let xml = read("wp-kses-xssAttacks.xml");
    attacks.extend(xml.split("<code>").skip(1).filter_map(|rest| {
        let code = rest.split("</code>").next()?;
        Some(
            code.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&"),
        )
    }));
    attacks.retain(|attack| !attack.trim().is_empty());
    let unique: BTreeSet<String> = attacks.into_iter().collect();
    unique.into_iter().collect()
}

/// What is printed does not depend on the database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_attack_that_others_have_collected_becomes_more_than_text() {
    let Some(folder) = shared("data/xss") else { return };
    let attacks = attacks(&folder);
    assert!(attacks.len() > 3_000, "{}", attacks.len());
    let paper = TestPaper::empty(Scratch::new(On::Sqlite).await.unwrap()).await;
    let mut paths: BTreeSet<String> = ["/", "/latest", "/economy", "/feed.xml"].map(str::to_owned).into();

    // As name and text of replies, each by itself, on as many stories as a thousand a page need.
    for (n, part) in attacks.chunks(900).enumerate() {
        let slug = format!("attacked-{n}");
        let live = paper
            .publish(&Draft {
                section: "economy",
                slug: &slug,
                ..Draft::of("Attacked by replies")
            })
            .await;
        let mut tx = paper.newsroom.store.write().await.unwrap();
        let mut taken = 0;
        for attack in part {
            let sent = Sent {
                story_id: live.story_id.clone(),
                name: format!("{}|", attack.chars().take(58).collect::<String>()),
                email: "robot@example.org".to_owned(),
                text: attack.chars().take(post_reply::LONGEST_TEXT).collect(),
                ..Sent::default()
            };
            let outcome = post_reply::run(&mut tx, &paper.newsroom.house, &sent).await.unwrap();
            taken += usize::from(outcome.is_ok());
        }
        tx.commit().await.unwrap();
        assert!(taken > part.len() / 2, "{taken} of {}", part.len());
        paths.insert(live.path);
    }
    // As headline, standfirst and HTML of stories: the body of each story holds thirty of them, each read by itself.
    for (n, part) in attacks.chunks(30).enumerate() {
        let headline: String = part[0].chars().take(400).collect();
        let standfirst = part[part.len() / 2].clone();
        let html = part.join(crate::harness::APART);
        let slug = format!("attack-{n}");
        let draft = Draft {
            standfirst: &standfirst,
            html: &html,
            slug: &slug,
            topic: Some("Attacks"),
            ..Draft::of(&headline)
        };
        paths.insert(paper.publish(&draft).await.path);
        let page = n / 20 + 1;
        paths.insert(format!("/local?page={page}"));
    }
    paper.until("/latest", |answer| answer.contains("/local/attack-")).await;
    paper
        .until("/economy/attacked-0", |answer| answer.contains("reply-500"))
        .await;
    for path in &paths {
        let answer = paper.get(path).await;
        assert!(matches!(answer.status, 200 | 404), "{path}");
        let dangers = Page::read(&answer.text()).dangers();
        assert!(path == "/feed.xml" || dangers.is_empty(), "{path}: {dangers:?}");
        if path == "/feed.xml" {
            let feed = feed_rs::parser::parse(answer.body.as_slice()).unwrap();
            for entry in feed.entries {
                let html = entry.content.and_then(|content| content.body).unwrap_or_default();
                let dangers = Page::read(&html).dangers();
                assert!(dangers.is_empty(), "{path}: {dangers:?}");
            }
        }
    }
    // As what comes back: a form without a stamp is printed again, and a search repeats its question.
    let (story, _) = paper.page("/economy/attacked-0").await.reply_stamp();
    for attack in attacks.iter().step_by(16) {
        let fields = [
            ("story", story.as_str()),
            ("name", attack),
            ("email", attack),
            ("text", attack),
            ("parent", attack),
        ];
        let again = paper.post("/replies", &fields).await;
        assert_eq!(again.status, 200, "{attack}");
        let search = paper
            .get(&format!("/search?{}", form(&[("q", attack), ("section", attack)])))
            .await;
        let missing = paper
            .get(&format!(
                "/{}",
                percent_encoding::utf8_percent_encode(attack, percent_encoding::NON_ALPHANUMERIC)
            ))
            .await;
        assert!(
            matches!(missing.status, 301 | 400 | 404 | 414),
            "{attack}: {}",
            missing.status
        );
        for answer in [again, search, missing] {
            let dangers = Page::read(&answer.text()).dangers();
            assert!(dangers.is_empty(), "{attack}: {dangers:?}");
        }
    }
}
