//! House style: rules from files that are tested first, a rule that is retired, and the figures of each.

use super::{draft_of, refusal, told};
use crate::harness::{Draft, TestPaper, act};
use courant_model::account::Role;
use courant_newsroom::commands::decide_note::{self, OfNote, Verdict};
use courant_newsroom::commands::keep_style;
use courant_newsroom::copydesk;
use courant_store::on_both;
use courant_store::scratch::Scratch;
use serde_json::Value;

on_both!(
    a_rule_that_is_retired_is_silent_and_its_figures_stay,
    house_rules_are_read_when_their_files_change_and_tested_first,
);

async fn a_rule_that_is_retired_is_silent_and_its_figures_stay(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let who = editor.who();
    let id = paper.file_as(&who, &Draft::of("Ferry sails again")).await;
    let draft = draft_of(&["The ferry sails again on on Monday, the harbour office said."]);
    let (_, first) = told(&paper, &editor, &id, &draft).await;
    let note = first["notes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|note| note["rule"] == "doubled")
        .unwrap()
        .clone();
    let of = OfNote {
        story_id: id.clone(),
        rule: "doubled".into(),
        passage: note["passage"].as_str().unwrap().to_owned(),
    };
    act!(paper, decide_note::run, &who, &of, &Verdict::Accepted).unwrap();
    let figures = async |rule: &str| {
        let loaded = paper.newsroom.house.style.current().await;
        let mut tx = paper.newsroom.store.read().await.unwrap();
        let lines = copydesk::lines(&mut tx, &loaded).await.unwrap();
        let line = lines.into_iter().find(|line| line.rule == rule).unwrap();
        (line.shown, line.accepted, line.dismissed, line.retired.is_some())
    };
    assert_eq!(figures("doubled").await, (1, 1, 0, false));
    act!(paper, keep_style::retire, &who, "doubled", "wrong on songs").unwrap();
    assert_eq!(figures("doubled").await, (1, 1, 0, true));
    assert_eq!(
        refusal(act!(paper, keep_style::retire, &who, "marks", "x")).0,
        "not-allowed"
    );
    let (_, second) = told(&paper, &editor, &id, &draft).await;
    assert!(
        second["notes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|note| note["rule"] != "doubled")
    );
    let page = paper.get_as(&editor, "/desk/house-style").await;
    assert!(page.contains("wrong on songs") && page.status == 200);
    assert_eq!(paper.get_as(&editor, "/desk/checks/doubled").await.status, 200);
    act!(paper, keep_style::restore, &who, "doubled").unwrap();
    let (_, third) = told(&paper, &editor, &id, &draft).await;
    assert!(
        third["notes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|note| note["rule"] == "doubled")
    );
}

async fn house_rules_are_read_when_their_files_change_and_tested_first(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let id = paper.file_as(&editor.who(), &Draft::of("Ferry sails again")).await;
    let draft = draft_of(&["The vessel sails again on Monday, the harbour office said."]);
    let folder = paper.folder().join("styles").join("Courier");
    std::fs::create_dir_all(&folder).unwrap();
    let rule = |words: &str| {
        format!(
            "extends: substitution\nmessage: \"Write “%s”.\"\nlevel: error\nignorecase: true\nswap:\n  {words}\nexamples:\n  hits: [\"The vessel sank.\"]\n  silent: [\"The ferry sank.\"]\n"
        )
    };
    std::fs::write(folder.join("Ships.yml"), rule("vessel: ferry")).unwrap();
    let (_, first) = told(&paper, &editor, &id, &draft).await;
    let ours = |told: &Value| {
        told["notes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|note| note["rule"] == "Courier.Ships")
            .cloned()
    };
    let note = ours(&first).unwrap();
    assert_eq!(
        (note["severity"].as_str(), note["mend"]["with"].as_str()),
        (Some("stop"), Some("ferry"))
    );
    // A rule whose own example fails is named with file and line, and not used.
    std::fs::write(folder.join("Ships.yml"), rule("steamboat: ferry")).unwrap();
    let (_, second) = told(&paper, &editor, &id, &draft).await;
    assert!(ours(&second).is_none());
    let page = paper.get_as(&editor, "/desk/house-style").await.text();
    assert!(
        page.contains("Courier/Ships.yml:8") || page.contains("Courier&#x2f;Ships.yml:8"),
        "{page}"
    );
    std::fs::write(folder.join("Ships.yml"), "extends: nothing\n").unwrap();
    assert!(paper.get_as(&editor, "/desk/house-style").await.contains("Ships.yml"));
    std::fs::remove_file(folder.join("Ships.yml")).unwrap();
    // The paper's dictionary and its own words.
    std::fs::write(folder.join("en.aff"), "SET UTF-8\n").unwrap();
    let known = [
        "The", "ferry", "sails", "again", "on", "Monday", "the", "harbour", "office", "said",
    ];
    std::fs::write(
        folder.join("en.dic"),
        format!("{}\n{}\n", known.len(), known.join("\n")),
    )
    .unwrap();
    std::fs::write(folder.join("words.txt"), "# ours\nvesssel\n").unwrap();
    let misspelt = draft_of(&["The vesssel sails again on Monday, the harbuor office said."]);
    let (_, third) = told(&paper, &editor, &id, &misspelt).await;
    let spelt: Vec<&str> = third["notes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|note| note["rule"] == "spelling")
        .filter_map(|note| note["text"].as_str())
        .collect();
    assert_eq!(spelt, ["harbuor"]);
}
