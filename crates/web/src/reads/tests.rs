//! What counts as a read, from where, and by whom; that floods stay small and threads lose nothing.
//! Requests are headers alone; the whole way, over HTTP and into the store, is tested from outside in the program's tests.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use http::HeaderValue;
use http::header::{ACCEPT_LANGUAGE, USER_AGENT};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(USER_AGENT, HeaderValue::from_static(FIREFOX));
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("pt-PT"));
    for (name, value) in pairs {
        if value.is_empty() {
            headers.remove(*name);
        } else {
            headers.insert(*name, HeaderValue::from_str(value).unwrap());
        }
    }
    headers
}

fn from(referer: &str) -> HeaderMap {
    headers(&[("referer", referer)])
}

/// What requests count as: page, who, source, how many.
fn counted(requests: &[(HeaderMap, Option<&str>)]) -> Vec<(Who, String, i64)> {
    let meter = Meter::new("courier.example");
    let page: Arc<str> = "01STORY".into();
    for (headers, query) in requests {
        meter.note(&page, &Method::GET, headers, *query, StatusCode::OK);
    }
    meter
        .take(0)
        .into_iter()
        .map(|one| (one.who, one.source, one.count))
        .collect()
}

fn source(referer: &str) -> String {
    match &counted(&[(from(referer), None)])[..] {
        [(Who::Reader, source, 1)] => source.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_source_is_folded_to_its_name_and_never_a_whole_address() {
    for (referer, expected) in [
        ("https://www.google.com/", "google"),
        ("https://www.google.com.br/search?q=ferry", "google"),
        ("https://news.google.com/", "google-news"),
        ("android-app://com.google.android.gm/", "newsletters"),
        ("https://l.facebook.com/l.php?u=x", "facebook"),
        ("https://t.co/abc", "x"),
        ("https://go.bsky.app/", "bluesky"),
        ("https://mastodon.social/@ana", "mastodon"),
        ("https://old.reddit.com/r/maren", "reddit"),
        ("https://open.substack.com/", "newsletters"),
        ("https://blog.harbour.example.org/post/1?user=ana#x", "example.org"),
        ("https://www.paper.co.uk/a", "paper.co.uk"),
        ("https://ana.blogspot.com/", "ana.blogspot.com"),
        ("https://courier.example/", "here-front"),
        ("https://courier.example/local", "here-list"),
        ("https://courier.example/by/ana-reis", "here-list"),
        ("https://courier.example/local/ferry?x=1", "here-story"),
        ("https://198.51.100.7/a", "other"),
        ("http://[2001:db8::7]:8080/a", "other"),
        ("https://ana:secret@intranet/a", "other"),
        ("https://ana:secret@example.org:8443/a", "example.org"),
        ("ftp://example.org/", "other"),
        ("https://notgoogle.example/", "notgoogle.example"),
        ("https://google.evil.example/", "evil.example"),
    ] {
        assert_eq!(source(referer), expected, "{referer}");
    }
    let long = format!("https://{}.org/", "a".repeat(80));
    assert_eq!(source(&long), "other");
    assert_eq!(
        counted(&[(headers(&[]), None)]),
        [(Who::Reader, "direct".to_owned(), 1)]
    );
    let letter = (headers(&[]), Some("utm_source=x&utm_medium=email"));
    assert_eq!(counted(&[letter]), [(Who::Reader, "newsletters".to_owned(), 1)]);
}

#[test]
fn robots_stand_apart_by_name() {
    for (agent, name) in [
        (
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Googlebot",
        ),
        ("Googlebot-Image/1.0", "Googlebot-Image"),
        (
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot",
            "GPTBot (OpenAI)",
        ),
        ("facebookexternalhit/1.1", "Facebook, previews"),
        ("curl/8.5.0", "curl"),
        ("Mozilla/5.0 (compatible; NobodyKnowsBot/1.0)", "Other robots"),
        ("MyReader 1.0", "Other programs"),
        ("", "No name given"),
    ] {
        let asked = headers(&[("user-agent", agent), ("referer", "https://t.co/x")]);
        assert_eq!(counted(&[(asked, None)]), [(Who::Robot, name.to_owned(), 1)], "{agent}");
    }
    let silent = headers(&[("accept-language", "")]);
    assert_eq!(
        counted(&[(silent, None)]),
        [(Who::Robot, "Unlike any browser".to_owned(), 1)],
        "a browser says which languages its reader reads"
    );
    let telephone = headers(&[(
        "user-agent",
        "Mozilla/5.0 (Linux; Android 13; CUBOT X50) Chrome/130.0 Mobile",
    )]);
    assert_eq!(counted(&[(telephone, None)]), [(Who::Reader, "direct".to_owned(), 1)]);
}

#[test]
fn what_nobody_looks_at_is_no_read() {
    for pair in [
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
        ("x-moz", "prefetch"),
        ("sec-fetch-dest", "empty"),
        ("referer", "https://courier.example/desk/stories/01STORY"),
    ] {
        assert_eq!(counted(&[(headers(&[pair]), None)]), [], "{pair:?}");
    }
    let meter = Meter::new("courier.example");
    let page: Arc<str> = "01STORY".into();
    let asked = headers(&[("sec-fetch-dest", "document")]);
    for (method, status) in [
        (Method::HEAD, StatusCode::OK),
        (Method::GET, StatusCode::GONE),
        (Method::GET, StatusCode::MOVED_PERMANENTLY),
    ] {
        meter.note(&page, &method, &asked, None, status);
    }
    assert_eq!(meter.take(0), []);
    meter.note(&page, &Method::GET, &asked, None, StatusCode::NOT_MODIFIED);
    assert_eq!(meter.take(0).len(), 1, "whoever loads the page again reads it again");
    assert_eq!(meter.take(0), [], "counts are taken once");
}

#[test]
fn a_flood_of_made_up_sites_and_pages_is_bounded_and_loses_no_read() {
    let meter = Meter::new("courier.example");
    let page: Arc<str> = "01STORY".into();
    let flood = |from: usize| {
        for n in from..from + 5_000 {
            let asked = headers(&[("referer", &format!("https://made-up-{n}.example/"))]);
            meter.note(&page, &Method::GET, &asked, None, StatusCode::OK);
        }
    };
    let mut sites = std::collections::BTreeSet::new();
    let mut reads = 0;
    for turn in 0..5 {
        flood(turn * 5_000);
        for one in meter.take(7) {
            reads += one.count;
            sites.insert(one.source);
        }
    }
    assert_eq!(reads, 25_000);
    assert!(sites.len() <= HOSTS_OF_A_MINUTE + 1, "{} in one minute", sites.len());
    assert!(sites.contains("other"));
    // The next minute lets others in.
    flood(0);
    assert!(meter.take(8).len() > 100);

    let asked = headers(&[]);
    for n in 0..PAGES + 500 {
        meter.note(&n.to_string().into(), &Method::GET, &asked, None, StatusCode::OK);
    }
    let counted = meter.take(9);
    assert!(counted.len() <= PAGES + 1, "{}", counted.len());
    assert_eq!(counted.iter().map(|one| one.count).sum::<i64>(), (PAGES + 500) as i64);
}

#[test]
fn many_threads_lose_nothing() {
    let meter = Meter::new("courier.example");
    let asked = from("https://t.co/x");
    let page: Arc<str> = "01STORY".into();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..1_000 {
                    meter.note(&page, &Method::GET, &asked, None, StatusCode::OK);
                }
            });
        }
    });
    let counted = meter.take(0);
    assert_eq!(counted.len(), 1);
    assert_eq!(
        counted.first().map(|one| (one.count, one.source.as_str())),
        Some((8_000, "x"))
    );
}

#[test]
fn the_tables_say_nothing_twice() {
    let keys: Vec<_> = robots::lines(include_str!("../../data/sources.tsv")).collect();
    let mut seen = HashSet::new();
    for line in &keys {
        assert_eq!(line.len(), 3, "{line:?}");
        assert!(
            !line.first().is_some_and(|key| key.contains('.')),
            "a key has no dot: {line:?}"
        );
        for word in line
            .iter()
            .take(1)
            .copied()
            .chain(line.iter().skip(2).flat_map(|hosts| hosts.split(' ')))
        {
            assert!(seen.insert(word), "{word} stands there twice");
        }
    }
    let mut texts = HashSet::new();
    for line in robots::lines(include_str!("../../data/robots.tsv")) {
        assert_eq!(line.len(), 2, "{line:?}");
        assert!(texts.insert(line.first().copied()), "{line:?} stands there twice");
        assert_eq!(
            line.first().map(|text| text.to_lowercase()).as_deref(),
            line.first().copied()
        );
    }
}
