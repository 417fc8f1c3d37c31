//! Pictures and the list of their renditions.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::picture::Picture;

/// A picture.
#[crate::boxed]
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
#[crate::boxed]
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
#[crate::boxed]
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
#[crate::boxed]
pub async fn set_renditions(db: &mut Conn, id: &str, renditions: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE picture SET renditions = $2 WHERE id = $1", id, renditions)
        .execute(db)
        .await?;
    Ok(())
}

/// The newest pictures.
#[crate::boxed]
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

/// Forgets which pictures a live story shows, before they are written anew.
#[crate::boxed]
pub async fn clear_live(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_picture WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Notes that a live story shows a picture.
#[crate::boxed]
pub async fn show(db: &mut Conn, story: &str, picture: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_picture (story_id, picture_id) VALUES ($1, $2) ON CONFLICT (story_id, picture_id) DO NOTHING",
        story,
        picture
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a live story other than this one shows a picture of these bytes.
#[crate::boxed]
pub async fn shown_elsewhere(db: &mut Conn, hash: &str, story: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM picture p JOIN live_picture l ON l.picture_id = p.id
                          WHERE p.hash = $1 AND l.story_id <> $2) AS "e!: bool""#,
        hash,
        story
    )
    .fetch_one(db)
    .await
}

/// From now on these bytes are sent to nobody.
#[crate::boxed]
pub async fn withdraw(db: &mut Conn, hash: &str, story: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gone_media (hash, story_id, at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING",
        hash,
        story,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// These bytes are sent again.
#[crate::boxed]
pub async fn bring_back(db: &mut Conn, hash: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM gone_media WHERE hash = $1", hash)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether these bytes are sent to nobody.
#[crate::boxed]
pub async fn is_gone(db: &mut Conn, hash: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM gone_media WHERE hash = $1) AS "e!: bool""#,
        hash
    )
    .fetch_one(db)
    .await
}

/// Writes what is said of a picture anew, without a name.
#[crate::boxed]
pub async fn rewrite(db: &mut Conn, picture: &Picture) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE picture SET name = $2, alt = $3, caption = $4, credit = $5 WHERE id = $1",
        picture.id,
        picture.name,
        picture.alt,
        picture.caption,
        picture.credit
    )
    .execute(db)
    .await?;
    Ok(())
}
