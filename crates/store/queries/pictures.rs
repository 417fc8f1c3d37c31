//! Pictures and the list of their renditions.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::picture::Picture;

/// A picture.
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Picture>> {
    sqlx::query_as!(
        Picture,
        "SELECT id, number, name, hash, mime, width, height, alt, caption, credit, licence, taken, renditions
         FROM picture WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// A picture by its short name.
pub async fn by_name(db: &mut Conn, name: &str) -> sqlx::Result<Option<Picture>> {
    sqlx::query_as!(
        Picture,
        "SELECT id, number, name, hash, mime, width, height, alt, caption, credit, licence, taken, renditions
         FROM picture WHERE name = $1",
        name
    )
    .fetch_optional(db)
    .await
}

/// Adds a picture.
pub async fn add(db: &mut Conn, picture: &Picture) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO picture (id, number, name, hash, mime, width, height, alt, caption, credit, licence, taken,
                              renditions)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        picture.id,
        picture.number,
        picture.name,
        picture.hash,
        picture.mime,
        picture.width,
        picture.height,
        picture.alt,
        picture.caption,
        picture.credit,
        picture.licence,
        picture.taken,
        picture.renditions
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the list of renditions.
pub async fn set_renditions(db: &mut Conn, id: &str, renditions: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE picture SET renditions = $2 WHERE id = $1", id, renditions)
        .execute(db)
        .await?;
    Ok(())
}

/// The newest pictures.
pub async fn newest(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Picture>> {
    sqlx::query_as!(
        Picture,
        "SELECT id, number, name, hash, mime, width, height, alt, caption, credit, licence, taken, renditions
         FROM picture ORDER BY number DESC LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}
