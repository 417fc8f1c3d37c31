//! Feeds of the site and of each section, topic and author, in three forms; and a live story as machines are told of it.
//! Rendered by the site's `answer`; the story page and oEmbed take the description.

use super::body::Body;
use super::machines::{self, FeedStory, Signature};
use super::reader::Reader;
use super::{entity, pictures, quotations};
use crate::cache::Page;
use courant_model::address::Leads;
use courant_model::entry::Thing;
use courant_model::record::EntityKind;
use courant_model::story::{Kind, Live};
use courant_model::term::{Correction, Topic};
use courant_model::time::{Micros, timestamp};
use courant_newsroom::Error;
use courant_newsroom::commands::retract_story;
use courant_store::q;
use http::{HeaderValue, StatusCode};

/// Stories in a feed.
const STORIES: i64 = 30;

/// The form of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Rss,
    Atom,
    Json,
}

/// Whether a path is a feed's: the path of its list (empty for the site's own) and its form.
pub(super) fn split(path: &str) -> Option<(&str, Form)> {
    let (of, file) = path.rsplit_once('/')?;
    let form = match file {
        "feed.xml" => Form::Rss,
        "atom.xml" => Form::Atom,
        "feed.json" => Form::Json,
        _ => return None,
    };
    Some((of, form))
}

/// Renders the feed of a list.
pub(super) async fn render(reader: &mut Reader<'_>, of: &str, form: Form) -> Result<Option<Page>, Error> {
    let (title, rows) = match of {
        "" | "/latest" => {
            reader.read(&Thing::Latest);
            (
                reader.paper.name.clone(),
                q!(reader.tx, live::latest(true, STORIES, 0))?,
            )
        }
        _ if of.starts_with("/storylines/") => {
            let Some(storyline) = super::storyline::at(reader, of).await? else {
                return Ok(None);
            };
            (
                format!("{}: {}", reader.paper.name, storyline.title),
                q!(reader.tx, storylines::live_stories(&storyline.id, STORIES, 0))?,
            )
        }
        _ => {
            if let Some((kind, slug)) = of.strip_suffix("/quotations").and_then(entity::split) {
                return said_by(reader, kind, slug, form).await;
            }
            if let Some((kind, slug)) = entity::split(of) {
                return of_entity(reader, kind, slug, form).await;
            }
            let Some(address) = q!(reader.tx, addresses::at(of))? else {
                return Ok(None);
            };
            let id = &address.target;
            let (name, rows) = match Leads::parse(&address.kind) {
                Leads::Section => {
                    reader.read(&Thing::Section(id.clone()));
                    let name = reader.section(Some(id)).map(|section| section.name.clone());
                    (name, q!(reader.tx, live::of_section(id, true, STORIES, 0))?)
                }
                Leads::Topic => {
                    reader.read(&Thing::Topic(id.clone()));
                    let name = q!(reader.tx, terms::topic(id))?.map(|topic| topic.name);
                    (name, q!(reader.tx, live::of_topic(id, true, STORIES, 0))?)
                }
                Leads::Author => {
                    reader.read(&Thing::Author(id.clone()));
                    let name = q!(reader.tx, terms::author(id))?.map(|author| author.name);
                    (name, q!(reader.tx, live::of_author(id, true, STORIES, 0))?)
                }
                _ => return Ok(None),
            };
            let Some(name) = name else { return Ok(None) };
            (format!("{}: {name}", reader.paper.name), rows)
        }
    };
    print(reader, of, form, title, rows).await.map(Some)
}

/// The feed of stories that name somebody of whom readers have a page.
async fn of_entity(reader: &mut Reader<'_>, kind: EntityKind, slug: &str, form: Form) -> Result<Option<Page>, Error> {
    let Some(entity) = entity::public(reader, kind, slug).await? else {
        return Ok(None);
    };
    let rows = q!(reader.tx, mentions::stories_of(&entity.id, STORIES, 0))?;
    let title = format!("{}: {}", reader.paper.name, entity.name);
    print(reader, &entity::path_of(&entity), form, title, rows)
        .await
        .map(Some)
}

/// The feed of what somebody said, of whom readers have a page: one entry a remark.
async fn said_by(reader: &mut Reader<'_>, kind: EntityKind, slug: &str, form: Form) -> Result<Option<Page>, Error> {
    let Some(entity) = entity::public(reader, kind, slug).await? else {
        return Ok(None);
    };
    let said = reader.words.with("entity-said-by", &[("name", entity.name.as_str())]);
    let title = format!("{}: {}", reader.paper.name, said.unwrap_or_else(|| entity.name.clone()));
    let (changed, said) = quotations::for_feed(reader, &entity.id).await?;
    let home = entity::path_of(&entity);
    let of = format!("{home}/quotations");
    Ok(Some(entries(reader, &of, &home, form, title, changed, said)))
}

/// A feed of stories in its form.
async fn print(reader: &mut Reader<'_>, of: &str, form: Form, title: String, rows: Vec<Live>) -> Result<Page, Error> {
    let mut stories = Vec::new();
    let mut changed = 0;
    for live in &rows {
        changed = changed.max(live.updated_at.max(live.published_at).unwrap_or_default());
        stories.push(whole(reader, live).await?);
    }
    let home = if of.is_empty() { "/" } else { of };
    Ok(entries(reader, of, home, form, title, changed, stories))
}

