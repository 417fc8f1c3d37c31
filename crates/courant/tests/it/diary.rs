//! The diary from outside: entered, repeated, called off, changed, taken back, removed and brought back; calendars taken in.
//! Run by `cargo test` on both engines.

use crate::harness::{Answer, Colleague, Page, TestPaper};
use courant_model::account::Role;
use courant_newsroom::scheduler::{self, Memory};
use courant_store::scratch::Scratch;
use courant_store::{Database, on_both};

on_both!(
    an_event_stands_in_its_day_and_carries_a_story,
    a_series_is_called_off_for_a_day_and_struck_through,
    a_change_is_told_to_whoever_was_slower_and_can_be_undone,
    what_was_removed_comes_back_and_is_forgotten_in_the_end,
    contact_and_notes_lie_sealed_and_are_read_by_those_who_go,
    a_calendar_comes_in_once_and_is_brought_up_to_date,
    a_message_about_one_day_reaches_the_series,
    a_hostile_calendar_is_survived_and_told,
);

fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.says("location").split(['/', '?']).nth(3).unwrap().to_owned()
}

async fn enter(paper: &TestPaper, who: &Colleague, fields: &[(&str, &str)]) -> String {
    led_to(&paper.send_as(who, "/desk/diary", fields).await)
}

async fn day(paper: &TestPaper, who: &Colleague, day: &str) -> Page {
    let answer = paper.get_as(who, &format!("/desk/day/{day}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    Page::read(&answer.text())
}

/// What the day has of an event, and the hour at which it stands.
fn found(page: &Page, id: &str) -> Option<(String, String)> {
    let selector = format!("tr:has([id^=e-{id}])");
    let hour = page.text(&format!("{selector} th"))?;
    Some((hour, page.text(&format!("[id^=e-{id}]"))?))
}

async fn an_event_stands_in_its_day_and_carries_a_story(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let local = paper.sections["local"].clone();
    let who = format!("who-{}", editor.member.account);
    let fields = [
        ("title", "Council <session>"),
        ("day", "2026-11-24"),
        ("time", "18:30"),
        ("end-time", "20:00"),
        ("place", "Town hall"),
        ("section", local.as_str()),
        (who.as_str(), "1"),
    ];
    let id = enter(&paper, &editor, &fields).await;
    let (hour, told) = found(&day(&paper, &editor, "2026-11-24").await, &id).unwrap();
    assert!(hour.starts_with("18:00"), "{hour}");
    for wanted in ["18:30–20:00", "Council <session>", "Town hall", &editor.member.name] {
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
    let open = paper.get_as(&editor, &format!("/desk/day/2026-11-24?plan={id}")).await;
    let form = Page::read(&open.text());
    let get = |selector: &str| form.attribute(selector, "value").unwrap();
    assert_eq!(
        (get("#plan-slug"), get("#plan-day"), get("#plan-time")),
        ("council-session".into(), "2026-11-24".into(), "20:00".into())
    );
    assert_eq!(get("#plan-section option[selected]"), local);
    let fields = [
        ("slug", "council-session"),
        ("section", local.as_str()),
        ("day", "2026-11-24"),
        ("time", "20:00"),
        ("event", id.as_str()),
    ];
    assert_eq!(paper.send_as(&editor, "/desk/day", &fields).await.status, 303);
    let (_, told) = found(&day(&paper, &editor, "2026-11-24").await, &id).unwrap();
    assert!(told.contains("council-session") && told.contains("Planned"), "{told}");
    let several = [("title", "Fair"), ("day", "2026-11-23"), ("end-day", "2026-11-25")];
    let fair = enter(&paper, &editor, &several).await;
    let (hour, told) = found(&day(&paper, &editor, "2026-11-25").await, &fair).unwrap();
    assert!(hour.contains("Some time") && told.contains("goes on"), "{hour}: {told}");
    assert!(found(&day(&paper, &editor, "2026-11-26").await, &fair).is_none());
}

async fn a_series_is_called_off_for_a_day_and_struck_through(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let fields = [
        ("title", "Court list"),
        ("day", "2026-11-23"),
        ("time", "09:00"),
        ("every", "week"),
        ("interval", "1"),
        ("until", "2026-12-07"),
    ];
    let id = enter(&paper, &editor, &fields).await;
    let off = format!("/desk/diary/{id}/call-off");
    assert_eq!(paper.send_as(&editor, &off, &[("day", "2026-11-30")]).await.status, 303);
    for (date, there, struck) in [
        ("2026-11-23", true, false),
        ("2026-11-30", true, true),
        ("2026-12-07", true, false),
        ("2026-12-14", false, false),
    ] {
        let page = day(&paper, &editor, date).await;
        assert_eq!(found(&page, &id).is_some(), there, "{date}");
        assert_eq!(page.text(&format!("[id^=e-{id}] s")).is_some(), struck, "{date}");
    }
    let hold = format!("/desk/diary/{id}/hold");
    paper.send_as(&editor, &hold, &[("day", "2026-11-30")]).await;
    assert!(
        day(&paper, &editor, "2026-11-30")
            .await
            .text(&format!("[id^=e-{id}] s"))
            .is_none()
    );
    paper.send_as(&editor, &off, &[]).await;
    assert!(
        day(&paper, &editor, "2026-12-07")
            .await
            .text(&format!("[id^=e-{id}] s"))
            .is_some()
    );
}

async fn a_change_is_told_to_whoever_was_slower_and_can_be_undone(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let (one, two) = (
        paper.colleague(&[Role::Editor]).await,
        paper.colleague(&[Role::Reporter]).await,
    );
    let id = enter(&paper, &one, &[("title", "Council"), ("day", "2026-11-24")]).await;
    let at = format!("/desk/diary/{id}");
    let seen = Page::read(&paper.get_as(&two, &at).await.text())
        .attribute("input[name=seen]", "value")
        .unwrap();
    let change = |title: &'static str| {
        [
            ("title", title),
            ("day", "2026-11-24"),
            ("notes", "Typed in vain?"),
            ("seen", seen.as_str()),
        ]
    };
    assert_eq!(paper.send_as(&one, &at, &change("Council, first")).await.status, 303);
    let late = paper.send_as(&two, &at, &change("Council, second")).await;
    assert_eq!(late.status, 409);
    assert!(late.contains("Council, second") && late.contains("Typed in vain?"));
    let page = Page::read(&paper.get_as(&one, &at).await.text());
    assert_eq!(page.text("h1").unwrap(), "Council, first");
    let version = page.attribute("input[name=version]", "value").unwrap();
    let back = paper
        .send_as(&one, &format!("{at}/restore"), &[("version", &version)])
        .await;
    assert_eq!(back.status, 303);
    let page = Page::read(&paper.get_as(&one, &at).await.text());
    assert_eq!(page.text("h1").unwrap(), "Council");
    for (field, value) in [
        ("title", ""),
        ("day", "tomorrow"),
        ("time", "25:00"),
        ("end-day", "2026-11-01"),
        ("interval", "x"),
        ("section", "none"),
    ] {
        let mut fields = vec![
            ("title", "Fair"),
            ("day", "2026-11-24"),
            ("every", "week"),
            ("notes", "Kept words."),
        ];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let refused = paper.send_as(&one, "/desk/diary", &fields).await;
        assert_eq!(refused.status, 422, "{field}");
        assert!(refused.contains("Kept words."), "{field}");
    }
}

async fn what_was_removed_comes_back_and_is_forgotten_in_the_end(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let id = enter(&paper, &editor, &[("title", "Regatta"), ("day", "2026-11-24")]).await;
    let at = format!("/desk/diary/{id}");
    assert_eq!(paper.send_as(&editor, &format!("{at}/remove"), &[]).await.status, 303);
    assert!(found(&day(&paper, &editor, "2026-11-24").await, &id).is_none());
    let edit = [("title", "Regatta"), ("day", "2026-11-25")];
    assert_eq!(paper.send_as(&editor, &at, &edit).await.status, 409, "it is not there");
    assert!(paper.get_as(&editor, "/desk/diary").await.contains("Regatta"));
    paper.send_as(&editor, &format!("{at}/bring-back"), &[]).await;
    assert!(found(&day(&paper, &editor, "2026-11-24").await, &id).is_some());
    paper.send_as(&editor, &format!("{at}/remove"), &[]).await;
    // What a calendar knows stays removed, also when nothing else is known of it any more.
    let series = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:market\r\nSUMMARY:Market of Zeferina\r\nDTSTART:20261124T080000\r\n\
                  RRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    assert!(take_in(&paper, &editor, series).await.contains("1 new"));
    let page = day(&paper, &editor, "2026-11-24").await;
    let market = page.attribute(".event-of a.title", "href").unwrap();
    let market = format!("/desk/diary/{}", market.split(['/', '?']).nth(3).unwrap());
    paper.send_as(&editor, &format!("{market}/remove"), &[]).await;
    assert!(paper.get_as(&editor, "/desk/diary").await.contains("Market of"));
    paper.pass(31 * 24 * 3_600_000_000);
    // Nobody is still signed in after a month.
    let editor = paper.colleague(&[Role::Editor]).await;
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    for gone in [&at, &market] {
        assert_eq!(paper.get_as(&editor, gone).await.status, 404, "forgotten after a month");
        let back = paper.send_as(&editor, &format!("{gone}/bring-back"), &[]).await;
        assert_eq!(back.status, 404);
    }
    assert!(!paper.get_as(&editor, "/desk/diary").await.contains("Market of"));
    let again = take_in(&paper, &editor, series).await;
    assert!(
        again.contains("1 were left out, since somebody removed them"),
        "{}",
        again.text()
    );
    assert_eq!(day(&paper, &editor, "2026-12-29").await.texts(".event-of").len(), 0);
}

async fn contact_and_notes_lie_sealed_and_are_read_by_those_who_go(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let free = paper.colleague(&[Role::Contributor]).await;
    let stranger = paper.colleague(&[Role::Contributor]).await;
    let who = format!("who-{}", free.member.account);
    let fields = [
        ("title", "Briefing"),
        ("day", "2026-11-24"),
        ("contact", "Zeferina on 555 0192"),
        ("notes", "Ask for the zebrawood door"),
        (who.as_str(), "1"),
    ];
    let id = enter(&paper, &editor, &fields).await;
    let at = format!("/desk/diary/{id}");
    assert!(paper.get_as(&free, &at).await.contains("555 0192"));
    assert_eq!(paper.get_as(&stranger, &at).await.status, 403);
    assert!(found(&day(&paper, &free, "2026-11-24").await, &id).is_some());
    assert!(found(&day(&paper, &stranger, "2026-11-24").await, &id).is_none());
    assert_eq!(paper.send_as(&free, &at, &fields).await.status, 403);
    paper.send_as(&editor, &at, &fields).await;
    if let Database::Sqlite(path) = &paper.scratch.database {
        for name in [path.clone(), path.with_extension("db-wal")] {
            let kept = std::fs::read(&name).unwrap_or_default();
            for secret in ["555 0192", "zebrawood"] {
                assert!(
                    !kept.windows(secret.len()).any(|part| part == secret.as_bytes()),
                    "{secret}"
                );
            }
        }
    }
}

/// Sends a calendar as a browser sends a file.
async fn take_in(paper: &TestPaper, who: &Colleague, calendar: &str) -> Answer {
    let body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"c.ics\"\r\n\r\n{calendar}\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"section\"\r\n\r\n{}\r\n--edge--\r\n",
        paper.sections["local"]
    );
    let headers = [
        ("origin", paper.url.as_str()),
        ("cookie", who.cookie.as_str()),
        ("content-type", "multipart/form-data; boundary=edge"),
    ];
    paper
        .call("POST", "/desk/diary/import", &headers, body.as_bytes())
        .await
}

fn calendar(sequence: u32, hour: u32) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:council@marvento.example\r\nSEQUENCE:{sequence}\r\nSUMMARY:Council\r\n\
         DTSTART:20261124T{hour}0000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:bad\r\nSUMMARY:Bad\r\nDTSTART:never\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

async fn a_calendar_comes_in_once_and_is_brought_up_to_date(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let first = take_in(&paper, &editor, &calendar(0, 18)).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let told = Page::read(&first.text()).text(".notice").unwrap();
    assert!(
        told.contains("1 new") && told.contains("Line 11: this time cannot be read: never"),
        "{told}"
    );
    let again = take_in(&paper, &editor, &calendar(0, 18)).await;
    assert!(
        again.contains("0 new, 0 brought up to date, 1 as they were"),
        "{}",
        again.text()
    );
    let moved = take_in(&paper, &editor, &calendar(1, 19)).await;
    assert!(moved.contains("1 brought up to date"), "{}", moved.text());
    let older = take_in(&paper, &editor, &calendar(0, 17)).await;
    assert!(older.contains("1 as they were"), "an older state changes nothing");
    let page = day(&paper, &editor, "2026-11-24").await;
    assert_eq!(page.texts(".event-of").len(), 1);
    let id = page
        .attribute(".event-of a.title", "href")
        .unwrap()
        .split(['/', '?'])
        .nth(3)
        .unwrap()
        .to_owned();
    assert!(found(&page, &id).unwrap().0.starts_with("19:00"));
    paper.send_as(&editor, &format!("/desk/diary/{id}/remove"), &[]).await;
    let gone = take_in(&paper, &editor, &calendar(2, 20)).await;
    assert!(
        gone.contains("1 were left out, since somebody removed them"),
        "{}",
        gone.text()
    );
    assert!(found(&day(&paper, &editor, "2026-11-24").await, &id).is_none());
}

async fn a_message_about_one_day_reaches_the_series(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let message = |method: &str, event: &str| {
        let event = event.replace('\n', "\r\n");
        format!("BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    };
    let stands = async |on: &str| day(&paper, &editor, on).await.texts(".event-of");
    let series = "UID:court\nSUMMARY:Court\nDTSTART;TZID=Europe/Lisbon:20261102T090000\nRRULE:FREQ=WEEKLY";
    let market = "UID:market\nSUMMARY:Market\nDTSTART:20261124T080000\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH";
    for event in [series, market] {
        assert!(
            take_in(&paper, &editor, &message("PUBLISH", event))
                .await
                .contains("new")
        );
    }
    assert_eq!(stands("2026-11-30").await.len(), 1);
    // One day is moved; the series leaves it out.
    let moved = "UID:court\nSUMMARY:Court, moved\nRECURRENCE-ID;TZID=Europe/Lisbon:20261130T090000\n\
                 DTSTART;TZID=Europe/Lisbon:20261202T100000";
    let answer = take_in(&paper, &editor, &message("REQUEST", moved)).await;
    assert!(answer.contains("1 new, 1 brought up to date"), "{}", answer.text());
    assert_eq!(stands("2026-11-30").await.len(), 0);
    assert!(stands("2026-12-02").await[0].contains("Court, moved"));
    // The moved day is called off, and one of the market, which lies in the diary by its days of the week.
    for (event, on) in [
        (
            "UID:court\nRECURRENCE-ID;TZID=Europe/Lisbon:20261130T090000",
            "2026-12-02",
        ),
        ("UID:market\nRECURRENCE-ID:20261126T080000", "2026-11-26"),
    ] {
        let answer = take_in(&paper, &editor, &message("CANCEL", event)).await;
        assert!(answer.contains("1 brought up to date"), "{}", answer.text());
        let page = day(&paper, &editor, on).await;
        assert!(page.text(".event-of s").is_some() || page.text("s").is_some(), "{on}");
    }
    assert!(day(&paper, &editor, "2026-11-24").await.text(".event-of s").is_none());
    // All of the series; its rule stays, so that it can be taken back.
    let off = message("CANCEL", "UID:court\nSEQUENCE:1");
    assert!(take_in(&paper, &editor, &off).await.contains("1 brought up to date"));
    assert!(take_in(&paper, &editor, &off).await.contains("1 as they were"));
    let page = day(&paper, &editor, "2026-12-14").await;
    assert!(page.text(".event-of s").is_some(), "struck through");
    // What the diary does not have is named by its line.
    let unknown = message("CANCEL", "UID:other\nRECURRENCE-ID:20261126T080000");
    let answer = take_in(&paper, &editor, &unknown).await;
    assert!(answer.contains("Line 3: this calls off a day"), "{}", answer.text());
}

async fn a_hostile_calendar_is_survived_and_told(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let script = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nSUMMARY:<script>alert(1)</script>\nLOCATION:\"><img src=x>\n\
                  DESCRIPTION:<b>bold</b>\nURL:javascript:alert(1)\nDTSTART:20261124T180000\nEND:VEVENT\nEND:VCALENDAR\n";
    assert!(take_in(&paper, &editor, script).await.contains("1 new"));
    let page = paper.get_as(&editor, "/desk/day/2026-11-24").await;
    assert!(!page.contains("<script>alert") && !page.contains("<img src=x>"));
    let deep = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\n".repeat(20_000));
    for hostile in ["", "<html>", deep.as_str(), "BEGIN:VCALENDAR\n:::;;;\n\u{0}\n"] {
        let answer = take_in(&paper, &editor, hostile).await;
        assert!(matches!(answer.status, 200 | 422), "{}", answer.status);
    }
    let huge = format!("BEGIN:VCALENDAR\n{}", "X:y\n".repeat(600_000));
    let answer = take_in(&paper, &editor, &huge).await;
    assert!(answer.contains("at most 2 MB"), "{}", answer.status);
    let reporter = paper.colleague(&[Role::Moderator]).await;
    assert_eq!(take_in(&paper, &reporter, script).await.status, 403);
}
