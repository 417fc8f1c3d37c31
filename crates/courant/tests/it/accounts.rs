//! The desk's door from outside: who gets in, what a session is worth, and what every answer of the desk carries.
//! Run by `cargo test` on both engines.

use crate::harness::{Answer, Colleague, Page, TestPaper, form};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::door::DoorKind;
use courant_model::time::{DAY, SECOND};
use courant_newsroom::accounts::door_keys::{self, Offer};
use courant_newsroom::accounts::{password, sessions};
use courant_newsroom::commands::{close_account, invite_colleague, set_codes};
use courant_newsroom::permissions::Who;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    a_colleague_signs_in_works_and_signs_out,
    a_closed_account_is_out_at_once,
    a_change_from_elsewhere_is_refused,
    every_answer_of_the_desk_is_dressed,
    the_first_link_makes_one_account_and_no_second,
    an_invitation_makes_what_was_offered_and_opens_once,
    whoever_keeps_accounts_shows_anew_who_they_are,
    the_last_admin_stays,
    a_code_is_taken_once_and_a_way_in_is_no_session,
    wrong_guesses_cost_time_on_every_node,
    no_token_lies_in_the_database,
    a_reset_takes_away_all_that_opened_before,
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
        let body = form(&[("email", email), ("password", password), ("next", "//evil.example")]);
        paper.call("POST", "/desk/login", &headers, body.as_bytes()).await
    };

    let unknown = send("nobody@example.org", PASSWORD).await;
    let wrong = send(&ana.email, "wet gravel under the train").await;
    assert_eq!((unknown.status, wrong.status), (401, 401));
    let said = |answer: &Answer| Page::read(&answer.text()).text(".wrong").unwrap();
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
    let console = Who::House(Actor::Console);
    close_account::run(&mut tx, &paper.newsroom.house, &console, &ana.member.account)
        .await
        .unwrap();
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

