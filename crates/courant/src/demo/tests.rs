//! Claims about the demo as a paper: it loads whole, the same each time, with its past.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::{DemoFolder, Loaded, load};
use courant_model::address::Leads;
use courant_model::ids::CountedIds;
use courant_model::quotation::{Seat, Stands, Wanted, stands};
use courant_model::reply::ReplyState;
use courant_model::time::{HOUR, SetClock, timestamp};
use courant_newsroom::{House, Newsroom};
use courant_store::blobs::Blobs;
use courant_store::keys::Keys;
use courant_store::{Database, Store, q};
use std::path::Path;
use std::sync::Arc;

/// 2025-03-01T12:00:00Z
const NOW: i64 = 1_740_830_400_000_000;

async fn load_into(folder: &Path) -> (Newsroom, Loaded) {
    let newsroom = Newsroom {
        store: Store::open(&Database::Sqlite(folder.join("courant.db"))).await.unwrap(),
        blobs: Blobs::in_folder(&folder.join("blobs")).unwrap(),
        house: House {
            clock: Arc::new(SetClock::at(NOW)),
            ids: Arc::new(CountedIds::default()),
            keys: Arc::new(Keys::from_secret(&[7; 32]).unwrap()),
            style: courant_newsroom::copydesk::Style::starter(),
        },
        index: None,
        post: None,
        looked: courant_newsroom::followers::Looked::default(),
    };
    let loaded = load(&newsroom, &DemoFolder::read().unwrap()).await.unwrap();
    (newsroom, loaded)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_loads_whole_with_its_past() {
    let folder = tempfile::tempdir().unwrap();
    let (newsroom, loaded) = load_into(folder.path()).await;
    assert!(loaded.stories >= 30, "{loaded:?}");
    assert!(loaded.replies > 10 && loaded.pictures > 5, "{loaded:?}");
    let mut tx = newsroom.store.read().await.unwrap();
    let ferry = q!(tx, addresses::at("/local/ferry-timetable")).unwrap().unwrap();
    let ferry = q!(tx, live::by_id(&ferry.target)).unwrap().unwrap();
    assert_eq!(ferry.published_at, Some(NOW - 3 * HOUR - 20 * 60_000_000));
    let moved = q!(tx, addresses::at("/international/kim-heads-for-vladivostok"))
        .unwrap()
        .unwrap();
    assert_eq!(Leads::parse(&moved.kind), Leads::Redirect);
    assert_eq!(moved.target, "/international/kim-train-vladivostok");
    let train = q!(tx, addresses::at(&moved.target)).unwrap().unwrap();
    let train = q!(tx, live::by_id(&train.target)).unwrap().unwrap();
    assert_eq!(
        timestamp(train.published_at.unwrap()).to_string(),
        "2023-09-12T13:15:00Z",
        "14:15 in Lisbon"
    );
    let gone = q!(tx, addresses::at("/local/prize-day-names")).unwrap().unwrap();
    assert_eq!(Leads::parse(&gone.kind), Leads::Gone);
    let minutes = q!(tx, addresses::at("/local/toll-bridge-minutes")).unwrap().unwrap();
    let minutes = q!(tx, live::by_id(&minutes.target)).unwrap().unwrap();
    assert_eq!(
        timestamp(minutes.retracted_at.unwrap()).to_string(),
        "2024-02-08T09:00:00Z"
    );
    assert!(q!(tx, addresses::at("/local/harbour-lights-draft")).unwrap().is_none());
    assert!(q!(tx, corrections::count()).unwrap() >= 3);
    for state in ReplyState::ALL {
        assert!(
            !q!(tx, replies::in_state(state.as_str(), 100)).unwrap().is_empty(),
            "{state:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_counted_ids_the_demo_is_the_same_each_time() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let folder = tempfile::tempdir().unwrap();
        let (newsroom, _) = load_into(folder.path()).await;
        let mut tx = newsroom.store.read().await.unwrap();
        let ids: Vec<(String, String)> = q!(tx, live::latest(false, 1_000, 0))
            .unwrap()
            .into_iter()
            .map(|live| (live.path, live.story_id))
            .collect();
        seen.push(ids);
    }
    assert_eq!(seen.first(), seen.last());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demos_storyline_says_who_said_what_and_how_that_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let (newsroom, _) = load_into(folder.path()).await;
    let mut tx = newsroom.store.read().await.unwrap();
    let wanted = Wanted {
        limit: 100,
        ..Wanted::default()
    };
    let mut told = Vec::new();
    for id in q!(tx, live_quotations::find(&wanted)).unwrap() {
        told.push(q!(tx, live_quotations::by_id(&id)).unwrap().unwrap());
    }
    assert!(told.len() >= 4, "{told:?}");
    assert!(told.iter().all(|one| one.speaker_path().is_some()), "{told:?}");
    for known in ["heard", "transcript", "told-to"] {
        assert!(told.iter().any(|one| one.known_how == known), "{known}");
    }
    let accusing: Vec<_> = told.iter().filter(|one| one.accusation().is_some()).collect();
    assert!(!accusing.is_empty());
    for one in accusing {
        assert_eq!(stands(one.accusation(), Seat::Story), Stands::WithAnswer, "{one:?}");
    }
    let warning = told
        .iter()
        .filter(|one| one.path == "/international/arms-talks-warning");
    assert!(warning.count() >= 2);
}
