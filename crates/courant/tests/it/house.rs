//! Standing pages from the settings, the trial letter, and the machine shown. Each claim runs on both engines.

use crate::harness::{Colleague, Draft, TestPaper, until};
use courant_model::account::Role;
use courant_model::story::State;
use courant_newsroom::commands::publish_story::Dated;
use courant_newsroom::outside::mail::Place;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

on_both!(
    a_page_is_made_published_moved_and_taken_down_from_the_settings,
    a_page_stands_on_no_list_of_news,
    an_address_that_is_taken_is_refused_in_words,
    a_trial_letter_says_at_once_what_became_of_it,
    the_machine_is_shown_without_its_secrets,
);

const PAGES: &str = "/desk/settings/pages";

async fn begin(paper: &TestPaper, me: &Colleague, title: &str, address: &str) -> String {
    let made = paper
        .send_as(me, PAGES, &[("title", title), ("address", address)])
        .await;
    assert_eq!(made.status, 303, "{}", made.text());
    let to = made.says("location");
    to.strip_prefix("/desk/stories/").unwrap().to_owned()
}

async fn does(paper: &TestPaper, me: &Colleague, id: &str, act: &str, fields: &[(&str, &str)]) {
    let answer = paper.send_as(me, &format!("{PAGES}/{id}/{act}"), fields).await;
    assert_eq!(answer.status, 303, "{act}: {}", answer.text());
    assert!(
        answer.says("location").starts_with(PAGES),
        "{act}: {}",
        answer.says("location")
    );
}

async fn a_page_is_made_published_moved_and_taken_down_from_the_settings(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let me = paper.colleague(&[Role::Chief, Role::Admin]).await;
    let empty = paper.get_as(&me, PAGES).await;
    assert!(empty.contains("No page yet"), "{}", empty.text());
    let id = begin(&paper, &me, "Who we are", "/about").await;
    assert_eq!(paper.get("/about").await.status, 404);
    assert!(paper.get_as(&me, PAGES).await.contains("It will stand at /about"));
    assert_eq!(paper.get_as(&me, &format!("/desk/stories/{id}")).await.status, 200);

    // One's own page goes out unseen, and onto the list of what is to be read.
    does(&paper, &me, &id, "publish-unseen", &[]).await;
    assert!(paper.get("/about").await.contains("Who we are"));
    does(&paper, &me, &id, "foot", &[]).await;
    assert!(paper.get("/").await.contains("href=\"/about\""));

    let fresh = Draft {
        section: "",
        ..Draft::of("Who we are now")
    };
    paper.revise(&id, &fresh).await;
    assert!(paper.get_as(&me, PAGES).await.contains("The draft is newer"));
    does(&paper, &me, &id, "unseen-update", &[]).await;
    assert!(paper.get("/about").await.contains("Who we are now"));

    does(&paper, &me, &id, "move", &[("address", "/who-we-are")]).await;
    let old = paper.get("/about").await;
    let there = format!("{}/who-we-are", paper.url);
    assert_eq!((old.status, old.says("location")), (301, there));
    let front = paper.get("/").await;
    assert!(front.contains("href=\"/who-we-are\"") && !front.contains("href=\"/about\""));
    assert!(
        paper.get_as(&me, PAGES).await.contains("/about"),
        "the older address is told"
    );
    // Back again: the address is the page's own.
    does(&paper, &me, &id, "move", &[("address", "about")]).await;
    assert_eq!(
        paper.get("/who-we-are").await.says("location"),
        format!("{}/about", paper.url)
    );

    does(&paper, &me, &id, "remove", &[]).await;
    assert_eq!(paper.get("/about").await.status, 410);
    assert_eq!(paper.get("/who-we-are").await.status, 410);
    assert!(
        !paper.get("/").await.contains("href=\"/about\""),
        "the foot leads nowhere dead"
    );
}

