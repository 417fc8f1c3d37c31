//! `/wp/v2/users`: those who signed what readers see, as their pages show them. No account, no e-mail address.
//! `routes` calls it.

use super::args::Asked;
use super::links::Links;
use super::posts::window;
use super::problem::Fault;
use super::{Given, Total, found};
use crate::site::Reader;
use courant_model::term::Author;
use courant_store::q;
use http::StatusCode;
use serde_json::{Map, Value, json};

const PATH: &str = "/wp/v2/users";

/// The list.
pub(super) async fn list(reader: &mut Reader<'_>, asked: &Asked) -> Result<Given, Fault> {
    reader.read_every("author");
    reader.read_every("story");
    let (numbers, without, slugs) = (asked.numbers("include"), asked.numbers("exclude"), asked.words("slug"));
    let words = found::words(asked.text("search"));
    let mut authors = q!(reader.tx, listings::authors())?;
    authors.retain(|author| {
        (numbers.is_empty() || numbers.contains(&author.number))
            && !without.contains(&author.number)
            && (slugs.is_empty() || slugs.contains(&author.slug))
            && (words.is_empty() || found::has(&format!("{} {}", author.name, author.slug), &words))
    });
    match asked.text("orderby") {
        "id" | "registered_date" => authors.sort_by_key(|author| author.number),
        "slug" => authors.sort_by(|one, other| one.slug.cmp(&other.slug)),
        "include" => authors.sort_by_key(|author| numbers.iter().position(|number| *number == author.number)),
        "include_slugs" => authors.sort_by_key(|author| slugs.iter().position(|slug| *slug == author.slug)),
        _ => authors.sort_by_cached_key(|author| (author.name.to_lowercase(), author.number)),
    }
    if asked.text("order") == "desc" && !asked.text("orderby").starts_with("include") {
        authors.reverse();
    }
    let total = Total::of(asked, authors.len() as i64);
    let (per_page, offset) = window(asked);
    let items = authors
        .iter()
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(per_page as usize)
        .map(|author| print(reader, author))
        .collect();
    Ok(Given::list(items, total))
}

/// One.
pub(super) async fn one(reader: &mut Reader<'_>, number: i64) -> Result<Given, Fault> {
    reader.read_every("author");
    reader.read_every("story");
    if let Some(author) = q!(reader.tx, listings::author_by_number(number))?
        && q!(reader.tx, listings::signs(&author.id))?
    {
        return Ok(Given::one(print(reader, &author)));
    }
    Err(Fault::new(
        StatusCode::NOT_FOUND,
        "rest_user_invalid_id",
        "Invalid user ID.",
    ))
}

/// Nobody signs in by this API.
pub(super) fn nobody() -> Fault {
    let message = "You are not currently logged in.";
    Fault::new(StatusCode::UNAUTHORIZED, "rest_not_logged_in", message)
}

fn print(reader: &Reader<'_>, author: &Author) -> Value {
    // A contact is printed where it is a page; an e-mail address is not given to programs.
    let url = Some(author.contact.as_str())
        .filter(|contact| contact.starts_with("https://") || contact.starts_with("http://"))
        .and_then(courant_text::link::allowed);
    let mut map = Map::new();
    for (name, value) in [
        ("id", json!(author.number)),
        ("name", json!(author.name)),
        ("url", json!(url.unwrap_or_default())),
        ("description", json!(author.bio)),
        ("link", json!(reader.app.absolute(&format!("/by/{}", author.slug)))),
        ("slug", json!(author.slug)),
        ("avatar_urls", json!({})),
        ("meta", json!([])),
    ] {
        map.insert(name.to_owned(), value);
    }
    map.insert(
        "_links".to_owned(),
        Links::of(reader.app, PATH, &author.number.to_string()).finish(),
    );
    Value::Object(map)
}
