//! Three browsers write at random, with breaks in their connections; the server mends. All end with one text that is sound.
//! The edits are those that an editor makes: typing, splitting, joining, setting marks, lists, headings, fields.

use super::{ids, seeded};
use courant_coedit::Sheet;
use courant_text::{SequentialIds, markdown};
use std::collections::VecDeque;
use std::sync::Arc;
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Doc, OffsetKind, Options, Out, ReadTxn, Text, Transact, TransactionMut, Update, Xml, XmlElementPrelim,
    XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut, XmlTextPrelim, XmlTextRef,
};

/// Numbers that look like chance and are the same in each run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

struct Browser {
    doc: Doc,
    body: XmlFragmentRef,
    /// What the server sent and has not been read yet.
    inbox: VecDeque<Vec<u8>>,
    /// What was typed and not sent yet.
    outbox: VecDeque<Vec<u8>>,
    count: usize,
    name: usize,
}

impl Browser {
    fn new(name: usize, seed: &[u8]) -> Self {
        let mut options = Options::with_client_id(yrs::ClientID::new(100 + name as u64));
        options.offset_kind = OffsetKind::Utf16;
        // A browser sends what it cleans up of marks as edits of its own; here it leaves them.
        options.cleanup_formatting = false;
        let doc = Doc::with_options(options);
        let body = doc.get_or_insert_xml_fragment("body");
        doc.transact_mut()
            .apply_update(Update::decode_v1(seed).unwrap())
            .unwrap();
        Self {
            doc,
            body,
            inbox: VecDeque::new(),
            outbox: VecDeque::new(),
            count: 0,
            name,
        }
    }

    fn id(&mut self) -> String {
        self.count += 1;
        format!("c{}-{}", self.name, self.count)
    }

    fn read(&mut self) {
        while let Some(update) = self.inbox.pop_front() {
            self.doc
                .transact_mut()
                .apply_update(Update::decode_v1(&update).unwrap())
                .unwrap();
        }
    }

    fn edit(&mut self, dice: &mut Dice) {
        let doc = self.doc.clone();
        let mut txn = doc.transact_mut();
        let blocks = self.body.len(&txn);
        let at = dice.roll(blocks as usize) as u32;
        match dice.roll(25) {
            0..=9 => {
                if let Some(text) = self.some_text(&txn, dice) {
                    // No editor puts a cursor between the halves of a surrogate pair.
                    let whole: Vec<char> = plain(&text, &txn).chars().collect();
                    let place = units(&whole[..dice.roll(whole.len() + 1)]);
                    text.insert(&mut txn, place, ["rain ", "é", "🌧", "x", "wind"][dice.roll(5)]);
                }
            }
            10..=13 => {
                if let Some(text) = self.some_text(&txn, dice) {
                    let whole: Vec<char> = plain(&text, &txn).chars().collect();
                    if !whole.is_empty() {
                        let from = dice.roll(whole.len());
                        let long = 1 + dice.roll(4).min(whole.len() - from - 1);
                        let (start, gone): (u32, u32) = (units(&whole[..from]), units(&whole[from..from + long]));
                        text.remove_range(&mut txn, start, gone);
                    }
                }
            }
            14 => {
                let id = self.id();
                let element = self.body.insert(&mut txn, at, XmlElementPrelim::empty("paragraph"));
                element.insert_attribute(&mut txn, "id", id);
                element.insert(&mut txn, 0, XmlTextPrelim::new("new"));
            }
            15 => {
                // A split: the tail goes into a paragraph of its own.
                if let Some(XmlOut::Element(element)) = self.body.get(&txn, at)
                    && element.try_tag().is_some_and(|tag| **tag == *"paragraph")
                    && let Some(XmlOut::Text(text)) = element.get(&txn, 0)
                {
                    let whole: Vec<char> = plain(&text, &txn).chars().collect();
                    let from = dice.roll(whole.len() + 1);
                    let (start, tail) = (units(&whole[..from]), whole[from..].iter().collect::<String>());
                    text.remove_range(&mut txn, start, units(&whole[from..]));
                    let id = self.id();
                    let new = self.body.insert(&mut txn, at + 1, XmlElementPrelim::empty("paragraph"));
                    new.insert_attribute(&mut txn, "id", id);
                    new.insert(&mut txn, 0, XmlTextPrelim::new(tail));
                }
            }
            16 | 22 => {
                if blocks > 12 {
                    self.body.remove_range(&mut txn, at, 1);
                }
            }
            17 | 18 => {
                if let Some(text) = self.some_text(&txn, dice) {
                    let whole: Vec<char> = plain(&text, &txn).chars().collect();
                    let from = dice.roll(whole.len() + 1);
                    let to = from + dice.roll(whole.len() - from + 1);
                    let (start, long) = (units(&whole[..from]), units(&whole[from..to]));
                    let attrs = |map: &[(&str, &str)]| {
                        let map = map.iter().map(|(k, v)| ((*k).to_owned(), Any::from(*v))).collect();
                        Any::Map(Arc::new(map))
                    };
                    let (key, value) = match dice.roll(5) {
                        0 => ("strong", attrs(&[])),
                        1 => ("link", attrs(&[("href", "https://paper.example/")])),
                        2 => (
                            "insertion",
                            attrs(&[("id", "s1"), ("by", "ana"), ("at", "2026-11-25T10:00:00Z")]),
                        ),
                        3 => ("note--0aBcDeF1", attrs(&[("id", "n1")])),
                        _ => ("strong", Any::Null),
                    };
                    text.format(&mut txn, start, long, [(key.into(), value)].into());
                }
            }
            19 => {
                // A paragraph becomes a heading, as y-prosemirror does it: gone, and made anew under its id.
                if let Some(XmlOut::Element(element)) = self.body.get(&txn, at)
                    && element.try_tag().is_some_and(|tag| **tag == *"paragraph")
                    && let Some(Out::Any(Any::String(id))) = element.get_attribute(&txn, "id")
                {
                    let text = element
                        .children(&txn)
                        .filter_map(XmlOut::into_xml_text)
                        .map(|t| plain(&t, &txn));
                    let text: String = text.collect();
                    self.body.remove_range(&mut txn, at, 1);
                    let new = self.body.insert(&mut txn, at, XmlElementPrelim::empty("heading"));
                    new.insert_attribute(&mut txn, "id", id.to_string());
                    new.insert_attribute(&mut txn, "level", 2_i64);
                    new.insert(&mut txn, 0, XmlTextPrelim::new(text));
                }
            }
            20 => {
                let (list, inner) = (self.id(), self.id());
                let new = self.body.insert(&mut txn, at, XmlElementPrelim::empty("bulletList"));
                new.insert_attribute(&mut txn, "id", list);
                let item = new.insert(&mut txn, 0, XmlElementPrelim::empty("listItem"));
                let paragraph = item.insert(&mut txn, 0, XmlElementPrelim::empty("paragraph"));
                paragraph.insert_attribute(&mut txn, "id", inner);
                paragraph.insert(&mut txn, 0, XmlTextPrelim::new("item"));
            }
            21 => {
                if let Some(XmlOut::Element(element)) = self.body.get(&txn, at)
                    && element.try_tag().is_some_and(|tag| **tag == *"bulletList")
                    && element.len(&txn) > 0
                {
                    let item = dice.roll(element.len(&txn) as usize) as u32;
                    element.remove_range(&mut txn, item, 1);
                }
            }
            _ => {
                let headline = txn.get_text("headline").unwrap();
                headline.insert(&mut txn, 0, "x");
            }
        }
        txn.commit();
        let update = txn.encode_update_v1();
        drop(txn);
        if update != [0, 0] {
            self.outbox.push_back(update);
        }
    }

