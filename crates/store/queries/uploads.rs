//! Files on their way to the desk: how much of each is here, in which parts, and whose it is.
//! Included by both engine crates; called through `q!`. The bytes of the parts lie beside the blobs.

use crate::Conn;
use courant_model::picture::Upload;

/// Begins one.
#[crate::boxed]
pub async fn begin(db: &mut Conn, upload: &Upload) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO upload (id, account_id, name, size, received, begun_at, picture_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        upload.id,
        upload.account_id,
        upload.name,
        upload.size,
        upload.received,
        upload.begun_at,
        upload.picture_id
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One by its id.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Upload>> {
    sqlx::query_as!(
        Upload,
        "SELECT id, account_id, name, size, received, begun_at, picture_id FROM upload WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// How many an account has that are not pictures yet.
#[crate::boxed]
pub async fn open_of(db: &mut Conn, account: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM upload WHERE account_id = $1 AND picture_id IS NULL"#,
        account
    )
    .fetch_one(db)
    .await
}

/// Notes a part that begins where the file ended so far; says no when somebody was faster or it does not begin there.
#[crate::boxed]
pub async fn grow(db: &mut Conn, id: &str, place: i64, length: i64, part: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE upload SET received = received + $3
         WHERE id = $1 AND received = $2 AND received + $3 <= size AND picture_id IS NULL",
        id,
        place,
        length
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "INSERT INTO upload_part (upload_id, place, name) VALUES ($1, $2, $3)",
        id,
        place,
        part
    )
    .execute(&mut *db)
    .await?;
    Ok(true)
}

/// What is here is the whole file.
#[crate::boxed]
pub async fn ends_here(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE upload SET size = received WHERE id = $1 AND picture_id IS NULL",
        id
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The names of its parts, in order.
#[crate::boxed]
pub async fn parts(db: &mut Conn, id: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("SELECT name FROM upload_part WHERE upload_id = $1 ORDER BY place", id)
        .fetch_all(db)
        .await
}

/// It has become a picture; its parts are forgotten.
#[crate::boxed]
pub async fn became(db: &mut Conn, id: &str, picture: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE upload SET picture_id = $2 WHERE id = $1", id, picture)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM upload_part WHERE upload_id = $1", id)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// Those that began before a moment, at most `limit`.
#[crate::boxed]
pub async fn begun_before(db: &mut Conn, at: i64, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT id FROM upload WHERE begun_at < $1 ORDER BY begun_at LIMIT $2",
        at,
        limit
    )
    .fetch_all(db)
    .await
}

/// Forgets one.
#[crate::boxed]
pub async fn forget(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM upload_part WHERE upload_id = $1", id)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM upload WHERE id = $1", id)
        .execute(&mut *db)
        .await?;
    Ok(())
}
