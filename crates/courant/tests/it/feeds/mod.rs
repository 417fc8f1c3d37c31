//! Feeds and sitemaps against the rules that validators hold them to: what the paper prints keeps each of them, and a
//! print that breaks one is caught, rule by rule. Run by `cargo test`, on both engines.

mod atom;
mod broken;
mod rss;
mod sitemap;
mod tree;
mod values;

use crate::harness::{Draft, NOW, TestPaper};
use courant_model::time::{DAY, timestamp};
use courant_store::on_both;
use courant_store::scratch::Scratch;
use tree::Node;

on_both!(
    every_feed_keeps_every_rule,
    a_feed_that_breaks_a_rule_is_caught,
    sitemaps_keep_their_schema,
    a_news_sitemap_holds_two_days_and_no_more,
);

/// The namespace of Atom.
const ATOM: &str = "http://www.w3.org/2005/Atom";
/// What a link may be to what it stands in, of what is registered.
const RELATIONS: [&str; 6] = ["self", "alternate", "enclosure", "hub", "related", "via"];

/// Rules that are broken, each with the place.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<(&'static str, String)>);

impl Faults {
    fn add(&mut self, rule: &'static str, place: &str) {
        self.0.push((rule, place.to_owned()));
    }
}

/// What stands in an element: known elements of their namespaces with known attributes, each as often as it may, and no
/// text beside them. What holds text holds no element.
fn stands(faults: &mut Faults, node: &Node, allowed: &[(&'static str, &'static str, &'static [&'static str], bool)]) {
    if !node.text.trim().is_empty() {
        faults.add("UnexpectedText", &node.name);
    }
    let mut seen: Vec<&str> = Vec::new();
    for child in &node.children {
        let place = format!("{} {}", node.name, child.name);
        let Some((_, space, attributes, again)) = allowed.iter().find(|(name, ..)| *name == child.name) else {
            let rule = match (child.name.contains(':'), child.space.as_str()) {
                (true, ATOM) => "AvoidNamespacePrefix",
                (true, _) => "UnknownNamespace",
                (false, _) => "UndefinedElement",
            };
            faults.add(rule, &place);
            continue;
        };
        if child.space != *space {
            faults.add("UnknownNamespace", &place);
        }
        for (name, value) in &child.attributes {
            if !attributes.contains(&name.as_str()) {
                faults.add("UnexpectedAttribute", &format!("{place} {name}"));
            } else if value.trim().is_empty() {
                faults.add("AttrNotBlank", &format!("{place} {name}"));
            }
        }
        if seen.contains(&child.name.as_str()) && !again {
            let rule = if child.name == "enclosure" {
                "DuplicateEnclosure"
            } else {
                "DuplicateElement"
            };
            faults.add(rule, &place);
        }
        seen.push(&child.name);
        let holds_elements = ["item", "image", "entry", "author", "media:content"].contains(&child.name.as_str());
        if !child.children.is_empty() && !holds_elements {
            faults.add("NotEscaped", &place);
        }
    }
}

/// Whoever signs: a name, no address.
fn person(faults: &mut Faults, place: &str, name: &str) {
    values::plain(faults, place, name);
    if name.contains('@') {
        faults.add("ContainsEmail", place);
    }
}

/// A link of the feed or of an entry.
fn link(faults: &mut Faults, place: &str, link: &Node) {
    if !link.text.is_empty() {
        faults.add("AtomLinkNotEmpty", place);
    }
    match link.attribute("rel") {
        Some(rel) if RELATIONS.contains(&rel) => {}
        _ => faults.add("UnregisteredAtomLinkRel", place),
    }
    match link.attribute("href") {
        Some(href) => values::address(faults, place, href),
        None => faults.add("MissingHref", place),
    }
    if link.attribute("type").is_some_and(|kind| !values::is_mime(kind)) {
        faults.add("InvalidMIMEType", place);
    }
    if link
        .attribute("length")
        .is_some_and(|length| length.parse::<u64>().is_err())
    {
        faults.add("InvalidNonNegativeInteger", place);
    }
    if let Some(language) = link.attribute("hreflang") {
        values::language(faults, place, language);
    }
}

/// The links of a feed: one to itself, whole and where it stands, and none twice.
fn links(faults: &mut Faults, node: &Node, name: &str, kind: &str, stands_at: &str) {
    let mut seen: Vec<(Option<&str>, Option<&str>)> = Vec::new();
    for one in node.all(name) {
        link(faults, name, one);
        let key = (one.attribute("rel"), one.attribute("type"));
        if seen.contains(&key) {
            faults.add("DuplicateAtomLink", name);
        }
        seen.push(key);
    }
    match node.all(name).find(|one| one.attribute("rel") == Some("self")) {
        None => faults.add("MissingSelf", name),
        Some(one) => match one.attribute("href") {
            Some(href) if href.starts_with('/') => faults.add("RelativeSelf", name),
            Some(href) if href != stands_at => faults.add("SelfDoesntMatchLocation", name),
            _ if one.attribute("type") != Some(kind) => faults.add("SelfNotAtom", name),
            _ => {}
        },
    }
}

