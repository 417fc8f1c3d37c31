//! Addresses: kept for ever, each page with one spelling, none that belongs to Courant given away.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, TestPaper, act};
use courant_model::actor::Actor;
use courant_newsroom::Error;
use courant_newsroom::commands::move_story::{self, Move};
use courant_newsroom::permissions::Who;
use courant_store::on_both;
use courant_store::scratch::Scratch;

const CONSOLE: Who = Who::House(Actor::Console);

on_both!(
    a_moved_story_is_reached_in_one_step_from_every_old_address,
    a_story_that_moves_back_takes_its_old_address_again,
    a_story_changes_its_section_where_the_pattern_names_none,
    a_second_story_of_the_same_headline_gets_a_number,
    words_of_the_house_are_never_addresses_of_a_page,
    an_address_in_another_script_works_in_every_spelling,
);

async fn a_story_changes_its_section_where_the_pattern_names_none(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    paper
        .revise_paper(|settings| "/{number}-{slug}".clone_into(&mut settings.permalink))
        .await;
    let live = paper.publish(&Draft::of("A ferry")).await;
    let end = live.path.trim_start_matches('/').to_owned();
    let wanted = |section: &str| Move {
        story_id: live.story_id.clone(),
        section_id: Some(paper.sections[section].clone()),
        slug: None,
    };
    let moved = act!(paper, move_story::run, &CONSOLE, &wanted("economy")).unwrap();
    assert_eq!(
        (moved.path.as_str(), moved.section_id.as_ref()),
        (live.path.as_str(), paper.sections.get("economy"))
    );
    paper.until("/economy", |answer| answer.contains(&end)).await;
    paper.until("/local", |answer| !answer.contains(&end)).await;
    assert_eq!(paper.get(&live.path).await.status, 200);
    let again = act!(paper, move_story::run, &CONSOLE, &wanted("economy"));
    assert!(matches!(again, Err(Error::Refusal(refusal)) if refusal.key == "move-nowhere"));
}

async fn leads(paper: &TestPaper, from: &str, to: &str) {
    let answer = paper.until(from, |answer| answer.status == 301).await;
    let target = answer.says("location");
    assert_eq!(target.strip_prefix(&paper.url).unwrap_or(&target), to, "{from}");
}

async fn a_moved_story_is_reached_in_one_step_from_every_old_address(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper
        .publish(&Draft {
            slug: "first",
            ..Draft::of("A ferry")
        })
        .await;
    paper.until("/local/first", |answer| answer.status == 200).await;
    paper.until("/latest", |answer| answer.contains("/local/first")).await;
    paper.move_to(&live.story_id, "economy", "second").await;
    leads(&paper, "/local/first", "/economy/second").await;
    paper.move_to(&live.story_id, "international", "third").await;
    for old in ["/local/first", "/economy/second"] {
        paper
            .until(old, |answer| answer.says("location").ends_with("/international/third"))
            .await;
        leads(&paper, old, "/international/third").await;
        leads(&paper, &format!("{old}?utm_source=x"), "/international/third").await;
    }
    assert_eq!(
        paper.page("/international/third").await.text("h1").as_deref(),
        Some("A ferry")
    );
    for (list, has) in [
        ("/latest", true),
        ("/international", true),
        ("/local", false),
        ("/economy", false),
        ("/", true),
    ] {
        paper
            .until(list, |answer| answer.contains("/international/third") == has)
            .await;
        assert!(!paper.get(list).await.contains("/local/first"), "{list}");
    }
    paper
        .until("/search?q=ferry", |answer| answer.contains("/international/third"))
        .await;
    let embed = paper.get(&format!("/oembed?url={}/local/first", paper.url)).await;
    assert!(embed.contains("/international/third"), "{}", embed.text());
}

