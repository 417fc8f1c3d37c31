//! Work that is done later: a row a job, written in the transaction that asks for it. Claiming is in `only.rs`.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::job::Job;

/// Asks for a job.
#[crate::boxed]
pub async fn ask(db: &mut Conn, job: &Job) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO job (id, kind, payload, run_at, attempts, claimed_until, problem)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        job.id,
        job.kind,
        job.payload,
        job.run_at,
        job.attempts,
        job.claimed_until,
        job.problem
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A job is done: its row goes.
#[crate::boxed]
pub async fn done(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM job WHERE id = $1", id).execute(db).await?;
    Ok(())
}

/// A job failed: it is tried again at `run_at`.
#[crate::boxed]
pub async fn retry(db: &mut Conn, id: &str, run_at: i64, problem: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE job SET run_at = $2, claimed_until = 0, problem = $3 WHERE id = $1",
        id,
        run_at,
        problem
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a job of a kind is due, or of any kind but one; empty kinds ask nothing.
#[crate::boxed]
pub async fn is_due(db: &mut Conn, now: i64, only: &str, not: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM job WHERE run_at <= $1 AND claimed_until <= $1
                          AND ($2 = '' OR kind = $2) AND kind <> $3) AS "e!: bool""#,
        now,
        only,
        not
    )
    .fetch_one(db)
    .await
}

/// Jobs that wait or run, in order of their time.
#[crate::boxed]
pub async fn all(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Job>> {
    sqlx::query_as!(
        Job,
        "SELECT id, kind, payload, run_at, attempts, claimed_until, problem FROM job ORDER BY run_at, id LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}
