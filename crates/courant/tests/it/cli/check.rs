//! `courant check`: lines for people, JSON and SARIF for programs, standard input, and texts that are no texts.

use super::Desk;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// One fault of each gravity; the accents move bytes away from scalar values.
const FAULTY: &str = "Café by the quay opens again\n\nThe café opens on Monday, Mayor Zoë Lund said. “Nothing will keep us from it.\n\n\
                      The the owner paid 12 crowns.\n";

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn scalars(text: &str, one: &Value) -> String {
    let (start, end) = (one["start"].as_u64().unwrap(), one["end"].as_u64().unwrap());
    text.chars()
        .skip(usize::try_from(start).unwrap())
        .take(usize::try_from(end - start).unwrap())
        .collect()
}

#[test]
fn people_are_told_the_line_the_reason_and_the_sum() {
    let desk = Desk::new();
    desk.write("story.txt", FAULTY);
    let said = desk.run(&["check", "story.txt"]);
    assert_eq!(said.code, 1, "a stop ends with 1: {}", said.err);
    assert!(said.out.contains("story.txt:3: stop marks: "), "{}", said.out);
    assert!(said.out.contains("story.txt:5: warn doubled: "), "{}", said.out);
    assert!(said.out.trim_end().ends_with("hints"), "{}", said.out);
    desk.write(
        "clean.txt",
        "Ferry sails again\n\nThe ferry sailed on 3 May 2026, the port said.\n",
    );
    let said = desk.run(&["check", "clean.txt"]);
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn programs_get_exactly_the_keys_that_were_promised_and_places_in_scalar_values() {
    let desk = Desk::new();
    desk.write(
        "story.txt",
        "Café opens\n\n“The door will never be shut again,” Mayor Zoë Lund said on 3 May 2026.\n\nThe the owner agreed.\n",
    );
    let text = std::fs::read_to_string(desk.path().join("story.txt")).unwrap();
    let said = desk.run(&["check", "story.txt", "--json", "--date", "2026-05-04"]);
    let told = said.json();
    assert_eq!(keys(&told), ["names", "notes", "quotations"]);
    for note in told["notes"].as_array().unwrap() {
        assert_eq!(
            keys(note),
            ["check", "end", "fix", "line", "message", "severity", "start", "text"]
        );
        assert_eq!(scalars(&text, note), note["text"].as_str().unwrap());
    }
    let doubled = told["notes"].as_array().unwrap();
    let doubled = doubled.iter().find(|note| note["check"] == "doubled").unwrap();
    assert_eq!(doubled["line"], 5);
    assert_eq!(doubled["fix"]["kind"], "cut");
    let quotation = &told["quotations"][0];
    assert_eq!(keys(quotation), ["cue", "end", "kind", "speaker", "start", "words"]);
    assert_eq!(quotation["speaker"], "Zoë Lund");
    assert_eq!(quotation["kind"], "direct");
    assert_eq!(quotation["cue"], "said");
    assert_eq!(scalars(&text, quotation), quotation["words"].as_str().unwrap());
    let names = told["names"].as_array().unwrap();
    let mayor = names.iter().find(|name| scalars(&text, name).contains("Lund")).unwrap();
    assert_eq!(keys(mayor), ["end", "id", "kind", "start", "text"]);
    assert_eq!(mayor["kind"], "person");
    assert_eq!(mayor["id"], Value::Null, "no id is invented");
}

#[test]
fn code_hosts_get_sarif() {
    let desk = Desk::new();
    desk.write("story.txt", FAULTY);
    let told = desk.run(&["check", "story.txt", "--sarif"]).json();
    assert_eq!(told["version"], "2.1.0");
    let run = &told["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules: Vec<&Value> = run["tool"]["driver"]["rules"].as_array().unwrap().iter().collect();
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "story.txt");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
    }
    let stop = results.iter().find(|result| result["ruleId"] == "marks").unwrap();
    assert_eq!(stop["level"], "error");
    assert!(rules.iter().any(|rule| rule["id"] == "marks"));
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_courant"))
        .args(["check", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(FAULTY.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    let desk = Desk::new();
    desk.write("story.txt", FAULTY);
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(told, desk.run(&["check", "story.txt", "--json"]).json());
}

#[test]
fn a_text_that_is_none_is_refused_with_its_place() {
    let desk = Desk::new();
    let said = desk.run(&["check", "nowhere.txt"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("nowhere.txt") && said.out.is_empty(), "{}", said.err);
    std::fs::write(desk.path().join("latin.txt"), b"Caf\xe9 opens\n").unwrap();
    let said = desk.run(&["check", "latin.txt"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("latin.txt: not UTF-8 at byte 3"), "{}", said.err);
    std::fs::write(desk.path().join("long.txt"), vec![b'a'; 10 * 1024 * 1024 + 1]).unwrap();
    assert!(desk.run(&["check", "long.txt"]).err.contains("more than 10 MB"));
    assert_eq!(desk.run(&["check", "latin.txt", "--json", "--sarif"]).code, 2);
    desk.write("empty.txt", "");
    let said = desk.run(&["check", "empty.txt", "--json"]);
    assert_eq!(
        (said.code, said.json()),
        (0, json!({"notes": [], "quotations": [], "names": []}))
    );
}

#[test]
fn house_rules_of_a_folder_take_the_place_of_the_starter_set_and_a_bad_one_is_named() {
    let desk = Desk::new();
    desk.write(
        "story.txt",
        "Ferry sails again\n\nThe vessel sailed on 3 May 2026, the port said.\n",
    );
    desk.write(
        "rules/ferry.yml",
        "extends: substitution\nmessage: \"Write '%s'.\"\nlevel: warning\nswap:\n  vessel: ferry\n",
    );
    desk.write("rules/broken.yml", "extends: nonsense\nmessage: x\n");
    let said = desk.run(&["check", "story.txt", "--rules", "rules"]);
    assert!(said.out.contains("story.txt:3: warn ferry: "), "{}", said.out);
    assert!(said.err.contains("broken"), "{}", said.err);
}
