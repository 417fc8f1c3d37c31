//! Every export of `tests/replies` gives the replies that stand in the `.expected` beside it; a new case is a new file.
//! `UPDATE_REPLIES=1 cargo test -p courant-exchange --test replies` writes the expected files anew: read the difference before you commit it.
#![expect(clippy::unwrap_used, reason = "tests")]

mod beside;
#[path = "beside/folder.rs"]
mod folder;
#[path = "wordpress/document.rs"]
mod print;

use courant_exchange::replies::disqus::Disqus;
use courant_exchange::replies::remark42::Remark42;
use courant_exchange::replies::{Piece, Reply};
use proptest::prelude::*;
use serde_json::{Value, json};

fn pieces(name: &str, bytes: &[u8]) -> Vec<Piece> {
    if name.contains(".xml") {
        Disqus::new(name, bytes).collect()
    } else {
        Remark42::new(name, bytes).collect()
    }
}

fn reply(reply: &Reply) -> Value {
    let comment = &reply.comment;
    json!({
        "is": format!("{} under {:?} of {} {:?} {} {}", reply.id, reply.parent, reply.thread, comment.state, reply.score, reply.pinned),
        "by": format!("{} <{}> {} {} {}", comment.author, comment.email, comment.url, comment.ip, comment.gmt.map(|time| time.to_string()).unwrap_or_default()),
        "text": print::document(&comment.document),
    })
}

fn printed(piece: &Piece) -> Value {
    match piece {
        Piece::Category(category) => json!({ "category": format!("{} {}", category.id, category.title) }),
        Piece::Thread(thread) => json!({ "thread": format!("{thread:?}") }),
        Piece::Reply(one) => json!({ "reply": reply(one) }),
        Piece::Problem(problem) => json!({ "problem": problem.to_string() }),
    }
}

#[test]
fn every_export_gives_what_stands_beside_it() {
    folder::compare(&folder::of("replies"), "UPDATE_REPLIES", 2, |name, bytes| {
        pieces(name, bytes).iter().map(printed).collect()
    });
}

#[test]
fn what_is_no_export_says_so() {
    for name in ["x.xml", "x.jsonl"] {
        let read = pieces(name, b"<rss><channel><title>x</title></channel></rss>");
        assert!(
            read.iter()
                .any(|piece| matches!(piece, Piece::Problem(problem) if problem.what.contains("this is no"))),
            "{name}: {read:?}"
        );
    }
}

#[test]
fn a_line_that_is_too_long_costs_itself_alone() {
    let mut file = vec![b'x'; 9 << 20];
    file.extend_from_slice(b"\n{\"id\":\"a\",\"text\":\"<p>Kept</p>\",\"locator\":{\"url\":\"https://a.example/\"}}\n");
    let read = pieces("x.jsonl", &file);
    assert!(read.iter().any(|piece| matches!(piece, Piece::Reply(_))));
    assert!(read.iter().any(|piece| matches!(piece, Piece::Problem(problem) if problem.to_string().contains("x.jsonl:1: the line is longer"))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_an_export_makes_it_panic(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just("["), Just("{"), Just("\""), Just("<"), Just(">"), Just("&"), Just("]]>"), Just("\n"), Just(""), Just("é"), Just("</post>"), Just("<post"),
        ], 0usize..20), 0..6),
    ) {
        let name = ["disqus.xml", "remark42.jsonl"].get(which.index(2)).copied().unwrap();
        let mut bytes = std::fs::read(folder::of("replies").join(name)).unwrap();
        for (at, put, out) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + out).min(bytes.len());
            bytes.splice(at..end, put.bytes());
        }
        for piece in pieces(name, &bytes) {
            if let Piece::Reply(reply) = piece {
                let json = courant_text::json::write(&reply.comment.document);
                prop_assert!(courant_text::json::read(&json).is_ok(), "{json}");
            }
        }
    }
}
