//! `courant export` and `courant import courant` as a person at a console uses them.

use super::Desk;
use std::process::Command;

#[test]
fn a_paper_goes_into_one_file_and_comes_out_of_it_the_same() {
    let desk = Desk::with_paper();
    assert_eq!(desk.run(&["bench-fill", "--stories", "25"]).code, 0);
    desk.write(
        "data/styles/house.yml",
        "extends: existence\nmessage: \"Say %s otherwise\"\nlevel: note\ntokens: [utilise]\n",
    );
    let said = desk.run(&["export", "--json", "out.tar.gz"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let report = said.json();
    let rows = |table: &str| {
        let files = report["manifest"]["files"].as_array().unwrap();
        files.iter().find(|file| file["table"] == table).unwrap()["rows"]
            .as_u64()
            .unwrap()
    };
    assert_eq!((rows("story"), rows("live"), rows("section")), (25, 25, 4));

    let said = desk.run(&["import", "courant", "out.tar.gz", "--data", "other", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let report = said.json();
    assert_eq!(report["in"]["stories"], 25);
    assert_eq!(report["in"], report["out"]);
    assert_eq!((&report["updated"], &report["unchanged"]), (&0.into(), &0.into()));
    assert!(desk.path().join("other/styles/house.yml").is_file());

    // Both papers write the same files again.
    for (data, out) in [("data", "first"), ("other", "second")] {
        let said = desk.run(&["export", out, "--data", data]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.contains("25  stories"), "{}", said.out);
    }
    let read = |name: &str| std::fs::read_to_string(desk.path().join(name)).unwrap();
    for file in [
        "stories/stories.jsonl",
        "stories/revisions.jsonl",
        "addresses.jsonl",
        "paper/settings.jsonl",
    ] {
        assert_eq!(
            read(&format!("first/{file}")),
            read(&format!("second/{file}")),
            "{file}"
        );
    }
    // The checksums are as the usual program reads them.
    if let Ok(checked) = Command::new("sha256sum")
        .args(["--check", "--quiet", "SHA256SUMS"])
        .current_dir(desk.path().join("first"))
        .output()
    {
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    }
}

#[test]
fn an_export_takes_no_folder_of_other_things_and_an_import_no_paper_with_stories() {
    let desk = Desk::with_paper();
    assert_eq!(desk.run(&["bench-fill", "--stories", "2"]).code, 0);
    desk.write("mine/letter.txt", "Dear all");
    let said = desk.run(&["export", "mine"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("not empty"), "{}", said.err);
    assert!(desk.path().join("mine/letter.txt").is_file());

    assert_eq!(desk.run(&["export", "out"]).code, 0);
    // A second export takes the place of the first.
    assert_eq!(desk.run(&["export", "out"]).code, 0);
    let said = desk.run(&["import", "courant", "out"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("empty paper"), "{}", said.err);
    let said = desk.run(&["import", "courant", "mine", "--data", "other"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("is no export of Courant"), "{}", said.err);
}

#[test]
fn with_secrets_the_key_goes_along() {
    let desk = Desk::with_paper();
    assert_eq!(desk.run(&["export", "out", "--secrets"]).code, 0);
    let said = desk.run(&["import", "courant", "out", "--data", "other"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let key = |data: &str| std::fs::read(desk.path().join(data).join("secret.key")).unwrap();
    assert_eq!(key("data"), key("other"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let kept = std::fs::metadata(desk.path().join("other/secret.key")).unwrap();
        assert_eq!(kept.permissions().mode() & 0o777, 0o600);
    }
}
