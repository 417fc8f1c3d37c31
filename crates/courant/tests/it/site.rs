//! What readers see of the demo paper: every page dressed as it should be, and no link that leads nowhere.
//! The other tests use [`crawl`] to look for what must not be found anywhere.

use crate::harness::{Answer, Page, TestPaper, all_links, path_of};
use courant_store::on_both;
use courant_store::scratch::Scratch;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

on_both!(
    no_link_of_the_demo_is_broken_and_every_page_is_dressed_as_it_should_be,
    the_front_page_has_no_story_twice,
    no_page_leads_to_a_story_that_was_taken_down_or_moved_since,
    a_paper_without_a_story_has_all_its_pages,
    a_paper_in_arabic_runs_from_right_to_left,
);

/// Every address of a paper that can be reached from its front page, with its answer and where it was found.
pub type Found = BTreeMap<String, (Answer, BTreeSet<String>)>;

/// Reads the whole site.
pub async fn crawl(paper: &TestPaper) -> Found {
    let mut found = Found::new();
    let starts = ["/", "/robots.txt", "/sitemap.xml", "/news-sitemap.xml", "/favicon.ico"];
    let mut waiting: VecDeque<(String, String)> = starts
        .iter()
        .map(|start| ((*start).to_owned(), "the start".to_owned()))
        .collect();
    while let Some((path, from)) = waiting.pop_front() {
        if let Some((_, known)) = found.get_mut(&path) {
            known.insert(from);
            continue;
        }
        let answer = paper.get(&path).await;
        for next in links_of(paper, &answer) {
            // A template of an address is none, and every narrowing of a search narrows further.
            let is_narrowing = next.starts_with("/search?") && path.starts_with("/search?");
            if !next.contains('{') && !is_narrowing {
                waiting.push_back((next, path.clone()));
            }
        }
        found.insert(path, (answer, BTreeSet::from([from])));
    }
    found
}

fn links_of(paper: &TestPaper, answer: &Answer) -> BTreeSet<String> {
    let mime = answer.says("content-type");
    let text = answer.text();
    let mut links = Vec::new();
    if mime.starts_with("text/html") {
        let page = Page::read(&text);
        links = page.links();
        let described = page.texts("script").join(" ");
        links.extend(all_links(&paper.url, &described));
    } else if mime.contains("xml") && !mime.contains("svg") || mime.contains("json") || mime.starts_with("text/plain") {
        links = all_links(&paper.url, &text);
    }
    links.extend(answer.header("location"));
    links.iter().filter_map(|link| path_of(&paper.url, link)).collect()
}

fn mime_of(path: &str) -> &'static str {
    let file = path.split('?').next().unwrap_or_default();
    let ends = |end: &str| file.ends_with(end);
    match file {
        "/robots.txt" => "text/plain; charset=utf-8",
        "/opensearch.xml" => "application/opensearchdescription+xml; charset=utf-8",
        "/favicon.ico" => "image/",
        "/oembed" => "application/json; charset=utf-8",
        _ if ends("/feed.xml") => "application/rss+xml; charset=utf-8",
        _ if ends("/atom.xml") => "application/atom+xml; charset=utf-8",
        _ if ends("/feed.json") => "application/feed+json; charset=utf-8",
        _ if ends(".xml") => "application/xml; charset=utf-8",
        _ if ends(".css") => "text/css",
        _ if ends(".svg") => "image/svg+xml",
        _ if ends(".woff2") => "font/woff2",
        _ if ends(".jpg") => "image/jpeg",
        _ if ends(".webp") => "image/webp",
        _ if ends(".avif") => "image/avif",
        _ => "text/html; charset=utf-8",
    }
}

