//! Everything that an export of WordPress gives, as JSON that a person can compare line by line.
//! Called by the test of the exports beside it.

use courant_exchange::wordpress::{Attachment, Item, Piece, Problem};
use serde_json::{Value, json};

use super::print;

pub fn all(pieces: &[Piece]) -> Value {
    Value::Array(pieces.iter().map(piece).collect())
}

fn piece(piece: &Piece) -> Value {
    match piece {
        Piece::Site(site) => {
            json!({ "site": format!("{} | {} | {} | {} | {}", site.title, site.url, site.description, site.language, site.version) })
        }
        Piece::Author(author) => json!({ "author": format!("{author:?}") }),
        Piece::Term(term) => {
            json!({ "term": format!("{} {} {} “{}” under {:?}: {}", term.taxonomy.name(), term.number.unwrap_or(0), term.slug, term.name, term.parent, term.description) })
        }
        Piece::Problem(problem) => json!({ "problem": problem.to_string() }),
        Piece::Item(item) => match &**item {
            Item::Post(post) => json!({ "post": print::post(post) }),
            Item::Revision(post) => json!({ "revision": print::post(post) }),
            Item::Attachment(attachment) => json!({ "attachment": self::attachment(attachment) }),
            Item::Pattern(pattern) => json!({ "pattern": format!("{pattern:?}") }),
            Item::GuestAuthor(author) => json!({ "guest": format!("{author:?}") }),
            Item::Menu(entry) => json!({ "menu": format!("{entry:?}") }),
            Item::Other(other) => json!({ "other": format!("{other:?}") }),
        },
    }
}

fn attachment(file: &Attachment) -> Value {
    json!({
        "is": format!("{} {} of {:?}", file.number.unwrap_or(0), file.state.name(), file.parent),
        "url": file.url,
        "says": format!("{} | {} | {} | {}", file.title, file.alt, file.caption, file.description),
        "credit": format!("{:?} {:?}", file.credit, file.copyright),
        "size": format!("{:?} x {:?}", file.width, file.height),
        "unreadable": file.unreadable.iter().map(Problem::to_string).collect::<Vec<_>>(),
    })
}
