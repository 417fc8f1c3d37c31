//! `POST /wp/v2/comments`: a reply by a program, under the rules of the form on the site and by the same command.
//! What waits for approval is answered with `hold`, and only to whoever sent it.

use super::args::{Arg, Asked, Kind, arg};
use super::comments;
use super::problem::{Fault, Wrong};
use crate::app::App;
use crate::site::Reader;
use courant_newsroom::Error;
use courant_newsroom::commands::post_reply::{self, MOST_LINKS, NotTaken, Sent};
use courant_store::q;
use http::StatusCode;
use serde_json::Value;

/// What is taken.
pub(super) const ARGS: &[Arg] = &[
    arg("post", Kind::Number(0, i64::MAX), "The number of the story."),
    arg(
        "parent",
        Kind::Number(0, i64::MAX),
        "The number of the reply that this one answers.",
    ),
    arg("author_name", Kind::Text, "The name that is printed."),
    arg(
        "author_email",
        Kind::Text,
        "An e-mail address; it is kept sealed and never printed.",
    ),
    arg(
        "author_url",
        Kind::Text,
        "Taken and passed over: names are printed without a link.",
    ),
    arg(
        "content",
        Kind::Text,
        "The text: paragraphs, emphasis, quotes and links as Markdown has them.",
    ),
];

/// A reply that was taken: as it is printed, and its address.
pub(super) struct Taken {
    pub(super) body: Value,
    pub(super) address: String,
}

/// Takes a reply.
pub(super) async fn take(app: &App, asked: Asked, client: String) -> Result<Taken, Fault> {
    let refused = |status, code, message: &str| Err(Fault::new(status, code, message));
    let mut reader = Reader::begin(app).await?;
    let zone = reader.paper.time_zone();
    let asked = asked.checked(ARGS, &zone)?;
    let number = asked.number("post").unwrap_or(0);
    let listed = match number {
        0 => None,
        number => q!(reader.tx, listings::by_number(number))?,
    };
    let Some(listed) = listed else {
        let message = "Sorry, you are not allowed to create this comment without a post.";
        return refused(StatusCode::FORBIDDEN, "rest_comment_invalid_post_id", message);
    };
    let mut parent = String::new();
    if let Some(number) = asked.number("parent").filter(|number| *number != 0) {
        match q!(reader.tx, listings::reply_by_number(number))? {
            Some(row) => parent = row.id,
            None => return Err(reason(NotTaken::Parent)),
        }
    }
    drop(reader);
    let sent = Sent {
        story_id: listed.story_id,
        parent,
        name: asked.text("author_name").to_owned(),
        email: asked.text("author_email").to_owned(),
        text: asked.text("content").to_owned(),
        client,
    };
    if sent.name.trim().is_empty() || sent.email.trim().is_empty() {
        let message = "Creating a comment requires valid author name and email values.";
        return refused(StatusCode::BAD_REQUEST, "rest_comment_author_data_required", message);
    }
    let house = &app.newsroom.house;
    if let Err(wait) = app.gate.pass(&house.keys.client_mac(&sent.client), &sent.story_id) {
        return Err(Fault::too_often(wait.as_secs() + 1));
    }
    let mut tx = app.newsroom.store.write().await?;
    let taken = match post_reply::run(&mut tx, house, &sent).await {
        Ok(Ok(taken)) => taken,
        Ok(Err(why)) => return Err(reason(why)),
        // It was taken down in this very moment.
        Err(Error::NotFound(_)) => return Err(reason(NotTaken::Closed)),
        Err(error) => return Err(error.into()),
    };
    let seq = tx.commit().await?;
    app.cache.reached(seq as u64).await;
    let mut reader = Reader::begin(app).await?;
    let row = q!(reader.tx, replies::by_id(&taken.id))?.ok_or_else(|| Error::NotFound("such reply".to_owned()))?;
    Ok(Taken {
        body: comments::print(&mut reader, &row).await?,
        address: comments::address(&reader, row.number),
    })
}

fn reason(why: NotTaken) -> Fault {
    let bad = StatusCode::BAD_REQUEST;
    let wrong = |name: &str, code, message: &str| {
        Fault::params(&[Wrong {
            name: name.to_owned(),
            code,
            message: message.to_owned(),
        }])
    };
    match why {
        NotTaken::Closed => Fault::new(
            StatusCode::FORBIDDEN,
            "rest_comment_closed",
            "Sorry, comments are closed for this item.",
        ),
        NotTaken::Duplicate => Fault::new(
            StatusCode::CONFLICT,
            "comment_duplicate",
            "Duplicate comment detected; it looks as though you've already said that!",
        ),
        NotTaken::Empty => Fault::new(bad, "rest_comment_content_invalid", "Invalid comment content."),
        NotTaken::TooLong => Fault::new(bad, "comment_content_column_length", "Your comment is too long."),
        NotTaken::Name => Fault::new(bad, "comment_author_column_length", "Your name is too long."),
        NotTaken::Email => wrong("author_email", "rest_invalid_email", "Invalid email address."),
        NotTaken::Links => Fault::new(
            bad,
            "rest_comment_too_many_links",
            format!("A comment may have {MOST_LINKS} links at most."),
        ),
        NotTaken::Parent => wrong(
            "parent",
            "rest_comment_invalid_id",
            "The comment that this answers is not there.",
        ),
    }
}