async fn a_page_stands_on_no_list_of_news(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    paper.publish(&Draft::of("News of the day")).await;
    let id = paper
        .file(&Draft {
            section: "",
            html: "<p>Our zwieback policy.</p>",
            ..Draft::of("How we correct")
        })
        .await;
    paper.put_out(&id, Dated::Now, "how-we-correct").await;
    assert_eq!(paper.get("/how-we-correct").await.status, 200);
    for path in [
        "/",
        "/latest",
        "/local",
        "/feed.xml",
        "/atom.xml",
        "/feed.json",
        "/local/feed.xml",
        "/news-sitemap.xml",
    ] {
        let answer = paper.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.contains("News of the day"), "{path}");
        assert!(
            !answer.contains("How we correct") && !answer.contains("/how-we-correct"),
            "{path}"
        );
    }
    let map = paper.get("/sitemap.xml").await.text();
    let part = map
        .split("<loc>")
        .filter_map(|rest| rest.split("</loc>").next())
        .filter_map(|url| url.strip_prefix(paper.url.as_str()))
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let mut found = map.contains("/how-we-correct");
    for path in part {
        found |= paper.get(&path).await.contains("/how-we-correct");
    }
    assert!(found, "the sitemap has it: {map}");
    paper
        .until("/search?q=day", |answer| answer.contains("News of the day"))
        .await;
    let answer = paper.get("/search?q=zwieback").await;
    assert!(!answer.contains("/how-we-correct"), "search finds stories");
}

async fn an_address_that_is_taken_is_refused_in_words(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let me = paper.colleague(&[Role::Chief, Role::Admin]).await;
    let first = begin(&paper, &me, "About", "").await;
    does(&paper, &me, &first, "publish-unseen", &[]).await;
    for (address, says) in [
        ("search", "an address of the paper itself"),
        ("/local", "a section stands at /local"),
        ("about", "another page stands at /about"),
        ("local/about", "one part"),
        ("—", "a letter or a digit"),
    ] {
        let fields = [("title", "Imprint"), ("address", address)];
        let answer = paper.send_as(&me, PAGES, &fields).await;
        assert_eq!(answer.status, 422, "{address}");
        let text = answer.text().to_lowercase().replace("&#x2f;", "/");
        assert!(text.contains(says), "{address}: {text}");
        assert!(text.contains("value=\"imprint\""), "what was typed is kept");
    }
    // Two drafts may want one address; the second to go out is refused, not renamed.
    let second = begin(&paper, &me, "Contact", "contact").await;
    let third = begin(&paper, &me, "Contact us", "contact").await;
    does(&paper, &me, &second, "publish-unseen", &[]).await;
    let refused = paper
        .send_as(&me, &format!("{PAGES}/{third}/publish-unseen"), &[])
        .await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let refused = paper
        .send_as(&me, &format!("{PAGES}/{second}/move"), &[("address", "economy")])
        .await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    does(&paper, &me, &third, "want", &[("address", "write-to-us")]).await;
    does(&paper, &me, &third, "publish-unseen", &[]).await;
    assert_eq!(paper.get("/write-to-us").await.status, 200);
    // Another's story is no page of the settings.
    let story = paper.publish(&Draft::of("A story")).await;
    let answer = paper
        .send_as(&me, &format!("{PAGES}/{}/remove", story.story_id), &[])
        .await;
    assert_eq!(answer.status, 404);
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let stands = q!(tx, stories::by_id(&story.story_id)).unwrap().unwrap();
    assert_eq!(stands.state, State::Published.as_str());
}

/// A mail server that takes what goes to anybody but `nobody@…`.
async fn mail_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (from, mut to) = stream.into_split();
                let mut lines = BufReader::new(from).lines();
                let _ = to.write_all(b"220 mail.example\r\n").await;
                let mut in_letter = false;
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer = match line.to_uppercase() {
                        _ if in_letter && line != "." => continue,
                        _ if in_letter => {
                            in_letter = false;
                            "250 2.0.0 queued as 4711"
                        }
                        said if said.starts_with("RCPT TO:<NOBODY") => "550 5.1.1 there is no nobody here",
                        said if said.starts_with("DATA") => {
                            in_letter = true;
                            "354 go on"
                        }
                        said if said.starts_with("QUIT") => "221 bye",
                        _ => "250 ok",
                    };
                    let _ = to.write_all(format!("{answer}\r\n").as_bytes()).await;
                }
            });
        }
    });
    format!("smtp://{address}")
}

