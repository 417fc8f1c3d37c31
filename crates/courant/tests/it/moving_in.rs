//! A whole site moves in from an export: what comes of it, what a second run does, and where its old addresses lead.

use crate::harness::{TestPaper, pictures};
use clap::Parser;
use courant::cli::{Cli, Command, Import};
use courant::commands::{import_feed, import_ghost, import_markdown, import_replies, import_wordpress};
use courant::importing::{Said, Stop};
use courant_model::reply::ReplyState;
use courant_model::story::{Revision, Story};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use std::path::{Path, PathBuf};

on_both!(
    a_site_comes_in_whole,
    a_second_run_adds_nothing_and_brings_up_to_date_what_changed,
    what_changed_here_stays,
    a_run_that_was_stopped_is_gone_on_with,
    a_broken_file_gives_what_can_be_read,
    a_dry_run_writes_nothing,
    the_table_decides_what_becomes_of_what,
    a_ghost_site_comes_in,
    a_folder_of_markdown_comes_in,
    feeds_come_in_as_drafts_unless_asked,
    replies_of_a_service_find_their_stories,
    material_of_real_sites_comes_in_whole,
);

/// The readers' own exports, which hold one of everything.
fn export(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../exchange/tests")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}

/// A folder with an export and the files of its site.
struct Moving {
    folder: tempfile::TempDir,
}

impl Moving {
    fn with(name: &str, export: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), export).unwrap();
        let uploads = folder.path().join("uploads/2020/07");
        std::fs::create_dir_all(&uploads).unwrap();
        std::fs::write(uploads.join("pier.jpg"), pictures::jpeg(900, 600)).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Brings the export in, with the words of a command line behind it.
    async fn bring(&self, paper: &TestPaper, name: &str, words: &[&str]) -> Said {
        self.until(paper, name, words, Stop::default()).await
    }

    async fn until(&self, paper: &TestPaper, name: &str, words: &[&str], stop: Stop) -> Said {
        let file = self.path(name).display().to_string();
        let uploads = self.path("uploads").display().to_string();
        let system = if name.ends_with("json") { "ghost" } else { "wordpress" };
        let mut line = vec!["courant", "import", system, &file, "--uploads", &uploads];
        if !words.contains(&"--pictures") {
            line.extend(["--pictures", "uploads"]);
        }
        line.extend(words);
        let said = match Cli::try_parse_from(line).unwrap().command {
            Command::Import(Import::Wordpress(asked)) => import_wordpress::bring(&paper.newsroom, &asked, stop).await,
            Command::Import(Import::Ghost(asked)) => import_ghost::bring(&paper.newsroom, &asked, stop).await,
            _ => unreachable!(),
        };
        said.unwrap().unwrap()
    }
}

async fn story_of(paper: &TestPaper, headline: &str) -> (Story, Revision) {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    for source in ["wordpress:shore.example", "ghost:shore.example", "wordpress:"] {
        for number in 1..60 {
            let Some(brought) = q!(tx, brought::of(source, "post", &number.to_string())).unwrap() else {
                continue;
            };
            let story = q!(tx, stories::by_id(&brought.target)).unwrap().unwrap();
            let head = q!(tx, stories::revision(&story.head)).unwrap().unwrap();
            if head.headline == headline {
                return (story, head);
            }
        }
    }
    panic!("no story {headline:?} came in");
}

