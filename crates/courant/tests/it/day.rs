//! The day from outside, by its forms: where a story stands, who may move it, what somebody else did meanwhile, and the way back.
//! Run by `cargo test` on both engines; the diary has a file of its own.

use crate::harness::{Answer, Colleague, Draft, Page, TestPaper, act};
use courant_model::account::Role;
use courant_model::paper::Paper;
use courant_model::schedule::Local;
use courant_model::time::HOUR;
use courant_newsroom::commands::publish_story::Dated;
use courant_newsroom::commands::{revise_paper, schedule_story};
use courant_newsroom::permissions::Who;
use courant_store::on_both;
use courant_store::scratch::Scratch;

on_both!(
    a_planned_story_stands_at_its_hour_in_its_section_with_what_was_promised,
    what_has_no_hour_stands_in_some_time_and_what_is_late_stands_on_top,
    the_days_on_which_clocks_change_have_the_hours_that_clocks_show,
    two_editors_move_a_story_and_the_second_is_told_and_loses_nothing,
    a_move_can_be_taken_back,
    a_reporter_moves_no_deadline_of_an_editor_and_takes_what_nobody_has,
    filters_leave_the_rest_out_and_the_week_counts_all,
    a_contributor_sees_their_own_and_no_counts,
    the_week_counts_a_scheduled_story_where_the_board_has_it,
    what_is_late_is_cut_after_it_is_filtered_and_the_earliest_stands_first,
);

/// The id of the story at the end of the address to which planning led.
fn planned(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.says("location").split("#s-").nth(1).unwrap().to_owned()
}

async fn plan(paper: &TestPaper, who: &Colleague, fields: &[(&str, &str)]) -> String {
    planned(&paper.send_as(who, "/desk/day", fields).await)
}

