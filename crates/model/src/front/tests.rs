//! Arrangements and their filling: examples, and properties that hold for every arrangement and every number of stories.
#![expect(clippy::indexing_slicing, clippy::needless_pass_by_value, reason = "tests")]
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::time::HOUR;
use proptest::prelude::*;
use std::collections::HashSet;

#[derive(Debug, Clone)]
struct Fake {
    id: String,
    section: String,
    published: Micros,
    picture: bool,
}

fn fake(id: &str, section: &str, published: Micros, picture: bool) -> Fake {
    Fake {
        id: id.into(),
        section: section.into(),
        published,
        picture,
    }
}

impl Candidate for Fake {
    fn id(&self) -> &str {
        &self.id
    }
    fn section(&self) -> Option<&str> {
        Some(&self.section)
    }
    fn published(&self) -> Micros {
        self.published
    }
    fn has_picture(&self) -> bool {
        self.picture
    }
    fn is_ours(&self) -> bool {
        !self.id.starts_with("paid")
    }
}

const NOW: Micros = 100 * HOUR;

fn sections() -> Vec<String> {
    vec!["local".into(), "economy".into()]
}

fn filled(layout: &Layout, stories: &[Fake]) -> Filled {
    fill(&Front::Paper, layout, stories, &sections(), NOW)
}

fn at<'s>(page: &Filled, stories: &'s [Fake], seat: Seat) -> Option<&'s str> {
    page.seats.get(&seat).map(|i| stories[*i].id.as_str())
}

fn holding(seats: &[(Seat, &str)]) -> Layout {
    Layout {
        slots: seats
            .iter()
            .map(|(seat, id)| (seat.clone(), Slot::story(*id)))
            .collect(),
        order: Vec::new(),
    }
}

#[test]
fn the_lead_prefers_a_picture_of_the_last_day() {
    let mut stories = [
        fake("a", "local", NOW - HOUR, false),
        fake("b", "local", NOW - 2 * HOUR, true),
    ];
    let page = filled(&Layout::default(), &stories);
    assert_eq!(at(&page, &stories, Seat::Lead), Some("b"));
    assert_eq!(at(&page, &stories, Seat::Second(0)), Some("a"));
    stories[1].published = NOW - 30 * HOUR;
    let page = filled(&Layout::default(), &stories);
    assert_eq!(at(&page, &stories, Seat::Lead), Some("a"));
}

#[test]
fn words_that_were_paid_for_do_not_lead_by_themselves() {
    let stories = [
        fake("paid", "local", NOW - HOUR, true),
        fake("a", "local", NOW - 2 * HOUR, false),
    ];
    let page = filled(&Layout::default(), &stories);
    assert_eq!(
        (at(&page, &stories, Seat::Lead), page.latest.clone()),
        (Some("a"), vec![0])
    );
    assert_eq!(at(&page, &stories, Seat::Second(0)), None);
    let page = filled(&holding(&[(Seat::Lead, "paid")]), &stories);
    assert_eq!(at(&page, &stories, Seat::Lead), Some("paid"));
}

#[test]
fn a_held_story_keeps_its_seat_until_its_time_is_over() {
    let stories = [
        fake("a", "economy", NOW, false),
        fake("b", "economy", NOW - 1, false),
        fake("c", "economy", NOW - 2, false),
    ];
    let mut layout = holding(&[(Seat::Second(1), "a")]);
    let page = filled(&layout, &stories);
    assert_eq!(at(&page, &stories, Seat::Lead), Some("b"));
    assert_eq!(at(&page, &stories, Seat::Second(1)), Some("a"));
    for (until, leads) in [(NOW + 1, "b"), (NOW, "a")] {
        layout.slots.get_mut(&Seat::Second(1)).unwrap().until = Some(until);
        let page = filled(&layout, &stories);
        assert_eq!(at(&page, &stories, Seat::Lead), Some(leads), "until {until}");
    }
}

#[test]
fn bands_come_in_the_order_of_the_arrangement_and_hold_headlines() {
    let mut stories: Vec<Fake> = (0..11)
        .map(|n| fake(&format!("x{n}"), "other", NOW - n, false))
        .collect();
    stories.extend((0..5).map(|n| fake(&format!("l{n}"), "local", NOW - 100 - n, false)));
    stories.push(fake("e", "economy", NOW - 200, false));
    let layout = Layout {
        order: vec!["economy".into()],
        ..holding(&[(Seat::Band("local".into(), 2), "l4")])
    };
    let page = filled(&layout, &stories);
    assert_eq!(page.order, ["economy", "local"]);
    let band: Vec<&str> = page.band("local").iter().map(|i| stories[*i].id.as_str()).collect();
    assert_eq!(band, ["l0", "l1", "l4", "l2"]);
    assert_eq!(at(&page, &stories, Seat::Band("economy".into(), 0)), Some("e"));
    assert_eq!(layout.order_with(&sections(), "local", true), Vec::<String>::new());
    assert_eq!(
        Layout::default().order_with(&sections(), "local", false),
        ["economy", "local"]
    );
}