async fn a_site_comes_in_whole(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let moving = Moving::with("whole.xml", &export("wordpress/whole.xml"));
    let said = moving.bring(&paper, "whole.xml", &[]).await;
    assert_eq!(said.found, said.kept, "{:?}", said.problems);
    let found = said.found;
    assert_eq!((found.stories, found.pages, found.replies), (7, 1, 5));
    assert_eq!((found.pictures, found.authors, found.terms), (1, 2, 3));
    assert_eq!((said.updated, said.unchanged), (0, 0));

    // The published story, where it stood.
    let page = paper.page("/2020/07/ferry").await;
    assert_eq!(page.text("h1").unwrap(), "Ferry & pier open again");
    assert!(page.contains_text("The ferry runs."));
    assert!(page.contains_text("The second page."));
    assert!(page.contains_text("Bo Lind"), "who signs");
    let html = paper.get("/2020/07/ferry").await.text();
    assert!(html.contains("2020-07-01T"), "its own date");
    assert!(html.contains("/topic/tide"));
    assert!(
        !html.contains("mail.example") && !html.contains("192.0.2.7"),
        "nobody's address"
    );
    assert!(html.contains("/media/"), "its picture");

    // Every address that it had.
    for (old, new) in [
        ("/2020/07/ferry/", "/2020/07/ferry"),
        ("/2020/07/ferry-runs", "/2020/07/ferry"),
        ("/?p=11", "/2020/07/ferry"),
        ("/2020/07/ferry/feed/", "/2020/07/ferry"),
        ("/2020/07/ferry/amp", "/2020/07/ferry"),
        ("/2020/07/", "/latest"),
        ("/?page_id=16", "/2020/07/about-us"),
        ("/tag/tide/", "/topic/tide"),
        ("/tag/tide/feed/", "/topic/tide/feed.xml"),
        ("/category/local/harbour", "/topic/harbour"),
        ("/category/harbour/page/2/", "/topic/harbour?page=2"),
        ("/?cat=5", "/topic/harbour"),
        ("/author/ana/", "/by/ana-pires"),
        ("/?author=2", "/by/ana-pires"),
        ("/feed/", "/feed.xml"),
        ("/comments/feed/", "/feed.xml"),
    ] {
        let answer = paper.get(old).await;
        assert_eq!(answer.status, 301, "{old}");
        let to = answer.header("location").unwrap();
        assert_eq!(to.strip_prefix(&paper.url).unwrap_or(&to), new, "{old}");
    }
    for old in [
        "/wp-content/uploads/2020/07/pier.jpg",
        "/wp-content/uploads/2020/07/pier-300x200.jpg",
        "/2020/07/pier-at-dawn/",
        "/?attachment_id=31",
    ] {
        let answer = paper.get(old).await;
        assert_eq!(answer.status, 301, "{old}");
        let to = answer.header("location").unwrap();
        let file = paper.get(to.strip_prefix(&paper.url).unwrap_or(&to)).await;
        assert_eq!(file.status, 200, "{old} led to {to}");
        assert_eq!(file.header("content-type").unwrap(), "image/jpeg");
    }
    assert_eq!(
        paper.get("/?p=999").await.status,
        200,
        "an unknown number is the front page"
    );
    assert_eq!(
        paper.get("/2020/07/for-us").await.status,
        404,
        "what was private stays so"
    );

    // Replies: threads, states, dates.
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let mut replies = Vec::new();
    for state in ReplyState::ALL {
        replies.extend(q!(tx, replies::in_state(state.as_str(), 50)).unwrap());
    }
    let mut states: Vec<&str> = replies.iter().map(|reply| reply.state.as_str()).collect();
    states.sort_unstable();
    assert_eq!(states, ["approved", "approved", "refused", "spam", "waiting"]);
    let answer = replies.iter().find(|reply| reply.state == "waiting").unwrap();
    let first = replies
        .iter()
        .find(|reply| Some(&reply.id) == answer.parent_id.as_ref())
        .unwrap();
    assert_eq!(first.state, "approved");
    let dated = courant_model::time::timestamp(first.at).to_string();
    assert_eq!(dated, "2020-07-02T07:00:00Z");
    drop(tx);

    for (headline, state) in [
        ("A draft", "draft"),
        ("For us", "draft"),
        ("With a password", "draft"),
        ("Regatta", "ready"),
        ("Thrown away", "spiked"),
    ] {
        assert_eq!(story_of(&paper, headline).await.0.state, state, "{headline}");
    }
    let (to_come, _) = story_of(&paper, "To come").await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let schedules = q!(tx, schedules::of_story(&to_come.id)).unwrap();
    assert_eq!(schedules.len(), 1);
    let due = courant_model::time::timestamp(schedules[0].due_at).to_string();
    assert_eq!(due, "2031-01-01T07:00:00Z");
    let picture = q!(tx, pictures::by_name("pier-at-dawn")).unwrap().unwrap();
    assert_eq!(
        (picture.alt.as_str(), picture.caption.as_str(), picture.credit.as_str()),
        ("The pier, empty", "The pier on Monday", "Ana Pires")
    );
}

