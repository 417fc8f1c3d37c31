//! From the newsroom to readers: what is published is everywhere it belongs at once, and what is not is nowhere.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, TestPaper};
use crate::site::crawl;
use courant_newsroom::commands::publish_story::Dated;
use courant_store::on_both;
use courant_store::scratch::Scratch;

on_both!(
    a_published_story_is_everywhere_it_belongs,
    an_update_changes_every_page_that_shows_the_story,
    a_draft_leaks_nowhere,
    a_story_of_unknown_date_is_on_no_list,
    a_removed_story_is_gone_from_everything,
    a_standing_page_is_on_no_list,
    a_correction_shows_at_the_story_in_the_log_and_to_machines,
);

/// Every way out on which a story of the drafts below belongs.
const WAYS_OUT: [&str; 19] = [
    "/",
    "/latest",
    "/economy",
    "/by/ana-reis",
    "/topic/harbour",
    "/feed.xml",
    "/atom.xml",
    "/feed.json",
    "/economy/feed.xml",
    "/economy/atom.xml",
    "/economy/feed.json",
    "/by/ana-reis/feed.xml",
    "/by/ana-reis/feed.json",
    "/topic/harbour/feed.xml",
    "/topic/harbour/atom.xml",
    "/sitemaps/1.xml",
    "/news-sitemap.xml",
    "/search?q=Zanzibarfel",
    "/oembed?url=SITE/economy/zanzibarfel",
];

fn zanzibarfel(headline: &str, dated: Dated) -> Draft<'_> {
    Draft {
        section: "economy",
        author: Some("Ana Reis"),
        topic: Some("Harbour"),
        slug: "zanzibarfel",
        dated,
        ..Draft::of(headline)
    }
}

fn address(paper: &TestPaper, way: &str) -> String {
    way.replace("SITE", &paper.url)
}

async fn a_published_story_is_everywhere_it_belongs(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    // Another story of the same author first, so that every list is there, and kept in memory.
    paper
        .publish(&Draft {
            slug: "other",
            ..zanzibarfel("Other", Dated::Now)
        })
        .await;
    for way in WAYS_OUT {
        let answer = paper.get(&address(&paper, way)).await;
        assert!(!answer.text().to_lowercase().contains("/economy/zanzibarfel"), "{way}");
    }
    let live = paper.publish(&zanzibarfel("Zanzibarfel sails", Dated::Now)).await;
    assert_eq!(live.path, "/economy/zanzibarfel");
    for way in WAYS_OUT {
        let wanted = if way.starts_with("/sitemaps") {
            "/economy/zanzibarfel"
        } else {
            "Zanzibarfel sails"
        };
        let way = address(&paper, way);
        paper
            .until(&way, |answer| answer.status == 200 && answer.contains(wanted))
            .await;
    }
    let page = paper.page("/economy/zanzibarfel").await;
    assert_eq!(page.text("h1").as_deref(), Some("Zanzibarfel sails"));
}

async fn an_update_changes_every_page_that_shows_the_story(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper.publish(&zanzibarfel("Zanzibarfel sails", Dated::Now)).await;
    for way in WAYS_OUT {
        let way = address(&paper, way);
        paper.until(&way, |answer| answer.contains("anzibarfel")).await;
    }
    paper
        .update(&live.story_id, &zanzibarfel("Zanzibarfel founders", Dated::Now))
        .await;
    for way in WAYS_OUT.into_iter().filter(|way| !way.starts_with("/sitemaps")) {
        let way = address(&paper, way);
        paper
            .until(&way, |answer| {
                answer.contains("Zanzibarfel founders") && !answer.contains("Zanzibarfel sails")
            })
            .await;
    }
}

/// Nothing of a story can be reached, wherever one begins.
async fn is_nowhere(paper: &TestPaper, word: &str) {
    for (path, (answer, from)) in crawl(paper).await {
        assert!(!answer.contains(word), "{path}, found on {from:?}, says {word}");
    }
    for way in WAYS_OUT {
        let answer = paper.get(&address(paper, way)).await;
        // The search page repeats the question.
        let says = answer
            .text()
            .replace(&format!("value=\"{word}\""), "")
            .replace("<title>Zanzibarfel", "");
        if way.starts_with("/search") {
            assert!(!says.contains("<article"), "{way}: {says}");
        } else {
            assert!(!says.contains(word), "{way}");
        }
    }
}

/// Publishes a story that readers may find, and waits until they do: whatever came before it is settled then.
async fn settle(paper: &TestPaper) {
    let witness = Draft {
        slug: "witness",
        author: Some("Ana Reis"),
        topic: Some("Harbour"),
        section: "economy",
        ..Draft::of("Quillonby is a witness")
    };
    paper.publish(&witness).await;
    for way in [
        "/",
        "/latest",
        "/economy",
        "/feed.xml",
        "/search?q=Quillonby",
        "/topic/harbour",
        "/by/ana-reis",
    ] {
        paper.until(way, |answer| answer.contains("/economy/witness")).await;
    }
}

async fn a_draft_leaks_nowhere(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let id = paper.file(&zanzibarfel("Zanzibarfel is secret", Dated::Now)).await;
    paper
        .revise(&id, &zanzibarfel("Zanzibarfel is still secret", Dated::Now))
        .await;
    let public = paper
        .publish(&Draft {
            slug: "public",
            ..zanzibarfel("Public", Dated::Now)
        })
        .await;
    // A published story whose next revision waits.
    paper
        .revise(&public.story_id, &zanzibarfel("Zanzibarfel waits", Dated::Now))
        .await;
    settle(&paper).await;
    is_nowhere(&paper, "Zanzibarfel").await;
    assert_eq!(paper.get("/economy/zanzibarfel").await.status, 404);
    assert_eq!(
        paper.page("/economy/public").await.text("h1").as_deref(),
        Some("Public")
    );
}

