//! The log of corrections of all stories, newest first, in pages.
//! Rendered by the site's `answer` at `/corrections`.

use super::listing::{numbered, pager};
use super::reader::Reader;
use super::view;
use crate::cache::Page;
use courant_model::entry::Thing;
use courant_newsroom::Error;
use courant_store::q;

/// Corrections on a page.
const PER_PAGE: u32 = 30;

/// Renders it.
pub(super) async fn render(reader: &mut Reader<'_>, page: u32) -> Result<Option<Page>, Error> {
    reader.read(&Thing::Corrections);
    let total = q!(reader.tx, corrections::count())?;
    let Some(pager) = pager(reader.app, "/corrections", page, total, PER_PAGE) else {
        return Ok(None);
    };
    let offset = i64::from(page - 1) * i64::from(PER_PAGE);
    let mut corrections = Vec::new();
    for row in q!(reader.tx, corrections::latest(i64::from(PER_PAGE), offset))? {
        let Some(live) = q!(reader.tx, live::by_id(&row.story_id))? else {
            continue;
        };
        reader.read(&Thing::Story(row.story_id.clone()));
        let mut correction = super::story::correction(reader, &row);
        let headline = match live.retracted_at {
            None => live.headline.clone(),
            Some(_) => super::feeds::retracted_headline(reader, &live),
        };
        correction.story = Some(view::Link::new(headline, super::path::encoded(&live.path)));
        corrections.push(correction);
    }
    let own = numbered(reader.app, "/corrections", page);
    let title = reader.word("corrections");
    let mut chrome = reader.chrome(&title, &own, "");
    chrome.prev.clone_from(&pager.prev);
    chrome.next.clone_from(&pager.next);
    let context = view::Corrections {
        chrome,
        corrections,
        pager,
    };
    let html = reader.print(&context)?;
    Ok(Some(reader.page(html)))
}