async fn a_second_run_adds_nothing_and_brings_up_to_date_what_changed(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let before = export("wordpress/whole.xml");
    let moving = Moving::with("whole.xml", &before);
    let first = moving.bring(&paper, "whole.xml", &[]).await;
    let again = moving.bring(&paper, "whole.xml", &[]).await;
    assert_eq!(again.kept, first.kept);
    assert_eq!((again.updated, again.unchanged), (0, 14), "{:?}", again.problems);

    let after = before
        .replace("The ferry runs.", "The ferry has stopped.")
        .replace("<wp:comment_approved>0<", "<wp:comment_approved>1<");
    std::fs::write(moving.path("whole.xml"), after).unwrap();
    let third = moving.bring(&paper, "whole.xml", &[]).await;
    assert_eq!(third.kept, first.kept);
    assert_eq!((third.updated, third.unchanged), (2, 12), "{:?}", third.problems);
    let page = paper
        .until("/2020/07/ferry", |answer| answer.contains("The ferry has stopped."))
        .await
        .text();
    assert!(!page.contains("Updated"), "it is a change of then, not of now");
    assert!(page.contains("Not good."), "the reply that was approved there");
    let fourth = moving.bring(&paper, "whole.xml", &[]).await;
    assert_eq!((fourth.updated, fourth.unchanged), (0, 14));
}

async fn what_changed_here_stays(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let before = export("wordpress/whole.xml");
    let moving = Moving::with("whole.xml", &before);
    moving.bring(&paper, "whole.xml", &[]).await;
    let (story, _) = story_of(&paper, "Regatta").await;
    paper
        .revise(&story.id, &crate::harness::Draft::of("Regatta, as we know it"))
        .await;
    std::fs::write(moving.path("whole.xml"), before.replace("Sails.", "Sails and oars.")).unwrap();
    let said = moving.bring(&paper, "whole.xml", &[]).await;
    assert_eq!((said.updated, said.unchanged), (0, 14));
    let told = said.problems.iter().find(|one| one.item.contains("Regatta")).unwrap();
    assert!(told.what.contains("here too"), "{}", told.what);
    let (_, head) = story_of(&paper, "Regatta, as we know it").await;
    assert!(!head.document.contains("oars"));
}

async fn a_run_that_was_stopped_is_gone_on_with(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let moving = Moving::with("whole.xml", &export("wordpress/whole.xml"));
    let stop = Stop::default();
    stop.ask();
    let said = moving.until(&paper, "whole.xml", &[], stop).await;
    assert!(said.stopped);
    assert_eq!(said.kept.stories, 0);
    let said = moving.bring(&paper, "whole.xml", &[]).await;
    assert!(!said.stopped);
    assert_eq!(said.kept.stories, 7);
    assert_eq!(paper.get("/2020/07/ferry").await.status, 200);
}

async fn a_broken_file_gives_what_can_be_read(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let whole = export("wordpress/whole.xml");
    let end = whole.find("Open sesame").unwrap();
    let moving = Moving::with("torn.xml", &whole[..end]);
    let said = moving.bring(&paper, "torn.xml", &[]).await;
    assert_eq!(paper.get("/2020/07/ferry").await.status, 200);
    let line = whole[..end].lines().count();
    let told = said
        .problems
        .iter()
        .find(|one| one.what.contains("the file ends"))
        .unwrap();
    assert!(told.place.starts_with("torn.xml:"), "{}", told.place);
    let named: usize = told.place.rsplit(':').next().unwrap().parse().unwrap();
    assert!(named.abs_diff(line) <= 1, "{named} of {line}");
    assert_eq!(said.found.stories, 5, "and the one that was torn");
}

async fn a_dry_run_writes_nothing(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let moving = Moving::with("whole.xml", &export("wordpress/whole.xml"));
    let said = moving.bring(&paper, "whole.xml", &["--dry-run"]).await;
    assert!(said.dry_run);
    assert_eq!(said.found, said.kept, "{:?}", said.problems);
    assert_eq!(paper.get("/2020/07/ferry").await.status, 404);
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert!(q!(tx, terms::authors()).unwrap().is_empty());
    assert!(q!(tx, terms::topics()).unwrap().is_empty());
    assert_eq!(q!(tx, terms::sections()).unwrap().len(), paper.sections.len());
    drop(tx);
    moving.bring(&paper, "whole.xml", &[]).await;
    let said = moving.bring(&paper, "whole.xml", &["--dry-run"]).await;
    assert_eq!((said.updated, said.unchanged), (0, 14));
}

