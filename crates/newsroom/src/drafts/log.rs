//! The log of a draft in the store: seeding it once, reading a sheet out of it, adding rows, compacting.
//! Commands call it within their transaction, rooms within one for each save.

use super::copy::{copy_of, copy_to_fields};
use crate::{Error, House, Result};
use courant_coedit::{Fault, Sheet, client_of};
use courant_model::actor::Actor;
use courant_model::draft::{Log, LogUpdate};
use courant_model::story::Revision;
use courant_model::time::{HOUR, Micros};
use courant_store::{StoreError, Tx, q};

/// Rows that the snapshot holds are kept so long all the same: whatever befalls a snapshot, a day's work is in rows.
const ROWS_KEPT: Micros = 24 * HOUR;
/// A snapshot is made anew when it lacks so many rows.
pub(super) const COMPACT_AFTER: i64 = 500;
/// Rows read at once.
const BATCH: i64 = 1000;

/// A log and the sheet that it makes.
pub(super) struct Opened {
    pub(super) log: Log,
    pub(super) sheet: Sheet,
}

pub(super) fn unreadable(story_id: &str, fault: &Fault) -> Error {
    StoreError::Unreadable(format!("the log of story {story_id}: {fault}")).into()
}

/// The client number under which the server seeded a log: one that knows nothing of it is of another log.
pub(super) fn seeder(epoch: &str) -> u64 {
    client_of(epoch)
}

/// Ids for blocks that need a new one.
pub(super) fn block_ids(house: &House) -> impl FnMut() -> String {
    let house = house.clone();
    move || house.id()
}

/// The log of a story and its sheet, signed by a new client; `None` when it was never opened for editing.
pub(super) async fn open(tx: &mut Tx, house: &House, story_id: &str) -> Result<Option<Opened>> {
    let Some(log) = q!(tx, drafts::log(story_id))? else {
        return Ok(None);
    };
    let mut rows: Vec<LogUpdate> = Vec::new();
    loop {
        let last = rows.last().map_or(log.compacted_to, |row| row.seq);
        let more = q!(tx, drafts::after(story_id, last, BATCH))?;
        let full = more.len() as i64 == BATCH;
        rows.extend(more);
        if !full {
            break;
        }
    }
    // A row that another transaction adds meanwhile is not of the state that `log` tells of.
    rows.retain(|row| row.seq <= log.last_seq);
    let client = client_of(&house.id());
    let updates = std::iter::once(log.snapshot.as_slice()).chain(rows.iter().map(|row| row.bytes.as_slice()));
    let sheet = Sheet::open(client, updates).map_err(|fault| unreadable(story_id, &fault))?;
    Ok(Some(Opened { log, sheet }))
}

/// As [`open`], and nobody else adds a row until the transaction ends.
pub(super) async fn hold(tx: &mut Tx, house: &House, story_id: &str) -> Result<Option<Opened>> {
    if !q!(tx, drafts::hold(story_id))? {
        return Ok(None);
    }
    open(tx, house, story_id).await
}

/// Begins the log of a story from its head, unless it has one. Of two nodes that try at once one wins, and the other
/// reads what it wrote.
pub(super) async fn seed(tx: &mut Tx, house: &House, head: &Revision) -> Result<()> {
    let story_id = &head.story_id;
    if q!(tx, drafts::place(story_id))?.is_some() {
        return Ok(());
    }
    let copy = copy_of(head)?;
    let epoch = house.id();
    let (_, snapshot) = Sheet::seed(
        seeder(&epoch),
        &copy_to_fields(&copy),
        &copy.document,
        &mut block_ids(house),
    )
    .map_err(|fault| unreadable(story_id, &fault))?;
    let log = Log {
        story_id: story_id.clone(),
        epoch,
        last_seq: 0,
        settled_seq: 0,
        compacted_to: 0,
        snapshot,
        suggestions: 0,
        words: head.words,
        writer: head.actor.clone(),
        written_at: head.at,
    };
    Ok(q!(tx, drafts::seed(&log))?)
}

/// What a save notes beside the bytes.
pub(super) struct Noted<'a> {
    pub(super) writer: &'a str,
    pub(super) words: i64,
    pub(super) suggestions: i64,
}

/// Adds a row; `None` when the log was made anew meanwhile. Other nodes hear of it when the transaction commits.
pub(super) async fn add(
    tx: &mut Tx,
    house: &House,
    (story_id, epoch): (&str, &str),
    noted: &Noted<'_>,
    bytes: Vec<u8>,
) -> Result<Option<i64>> {
    let at = house.now();
    let place = q!(
        tx,
        drafts::next_place(story_id, epoch, noted.writer, at, noted.words, noted.suggestions)
    )?;
    let Some(seq) = place else { return Ok(None) };
    let row = LogUpdate {
        seq,
        at,
        writer: noted.writer.to_owned(),
        bytes,
    };
    q!(tx, drafts::keep(story_id, &row))?;
    q!(tx, only::announce_draft(story_id, seq))?;
    Ok(Some(seq))
}

/// Puts one snapshot in the place of many rows, and drops those of which a day has passed.
pub(super) async fn compact(
    tx: &mut Tx,
    house: &House,
    story_id: &str,
    epoch: &str,
    to: i64,
    sheet: &Sheet,
) -> Result<()> {
    if q!(tx, drafts::compact(story_id, epoch, to, &sheet.snapshot()))? {
        q!(tx, drafts::drop_compacted(story_id, house.now() - ROWS_KEPT))?;
    }
    Ok(())
}

/// The actor that a row's writer names.
pub(super) fn actor_of(writer: &str, otherwise: &Actor) -> Actor {
    match writer.strip_prefix("account:") {
        Some(account) => Actor::Account(account.to_owned()),
        None => otherwise.clone(),
    }
}
