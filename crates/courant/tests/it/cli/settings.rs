//! `courant config` prints what is in force and where it came from, and names what is wrong.

use super::Desk;

#[test]
fn each_rank_of_settings_goes_before_the_one_below() {
    let desk = Desk::new();
    desk.write("data/courant.toml", "listen = \"127.0.0.1:1\"\nlog = \"error\"\n");
    let said = desk.run_with(&["config", "--json"], &[("COURANT_LISTEN", "127.0.0.1:2")]);
    assert_eq!(said.code, 0, "{}", said.err);
    let settings = &said.json()["settings"];
    assert_eq!(settings["listen"]["value"], "127.0.0.1:2");
    assert_eq!(settings["listen"]["from"], "COURANT_LISTEN");
    assert_eq!(settings["log"]["from"], "data/courant.toml:2");
    assert_eq!(settings["data"]["from"], "default");
    let said = desk.run(&["config", "--json", "--data", "data"]);
    assert_eq!(said.json()["settings"]["data"]["from"], "--data");
}

#[test]
fn a_wrong_key_stops_every_command_and_is_named_with_file_line_and_column() {
    let desk = Desk::new();
    desk.write("courant.toml", "# the machine\n\nlisen = \"127.0.0.1:1\"\n");
    for words in [vec!["config"], vec!["serve"], vec!["replies", "list"]] {
        let said = desk.run(&words);
        assert_eq!(said.code, 1);
        assert_eq!(
            said.err,
            "error: courant.toml:3:1: unknown key `lisen`; did you mean `listen`?\n"
        );
    }
}

#[test]
fn secrets_are_never_printed() {
    let desk = Desk::new();
    for words in [vec!["config"], vec!["config", "--json"]] {
        let said = desk.run_with(
            &words,
            &[
                ("COURANT_DATABASE", "postgres://paper:hunter2@127.0.0.1:1/paper"),
                ("COURANT_BLOBS_BUCKET", "pictures"),
                ("COURANT_BLOBS_ACCESS_KEY", "reader"),
                ("COURANT_BLOBS_SECRET_KEY", "hunter2"),
            ],
        );
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(!said.out.contains("hunter2") && !said.err.contains("hunter2"));
        assert!(said.out.contains("***"));
    }
}
