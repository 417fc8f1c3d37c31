//! `/wp/v2/media`: the pictures that readers see in some story, each with the renditions that exist.
//! `routes` calls it. Neither originals nor what the library alone knows of a picture are given.

use super::args::Asked;
use super::links::Links;
use super::posts::{ids_of, window};
use super::problem::Fault;
use super::{Given, Total, found, gmt, local};
use crate::site::{Reader, pictures};
use courant_model::listing::{By, Part, Pictures};
use courant_model::picture::{Picture, Rendition};
use courant_newsroom::Error;
use courant_store::q;
use courant_text::escape;
use http::StatusCode;
use serde_json::{Map, Value, json};

const PATH: &str = "/wp/v2/media";
/// Most pictures that are looked through for words.
const MOST: i64 = 500;
/// The sizes that WordPress names, and how wide they are.
const NAMED: [(&str, u32); 6] = [
    ("thumbnail", 150),
    ("medium", 300),
    ("medium_large", 768),
    ("large", 1024),
    ("1536x1536", 1536),
    ("2048x2048", 2048),
];

/// The list.
pub(super) async fn list(reader: &mut Reader<'_>, asked: &Asked) -> Result<Given, Fault> {
    reader.read_every("picture");
    reader.read_every("story");
    let (per_page, offset) = window(asked);
    let words = found::words(asked.text("search"));
    let numbers = asked.numbers("include");
    let slugs = asked.words("slug");
    let stories = if asked.has("parent") {
        Some(ids_of(reader, &asked.numbers("parent")).await?)
    } else {
        None
    };
    let other = |name: &str, known: &[&str]| asked.has(name) && !known.contains(&asked.text(name));
    let none = other("media_type", &["image"])
        || other("mime_type", &["image/jpeg"])
        || other("status", &["inherit", "publish"])
        || asked.has("author");
    let mut wanted = Pictures {
        numbers: numbers.clone(),
        without_numbers: asked.numbers("exclude"),
        names: slugs.clone(),
        stories: if none { Some(Vec::new()) } else { stories },
        without_stories: ids_of(reader, &asked.numbers("parent_exclude")).await?,
        words: words.iter().take(5).cloned().collect(),
        after: asked.moment("after"),
        before: asked.moment("before"),
        by: match asked.text("orderby") {
            "date" | "modified" => By::Date,
            "title" | "slug" => By::Title,
            _ => By::Number,
        },
        part: Part {
            descending: asked.text("order") == "desc",
            limit: per_page,
            offset,
        },
    };
    let by_hand = !words.is_empty() || matches!(asked.text("orderby"), "include" | "include_slugs");
    let (rows, total) = if by_hand {
        wanted.part = Part {
            limit: MOST,
            offset: 0,
            ..wanted.part
        };
        let mut rows = rows(reader, &wanted).await?;
        // The library knows a picture by words that readers do not see, too; those do not count here.
        rows.retain(|row| {
            found::has(
                &format!("{} {} {} {}", row.caption, row.alt, row.credit, row.name),
                &words,
            )
        });
        match asked.text("orderby") {
            "include" => rows.sort_by_key(|row| numbers.iter().position(|number| *number == row.number)),
            "include_slugs" => rows.sort_by_key(|row| slugs.iter().position(|slug| *slug == row.name)),
            _ => {}
        }
        let total = rows.len() as i64;
        let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
        (rows.into_iter().skip(skipped).take(per_page as usize).collect(), total)
    } else {
        let total = q!(reader.tx, listings::count_pictures(&wanted))?;
        (rows(reader, &wanted).await?, total)
    };
    let total = Total::of(asked, total);
    total.within("rest_post_invalid_page_number")?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        items.push(print(reader, row).await?);
    }
    Ok(Given::list(items, total))
}

async fn rows(reader: &mut Reader<'_>, wanted: &Pictures) -> Result<Vec<Picture>, Error> {
    let mut rows = Vec::new();
    for id in q!(reader.tx, listings::pictures(wanted))? {
        rows.extend(reader.picture_row(&id).await?);
    }
    Ok(rows)
}

/// One.
pub(super) async fn one(reader: &mut Reader<'_>, number: i64) -> Result<Given, Fault> {
    reader.read_every("picture");
    reader.read_every("story");
    if let Some(id) = q!(reader.tx, listings::picture_by_number(number))?
        && q!(reader.tx, library::is_live(&id))?
        && let Some(row) = reader
            .picture_row(&id)
            .await?
            .filter(|row| !row.renditions().is_empty())
    {
        return Ok(Given::one(print(reader, &row).await?));
    }
    Err(Fault::new(
        StatusCode::NOT_FOUND,
        "rest_post_invalid_id",
        "Invalid post ID.",
    ))
}

