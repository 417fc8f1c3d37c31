//! One story or standing page as WordPress prints a post. Lists, single posts and embedded ones all come through here.

use super::fields::Fields;
use super::links::Links;
use super::problem::Fault;
use super::routes::Form;
use super::{gmt, local};
use crate::site::body::Body;
use crate::site::{Reader, feeds};
use courant_model::entry::Thing;
use courant_model::listing::Listed;
use courant_model::story::{Live, Revision};
use courant_model::term::Topic;
use courant_newsroom::Error;
use courant_newsroom::commands::post_reply;
use courant_store::q;
use courant_text::escape;
use serde_json::{Map, Value, json};

/// Longest excerpt that is made of a text, in characters.
const EXCERPT: usize = 300;

/// Prints a live story; `None` when it is of the other form.
pub(super) async fn print(
    reader: &mut Reader<'_>,
    form: Form,
    listed: &Listed,
    sticky: &[String],
    fields: &Fields,
) -> Result<Option<Value>, Fault> {
    reader.read(&Thing::Story(listed.story_id.clone()));
    let Some(live) = q!(reader.tx, live::by_id(&listed.story_id))?.filter(|live| live.form == form.kept()) else {
        return Ok(None);
    };
    let topics = match form {
        Form::Post => q!(reader.tx, terms::topics_of(&live.story_id))?,
        Form::Page => Vec::new(),
    };
    for topic in &topics {
        reader.read(&Thing::Topic(topic.id.clone()));
    }
    let authors = authors(reader, &live.story_id).await?;
    let picture = picture(reader, &live).await?;
    let words = words(reader, &live, fields).await?;
    let id = live.number;
    let mut map = Map::new();
    let mut put = |name: &str, value: Value| {
        map.insert(name.to_owned(), value);
    };
    put("id", id.into());
    put("date", local(reader, listed.dated_at).into());
    put("date_gmt", gmt(listed.dated_at).into());
    let guid = format!("urn:courant:{}", live.story_id.to_lowercase());
    put("guid", json!({ "rendered": guid }));
    put("modified", local(reader, listed.modified_at).into());
    put("modified_gmt", gmt(listed.modified_at).into());
    put("slug", listed.slug.clone().into());
    put("status", "publish".into());
    put("type", form.name().into());
    put("link", reader.app.absolute(&live.path).into());
    put("title", json!({ "rendered": words.title }));
    if let Some(content) = words.content {
        put("content", json!({ "rendered": content, "protected": false }));
    }
    if let Some(excerpt) = words.excerpt {
        put("excerpt", json!({ "rendered": excerpt, "protected": false }));
    }
    put("author", authors.first().copied().unwrap_or(0).into());
    put("featured_media", picture.into());
    put("comment_status", comments(reader, &live).into());
    put("ping_status", "closed".into());
    put("template", "".into());
    put("meta", json!({}));
    match form {
        Form::Post => {
            let section = reader.section(live.section_id.as_ref());
            let categories: Vec<i64> = section.into_iter().map(|section| section.number).collect();
            let tags: Vec<i64> = topics.iter().map(|topic| topic.number).collect();
            put("sticky", sticky.contains(&live.story_id).into());
            put("format", "standard".into());
            put("categories", json!(categories));
            put("tags", json!(tags));
            put("class_list", json!(classes(reader, &live, &topics)));
        }
        Form::Page => {
            put("parent", 0.into());
            put("menu_order", 0.into());
            put(
                "class_list",
                json!([format!("post-{id}"), "page", "type-page", "status-publish", "hentry"]),
            );
        }
    }
    put("_links", links(reader, form, id, &authors, picture));
    Ok(Some(Value::Object(map)))
}

/// Numbers of the authors, in the order of the byline.
async fn authors(reader: &mut Reader<'_>, story: &str) -> Result<Vec<i64>, Error> {
    let mut numbers = Vec::new();
    for signature in q!(reader.tx, terms::signatures(story))? {
        if let Some(id) = signature.author_id
            && let Some(author) = reader.author(&id).await?
        {
            numbers.push(author.number);
        }
    }
    Ok(numbers)
}

