//! A post that was read, as JSON that a person can compare line by line.
//! Called by the tests of exports, of WordPress and of Ghost.

#[path = "document.rs"]
mod text;

use courant_exchange::wordpress::{Comment, PictureRef, Post, Problem};
use serde_json::{Value, json};

pub use text::document;

pub fn post(post: &Post) -> Value {
    let mut out = json!({
        "is": format!("{} {} {}", post.kind.name(), post.number.unwrap_or(0), post.state.name()),
        "title": post.title,
        "address": format!("{} | {} | {}", post.slug, post.link, post.guid),
        "dates": format!("{} | {}", post.dates.local.map(|date| date.to_string()).unwrap_or_default(), post.dates.gmt.map(|date| date.to_string()).unwrap_or_default()),
        "authors": post.authors.iter().map(|author| format!("{} {}", author.login, author.name.as_deref().unwrap_or("-"))).collect::<Vec<_>>(),
        "body": document(&post.document),
    });
    let mut add = |name: &str, value: Value| {
        let empty = value.is_null() || value == json!([]) || value == json!("") || value == json!(false);
        if let (false, Some(map)) = (empty, out.as_object_mut()) {
            map.insert(name.to_owned(), value);
        }
    };
    add("excerpt", json!(post.excerpt));
    add(
        "terms",
        post.terms
            .iter()
            .map(|term| format!("{} {} “{}”", term.taxonomy.name(), term.slug, term.name))
            .collect(),
    );
    add("pictures", post.pictures.iter().map(picture).collect());
    add("featured", json!(post.featured));
    add("sticky", json!(post.sticky));
    add("format", json!(post.format));
    add("password", json!(post.password_protected));
    add("replies_closed", json!(!post.replies_open));
    add("parent", json!(post.parent));
    if post.seo != courant_exchange::wordpress::Seo::default() {
        add("seo", json!(format!("{:?}", post.seo)));
    }
    add("old_slugs", json!(post.old_slugs));
    add("replies", post.comments.iter().map(comment).collect());
    add("unreadable", post.unreadable.iter().map(Problem::to_string).collect());
    out
}

fn picture(picture: &PictureRef) -> String {
    format!(
        "{:?} {:?} {} | {} | {} | {} | {} | {}",
        picture.sort,
        picture.which,
        picture.source,
        picture.alt,
        picture.caption,
        picture.credit,
        picture.link.as_deref().unwrap_or("-"),
        picture.block.0
    )
}

fn comment(reply: &Comment) -> Value {
    json!({
        "is": format!("{:?} {:?} {:?} under {:?}", reply.number.unwrap_or(0), reply.kind, reply.state, reply.parent),
        "by": format!("{} <{}> {} {} {}", reply.author, reply.email, reply.url, reply.ip, reply.gmt.map(|date| date.to_string()).unwrap_or_default()),
        "text": document(&reply.document),
    })
}
