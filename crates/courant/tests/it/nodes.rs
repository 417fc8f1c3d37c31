//! Several processes around one paper: nodes on PostgreSQL, and commands beside a server on both engines.
//! Run by `cargo test`; times are printed, never asserted.

use crate::harness::{Draft, TestPaper};
use courant_model::actor::Actor;
use courant_newsroom::commands::revise_paper;
use courant_store::on_both;
use courant_store::scratch::{On, Scratch};
use std::time::Instant;

on_both!(a_change_by_a_command_beside_the_server_shows_on_its_pages);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_node_publishes_the_other_serves() {
    let Some(scratch) = Scratch::new(On::Postgres).await else {
        return;
    };
    let first = TestPaper::empty(scratch).await;
    let second = first.second_node().await;
    let live = first
        .publish(&Draft {
            slug: "ferry",
            ..Draft::of("Version number 0")
        })
        .await;
    second.until("/local/ferry", |answer| answer.status == 200).await;
    let mut slowest = std::time::Duration::ZERO;
    for n in 1..=10 {
        let (writer, reader) = if n % 2 == 0 {
            (&first, &second)
        } else {
            (&second, &first)
        };
        let headline = format!("Version number {n}");
        // Both have the page in memory.
        for node in [&first, &second] {
            node.get("/local/ferry").await;
            node.get("/").await;
        }
        writer.update(&live.story_id, &Draft::of(&headline)).await;
        let begun = Instant::now();
        for path in ["/local/ferry", "/", "/feed.xml"] {
            reader.until(path, |answer| answer.contains(&headline)).await;
        }
        slowest = slowest.max(begun.elapsed());
        writer.until("/local/ferry", |answer| answer.contains(&headline)).await;
    }
    println!("published on one node, seen on the other after at most {slowest:?}");
    second
        .until("/search?q=number", |answer| answer.contains("Version number 10"))
        .await;
    first.take_down(&live.story_id).await;
    second.until("/local/ferry", |answer| answer.status == 410).await;
}

async fn a_change_by_a_command_beside_the_server_shows_on_its_pages(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let beside = paper.beside().await;
    for n in 1..=5 {
        let name = format!("The Example, edition {n}");
        paper.get("/").await;
        let mut tx = beside.store.write().await.unwrap();
        let mut settings = revise_paper::current(&mut tx).await.unwrap();
        settings.name.clone_from(&name);
        revise_paper::run(&mut tx, &beside.house, &Actor::Console, &settings)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let begun = Instant::now();
        paper.until("/", |answer| answer.contains(&name)).await;
        println!("seen after {:?}", begun.elapsed());
    }
}