/// Number of the lead picture; 0 without one that readers may see.
async fn picture(reader: &mut Reader<'_>, live: &Live) -> Result<i64, Error> {
    let Some(id) = live.picture_id.clone().filter(|_| live.retracted_at.is_none()) else {
        return Ok(0);
    };
    let row = reader.picture_row(&id).await?;
    Ok(row
        .filter(|row| !row.renditions().is_empty())
        .map_or(0, |row| row.number))
}

/// What is printed of a story in words, as HTML.
struct Words {
    title: String,
    content: Option<String>,
    excerpt: Option<String>,
}

async fn words(reader: &mut Reader<'_>, live: &Live, fields: &Fields) -> Result<Words, Error> {
    let paragraph = |text: &str| match text.trim() {
        "" => String::new(),
        text => format!("<p>{}</p>\n", escape::text(text)),
    };
    let (wants_content, wants_excerpt) = (fields.wants("content"), fields.wants("excerpt"));
    if live.retracted_at.is_some() {
        // The notice takes the place of the text with those who have it, as in feeds.
        let notice = paragraph(&feeds::notice(reader, live).await?);
        let headline = feeds::retracted_headline(reader, live);
        return Ok(Words {
            title: escape::text(&headline).into_owned(),
            content: wants_content.then(|| notice.clone()),
            excerpt: wants_excerpt.then_some(notice),
        });
    }
    let mut content = None;
    let mut excerpt = paragraph(&live.standfirst);
    if wants_content || (wants_excerpt && excerpt.is_empty()) {
        let revision: Option<Revision> = q!(reader.tx, stories::revision(&live.revision_id))?;
        if let Some(revision) = revision {
            let body = Body::read(reader, &revision.document).await?;
            if excerpt.is_empty() {
                excerpt = paragraph(&body.excerpt(EXCERPT));
            }
            let root = reader.app.absolute("/");
            content = Some(body.with_dateline(&revision.dateline).program_html(&root));
        }
    }
    Ok(Words {
        title: escape::text(&live.headline).into_owned(),
        content: wants_content.then(|| content.unwrap_or_default()),
        excerpt: wants_excerpt.then_some(excerpt),
    })
}

/// `open` while readers may reply.
fn comments(reader: &mut Reader<'_>, live: &Live) -> &'static str {
    let section = reader
        .section(live.section_id.as_ref())
        .filter(|_| live.retracted_at.is_none());
    let now = reader.now.timestamp().as_microsecond();
    let (closed, closes) = post_reply::closing(section, live.published_at, now);
    if let Some(closes) = closes {
        reader.holds_until(closes);
    }
    if closed.is_none() { "open" } else { "closed" }
}

fn classes(reader: &Reader<'_>, live: &Live, topics: &[Topic]) -> Vec<String> {
    let mut classes: Vec<String> = ["post", "type-post", "status-publish", "format-standard", "hentry"]
        .into_iter()
        .map(str::to_owned)
        .collect();
    classes.insert(0, format!("post-{}", live.number));
    if live.picture_id.is_some() {
        classes.push("has-post-thumbnail".to_owned());
    }
    if let Some(section) = reader.section(live.section_id.as_ref()) {
        classes.push(format!("category-{}", section.slug));
    }
    classes.extend(topics.iter().map(|topic| format!("tag-{}", topic.slug)));
    classes
}

fn links(reader: &Reader<'_>, form: Form, id: i64, authors: &[i64], picture: i64) -> Value {
    let mut links = Links::of(reader.app, form.path(), &id.to_string());
    links.plain("about", &format!("/wp/v2/types/{}", form.name()));
    for author in authors {
        links.embeddable("author", &format!("/wp/v2/users/{author}"));
    }
    links.embeddable("replies", &format!("/wp/v2/comments?post={id}"));
    if picture != 0 {
        links.embeddable("wp:featuredmedia", &format!("/wp/v2/media/{picture}"));
    }
    links.plain("wp:attachment", &format!("/wp/v2/media?parent={id}"));
    if form == Form::Post {
        links.said(
            "wp:term",
            &format!("/wp/v2/categories?post={id}"),
            "taxonomy",
            "category",
        );
        links.said("wp:term", &format!("/wp/v2/tags?post={id}"), "taxonomy", "post_tag");
    }
    links.finish()
}
