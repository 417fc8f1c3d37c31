//! What a delivery says: JSON that holds nothing that readers cannot see. It is made anew at each try from the present
//! state, so a story that has gone meanwhile is told of by nobody. The courier calls it.

use crate::Result;
use courant_model::path::encoded;
use courant_model::story::Live;
use courant_model::time::{Micros, timestamp};
use courant_model::webhook::{Delivery, Event};
use courant_store::{Tx, q};
use serde_json::{Map, Value, json};

/// The body of a delivery, for the paper at an address; `None` when readers do not see any more what it would tell of.
#[crate::boxed]
pub async fn of(tx: &mut Tx, site: &str, delivery: &Delivery) -> Result<Option<String>> {
    let Some(event) = Event::parse(&delivery.event) else {
        return Ok(None);
    };
    let id = delivery.thing.split_once(':').map_or("", |(_, id)| id);
    let data = match event {
        Event::Test => Some(json!({ "paper": crate::commands::revise_paper::current(tx).await?.name })),
        Event::FrontChanged => front(tx, site, id).await?,
        Event::ReplyApproved => reply(tx, site, id).await?,
        Event::StoryRemoved | Event::PageRemoved => removed(tx, site, id).await?,
        _ => match q!(tx, live::by_id(id))? {
            Some(live) => Some(story(tx, site, &live).await?),
            None => None,
        },
    };
    Ok(data.map(|data| json!({ "type": event.as_str(), "timestamp": written(delivery.at), "data": data }).to_string()))
}

/// The front page, or the front of a section.
async fn front(tx: &mut Tx, site: &str, section: &str) -> Result<Option<Value>> {
    if section.is_empty() {
        return Ok(Some(json!({ "url": at(site, "/") })));
    }
    let section = q!(tx, terms::sections())?.into_iter().find(|one| one.id == section);
    Ok(section.map(|one| {
        let url = at(site, &format!("/{}", one.slug));
        json!({ "url": url, "section": { "slug": one.slug, "name": one.name } })
    }))
}

/// A story as readers see it.
async fn story(tx: &mut Tx, site: &str, live: &Live) -> Result<Value> {
    let mut data = Map::new();
    data.insert("id".into(), json!(live.story_id));
    data.insert("number".into(), json!(live.number));
    data.insert("url".into(), json!(at(site, &live.path)));
    data.insert("headline".into(), json!(live.headline));
    if live.form != "page" {
        data.insert("kind".into(), json!(live.kind));
    }
    if let Some(id) = &live.section_id
        && let Some(section) = q!(tx, terms::sections())?.into_iter().find(|one| &one.id == id)
    {
        data.insert("section".into(), json!({ "slug": section.slug, "name": section.name }));
    }
    for (name, moment) in [
        ("published_at", live.published_at),
        ("updated_at", live.updated_at),
        ("retracted_at", live.retracted_at),
    ] {
        if let Some(moment) = moment {
            data.insert(name.into(), json!(written(moment)));
        }
    }
    Ok(Value::Object(data))
}

/// What was taken from readers: its id and the addresses that answer 410 now, and no word of it.
async fn removed(tx: &mut Tx, site: &str, id: &str) -> Result<Option<Value>> {
    let Some(story) = q!(tx, stories::by_id(id))? else {
        return Ok(None);
    };
    // A retracted page keeps its address, with a notice.
    let mut paths = q!(tx, addresses::gone(id))?;
    if let Some(live) = q!(tx, live::by_id(id))? {
        paths.push(live.path);
    }
    let urls: Vec<String> = paths.iter().map(|path| at(site, path)).collect();
    Ok(Some(json!({ "id": story.id, "number": story.number, "urls": urls })))
}

/// A reply, by number and place; who wrote it and what stays on the page.
async fn reply(tx: &mut Tx, site: &str, id: &str) -> Result<Option<Value>> {
    let Some(reply) = q!(tx, replies::by_id(id))?.filter(|reply| reply.state == "approved") else {
        return Ok(None);
    };
    let Some(live) = q!(tx, live::by_id(&reply.story_id))?.filter(|live| live.retracted_at.is_none()) else {
        return Ok(None);
    };
    let place = format!("{}#replies", at(site, &live.path));
    Ok(Some(json!({
        "id": reply.id,
        "number": reply.number,
        "url": place,
        "at": written(reply.at),
        "story": story(tx, site, &live).await?,
    })))
}

/// An address of the paper, as the site itself prints it.
fn at(site: &str, path: &str) -> String {
    format!("{}{}", site.trim_end_matches('/'), encoded(path))
}

/// A moment as RFC 3339 has it, in UTC.
fn written(at: Micros) -> String {
    timestamp(at).to_string()
}

#[cfg(test)]
mod tests {
    use super::at;

    #[test]
    fn an_address_is_told_as_the_site_prints_it() {
        assert_eq!(
            at("https://news.example/", "/local/café"),
            "https://news.example/local/caf%C3%A9"
        );
        assert_eq!(at("https://news.example", "/?p=12"), "https://news.example/?p=12");
        assert_eq!(
            at("https://news.example", "//evil.example/"),
            "https://news.example/evil.example/"
        );
    }
}
