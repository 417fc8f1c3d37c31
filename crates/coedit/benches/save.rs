//! What a save costs on a story of 20,000 words: taking a keystroke, checking the whole draft, and the bytes of a snapshot.
//! Run with `cargo bench -p courant-coedit`; the figures stand in docs/decisions.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

use courant_coedit::{Fields, Sheet, client_of};
use courant_text::{Document, SequentialIds, markdown};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use yrs::updates::decoder::Decode;
use yrs::{Doc, GetString, ReadTxn, StateVector, Text, Transact, Update, XmlFragment, XmlOut};

/// A story of so many words, fifty to a paragraph, some of them set and linked.
fn story(words: usize) -> Document {
    let sentence = "The council met on *Tuesday* and heard that the [ferry](https://paper.example/ferry) would not run again before spring, whatever \
                    the weather did, because nobody had **ordered** the part that broke in March of the year before.\n\n";
    let paragraph = sentence.to_string();
    let count = words / paragraph.split_whitespace().count();
    markdown::read(&paragraph.repeat(count), &mut SequentialIds::new()).document
}

fn typing(snapshot: &[u8], keys: usize) -> (Vec<Vec<u8>>, Doc) {
    let doc = Doc::with_client_id(77);
    let body = doc.get_or_insert_xml_fragment("body");
    doc.transact_mut()
        .apply_update(Update::decode_v1(snapshot).unwrap())
        .unwrap();
    let mut updates = Vec::new();
    for key in 0..keys {
        let mut txn = doc.transact_mut();
        let at = (key as u32 * 7) % body.len(&txn);
        let Some(XmlOut::Element(paragraph)) = body.get(&txn, at) else {
            continue;
        };
        let Some(XmlOut::Text(text)) = paragraph.get(&txn, 0) else {
            continue;
        };
        let place = (text.get_string(&txn).len() as u32).min(3);
        text.insert(&mut txn, place, "x");
        txn.commit();
        updates.push(txn.encode_update_v1());
    }
    (updates, doc)
}

fn save(c: &mut Criterion) {
    let document = story(20_000);
    let fields = Fields {
        headline: "The ferry stays where it is".to_owned(),
        ..Fields::default()
    };
    let mut count = 0;
    let mut ids = || {
        count += 1;
        format!("n{count}")
    };
    let (_, seed) = Sheet::seed(client_of("seed"), &fields, &document, &mut ids).unwrap();
    let (updates, after) = typing(&seed, 5_000);
    let mut all: Vec<&[u8]> = vec![&seed];
    all.extend(updates.iter().map(Vec::as_slice));
    let written = Sheet::open(2, all.iter().copied()).unwrap();
    let snapshot = written.snapshot();
    println!(
        "20,000 words: seed {} bytes, after 5,000 keystrokes all over it {} bytes, a keystroke {} bytes",
        seed.len(),
        snapshot.len(),
        updates.last().unwrap().len()
    );
    let mut group = c.benchmark_group("20,000 words");
    group.bench_function("take a keystroke, check all, count the words", |b| {
        let (more, _) = typing(&after.transact().encode_state_as_update_v1(&StateVector::default()), 1);
        b.iter_batched(
            || Sheet::open(3, [snapshot.as_slice()]).unwrap(),
            |mut sheet| {
                sheet.apply(&more[0]).unwrap();
                let (derived, _) = sheet.settle(&mut || unreachable!()).unwrap();
                black_box((derived.draft.words(), sheet.state_vector()))
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("take and check", |b| {
        let (more, _) = typing(&after.transact().encode_state_as_update_v1(&StateVector::default()), 1);
        b.iter_batched(
            || Sheet::open(3, [snapshot.as_slice()]).unwrap(),
            |mut sheet| {
                sheet.apply(&more[0]).unwrap();
                black_box(sheet.settle(&mut || unreachable!()).unwrap());
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("open from a snapshot", |b| {
        b.iter(|| Sheet::open(3, [snapshot.as_slice()]).unwrap());
    });
    group.bench_function("make a snapshot", |b| b.iter(|| written.snapshot()));
    group.finish();
}

criterion_group!(benches, save);
criterion_main!(benches);