async fn first_link(paper: &TestPaper) -> String {
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let house = &paper.newsroom.house;
    let (token, _) = door_keys::make(
        &mut tx,
        house,
        &Actor::Console,
        DoorKind::First,
        None,
        &Offer::default(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    token.as_str().to_owned()
}

fn first_form(key: &str) -> Vec<(&str, &str)> {
    vec![
        ("key", key),
        ("paper", "The Maren Courier"),
        ("tagline", ""),
        ("zone", "Europe/Lisbon"),
        ("language", "en"),
        ("name", "Ana Reis"),
        ("email", "Ana@Maren.example"),
        ("password", PASSWORD),
    ]
}

async fn the_first_link_makes_one_account_and_no_second(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let replaced = first_link(&paper).await;
    let key = first_link(&paper).await;
    assert_eq!(paper.get(&format!("/desk/first?key={replaced}")).await.status, 422);
    let page = paper.page(&format!("/desk/first?key={key}")).await;
    assert_eq!(page.attribute("#paper", "value").as_deref(), Some("The Example"));

    for (field, value, says) in [
        ("password", "short", "at least 12"),
        ("password", "passwordpassword", "many people"),
        ("password", "maren courier 1", "made of"),
        ("zone", "Moon/Sea", "time zone"),
        ("email", "ana", "no e-mail"),
        ("name", " ", "needs a name"),
    ] {
        let mut fields = first_form(&key);
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let answer = paper.post("/desk/first", &fields).await;
        assert_eq!(answer.status, 422, "{field}");
        let page = Page::read(&answer.text());
        let wrong = page.text(".wrong").unwrap().to_lowercase();
        assert!(wrong.contains(says), "{wrong}");
        assert_eq!(page.attribute("#paper", "value").as_deref(), Some("The Maren Courier"));
        assert!(!answer.contains(PASSWORD), "a password is never sent back");
    }

    let made = paper.post("/desk/first", &first_form(&key)).await;
    assert_eq!(
        (made.status, made.says("location").as_str()),
        (303, "/desk"),
        "{}",
        made.text()
    );
    assert!(made.says("set-cookie").starts_with("courant="));
    assert_eq!(paper.post("/desk/first", &first_form(&key)).await.status, 422);
    // Not even a link that was made meanwhile makes a second first account.
    let late = first_link(&paper).await;
    assert_eq!(paper.post("/desk/first", &first_form(&late)).await.status, 422);

    let mut tx = paper.newsroom.store.read().await.unwrap();
    let all = q!(tx, accounts::all()).unwrap();
    let [only] = all.as_slice() else { panic!("{all:?}") };
    let member = only.member();
    assert_eq!(member.roles, [Role::Editor, Role::Chief, Role::Admin]);
    assert!(only.password.starts_with("$argon2id$"));
    drop(tx);
    paper.until("/", |answer| answer.contains("The Maren Courier")).await;
}

async fn invitation(paper: &TestPaper, by: &Colleague) -> String {
    let offer = Offer {
        name: "Ben".into(),
        email: "ben@maren.example".into(),
        roles: vec![Role::Reporter],
        sections: vec![paper.sections["local"].clone()],
    };
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let (token, _) = invite_colleague::run(&mut tx, &paper.newsroom.house, &by.who(), &offer)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    token.as_str().to_owned()
}

async fn an_invitation_makes_what_was_offered_and_opens_once(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let key = invitation(&paper, &admin).await;
    let page = paper.page(&format!("/desk/invitation?key={key}")).await;
    assert_eq!(page.attribute("#email", "value").as_deref(), Some("ben@maren.example"));
    // Whoever sends roles along does not get them.
    let fields = [
        ("key", key.as_str()),
        ("name", "Ben Otieno"),
        ("password", PASSWORD),
        ("role", "admin"),
    ];
    assert_eq!(paper.post("/desk/invitation", &fields).await.status, 303);
    assert_eq!(paper.post("/desk/invitation", &fields).await.status, 422);
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let ben = q!(tx, accounts::by_email("ben@maren.example")).unwrap().unwrap();
    assert_eq!(ben.name, "Ben Otieno");
    assert_eq!(ben.member().roles, [Role::Reporter]);
    assert_eq!(ben.member().sections, [paper.sections["local"].clone()]);
    drop(tx);

    let late = paper.colleague(&[Role::Admin]).await;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let offer = Offer {
        email: "eve@maren.example".into(),
        name: "Eve".into(),
        roles: vec![Role::Chief],
        ..Offer::default()
    };
    let (token, _) = invite_colleague::run(&mut tx, &paper.newsroom.house, &late.who(), &offer)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    paper.pass(7 * DAY + SECOND);
    let answer = paper.get(&format!("/desk/invitation?key={}", token.as_str())).await;
    assert_eq!(answer.status, 422, "an old invitation opens nothing");
}

async fn whoever_keeps_accounts_shows_anew_who_they_are(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let editor = paper.colleague(&[Role::Editor, Role::Chief]).await;
    with_password(&paper, &admin.member.account).await;
    assert_eq!(paper.get_as(&editor, "/desk/accounts").await.status, 403);
    assert_eq!(
        paper.send_as(&editor, "/desk/accounts", &[("name", "X")]).await.status,
        403
    );
    assert_eq!(
        paper.get_as(&admin, "/desk/accounts/new").await.status,
        200,
        "just signed in"
    );
    paper.pass(600 * SECOND);
    let asked = paper.get_as(&admin, "/desk/accounts/new").await;
    assert_eq!(asked.status, 303);
    assert_eq!(asked.says("location"), "/desk/confirm?next=/desk/accounts/new");
    let path = format!("/desk/accounts/{}", editor.member.account);
    assert_eq!(paper.send_as(&admin, &path, &[("act", "close")]).await.status, 303);
    assert_eq!(
        paper.get_as(&editor, "/desk/account").await.status,
        200,
        "nothing was done"
    );

    let wrong = [
        ("password", "wet gravel under the train"),
        ("next", "/desk/accounts/new"),
    ];
    assert_eq!(paper.send_as(&admin, "/desk/confirm", &wrong).await.status, 422);
    let right = [("password", PASSWORD), ("next", "/desk/accounts/new")];
    let confirmed = paper.send_as(&admin, "/desk/confirm", &right).await;
    assert_eq!(confirmed.says("location"), "/desk/accounts/new");
    assert_eq!(
        paper.get_as(&admin, "/desk/account").await.status,
        303,
        "the old token counts no more"
    );
    let cookie = confirmed.says("set-cookie").split(';').next().unwrap().to_owned();
    let admin = Colleague { cookie, ..admin };
    assert_eq!(paper.send_as(&admin, &path, &[("act", "close")]).await.status, 303);
    assert_eq!(
        paper.get_as(&editor, "/desk/account").await.status,
        303,
        "closed, and out"
    );
}

async fn the_last_admin_stays(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let path = format!("/desk/accounts/{}", admin.member.account);
    let demoted = paper
        .send_as(
            &admin,
            &path,
            &[("name", "A"), ("email", &admin.email), ("role", "editor")],
        )
        .await;
    assert_eq!(demoted.status, 422);
    assert!(demoted.contains("nobody else keeps the accounts") || demoted.contains("Nobody else keeps the accounts"));
    assert_eq!(paper.send_as(&admin, &path, &[("act", "close")]).await.status, 422);
    paper.colleague(&[Role::Admin]).await;
    assert_eq!(paper.send_as(&admin, &path, &[("act", "close")]).await.status, 303);
}

async fn a_code_is_taken_once_and_a_way_in_is_no_session(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let house = &paper.newsroom.house;
    let ana = paper.colleague(&[Role::Editor]).await;
    with_password(&paper, &ana.member.account).await;
    let code_now = |secret: &[u8]| {
        let seconds = u64::try_from(house.now() / SECOND).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        totp.generate(seconds).to_string()
    };
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let (way, secret) = set_codes::begin(&mut tx, house, &ana.member).await.unwrap();
    let recovery = set_codes::on(&mut tx, house, &ana.member, &way, &code_now(&secret))
        .await
        .unwrap();
    let kept = q!(tx, accounts::by_id(&ana.member.account)).unwrap().unwrap();
    assert!(
        !kept.totp.unwrap().windows(20).any(|part| part == secret),
        "the secret is sealed"
    );
    tx.commit().await.unwrap();
    paper.pass(60 * SECOND);

    let begin = async || {
        let answer = paper
            .post("/desk/login", &[("email", &ana.email), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.says("location"), "/desk/login/code");
        answer.says("set-cookie").split(';').next().unwrap().to_owned()
    };
    let finish = async |cookie: &str, code: &str| {
        let headers = [("origin", paper.url.as_str()), ("cookie", cookie)];
        paper
            .call("POST", "/desk/login/code", &headers, form(&[("code", code)]).as_bytes())
            .await
    };
    let way = begin().await;
    let half = way.replace("courant-way=", "courant=");
    assert_eq!(paper.get_with("/desk/account", &[("cookie", &half)]).await.status, 303);
    let code = code_now(&secret);
    assert_eq!(finish(&way, "abcdef").await.status, 401);
    assert_eq!(finish(&way, &code).await.status, 303);
    assert_eq!(finish(&way, &code).await.status, 401, "that way is over");
    assert_eq!(finish(&begin().await, &code).await.status, 401, "no code twice");
    assert_eq!(finish(&begin().await, &recovery[0]).await.status, 303);
    assert_eq!(
        finish(&begin().await, &recovery[0]).await.status,
        401,
        "no recovery code twice"
    );
    assert_eq!(finish(&begin().await, &recovery[1]).await.status, 303);
    let way = begin().await;
    for _ in 0..5 {
        assert!(finish(&way, "000000").await.status >= 401);
    }
    paper.pass(30 * SECOND);
    assert_eq!(
        finish(&way, &code_now(&secret)).await.status,
        401,
        "after five wrong ones a way is over"
    );
}

async fn wrong_guesses_cost_time_on_every_node(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let other = paper.second_node().await;
    let ana = paper.colleague(&[Role::Editor]).await;
    with_password(&paper, &ana.member.account).await;
    for email in [ana.email.as_str(), "nobody@maren.example"] {
        let fields = [("email", email), ("password", "wrong wrong wrong")];
        for node in [&paper, &other, &paper, &other, &paper] {
            assert_eq!(node.post("/desk/login", &fields).await.status, 401, "{email}");
        }
        let right = [("email", email), ("password", PASSWORD)];
        for node in [&paper, &other] {
            assert_eq!(
                node.post("/desk/login", &right).await.status,
                429,
                "{email}: also the right one waits"
            );
        }
    }
    paper.pass(5 * SECOND);
    let right = [("email", ana.email.as_str()), ("password", PASSWORD)];
    assert_eq!(other.post("/desk/login", &right).await.status, 303);

    // One client cannot try many addresses.
    let mut refused = 0;
    for n in 0..30 {
        let email = format!("somebody-{n}@maren.example");
        let fields = [("email", email.as_str()), ("password", "wrong wrong wrong")];
        let answer = paper.post_as("203.0.113.9", "/desk/login", &fields).await;
        refused += u32::from(answer.status == 429);
    }
    assert!(refused > 0);
}

async fn no_token_lies_in_the_database(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let key = invitation(&paper, &admin).await;
    let mut texts = Vec::new();
    let mut tx = paper.newsroom.store.read().await.unwrap();
    for session in q!(tx, doors::sessions(&admin.member.account, 0)).unwrap() {
        texts.push(format!("{session:?}"));
    }
    for key in q!(tx, doors::keys("invitation", 0)).unwrap() {
        texts.push(format!("{key:?}"));
    }
    for entry in q!(tx, ledger::after(0, 1000)).unwrap() {
        texts.push(format!("{entry:?}"));
    }
    drop(tx);
    assert!(texts.len() > 3);
    for secret in [&admin.token, &key] {
        assert!(!texts.iter().any(|text| text.contains(secret.as_str())));
    }
    // The whole folder of the paper, when the database lies in it.
    let secrets = [admin.token.clone().into_bytes(), key.into_bytes()];
    for file in std::fs::read_dir(paper.folder()).unwrap().flatten() {
        if !file.file_name().to_string_lossy().starts_with("courant.db") {
            continue;
        }
        let bytes = std::fs::read(file.path()).unwrap();
        for secret in &secrets {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_slice()));
        }
    }
}

async fn a_reset_takes_away_all_that_opened_before(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let ana = paper.colleague(&[Role::Editor]).await;
    with_password(&paper, &ana.member.account).await;
    let path = format!("/desk/accounts/{}", ana.member.account);
    let shown = paper.send_as(&admin, &path, &[("act", "reset")]).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let link = Page::read(&shown.text()).attribute("#link", "value").unwrap();
    let key = link.split_once("key=").unwrap().1.to_owned();
    assert!(link.starts_with(&format!("{}/desk/reset?key=", paper.url)));
    assert_eq!(
        paper.get_as(&ana, "/desk/account").await.status,
        200,
        "until it is used all stays"
    );
    let fields = [("key", key.as_str()), ("password", "seven herons on a cold roof")];
    assert_eq!(paper.post("/desk/reset", &fields).await.status, 303);
    assert_eq!(paper.post("/desk/reset", &fields).await.status, 422);
    assert_eq!(
        paper.get_as(&ana, "/desk/account").await.status,
        303,
        "every browser is out"
    );
    let old = [("email", ana.email.as_str()), ("password", PASSWORD)];
    assert_eq!(paper.post("/desk/login", &old).await.status, 401);
}
