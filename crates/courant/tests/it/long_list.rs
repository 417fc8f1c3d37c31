//! How fast the desk's list is when a paper has a hundred thousand stories; a measurement, which prints and asserts little.
//! `cargo test -p courant --test it long_list -- --ignored --nocapture`; an unoptimised build is slower than a paper's.

use crate::harness::{Colleague, NOW, TestPaper};
use courant_model::account::Role;
use courant_store::Database;
use courant_store::scratch::{On, Scratch};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::time::Instant;

const STORIES: u32 = 100_000;

/// Stories in every state, of two sections, given to nobody or to one account, with a few words each.
fn statements(stories: u32, sections: [&str; 2], account: &str) -> Vec<String> {
    let count = format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {stories})");
    let id = |letter: &str| format!("'{letter}' || CAST(100000000 + i AS TEXT)");
    let (story, revision) = (id("s"), id("r"));
    let [local, economy] = sections;
    let section = format!("CASE WHEN i % 3 = 0 THEN '{local}' ELSE '{economy}' END");
    vec![
        format!(
            "INSERT INTO story (id, number, form, state, working_slug, head, noindex, created_at, changed_at, assignee, section_id)
             {count} SELECT {story}, 1000000 + i, 'story',
               CASE WHEN i % 50 = 0 THEN 'draft' WHEN i % 50 = 1 THEN 'ready' WHEN i % 50 = 2 THEN 'spiked' ELSE 'published' END,
               'slug-' || CAST(i AS TEXT), {revision}, FALSE, 1000000 + i, 1000000 + i,
               CASE WHEN i % 500 = 0 THEN '{account}' END, {section} FROM n"
        ),
        format!(
            "INSERT INTO revision (id, story_id, at, actor, headline, short_headline, search_title, share_title, standfirst,
                                   document, dateline, section_id, kind, byline, topics, words)
             {count} SELECT {revision}, {story}, 1000000 + i, 'console', 'Ferry number ' || CAST(i AS TEXT), '', '', '', '',
               '{{\"type\":\"doc\",\"content\":[]}}', '', {section}, 'news', '[]', '[]', 400 FROM n"
        ),
        format!(
            "INSERT INTO story_word (word, story_id, source)
             {count} SELECT 'ferry', {story}, 'headline' FROM n"
        ),
        format!(
            "INSERT INTO story_word (word, story_id, source)
             {count} SELECT 'word' || CAST(i % 1000 AS TEXT), {story}, 'slug' FROM n"
        ),
        "ANALYZE".to_owned(),
    ]
}

/// One of them an hour, the last fifty still to come: due then, and where they are out, out since then.
fn by_the_hour() -> Vec<String> {
    let at = format!("{NOW} + (s.number - 1099950) * 3600000000");
    vec![
        format!("UPDATE story SET due_at = {}", at.replace("s.", "")),
        format!(
            "INSERT INTO live (story_id, number, form, revision_id, path, section_id, kind, headline, short_headline, standfirst,
                               byline, words, published_at, listed, noindex, changed_at, placed_at)
             SELECT s.id, s.number, 'story', s.head, '/x/' || s.id, s.section_id, 'news', 'Ferry', '', '', '[]', 400, {at},
               TRUE, FALSE, 1000000, {at} FROM story s WHERE s.state = 'published'"
        ),
        "ANALYZE".to_owned(),
    ]
}

async fn measure(on: On) {
    let Some(scratch) = Scratch::new(on).await else { return };
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let (local, economy) = (paper.sections["local"].clone(), paper.sections["economy"].clone());
    fill(&paper, statements(STORIES, [&local, &economy], &chief.member.account)).await;
    fill(&paper, by_the_hour()).await;
    let engine = paper.newsroom.store.engine();
    println!("{engine}, {STORIES} stories: milliseconds for the whole page, median and slowest of 15");
    print_times(
        &paper,
        &chief,
        &[
            ("in work", "/desk/stories?state=in-work".to_owned()),
            ("every state", "/desk/stories".to_owned()),
            ("published", "/desk/stories?state=published".to_owned()),
            ("a section", format!("/desk/stories?section={local}")),
            (
                "a section, spiked",
                format!("/desk/stories?state=spiked&section={local}"),
            ),
            ("mine", "/desk/stories?mine=1".to_owned()),
            ("a word of all", "/desk/stories?q=fer".to_owned()),
            ("a rare word", "/desk/stories?q=word77".to_owned()),
            ("two words", "/desk/stories?q=fer%20word77".to_owned()),
            ("far down", "/desk/stories?before=1050000-s100050000".to_owned()),
            ("what waits", "/desk".to_owned()),
            ("the day", "/desk/day".to_owned()),
            ("the palette", "/desk/find/anything?q=fer".to_owned()),
        ],
    )
    .await;
}
/// Puts the stories in.
async fn fill(paper: &TestPaper, statements: Vec<String>) {
    match &paper.scratch.database {
        Database::Sqlite(path) => {
            let mut db = sqlx::SqliteConnection::connect(&format!("sqlite:{}", path.display()))
                .await
                .unwrap();
            for sql in statements {
                db.execute(AssertSqlSafe(sql)).await.unwrap();
            }
        }
        Database::Postgres(url) => {
            let mut db = sqlx::PgConnection::connect(url).await.unwrap();
            for sql in statements {
                db.execute(AssertSqlSafe(sql)).await.unwrap();
            }
        }
    }
}

/// How long each page takes.
async fn print_times(paper: &TestPaper, who: &Colleague, pages: &[(&str, String)]) {
    for (what, path) in pages {
        let mut times = Vec::new();
        for _ in 0..15 {
            let begun = Instant::now();
            let answer = paper.get_as(who, path).await;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
            assert_eq!(answer.status, 200, "{path}");
        }
        times.sort_by(f64::total_cmp);
        println!("{what:18} {:8.1} {:8.1}", times[7], times[14]);
    }
}

/// What the search for anything asks, at ten thousand stories.
async fn measure_the_palette(on: On) {
    let Some(scratch) = Scratch::new(on).await else { return };
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief, Role::Admin]).await;
    let (local, economy) = (paper.sections["local"].clone(), paper.sections["economy"].clone());
    fill(&paper, statements(10_000, [&local, &economy], &chief.member.account)).await;
    let engine = paper.newsroom.store.engine();
    println!("{engine}, 10,000 stories: milliseconds for the palette's answer, median and slowest of 15");
    let of = |q: &str| format!("/desk/find/anything?q={q}&story=s100009999");
    print_times(
        &paper,
        &chief,
        &[
            ("nothing typed", of("")),
            ("a letter", of("f")),
            ("a word of all", of("fer")),
            ("a rare word", of("word77")),
            ("two words", of("fer%20word77")),
            ("a number", of("1005000")),
            ("a command", of("publish")),
            ("nothing found", of("zyxw")),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn the_palette_at_ten_thousand_stories_on_sqlite() {
    measure_the_palette(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn the_palette_at_ten_thousand_stories_on_postgres() {
    measure_the_palette(On::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn the_list_of_a_hundred_thousand_stories_on_sqlite() {
    measure(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn the_list_of_a_hundred_thousand_stories_on_postgres() {
    measure(On::Postgres).await;
}