#[test]
fn a_section_has_lead_and_seconds_and_no_bands() {
    let stories: Vec<Fake> = (0..9)
        .map(|n| fake(&format!("s{n}"), "local", NOW - n, false))
        .collect();
    let front = Front::Section("local".into());
    let page = fill(&front, &Layout::default(), &stories, &sections(), NOW);
    assert_eq!(page.top(), [0, 1, 2]);
    assert!(page.latest.is_empty() && page.order.is_empty());
    assert!(!front.has(&Seat::Band("local".into(), 0), &sections()));
}

#[test]
fn a_story_that_is_put_elsewhere_leaves_its_seat_and_two_held_ones_change_places() {
    let layout = holding(&[(Seat::Lead, "a"), (Seat::Second(0), "b")]);
    let moved = layout.with(&Changes::of(Seat::Second(1), Slot::story("a")));
    assert_eq!(moved, holding(&[(Seat::Second(0), "b"), (Seat::Second(1), "a")]));
    let swapped = layout.with(&layout.swap(&Seat::Lead, &Seat::Second(0), "a"));
    assert_eq!(swapped, holding(&[(Seat::Lead, "b"), (Seat::Second(0), "a")]));
    // From an automatic seat the story that stands there is taken along.
    let taken = layout.with(&layout.swap(&Seat::Second(1), &Seat::Lead, "c"));
    assert_eq!(
        taken,
        holding(&[(Seat::Lead, "c"), (Seat::Second(0), "b"), (Seat::Second(1), "a")])
    );
}

#[test]
fn a_lock_stands_over_what_an_arrangement_says_and_refuses_changes() {
    let lock = Lock {
        story: "a".into(),
        by: "account:1".into(),
        at: 1,
    };
    let locks = Locks::from([(Seat::Lead, lock)]);
    let layout = holding(&[(Seat::Lead, "b"), (Seat::Second(0), "a")]);
    assert_eq!(layout.under(&locks), holding(&[(Seat::Lead, "a")]));
    let mut changes = Changes {
        slots: BTreeMap::from([
            (Seat::Lead, Slot::story("c")),
            (Seat::Second(0), Slot::story("a")),
            (Seat::Second(1), Slot::story("d")),
        ]),
        order: None,
    };
    let refused: Vec<Seat> = changes.refused_by(&locks).into_iter().map(|(seat, _)| seat).collect();
    assert_eq!(refused, [Seat::Lead, Seat::Second(0)]);
    assert_eq!(changes, Changes::of(Seat::Second(1), Slot::story("d")));
}

#[test]
fn what_was_changed_meanwhile_is_kept_beside_ones_own_changes() {
    let base = holding(&[(Seat::Lead, "a")]);
    let mine = holding(&[(Seat::Lead, "b")]);
    let meanwhile = holding(&[(Seat::Lead, "c"), (Seat::Second(0), "d")]);
    assert_eq!(
        mine.over(&base, &meanwhile),
        holding(&[(Seat::Lead, "b"), (Seat::Second(0), "d")])
    );
}

#[test]
fn what_was_kept_before_there_were_bands_of_several_seats_is_read() {
    let old = r#"{"lead":{"story":"a"},"seconds":["automatic",{"story":"b"}],"bands":{"local":{"story":"c"}}}"#;
    let layout: Layout = serde_json::from_str(old).unwrap();
    let wanted = holding(&[
        (Seat::Lead, "a"),
        (Seat::Second(1), "b"),
        (Seat::Band("local".into(), 0), "c"),
    ]);
    assert_eq!(layout, wanted);
    let kept = serde_json::to_string(&wanted).unwrap();
    assert_eq!(serde_json::from_str::<Layout>(&kept).unwrap(), wanted);
    assert_eq!(serde_json::from_str::<Layout>("{}").unwrap(), Layout::default());
    for text in ["", "second-0", "second-x", "band-", "band-a.0", "band-a.b.1", "third"] {
        assert!(text.parse::<Seat>().is_err(), "{text}");
    }
}

prop_compose! {
    fn story(id: usize)(section in 0..3_usize, at in 0..60_i64, picture: bool, paid in 0..6_u8) -> Fake {
        let name = if paid == 0 { "paid" } else { "s" };
        fake(&format!("{name}{id}"), ["local", "economy", "other"][section], NOW - at * HOUR, picture)
    }
}

fn stories() -> impl Strategy<Value = Vec<Fake>> {
    (0..40_usize).prop_flat_map(|count| (0..count).map(story).collect::<Vec<_>>())
}