async fn a_trial_letter_says_at_once_what_became_of_it(scratch: Scratch) {
    let server = mail_server().await;
    let paper = TestPaper::set_up(scratch, Some(Place::parse(&server).unwrap()), |_| {}).await;
    let me = paper.colleague(&[Role::Admin]).await;
    let page = paper.get_as(&me, "/desk/settings/machine").await;
    assert!(
        page.contains(&me.email),
        "one's own address stands in the field: {}",
        page.text()
    );
    let send = |address: &'static str| {
        let (paper, me) = (&paper, &me);
        async move {
            let path = "/desk/settings/machine/letter";
            paper.send_as(me, path, &[("address", address)]).await
        }
    };
    let taken = send("ana@news.example").await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    assert!(
        taken.contains("took the letter") && taken.contains("queued as 4711"),
        "{}",
        taken.text()
    );
    let refused = send("nobody@news.example").await;
    assert!(
        refused.contains("did not go") && refused.contains("there is no nobody here"),
        "{}",
        refused.text()
    );
    let wrong = send("nobody").await;
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    // Nothing was left for later.
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert!(q!(tx, jobs::all(10)).unwrap().is_empty());
    drop(tx);
    let mut last = 200;
    for _ in 0..6 {
        last = send("ana@news.example").await.status;
    }
    assert_eq!(last, 422, "not without end");
    let other = paper.colleague(&[Role::Chief]).await;
    let path = "/desk/settings/machine/letter";
    assert_eq!(
        paper
            .send_as(&other, path, &[("address", "a@news.example")])
            .await
            .status,
        403
    );
}

async fn the_machine_is_shown_without_its_secrets(scratch: Scratch) {
    let folder = scratch.folder.path().join("letters");
    let data = scratch.folder.path().to_owned();
    let paper = TestPaper::set_up(scratch, Some(Place::Folder(folder.clone())), move |settings| {
        settings.machine = courant_web::Machine {
            version: "9.9.9",
            file: Some("courant.toml".into()),
            lines: vec![courant_web::MachineLine {
                key: "blobs.secret_key",
                variable: "COURANT_BLOBS_SECRET_KEY".into(),
                value: Some("***".into()),
                from: "courant.toml:7".into(),
            }],
            blobs: Some(data.join("blobs")),
            data,
        };
    })
    .await;
    let me = paper.colleague(&[Role::Admin]).await;
    let path = "/desk/settings/machine/letter";
    let kept = paper.send_as(&me, path, &[("address", "ana@news.example")]).await;
    assert!(kept.contains("lies in this file"), "{}", kept.text());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);

    paper.publish(&Draft::of("Ferry fares rise")).await;
    let engine = if paper.newsroom.store.engine() == "postgres" {
        "PostgreSQL"
    } else {
        "SQLite 3."
    };
    let page = paper.get_as(&me, "/desk/settings/machine").await;
    for says in [
        "9.9.9",
        engine,
        "blobs.secret_key",
        "COURANT_BLOBS_SECRET_KEY",
        "***",
        "courant.toml:7",
        "Free on the disk",
        "Page cache of this node",
        "Search index of this node",
        "Reading stories for names",
    ] {
        assert!(page.contains(says), "{says}: {}", page.text());
    }
    // An entry that gives a follower nothing to do leaves none behind.
    paper
        .revise_paper(|settings| "Of the bay".clone_into(&mut settings.tagline))
        .await;
    let text = until("nobody is behind", || async {
        let text = paper.get_as(&me, "/desk/settings/machine").await.text();
        let table = text
            .split("id=\"followers\"")
            .nth(1)?
            .split("</table>")
            .next()?
            .to_owned();
        let rows = table.matches("</td></tr>").count();
        (rows == 3 && table.matches("<td class=\"figures\">0</td></tr>").count() == rows).then_some(table)
    })
    .await;
    assert!(text.contains("Related stories"), "{text}");
    let other = paper.colleague(&[Role::Chief, Role::Editor]).await;
    assert_eq!(paper.get_as(&other, "/desk/settings/machine").await.status, 403);
}