/// A feed of entries in its form; `of` is the path that its files stand under, `home` the page that it belongs to.
fn entries(
    reader: &Reader<'_>,
    of: &str,
    home: &str,
    form: Form,
    title: String,
    changed: Micros,
    stories: Vec<FeedStory>,
) -> Page {
    let file = match form {
        Form::Rss => "feed.xml",
        Form::Atom => "atom.xml",
        Form::Json => "feed.json",
    };
    let feed = machines::Feed {
        // A page may have a feed of what was said on it beside that of its stories; its name leads there too.
        id: if of.is_empty() || of == home {
            reader.app.absolute(home)
        } else {
            format!("{}#said", reader.app.absolute(home))
        },
        title,
        description: reader.paper.tagline.clone(),
        home_url: reader.app.absolute(home),
        feed_url: reader.app.absolute(&format!("{of}/{file}")),
        language: reader.paper.language.clone(),
        updated: timestamp(changed),
        icon: None,
        stories,
        hub: None,
    };
    let (mime, bytes) = match form {
        Form::Rss => ("application/rss+xml; charset=utf-8", machines::rss(&feed)),
        Form::Atom => ("application/atom+xml; charset=utf-8", machines::atom(&feed)),
        Form::Json => ("application/feed+json; charset=utf-8", machines::json_feed(&feed)),
    };
    reader.tagged(Page::new(StatusCode::OK, HeaderValue::from_static(mime), bytes))
}

/// A live story with its full text.
async fn whole(reader: &mut Reader<'_>, live: &Live) -> Result<FeedStory, Error> {
    let html = match q!(reader.tx, stories::revision(&live.revision_id))? {
        // The notice, which stands among the corrections, takes the place of the text.
        Some(revision) if live.retracted_at.is_none() => {
            let base = reader.app.absolute("/");
            Body::read(reader, &revision.document)
                .await?
                .with_dateline(&revision.dateline)
                .feed_html(&base)
        }
        _ => String::new(),
    };
    let corrections = q!(reader.tx, corrections::of_story(&live.story_id))?;
    let topics = q!(reader.tx, terms::topics_of(&live.story_id))?;
    described(reader, live, html, &corrections, &topics).await
}

/// A live story as machines are told of it.
pub(super) async fn described(
    reader: &mut Reader<'_>,
    live: &Live,
    html: String,
    corrections: &[Correction],
    topics: &[Topic],
) -> Result<FeedStory, Error> {
    reader.read(&Thing::Story(live.story_id.clone()));
    let mut authors = Vec::new();
    for signature in q!(reader.tx, terms::signatures(&live.story_id))? {
        match signature.author_id {
            Some(id) => {
                if let Some(author) = reader.author(&id).await? {
                    let url = Some(reader.app.absolute(&format!("/by/{}", author.slug)));
                    authors.push(Signature { name: author.name, url });
                }
            }
            None => authors.push(Signature {
                name: signature.guest,
                url: None,
            }),
        }
    }
    let picture = match &live.picture_id {
        Some(id) if live.retracted_at.is_none() => reader.picture_row(id).await?.and_then(|picture| {
            let renditions = picture.renditions();
            let file = pictures::jpeg_near(&renditions, 1280)?;
            Some(machines::Picture {
                url: reader.app.absolute(&pictures::href(&picture, file)),
                mime: file.mime.clone(),
                bytes: file.bytes,
                width: file.width,
                height: file.height,
                alt: picture.alt.clone(),
                credit: picture.credit.clone(),
            })
        }),
        _ => None,
    };
    let (headline, standfirst) = match live.retracted_at {
        None => (live.headline.clone(), live.standfirst.clone()),
        Some(_) => (retracted_headline(reader, live), notice(reader, live).await?),
    };
    let published = timestamp(live.published_at.unwrap_or(live.changed_at));
    Ok(FeedStory {
        id: format!("urn:courant:{}", live.story_id.to_lowercase()),
        url: reader.app.absolute(&live.path),
        headline,
        standfirst,
        html,
        authors,
        published,
        updated: live.updated_at.map(timestamp),
        section: reader.section_link(live.section_id.as_ref()).label,
        topics: topics.iter().map(|topic| topic.name.clone()).collect(),
        picture,
        corrections: corrections.iter().map(|one| note(reader, one)).collect(),
        retracted: live.retracted_at.is_some(),
        language: reader.paper.language.clone(),
        kind: Kind::parse(&live.kind).unwrap_or_default(),
        words: u32::try_from(live.words).unwrap_or_default(),
    })
}

/// "Retracted: …": the headline wherever it stands without the notice beside it.
pub(crate) fn retracted_headline(reader: &Reader<'_>, live: &Live) -> String {
    let said = reader
        .words
        .with("retracted-headline", &[("headline", live.headline.as_str())]);
    said.unwrap_or_else(|| live.headline.clone())
}

/// The latest words of a retraction's notice.
pub(crate) async fn notice(reader: &mut Reader<'_>, live: &Live) -> Result<String, Error> {
    let corrections = q!(reader.tx, corrections::of_story(&live.story_id))?;
    let notice = corrections.into_iter().rfind(|one| one.kind == retract_story::KIND);
    Ok(notice.map(|notice| notice.correct).unwrap_or_default())
}

/// A correction as machines are told of it.
fn note(reader: &Reader<'_>, correction: &Correction) -> machines::Note {
    let label = match correction.kind.as_str() {
        "clarification" => reader.word("clarification"),
        retract_story::KIND => reader.word("retraction"),
        _ => reader.word("correction"),
    };
    machines::Note {
        label,
        text: format!("{} {}", correction.wrong, correction.correct).trim().to_owned(),
        at: timestamp(correction.at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_stands_under_the_path_of_its_list() {
        assert_eq!(split("/feed.xml"), Some(("", Form::Rss)));
        assert_eq!(split("/by/ana/atom.xml"), Some(("/by/ana", Form::Atom)));
        assert_eq!(split("/local/feed.json"), Some(("/local", Form::Json)));
        assert_eq!(split("/local/feed"), None);
    }
}