async fn the_table_decides_what_becomes_of_what(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let moving = Moving::with("whole.xml", &export("wordpress/whole.xml"));
    let table = moving.path("table.toml");
    let text = "default_section = \"local\"\n[types]\nevent = \"page\"\n[categories]\nharbour = \"section:harbour\"\n\
                [taxonomies]\ncoast = \"none\"\n[authors]\nana = \"A. Pires\"\n";
    std::fs::write(&table, text).unwrap();
    let words = ["--table", table.to_str().unwrap()];
    let said = moving.bring(&paper, "whole.xml", &words).await;
    assert_eq!((said.kept.stories, said.kept.pages), (6, 2));
    assert_eq!((said.found.terms, said.kept.terms), (3, 2));
    assert_eq!(paper.page("/harbour").await.text("h1").unwrap(), "Harbour & Ferries");
    let page = paper.page("/2020/07/ferry").await;
    assert!(page.contains_text("A. Pires"));
    assert!(!paper.get("/2020/07/ferry").await.contains("/topic/north"));
    let answer = paper.get("/category/harbour/").await;
    assert!(answer.header("location").unwrap().ends_with("/harbour"));
    // The next run goes by the same table without being told.
    let again = moving.bring(&paper, "whole.xml", &[]).await;
    assert_eq!((again.updated, again.kept.pages), (0, 2));
}

async fn a_ghost_site_comes_in(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let moving = Moving::with("modern.json", &export("ghost/modern.json"));
    let words = ["--site", "https://shore.example/"];
    let said = moving.bring(&paper, "modern.json", &words).await;
    assert_eq!(said.found.stories, said.kept.stories, "{:?}", said.problems);
    assert_eq!(said.found.pages, said.kept.pages);
    assert!(said.kept.stories > 0);
    let again = moving.bring(&paper, "modern.json", &words).await;
    assert_eq!(again.kept.stories, said.kept.stories);
    assert_eq!(again.updated, 0);
    assert_eq!(again.unchanged, said.kept.stories + said.kept.pages);
}

/// Brings in whatever a command line names.
async fn bring(paper: &TestPaper, line: &[&str]) -> Said {
    let words = ["courant", "import"].iter().chain(line);
    let Command::Import(asked) = Cli::try_parse_from(words).unwrap().command else {
        unreachable!()
    };
    let stop = Stop::default();
    match asked {
        Import::Markdown(asked) => import_markdown::bring(&paper.newsroom, &asked, stop)
            .await
            .unwrap()
            .unwrap(),
        Import::Feed(asked) => import_feed::bring(&paper.newsroom, &asked, stop)
            .await
            .unwrap()
            .unwrap(),
        Import::Replies(asked) => import_replies::bring(&paper.newsroom, &asked, stop).await.unwrap(),
        _ => unreachable!(),
    }
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../exchange/tests")
        .join(name);
    path.display().to_string()
}

async fn a_folder_of_markdown_comes_in(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    for system in ["zola", "jekyll", "hugo"] {
        let folder = fixture(&format!("markdown/{system}"));
        let site = format!("https://{system}.example/");
        let line = ["markdown", &folder, "--site", &site, "--pictures", "uploads"];
        let said = bring(&paper, &line).await;
        assert_eq!(
            (said.found.stories, said.found.pages),
            (said.kept.stories, said.kept.pages),
            "{system}: {:?}",
            said.problems
        );
        assert!(said.kept.stories >= 2, "{system}");
        let again = bring(&paper, &line).await;
        assert_eq!(
            (again.kept.stories, again.kept.pages),
            (said.kept.stories, said.kept.pages)
        );
        assert_eq!(
            (again.updated, again.unchanged),
            (0, said.kept.stories + said.kept.pages),
            "{system}: {:?}",
            again.problems
        );
    }
    // Sections are the folders, and a story stands where it stood.
    assert_eq!(paper.get("/harbour").await.status, 200);
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let file = "content/harbour/2024-05-01-ferry.md";
    let ferry = q!(tx, brought::of("markdown:hugo.example", "post", file))
        .unwrap()
        .unwrap();
    let live = q!(tx, live::by_id(&ferry.target)).unwrap().unwrap();
    drop(tx);
    assert_eq!(live.path, "/harbour/ferry-stays");
    for old in ["/harbour/ferry-stays/", "/old/ferry/"] {
        let answer = paper.get(old).await;
        assert_eq!(answer.status, 301, "{old}");
        assert!(
            answer.header("location").unwrap().ends_with("/harbour/ferry-stays"),
            "{old}"
        );
    }
    assert_eq!(paper.get("/harbour/strike").await.status, 404, "a draft");
}

