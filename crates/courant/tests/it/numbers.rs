//! Numbers that help: what is counted as a read, where it came from, that nothing personal is kept, and what the desk shows.
//! Counts are kept every few seconds; the tests wait for them.

use crate::harness::{Answer, Draft, NOW, TestPaper, until};
use courant_model::account::Role;
use courant_model::reading::{Share, Span, Tick, Who, pages};
use courant_model::reply::ReplyState;
use courant_model::time::{DAY, HOUR, Micros};
use courant_newsroom::Newsroom;
use courant_newsroom::numbers::{self, Batch, Counted, Period};
use courant_store::scratch::{On, Scratch};
use courant_store::{on_both, q};

on_both!(
    reads_are_counted_by_source_and_robots_apart,
    nothing_personal_is_kept,
    two_nodes_add_up_and_a_flood_of_sites_stays_small,
    what_is_old_is_forgotten,
    the_desk_shows_reads_replies_and_the_sheet_of_a_story,
);

const FIREFOX: (&str, &str) = (
    "user-agent",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
);
const ENGLISH: (&str, &str) = ("accept-language", "en-GB");

/// A page as a browser asks for it.
async fn read(paper: &TestPaper, path: &str, more: &[(&str, &str)]) -> Answer {
    let headers = [&[FIREFOX, ENGLISH], more].concat();
    paper.get_with(path, &headers).await
}

async fn sources(newsroom: &Newsroom, page: &str, who: Who) -> Vec<(String, i64)> {
    let mut tx = newsroom.store.read().await.unwrap();
    let found: Vec<Share> = q!(tx, reading::sources(page, "day", who.as_str(), 0, i64::MAX, 500)).unwrap();
    found.into_iter().map(|one| (one.source, one.count)).collect()
}

/// What is counted of a page, once it is so much.
async fn counted(newsroom: &Newsroom, page: &str, who: Who, sum: i64) -> Vec<(String, i64)> {
    until("the counts", || async {
        let found = sources(newsroom, page, who).await;
        (found.iter().map(|(_, count)| count).sum::<i64>() >= sum).then_some(found)
    })
    .await
}

