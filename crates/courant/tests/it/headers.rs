//! The headers that guard a reader's and a journalist's browser, on every answer: pages, files, refusals, streams.
//! The addresses are those of the route list, asked well and badly.

use crate::harness::{Answer, Draft, Events, TestPaper, head_of, routes};
use courant_model::account::Role;
use courant_store::on_both;
use courant_store::scratch::Scratch;

on_both!(every_answer_carries_the_headers_that_guard_the_browser);

const GUARDS: [&str; 6] = [
    "x-content-type-options",
    "referrer-policy",
    "x-frame-options",
    "content-security-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
];

fn guarded(what: &str, headers: &[(String, String)]) {
    framed(what, headers, "DENY");
}

fn framed(what: &str, headers: &[(String, String)], by: &str) {
    let of = |name: &str| -> Vec<&str> {
        let found = headers.iter().filter(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).collect()
    };
    for name in GUARDS {
        assert_eq!(of(name).len(), 1, "{what}: {name} in {headers:?}");
    }
    assert_eq!(of("x-content-type-options"), ["nosniff"], "{what}");
    assert_eq!(of("x-frame-options"), [by], "{what}");
    let policy = of("content-security-policy")[0];
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{what}: {policy}"
    );
    let ancestors = if by == "DENY" { "'none'" } else { "'self'" };
    assert!(
        policy.contains(&format!("frame-ancestors {ancestors}")),
        "{what}: {policy}"
    );
}

