//! `/wp/v2/search`: stories and standing pages that have the words, the best first, or sections and topics by their names.
//! `routes` calls it; nothing of it is kept in the page cache.

use super::args::Asked;
use super::links::{Links, href};
use super::posts::window;
use super::problem::{Fault, Wrong};
use super::routes::{Form, Tax};
use super::{Given, Total, found, terms};
use crate::site::Reader;
use courant_model::listing::{Part, Stories};
use courant_model::story::Live;
use courant_newsroom::Error;
use courant_store::q;
use courant_text::escape;
use serde_json::{Value, json};

/// Most stories that are listed where no words were said.
const MOST: i64 = 500;

/// The list.
pub(super) async fn list(reader: &mut Reader<'_>, asked: &Asked) -> Result<Given, Fault> {
    let kind = asked.text("type");
    let subtypes = asked.words("subtype");
    let wants = |name: &str| subtypes.is_empty() || subtypes.iter().any(|one| one == "any" || one == name);
    let known: &[&str] = match kind {
        "post" => &["any", "post", "page"],
        "term" => &["any", "category", "post_tag"],
        _ => &["any"],
    };
    if subtypes.iter().any(|one| !known.contains(&one.as_str())) {
        return Err(Fault::params(&[Wrong {
            name: "subtype".to_owned(),
            code: "rest_not_in_enum",
            message: format!("subtype is not one of {}.", known.join(", ")),
        }]));
    }
    let words = asked.text("search").trim().to_owned();
    let (numbers, without) = (asked.numbers("include"), asked.numbers("exclude"));
    let keeps = |number: i64| (numbers.is_empty() || numbers.contains(&number)) && !without.contains(&number);
    let mut items: Vec<Value> = Vec::new();
    match kind {
        "post" => {
            for live in stories(reader, &words).await? {
                let form = if live.form == "page" { Form::Page } else { Form::Post };
                if wants(form.name()) && keeps(live.number) {
                    items.push(story(reader, form, &live));
                }
            }
        }
        "term" => {
            for tax in [Tax::Category, Tax::Tag] {
                if !wants(tax.name()) {
                    continue;
                }
                for (number, name, url) in terms::named(reader, tax, &words).await? {
                    if keeps(number) {
                        items.push(term(reader, tax, number, &name, &url));
                    }
                }
            }
        }
        _ => {}
    }
    let total = Total::of(asked, items.len() as i64);
    total.within("rest_search_invalid_page_number")?;
    let (per_page, offset) = window(asked);
    let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
    let items = items.into_iter().skip(skipped).take(per_page as usize).collect();
    Ok(Given::list(items, total))
}

/// The stories that have the words; without any, the newest.
async fn stories(reader: &mut Reader<'_>, words: &str) -> Result<Vec<Live>, Error> {
    let mut ids = Vec::new();
    if words.is_empty() {
        for form in [Form::Post, Form::Page] {
            let wanted = Stories {
                form: form.kept(),
                unlisted: form == Form::Page,
                standing: true,
                part: Part {
                    descending: true,
                    limit: MOST,
                    offset: 0,
                },
                ..Stories::default()
            };
            let listed = q!(reader.tx, listings::stories(&wanted))?;
            ids.extend(listed.into_iter().map(|listed| listed.story_id));
        }
    } else {
        ids = found::stories(reader, words).await?;
    }
    let mut stories = Vec::new();
    for id in ids {
        // What readers may see is decided by the store alone; the index may be a moment behind.
        stories.extend(q!(reader.tx, live::by_id(&id))?.filter(|live| live.retracted_at.is_none()));
    }
    Ok(stories)
}

fn story(reader: &Reader<'_>, form: Form, live: &Live) -> Value {
    let mut links = Links::none(reader.app);
    links.embeddable("self", &format!("{}/{}", form.path(), live.number));
    links.plain("about", &format!("/wp/v2/types/{}", form.name()));
    links.plain("collection", "/wp/v2/search");
    json!({
        "id": live.number,
        "title": escape::text(&live.headline),
        "url": reader.app.absolute(&live.path),
        "type": "post",
        "subtype": form.name(),
        "_links": links.finish(),
    })
}

fn term(reader: &Reader<'_>, tax: Tax, number: i64, name: &str, url: &str) -> Value {
    let own = href(reader.app, &format!("{}/{number}", tax.path()));
    json!({
        "id": number,
        "title": escape::text(name),
        "url": url,
        "type": "term",
        "subtype": tax.name(),
        "_links": {
            "self": [{ "embeddable": true, "href": own }],
            "about": [{ "href": href(reader.app, &format!("/wp/v2/taxonomies/{}", tax.name())) }],
            "collection": [{ "href": href(reader.app, "/wp/v2/search") }],
        },
    })
}