    fn some_text(&self, txn: &TransactionMut<'_>, dice: &mut Dice) -> Option<XmlTextRef> {
        fn first(element: &XmlElementRef, txn: &TransactionMut<'_>) -> Option<XmlTextRef> {
            element.children(txn).find_map(|child| match child {
                XmlOut::Text(text) => Some(text),
                XmlOut::Element(element) => first(&element, txn),
                XmlOut::Fragment(_) => None,
            })
        }
        let at = dice.roll(self.body.len(txn) as usize) as u32;
        first(&self.body.get(txn, at)?.into_xml_element()?, txn)
    }
}

/// Length as Yjs counts it.
fn units(chars: &[char]) -> u32 {
    chars.iter().map(|c| c.len_utf16() as u32).sum()
}

fn plain(text: &XmlTextRef, txn: &impl ReadTxn) -> String {
    text.diff(txn, YChange::identity)
        .into_iter()
        .filter_map(|chunk| match chunk.insert {
            Out::Any(Any::String(words)) => Some(words.to_string()),
            _ => None,
        })
        .collect()
}

#[test]
fn ten_thousand_random_edits_of_three_converge_on_a_sound_draft() {
    let document = markdown::read("Rain fell.\n\nWind blew.\n\n- One\n- Two", &mut SequentialIds::new()).document;
    let (_, seed) = seeded(&document);
    let mut dice = Dice(0x2026_1125);
    let mut server = Sheet::open(9, [seed.as_slice()]).unwrap();
    let mut new_ids = ids("m");
    let mut browsers: Vec<Browser> = (0..3).map(|name| Browser::new(name, &seed)).collect();
    let mut log = vec![seed];
    let mut mended = 0;
    for step in 0..10_000 {
        let at = dice.roll(3);
        browsers[at].edit(&mut dice);
        // Now and then somebody is heard; who is not writes on from what they know.
        if dice.roll(3) == 0 || step == 9_999 {
            let heard = dice.roll(3);
            let everybody = step == 9_999;
            for (name, browser) in browsers.iter_mut().enumerate() {
                if name == heard || everybody {
                    while let Some(update) = browser.outbox.pop_front() {
                        server.apply(&update).unwrap();
                        log.push(update);
                    }
                }
            }
            let (_, edit) = server.settle(&mut new_ids).unwrap();
            if let Some(edit) = edit {
                mended += 1;
                log.push(edit);
            }
            for (name, browser) in browsers.iter_mut().enumerate() {
                if name == heard || everybody {
                    let missing = {
                        let vector = yrs::updates::encoder::Encode::encode_v1(&browser.doc.transact().state_vector());
                        server.since(&vector).unwrap()
                    };
                    browser.inbox.push_back(missing);
                    browser.read();
                }
            }
        }
    }
    let derived = server.derive().unwrap();
    assert!(mended > 0, "nothing needed mending: the test does not test it");
    for browser in &browsers {
        let state = browser
            .doc
            .transact()
            .encode_state_as_update_v1(&yrs::StateVector::default());
        let theirs = Sheet::open(10, [state.as_slice()]).unwrap();
        assert!(
            theirs.derive().unwrap() == derived,
            "a browser reads something else than the server"
        );
    }
    // The log says the same, read from the beginning by somebody who comes later.
    let late = Sheet::open(11, log.iter().map(Vec::as_slice)).unwrap();
    assert!(
        late.derive().unwrap() == derived,
        "who reads the log from its beginning reads something else"
    );
    let merged = courant_coedit::merge(&log).unwrap();
    assert!(
        Sheet::open(12, [merged.as_slice()]).unwrap().derive().unwrap() == derived,
        "the merged log"
    );
}
