//! Fronts: their revisions, the draft arrangement with its turns, locks, changes at a time, and the breaking strip.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::front::{FrontSchedule, Here, Revised, Step, Strip, Working};

/// The arrangement in force.
#[crate::boxed]
pub async fn current(db: &mut Conn, page: &str) -> sqlx::Result<Option<Revised>> {
    sqlx::query_as!(
        Revised,
        "SELECT number, at, actor, layout, act FROM front_revision WHERE page = $1 ORDER BY number DESC LIMIT 1",
        page
    )
    .fetch_optional(db)
    .await
}

/// A revision.
#[crate::boxed]
pub async fn revision(db: &mut Conn, page: &str, number: i64) -> sqlx::Result<Option<Revised>> {
    sqlx::query_as!(
        Revised,
        "SELECT number, at, actor, layout, act FROM front_revision WHERE page = $1 AND number = $2",
        page,
        number
    )
    .fetch_optional(db)
    .await
}

/// Revisions before a number, newest first.
#[crate::boxed]
pub async fn before(db: &mut Conn, page: &str, number: i64, limit: i64) -> sqlx::Result<Vec<Revised>> {
    sqlx::query_as!(
        Revised,
        "SELECT number, at, actor, layout, act FROM front_revision
         WHERE page = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
        page,
        number,
        limit
    )
    .fetch_all(db)
    .await
}

/// Keeps a new arrangement and gives its number.
#[crate::boxed]
pub async fn revise(db: &mut Conn, page: &str, at: i64, actor: &str, act: &str, layout: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"INSERT INTO front_revision (number, at, actor, layout, page, act)
           SELECT COALESCE(max(number), 0) + 1, $1, $2, $3, $4, $5 FROM front_revision WHERE page = $4
           RETURNING number AS "number!""#,
        at,
        actor,
        layout,
        page,
        act
    )
    .fetch_one(db)
    .await
}

/// The fronts that were ever arranged.
#[crate::boxed]
pub async fn pages(db: &mut Conn) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("SELECT DISTINCT page FROM front_revision ORDER BY page")
        .fetch_all(db)
        .await
}

/// How a front is worked on.
#[crate::boxed]
pub async fn working(db: &mut Conn, page: &str) -> sqlx::Result<Option<Working>> {
    sqlx::query_as!(
        Working,
        "SELECT turn, base, locks FROM front_page WHERE page = $1",
        page
    )
    .fetch_optional(db)
    .await
}

/// The same, taken hold of until the transaction ends: whoever changes a front begins with it.
#[crate::boxed]
pub async fn claim(db: &mut Conn, page: &str) -> sqlx::Result<Working> {
    sqlx::query_as!(
        Working,
        "INSERT INTO front_page (page, turn, base, locks) VALUES ($1, 0, 0, '{}')
         ON CONFLICT (page) DO UPDATE SET page = excluded.page
         RETURNING turn, base, locks",
        page
    )
    .fetch_one(db)
    .await
}

/// Keeps how a front is worked on.
#[crate::boxed]
pub async fn keep_working(db: &mut Conn, page: &str, working: &Working) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE front_page SET turn = $2, base = $3, locks = $4 WHERE page = $1",
        page,
        working.turn,
        working.base,
        working.locks
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The draft: its newest step.
#[crate::boxed]
pub async fn draft(db: &mut Conn, page: &str) -> sqlx::Result<Option<Step>> {
    sqlx::query_as!(
        Step,
        "SELECT turn, at, actor, layout FROM front_step WHERE page = $1 ORDER BY turn DESC LIMIT 1",
        page
    )
    .fetch_optional(db)
    .await
}

/// The steps of the draft, oldest first.
#[crate::boxed]
pub async fn steps(db: &mut Conn, page: &str) -> sqlx::Result<Vec<Step>> {
    sqlx::query_as!(
        Step,
        "SELECT turn, at, actor, layout FROM front_step WHERE page = $1 ORDER BY turn",
        page
    )
    .fetch_all(db)
    .await
}

/// Takes the steps from a turn on away.
#[crate::boxed]
pub async fn clear_steps_from(db: &mut Conn, page: &str, turn: i64) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM front_step WHERE page = $1 AND turn >= $2", page, turn)
        .execute(db)
        .await?;
    Ok(())
}

/// Adds a step to the draft.
#[crate::boxed]
pub async fn step(db: &mut Conn, page: &str, step: &Step) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO front_step (page, turn, at, actor, layout) VALUES ($1, $2, $3, $4, $5)",
        page,
        step.turn,
        step.at,
        step.actor,
        step.layout
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The draft is over.
#[crate::boxed]
pub async fn clear_steps(db: &mut Conn, page: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM front_step WHERE page = $1", page)
        .execute(db)
        .await?;
    Ok(())
}

