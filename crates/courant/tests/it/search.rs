//! Search as readers use it, and its index through damage and restart.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, Page, TestPaper, raw, until};
use courant_store::Database;
use courant_store::on_both;
use courant_store::scratch::Scratch;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

on_both!(
    a_story_is_found_by_its_words_with_the_words_marked,
    a_question_is_narrowed_by_section_author_and_date,
    a_strange_question_is_answered,
    a_damaged_index_is_built_again_at_the_start,
    a_broken_theme_still_serves,
);

async fn a_story_is_found_by_its_words_with_the_words_marked(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let html = "<p>The night ferry <b>Gloriana</b> was late.</p><p>Nobody &lt;script&gt; knew why.</p>";
    paper
        .publish(&Draft {
            html,
            slug: "late",
            ..Draft::of("Late again")
        })
        .await;
    for question in ["gloriana", "GLORIANA", "%22night+ferry%22", "ferries", "late+again"] {
        let answer = paper
            .until(&format!("/search?q={question}"), |answer| {
                answer.contains("/local/late")
            })
            .await;
        let page = Page::read(&answer.text());
        assert_eq!(page.texts("main article.row").len(), 1, "{question}");
        assert!(page.dangers().is_empty());
        assert_eq!(answer.says("cache-control"), "no-cache");
    }
    let found = paper.page("/search?q=gloriana").await;
    assert_eq!(found.text(".excerpt mark").as_deref(), Some("Gloriana"));
    let none = paper.page("/search?q=%22ferry+night%22").await;
    assert!(!none.has("main article.row"));
    assert_eq!(paper.get("/search").await.status, 200);
}

async fn a_question_is_narrowed_by_section_author_and_date(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let stories = [
        ("local", "Ana Reis", "a"),
        ("economy", "Bo Lind", "b"),
        ("economy", "Ana Reis", "c"),
    ];
    for (section, author, slug) in stories {
        let draft = Draft {
            section,
            author: Some(author),
            slug,
            ..Draft::of("Harbour dues")
        };
        paper.publish(&draft).await;
    }
    for (narrowed, count) in [
        ("", 3),
        ("&section=economy", 2),
        ("&author=ana-reis", 2),
        ("&section=economy&author=ana-reis", 1),
        ("&date=day", 3),
        ("&date=older", 0),
        ("&section=nothing", 0),
        ("&page=2", 0),
    ] {
        let path = format!("/search?q=harbour{narrowed}");
        paper
            .until(&path, |answer| {
                Page::read(&answer.text()).texts("main article.row").len() == count
            })
            .await;
    }
    let page = paper.page("/search?q=harbour").await;
    let choices = page.texts(".facets li a");
    for choice in ["Economy 2", "Local 1", "Ana Reis 2", "Bo Lind 1"] {
        assert!(
            choices.iter().any(|one| one == choice),
            "{choice} is not among {choices:?}"
        );
    }
    for href in page.attributes(".facets li a", "href") {
        assert!(paper.page(&href).await.has("main article.row"), "{href}");
    }
}

async fn a_strange_question_is_answered(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    paper.publish(&Draft::of("Something")).await;
    let long = "x".repeat(5_000);
    for question in [
        "%00",
        "%ff%fe",
        "%22",
        "%22%22",
        "*",
        "(",
        "a+AND",
        "-",
        "+",
        "q:x",
        "%5B1+TO+2%5D",
        "~1",
        "^",
        "%F0%9F%90%9F",
        "<script>alert(1)</script>",
        "%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
        "a+OR+OR+b",
        "----",
        long.as_str(),
    ] {
        let answer = paper.get(&format!("/search?q={question}")).await;
        if question.starts_with('<') {
            assert!(matches!(answer.status, 200 | 400), "{question}: {}", answer.status);
        } else {
            assert_eq!(answer.status, 200, "{question}");
        }
        assert_eq!(Page::read(&answer.text()).dangers(), Vec::<String>::new(), "{question}");
    }
    for extra in [
        "&page=0",
        "&page=-1",
        "&page=999999999999",
        "&date=x",
        "&section=%27",
        "&q=again",
        "&page=x",
    ] {
        assert_eq!(
            paper.get(&format!("/search?q=something{extra}")).await.status,
            200,
            "{extra}"
        );
    }
}

/// The program itself, serving.
struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    fn start(data: &Path, database: &Database) -> Self {
        let database = match database {
            Database::Sqlite(path) => format!("sqlite:{}", path.display()),
            Database::Postgres(url) => url.clone(),
        };
        let mut child = Command::new(env!("CARGO_BIN_EXE_courant"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &database, "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap()
            .parse()
            .unwrap();
        Self { child, address }
    }

    fn stop(mut self) -> String {
        self.child.kill().unwrap();
        let mut said = String::new();
        std::io::Read::read_to_string(&mut self.child.stderr.take().unwrap(), &mut said).unwrap();
        self.child.wait().unwrap();
        said
    }
}

fn damage(folder: &Path) -> usize {
    let mut damaged = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && path.file_name().is_some_and(|name| name != ".lock") {
            std::fs::write(&path, b"not an index any more").unwrap();
            damaged += 1;
        }
    }
    damaged
}

async fn a_damaged_index_is_built_again_at_the_start(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    paper
        .publish(&Draft {
            slug: "gloriana",
            ..Draft::of("The Gloriana sails")
        })
        .await;
    paper
        .until("/search?q=gloriana", |answer| answer.contains("/local/gloriana"))
        .await;
    let scratch = paper.close().await;
    let data = scratch.folder.path();
    assert!(damage(&data.join("search")) > 2);
    let served = Served::start(data, &scratch.database);
    let request = "GET /search?q=gloriana HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    until("search finds again", || async {
        let answer = raw(served.address, request.as_bytes(), false).await?;
        answer.contains("/local/gloriana").then_some(())
    })
    .await;
    let said = served.stop();
    assert!(
        said.contains("search index"),
        "the console says that it is built again: {said}"
    );
}

async fn a_broken_theme_still_serves(scratch: Scratch) {
    let theme = scratch.folder.path().join("theme");
    std::fs::create_dir_all(theme.join("templates")).unwrap();
    std::fs::write(theme.join("theme.toml"), "name = \"broken\"\ncontract = 1\n").unwrap();
    std::fs::write(
        theme.join("templates/story.html"),
        "<h1>\n{% if headline %}\n{{ headline }}\n",
    )
    .unwrap();
    std::fs::write(theme.join("templates/corrections.html"), "{{ nothing.of.that.name }}").unwrap();
    let paper = TestPaper::with_theme(scratch, theme).await;
    paper
        .publish(&Draft {
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    let page = paper.page("/local/ferry").await;
    assert_eq!(page.text("h1").as_deref(), Some("The ferry runs"));
    assert!(page.has("html[lang] .body"), "the built-in template prints it");
    for path in ["/", "/corrections", "/local", "/search?q=ferry", "/about"] {
        let status = paper.get(path).await.status;
        assert_eq!(status, if path == "/about" { 404 } else { 200 }, "{path}");
    }
}