async fn a_story_of_unknown_date_is_on_no_list(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    paper
        .publish(&zanzibarfel("Zanzibarfel without a date", Dated::Unknown))
        .await;
    settle(&paper).await;
    let page = paper.page("/economy/zanzibarfel").await;
    assert_eq!(page.text("h1").as_deref(), Some("Zanzibarfel without a date"));
    assert!(!page.has("header time"), "no date is made up");
    let described = page.texts("script").join(" ");
    assert!(!described.contains("datePublished"), "{described}");
    let lists = WAYS_OUT
        .into_iter()
        .filter(|way| !way.starts_with("/search") && !way.starts_with("/sitemaps") && !way.starts_with("/oembed"));
    for way in lists {
        assert!(!paper.get(way).await.contains("Zanzibarfel"), "{way}");
    }
}

async fn a_removed_story_is_gone_from_everything(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper.publish(&zanzibarfel("Zanzibarfel sails", Dated::Now)).await;
    let more = format!(
        "<p>Text.</p><p><a href=\"{}/economy/zanzibarfel\">More</a></p>",
        paper.url
    );
    paper
        .publish(&Draft {
            html: &more,
            slug: "neighbour",
            ..zanzibarfel("Neighbour", Dated::Now)
        })
        .await;
    paper
        .correct(&live.story_id, "It said Zanzibarfel sank.", "Zanzibarfel sails.", true)
        .await;
    paper.move_to(&live.story_id, "local", "zanzibarfel-moved").await;
    for way in ["/corrections", "/local", "/economy/neighbour", "/search?q=Zanzibarfel"] {
        paper.until(way, |answer| answer.contains("Zanzibarfel sails")).await;
    }
    paper.take_down(&live.story_id).await;
    for path in ["/local/zanzibarfel-moved", "/economy/zanzibarfel"] {
        let answer = paper.until(path, |answer| answer.status == 410).await;
        assert!(!answer.contains("Zanzibarfel"), "{path}");
        assert_eq!(paper.get(&format!("{path}?utm_source=x")).await.status, 410);
    }
    settle(&paper).await;
    is_nowhere(&paper, "Zanzibarfel").await;
    let embed = paper
        .get(&format!("/oembed?url={}/local/zanzibarfel-moved", paper.url))
        .await;
    assert_eq!(embed.status, 404);
    for list in ["/corrections", "/economy/neighbour", "/local"] {
        assert!(!paper.get(list).await.contains("Zanzibarfel"), "{list}");
    }
}

async fn a_standing_page_is_on_no_list(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let about = Draft {
        section: "",
        html: "<p>Zanzibarfel is our printer.</p>",
        ..Draft::of("About Zanzibarfel")
    };
    let live = paper.publish(&about).await;
    assert_eq!(live.path, "/about-zanzibarfel");
    paper
        .publish(&Draft {
            slug: "other",
            ..zanzibarfel("Other", Dated::Now)
        })
        .await;
    settle(&paper).await;
    let page = paper.page("/about-zanzibarfel").await;
    assert_eq!(page.text("h1").as_deref(), Some("About Zanzibarfel"));
    assert!(!page.has(".reply-form"));
    for way in WAYS_OUT
        .into_iter()
        .filter(|way| !way.starts_with("/sitemaps") && !way.starts_with("/search"))
    {
        assert!(!paper.get(&address(&paper, way)).await.contains("Zanzibarfel"), "{way}");
    }
    assert!(paper.get("/sitemaps/1.xml").await.contains("/about-zanzibarfel"));
}

async fn a_correction_shows_at_the_story_in_the_log_and_to_machines(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper.publish(&zanzibarfel("Zanzibarfel sails", Dated::Now)).await;
    paper.until("/corrections", |answer| answer.status == 200).await;
    paper.until("/economy/zanzibarfel", |answer| answer.status == 200).await;
    paper.pass(3_600_000_000);
    paper
        .correct(
            &live.story_id,
            "It said twelve boats.",
            "There were twenty-one boats.",
            true,
        )
        .await;
    paper
        .until("/economy/zanzibarfel", |answer| answer.contains("twenty-one boats"))
        .await;
    let page = paper.page("/economy/zanzibarfel").await;
    let top = page.text("header .corrections").unwrap();
    assert!(
        top.contains("There were twenty-one boats.") && top.contains("twelve boats"),
        "{top}"
    );
    let described = page.texts("script").join(" ");
    assert!(described.contains("twenty-one boats"), "{described}");
    assert!(described.contains("dateModified"), "{described}");
    paper
        .correct(&live.story_id, "It said on Monday.", "It was on Sunday.", false)
        .await;
    paper
        .until("/economy/zanzibarfel", |answer| answer.contains("It was on Sunday."))
        .await;
    let page = paper.page("/economy/zanzibarfel").await;
    assert!(page.text("footer .corrections").unwrap().contains("It was on Sunday."));
    assert!(!page.text("header .corrections").unwrap().contains("It was on Sunday."));
    for way in [
        "/corrections",
        "/feed.xml",
        "/atom.xml",
        "/feed.json",
        "/economy/feed.json",
    ] {
        paper
            .until(way, |answer| {
                answer.contains("twenty-one boats") && answer.contains("It was on Sunday.")
            })
            .await;
    }
    let log = paper.page("/corrections").await;
    assert!(
        log.attributes("main a", "href")
            .contains(&"/economy/zanzibarfel".to_owned())
    );
}