async fn reads_are_counted_by_source_and_robots_apart(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper
        .publish(&Draft {
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    let path = live.path.as_str();
    let own = format!("{}/", paper.url);
    let desk = format!("{}/desk/stories/{}", paper.url, live.story_id);
    let first = read(&paper, path, &[]).await;
    let etag = first.says("etag");
    for more in [
        ("referer", "https://www.google.com/"),
        ("referer", "https://www.google.pt/search?q=ferry"),
        ("referer", "https://blog.harbour.example/a?user=ana"),
        ("referer", own.as_str()),
        ("if-none-match", etag.as_str()),
        // No reads:
        ("sec-purpose", "prefetch"),
        ("sec-fetch-dest", "empty"),
        ("referer", desk.as_str()),
    ] {
        let answer = read(&paper, path, &[more]).await;
        assert!(matches!(answer.status, 200 | 304), "{more:?}: {}", answer.status);
    }
    paper.call("HEAD", path, &[FIREFOX, ENGLISH], b"").await;
    read(&paper, "/local/nothing-here", &[]).await;
    read(&paper, &format!("{path}?utm_medium=email"), &[]).await;
    read(&paper, "/", &[]).await;
    read(&paper, "/feed.xml", &[]).await;
    paper
        .get_with(path, &[("user-agent", "Mozilla/5.0 (compatible; GPTBot/1.2)")])
        .await;
    paper.get_with(path, &[("user-agent", "curl/8.5.0"), ENGLISH]).await;

    let expected = [
        ("direct", 2),
        ("google", 2),
        ("harbour.example", 1),
        ("here-front", 1),
        ("newsletters", 1),
    ];
    let expected: Vec<(String, i64)> = expected.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect();
    assert_eq!(counted(&paper.newsroom, &live.story_id, Who::Reader, 7).await, expected);
    assert_eq!(
        counted(&paper.newsroom, pages::FRONT, Who::Reader, 1).await,
        [("direct".to_owned(), 1)]
    );
    assert_eq!(
        counted(&paper.newsroom, &live.story_id, Who::Robot, 2).await,
        [("GPTBot (OpenAI)".to_owned(), 1), ("curl".to_owned(), 1)]
    );
    // The last reads before the server stops are kept as well.
    read(&paper, path, &[("referer", "https://t.co/x")]).await;
    let scratch = paper.close().await;
    let mut tx = scratch.open().await.unwrap().read().await.unwrap();
    let found: Vec<Share> = q!(tx, reading::sources("", "hour", "reader", 0, i64::MAX, 50)).unwrap();
    assert!(found.iter().any(|one| one.source == "x" && one.count == 1), "{found:?}");
    assert_eq!(
        found.iter().map(|one| one.count).sum::<i64>(),
        9,
        "the whole site: {found:?}"
    );
}

async fn nothing_personal_is_kept(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper
        .publish(&Draft {
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    for referer in [
        "https://mara-meyer:geheimnis@intranet.harbour.example/konto/mara-meyer?token=geheimnis",
        "https://198.51.100.77/konto",
        "http://[2001:db8::77]/konto",
    ] {
        let more = [
            ("referer", referer),
            ("x-forwarded-for", "203.0.113.77"),
            ("cookie", "seen=geheimnis"),
        ];
        let answer = read(&paper, &live.path, &more).await;
        assert_eq!(answer.header("set-cookie"), None);
    }
    counted(&paper.newsroom, &live.story_id, Who::Reader, 3).await;
    for word in [
        "mara-meyer",
        "geheimnis",
        "intranet",
        "konto",
        "198.51.100.77",
        "2001:db8",
        "203.0.113.77",
        "Firefox",
    ] {
        assert_eq!(paper.tables_with(word).await, Vec::<String>::new(), "{word}");
    }
    let page = paper.get(&live.path).await.text();
    let scripts = page.matches("<script").count();
    let data = page.matches("<script type=\"application/ld+json\"").count();
    assert_eq!(scripts, data, "counted without script");
}

fn batch(at: Micros, counted: &[(&str, Who, &str, i64)]) -> Batch {
    Batch {
        at,
        counted: counted
            .iter()
            .map(|(page, who, source, count)| Counted {
                page: (*page).to_owned(),
                who: *who,
                source: (*source).to_owned(),
                count: *count,
            })
            .collect(),
    }
}

async fn two_nodes_add_up_and_a_flood_of_sites_stays_small(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let second = paper.beside().await;
    let few = || {
        batch(
            NOW,
            &[("01A", Who::Reader, "google", 2), ("front", Who::Reader, "direct", 1)],
        )
    };
    // At the same time, again and again, in rows that are the same.
    let (one, two) = tokio::join!(
        async {
            for _ in 0..10 {
                numbers::keep(&paper.newsroom, few()).await.unwrap();
            }
        },
        async {
            for _ in 0..10 {
                numbers::keep(&second, few()).await.unwrap();
            }
        }
    );
    let ((), ()) = (one, two);
    assert_eq!(
        sources(&paper.newsroom, "01A", Who::Reader).await,
        [("google".to_owned(), 40)]
    );
    assert_eq!(
        sources(&paper.newsroom, "", Who::Reader).await,
        [("google".to_owned(), 40), ("direct".to_owned(), 20)]
    );

    for turn in 0..20 {
        let hosts: Vec<String> = (0..40).map(|n| format!("made-up-{turn}-{n}.example")).collect();
        let flood: Vec<_> = hosts
            .iter()
            .map(|host| ("01B", Who::Reader, host.as_str(), 1))
            .collect();
        numbers::keep(&second, batch(NOW, &flood)).await.unwrap();
    }
    let of_story = sources(&paper.newsroom, "01B", Who::Reader).await;
    assert!(of_story.len() <= 25, "{}", of_story.len());
    assert_eq!(
        of_story.iter().map(|(_, count)| count).sum::<i64>(),
        800,
        "no read is lost"
    );
    assert_eq!(of_story[0], ("other".to_owned(), 800 - of_story.len() as i64 + 1));
    let of_all = sources(&paper.newsroom, "", Who::Reader).await;
    assert!(of_all.len() <= 201, "{}", of_all.len());
}

async fn what_is_old_is_forgotten(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ages = [0, 2 * HOUR, 30 * HOUR, 10 * DAY, 200 * DAY, 500 * DAY, 2_000 * DAY];
    for age in ages {
        let counted = [("01A", Who::Reader, "google", 1), ("01A", Who::Robot, "Googlebot", 1)];
        numbers::keep(&paper.newsroom, batch(NOW - age, &counted))
            .await
            .unwrap();
    }
    assert!(numbers::trim(&paper.newsroom).await.unwrap() > 0);
    assert_eq!(numbers::trim(&paper.newsroom).await.unwrap(), 0, "once is enough");
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let mut kept = async |page: &str, span: Span, who: Who| -> (usize, usize) {
        let (span, who) = (span.as_str(), who.as_str());
        let sums: Vec<Tick> = q!(tx, reading::series(page, span, who, 0, i64::MAX, 100)).unwrap();
        let sources: Vec<Share> = q!(tx, reading::sources(page, span, who, 0, i64::MAX, 100)).unwrap();
        (sums.len(), sources.iter().map(|one| one.count as usize).sum())
    };
    assert_eq!(kept("01A", Span::Minute, Who::Reader).await, (2, 2), "minutes of a day");
    assert_eq!(
        kept("01A", Span::Hour, Who::Reader).await,
        (4, 3),
        "hours of half a year, sources of three days"
    );
    assert_eq!(
        kept("01A", Span::Day, Who::Reader).await,
        (5, 5),
        "days of five years, sources of one"
    );
    assert_eq!(
        kept("01A", Span::Day, Who::Robot).await,
        (3, 4),
        "robots a page: a month"
    );
    assert_eq!(kept("", Span::Day, Who::Robot).await.0, 5, "robots in all: as days");
}

async fn the_desk_shows_reads_replies_and_the_sheet_of_a_story(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper
        .publish(&Draft {
            section: "economy",
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    let gone = paper
        .publish(&Draft {
            slug: "gone",
            ..Draft::of("Told by mistake")
        })
        .await;
    let moderator = paper.colleague(&[Role::Moderator]).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let empty = paper.get_as(&moderator, "/desk/numbers").await;
    assert_eq!(empty.status, 200, "{}", empty.text());
    assert!(empty.contains("Nobody has read anything yet."));
    let story = live.story_id.as_str();
    let reads = [
        (story, Who::Reader, "google", 30),
        (story, Who::Reader, "example.org", 10),
        (gone.story_id.as_str(), Who::Reader, "direct", 5),
        ("front", Who::Reader, "direct", 7),
        (story, Who::Robot, "GPTBot (OpenAI)", 4),
    ];
    numbers::keep(&paper.newsroom, batch(NOW, &reads)).await.unwrap();
    numbers::keep(
        &paper.newsroom,
        batch(NOW - 40 * 60_000_000, &[(story, Who::Reader, "direct", 20)]),
    )
    .await
    .unwrap();
    numbers::keep(
        &paper.newsroom,
        batch(NOW - 7 * DAY, &[(story, Who::Reader, "direct", 11)]),
    )
    .await
    .unwrap();
    paper.take_down(&gone.story_id).await;
    let reply = paper.reply_to(&live, "It never runs on time.").await;
    paper.reply_to(&live, "It does now.").await;
    let reply = reply.trim_start_matches("/replies/");
    paper.decide(reply, ReplyState::Refused).await;

    let mut tx = paper.newsroom.store.read().await.unwrap();
    let rows = numbers::list(&mut tx, NOW, Period::HalfHour, 10).await.unwrap();
    let brief: Vec<_> = rows
        .iter()
        .map(|row| (row.page.as_str(), row.count, row.robots))
        .collect();
    assert_eq!(brief, [(story, 40, 4), ("front", 7, 0), (gone.story_id.as_str(), 5, 0)]);
    assert_eq!(
        (rows[0].before, rows[0].bars.last()),
        (20, Some(&40)),
        "the half hour before, and this minute"
    );
    let rows = numbers::list(&mut tx, NOW, Period::Hour, 10).await.unwrap();
    assert_eq!(rows[0].count, 60);
    let zone = jiff::tz::TimeZone::UTC;
    let today = numbers::today(&mut tx, NOW, &zone).await.unwrap();
    assert_eq!(
        (
            today.hours.len(),
            today.hours[12],
            today.week_ago.len(),
            today.week_ago[12]
        ),
        (13, 52, 24, 11)
    );
    drop(tx);

    let page = paper.get_as(&moderator, "/desk/numbers?period=1h").await.text();
    for words in [
        "The ferry runs",
        "Google",
        "example.org",
        "GPTBot (OpenAI)",
        "Front page",
        "role=\"img\"",
        ">60<",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(
        !page.contains("Told by mistake"),
        "what was taken down is not named to whoever may not read it"
    );
    assert!(!page.contains("An estimate"));
    assert!(paper.get_as(&editor, "/desk/numbers").await.contains("Told by mistake"));
    // The headline counts the replies of every story, also of those that the list has no room for.
    let other = paper
        .publish(&Draft {
            section: "economy",
            slug: "bread",
            ..Draft::of("Bread dearer")
        })
        .await;
    for text in ["Too dear.", "Not here."] {
        paper.reply_to(&other, text).await;
    }
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let (all, rows) = numbers::replies(&mut tx, NOW, Period::Day, 1).await.unwrap();
    assert_eq!((rows.len(), all.count, all.approved), (1, 4, 3));
    let sheet = numbers::sheet(&mut tx, &other.story_id, NOW, NOW, &jiff::tz::TimeZone::UTC)
        .await
        .unwrap();
    assert_eq!((sheet.replies, sheet.approved), (2, 2));
    drop(tx);
    let replies = paper
        .get_as(&moderator, "/desk/numbers?of=replies&period=24h")
        .await
        .text();
    assert!(
        replies.contains("The ferry runs") && replies.contains("3 of them approved"),
        "{replies}"
    );
    let sheet = paper.get_as(&moderator, &format!("/desk/numbers/{story}")).await;
    assert_eq!(sheet.status, 200);
    for words in ["The ferry runs", "example.org", "GPTBot (OpenAI)"] {
        assert!(sheet.contains(words), "{words}: {}", sheet.text());
    }
    let draft = paper.file(&Draft::of("Nobody knows of this")).await;
    assert_eq!(
        paper.get_as(&moderator, &format!("/desk/numbers/{draft}")).await.status,
        403
    );
    assert_eq!(
        paper.get_as(&editor, &format!("/desk/numbers/{draft}")).await.status,
        200
    );
    assert_eq!(paper.get_as(&editor, "/desk/numbers/nothing").await.status, 404);
    let rail = paper.get_as(&editor, &format!("/desk/stories/{story}")).await;
    assert!(rail.contains(&format!("href=\"/desk/numbers/{story}\"")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_cdn_numbers_are_called_an_estimate() {
    let scratch = Scratch::new(On::Sqlite).await.unwrap();
    let paper = TestPaper::behind_a_cdn(scratch, 60).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    assert!(
        paper
            .get_as(&editor, "/desk/numbers")
            .await
            .contains("pages served by the CDN are not seen here")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_two_serving_nodes_count_is_one_number() {
    let Some(scratch) = Scratch::new(On::Postgres).await else {
        return;
    };
    let first = TestPaper::empty(scratch).await;
    let second = first.second_node().await;
    let live = first
        .publish(&Draft {
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    second.until(&live.path, |answer| answer.status == 200).await;
    for _ in 0..5 {
        for node in [&first, &second] {
            read(node, &live.path, &[("referer", "https://bsky.app/")]).await;
        }
    }
    let found = counted(&first.newsroom, &live.story_id, Who::Reader, 10).await;
    assert_eq!(found, [("bluesky".to_owned(), 10)]);
}
