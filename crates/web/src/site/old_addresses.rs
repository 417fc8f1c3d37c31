//! Addresses that a site had before it was moved in, where no row of the address table says where they lead: by number
//! (`/?p=12`), feeds, pages of lists and sizes of pictures as WordPress wrote them. Each leads to what stands here now.
//! The site's `answer` asks when nothing else stands at a path; unknown ones stay unknown.

use super::{Reader, pictures, redirect};
use crate::app::App;
use crate::cache::Page;
use crate::router;
use axum::response::{IntoResponse, Response};
use courant_model::address::{Address, Leads};
use courant_model::brought::Kind;
use courant_model::entry::Thing;
use courant_newsroom::Error;
use courant_store::{Tx, q};
use http::header::LOCATION;
use http::{HeaderValue, StatusCode, Uri};

/// Where a picture's file leads: near the size that a page shows.
const WIDTH: u32 = 1920;

/// Leads what is asked for by number to where it stands; `None` where nothing of that number was brought in.
pub(super) async fn by_query(app: &App, uri: &Uri) -> Option<Response> {
    let (name, number) = router::asks_by_number(uri)?;
    let target = match numbered(app, name, number).await {
        Ok(target) => target?,
        Err(error) => {
            tracing::warn!(%error, "an old address could not be looked up");
            return None;
        }
    };
    let target = HeaderValue::from_str(&app.absolute(&target)).ok()?;
    Some((StatusCode::MOVED_PERMANENTLY, [(LOCATION, target)]).into_response())
}

async fn numbered(app: &App, name: &str, number: &str) -> Result<Option<String>, Error> {
    let mut tx = app.newsroom.store.read().await?;
    let kinds: &[Kind] = match name {
        // WordPress knows posts, pages and files by one sequence of numbers.
        "p" | "page_id" | "attachment_id" => &[Kind::Post, Kind::Picture],
        "cat" => &[Kind::Term],
        _ => &[Kind::Author],
    };
    for kind in kinds {
        let Some(brought) = q!(tx, brought::anywhere(kind.as_str(), number))? else {
            continue;
        };
        return Ok(match kind {
            Kind::Post => q!(tx, live::by_id(&brought.target))?.map(|live| live.path),
            Kind::Picture => file_of(&mut tx, &brought.target).await?,
            Kind::Author => q!(tx, terms::author(&brought.target))?.map(|author| format!("/by/{}", author.slug)),
            Kind::Term => Some(brought.target),
            Kind::Reply | Kind::Revision | Kind::Section | Kind::Table => None,
        });
    }
    Ok(None)
}

/// The address of a picture's file; nothing for a picture that readers may not see.
async fn file_of(tx: &mut Tx, id: &str) -> Result<Option<String>, Error> {
    let Some(picture) = q!(tx, pictures::by_id(id))? else {
        return Ok(None);
    };
    let renditions = picture.renditions();
    Ok(pictures::jpeg_near(&renditions, WIDTH).map(|rendition| pictures::href(&picture, rendition)))
}

/// What stands at a path without the slash at its end. A reader is led once, also where that path leads elsewhere.
pub(super) async fn without_slash(reader: &mut Reader<'_>, path: &str, there: Address) -> Result<Option<Page>, Error> {
    match Leads::parse(&there.kind) {
        Leads::Redirect => Ok(Some(redirect(reader, path, &there.target))),
        Leads::Picture => picture(reader, path, &there.target).await,
        _ => Ok(Some(redirect(reader, path, &there.path))),
    }
}

/// A picture's file at the address that it had.
pub(super) async fn picture(reader: &mut Reader<'_>, from: &str, id: &str) -> Result<Option<Page>, Error> {
    reader.read(&Thing::Picture(id.to_owned()));
    Ok(file_of(&mut reader.tx, id)
        .await?
        .map(|file| redirect(reader, from, &file)))
}

/// What stands at the path without what WordPress put behind it, or at the file of which this was another size.
pub(super) async fn beside(reader: &mut Reader<'_>, path: &str) -> Result<Option<Page>, Error> {
    if let Some(whole) = other_size(path)
        && let Some(Address { kind, target, .. }) = q!(reader.tx, addresses::at(&whole))?
        && Leads::parse(&kind) == Leads::Picture
    {
        return picture(reader, path, &target).await;
    }
    let Some((bare, behind)) = behind(path) else {
        // The paper has no list of a month; Latest is the nearest.
        return Ok(is_of_dates(path).then(|| redirect(reader, path, "/latest")));
    };
    if bare.is_empty() {
        let front = match behind {
            Behind::Feed(file) => format!("/{file}"),
            Behind::Page(number) => format!("/latest?page={number}"),
            Behind::Other => return Ok(None),
        };
        return Ok(Some(redirect(reader, path, &front)));
    }
    let Some(there) = q!(reader.tx, addresses::at(bare))? else {
        let file = match behind {
            Behind::Feed(file) if bare == "/comments" || is_of_dates(bare) => format!("/{file}"),
            Behind::Page(_) if is_of_dates(bare) => "/latest".to_owned(),
            _ => return Ok(None),
        };
        return Ok(Some(redirect(reader, path, &file)));
    };
    // A redirect is followed here, so that the reader is led once.
    let (kind, place) = match Leads::parse(&there.kind) {
        Leads::Redirect => match q!(reader.tx, addresses::at(&there.target))? {
            Some(end) => (Leads::parse(&end.kind), end.path),
            None => return Ok(None),
        },
        kind => (kind, there.path),
    };
    let is_list = matches!(kind, Leads::Section | Leads::Topic | Leads::Author);
    let to = match (behind, kind) {
        (_, Leads::Gone | Leads::Picture | Leads::Redirect) => return Ok(None),
        (Behind::Feed(file), _) if is_list => format!("{place}/{file}"),
        (Behind::Page(number), _) if is_list && number > 1 => format!("{place}?page={number}"),
        _ => place,
    };
    Ok(Some(redirect(reader, path, &to)))
}

