//! Wrong usage ends with 2, a refusal with 1, and both say what to do.

use super::Desk;

#[test]
fn wrong_usage_ends_with_two() {
    let desk = Desk::new();
    for words in [
        vec!["frobnicate"],
        vec!["serve", "--listen", "banana"],
        vec!["new", "--name", "X"],
        vec!["import", "page"],
        vec!["import", "page", "a.html", "--publish", "--draft"],
        vec!["replies", "approve"],
        vec!["config", "--database", "mysql://x"],
    ] {
        let said = desk.run(&words);
        assert_eq!(said.code, 2, "{words:?}: {}", said.err);
        assert!(said.out.is_empty(), "{words:?}");
    }
}

#[test]
fn without_a_paper_every_command_says_how_to_make_one() {
    let desk = Desk::new();
    for words in [
        vec!["serve", "--listen", "127.0.0.1:0"],
        vec!["replies", "list"],
        vec!["import", "page", "a.html"],
        vec!["front", "show"],
    ] {
        let said = desk.run(&words);
        assert_eq!(said.code, 1, "{words:?}");
        assert!(said.err.starts_with("error: "), "{}", said.err);
        assert!(said.err.contains("courant new"), "{}", said.err);
    }
    assert!(
        !desk.path().join("data").exists(),
        "looking for a paper must not make one"
    );
}

#[test]
fn a_reply_that_is_not_there_is_a_refusal() {
    let said = Desk::with_paper().run(&["replies", "approve", "nobody"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("there is no reply nobody"), "{}", said.err);
}

#[test]
fn an_empty_list_of_replies_is_an_empty_list() {
    let said = Desk::with_paper().run(&["replies", "list", "--json"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.json()["replies"], serde_json::json!([]));
}

#[test]
fn the_theme_that_is_copied_passes_its_check_and_a_broken_one_is_named_with_its_line() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["theme", "copy", "ours"]).code, 0);
    let said = desk.run(&["theme", "check", "ours", "--json"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert_eq!(said.json()["problems"], serde_json::json!([]));
    let template = desk.path().join("ours/templates/story.html");
    let text = std::fs::read_to_string(&template).unwrap();
    std::fs::write(&template, format!("{text}\n{{% endif %}}\n")).unwrap();
    let said = desk.run(&["theme", "check", "ours", "--json"]);
    assert_eq!(said.code, 1);
    let problem = &said.json()["problems"][0];
    assert_eq!(problem["file"], "templates/story.html");
    assert!(problem["line"].as_u64().unwrap() > 1);
    assert_eq!(
        desk.run(&["theme", "copy", "ours"]).code,
        1,
        "a folder with files in it is left alone"
    );
}
