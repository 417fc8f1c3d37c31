//! `/wp/v2/comments`: approved replies to what readers see. No network address and no e-mail address is given.
//! `routes` calls it for reading; `create` takes new ones.

use super::args::Asked;
use super::links::{Links, href};
use super::posts::{ids_of, window};
use super::problem::Fault;
use super::{Given, Total, found, gmt, local};
use crate::site::Reader;
use courant_model::listing::{By, Part, Replies};
use courant_model::reply::{Reply, ReplyState};
use courant_newsroom::Error;
use courant_store::{StoreError, q};
use http::StatusCode;
use serde_json::{Map, Value, json};

/// Where they stand.
pub(super) const PATH: &str = "/wp/v2/comments";
/// Most replies that are looked through for words.
const MOST: i64 = 1_000;
/// Parameters that only moderators may use.
const PROTECTED: [&str; 4] = ["author", "author_exclude", "author_email", "karma"];

/// The list.
pub(super) async fn list(reader: &mut Reader<'_>, asked: &Asked) -> Result<Given, Fault> {
    let mut protected: Vec<&str> = PROTECTED.into_iter().filter(|name| asked.has(name)).collect();
    if !matches!(asked.text("status"), "approve" | "approved") {
        protected.push("status");
    }
    if asked.text("type") != "comment" {
        protected.push("type");
    }
    if !protected.is_empty() {
        let message = format!("Query parameter not permitted: {}", protected.join(", "));
        return Err(Fault::new(StatusCode::UNAUTHORIZED, "rest_forbidden_param", message));
    }
    reader.read_every("reply");
    reader.read_every("story");
    let (per_page, offset) = window(asked);
    let stories = if asked.has("post") {
        Some(ids_of(reader, &asked.numbers("post")).await?)
    } else {
        None
    };
    let (mut parents, mut roots) = (None, false);
    if asked.has("parent") {
        let numbers = asked.numbers("parent");
        roots = numbers.contains(&0);
        let ids = ids(reader, &numbers).await?;
        // Both those of the story and answers to some reply: the latter alone, as nobody asks for both.
        parents = Some(if ids.is_empty() && !roots {
            vec!["-".to_owned()]
        } else {
            ids
        });
    }
    let without = asked.numbers("parent_exclude");
    let numbers = asked.numbers("include");
    let mut wanted = Replies {
        numbers: numbers.clone(),
        without_numbers: asked.numbers("exclude"),
        stories,
        parents: parents.filter(|ids| roots || !ids.is_empty()),
        without_parents: ids(reader, &without).await?,
        answers_only: without.contains(&0),
        after: asked.moment("after"),
        before: asked.moment("before"),
        by: match asked.text("orderby") {
            "date" | "date_gmt" => By::Date,
            _ => By::Number,
        },
        part: Part {
            descending: asked.text("order") == "desc",
            limit: per_page,
            offset,
        },
    };
    let words = found::words(asked.text("search"));
    let (rows, total) = if words.is_empty() && asked.text("orderby") != "include" {
        let total = q!(reader.tx, listings::count_replies(&wanted))?;
        (q!(reader.tx, listings::replies(&wanted))?, total)
    } else {
        wanted.part = Part {
            limit: MOST,
            offset: 0,
            ..wanted.part
        };
        let mut rows = Vec::new();
        for row in q!(reader.tx, listings::replies(&wanted))? {
            let text = courant_text::plain::write(&read(&row)?);
            if found::has(&format!("{} {text}", row.name), &words) {
                rows.push(row);
            }
        }
        if asked.text("orderby") == "include" {
            rows.sort_by_key(|row| numbers.iter().position(|number| *number == row.number));
        }
        let total = rows.len() as i64;
        let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
        (rows.into_iter().skip(skipped).take(per_page as usize).collect(), total)
    };
    let total = Total::of(asked, total);
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        items.push(print(reader, row).await?);
    }
    Ok(Given::list(items, total))
}

/// One. A reply that waits is told from one that is not there by nobody.
pub(super) async fn one(reader: &mut Reader<'_>, number: i64) -> Result<Given, Fault> {
    reader.read_every("reply");
    reader.read_every("story");
    if let Some(row) =
        q!(reader.tx, listings::reply_by_number(number))?.filter(|row| row.state == ReplyState::Approved.as_str())
        && q!(reader.tx, listings::of_story(&row.story_id))?.is_some()
    {
        return Ok(Given::one(print(reader, &row).await?));
    }
    let message = "Invalid comment ID.";
    Err(Fault::new(StatusCode::NOT_FOUND, "rest_comment_invalid_id", message))
}

async fn ids(reader: &mut Reader<'_>, numbers: &[i64]) -> Result<Vec<String>, Error> {
    let mut ids = Vec::new();
    for number in numbers {
        ids.extend(q!(reader.tx, listings::reply_by_number(*number))?.map(|row| row.id));
    }
    Ok(ids)
}

fn read(row: &Reply) -> Result<courant_text::Document, Error> {
    let read = courant_text::json::read(&row.document);
    Ok(read.map_err(|refused| StoreError::Unreadable(format!("a kept reply: {refused}")))?)
}

/// A reply as WordPress prints a comment.
pub(super) async fn print(reader: &mut Reader<'_>, row: &Reply) -> Result<Value, Error> {
    let listed = q!(reader.tx, listings::of_story(&row.story_id))?;
    let post = listed.map_or(0, |listed| listed.number);
    let parent = match &row.parent_id {
        Some(id) => q!(reader.tx, replies::by_id(id))?.filter(|parent| parent.state == "approved"),
        None => None,
    };
    let parent = parent.map_or(0, |parent| parent.number);
    let html = courant_text::reply::write(&read(row)?);
    let approved = row.state == ReplyState::Approved.as_str();
    let mut map = Map::new();
    for (name, value) in [
        ("id", json!(row.number)),
        ("post", json!(post)),
        ("parent", json!(parent)),
        ("author", json!(0)),
        ("author_name", json!(row.name)),
        ("author_url", json!("")),
        ("date", json!(local(reader, row.at))),
        ("date_gmt", json!(gmt(row.at))),
        ("content", json!({ "rendered": html })),
        ("link", json!(reader.app.absolute(&format!("/replies/{}", row.id)))),
        ("status", json!(if approved { "approved" } else { "hold" })),
        ("type", json!("comment")),
        ("author_avatar_urls", json!({})),
        ("meta", json!([])),
    ] {
        map.insert(name.to_owned(), value);
    }
    let mut links = Links::of(reader.app, PATH, &row.number.to_string());
    links.said("up", &format!("/wp/v2/posts/{post}"), "post_type", "post");
    if parent != 0 {
        links.embeddable("in-reply-to", &format!("{PATH}/{parent}"));
    }
    if q!(reader.tx, listings::has_answers(&row.id))? {
        links.plain("children", &format!("{PATH}?parent={}", row.number));
    }
    map.insert("_links".to_owned(), links.finish());
    Ok(Value::Object(map))
}

/// The address of a reply in the API.
pub(super) fn address(reader: &Reader<'_>, number: i64) -> String {
    href(reader.app, &format!("{PATH}/{number}"))
}
