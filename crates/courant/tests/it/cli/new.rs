//! `courant new` makes a paper once, with a secret that only its owner may read.

use super::Desk;

#[test]
fn a_new_paper_has_its_folder_secret_store_and_settings() {
    let desk = Desk::new();
    let said = desk.run(&[
        "new",
        "--data",
        "paper",
        "--name",
        "The Example",
        "--zone",
        "Europe/Lisbon",
        "--url",
        "https://news.example",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    for file in ["courant.toml", "courant.db", "secret.key"] {
        assert!(desk.path().join("paper").join(file).is_file(), "{file}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(desk.path().join("paper/secret.key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let said = desk.run(&["config", "--data", "paper", "--json"]);
    let url = &said.json()["settings"]["url"];
    assert_eq!(url["value"], "https://news.example");
    assert!(url["from"].as_str().unwrap().starts_with("paper/courant.toml:"));
    let said = desk.run(&["front", "show", "--data", "paper", "--json"]);
    let slots: Vec<String> = said.json()["slots"].as_object().unwrap().keys().cloned().collect();
    for section in ["local", "international", "us-politics", "economy"] {
        assert!(slots.iter().any(|slot| slot == section), "{slots:?}");
    }
}

#[test]
fn a_second_paper_in_the_same_folder_is_refused() {
    let desk = Desk::with_paper();
    let said = desk.run(&["new", "--name", "Another", "--zone", "UTC"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("holds a paper already"), "{}", said.err);
}

#[test]
fn a_zone_that_does_not_exist_is_refused_and_can_be_tried_again() {
    let desk = Desk::new();
    let said = desk.run(&["new", "--name", "The Example", "--zone", "Europe/Lisbonn"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no time zone"), "{}", said.err);
    assert_eq!(
        desk.run(&["new", "--name", "The Example", "--zone", "Europe/Lisbon"])
            .code,
        0
    );
}

#[test]
fn settings_that_stand_there_are_left_alone() {
    let desk = Desk::new();
    desk.write("data/courant.toml", "log = \"error\"\n");
    assert_eq!(desk.run(&["new", "--name", "The Example", "--zone", "UTC"]).code, 0);
    let kept = std::fs::read_to_string(desk.path().join("data/courant.toml")).unwrap();
    assert_eq!(kept, "log = \"error\"\n");
}
