//! Calendars as offices send them, and such as nobody should send.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use courant_model::diary::repeat::Every;

/// A file with one event of these lines.
fn calendar(events: &[&str]) -> String {
    let mut lines = vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned()];
    for event in events {
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            event.replace('\n', "\r\n"),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.extend(["END:VCALENDAR".to_owned(), String::new()]);
    lines.join("\r\n")
}

fn lone(event: &str) -> Found {
    let read = read(&calendar(&[event]), "Europe/Lisbon");
    assert_eq!(read.faults, []);
    assert_eq!(read.events.len(), 1);
    read.events.into_iter().next().unwrap()
}

fn faults(event: &str) -> Vec<String> {
    let read = read(&calendar(&[event]), "Europe/Lisbon");
    read.faults
        .into_iter()
        .map(|fault| format!("{}: {}", fault.line, fault.message))
        .collect()
}

#[test]
fn a_meeting_of_the_council_is_read_whole() {
    let found = lone(
        "UID:c1@marvento.example\nSEQUENCE:2\nDTSTART;TZID=Europe/Lisbon:20261130T183000\nDTEND;TZID=Europe/Lisbon:20261130T210000\n\
         SUMMARY:Town council\\, budget\nLOCATION:Town hall\nDESCRIPTION:Agenda:\\n1. The quay\nURL:https://marvento.example/c\n\
         RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=3\nEXDATE;TZID=Europe/Lisbon:20261228T183000\nBEGIN:VALARM\nTRIGGER:-PT15M\nDESCRIPTION:Soon\nEND:VALARM",
    );
    assert_eq!((found.uid.as_str(), found.sequence), ("c1@marvento.example", 2));
    assert_eq!(
        (found.starts.as_str(), found.ends.as_str()),
        ("2026-11-30T18:30", "2026-11-30T21:00")
    );
    assert_eq!(
        (found.title.as_str(), found.place.as_str()),
        ("Town council, budget", "Town hall")
    );
    assert_eq!(found.said, "Agenda:\n1. The quay\nhttps://marvento.example/c");
    let rule = found.repeat.unwrap();
    assert_eq!(
        (rule.every, rule.until.unwrap().to_string()),
        (Every::MonthLast, "2027-01-25".into())
    );
    assert_eq!(found.exceptions[0].day.to_string(), "2026-12-28");
}

#[test]
fn times_are_days_or_moments_of_a_zone() {
    let fair = lone("UID:f\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261128\nDTEND;VALUE=DATE:20261201");
    assert_eq!(
        (fair.all_day, fair.starts.as_str(), fair.ends.as_str()),
        (true, "2026-11-28", "2026-11-30")
    );
    let one = lone("UID:o\nSUMMARY:Holiday\nDTSTART;VALUE=DATE:20261201");
    assert_eq!(one.ends, "2026-12-01");
    let utc = lone("UID:u\nSUMMARY:Launch\nDTSTART:20261130T140000Z\nDURATION:PT1H30M");
    assert_eq!((utc.zone.as_str(), utc.ends.as_str()), ("UTC", "2026-11-30T15:30"));
    let floating = lone("UID:l\nSUMMARY:Walk\nDTSTART:20261130T2330");
    assert_eq!(
        (floating.zone.as_str(), floating.ends.as_str()),
        ("Europe/Lisbon", "2026-12-01T00:30")
    );
    let other = lone(
        "UID:n\nSUMMARY:Briefing\nDTSTART;TZID=/x.example/1/America/New_York:20261130T090000\nDTEND:20261130T150000Z",
    );
    assert_eq!(
        (other.zone.as_str(), other.ends.as_str()),
        ("America/New_York", "2026-11-30T10:00")
    );
}

#[test]
fn doubles_are_collapsed_and_the_newest_stands() {
    let read = read(
        &calendar(&[
            "UID:a\nSEQUENCE:1\nSUMMARY:New\nDTSTART:20261130T140000",
            "UID:a\nSEQUENCE:0\nSUMMARY:Old\nDTSTART:20261130T120000",
            "SUMMARY:Without a name\nDTSTART:20261130T120000",
            "SUMMARY:Without a name\nDTSTART:20261130T120000",
        ]),
        "Europe/Lisbon",
    );
    let titles: Vec<_> = read.events.iter().map(|event| event.title.as_str()).collect();
    assert_eq!((titles, read.doubles), (vec!["New", "Without a name"], 2));
}

