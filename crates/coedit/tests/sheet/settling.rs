//! Who may not settle suggestions does not settle those of others, whatever their browser sends.
//! Every edit is one that y-prosemirror makes of a step in the editor.

use super::seeded;
use courant_coedit::{Fault, Sheet};
use courant_text::{SequentialIds, markdown};
use std::collections::HashMap;
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Doc, OffsetKind, Options, ReadTxn, Text, Transact, TransactionMut, Update, Xml, XmlElementPrelim, XmlFragment,
    XmlOut, XmlTextPrelim, XmlTextRef,
};

/// A browser of Bo, and the sheet of the server: "Rain fell on Arnmouth." with what Ana suggests.
struct Desk {
    doc: Doc,
    sheet: Sheet,
}

fn mark(kind: &str, by: &str) -> Attrs {
    let entries: HashMap<String, Any> = [("id", "s1"), ("by", by), ("at", "2026-11-25T10:00:00Z")]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Any::from(value)))
        .collect();
    Attrs::from([(kind.into(), Any::from(entries))])
}

fn none(kind: &str) -> Attrs {
    Attrs::from([(kind.into(), Any::Null)])
}

fn text(txn: &TransactionMut<'_>) -> XmlTextRef {
    let body = txn.get_xml_fragment("body").unwrap();
    let Some(XmlOut::Element(paragraph)) = body.get(txn, 0) else {
        panic!("no paragraph")
    };
    match paragraph.get(txn, 0) {
        Some(XmlOut::Text(text)) => text,
        _ => panic!("no text"),
    }
}

impl Desk {
    fn open() -> Self {
        let document = markdown::read("Rain fell on Arnmouth.", &mut SequentialIds::new()).document;
        let (sheet, seed) = seeded(&document);
        let mut options = Options::with_client_id(yrs::ClientID::new(77));
        options.offset_kind = OffsetKind::Utf16;
        let doc = Doc::with_options(options);
        doc.get_or_insert_xml_fragment("body");
        doc.transact_mut()
            .apply_update(Update::decode_v1(&seed).unwrap())
            .unwrap();
        Self { doc, sheet }
    }

    fn edit(&self, edit: impl FnOnce(&mut TransactionMut<'_>, &XmlTextRef)) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        let text = text(&txn);
        edit(&mut txn, &text);
        txn.commit();
        txn.encode_update_v1()
    }

    /// Something that is there before Bo writes.
    fn given(&mut self, edit: impl FnOnce(&mut TransactionMut<'_>, &XmlTextRef)) {
        let update = self.edit(edit);
        self.sheet.apply(&update).unwrap();
    }

    fn bo(&mut self, edit: impl FnOnce(&mut TransactionMut<'_>, &XmlTextRef)) -> Result<bool, Fault> {
        let update = self.edit(edit);
        self.sheet.apply_from("bo", &update)
    }
}

#[test]
fn nobody_else_makes_a_suggestion_plain() {
    // "Rain fell heavily on Arnmouth.", heavily being Ana's.
    let mut desk = Desk::open();
    desk.given(|txn, text| text.insert_with_attributes(txn, 9, " heavily", mark("insertion", "ana")));
    let accepted = desk.bo(|txn, text| text.format(txn, 9, 8, none("insertion")));
    assert_eq!(accepted, Err(Fault::Settles));

    let mut desk = Desk::open();
    desk.given(|txn, text| text.format(txn, 9, 12, mark("deletion", "ana")));
    let refused = desk.bo(|txn, text| text.format(txn, 9, 12, none("deletion")));
    assert_eq!(refused, Err(Fault::Settles));

    // Taken over as one's own, it could be settled next.
    let mut desk = Desk::open();
    desk.given(|txn, text| text.insert_with_attributes(txn, 9, " heavily", mark("insertion", "ana")));
    let taken_over = desk.bo(|txn, text| text.format(txn, 9, 8, mark("insertion", "bo")));
    assert_eq!(taken_over, Err(Fault::Settles));

    // Other words typed in the same breath hide nothing.
    let mut desk = Desk::open();
    desk.given(|txn, text| text.insert_with_attributes(txn, 9, " heavily", mark("insertion", "ana")));
    let hidden = desk.bo(|txn, text| {
        text.insert(txn, 0, "heavily heavily ");
        text.format(txn, 25, 4, none("insertion"));
    });
    assert_eq!(hidden, Err(Fault::Settles));
}

#[test]
fn whatever_else_one_does_around_a_suggestion_passes() {
    let mut desk = Desk::open();
    desk.given(|txn, text| text.insert_with_attributes(txn, 9, " heavily", mark("insertion", "ana")));
    // Typing before, after and inside of it; making it strong; suggesting that it goes.
    assert_eq!(desk.bo(|txn, text| text.insert(txn, 0, "Cold ")), Ok(true));
    assert_eq!(desk.bo(|txn, text| text.insert(txn, 30, " today")), Ok(true));
    assert_eq!(
        desk.bo(|txn, text| text.insert_with_attributes(txn, 18, "x", Attrs::new())),
        Ok(true)
    );
    let strong = Attrs::from([("strong".into(), Any::from(HashMap::<String, Any>::new()))]);
    assert_eq!(desk.bo(|txn, text| text.format(txn, 14, 4, strong)), Ok(true));
    assert_eq!(
        desk.bo(|txn, text| text.format(txn, 14, 4, mark("deletion", "bo"))),
        Ok(true)
    );
    // One's own goes back.
    assert_eq!(desk.bo(|txn, text| text.format(txn, 14, 4, none("deletion"))), Ok(true));
    // Words go with their suggestion.
    assert_eq!(desk.bo(|txn, text| text.remove_range(txn, 14, 2)), Ok(true));
}

#[test]
fn a_paragraph_is_split_and_joined_through_a_suggestion() {
    let mut desk = Desk::open();
    desk.given(|txn, text| text.insert_with_attributes(txn, 9, " heavily", mark("insertion", "ana")));
    let split = desk.bo(|txn, text| {
        let tail: Vec<_> = text.diff(txn, YChange::identity);
        assert_eq!(tail.len(), 3);
        text.remove_range(txn, 13, 17);
        let body = txn.get_xml_fragment("body").unwrap();
        let after = body.insert(txn, 1, XmlElementPrelim::empty("paragraph"));
        after.insert_attribute(txn, "id", "split");
        let words = after.insert(txn, 0, XmlTextPrelim::new(""));
        words.insert_with_attributes(txn, 0, "vily", mark("insertion", "ana"));
        words.insert_with_attributes(txn, 4, " on Arnmouth.", none("insertion"));
    });
    assert_eq!(split, Ok(true));
}

#[test]
fn of_two_equal_letters_the_marked_one_is_deleted_by_moving_its_mark() {
    let mut desk = Desk::open();
    // "Rain felll on": the third l is Ana's. Deleted, the editor may delete one of the others.
    desk.given(|txn, text| text.insert_with_attributes(txn, 9, "l", mark("insertion", "ana")));
    let moved = desk.bo(|txn, text| {
        text.remove_range(txn, 8, 1);
        text.format(txn, 8, 1, none("insertion"));
    });
    assert_eq!(moved, Ok(true));
}