async fn every_answer_carries_the_headers_that_guard_the_browser(scratch: Scratch) {
    let paper = TestPaper::demo(scratch).await;
    let chief = paper.colleague(&[Role::Chief, Role::Admin]).await;
    let cookie = ("cookie", chief.cookie.as_str());
    let here = ("origin", paper.url.as_str());
    let form = ("content-type", "application/x-www-form-urlencoded");
    let check = |what: String, answer: &Answer| guarded(&what, &answer.headers);

    // Each route, signed in and not, and by a method that nobody thought of.
    for (method, path) in routes() {
        if path == "/desk/events" {
            continue;
        }
        let path = path.replace("{*path}", "desk.css").replace(['{', '}'], "");
        let signed_in = paper.call(method, &path, &[cookie, here, form], b"").await;
        // The one page below that this site itself may frame without a name in its path.
        if path == "/desk/settings/look/frame" {
            framed(&path, &signed_in.headers, "SAMEORIGIN");
        } else {
            check(format!("{method} {path}, {}", signed_in.status), &signed_in);
        }
        let nobody = paper.call(method, &path, &[form], b"").await;
        check(format!("{method} {path} by nobody, {}", nobody.status), &nobody);
        let odd = paper.call("PATCH", &path, &[cookie, here], b"").await;
        check(format!("PATCH {path}, {}", odd.status), &odd);
    }

    // The routes were asked to sign out, too.
    let chief = paper.colleague(&[Role::Chief]).await;
    let cookie = ("cookie", chief.cookie.as_str());
    // Whatever else comes: by status, so that a kind which stops being asked is noticed.
    let front = paper.get("/").await;
    let tag = front.says("etag");
    let text = front.text();
    let media = text
        .split(['"', ' '])
        .find(|part| part.starts_with("/media/"))
        .unwrap()
        .to_owned();
    let style = text
        .split('"')
        .find(|part| part.starts_with("/assets/"))
        .unwrap()
        .to_owned();
    let login = paper.get("/desk/login").await.text();
    let script = login
        .split('"')
        .find(|part| part.starts_with("/desk/assets/"))
        .unwrap()
        .to_owned();
    let gone = paper.publish(&Draft::of("Gone tomorrow")).await;
    paper.take_down(&gone.story_id).await;
    let mut other = Vec::new();
    let large = "x".repeat(300 << 10);
    let huge = "x".repeat(5 << 20);
    for (status, method, path, headers, body) in [
        (200, "GET", "/", vec![], ""),
        (200, "HEAD", "/", vec![], ""),
        (304, "GET", "/", vec![("if-none-match", tag.as_str())], ""),
        (200, "GET", media.as_str(), vec![], ""),
        (206, "GET", media.as_str(), vec![("range", "bytes=0-9")], ""),
        (416, "GET", media.as_str(), vec![("range", "bytes=999999999-")], ""),
        (200, "GET", style.as_str(), vec![], ""),
        (200, "GET", script.as_str(), vec![], ""),
        (301, "GET", "/local/", vec![], ""),
        (404, "GET", "/no/such/page", vec![], ""),
        (404, "GET", "/desk/no-such-page", vec![cookie], ""),
        (410, "GET", gone.path.as_str(), vec![], ""),
        (405, "DELETE", "/", vec![], ""),
        (405, "POST", "/search", vec![here, form], ""),
        (405, "PUT", "/desk/stories", vec![cookie, here, form], ""),
        (413, "POST", "/report", vec![here, form], large.as_str()),
        (413, "POST", "/desk/stories", vec![cookie, here, form], huge.as_str()),
        (403, "POST", "/desk/stories", vec![cookie, form], ""),
        (303, "GET", "/desk", vec![], ""),
    ] {
        let answer = paper.call(method, path, &headers, body.as_bytes()).await;
        if answer.status != status {
            other.push(format!("{method} {path}: {} and not {status}", answer.status));
        }
        check(format!("{method} {path}, {status}"), &answer);
    }
    assert!(other.is_empty(), "{other:#?}");
    for path in ["/feed.xml", "/sitemap.xml", "/robots.txt", "/oembed?url=x", "/healthz"] {
        check(path.to_owned(), &paper.get(path).await);
    }

    // The draft of a front is the one page that may be framed, by this site alone; nobody keeps it and no engine lists it.
    for page in ["-", "local"] {
        let path = format!("/desk/front/{page}/frame");
        let answer = paper.call("GET", &path, &[cookie], b"").await;
        assert_eq!(answer.status, 200, "{path}");
        framed(&path, &answer.headers, "SAMEORIGIN");
        assert_eq!(answer.says("cache-control"), "no-store, private");
        assert!(answer.says("x-robots-tag").contains("noindex") && answer.contains("\"noindex\""));
        check(format!("{path} by nobody"), &paper.get(&path).await);
        let around = paper
            .call("GET", &format!("/desk/front/{page}/preview"), &[cookie], b"")
            .await;
        check(format!("around {path}"), &around);
        assert!(around.says("content-security-policy").contains("frame-src 'self'"));
    }

    // So may the front page with another look, and its sheet comes from the desk.
    let admin = paper.colleague(&[Role::Admin]).await;
    let settler = ("cookie", admin.cookie.as_str());
    for path in ["/desk/settings/look/frame", "/desk/settings/look/sheet?night=1"] {
        let answer = paper.call("GET", path, &[settler], b"").await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.says("cache-control"), "no-store, private");
        check(format!("{path} by nobody"), &paper.get(path).await);
    }
    let look = paper.call("GET", "/desk/settings/look", &[settler], b"").await;
    check("around the look".to_owned(), &look);
    assert!(look.says("content-security-policy").contains("frame-src 'self'"));
    let frame = paper.call("GET", "/desk/settings/look/frame", &[settler], b"").await;
    framed("/desk/settings/look/frame", &frame.headers, "SAMEORIGIN");

    // A socket that another site opens is refused, one of ours is opened.
    for (origin, status) in [("https://evil.example", 403), (paper.url.as_str(), 101)] {
        let head = format!(
            "GET /desk/stories/none/room HTTP/1.1\r\nhost: {}\r\norigin: {origin}\r\nconnection: upgrade\r\n\
             upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            paper.address
        );
        let answer = head_of(paper.address, head.as_bytes()).await.unwrap();
        assert_eq!(answer.status, status, "{origin}");
        check(format!("a socket of {origin}"), &answer);
    }
    let events = Events::listen(&paper, &chief).await;
    assert_eq!(events.status, 200);
    guarded("events", &events.headers);
}
