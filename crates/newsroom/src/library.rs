//! The library of pictures: newest first, by a few typed letters, by what is lacking; and where a picture is used.
//! The desk's page, its pickers and the editor's dialog call [`list`].

use crate::{House, Result};
use courant_model::picture::{Picture, Use, Which};
use courant_model::shelf;
use courant_model::time::{DAY, Micros};
use courant_store::{Store, Tx, q};

/// Most pictures of a page.
pub const MOST: usize = 200;
/// Rights that end within this time end soon, and the desk says so.
pub const SOON: Micros = 14 * DAY;
/// Stories that a sheet names.
const USES: i64 = 200;

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Which ones.
    pub which: Which,
    /// That an account brought.
    pub account: Option<String>,
    /// Beginnings of words of caption, alt text, credit, file name, and of the stories that have it.
    pub typed: String,
    /// Older than this number.
    pub before: Option<i64>,
    /// At most so many; never more than [`MOST`].
    pub limit: usize,
}

/// A page of the library, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The pictures.
    pub pictures: Vec<Picture>,
    /// Before which number the next page begins, when there is one.
    pub next: Option<i64>,
}

/// A page.
#[crate::boxed]
pub async fn list(tx: &mut Tx, house: &House, wanted: &Wanted) -> Result<Page> {
    let most = wanted.limit.clamp(1, MOST);
    let limit = most as i64 + 1;
    let before = wanted.before.unwrap_or(i64::MAX);
    let account = wanted.account.as_deref().unwrap_or_default();
    let until = house.now().saturating_add(SOON);
    let words = crate::shelf::longest_first(&wanted.typed);
    let mut pictures: Vec<Picture> = if !words.is_empty() {
        let ends: Vec<String> = words.iter().map(|word| shelf::end_of(word)).collect();
        let range = |n: usize| match (words.get(n), ends.get(n)) {
            (Some(from), Some(to)) => (from.as_str(), to.as_str()),
            _ => ("", ""),
        };
        let ranges = [range(0), range(1), range(2)];
        q!(
            tx,
            library::typed(ranges, wanted.which.as_str(), until, account, before, limit)
        )?
    } else if !wanted.typed.trim().is_empty() {
        // Signs alone find nothing rather than everything.
        Vec::new()
    } else {
        match wanted.which {
            Which::Any if account.is_empty() => q!(tx, library::all(before, limit))?,
            Which::Any => q!(tx, library::of_account(account, before, limit))?,
            Which::Unused => q!(tx, library::unused(account, before, limit))?,
            Which::WithoutAlt => q!(tx, library::without_alt(account, before, limit))?,
            Which::WithoutCredit => q!(tx, library::without_credit(account, before, limit))?,
            Which::Ending => q!(tx, library::ending(until, account, before, limit))?,
            Which::Down => q!(tx, library::down(account, before, limit))?,
        }
    };
    let more = pictures.len() > most;
    pictures.truncate(most);
    let next = pictures.last().filter(|_| more).map(|last| last.number);
    Ok(Page { pictures, next })
}

/// The stories that have a picture.
#[crate::boxed]
pub async fn uses(tx: &mut Tx, picture: &str) -> Result<Vec<Use>> {
    Ok(q!(tx, library::uses(picture, USES))?)
}

/// How many pictures that readers see lose their rights soon.
#[crate::boxed]
pub async fn ending_soon(tx: &mut Tx, house: &House) -> Result<i64> {
    Ok(q!(tx, pictures::ending_before(house.now().saturating_add(SOON)))?)
}

/// Keeps the words of pictures that came before words were kept; the serving process calls it once.
#[crate::boxed]
pub async fn fill(store: &Store) -> Result<usize> {
    let mut filled = 0;
    loop {
        let without: Vec<Picture> = {
            let mut tx = store.read().await?;
            q!(tx, library::without_words(200))?
        };
        if without.is_empty() {
            return Ok(filled);
        }
        let mut tx = store.write().await?;
        for picture in &without {
            q!(tx, pictures::keep_words(picture))?;
            filled += 1;
        }
        tx.commit().await?;
    }
}
