//! What opens the desk's doors: sessions, one-time links, ways in under way, and wrong guesses.
//! Included by both engine crates; called through `q!`. Tokens come in as hashes.

use crate::Conn;
use courant_model::door::{Ceremony, DoorKey, Session};

/// Keeps a new session.
#[crate::boxed]
pub async fn begin_session(db: &mut Conn, session: &Session) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO session (id, token_hash, account_id, created_at, seen_at, expires_at, confirmed_at, agent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        session.id,
        session.token_hash,
        session.account_id,
        session.created_at,
        session.seen_at,
        session.expires_at,
        session.confirmed_at,
        session.agent
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The session of a token.
#[crate::boxed]
pub async fn session(db: &mut Conn, token_hash: &str) -> sqlx::Result<Option<Session>> {
    sqlx::query_as!(
        Session,
        "SELECT id, token_hash, account_id, created_at, seen_at, expires_at, confirmed_at, agent
         FROM session WHERE token_hash = $1",
        token_hash
    )
    .fetch_optional(db)
    .await
}

/// The sessions of an account that have not ended, last used first.
#[crate::boxed]
pub async fn sessions(db: &mut Conn, account_id: &str, now: i64) -> sqlx::Result<Vec<Session>> {
    sqlx::query_as!(
        Session,
        "SELECT id, token_hash, account_id, created_at, seen_at, expires_at, confirmed_at, agent
         FROM session WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id DESC",
        account_id,
        now
    )
    .fetch_all(db)
    .await
}

/// Notes that a session was used and how long it now lasts.
#[crate::boxed]
pub async fn seen(db: &mut Conn, id: &str, at: i64, expires_at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE session SET seen_at = $2, expires_at = $3 WHERE id = $1",
        id,
        at,
        expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that password or passkey was given anew, and the token that counts from now on.
#[crate::boxed]
pub async fn confirmed(db: &mut Conn, id: &str, token_hash: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE session SET token_hash = $2, confirmed_at = $3 WHERE id = $1",
        id,
        token_hash,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a session of an account; false when there is none.
#[crate::boxed]
pub async fn end_session(db: &mut Conn, account_id: &str, id: &str) -> sqlx::Result<bool> {
    Ok(
        sqlx::query!("DELETE FROM session WHERE id = $2 AND account_id = $1", account_id, id)
            .execute(db)
            .await?
            .rows_affected()
            == 1,
    )
}

/// Ends the sessions of an account but one; an empty `but` ends all.
#[crate::boxed]
pub async fn end_sessions(db: &mut Conn, account_id: &str, but: &str) -> sqlx::Result<u64> {
    Ok(sqlx::query!(
        "DELETE FROM session WHERE account_id = $1 AND id <> $2",
        account_id,
        but
    )
    .execute(db)
    .await?
    .rows_affected())
}

/// Keeps a one-time link.
#[crate::boxed]
pub async fn add_key(db: &mut Conn, key: &DoorKey) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO door_key (id, token_hash, kind, account_id, offer, made_by, made_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        key.id,
        key.token_hash,
        key.kind,
        key.account_id,
        key.offer,
        key.made_by,
        key.made_at,
        key.expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The one-time link of a token.
#[crate::boxed]
pub async fn key(db: &mut Conn, token_hash: &str) -> sqlx::Result<Option<DoorKey>> {
    sqlx::query_as!(
        DoorKey,
        "SELECT id, token_hash, kind, account_id, offer, made_by, made_at, expires_at
         FROM door_key WHERE token_hash = $1",
        token_hash
    )
    .fetch_optional(db)
    .await
}

/// The one-time links of a kind that still open, newest first.
#[crate::boxed]
pub async fn keys(db: &mut Conn, kind: &str, now: i64) -> sqlx::Result<Vec<DoorKey>> {
    sqlx::query_as!(
        DoorKey,
        "SELECT id, token_hash, kind, account_id, offer, made_by, made_at, expires_at
         FROM door_key WHERE kind = $1 AND expires_at > $2 ORDER BY made_at DESC, id DESC",
        kind,
        now
    )
    .fetch_all(db)
    .await
}

/// Uses a one-time link up; false when somebody else was faster.
#[crate::boxed]
pub async fn use_key(db: &mut Conn, id: &str) -> sqlx::Result<bool> {
    Ok(sqlx::query!("DELETE FROM door_key WHERE id = $1", id)
        .execute(db)
        .await?
        .rows_affected()
        == 1)
}

/// Takes back all one-time links of a kind.
#[crate::boxed]
pub async fn forget_keys(db: &mut Conn, kind: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM door_key WHERE kind = $1", kind)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes back all one-time links of an account.
#[crate::boxed]
pub async fn forget_keys_of(db: &mut Conn, account_id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM door_key WHERE account_id = $1", account_id)
        .execute(db)
        .await?;
    Ok(())
}

/// Keeps a way in that has begun.
#[crate::boxed]
pub async fn begin_ceremony(db: &mut Conn, ceremony: &Ceremony) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO ceremony (token_hash, kind, account_id, state, failures, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        ceremony.token_hash,
        ceremony.kind,
        ceremony.account_id,
        ceremony.state,
        ceremony.failures,
        ceremony.expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A way in that has begun.
#[crate::boxed]
pub async fn ceremony(db: &mut Conn, token_hash: &str) -> sqlx::Result<Option<Ceremony>> {
    sqlx::query_as!(
        Ceremony,
        "SELECT token_hash, kind, account_id, state, failures, expires_at FROM ceremony WHERE token_hash = $1",
        token_hash
    )
    .fetch_optional(db)
    .await
}

/// Counts a wrong answer.
#[crate::boxed]
pub async fn ceremony_failed(db: &mut Conn, token_hash: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE ceremony SET failures = failures + 1 WHERE token_hash = $1",
        token_hash
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a way in; false when somebody else was faster.
#[crate::boxed]
pub async fn end_ceremony(db: &mut Conn, token_hash: &str) -> sqlx::Result<bool> {
    Ok(sqlx::query!("DELETE FROM ceremony WHERE token_hash = $1", token_hash)
        .execute(db)
        .await?
        .rows_affected()
        == 1)
}

/// Forgets what opens nothing any more: ended sessions, links and ways in, and guesses from before `guesses`.
#[crate::boxed]
pub async fn sweep(db: &mut Conn, now: i64, guesses: i64) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM session WHERE expires_at <= $1", now)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM door_key WHERE expires_at <= $1", now)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM ceremony WHERE expires_at <= $1", now)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM wrong_guess WHERE last_at <= $1", guesses)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// How many wrong guesses there were, and when the last was made.
#[crate::boxed]
pub async fn guesses(db: &mut Conn, subject: &str) -> sqlx::Result<Option<(i64, i64)>> {
    Ok(
        sqlx::query!("SELECT failures, last_at FROM wrong_guess WHERE subject = $1", subject)
            .fetch_optional(db)
            .await?
            .map(|row| (row.failures, row.last_at)),
    )
}

/// Counts a wrong guess.
#[crate::boxed]
pub async fn guessed_wrong(db: &mut Conn, subject: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO wrong_guess (subject, failures, last_at) VALUES ($1, 1, $2)
         ON CONFLICT (subject) DO UPDATE SET failures = wrong_guess.failures + 1, last_at = $2",
        subject,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets wrong guesses after a right one.
#[crate::boxed]
pub async fn guessed_right(db: &mut Conn, subject: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM wrong_guess WHERE subject = $1", subject)
        .execute(db)
        .await?;
    Ok(())
}