/// What WordPress puts behind an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// A feed; the name of ours.
    Feed(&'static str),
    /// A page of a list.
    Page(u32),
    /// Another form of the same page.
    Other,
}

/// Parts an address from what stands behind it: `/category/news/feed/atom` is the Atom feed of `/category/news`.
fn behind(path: &str) -> Option<(&str, Behind)> {
    let path = path.trim_end_matches('/');
    for (end, file) in [
        ("/feed/atom", "atom.xml"),
        ("/feed/rss2", "feed.xml"),
        ("/feed/rss", "feed.xml"),
        ("/feed/rdf", "feed.xml"),
        ("/feed/json", "feed.json"),
        ("/feed", "feed.xml"),
        ("/atom", "atom.xml"),
        ("/rss", "feed.xml"),
    ] {
        if let Some(bare) = path.strip_suffix(end) {
            return Some((bare, Behind::Feed(file)));
        }
    }
    let (bare, last) = path.rsplit_once('/')?;
    match last {
        "amp" | "embed" | "trackback" => return Some((bare, Behind::Other)),
        _ => {}
    }
    let number = |text: &str| -> Option<u32> { text.parse().ok().filter(|number| (1..=100_000).contains(number)) };
    if last.strip_prefix("comment-page-").and_then(number).is_some() {
        return Some((bare, Behind::Other));
    }
    let bare = bare.strip_suffix("/page")?;
    number(last).map(|number| (bare, Behind::Page(number)))
}

/// Whether WordPress listed the stories of a year, month or day there: `/2019/03`.
fn is_of_dates(path: &str) -> bool {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let is = |part: &&str, long: usize, range: std::ops::RangeInclusive<u16>| {
        part.len() == long && part.parse().is_ok_and(|number| range.contains(&number))
    };
    match parts.as_slice() {
        [year] => is(year, 4, 1970..=2100),
        [year, month] => is(year, 4, 1970..=2100) && is(month, 2, 1..=12),
        [year, month, day] => is(year, 4, 1970..=2100) && is(month, 2, 1..=12) && is(day, 2, 1..=31),
        _ => false,
    }
}

/// The file of which `pier-300x200.jpg` or `pier-scaled.jpg` was another size.
fn other_size(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (name, size) = stem.rsplit_once('-')?;
    let is_side = |side: &str| (1..=5).contains(&side.len()) && side.bytes().all(|byte| byte.is_ascii_digit());
    let is_size = size
        .split_once('x')
        .is_some_and(|(width, height)| is_side(width) && is_side(height));
    (is_size || matches!(size, "scaled" | "rotated")).then(|| format!("{name}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_an_address_is_parted_from_it() {
        assert_eq!(
            behind("/category/news/feed/"),
            Some(("/category/news", Behind::Feed("feed.xml")))
        );
        assert_eq!(
            behind("/category/news/feed/atom"),
            Some(("/category/news", Behind::Feed("atom.xml")))
        );
        assert_eq!(behind("/feed"), Some(("", Behind::Feed("feed.xml"))));
        assert_eq!(behind("/tag/ferry/page/3"), Some(("/tag/ferry", Behind::Page(3))));
        assert_eq!(behind("/2019/03/ferry/amp"), Some(("/2019/03/ferry", Behind::Other)));
        assert_eq!(
            behind("/2019/03/ferry/comment-page-2/"),
            Some(("/2019/03/ferry", Behind::Other))
        );
        for none in ["/", "/ferry", "/tag/ferry/page/x", "/tag/ferry/page/0"] {
            assert_eq!(behind(none), None, "{none}");
        }
    }

    #[test]
    fn a_list_by_date_is_known() {
        for of_dates in ["/2019", "/2019/03/", "/2019/03/31"] {
            assert!(is_of_dates(of_dates), "{of_dates}");
        }
        for none in ["/", "/2019/3", "/2019/13", "/999", "/2019/03/31/ferry", "/about"] {
            assert!(!is_of_dates(none), "{none}");
        }
    }

    #[test]
    fn a_size_leads_to_its_file() {
        let whole = |path| other_size(path);
        assert_eq!(
            whole("/wp-content/uploads/2019/03/pier-300x200.jpg").as_deref(),
            Some("/wp-content/uploads/2019/03/pier.jpg")
        );
        assert_eq!(whole("/u/pier-scaled.jpeg").as_deref(), Some("/u/pier.jpeg"));
        for none in ["/u/pier.jpg", "/u/pier-300x.jpg", "/u/pier-2019.jpg", "/u/pier-300x200"] {
            assert_eq!(whole(none), None, "{none}");
        }
    }
}