/// Somebody has a front open.
#[crate::boxed]
pub async fn arrive(db: &mut Conn, page: &str, account: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO front_here (page, account, at) VALUES ($1, $2, $3)
         ON CONFLICT (page, account) DO UPDATE SET at = excluded.at",
        page,
        account,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who has a front open since a moment.
#[crate::boxed]
pub async fn here(db: &mut Conn, page: &str, since: i64) -> sqlx::Result<Vec<Here>> {
    sqlx::query_as!(
        Here,
        "SELECT account, at FROM front_here WHERE page = $1 AND at >= $2 ORDER BY account",
        page,
        since
    )
    .fetch_all(db)
    .await
}

/// Keeps a change for its time.
#[crate::boxed]
pub async fn add_schedule(db: &mut Conn, schedule: &FrontSchedule) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO front_schedule (id, page, changes, local, due_at, account, asked_at, state, settled_at, problem)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        schedule.id,
        schedule.page,
        schedule.changes,
        schedule.local,
        schedule.due_at,
        schedule.account,
        schedule.asked_at,
        schedule.state,
        schedule.settled_at,
        schedule.problem
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A scheduled change.
#[crate::boxed]
pub async fn schedule(db: &mut Conn, id: &str) -> sqlx::Result<Option<FrontSchedule>> {
    sqlx::query_as!(
        FrontSchedule,
        "SELECT id, page, changes, local, due_at, account, asked_at, state, settled_at, problem
         FROM front_schedule WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// Scheduled changes of every front in a state, soonest first.
#[crate::boxed]
pub async fn schedules_in_state(db: &mut Conn, state: &str, limit: i64) -> sqlx::Result<Vec<FrontSchedule>> {
    sqlx::query_as!(
        FrontSchedule,
        "SELECT id, page, changes, local, due_at, account, asked_at, state, settled_at, problem
         FROM front_schedule WHERE state = $1 ORDER BY due_at, id LIMIT $2",
        state,
        limit
    )
    .fetch_all(db)
    .await
}

/// Scheduled changes of a front in a state, soonest first.
#[crate::boxed]
pub async fn schedules_of(db: &mut Conn, page: &str, state: &str) -> sqlx::Result<Vec<FrontSchedule>> {
    sqlx::query_as!(
        FrontSchedule,
        "SELECT id, page, changes, local, due_at, account, asked_at, state, settled_at, problem
         FROM front_schedule WHERE page = $1 AND state = $2 ORDER BY due_at, id",
        page,
        state
    )
    .fetch_all(db)
    .await
}

/// Changes of a front that were carried out in part or not at all since a moment, newest first.
#[crate::boxed]
pub async fn troubled(db: &mut Conn, page: &str, since: i64) -> sqlx::Result<Vec<FrontSchedule>> {
    sqlx::query_as!(
        FrontSchedule,
        "SELECT id, page, changes, local, due_at, account, asked_at, state, settled_at, problem
         FROM front_schedule
         WHERE page = $1 AND state IN ('done', 'failed') AND problem <> '' AND due_at >= $2
         ORDER BY due_at DESC, id DESC",
        page,
        since
    )
    .fetch_all(db)
    .await
}

/// Settles a change that waits. False when it waits no more: another node was faster, or it was cancelled. Whoever gets
/// true holds the row until the transaction ends.
#[crate::boxed]
pub async fn settle_schedule(db: &mut Conn, id: &str, state: &str, at: i64, problem: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE front_schedule SET state = $2, settled_at = $3, problem = $4 WHERE id = $1 AND state = 'waiting'",
        id,
        state,
        at,
        problem
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Says what was left out of a change that was carried out.
#[crate::boxed]
pub async fn explain_schedule(db: &mut Conn, id: &str, problem: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE front_schedule SET problem = $2 WHERE id = $1", id, problem)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a change that waits another time; false when it waits no more.
#[crate::boxed]
pub async fn reschedule(db: &mut Conn, id: &str, local: &str, due_at: i64) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE front_schedule SET local = $2, due_at = $3 WHERE id = $1 AND state = 'waiting'",
        id,
        local,
        due_at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The strip that was set last.
#[crate::boxed]
pub async fn strip(db: &mut Conn) -> sqlx::Result<Option<Strip>> {
    sqlx::query_as!(
        Strip,
        "SELECT id, text, story_id, set_by, set_at, until_at FROM breaking_strip ORDER BY set_at DESC, id DESC LIMIT 1"
    )
    .fetch_optional(db)
    .await
}

/// Sets a strip; [`clear_strip`] comes first.
#[crate::boxed]
pub async fn set_strip(db: &mut Conn, strip: &Strip) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO breaking_strip (id, text, story_id, set_by, set_at, until_at) VALUES ($1, $2, $3, $4, $5, $6)",
        strip.id,
        strip.text,
        strip.story_id,
        strip.set_by,
        strip.set_at,
        strip.until_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes the strip away; false when there is none.
#[crate::boxed]
pub async fn clear_strip(db: &mut Conn) -> sqlx::Result<bool> {
    let gone = sqlx::query!("DELETE FROM breaking_strip").execute(db).await?;
    Ok(gone.rows_affected() > 0)
}

/// An account has seen what it was told of one kind.
#[crate::boxed]
pub async fn see_notices(db: &mut Conn, account: &str, kind: &str, at: i64) -> sqlx::Result<u64> {
    let seen = sqlx::query!(
        "UPDATE notice SET seen_at = $3 WHERE account_id = $1 AND kind = $2 AND seen_at IS NULL",
        account,
        kind,
        at
    )
    .execute(db)
    .await?;
    Ok(seen.rows_affected())
}