#[test]
fn a_moved_day_of_a_series_is_an_event_of_its_own() {
    let read = read(
        &calendar(&[
            "UID:s\nSUMMARY:Court\nDTSTART;TZID=Europe/Lisbon:20261102T090000\nRRULE:FREQ=WEEKLY;UNTIL=20261130T090000Z",
            "UID:s\nSUMMARY:Court\nRECURRENCE-ID;TZID=Europe/Lisbon:20261109T090000\nDTSTART;TZID=Europe/Lisbon:20261110T100000",
            "UID:s\nSUMMARY:Court\nSTATUS:CANCELLED\nRECURRENCE-ID:20261116T090000Z\nDTSTART:20261116T090000Z",
        ]),
        "Europe/Lisbon",
    );
    assert_eq!(read.faults, []);
    let told: Vec<_> = read
        .events
        .iter()
        .map(|one| (one.uid.as_str(), one.starts.as_str()))
        .collect();
    assert_eq!(told, [("s", "2026-11-02T09:00"), ("s 2026-11-09", "2026-11-10T10:00")]);
    let exceptions: Vec<_> = read.events[0]
        .exceptions
        .iter()
        .map(|one| (one.day.to_string(), one.cancelled))
        .collect();
    assert_eq!(exceptions, [("2026-11-09".into(), false), ("2026-11-16".into(), true)]);
}

#[test]
fn a_message_about_one_day_or_about_what_is_called_off_says_which() {
    let one_day = read(
        &calendar(&[
            "UID:s\nSUMMARY:Court\nRECURRENCE-ID:20261109T233000Z\nDTSTART;TZID=Europe/Madrid:20261110T100000",
            "UID:s\nSUMMARY:Court\nSTATUS:CANCELLED\nRECURRENCE-ID;VALUE=DATE:20261116\nDTSTART:20261116T090000Z",
        ]),
        "Europe/Lisbon",
    );
    assert_eq!((one_day.events.len(), one_day.faults.len()), (1, 0));
    let told = |read: &Calendar| -> Vec<(usize, bool, Option<String>)> {
        let day = |one: &Change| one.day_in("Europe/Madrid").map(|day| day.to_string());
        let changes = read.changes.iter();
        changes.map(|one| (one.line, one.cancelled, day(one))).collect()
    };
    // Half past eleven in Greenwich is the next day in Madrid.
    assert_eq!(
        told(&one_day),
        [
            (3, false, Some("2026-11-10".into())),
            (9, true, Some("2026-11-16".into()))
        ]
    );
    let message = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:s\r\nSEQUENCE:4\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nSUMMARY:No name\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let off = read(message, "Europe/Lisbon");
    assert_eq!((told(&off), off.changes[0].sequence), (vec![(3, true, None)], 4));
    assert_eq!(off.faults.iter().map(|one| one.line).collect::<Vec<_>>(), [7]);
}

#[test]
fn a_rule_ends_at_its_hour() {
    let until = |until: &str| {
        let rule = format!("RRULE:FREQ=WEEKLY;UNTIL={until}");
        let found = lone(&format!(
            "UID:s\nSUMMARY:Court\nDTSTART;TZID=Europe/Lisbon:20261102T183000\n{rule}"
        ));
        found.repeat.unwrap().until.unwrap().to_string()
    };
    assert_eq!(until("20261130"), "2026-11-30");
    assert_eq!(until("20261130T183000Z"), "2026-11-30");
    assert_eq!(
        until("20261130T182959Z"),
        "2026-11-29",
        "its last time would begin later"
    );
    assert_eq!(until("20261130T183000"), "2026-11-30");
    assert_eq!(until("20261130T000000"), "2026-11-29");
    assert_eq!(until("20261101T000000Z"), "2026-11-02", "it takes place once at least");
}

#[test]
fn days_beyond_the_bound_are_named_and_not_dropped_silently() {
    let many: Vec<String> = (2027..3028).map(|year| format!("{year}0101")).collect();
    let event = |days: &[String]| {
        let text = format!(
            "UID:s\nSUMMARY:Court\nDTSTART:20261102T183000\nRRULE:FREQ=DAILY\nEXDATE;VALUE=DATE:{}",
            days.join(",")
        );
        faults(&text)
    };
    assert_eq!(event(&many[..1_000]), [""; 0]);
    let told = event(&many);
    assert!(
        told.len() == 1 && told[0].contains("only 1000 days are left out"),
        "{told:?}"
    );
}

