//! The desk's door from outside: who gets in, what a session is worth, and what every answer of the desk carries.
//! Run by `cargo test` on both engines.

use crate::harness::{Page, TestPaper};
use courant_model::account::Role;
use courant_newsroom::accounts::{password, sessions};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    a_colleague_signs_in_works_and_signs_out,
    a_closed_account_is_out_at_once,
    a_change_from_elsewhere_is_refused,
    every_answer_of_the_desk_is_dressed,
);

const PASSWORD: &str = "wet gravel under the tram";

async fn with_password(paper: &TestPaper, account: &str) {
    let hash = password::hash(&paper.newsroom.house, PASSWORD).await.unwrap();
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let mut account = q!(tx, accounts::by_id(account)).unwrap().unwrap();
    account.password = hash;
    q!(tx, accounts::keep(&account)).unwrap();
    tx.commit().await.unwrap();
}

async fn a_colleague_signs_in_works_and_signs_out(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Editor]).await;
    with_password(&paper, &ana.member.account).await;
    let planted = "courant=a-token-that-somebody-planted";
    let send = async |email: &str, password: &str| {
        let headers = [
            ("origin", paper.url.as_str()),
            ("cookie", planted),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let body = crate::harness::form(&[("email", email), ("password", password), ("next", "//evil.example")]);
        paper.call("POST", "/desk/login", &headers, body.as_bytes()).await
    };

    let unknown = send("nobody@example.org", PASSWORD).await;
    let wrong = send(&ana.email, "wet gravel under the train").await;
    assert_eq!((unknown.status, wrong.status), (401, 401));
    let said = |answer: &crate::harness::Answer| Page::read(&answer.text()).text(".wrong").unwrap();
    assert_eq!(said(&unknown), said(&wrong), "who is known here is nobody's business");

    let right = send(&ana.email.to_uppercase(), PASSWORD).await;
    assert_eq!(right.status, 303, "{}", right.text());
    assert_eq!(right.says("location"), "/desk", "no other house is led to");
    let cookie = right.says("set-cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/desk"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let token = cookie.strip_prefix("courant=").unwrap().split(';').next().unwrap();
    assert!(!planted.contains(token), "a planted token never becomes a session");

    let mut tx = paper.newsroom.store.read().await.unwrap();
    let house = &paper.newsroom.house;
    let (session, account) = sessions::find(&mut tx, house, token).await.unwrap().unwrap();
    assert_eq!(account.id, ana.member.account);
    assert!(!session.token_hash.contains(token), "at rest there is a hash");
    drop(tx);

    let bearer = format!("courant={token}");
    let login = paper.get_with("/desk/login", &[("cookie", &bearer)]).await;
    assert_eq!((login.status, login.says("location").as_str()), (303, "/desk"));
    let headers = [("origin", paper.url.as_str()), ("cookie", bearer.as_str())];
    let out = paper.call("POST", "/desk/logout", &headers, b"").await;
    assert_eq!(out.status, 303);
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert!(sessions::find(&mut tx, house, token).await.unwrap().is_none());
    let mut acts = Vec::new();
    for entry in q!(tx, ledger::after(0, 1000)).unwrap() {
        assert!(!entry.thing.contains(&ana.email));
        if entry.thing == format!("account:{}", ana.member.account) {
            acts.push(entry.act);
        }
    }
    assert_eq!(acts, ["sign in", "sign in", "sign out"]);
}

async fn a_closed_account_is_out_at_once(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Editor]).await;
    assert_eq!(paper.get_as(&ana, "/desk/login").await.status, 303);
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let mut account = q!(tx, accounts::by_id(&ana.member.account)).unwrap().unwrap();
    "closed".clone_into(&mut account.state);
    q!(tx, accounts::keep(&account)).unwrap();
    tx.commit().await.unwrap();
    assert_eq!(paper.get_as(&ana, "/desk/login").await.status, 200);
    let out = paper.send_as(&ana, "/desk/logout", &[]).await;
    assert_eq!(out.status, 401, "and a form says that nothing was done");
}

async fn a_change_from_elsewhere_is_refused(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Editor]).await;
    for from in [
        vec![],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site"), ("origin", paper.url.as_str())],
    ] {
        let headers = [from, vec![("cookie", ana.cookie.as_str())]].concat();
        let answer = paper.call("POST", "/desk/logout", &headers, b"").await;
        assert_eq!(answer.status, 403, "{headers:?}");
        assert_eq!(paper.get_as(&ana, "/desk/login").await.status, 303, "still signed in");
    }
    // Reading changes nothing, whoever asks.
    assert_eq!(paper.get_as(&ana, "/desk/logout").await.status, 405);
    assert_eq!(paper.get_as(&ana, "/desk/login").await.status, 303);
}

async fn every_answer_of_the_desk_is_dressed(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Editor]).await;
    for path in [
        "/desk/login",
        "/desk",
        "/desk/nothing-here",
        "/desk/logout",
        "/desk/assets/x/desk.css",
    ] {
        for answer in [paper.get(path).await, paper.get_as(&ana, path).await] {
            let policy = answer.says("content-security-policy");
            assert!(
                policy.contains("default-src 'none'; script-src 'self'"),
                "{path}: {policy}"
            );
            assert!(
                policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
                "{path}"
            );
            assert_eq!(answer.says("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.says("referrer-policy"), "same-origin", "{path}");
            if !path.contains("/assets/") {
                assert_eq!(answer.says("cache-control"), "no-store, private", "{path}");
            }
        }
    }
    // The site's own pages keep their own, which allows no script at all.
    let policy = paper.get("/").await.says("content-security-policy");
    assert!(!policy.contains("script-src"), "{policy}");
}
