//! The settings at the desk over HTTP: kept, seen on the site at once and on another node, refused with everything typed,
//! in conflict, taken back. On both databases; the rules themselves are tested in `newsroom/tests/desk/settings.rs`.

use crate::harness::{Answer, Colleague, Draft, TestPaper};
use courant_model::account::Role;
use courant_newsroom::settings;
use courant_store::on_both;
use courant_store::scratch::{On, Scratch};

on_both!(
    a_new_name_shows_at_once_and_is_taken_back,
    a_refused_zone_keeps_what_was_typed,
    the_slower_of_two_editors_sees_both_and_loses_nothing,
    sections_and_the_row_are_arranged_and_seen,
    a_section_that_is_removed_answers_gone,
    robots_txt_is_served_as_it_was_previewed,
    a_look_is_previewed_in_a_frame_and_then_worn,
    replies_follow_the_paper_where_a_section_does,
);

async fn number(paper: &TestPaper) -> String {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    settings::standing(&mut tx).await.unwrap().number.to_string()
}

/// Sends a form of a room, made of what stands now.
async fn send(paper: &TestPaper, me: &Colleague, room: &str, fields: &[(&str, &str)]) -> Answer {
    let seen = number(paper).await;
    let mut all = vec![("seen", seen.as_str())];
    all.extend(fields);
    paper.send_as(me, &format!("/desk/settings/{room}"), &all).await
}

