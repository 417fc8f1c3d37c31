//! What is seeded, restored or imported is what is read back, in every replica.
//! Over the documents of the text crate's generator.

use super::{fields, generate, ids, seeded};
use courant_coedit::{Fields, Sheet, client_of, knows, merge};
use courant_text::{Document, SequentialIds, markdown, plain};
use proptest::prelude::*;
use yrs::updates::decoder::Decode;
use yrs::{Doc, GetString, ReadTxn, Text, Transact, Update, XmlFragment, XmlOut};

proptest! {
    #[test]
    fn a_seeded_sheet_says_what_its_copy_says(document in generate::document()) {
        let (sheet, update) = seeded(&document);
        let mut other = Sheet::open(2, [update.as_slice()]).unwrap();
        for derived in [sheet.derive().unwrap(), other.derive().unwrap()] {
            prop_assert_eq!(&derived.fields, &fields());
            if !document.blocks.is_empty() {
                prop_assert_eq!(&derived.draft.refused(), &document);
            }
        }
        prop_assert_eq!(other.mend(&mut ids("m")).unwrap(), None, "a sheet just seeded needs no mending");
    }

    #[test]
    fn a_sheet_is_brought_to_any_other_copy(from in generate::document(), to in generate::document()) {
        let (mut sheet, seed) = seeded(&from);
        let wanted = Fields { headline: "Sun".to_owned(), topics: vec!["01WIND".to_owned()], ..Fields::default() };
        let update = sheet.bring(&wanted, &to, &mut ids("b")).unwrap();
        let mut other = Sheet::open(2, [seed.as_slice()]).unwrap();
        other.apply(&update).unwrap();
        for derived in [sheet.derive().unwrap(), other.derive().unwrap()] {
            prop_assert_eq!(&derived.fields, &wanted);
            if !to.blocks.is_empty() {
                prop_assert_eq!(&derived.draft.refused(), &to);
            }
        }
        let merged = Sheet::open(3, [merge(&[seed, update]).unwrap().as_slice()]).unwrap();
        prop_assert_eq!(merged.derive().unwrap(), other.derive().unwrap());
        let snapshot = Sheet::open(4, [other.snapshot().as_slice()]).unwrap();
        prop_assert_eq!(snapshot.derive().unwrap(), other.derive().unwrap());
    }
}

#[test]
fn an_empty_copy_gets_a_paragraph_to_write_in() {
    let (sheet, _) = seeded(&Document::default());
    assert_eq!(sheet.derive().unwrap().draft.refused().blocks.len(), 1);
}

#[test]
fn a_copy_that_says_the_same_is_no_edit() {
    let document = markdown::read("Rain **fell**.\n\n- One\n- Two", &mut SequentialIds::new()).document;
    let (mut sheet, _) = seeded(&document);
    let before = sheet.clocks();
    sheet.bring(&fields(), &document, &mut ids("b")).unwrap();
    assert_eq!(sheet.clocks(), before);
}

#[test]
fn a_restore_leaves_what_another_types_meanwhile() {
    let read = |text: &str| markdown::read(text, &mut SequentialIds::new()).document;
    let (mut sheet, seed) = seeded(&read("Rain fell all day.\n\nWind blew."));
    // Another writer adds to the second paragraph while the first is taken back.
    let doc = Doc::with_client_id(77);
    let body = doc.get_or_insert_xml_fragment("body");
    doc.transact_mut()
        .apply_update(Update::decode_v1(&seed).unwrap())
        .unwrap();
    let typed = {
        let mut txn = doc.transact_mut();
        let Some(XmlOut::Element(paragraph)) = body.get(&txn, 1) else {
            panic!()
        };
        let Some(XmlOut::Text(text)) = paragraph.get(&txn, 0) else {
            panic!()
        };
        let end = text.get_string(&txn).len() as u32;
        text.insert(&mut txn, end, " It was cold.");
        txn.commit();
        txn.encode_update_v1()
    };
    sheet
        .bring(&fields(), &read("Rain fell all night.\n\nWind blew."), &mut ids("r"))
        .unwrap();
    sheet.apply(&typed).unwrap();
    let text = plain::write(&sheet.derive().unwrap().draft.refused());
    assert_eq!(text.trim(), "Rain fell all night.\n\nWind blew. It was cold.");
}

#[test]
fn a_client_that_knows_nothing_of_the_seed_is_of_another_log() {
    let (sheet, _) = seeded(&Document::default());
    assert_eq!(knows(&sheet.state_vector(), client_of("seed")), Some(true));
    assert_eq!(knows(&sheet.state_vector(), client_of("another")), Some(false));
    let fresh = Doc::with_client_id(5);
    let vector = yrs::updates::encoder::Encode::encode_v1(&fresh.transact().state_vector());
    assert_eq!(
        knows(&vector, client_of("seed")),
        None,
        "a client that begins knows nothing"
    );
}
