//! What WordPress and Ghost are given of the paper, read back by the readers of their own exports: no word, no link and no
//! reply is lost on the way.

use crate::harness::{Draft, Page, TestPaper};
use courant_exchange::wordpress::{CommentState, Item, Kind, Options, Piece, Post, State, Taxonomy, Wxr};
use courant_model::story::Live;
use courant_store::q;
use courant_store::scratch::{On, Scratch};
use courant_text::html::NoSurroundings;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::process::Command;

/// Runs `courant export` beside the server, as a person does.
fn export(paper: &TestPaper, system: &str, file: &str, more: &[&str]) -> (PathBuf, serde_json::Value) {
    let path = paper.folder().join(file);
    let mut command = Command::new(env!("CARGO_BIN_EXE_courant"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("COURANT_") {
            command.env_remove(name);
        }
    }
    let said = command
        .args(["export", system, "--json", "--url", &paper.url, "--data"])
        .arg(paper.folder())
        .args(more)
        .arg(&path)
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    (path, serde_json::from_slice(&said.stdout).unwrap())
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// What a reader sees of a document: its words, and where its links lead.
fn seen(post: &Post) -> (BTreeSet<String>, BTreeSet<String>) {
    let html = courant_text::html::write(&post.document, &NoSurroundings);
    let page = Page::read(&html);
    let links = page.attributes("a", "href").into_iter().collect();
    let alts = page.attributes("img", "alt").join(" ");
    (words(&(page.texts("body").join(" ") + " " + &alts)), links)
}

/// Every story that readers see, with the words and links of its text.
async fn on_the_site(paper: &TestPaper) -> Vec<(Live, BTreeSet<String>, BTreeSet<String>)> {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let mut found = Vec::new();
    for live in q!(tx, live::after("", 10_000)).unwrap() {
        let revision = q!(tx, stories::revision(&live.revision_id)).unwrap().unwrap();
        let document = courant_text::json::read(&revision.document).unwrap();
        let page = Page::read(&courant_text::html::write(&document, &NoSurroundings));
        let links = page
            .attributes("a", "href")
            .into_iter()
            .filter(|link| !link.starts_with('#'))
            .map(|link| {
                if link.starts_with('/') {
                    format!("{}{link}", paper.url)
                } else {
                    link
                }
            })
            .collect();
        let text = format!("{} {}", revision.dateline, page.texts("body").join(" "));
        found.push((live, words(&text), links));
    }
    found
}

/// Compares what stands on the site with what was read back.
fn nothing_is_lost(site: &[(Live, BTreeSet<String>, BTreeSet<String>)], back: &HashMap<String, Post>) {
    let mut compared = 0;
    for (live, words, links) in site {
        let slug = live.path.rsplit('/').next().unwrap();
        let post = back.get(slug).unwrap_or_else(|| panic!("{} is missing", live.path));
        assert_eq!(post.state, State::Published, "{}", live.path);
        assert_eq!(post.title, live.headline);
        assert_eq!(
            post.dates.gmt.map(jiff::Timestamp::as_second),
            live.published_at.map(|at| at / 1_000_000),
            "{}",
            live.path
        );
        if live.retracted_at.is_some() {
            continue;
        }
        let (kept, led) = seen(post);
        let lost: Vec<&String> = words.difference(&kept).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", live.path);
        let cut: Vec<&String> = links.difference(&led).collect();
        assert!(cut.is_empty(), "{}: {cut:?} of {led:?}", live.path);
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_for_wordpress_reads_back_whole() {
    let Some(scratch) = Scratch::new(On::Sqlite).await else {
        return;
    };
    let paper = TestPaper::demo(scratch).await;
    paper.at_rest().await;
    let draft = paper.file(&Draft::of("Not out yet")).await;
    let site = on_the_site(&paper).await;
    let (file, report) = export(&paper, "wordpress", "out.xml", &[]);
    let bytes = std::fs::read(&file).unwrap();
    let mut posts = HashMap::new();
    let (mut pictures, mut authors, mut terms, mut drafts) = (Vec::new(), 0, 0, 0);
    for piece in Wxr::new("out.xml", bytes.as_slice(), Options::default()) {
        match piece {
            Piece::Item(item) => match *item {
                Item::Post(post) => {
                    assert_eq!(post.unreadable, [], "{}", post.title);
                    if post.state == State::Published {
                        posts.insert(post.slug.clone(), *post);
                    } else {
                        drafts += usize::from(post.guid == draft);
                    }
                }
                Item::Attachment(picture) => pictures.push(*picture),
                other => panic!("{other:?}"),
            },
            Piece::Author(_) => authors += 1,
            Piece::Term(_) => terms += 1,
            Piece::Problem(problem) => panic!("{problem:?}"),
            Piece::Site(_) => {}
        }
    }
    nothing_is_lost(&site, &posts);
    assert_eq!(drafts, 1);
    assert_eq!(report["pictures"], pictures.len());
    assert_eq!((&report["authors"], &report["terms"]), (&authors.into(), &terms.into()));
    let pages = posts.values().filter(|post| post.kind == Kind::Page).count();
    assert_eq!(
        (&report["posts"], &report["pages"]),
        (&(posts.len() - pages).into(), &pages.into())
    );
    // A picture is fetched from where the file says.
    for picture in &pictures {
        let path = picture.url.strip_prefix(&paper.url).unwrap();
        assert_eq!(paper.get(path).await.status, 200, "{}", picture.url);
        assert!(
            picture.width.is_some() && picture.credit.is_some() | picture.alt.is_empty(),
            "{picture:?}"
        );
    }
    let first = posts.values().find(|post| post.kind == Kind::Post).unwrap();
    assert_eq!(
        first
            .terms
            .iter()
            .filter(|term| term.taxonomy == Taxonomy::Category)
            .count(),
        1
    );
    assert!(
        !first.authors.is_empty()
            && first
                .featured
                .is_some_and(|number| pictures.iter().any(|one| one.number == Some(number)))
            || first.featured.is_none()
    );

    // Replies with their threads and states, and without addresses.
    let kept: Vec<(i64, Option<String>, String)> = {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        let mut all = Vec::new();
        for state in ["approved", "waiting", "refused", "spam"] {
            for reply in q!(tx, replies::in_state(state, 1_000)).unwrap() {
                all.push((reply.number, reply.parent_id, reply.state));
            }
        }
        all
    };
    let comments: Vec<_> = posts.values().flat_map(|post| &post.comments).collect();
    assert_eq!(comments.len(), kept.len());
    assert!(comments.iter().all(|one| one.email.is_empty()));
    for (number, parent, state) in kept {
        let one = comments.iter().find(|one| one.number == Some(number)).unwrap();
        assert_eq!(one.parent.is_some(), parent.is_some());
        let wanted = match state.as_str() {
            "approved" => CommentState::Approved,
            "waiting" => CommentState::Waiting,
            "spam" => CommentState::Spam,
            _ => CommentState::Trash,
        };
        assert_eq!(one.state, wanted);
    }
    let (file, _) = export(&paper, "wordpress", "secret.xml", &["--secrets"]);
    let text = std::fs::read_to_string(file).unwrap();
    let addresses =
        text.matches("<wp:comment_author_email>").count() - text.matches("<wp:comment_author_email></").count();
    assert_eq!(addresses, comments.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_for_ghost_reads_back_whole() {
    let Some(scratch) = Scratch::new(On::Sqlite).await else {
        return;
    };
    let paper = TestPaper::demo(scratch).await;
    paper.at_rest().await;
    let site = on_the_site(&paper).await;
    let (file, report) = export(&paper, "ghost", "out.json", &[]);
    let read = courant_exchange::ghost::read("out.json", std::fs::File::open(file).unwrap(), Some(&paper.url)).unwrap();
    let mut posts = HashMap::new();
    for one in read.posts {
        assert_eq!(one.post.unreadable, [], "{}", one.post.title);
        if one.post.state == State::Published {
            posts.insert(one.post.slug.clone(), one.post);
        }
    }
    nothing_is_lost(&site, &posts);
    assert_eq!(report["authors"], read.authors.len());
    assert_eq!(report["terms"], read.terms.len());
    assert_eq!(read.zone, "Europe/Lisbon");
    assert!(report["replies_left_out"].as_u64().unwrap() > 0);
    assert!(
        posts
            .values()
            .filter(|post| post.kind == Kind::Post)
            .all(|post| !post.terms.is_empty())
    );
}
