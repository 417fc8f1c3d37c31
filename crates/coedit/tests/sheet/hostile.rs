//! Bytes that no editor sends: they are refused, never panic, and leave the sheet as it was.
//! Cases by hand, and mutations of real updates.

use super::{generate, ids, seeded};
use courant_coedit::{Fault, Sheet, bounds};
use courant_text::{SequentialIds, markdown};
use proptest::prelude::*;
use yrs::updates::decoder::Decode;
use yrs::{Any, Doc, Map, Text, Transact, Update, Xml, XmlElementPrelim, XmlFragment, XmlOut, XmlTextPrelim};

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Elements inside of each other, `depth` deep, as one update.
fn tower(depth: u64) -> Vec<u8> {
    let mut out = vec![1];
    number(&mut out, depth);
    out.extend([9, 0]);
    for level in 0..depth {
        out.push(7);
        if level == 0 {
            out.extend([1, 4]);
            out.extend(b"body");
        } else {
            out.extend([0, 9]);
            number(&mut out, level - 1);
        }
        out.extend([3, 10]);
        out.extend(b"blockquote");
    }
    out.push(0);
    out
}

proptest! {
    #[test]
    fn mutated_updates_never_break_more_than_their_own_sheet(
        document in generate::document(),
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        how in 0..3,
    ) {
        let (_, seed) = seeded(&document);
        let mut bytes = seed.clone();
        for (at, byte) in &hits {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = *byte,
                1 => bytes.insert(at, *byte),
                _ => bytes[at] ^= 1 << (byte % 8),
            }
        }
        if how == 2 {
            bytes.truncate(cut.index(bytes.len()) + 1);
        }
        let mut empty = Sheet::open(3, []).unwrap();
        if empty.apply(&bytes).is_ok() {
            let _ = empty.settle(&mut ids("m"));
        }
        let mut sheet = Sheet::open(2, [seed.as_slice()]).unwrap();
        let before = sheet.snapshot();
        match sheet.apply(&bytes) {
            Ok(_) => drop(sheet.derive()),
            Err(Fault::Broke) => {}
            Err(_) => prop_assert_eq!(sheet.snapshot(), before),
        }
    }

    #[test]
    fn any_bytes_are_looked_at_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = bounds::look(&bytes);
        let mut sheet = Sheet::open(3, []).unwrap();
        let _ = sheet.apply(&bytes);
        let _ = sheet.since(&bytes);
    }
}

#[test]
fn a_tower_of_elements_is_refused_before_anything_walks_it() {
    assert!(bounds::look(&tower(50)).is_ok());
    assert_eq!(
        bounds::look(&tower(100_000)).unwrap_err(),
        Fault::Malformed("nested too deep")
    );
}

#[test]
fn a_huge_count_in_few_bytes_is_refused() {
    for bytes in [
        vec![0xff, 0xff, 0xff, 0xff, 0x07],
        vec![1, 0xff, 0xff, 0xff, 0x7f, 1, 0],
        vec![1, 1, 5, 0, 8, 1, 4, b'm', b'e', b't', b'a', 0xff, 0xff, 0xff, 0x7f],
        vec![0, 1, 5, 0xff, 0xff, 0xff, 0x7f],
    ] {
        assert!(matches!(bounds::look(&bytes), Err(Fault::Malformed(_))), "{bytes:?}");
    }
}

#[test]
fn an_update_that_builds_on_missing_ones_is_not_taken() {
    let document = markdown::read("Rain.", &mut SequentialIds::new()).document;
    let (_, seed) = seeded(&document);
    let doc = Doc::with_client_id(77);
    let text = doc.get_or_insert_text("headline");
    doc.transact_mut()
        .apply_update(Update::decode_v1(&seed).unwrap())
        .unwrap();
    let typed: Vec<Vec<u8>> = ["a", "b"]
        .iter()
        .map(|letter| {
            let mut txn = doc.transact_mut();
            text.push(&mut txn, letter);
            txn.commit();
            txn.encode_update_v1()
        })
        .collect();
    let mut sheet = Sheet::open(2, [seed.as_slice()]).unwrap();
    assert_eq!(sheet.apply(&typed[1]), Err(Fault::Missing));
    assert_eq!(sheet.apply(&typed[0]), Ok(true));
    assert_eq!(sheet.apply(&typed[1]), Ok(true));
    assert!(sheet.derive().unwrap().fields.headline.ends_with("ab"));
}

#[test]
fn what_breaks_the_schema_is_named_with_its_path() {
    let broken = |edit: &dyn Fn(&Doc)| {
        let document = markdown::read("Rain.\n\nWind.", &mut SequentialIds::new()).document;
        let (_, seed) = seeded(&document);
        let doc = Doc::with_client_id(77);
        doc.get_or_insert_xml_fragment("body");
        doc.transact_mut()
            .apply_update(Update::decode_v1(&seed).unwrap())
            .unwrap();
        edit(&doc);
        let update = yrs::ReadTxn::encode_state_as_update_v1(&doc.transact(), &yrs::StateVector::default());
        let mut sheet = Sheet::open(2, [seed.as_slice()]).unwrap();
        sheet.apply(&update).unwrap();
        sheet.settle(&mut ids("m")).unwrap_err().to_string()
    };
    let body = |doc: &Doc| doc.get_or_insert_xml_fragment("body");
    let marquee = broken(&|doc| {
        let body = body(doc);
        body.insert(&mut doc.transact_mut(), 1, XmlElementPrelim::empty("marquee"));
    });
    assert_eq!(marquee, "doc.content[1]: unknown node \"marquee\"");
    let script = broken(&|doc| {
        let body = body(doc);
        let mut txn = doc.transact_mut();
        let element = body.insert(&mut txn, 0, XmlElementPrelim::empty("embed"));
        element.insert_attribute(&mut txn, "id", "e1");
        element.insert_attribute(&mut txn, "url", "javascript:alert(1)");
    });
    assert!(script.starts_with("doc.content[0].attrs.url: the address"), "{script}");
    let blink = broken(&|doc| {
        let body = body(doc);
        let mut txn = doc.transact_mut();
        let Some(XmlOut::Element(paragraph)) = body.get(&txn, 0) else {
            panic!()
        };
        let Some(XmlOut::Text(text)) = paragraph.get(&txn, 0) else {
            panic!()
        };
        let blink = Any::Map(std::sync::Arc::default());
        text.format(&mut txn, 0, 4, [("blink".into(), blink)].into());
    });
    assert_eq!(blink, "doc.content[0].content[0].marks[0]: unknown mark \"blink\"");
    let text = broken(&|doc| {
        let body = body(doc);
        body.insert(&mut doc.transact_mut(), 0, XmlTextPrelim::new("loose"));
    });
    assert_eq!(text, "doc.content[0]: unknown node \"text\"");
    let kind = broken(&|doc| {
        let meta = doc.get_or_insert_map("meta");
        meta.insert(&mut doc.transact_mut(), "kind", "poem");
    });
    assert_eq!(kind, "meta.kind: unknown kind \"poem\"");
}