/// What is wrong with a feed, whichever of the two it is.
fn faults_of(text: &str, stands_at: &str) -> Faults {
    match tree::read(text) {
        Err(why) => Faults(vec![("SAXError", why)]),
        Ok(root) if root.name == "rss" => rss::check(&root, stands_at),
        Ok(root) => atom::check(&root, stands_at),
    }
}

/// Texts as people send them: markup, entities, other scripts, controls, addresses of this site, and everything a body holds.
async fn paper(scratch: Scratch) -> TestPaper {
    let paper = TestPaper::empty(scratch).await;
    let html = "<p>First &amp; foremost, <strong>all</strong> of it \u{3}.</p><h2>Why</h2>\
        <blockquote><p>Said &lt;so&gt;.</p></blockquote><ul><li>One</li><li>Two</li></ul>\
        <p>]]&gt; <a href=\"/local/one\">One</a> and <a href=\"mailto:x@y.example\">mail</a></p>\
        <table><tr><th>A</th><td>1</td></tr></table><script>alert(1)</script><p style=\"x:y\" onclick=\"z()\">End.</p>";
    for (n, (slug, headline)) in [
        ("one", "Fish & chips again"),
        ("two", "“Two” 二 \u{1f41f} at 5 < 6"),
        ("three", "Three \u{1}controls"),
    ]
    .into_iter()
    .enumerate()
    {
        let live = paper
            .publish(&Draft {
                slug,
                html,
                standfirst: "A standfirst & more, at 5 < 6",
                author: Some("Ana Reis"),
                topic: Some("Harbour"),
                ..Draft::of(headline)
            })
            .await;
        if n == 1 {
            paper
                .correct(&live.story_id, "At six.", "At seven & later.", true)
                .await;
        }
        paper.pass(60_000_000);
    }
    paper.until("/feed.xml", |answer| answer.contains("/local/three")).await;
    paper
}

async fn every_feed_keeps_every_rule(scratch: Scratch) {
    let paper = paper(scratch).await;
    for list in ["", "/local", "/by/ana-reis", "/topic/harbour"] {
        for file in ["feed.xml", "atom.xml"] {
            let path = format!("{list}/{file}");
            let (text, at) = (paper.get(&path).await.text(), format!("{}{path}", paper.url));
            assert_eq!(faults_of(&text, &at), Faults::default(), "{path}: {text}");
        }
    }
}

async fn a_feed_that_breaks_a_rule_is_caught(scratch: Scratch) {
    // The demo has pictures, which are enclosed.
    let paper = TestPaper::demo(scratch).await;
    for path in ["/feed.xml", "/atom.xml", "/international/feed.xml", "/economy/atom.xml"] {
        let (text, at) = (paper.get(path).await.text(), format!("{}{path}", paper.url));
        let check = |text: &str| faults_of(text, &at);
        let mut faults = check(&text);
        // Stories of one moment are stories of one moment.
        faults.0.retain(|(rule, _)| *rule != "DuplicateUpdated");
        assert_eq!(faults, Faults::default(), "{path}");
        match path {
            "/feed.xml" => broken::each_is_caught(&text, broken::RSS, check),
            "/atom.xml" => broken::each_is_caught(&text, broken::ATOM, check),
            _ => {}
        }
        if text.contains("<image>") {
            broken::each_is_caught(&text, broken::IMAGE, check);
        }
    }
}

async fn sitemaps_keep_their_schema(scratch: Scratch) {
    let paper = TestPaper::demo(scratch).await;
    for path in [
        "/sitemap.xml",
        "/sitemaps/lists.xml",
        "/sitemaps/1.xml",
        "/sitemaps/record-1.xml",
    ] {
        let text = paper.get(path).await.text();
        let kind = if path == "/sitemap.xml" { "sitemap" } else { "url" };
        let check = |text: &str| match tree::read(text) {
            Err(why) => Faults(vec![("SAXError", why)]),
            Ok(root) => sitemap::check(&root, kind),
        };
        assert_eq!(check(&text), Faults::default(), "{path}");
        broken::each_is_caught(&text, broken::SITEMAP, check);
    }
}

async fn a_news_sitemap_holds_two_days_and_no_more(scratch: Scratch) {
    let paper = paper(scratch).await;
    let check = |text: &str, now| match tree::read(text) {
        Err(why) => Faults(vec![("SAXError", why)]),
        Ok(root) => sitemap::check_news(&root, timestamp(now)),
    };
    let now = paper.newsroom.house.now();
    let text = paper.get("/news-sitemap.xml").await.text();
    assert_eq!(text.matches("<url>").count(), 3, "{text}");
    assert_eq!(check(&text, now), Faults::default(), "{text}");
    broken::each_is_caught(&text, broken::NEWS, |text| check(text, now));
    let old = check(&text, NOW + 3 * DAY);
    assert!(
        old.0.iter().all(|(rule, _)| *rule == "OlderThanTwoDays") && old.0.len() == 3,
        "{old:?}"
    );
    paper.pass(2 * DAY);
    let later = paper.get("/news-sitemap.xml").await.text();
    assert_eq!(check(&later, paper.newsroom.house.now()), Faults::default(), "{later}");
    assert!(later.matches("<url>").count() < 3, "{later}");
}