fn seat() -> impl Strategy<Value = Seat> {
    (0..11_usize).prop_map(|n| Front::Paper.seats(&sections())[n].clone())
}

/// Any arrangement, also one that names a story twice or one that is gone.
fn layout() -> impl Strategy<Value = Layout> {
    let slot = (0..44_usize, proptest::option::of(-2..3_i64));
    (proptest::collection::btree_map(seat(), slot, 0..11), any::<bool>()).prop_map(|(slots, turned)| Layout {
        slots: slots
            .into_iter()
            .map(|(seat, (id, until))| {
                let until = until.map(|hours| NOW + hours * HOUR);
                let story = Some(format!("{}{id}", if id % 7 == 0 { "paid" } else { "s" }));
                (seat, Slot { story, until })
            })
            .collect(),
        order: if turned { vec!["economy".into()] } else { Vec::new() },
    })
}

proptest! {
    #[test]
    fn no_story_appears_twice(stories in stories(), layout in layout()) {
        let page = fill(&Front::Paper, &layout, &stories, &sections(), NOW);
        let all: Vec<usize> = page.seats.values().chain(&page.latest).copied().collect();
        let unique: HashSet<usize> = all.iter().copied().collect();
        prop_assert_eq!(unique.len(), all.len());
    }

    #[test]
    fn a_held_story_stands_in_the_first_seat_that_holds_it(stories in stories(), layout in layout()) {
        let page = fill(&Front::Paper, &layout, &stories, &sections(), NOW);
        let mut seen = HashSet::new();
        for seat in Front::Paper.seats(&layout.ordered(&sections())) {
            let Some(held) = layout.at(&seat).held(NOW) else { continue };
            if let Some(index) = stories.iter().position(|one| one.id == held).filter(|_| seen.insert(held.to_owned())) {
                prop_assert_eq!(page.seats.get(&seat), Some(&index));
            }
        }
    }

    #[test]
    fn nothing_paid_leads_by_itself(stories in stories(), layout in layout()) {
        let page = fill(&Front::Paper, &layout, &stories, &sections(), NOW);
        for seat in [Seat::Lead, Seat::Second(0), Seat::Second(1)] {
            if let Some(index) = page.seats.get(&seat) {
                let one = &stories[*index];
                prop_assert!(one.is_ours() || layout.at(&seat).held(NOW) == Some(one.id.as_str()));
            }
        }
    }

    #[test]
    fn the_order_of_candidates_does_not_matter(stories in stories(), layout in layout()) {
        let names = |stories: &[Fake]| {
            let page = fill(&Front::Paper, &layout, stories, &sections(), NOW);
            let id = |index: &usize| stories[*index].id.clone();
            let seats: BTreeMap<Seat, String> = page.seats.iter().map(|(seat, i)| (seat.clone(), id(i))).collect();
            (seats, page.latest.iter().map(id).collect::<Vec<_>>())
        };
        let mut turned = stories.clone();
        turned.reverse();
        prop_assert_eq!(names(&stories), names(&turned));
    }

    #[test]
    fn holding_what_stands_there_changes_nothing(stories in stories(), layout in layout()) {
        let page = fill(&Front::Paper, &layout, &stories, &sections(), NOW);
        let pinned = Layout {
            slots: page.seats.iter().map(|(seat, i)| (seat.clone(), Slot::story(&stories[*i].id))).collect(),
            order: layout.order.clone(),
        };
        prop_assert_eq!(fill(&Front::Paper, &pinned, &stories, &sections(), NOW), page);
    }

    #[test]
    fn a_locked_seat_holds_its_story_whatever_is_arranged(
        stories in stories(), layout in layout(), changes in layout(), at in seat(), which in any::<prop::sample::Index>(),
    ) {
        prop_assume!(!stories.is_empty());
        let index = which.index(stories.len());
        let lock = Lock { story: stories[index].id.clone(), by: "console".into(), at: 0 };
        let locks = Locks::from([(at.clone(), lock)]);
        let changed = layout.with(&Changes { slots: changes.slots, order: Some(changes.order) }).under(&locks);
        let page = fill(&Front::Paper, &changed, &stories, &sections(), NOW);
        prop_assert_eq!(page.seats.get(&at), Some(&index));
    }

    #[test]
    fn changes_lead_from_one_arrangement_to_the_other(one in layout(), other in layout()) {
        // Both as commands leave them: no story twice.
        let (one, other) = (tidy(&one), tidy(&other));
        prop_assert_eq!(one.with(&one.changes_to(&other)), other);
    }
}

fn tidy(layout: &Layout) -> Layout {
    let mut seen = HashSet::new();
    let mut next = layout.clone();
    next.slots
        .retain(|_, slot| slot.story.clone().is_some_and(|story| seen.insert(story)));
    next
}