async fn a_story_that_moves_back_takes_its_old_address_again(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper
        .publish(&Draft {
            slug: "first",
            ..Draft::of("A ferry")
        })
        .await;
    paper.until("/local/first", |answer| answer.status == 200).await;
    paper.move_to(&live.story_id, "economy", "second").await;
    leads(&paper, "/local/first", "/economy/second").await;
    let back = paper.move_to(&live.story_id, "local", "first").await;
    assert_eq!(back.path, "/local/first");
    leads(&paper, "/economy/second", "/local/first").await;
    paper.until("/local/first", |answer| answer.status == 200).await;
    // Another story cannot take an address that leads to this one.
    let other = paper
        .publish(&Draft {
            slug: "second",
            section: "economy",
            ..Draft::of("Other")
        })
        .await;
    assert_eq!(other.path, "/economy/second-2");
    leads(&paper, "/economy/second", "/local/first").await;
}

async fn a_second_story_of_the_same_headline_gets_a_number(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let mut paths = Vec::new();
    for _ in 0..3 {
        paths.push(paper.publish(&Draft::of("Rain, again")).await.path);
    }
    assert_eq!(
        paths,
        ["/local/rain-again", "/local/rain-again-2", "/local/rain-again-3"]
    );
    for path in &paths {
        let page = paper.page(path).await;
        assert_eq!(
            page.attribute("link[rel=canonical]", "href"),
            Some(format!("{}{path}", paper.url))
        );
    }
    let elsewhere = paper
        .publish(&Draft {
            section: "economy",
            ..Draft::of("Rain, again")
        })
        .await;
    assert_eq!(elsewhere.path, "/economy/rain-again");
    let gone = paper.publish(&Draft::of("Never to be used again")).await;
    paper.take_down(&gone.story_id).await;
    let next = paper.publish(&Draft::of("Never to be used again")).await;
    assert_eq!(next.path, "/local/never-to-be-used-again-2");
}

async fn words_of_the_house_are_never_addresses_of_a_page(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    for word in ["Search", "Desk", "API", "Latest", "Corrections", "Media", "Local"] {
        let page = paper
            .publish(&Draft {
                section: "",
                ..Draft::of(word)
            })
            .await;
        assert_eq!(page.path, format!("/{}-2", word.to_lowercase()));
        assert_eq!(paper.page(&page.path).await.text("h1").as_deref(), Some(word));
    }
}

async fn an_address_in_another_script_works_in_every_spelling(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper
        .publish(&Draft {
            slug: "東京",
            ..Draft::of("東京の天気")
        })
        .await;
    assert_eq!(live.path, "/local/東京");
    let printed = "/local/%E6%9D%B1%E4%BA%AC";
    let page = paper.page(printed).await;
    assert_eq!(
        page.attribute("link[rel=canonical]", "href"),
        Some(format!("{}{printed}", paper.url))
    );
    paper.until("/latest", |answer| answer.contains(printed)).await;
    for other in [
        "/local/%e6%9d%b1%e4%ba%ac",
        "/%6Cocal/%E6%9D%B1%E4%BA%AC",
        "/local/%E6%9D%B1%E4%BA%AC/",
        "//local/%E6%9D%B1%E4%BA%AC",
    ] {
        leads(&paper, other, printed).await;
    }
    assert_eq!(paper.get("/local/東京").await.status, 301, "bytes that are not encoded");
    // A section in another script, and its feeds.
    let other = paper
        .publish(&Draft {
            section: "東京",
            ..Draft::of("Festival")
        })
        .await;
    assert_eq!(other.path, "/東京/festival");
    paper
        .until("/%E6%9D%B1%E4%BA%AC", |answer| answer.contains("Festival"))
        .await;
    paper
        .until("/%E6%9D%B1%E4%BA%AC/feed.xml", |answer| answer.contains("Festival"))
        .await;
    leads(&paper, "/local/", "/local").await;
    // The query stays where the spelling alone is wrong.
    leads(&paper, "/%6Cocal?page=2", "/local?page=2").await;
}