async fn page(paper: &TestPaper, who: &Colleague, day: &str) -> Page {
    let answer = paper.get_as(who, &format!("/desk/day/{day}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    Page::read(&answer.text())
}

/// The name of the cell in which a story stands: "Local, 14:00".
fn cell(page: &Page, story: &str) -> Option<String> {
    page.attribute(&format!("td:has(#s-{story})"), "data-name")
}

async fn in_lisbon(paper: &TestPaper) {
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let before = revise_paper::current(&mut tx).await.unwrap();
    let after = Paper {
        zone: "Europe/Lisbon".into(),
        ..before
    };
    let who = Who::House(courant_model::actor::Actor::Console);
    revise_paper::run(&mut tx, &paper.newsroom.house, &who.actor(), &after)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn a_planned_story_stands_at_its_hour_in_its_section_with_what_was_promised(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    in_lisbon(&paper).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let eva = paper.colleague(&[Role::Reporter]).await;
    let local = paper.sections["local"].clone();
    let fields = [
        ("slug", "Ferry fares"),
        ("section", local.as_str()),
        ("assignee", eva.member.account.as_str()),
        ("day", "2026-11-23"),
        ("time", "14:30"),
        ("words", "600"),
        ("picture", "1"),
        ("brief", "Ask the harbour."),
        ("on", "2026-11-23"),
    ];
    let id = plan(&paper, &editor, &fields).await;
    let seen = page(&paper, &editor, "2026-11-23").await;
    assert_eq!(cell(&seen, &id).unwrap(), "Local, 14:00");
    let told = seen.text(&format!("#s-{id}")).unwrap();
    for wanted in [
        "14:30",
        "Assigned",
        "ferry-fares",
        &eva.member.name,
        "0 of 600",
        "Picture asked for",
    ] {
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
    assert!(cell(&page(&paper, &editor, "2026-11-24").await, &id).is_none());
    // What readers see stands at the hour at which they first saw it.
    let out = paper.file_as(&editor.who(), &Draft::of("Bread dearer")).await;
    paper.put_out(&out, Dated::Now, "").await;
    let seen = page(&paper, &editor, "2026-11-23").await;
    assert!(cell(&seen, &out).unwrap().ends_with(", 12:00"));
    assert!(seen.text(&format!("#s-{out}")).unwrap().contains("Published"));
    for wrong in ["/desk/day/2026-02-30", "/desk/day/soon", "/desk/day/99999-01-01"] {
        assert_eq!(paper.get_as(&editor, wrong).await.status, 404, "{wrong}");
    }
}

async fn what_has_no_hour_stands_in_some_time_and_what_is_late_stands_on_top(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let some = plan(&paper, &editor, &[("slug", "cranes"), ("day", "2026-11-23")]).await;
    let early = [("slug", "early"), ("day", "2026-11-22"), ("time", "09:00")];
    let early = plan(&paper, &editor, &early).await;
    let seen = page(&paper, &editor, "2026-11-23").await;
    assert!(cell(&seen, &some).unwrap().ends_with("Some time"));
    assert!(seen.text(".overdue").unwrap().contains("early"), "of yesterday");
    assert!(cell(&seen, &early).is_none());
    assert!(!seen.text(".overdue").unwrap().contains("cranes"));
    // A day later what was to come some time yesterday is late, too.
    paper.pass(24 * HOUR);
    let later = page(&paper, &editor, "2026-11-24").await;
    assert!(later.text(".overdue").unwrap().contains("cranes"));
    // It waits for whoever answers for it, and the list says that it is late.
    let home = Page::read(&paper.get_as(&editor, "/desk").await.text());
    let waits = home.texts("li:has(.why.overdue):has(.due.late)");
    let of = |slug: &str| waits.iter().filter(|one| one.contains(slug)).count();
    assert_eq!((waits.len(), of("cranes"), of("early")), (2, 1, 1), "{waits:?}");
    assert!(waits[0].contains("early"), "the earlier first: {waits:?}");
    assert!(waits[1].contains("23 November 2026"), "{waits:?}");
    let list = paper.get_as(&editor, "/desk/stories").await.text();
    assert!(list.contains("23 November 2026"), "{list}");
    assert!(
        page(&paper, &editor, "2026-11-25").await.text(".overdue").is_none(),
        "only today says what is late today"
    );
}

async fn the_days_on_which_clocks_change_have_the_hours_that_clocks_show(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    in_lisbon(&paper).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    // The second one o'clock of the night is given as a moment; a form that says nothing new leaves it there.
    let day = "2027-10-31";
    let id = plan(&paper, &editor, &[("slug", "night"), ("day", day), ("time", "01:30")]).await;
    let first = page(&paper, &editor, day).await;
    assert!(cell(&first, &id).unwrap().ends_with("01:00 WEST"));
    let due: i64 = first
        .attribute(&format!("#s-{id}"), "data-due")
        .unwrap()
        .parse()
        .unwrap();
    let second = (due + HOUR).to_string();
    let act = format!("/desk/day/stories/{id}");
    let moved = paper.send_as(&editor, &act, &[("due", &second), ("on", day)]).await;
    assert_eq!(moved.status, 303);
    let form = [("day", day), ("time", "01:30"), ("words", "70"), ("on", day)];
    assert_eq!(paper.send_as(&editor, &act, &form).await.status, 303);
    let after = page(&paper, &editor, day).await;
    assert!(cell(&after, &id).unwrap().ends_with("01:00 WET"));
    let sunday = page(&paper, &editor, "2027-03-28").await;
    assert!(!sunday.texts("tbody th").iter().any(|hour| hour.contains("WEST")));
}

async fn two_editors_move_a_story_and_the_second_is_told_and_loses_nothing(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let (one, two) = (
        paper.colleague(&[Role::Editor]).await,
        paper.colleague(&[Role::Chief]).await,
    );
    let id = plan(
        &paper,
        &one,
        &[("slug", "ferry"), ("day", "2026-11-23"), ("time", "14:00")],
    )
    .await;
    let open = paper
        .get_as(&two, &format!("/desk/day/2026-11-23?change={id}"))
        .await
        .text();
    let seen = Page::read(&open).attribute("input[name=seen-due]", "value").unwrap();
    let act = format!("/desk/day/stories/{id}");
    let form = |time: &'static str, seen: String| {
        vec![
            ("day".to_owned(), "2026-11-23".to_owned()),
            ("time".to_owned(), time.to_owned()),
            ("words".to_owned(), "321".to_owned()),
            ("note".to_owned(), "Wait for the vote.".to_owned()),
            ("on".to_owned(), "2026-11-23".to_owned()),
            ("seen-due".to_owned(), seen),
        ]
    };
    let send = async |who: &Colleague, fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        paper.send_as(who, &act, &fields).await
    };
    assert_eq!(send(&one, form("16:00", seen.clone())).await.status, 303);
    let late = send(&two, form("18:00", seen)).await;
    assert_eq!(late.status, 409);
    assert!(late.contains(&one.member.name), "who was faster: {}", late.text());
    let again = Page::read(&late.text());
    assert_eq!(again.attribute("#plan-time", "value").unwrap(), "18:00");
    assert_eq!(again.attribute("#plan-words", "value").unwrap(), "321");
    assert!(again.text("#plan-note").unwrap().contains("Wait for the vote."));
    assert!(cell(&again, &id).unwrap().ends_with("16:00"), "nothing was overwritten");
    // With open eyes it goes through.
    let seen = again.attribute("input[name=seen-due]", "value").unwrap();
    assert_eq!(send(&two, form("18:00", seen)).await.status, 303);
    assert!(
        cell(&page(&paper, &one, "2026-11-23").await, &id)
            .unwrap()
            .ends_with("18:00")
    );
}

async fn a_move_can_be_taken_back(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let (local, economy) = (paper.sections["local"].clone(), paper.sections["economy"].clone());
    let fields = [("slug", "ferry"), ("section", local.as_str()), ("day", "2026-11-23")];
    let id = plan(&paper, &editor, &fields).await;
    let act = format!("/desk/day/stories/{id}");
    let fields = [
        ("day", "2026-11-23"),
        ("time", "15:00"),
        ("section", economy.as_str()),
        ("on", "2026-11-23"),
    ];
    let moved = paper.send_as(&editor, &act, &fields).await;
    let to = moved.says("location").split('#').next().unwrap().to_owned();
    let seen = Page::read(&paper.get_as(&editor, &to).await.text());
    assert_eq!(cell(&seen, &id).unwrap(), "Economy, 15:00");
    let names = [
        "due",
        "section",
        "assignee",
        "seen-due",
        "seen-section",
        "seen-assignee",
        "on",
    ];
    let back: Vec<(&str, String)> = names
        .iter()
        .map(|name| {
            let selector = format!("#undo input[name={name}]");
            (*name, seen.attribute(&selector, "value").unwrap_or_default())
        })
        .collect();
    let back: Vec<(&str, &str)> = back.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(paper.send_as(&editor, &act, &back).await.status, 303);
    let seen = page(&paper, &editor, "2026-11-23").await;
    assert_eq!(cell(&seen, &id).unwrap(), "Local, Some time");
    assert_eq!(
        paper.send_as(&editor, &act, &back).await.status,
        409,
        "what was taken back already"
    );
}

async fn a_reporter_moves_no_deadline_of_an_editor_and_takes_what_nobody_has(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let eva = paper.colleague(&[Role::Reporter]).await;
    let id = plan(&paper, &editor, &[("slug", "ferry"), ("day", "2026-11-23")]).await;
    let act = format!("/desk/day/stories/{id}");
    let move_it = [("day", "2026-11-24"), ("time", "")];
    assert_eq!(paper.send_as(&eva, &act, &move_it).await.status, 403);
    let me = eva.member.account.as_str();
    let take = [("assignee", me), ("seen-assignee", "")];
    assert_eq!(paper.send_as(&eva, &act, &take).await.status, 303);
    assert_eq!(
        paper.send_as(&eva, &act, &move_it).await.status,
        403,
        "the day was an editor's word"
    );
    assert_eq!(paper.send_as(&eva, &act, &[("words", "400")]).await.status, 303);
    let own = plan(&paper, &eva, &[("slug", "own"), ("day", "2026-11-23")]).await;
    let own = format!("/desk/day/stories/{own}");
    assert_eq!(paper.send_as(&eva, &own, &move_it).await.status, 303);
    let bad = [("slug", "x"), ("day", ""), ("time", "14:00"), ("brief", "Kept words.")];
    let refused = paper.send_as(&eva, "/desk/day", &bad).await;
    assert_eq!(refused.status, 422);
    assert!(refused.contains("Kept words."));
}

async fn filters_leave_the_rest_out_and_the_week_counts_all(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let eva = paper.colleague(&[Role::Reporter]).await;
    let (local, economy) = (paper.sections["local"].clone(), paper.sections["economy"].clone());
    let mut ids = Vec::new();
    for (slug, section, assignee) in [
        ("ferry", local.as_str(), eva.member.account.as_str()),
        ("bread", economy.as_str(), ""),
    ] {
        let fields = [
            ("slug", slug),
            ("section", section),
            ("assignee", assignee),
            ("day", "2026-11-23"),
        ];
        ids.push(plan(&paper, &editor, &fields).await);
    }
    let writer = format!("writer={}", eva.member.account);
    for (filter, there) in [
        ("", [true, true]),
        (writer.as_str(), [true, false]),
        ("writer=nobody", [false, true]),
        ("stage=assigned", [true, false]),
        ("stage=published", [false, false]),
        (&format!("section-only={economy}"), [false, true]),
    ] {
        let seen = page(&paper, &editor, &format!("2026-11-23?{filter}")).await;
        let stands = [cell(&seen, &ids[0]).is_some(), cell(&seen, &ids[1]).is_some()];
        assert_eq!(stands, there, "{filter}");
        assert!(
            seen.text("#week [aria-current]").unwrap().contains("2 stories"),
            "{filter}"
        );
    }
}

async fn a_contributor_sees_their_own_and_no_counts(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let free = paper.colleague(&[Role::Contributor]).await;
    let other = plan(&paper, &editor, &[("slug", "secret"), ("day", "2026-11-23")]).await;
    let own = plan(&paper, &free, &[("slug", "mine"), ("day", "2026-11-23")]).await;
    let seen = page(&paper, &free, "2026-11-23").await;
    assert!(cell(&seen, &own).is_some() && cell(&seen, &other).is_none());
    assert!(!seen.text("#week").unwrap().contains("stories"));
    let peek = paper
        .get_as(&free, &format!("/desk/day/2026-11-23?change={other}&undo={other}~~~"))
        .await;
    assert!(!peek.contains("secret"));
    let moderator = paper.colleague(&[Role::Moderator]).await;
    assert_eq!(paper.get_as(&moderator, "/desk/day").await.status, 403);
}

async fn the_week_counts_a_scheduled_story_where_the_board_has_it(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let local = paper.sections["local"].clone();
    let fields = [
        ("slug", "ferry"),
        ("section", local.as_str()),
        ("day", "2026-11-24"),
        ("time", "14:00"),
    ];
    let id = plan(&paper, &editor, &fields).await;
    let console = Who::House(courant_model::actor::Actor::Console);
    paper.revise(&id, &Draft::of("Ferry fares rise")).await;
    let goes_out = Local::parse("2026-11-26T09:00", "UTC").unwrap();
    act!(paper, schedule_story::run, &console, &id, &goes_out).unwrap();
    let seen = page(&paper, &editor, "2026-11-26").await;
    assert!(cell(&seen, &id).unwrap().ends_with("09:00"));
    assert!(seen.text("#week [aria-current]").unwrap().contains("1 story"));
    let due = page(&paper, &editor, "2026-11-24").await;
    assert!(cell(&due, &id).is_none());
    let strip = due.text("#week [aria-current]").unwrap();
    assert!(!strip.contains("1 story"), "it is counted once: {strip}");
}

async fn what_is_late_is_cut_after_it_is_filtered_and_the_earliest_stands_first(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let free = paper.colleague(&[Role::Contributor]).await;
    for n in 0..101 {
        let slug = format!("other-{n}");
        let time = format!("{:02}:{:02}", 8 + n / 60, n % 60);
        let fields = [("slug", slug.as_str()), ("day", "2026-11-23"), ("time", time.as_str())];
        plan(&paper, &editor, &fields).await;
    }
    plan(&paper, &editor, &[("slug", "some-time"), ("day", "2026-11-22")]).await;
    let own = [("slug", "mine"), ("day", "2026-11-23"), ("time", "11:59")];
    plan(&paper, &free, &own).await;
    let own_of_a_day = [("slug", "mine-too"), ("day", "2026-11-22")];
    plan(&paper, &free, &own_of_a_day).await;
    let seen = page(&paper, &free, "2026-11-23").await;
    let late = seen.texts(".overdue article");
    assert_eq!(late.len(), 2, "theirs alone, whatever else is late: {late:?}");
    assert!(late[0].contains("mine-too") && late[1].contains("mine"), "{late:?}");
    let late = page(&paper, &editor, "2026-11-23").await.texts(".overdue article");
    assert_eq!(late.len(), 100);
    assert!(
        late.iter().take(2).any(|one| one.contains("some-time")) && late[2].contains("other-0"),
        "the earliest first: {:?}",
        &late[..3]
    );
}
