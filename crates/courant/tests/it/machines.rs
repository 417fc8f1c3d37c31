//! What machines read: feeds, sitemaps, robots.txt, OpenSearch, oEmbed. Each is read back by a reader that is not ours.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, Page, TestPaper, all_links};
use courant_store::on_both;
use courant_store::scratch::Scratch;
use quick_xml::Reader;
use quick_xml::events::Event;

on_both!(
    the_three_forms_of_a_feed_hold_the_same_stories,
    the_demos_feeds_are_read_by_a_feed_reader,
    sitemaps_are_well_formed_and_name_every_story_once,
    robots_are_told_what_the_paper_wants,
    a_browser_learns_how_to_search,
    other_sites_get_a_card_of_a_story,
);

async fn with_stories(scratch: Scratch) -> TestPaper {
    let paper = TestPaper::empty(scratch).await;
    for (slug, headline) in [
        ("one", "Fish & chips <again>"),
        ("two", "“Two” 二 \u{1f41f}"),
        ("three", "Three"),
    ] {
        paper
            .publish(&Draft {
                slug,
                html: "<p>First &amp; foremost.</p><blockquote><p>Said.</p></blockquote><p>]]&gt; <a href=\"/local/one\">One</a></p>",
                standfirst: "A <standfirst> & more",
                author: Some("Ana Reis"),
                topic: Some("Harbour"),
                ..Draft::of(headline)
            })
            .await;
        paper.pass(60_000_000);
    }
    paper.until("/feed.xml", |answer| answer.contains("/local/three")).await;
    paper
}

async fn the_three_forms_of_a_feed_hold_the_same_stories(scratch: Scratch) {
    let paper = with_stories(scratch).await;
    for list in ["", "/local", "/by/ana-reis", "/topic/harbour"] {
        let mut all = Vec::new();
        for file in ["feed.xml", "atom.xml", "feed.json"] {
            let answer = paper.get(&format!("{list}/{file}")).await;
            let feed = feed_rs::parser::parse(answer.body.as_slice()).unwrap();
            let stories: Vec<(String, String, Option<String>)> = feed
                .entries
                .into_iter()
                .map(|entry| {
                    let link = entry.links.first().map(|link| link.href.clone());
                    (entry.id, entry.title.unwrap().content, link)
                })
                .collect();
            assert_eq!(stories.len(), 3, "{list}/{file}");
            all.push(stories);
        }
        let ids = |which: usize| all[which].iter().map(|(id, ..)| id.clone()).collect::<Vec<_>>();
        let links = |which: usize| all[which].iter().map(|(.., link)| link.clone()).collect::<Vec<_>>();
        assert_eq!((ids(0), links(0)), (ids(1), links(1)), "{list}");
        assert_eq!((ids(0), links(0)), (ids(2), links(2)), "{list}");
        assert_eq!(all[2][2].1, "Fish & chips <again>");
        assert_eq!(all[2][1].1, "“Two” 二 \u{1f41f}");
    }
    // An id outlives a move and an update.
    let before = feed_rs::parser::parse(paper.get("/atom.xml").await.body.as_slice()).unwrap();
    let id = before.entries[0].id.clone();
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let story = courant_store::q!(tx, addresses::at("/local/three"))
        .unwrap()
        .unwrap()
        .target;
    drop(tx);
    paper.move_to(&story, "economy", "drei").await;
    let answer = paper
        .until("/atom.xml", |answer| answer.contains("/economy/drei"))
        .await;
    let after = feed_rs::parser::parse(answer.body.as_slice()).unwrap();
    assert_eq!(after.entries[0].id, id);
}

async fn the_demos_feeds_are_read_by_a_feed_reader(scratch: Scratch) {
    let paper = TestPaper::demo(scratch).await;
    for path in [
        "/feed.xml",
        "/atom.xml",
        "/feed.json",
        "/international/feed.xml",
        "/economy/atom.xml",
    ] {
        let feed = feed_rs::parser::parse(paper.get(path).await.body.as_slice()).unwrap();
        assert!(feed.entries.len() >= 5, "{path}");
        assert!(feed.title.unwrap().content.contains("The Marvento Herald"), "{path}");
        for entry in feed.entries {
            let title = entry.title.unwrap().content;
            let text = entry
                .content
                .and_then(|content| content.body)
                .or(entry.summary.map(|summary| summary.content))
                .unwrap_or_default();
            assert!(
                text.split_whitespace().count() > 20,
                "{path}: the whole text of {title:?}, not {text:?}"
            );
            assert!(entry.published.is_some(), "{path}: {title}");
            let dangers = Page::read(&text).dangers();
            assert!(dangers.is_empty(), "{path}: {title}: {dangers:?}");
            let relative = Page::read(&text).links().into_iter().find(|link| link.starts_with('/'));
            assert_eq!(
                relative, None,
                "{path}: {title}: an address that leads nowhere elsewhere"
            );
        }
    }
    let rss = paper.get("/feed.xml").await.text();
    assert!(rss.contains("<enclosure "), "pictures are enclosed");
}

/// Names and texts of an XML file; panics where it is not well formed.
fn read_xml(text: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut open, mut found) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(start.name().as_ref().to_owned()),
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::Text(words) => {
                let words = words.to_string();
                if let (false, Some(name)) = (words.trim().is_empty(), open.last()) {
                    found.push((name.clone(), words));
                }
            }
            Event::Eof => {
                assert!(open.is_empty(), "never closed: {open:?}");
                return found;
            }
            _ => {}
        }
    }
}