async fn no_link_of_the_demo_is_broken_and_every_page_is_dressed_as_it_should_be(scratch: Scratch) {
    let paper = TestPaper::demo(scratch).await;
    let found = crawl(&paper).await;
    assert!(found.len() > 300, "{} addresses are not all of the demo", found.len());
    let mut faults = Vec::new();
    for (path, (answer, from)) in &found {
        let mut fault = |what: String| faults.push(format!("{path}: {what} (on {from:?})"));
        match answer.status {
            200 => {}
            301 => {
                let to = path_of(&paper.url, &answer.says("location")).unwrap_or_default();
                if found.get(&to).is_none_or(|(there, _)| there.status != 200) {
                    fault(format!("leads to {to:?}"));
                }
                continue;
            }
            other => {
                fault(format!("answers {other}"));
                continue;
            }
        }
        let mime = answer.says("content-type");
        if !mime.starts_with(mime_of(path)) {
            fault(format!("is {mime}"));
        }
        if answer.body.is_empty() {
            fault("is empty".to_owned());
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            if answer.says(name) != value {
                fault(format!("{name} is {:?}", answer.says(name)));
            }
        }
        if !answer.says("content-security-policy").starts_with("default-src 'none'") {
            fault("has no content security policy".to_owned());
        }
        if mime.starts_with("text/html") {
            html_faults(&paper, path, answer).into_iter().for_each(fault);
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn html_faults(paper: &TestPaper, path: &str, answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    let page = Page::read(&answer.text());
    if page.attribute("html", "lang").as_deref() != Some("en")
        || page.attribute("html", "dir").as_deref() != Some("ltr")
    {
        faults.push("does not say its language and direction".to_owned());
    }
    if page.texts("h1").len() != 1 {
        faults.push(format!("has headings of the first order {:?}", page.texts("h1")));
    }
    if page.text("title").is_none_or(|title| title.is_empty()) {
        faults.push("has no title".to_owned());
    }
    faults.extend(page.dangers());
    let is_kept = !["/search", "/replies/", "/correction?"]
        .iter()
        .any(|own| path.starts_with(own));
    let canonical = page.attribute("link[rel=canonical]", "href");
    if is_kept {
        if canonical.as_deref() != Some(&format!("{}{path}", paper.url)) {
            faults.push(format!("calls itself {canonical:?}"));
        }
        if answer.header("etag").is_none_or(|tag| !tag.starts_with('"')) {
            faults.push("has no strong ETag".to_owned());
        }
        if !answer.says("vary").to_lowercase().contains("accept-encoding") {
            faults.push(format!("varies by {:?}", answer.says("vary")));
        }
        if answer.says("cache-control") != "no-cache" {
            faults.push(format!("is cached as {:?}", answer.says("cache-control")));
        }
    } else if page.attribute("meta[name=robots]", "content").as_deref() != Some("noindex") {
        faults.push("is offered to search engines".to_owned());
    }
    if page
        .attribute("form[method=post]", "action")
        .is_some_and(|action| !["/replies", "/report", "/correction"].contains(&action.as_str()))
    {
        faults.push("has a form that leads nowhere".to_owned());
    }
    if answer.header("set-cookie").is_some() {
        faults.push("sets a cookie".to_owned());
    }
    faults
}

async fn the_front_page_has_no_story_twice(scratch: Scratch) {
    let paper = TestPaper::demo(scratch).await;
    let front = paper.page("/").await;
    let stories = front.attributes("main article.card :is(h1, h2, h3, h4) a", "href");
    assert!(stories.len() >= 1 + 2 + 8, "{stories:?}");
    let unique: BTreeSet<&String> = stories.iter().collect();
    assert_eq!(unique.len(), stories.len(), "{stories:?}");
}

async fn no_page_leads_to_a_story_that_was_taken_down_or_moved_since(scratch: Scratch) {
    let paper = TestPaper::demo(scratch).await;
    let story = async |path: &str| {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        courant_store::q!(tx, addresses::at(path)).unwrap().unwrap().target
    };
    let pages = [
        "/international/vostochny-meeting",
        "/",
        "/international",
        "/latest",
        "/feed.xml",
    ];
    // Everything is in memory, with a read-more card to each of the two.
    let before = paper.page(pages[0]).await;
    let read_more = before.attributes("main .body a", "href");
    assert!(
        read_more.contains(&"/international/kim-train-vladivostok".to_owned()),
        "{read_more:?}"
    );
    for path in pages {
        paper.get(path).await;
    }
    let moved = story("/international/kim-train-vladivostok").await;
    paper.move_to(&moved, "international", "the-train").await;
    paper
        .until(pages[0], |answer| answer.contains("\"/international/the-train\""))
        .await;
    for path in pages {
        paper
            .until(path, |answer| !answer.contains("kim-train-vladivostok"))
            .await;
    }
    paper.take_down(&moved).await;
    for path in pages {
        paper
            .until(path, |answer| !answer.contains("/international/the-train"))
            .await;
    }
    for old in [
        "/international/the-train",
        "/international/kim-train-vladivostok",
        "/international/kim-heads-for-vladivostok",
    ] {
        paper.until(old, |answer| answer.status == 410).await;
    }
    // The title of what was to be read more of stays, without an address.
    assert!(paper.page(pages[0]).await.contains_text("train crosses into Russia"));
}

async fn a_paper_without_a_story_has_all_its_pages(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    for (path, (answer, from)) in crawl(&paper).await {
        assert_eq!(answer.status, 200, "{path} on {from:?}");
    }
    assert_eq!(paper.get("/nowhere").await.status, 404);
    assert_eq!(paper.get("/local?page=2").await.status, 404);
}

async fn a_paper_in_arabic_runs_from_right_to_left(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    paper.revise_paper(|paper| "ar".clone_into(&mut paper.language)).await;
    let answer = paper.until("/", |answer| answer.contains("lang=\"ar\"")).await;
    assert_eq!(
        Page::read(&answer.text()).attribute("html", "dir").as_deref(),
        Some("rtl")
    );
}