async fn print(reader: &mut Reader<'_>, row: &Picture) -> Result<Value, Error> {
    let renditions = row.renditions();
    let mut files: Vec<&Rendition> = renditions
        .iter()
        .filter(|one| !one.share && one.mime == "image/jpeg")
        .collect();
    files.sort_by_key(|one| one.width);
    let story = q!(reader.tx, listings::first_with_picture(&row.id))?;
    let full = files.last();
    let source = full.map(|one| address(reader, row, one)).unwrap_or_default();
    let paragraph = |text: &str| match text {
        "" => String::new(),
        text => format!("<p>{}</p>\n", escape::text(text)),
    };
    let caption = match (row.caption.is_empty(), row.credit.is_empty()) {
        (false, false) => format!("{} {}", row.caption, row.credit),
        _ => format!("{}{}", row.caption, row.credit),
    };
    let number = row.number;
    let mut map = Map::new();
    for (name, value) in [
        ("id", json!(number)),
        ("date", json!(local(reader, row.added_at))),
        ("date_gmt", json!(gmt(row.added_at))),
        (
            "guid",
            json!({ "rendered": format!("urn:courant:{}", row.id.to_lowercase()) }),
        ),
        ("modified", json!(local(reader, row.added_at))),
        ("modified_gmt", json!(gmt(row.added_at))),
        ("slug", json!(row.name)),
        ("status", json!("inherit")),
        ("type", json!("attachment")),
        ("link", json!(source)),
        ("title", json!({ "rendered": escape::text(&row.name) })),
        ("author", json!(0)),
        ("featured_media", json!(0)),
        ("comment_status", json!("closed")),
        ("ping_status", json!("closed")),
        ("template", json!("")),
        ("meta", json!([])),
        (
            "class_list",
            json!([
                format!("post-{number}"),
                "attachment",
                "type-attachment",
                "status-inherit",
                "hentry"
            ]),
        ),
        ("description", json!({ "rendered": paragraph(&row.caption) })),
        ("caption", json!({ "rendered": paragraph(&caption) })),
        ("alt_text", json!(row.alt)),
        ("media_type", json!("image")),
        ("mime_type", json!("image/jpeg")),
        ("media_details", details(reader, row, &renditions, &files)),
        ("post", json!(story)),
        ("source_url", json!(source)),
    ] {
        map.insert(name.to_owned(), value);
    }
    let mut links = Links::of(reader.app, PATH, &number.to_string());
    links.plain("about", "/wp/v2/types/attachment");
    links.embeddable("replies", &format!("/wp/v2/comments?post={number}"));
    map.insert("_links".to_owned(), links.finish());
    Ok(Value::Object(map))
}

fn address(reader: &Reader<'_>, row: &Picture, rendition: &Rendition) -> String {
    reader.app.absolute(&pictures::href(row, rendition))
}

fn file(reader: &Reader<'_>, row: &Picture, rendition: &Rendition) -> (String, String) {
    let address = address(reader, row, rendition);
    let name = address.rsplit('/').next().unwrap_or_default().to_owned();
    (name, address)
}

/// Sizes by the names of WordPress, each the JPEG next to it in width, and the same size in better formats.
fn details(reader: &Reader<'_>, row: &Picture, renditions: &[Rendition], files: &[&Rendition]) -> Value {
    let size = |one: &Rendition| {
        let (name, source) = file(reader, row, one);
        let mut sources = Map::new();
        for other in renditions
            .iter()
            .filter(|other| !one.share && !other.share && other.width == one.width)
        {
            let (name, source) = file(reader, row, other);
            sources.insert(
                other.mime.clone(),
                json!({ "file": name, "filesize": other.bytes, "source_url": source }),
            );
        }
        json!({
            "file": name, "width": one.width, "height": one.height, "filesize": one.bytes,
            "mime_type": one.mime, "source_url": source, "sources": sources,
        })
    };
    let mut sizes = Map::new();
    for (name, width) in NAMED {
        // The smallest that is wide enough, so that nothing is drawn larger than it is.
        let wide_enough = files.iter().find(|one| one.width >= width);
        if let Some(one) = wide_enough {
            sizes.insert(name.to_owned(), size(one));
        }
    }
    for one in files {
        sizes.insert(format!("w{}", one.width), size(one));
    }
    if let Some(share) = renditions.iter().find(|one| one.share) {
        sizes.insert("share".to_owned(), size(share));
    }
    let full = files.last();
    if let Some(full) = full {
        sizes.insert("full".to_owned(), size(full));
    }
    json!({
        "width": full.map_or(row.width, |one| i64::from(one.width)),
        "height": full.map_or(row.height, |one| i64::from(one.height)),
        "file": full.map(|one| file(reader, row, one).0),
        "filesize": full.map(|one| one.bytes),
        "sizes": sizes,
        "image_meta": { "credit": row.credit, "caption": row.caption },
    })
}