async fn kept(paper: &TestPaper, me: &Colleague, room: &str, fields: &[(&str, &str)]) {
    let answer = send(paper, me, room, fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(
        answer.says("location").contains("done=kept"),
        "{}",
        answer.says("location")
    );
}

const PLATE: [(&str, &str); 4] = [
    ("name", "The Post"),
    ("tagline", "Of the bay"),
    ("language", "en"),
    ("zone", "Europe/Lisbon"),
];

async fn a_new_name_shows_at_once_and_is_taken_back(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let live = paper.publish(&Draft::of("Ferry")).await;
    assert!(paper.get(&live.path).await.contains("The Example"));
    kept(&paper, &admin, "paper", &PLATE).await;
    for path in ["/", live.path.as_str(), "/feed.xml", "/opensearch.xml"] {
        let page = paper.get(path).await;
        assert!(page.contains("The Post") && !page.contains("The Example"), "{path}");
    }
    let now = number(&paper).await;
    let page = paper
        .get_as(&admin, &format!("/desk/settings?done=kept&undo={now}"))
        .await;
    assert!(page.contains("Undo") && page.contains("action=\"/desk/settings/undo\""));
    let history = paper.get_as(&admin, "/desk/settings/history").await;
    assert!(history.contains("<del>The Example</del>") && history.contains("<ins>The Post</ins>"));
    let fields = [("number", now.as_str()), ("back", "paper")];
    let undone = paper.send_as(&admin, "/desk/settings/undo", &fields).await;
    assert!(undone.says("location").starts_with("/desk/settings?done=taken-back"));
    assert!(paper.get("/").await.contains("The Example"));
}

async fn a_refused_zone_keeps_what_was_typed(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let mut fields = PLATE;
    fields[3] = ("zone", "Europe/Atlantis");
    let page = send(&paper, &admin, "paper", &fields).await;
    assert_eq!(page.status, 422);
    for typed in [
        "value=\"The Post\"",
        "value=\"Of the bay\"",
        "value=\"Europe/Atlantis\"",
        "Europe/Lisbon",
    ] {
        assert!(page.contains(typed), "{typed}");
    }
    assert!(paper.get("/").await.contains("The Example"));
}

async fn the_slower_of_two_editors_sees_both_and_loses_nothing(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let (ana, bo) = (
        paper.colleague(&[Role::Admin]).await,
        paper.colleague(&[Role::Admin]).await,
    );
    let seen = number(&paper).await;
    kept(&paper, &ana, "paper", &PLATE).await;
    let mut fields = vec![("seen", seen.as_str())];
    fields.extend(PLATE);
    fields[1] = ("name", "The Herald");
    let page = paper.send_as(&bo, "/desk/settings/paper", &fields).await;
    assert_eq!(page.status, 409);
    assert!(page.contains("<td>The Post</td><td>The Herald</td>"), "{}", page.text());
    assert!(page.contains("value=\"The Herald\""));
    assert!(paper.get("/").await.contains("The Post"));
    // The form of that page was made of what stands: sent once more it counts.
    let now = number(&paper).await;
    assert!(page.contains(&format!("name=\"seen\" value=\"{now}\"")));
    fields[0] = ("seen", now.as_str());
    assert_eq!(paper.send_as(&bo, "/desk/settings/paper", &fields).await.status, 303);
    assert!(paper.get("/").await.contains("The Herald"));
}

/// The words of the row under the nameplate.
async fn row(paper: &TestPaper) -> Vec<String> {
    let html = paper.get("/").await.text();
    let (_, rest) = html.split_once("<nav class=\"sections\"").unwrap();
    let (nav, _) = rest.split_once("</nav>").unwrap();
    let links = nav.split("</a>").filter_map(|link| link.rsplit_once('>'));
    links
        .map(|(_, words)| words.trim().to_owned())
        .filter(|words| !words.is_empty())
        .collect()
}

async fn sections_and_the_row_are_arranged_and_seen(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    assert_eq!(row(&paper).await[..3], ["Latest", "Local", "International"]);
    let local = paper.sections["local"].clone();
    kept(&paper, &admin, "sections", &[("act", "down"), ("id", &local)]).await;
    assert_eq!(row(&paper).await[..3], ["Latest", "International", "Local"]);
    let form = [
        ("act", "add"),
        ("name", "Sea & Sky"),
        ("replies", "paper"),
        ("days", "7"),
    ];
    kept(&paper, &admin, "sections", &form).await;
    assert_eq!(row(&paper).await.last().unwrap(), "Sea &amp; Sky");
    assert_eq!(paper.get("/sea-sky").await.status, 200);
    let form = [
        ("act", "keep"),
        ("id", local.as_str()),
        ("name", "Town"),
        ("replies", "closed"),
        ("days", "0"),
    ];
    kept(&paper, &admin, "sections", &form).await;
    // Without the tick it is not in the row; its page is there all the same, under its address.
    assert!(!row(&paper).await.contains(&"Town".to_owned()));
    assert!(paper.get("/local").await.contains("Town"));
    let link = [
        ("act", "row-link"),
        ("label", "Shop"),
        ("href", "https://shop.example/"),
    ];
    kept(&paper, &admin, "navigation", &link).await;
    kept(&paper, &admin, "navigation", &[("act", "row-out"), ("n", "0")]).await;
    let now = row(&paper).await;
    assert!(
        !now.contains(&"Latest".to_owned()) && now.last().unwrap() == "Shop",
        "{now:?}"
    );
    let bad = [("act", "foot-link"), ("label", "Bad"), ("href", "javascript:alert(1)")];
    let refused = send(&paper, &admin, "navigation", &bad).await;
    assert_eq!(refused.status, 422);
    assert!(refused.contains("value=\"javascript:alert(1)\""));
    kept(
        &paper,
        &admin,
        "navigation",
        &[("act", "foot-link"), ("label", "About"), ("href", "/about")],
    )
    .await;
    assert!(paper.get("/").await.contains("<a href=\"/about\">About</a>"));
    kept(&paper, &admin, "navigation", &[("act", "row-reset")]).await;
    assert_eq!(row(&paper).await[..2], ["Latest", "International"]);
}

async fn a_section_that_is_removed_answers_gone(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    paper.publish(&Draft::of("Ferry")).await;
    let (local, economy) = (paper.sections["local"].clone(), paper.sections["economy"].clone());
    assert_eq!(paper.get("/economy").await.status, 200);
    assert_eq!(
        send(&paper, &admin, "sections", &[("act", "remove"), ("id", &local)])
            .await
            .status,
        422
    );
    kept(&paper, &admin, "sections", &[("act", "remove"), ("id", &economy)]).await;
    assert_eq!(paper.get("/economy").await.status, 410);
    assert!(!paper.get("/").await.contains("href=\"/economy\""));
    let now = number(&paper).await;
    paper.send_as(&admin, "/desk/settings/undo", &[("number", &now)]).await;
    assert_eq!(paper.get("/economy").await.status, 200);
}

async fn robots_txt_is_served_as_it_was_previewed(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let before = paper.get("/robots.txt").await.text();
    assert!(before.contains("User-agent: GPTBot") && !before.contains("OAI-SearchBot"));
    let form = [
        ("indexed", "1"),
        ("refuse-answering", "1"),
        ("lines", "User-agent: SlowBot\r\nCrawl-delay: 9"),
    ];
    let mut preview = vec![("act", "preview")];
    preview.extend(form);
    let page = send(&paper, &admin, "robots", &preview).await;
    assert_eq!(page.status, 200);
    assert_eq!(paper.get("/robots.txt").await.text(), before);
    kept(&paper, &admin, "robots", &form).await;
    let served = paper.get("/robots.txt").await.text();
    assert!(page.contains(&served), "{served}");
    assert!(served.contains("User-agent: SlowBot\nCrawl-delay: 9\n") && served.contains("OAI-SearchBot"));
    assert!(!served.contains("GPTBot"));
    let broken = send(&paper, &admin, "robots", &[("indexed", "1"), ("lines", "Disallow: /")]).await;
    assert_eq!(broken.status, 422);
    assert!(broken.contains(">Disallow: /</textarea>"));
    assert_eq!(paper.get("/robots.txt").await.text(), served);
}

async fn a_look_is_previewed_in_a_frame_and_then_worn(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let chosen = [
        ("accent", "blue"),
        ("type", "mixed"),
        ("width", "wide"),
        ("scheme", "light"),
        ("plate", "left"),
    ];
    let mut preview = vec![("act", "preview")];
    preview.extend(chosen);
    let page = send(&paper, &admin, "look", &preview).await;
    assert!(page.says("content-security-policy").contains("frame-src 'self'"));
    let framed = "/desk/settings/look/frame?accent=blue&type=mixed&width=wide&scheme=light&plate=left&night=1";
    assert!(page.contains(&framed.replace('&', "&amp;")), "{}", page.text());
    let frame = paper.get_as(&admin, framed).await;
    let worn = "class=\"accent-blue type-mixed scheme-light plate-left\"";
    assert!(frame.contains(worn));
    assert_eq!(frame.says("x-frame-options"), "SAMEORIGIN");
    assert_eq!(frame.says("cache-control"), "no-store, private");
    assert!(frame.contains("/desk/settings/look/sheet?night=1"));
    let sheet = paper.get_as(&admin, "/desk/settings/look/sheet?night=1").await;
    assert!(sheet.says("content-type").starts_with("text/css"));
    assert!(!sheet.contains("prefers-color-scheme") && sheet.contains("color-scheme:dark"));
    assert!(!paper.get("/").await.contains("accent-blue"));
    kept(&paper, &admin, "look", &chosen).await;
    assert!(paper.get("/").await.contains(worn));
}

async fn replies_follow_the_paper_where_a_section_does(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let admin = paper.colleague(&[Role::Admin]).await;
    let live = paper.publish(&Draft::of("Ferry")).await;
    let form = |page: &Answer| page.contains("action=\"/replies\"");
    assert!(form(&paper.get(&live.path).await));
    let local = paper.sections["local"].clone();
    let follow = [
        ("act", "keep"),
        ("id", local.as_str()),
        ("name", "Local"),
        ("replies", "paper"),
        ("days", "14"),
        ("shown", "1"),
    ];
    kept(&paper, &admin, "sections", &follow).await;
    assert!(form(&paper.get(&live.path).await));
    kept(&paper, &admin, "replies", &[("rule", "closed"), ("days", "0")]).await;
    assert!(!form(&paper.get(&live.path).await));
    let open = [
        ("rule", "open"),
        ("days", "0"),
        ("hold-links", "1"),
        ("words", "Casino\n"),
    ];
    kept(&paper, &admin, "replies", &open).await;
    for (text, shows) in [
        ("A plain word.", true),
        ("See https://a.example for it.", false),
        ("The CASINO again.", false),
    ] {
        paper.reply_to(&live, text).await;
        let words = text.split(' ').next_back().unwrap();
        assert_eq!(paper.get(&live.path).await.contains(text), shows, "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_node_sees_what_was_kept() {
    // PostgreSQL alone is served by several nodes.
    let Some(scratch) = Scratch::new(On::Postgres).await else {
        return;
    };
    let first = TestPaper::empty(scratch).await;
    let admin = first.colleague(&[Role::Admin]).await;
    let second = first.second_node().await;
    assert!(second.get("/").await.contains("The Example"));
    kept(&first, &admin, "paper", &PLATE).await;
    second.until("/", |page| page.contains("The Post")).await;
}