#[test]
fn a_series_on_several_days_of_the_week_is_one_for_each() {
    let read = read(
        &calendar(&["UID:w\nSUMMARY:Market\nDTSTART;VALUE=DATE:20261130\nRRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3"]),
        "Europe/Lisbon",
    );
    let told: Vec<_> = read
        .events
        .iter()
        .map(|one| (one.starts.as_str(), one.repeat.unwrap().until.unwrap().to_string()))
        .collect();
    assert_eq!(
        told,
        [
            ("2026-11-30", "2026-12-07".to_owned()),
            ("2026-12-03", "2026-12-07".to_owned())
        ]
    );
}

#[test]
fn what_cannot_be_read_is_named_by_its_line() {
    for (event, told) in [
        ("UID:x\nSUMMARY:No time", "3: this event does not say when it begins"),
        ("UID:x\nDTSTART:20261130T140000", "3: this event has no title"),
        (
            "UID:x\nSUMMARY:S\nDTSTART:tomorrow",
            "6: this time cannot be read: tomorrow",
        ),
        (
            "UID:x\nSUMMARY:S\nDTSTART:20260230",
            "6: this time cannot be read: 20260230",
        ),
        (
            "UID:x\nSUMMARY:S\nDTSTART:20261130\nRRULE:FREQ=HOURLY",
            "7: a repetition like this is not read",
        ),
        (
            "UID:x\nSUMMARY:S\nDTSTART:20261130\nRRULE:FREQ=MONTHLY;BYDAY=2TU",
            "7: a repetition like this is not read",
        ),
        (
            "UID:x\nSUMMARY:S\nDTSTART;TZID=Atlantis:20261130T090000",
            "6: the zone Atlantis is not known",
        ),
        (
            "UID:x\nSUMMARY:S\nDTSTART:20261130T090000\nDURATION:long",
            "7: this duration",
        ),
        ("UID:x\nSUMMARY:S\nDTSTART:20261130\nwhat is this", "7: this is no line"),
    ] {
        let faults = faults(event);
        assert!(
            faults.iter().any(|fault| fault.starts_with(told)),
            "{event}: {faults:?}"
        );
    }
}

#[test]
fn hostile_files_are_survived_and_bounded() {
    let plain = read("<html>", "Europe/Lisbon");
    assert!(plain.events.is_empty() && plain.faults[0].message.contains("no calendar"));
    let deep = format!("BEGIN:VCALENDAR\n{}", "BEGIN:X\n".repeat(50_000));
    assert!(read(&deep, "UTC").events.is_empty());
    let many = calendar(&vec!["SUMMARY:S\nDTSTART:20261130"; MOST + 5]);
    let read_many = read(&many, "UTC");
    assert_eq!(read_many.events.len(), 1, "all alike");
    let wrong = calendar(&vec!["UID:x"; 500]);
    let read_wrong = read(&wrong, "UTC");
    assert_eq!((read_wrong.faults.len(), read_wrong.more_faults), (MOST_FAULTS, 450));
    let cut = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nSUMMARY:S\nDTSTART:20261130\n";
    assert!(read(cut, "UTC").faults[0].message.contains("cut off"));
    let never = calendar(&[
        "UID:x\nSUMMARY:S\u{1b}[2J\u{7}\nDTSTART:90001230T235959\nRRULE:FREQ=YEARLY;INTERVAL=99;COUNT=4294967295",
    ]);
    let found = read(&never, "UTC");
    assert!(found.events.iter().all(|one| !one.title.contains('\u{1b}')));
    for text in [
        "BEGIN:VCALENDAR\nEND:VEVENT",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VEVENT\nEND:VEVENT",
    ] {
        assert!(!read(text, "UTC").faults.is_empty(), "{text}");
    }
}

proptest::proptest! {
    /// Whatever stands in a file, reading it ends and panics nowhere.
    #[test]
    fn no_file_breaks_the_reader(lines in proptest::collection::vec("(BEGIN|END|DTSTART|DTEND|RRULE|EXDATE|UID|SUMMARY|DURATION|RECURRENCE-ID)[;:=A-Z0-9,T+-]{0,40}", 0..40)) {
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\nEND:VCALENDAR", lines.join("\n"));
        let calendar = read(&text, "Europe/Lisbon");
        proptest::prop_assert!(calendar.faults.len() <= MOST_FAULTS);
    }
}
