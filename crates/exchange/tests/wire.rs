//! Every file of `tests/wire` gives the items that stand in the `.expected` beside it; a new case is a new file.
//! `UPDATE_WIRE=1 cargo test -p courant-exchange --test wire` writes the expected files anew: read the difference before you commit it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod beside;
#[path = "beside/folder.rs"]
mod folder;
#[path = "wordpress/document.rs"]
mod print;

use courant_exchange::wire::{self, Concept, Item, Kind, Picture, Refusal};
use proptest::prelude::*;
use serde_json::{Value, json};

fn concepts(list: &[Concept]) -> Vec<String> {
    list.iter()
        .map(|one| format!("{} {} {}", one.name, one.scheme, one.code))
        .collect()
}

fn picture(picture: &Picture) -> Value {
    json!({
        "says": format!("{} | {} | {} | {} | {}", picture.guid, picture.headline, picture.caption, picture.credit, picture.copyright),
        "files": picture.renditions.iter().map(|file| format!("{} {} {} {:?}x{:?}", file.name, file.address, file.media_type, file.width, file.height)).collect::<Vec<_>>(),
    })
}

fn printed(item: &Item) -> Value {
    let time = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
    json!({
        "is": format!("{} version {} {:?} {:?} {:?} urgency {:?}, follows {:?}", item.guid, item.version, item.sort, item.kind, item.status, item.urgency, item.follows),
        "times": format!("sent {} created {} changed {} embargo {}", time(item.sent), time(item.created), time(item.changed), time(item.embargo)),
        "head": format!("{} | {} | {} | {} | {} | {}", item.headline, item.slugline, item.summary, item.byline, item.dateline, item.located),
        "whose": format!("{} | {} | {} | {} | {} | {} | {}", item.credit, item.source, item.provider, item.copyright, item.usage, item.ed_note, item.language),
        "subjects": concepts(&item.subjects),
        "places": concepts(&item.places),
        "people": concepts(&item.people),
        "organisations": concepts(&item.organisations),
        "text": print::document(&item.document),
        "in_text": item.in_text.iter().map(|shown| shown.source.clone()).collect::<Vec<_>>(),
        "pictures": item.pictures.iter().map(picture).collect::<Vec<_>>(),
        "references": item.references.iter().map(|one| format!("{:?} {} {}", one.sort, one.guid, one.title)).collect::<Vec<_>>(),
        "left": item.left,
    })
}

#[test]
fn every_file_gives_what_stands_beside_it() {
    folder::compare(&folder::of("wire"), "UPDATE_WIRE", 7, |_, bytes| {
        let read = wire::read(bytes).unwrap();
        json!({"items": read.items.iter().map(printed).collect::<Vec<_>>(), "problems": read.problems})
    });
}

#[test]
fn what_is_no_wire_is_refused_with_its_reason() {
    for (file, why) in [
        (&b"{\"a\": 1}"[..], "no object in it has a uri"),
        (&b"{\"a\": "[..], "line 1"),
        (&b"<rss/>"[..], "its outermost element is rss"),
        (&b"Just words"[..], "neither JSON nor XML"),
        (&b"\x89PNG\r\n\x1a\n...."[..], "a PNG picture"),
    ] {
        let refused = wire::read(file).unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
    }
    assert_eq!(wire::read(&vec![b' '; wire::LARGEST + 1]), Err(Refusal::TooLarge));
}

#[test]
fn a_kill_of_a_read_item_takes_the_place_of_its_story() {
    let story =
        r#"{"uri": "urn:a", "version": "5", "versioncreated": "2024-05-01T08:00:00Z", "headline": "Mayor steps down"}"#;
    let kill = r#"{"uri": "urn:a", "version": "6", "versioncreated": "2024-05-01T08:05:00Z", "pubstatus": "canceled"}"#;
    for order in [[story, kill], [kill, story]] {
        let items = order
            .iter()
            .flat_map(|file| wire::read(file.as_bytes()).unwrap().items)
            .collect();
        let kept = wire::collapse(items);
        assert_eq!(kept.iter().map(|item| item.kind).collect::<Vec<_>>(), [Kind::Kill]);
    }
}

#[test]
fn a_package_that_names_the_same_over_and_over_ends() {
    let references = "<itemRef residref=\"p\"/><itemRef residref=\"t\"/>".repeat(300);
    let package = format!("<packageItem guid=\"g\"><groupSet><group>{references}</group></groupSet></packageItem>");
    let caption = "w".repeat(1 << 20);
    let file = format!(
        "<newsMessage><itemSet><newsItem guid=\"t\"/><newsItem guid=\"p\"><itemMeta><itemClass qcode=\"x:picture\"/></itemMeta><contentMeta><description>{caption}</description></contentMeta></newsItem>{}</itemSet></newsMessage>",
        package.repeat(300)
    );
    let read = wire::read(file.as_bytes()).unwrap();
    let text = read.items.iter().find(|item| item.guid == "t").unwrap();
    assert!(text.pictures.len() <= 1 && read.items.len() == 302);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_a_file_makes_it_panic(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just("["), Just("{"), Just("\""), Just("<"), Just(">"), Just("&"), Just("]]>"), Just("null"), Just(""), Just("é"), Just("</newsItem>"),
        ], 0usize..20), 0..6),
    ) {
        let mut files: Vec<_> = std::fs::read_dir(folder::of("wire")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let mut bytes = std::fs::read(&files[which.index(files.len())]).unwrap();
        for (at, put, out) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + out).min(bytes.len());
            bytes.splice(at..end, put.bytes());
        }
        if let Ok(read) = wire::read(&bytes) {
            for item in wire::collapse(read.items) {
                let json = courant_text::json::write(&item.document);
                prop_assert!(courant_text::json::read(&json).is_ok(), "{json}");
            }
        }
    }
}
