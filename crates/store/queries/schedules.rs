//! Stories that go out by themselves at a time.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::schedule::Schedule;

/// Keeps a schedule.
#[crate::boxed]
pub async fn add(db: &mut Conn, schedule: &Schedule) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO schedule (id, story_id, kind, local, due_at, account, asked_at, state, settled_at, problem)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        schedule.id,
        schedule.story_id,
        schedule.kind,
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

/// Schedules of a story, newest first.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Schedule>> {
    sqlx::query_as!(
        Schedule,
        "SELECT id, story_id, kind, local, due_at, account, asked_at, state, settled_at, problem
         FROM schedule WHERE story_id = $1 ORDER BY asked_at DESC, id DESC",
        story
    )
    .fetch_all(db)
    .await
}

/// Schedules in a state (`waiting`, `failed`), soonest first.
#[crate::boxed]
pub async fn in_state(db: &mut Conn, state: &str, limit: i64) -> sqlx::Result<Vec<Schedule>> {
    sqlx::query_as!(
        Schedule,
        "SELECT id, story_id, kind, local, due_at, account, asked_at, state, settled_at, problem
         FROM schedule WHERE state = $1 ORDER BY due_at, id LIMIT $2",
        state,
        limit
    )
    .fetch_all(db)
    .await
}

/// Settles a schedule that waits. False when it waits no more: another node was faster, or it was withdrawn. Whoever
/// gets true holds the row until the transaction ends.
#[crate::boxed]
pub async fn settle(db: &mut Conn, id: &str, state: &str, at: i64, problem: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE schedule SET state = $2, settled_at = $3, problem = $4 WHERE id = $1 AND state = 'waiting'",
        id,
        state,
        at,
        problem
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the moment of a schedule that waits, when the rules of its zone changed.
#[crate::boxed]
pub async fn set_due(db: &mut Conn, id: &str, due_at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE schedule SET due_at = $2 WHERE id = $1 AND state = 'waiting'",
        id,
        due_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a schedule that waits another local time, and the moment that this is.
#[crate::boxed]
pub async fn set_local(db: &mut Conn, id: &str, local: &str, due_at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE schedule SET local = $2, due_at = $3 WHERE id = $1 AND state = 'waiting'",
        id,
        local,
        due_at
    )
    .execute(db)
    .await?;
    Ok(())
}
