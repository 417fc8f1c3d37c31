//! A story of 20,000 words: what a save costs is printed, never asserted.
//! `cargo bench -p courant-coedit` measures the same without a test around it.

use super::{ids, seeded};
use courant_coedit::Sheet;
use courant_text::{SequentialIds, markdown};
use std::time::{Duration, Instant};
use yrs::updates::decoder::Decode;
use yrs::{Doc, Text, Transact, Update, XmlFragment, XmlOut};

#[test]
fn a_keystroke_in_a_long_story_is_taken_checked_and_read_back() {
    let paragraph = "The council met on *Tuesday* and heard that the [ferry](https://paper.example/ferry) would not run \
                     again before spring, because nobody had **ordered** the part that broke in March.\n\n";
    let words = paragraph.split_whitespace().count();
    let document = markdown::read(&paragraph.repeat(20_000 / words), &mut SequentialIds::new()).document;
    let (_, seed) = seeded(&document);
    let mut sheet = Sheet::open(2, [seed.as_slice()]).unwrap();
    let doc = Doc::with_client_id(77);
    let body = doc.get_or_insert_xml_fragment("body");
    doc.transact_mut()
        .apply_update(Update::decode_v1(&seed).unwrap())
        .unwrap();
    let mut spent = [Duration::ZERO; 4];
    for key in 0..KEYS {
        let update = {
            let mut txn = doc.transact_mut();
            let at = (key * 7) % body.len(&txn);
            let Some(XmlOut::Element(element)) = body.get(&txn, at) else {
                panic!()
            };
            let Some(XmlOut::Text(text)) = element.get(&txn, 0) else {
                panic!()
            };
            text.insert(&mut txn, 3, "x");
            txn.commit();
            txn.encode_update_v1()
        };
        let mut clock = Clock::new();
        sheet.apply(&update).unwrap();
        spent[0] += clock.lap();
        let (derived, mended) = sheet.settle(&mut ids("m")).unwrap();
        spent[1] += clock.lap();
        assert!(derived.draft.words() > 19_000 && mended.is_none());
        spent[2] += clock.lap();
        let snapshot = sheet.state_vector();
        assert!(!snapshot.is_empty());
        spent[3] += clock.lap();
    }
    let [take, check, count, vector] = spent.map(|time| time / KEYS);
    println!(
        "20,000 words, a keystroke (time on the processor): taken {take:?}, whole draft checked {check:?}, words counted \
         {count:?}, state vector {vector:?}"
    );
}

const KEYS: u32 = 200;

/// Time that this thread spent on a processor where the system tells it, else time that went by.
struct Clock {
    since: Option<u64>,
    begun: Instant,
}

impl Clock {
    fn on_processor() -> Option<u64> {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split(' ').next()?.parse().ok()
    }

    fn new() -> Self {
        Self {
            since: Self::on_processor(),
            begun: Instant::now(),
        }
    }

    fn lap(&mut self) -> Duration {
        let before = std::mem::replace(self, Self::new());
        match (before.since, self.since) {
            (Some(before), Some(now)) => Duration::from_nanos(now.saturating_sub(before)),
            _ => before.begun.elapsed(),
        }
    }
}