async fn feeds_come_in_as_drafts_unless_asked(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let (rss, atom) = (fixture("feed/rss-2.xml"), fixture("feed/atom.xml"));
    let said = bring(&paper, &["feed", &atom, "--pictures", "none"]).await;
    assert_eq!((said.found.stories, said.kept.stories), (3, 3), "{:?}", said.problems);
    assert_eq!(paper.get("/sand").await.status, 404, "a draft");
    let said = bring(&paper, &["feed", &rss, "--publish", "--pictures", "none"]).await;
    assert_eq!((said.found.stories, said.kept.stories), (3, 3), "{:?}", said.problems);
    let page = paper.page("/ferry").await;
    assert_eq!(page.text("h1").unwrap(), "Ferry stays in port");
    assert!(page.contains_text("The ferry did not sail."));
    assert!(page.contains_text("Mara Lund"));
    let again = bring(&paper, &["feed", &rss, "--publish", "--pictures", "none"]).await;
    assert_eq!((again.updated, again.unchanged), (0, 3), "{:?}", again.problems);
}

async fn replies_of_a_service_find_their_stories(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    bring(
        &paper,
        &["feed", &fixture("feed/rss-2.xml"), "--publish", "--pictures", "none"],
    )
    .await;
    for (service, file) in [("disqus", "replies/disqus.xml"), ("remark42", "replies/remark42.jsonl")] {
        let line = ["replies", service, &fixture(file)];
        let dry = bring(&paper, &["replies", service, &fixture(file), "--dry-run"]).await;
        let said = bring(&paper, &line).await;
        assert!(said.kept.replies >= 2, "{service}: {:?}", said.problems);
        assert!(dry.kept.replies >= said.kept.replies, "{service}");
        let again = bring(&paper, &line).await;
        assert_eq!(
            (again.updated, again.unchanged),
            (0, said.kept.replies),
            "{service}: {:?}",
            again.problems
        );
    }
    let html = paper.get("/ferry").await.text();
    assert!(html.contains("So were we."));
    assert!(!html.contains("javascript:"));
    for secret in ["reader.example", "192.0.2.7"] {
        assert!(!html.contains(secret), "{secret}");
    }
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let first = q!(tx, brought::of("disqus:", "reply", "300")).unwrap().unwrap();
    let answer = q!(tx, brought::of("disqus:", "reply", "301")).unwrap().unwrap();
    let answer = q!(tx, replies::by_id(&answer.target)).unwrap().unwrap();
    assert_eq!(answer.parent_id, Some(first.target));
}

/// Exports of real sites, which lie beside the repository: items in are items out, and a second run adds none.
async fn material_of_real_sites_comes_in_whole(scratch: Scratch) {
    let Some(folder) = crate::harness::shared("data/wordpress") else {
        return;
    };
    let paper = TestPaper::empty(scratch).await;
    for name in ["block-test-data.xml", "theme-test-data.xml"] {
        let moving = Moving::with(name, &std::fs::read_to_string(folder.join(name)).unwrap());
        let said = moving.bring(&paper, name, &["--pictures", "none"]).await;
        let (found, kept) = (said.found, said.kept);
        assert_eq!((found.stories, found.pages), (kept.stories, kept.pages), "{name}");
        assert_eq!(
            (found.replies, found.authors, found.terms),
            (kept.replies, kept.authors, kept.terms),
            "{name}"
        );
        let again = moving.bring(&paper, name, &["--pictures", "none"]).await;
        assert_eq!(again.kept, kept, "{name}");
        assert_eq!(again.updated, 0, "{name}");
    }
}