async fn sitemaps_are_well_formed_and_name_every_story_once(scratch: Scratch) {
    let paper = TestPaper::demo(scratch).await;
    let locations = |text: &str| -> Vec<String> {
        read_xml(text)
            .into_iter()
            .filter(|(name, _)| name == "loc")
            .map(|(_, url)| url)
            .collect()
    };
    let index = locations(&paper.get("/sitemap.xml").await.text());
    assert_eq!(
        index,
        [
            format!("{}/sitemaps/lists.xml", paper.url),
            format!("{}/sitemaps/1.xml", paper.url),
            format!("{}/sitemaps/record-1.xml", paper.url)
        ]
    );
    let mut all = Vec::new();
    for file in ["/sitemaps/lists.xml", "/sitemaps/1.xml", "/sitemaps/record-1.xml"] {
        all.extend(locations(&paper.get(file).await.text()));
    }
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "no address twice");
    assert!(count > 70, "{count}");
    for missing in ["/sitemaps/2.xml", "/sitemaps/0.xml", "/sitemaps/x.xml"] {
        assert_eq!(paper.get(missing).await.status, 404, "{missing}");
    }
    let news = paper.get("/news-sitemap.xml").await.text();
    let fresh = read_xml(&news);
    let stories = fresh.iter().filter(|(name, _)| name == "loc").count();
    let titles = fresh.iter().filter(|(name, _)| name == "news:title").count();
    assert!(stories > 0 && stories == titles, "{news}");
    assert!(stories < 20, "only the last two days: {stories}");
    // Two days later nothing is news.
    paper.pass(3 * courant_model::time::DAY);
    let later = paper.get("/news-sitemap.xml").await.text();
    assert_eq!(locations(&later), Vec::<String>::new());
}

async fn robots_are_told_what_the_paper_wants(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let robots = paper.get("/robots.txt").await.text();
    assert!(
        robots.contains("Disallow: /search") && robots.contains("GPTBot"),
        "{robots}"
    );
    let maps = all_links(&paper.url, &robots);
    assert_eq!(maps, ["/sitemap.xml", "/news-sitemap.xml"]);
    paper
        .revise_paper(|paper| {
            paper.indexed = false;
            paper.refuse_training = false;
        })
        .await;
    let closed = paper
        .until("/robots.txt", |answer| !answer.contains("GPTBot"))
        .await
        .text();
    assert!(closed.contains("User-agent: *\nDisallow: /\n"), "{closed}");
    assert_eq!(
        paper
            .page("/")
            .await
            .attribute("meta[name=robots]", "content")
            .as_deref(),
        Some("noindex")
    );
}

async fn a_browser_learns_how_to_search(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let href = paper.page("/").await.attribute("link[rel=search]", "href").unwrap();
    let answer = paper.get(&href).await;
    let text = answer.text();
    let names = read_xml(&text);
    assert!(
        names.contains(&("ShortName".to_owned(), "The Example".to_owned())),
        "{text}"
    );
    assert!(
        text.contains(&format!("{}/search?q={{searchTerms}}", paper.url)),
        "{text}"
    );
}

async fn other_sites_get_a_card_of_a_story(scratch: Scratch) {
    let paper = with_stories(scratch).await;
    let url = format!("{}/local/one", paper.url);
    let link = paper
        .page("/local/one")
        .await
        .attribute("link[type='application/json+oembed']", "href")
        .unwrap();
    let named = paper.get(link.strip_prefix(&paper.url).unwrap()).await;
    assert_eq!(
        (named.status, named.says("content-type").as_str()),
        (200, "application/json; charset=utf-8")
    );
    let card: serde_json::Value = serde_json::from_slice(&named.body).unwrap();
    assert_eq!(card["version"], "1.0");
    assert_eq!(card["type"], "rich");
    assert_eq!(card["title"], "Fish & chips <again>");
    assert_eq!(card["author_name"], "Ana Reis");
    let html = card["html"].as_str().unwrap();
    assert!(Page::read(html).dangers().is_empty() && html.contains(&url), "{html}");
    let xml = paper.get(&format!("/oembed?format=xml&url={url}")).await;
    assert_eq!(
        (xml.status, xml.says("content-type").as_str()),
        (200, "text/xml; charset=utf-8")
    );
    let fields = read_xml(&xml.text());
    assert!(
        fields.iter().any(|(name, value)| name == "type" && value == "rich"),
        "{fields:?}"
    );
    for unknown in [
        format!("/oembed?url={}/local/nothing", paper.url),
        format!("/oembed?url={}/local", paper.url),
        "/oembed?url=https://elsewhere.example/local/one".to_owned(),
        "/oembed?url=nonsense".to_owned(),
        "/oembed".to_owned(),
    ] {
        assert_eq!(paper.get(&unknown).await.status, 404, "{unknown}");
    }
    assert_eq!(paper.get(&format!("/oembed?format=yaml&url={url}")).await.status, 501);
    let narrow: serde_json::Value =
        serde_json::from_slice(&paper.get(&format!("/oembed?maxwidth=50&url={url}")).await.body).unwrap();
    assert_eq!(narrow["type"], "link");
}
