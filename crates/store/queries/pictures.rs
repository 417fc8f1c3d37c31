//! Pictures and the list of their renditions.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::picture::{Picture, Version};

/// Pictures, with the rest of the statement and its values.
macro_rules! pictures {
    ($rest:tt $(, $value:expr)* $(,)?) => {
        sqlx::query_as!(
            Picture,
            "SELECT p.id, p.number, p.name, p.hash, p.mime, p.width, p.height, p.alt, p.caption, p.credit, p.licence,
                    p.taken, p.renditions, p.file_name, p.bytes, p.copyright, p.holder, p.notes, p.focus_x, p.focus_y,
                    p.rights_local, p.rights_until, p.down_at, p.down_why, p.added_by, p.added_at, p.used
             FROM picture p "
                + $rest
            $(, $value)*
        )
    };
}

/// A picture.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Picture>> {
    pictures!("WHERE p.id = $1", id).fetch_optional(db).await
}

/// A picture by its short name.
#[crate::boxed]
pub async fn by_name(db: &mut Conn, name: &str) -> sqlx::Result<Option<Picture>> {
    pictures!("WHERE p.name = $1", name).fetch_optional(db).await
}

/// The first picture made of these very bytes.
#[crate::boxed]
pub async fn by_hash(db: &mut Conn, hash: &str) -> sqlx::Result<Option<Picture>> {
    pictures!("WHERE p.hash = $1 ORDER BY p.number LIMIT 1", hash)
        .fetch_optional(db)
        .await
}

/// Adds a picture, with its words, and says whose its bytes are.
#[crate::boxed]
pub async fn add(db: &mut Conn, picture: &Picture) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO picture (id, number, name, hash, mime, width, height, alt, caption, credit, licence, taken,
                              renditions, file_name, bytes, copyright, holder, notes, focus_x, focus_y, rights_local,
                              rights_until, down_at, down_why, added_by, added_at, used)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23, $24, $25, $26, $27)",
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
        picture.renditions,
        picture.file_name,
        picture.bytes,
        picture.copyright,
        picture.holder,
        picture.notes,
        picture.focus_x,
        picture.focus_y,
        picture.rights_local,
        picture.rights_until,
        picture.down_at,
        picture.down_why,
        picture.added_by,
        picture.added_at,
        picture.used
    )
    .execute(&mut *db)
    .await?;
    keep_media(&mut *db, &picture.hash, &picture.id, "original").await?;
    for one in picture.all_renditions() {
        keep_media(&mut *db, &one.hash, &picture.id, "rendition").await?;
    }
    keep_words(db, picture).await
}

/// Puts the words of a picture in place of those that it had.
#[crate::boxed]
pub async fn keep_words(db: &mut Conn, picture: &Picture) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM picture_word WHERE picture_id = $1", picture.id)
        .execute(&mut *db)
        .await?;
    let mut words = picture.words();
    if words.is_empty() {
        // A picture of signs alone would be found again and again by whoever looks for those without words.
        words.push(picture.id.to_lowercase());
    }
    for word in words {
        sqlx::query!(
            "INSERT INTO picture_word (word, picture_id) VALUES ($1, $2)",
            word,
            picture.id
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Sets the list of renditions, unless the picture has other bytes by now.
#[crate::boxed]
pub async fn set_renditions(db: &mut Conn, id: &str, hash: &str, renditions: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE picture SET renditions = $3 WHERE id = $1 AND hash = $2",
        id,
        hash,
        renditions
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Says that bytes are a picture's: its `original`, a `rendition`, or `replaced`.
#[crate::boxed]
pub async fn keep_media(db: &mut Conn, hash: &str, picture: &str, kind: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO picture_media (hash, picture_id, kind) VALUES ($1, $2, $3)
         ON CONFLICT (hash, picture_id) DO UPDATE SET kind = excluded.kind",
        hash,
        picture,
        kind
    )
    .execute(db)
    .await?;
    Ok(())
}

/// All bytes that are a picture's, also those of its versions.
#[crate::boxed]
pub async fn media_of(db: &mut Conn, picture: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT hash FROM picture_media WHERE picture_id = $1 ORDER BY hash",
        picture
    )
    .fetch_all(db)
    .await
}

/// Keeps what a picture was.
#[crate::boxed]
pub async fn keep_version(db: &mut Conn, version: &Version) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO picture_version (id, picture_id, hash, mime, width, height, renditions, file_name, bytes, focus_x,
                                      focus_y, at, actor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        version.id,
        version.picture_id,
        version.hash,
        version.mime,
        version.width,
        version.height,
        version.renditions,
        version.file_name,
        version.bytes,
        version.focus_x,
        version.focus_y,
        version.at,
        version.actor
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a picture was, newest first.
#[crate::boxed]
pub async fn versions(db: &mut Conn, picture: &str) -> sqlx::Result<Vec<Version>> {
    sqlx::query_as!(
        Version,
        "SELECT id, picture_id, hash, mime, width, height, renditions, file_name, bytes, focus_x, focus_y, at, actor
         FROM picture_version WHERE picture_id = $1 ORDER BY at DESC, id DESC",
        picture
    )
    .fetch_all(db)
    .await
}

/// Forgets a version, which stands again.
#[crate::boxed]
pub async fn drop_version(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM picture_version WHERE id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a picture other bytes.
#[crate::boxed]
pub async fn set_bytes(db: &mut Conn, picture: &Picture) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE picture SET hash = $2, mime = $3, width = $4, height = $5, renditions = $6, file_name = $7, bytes = $8,
                            focus_x = $9, focus_y = $10
         WHERE id = $1",
        picture.id,
        picture.hash,
        picture.mime,
        picture.width,
        picture.height,
        picture.renditions,
        picture.file_name,
        picture.bytes,
        picture.focus_x,
        picture.focus_y
    )
    .execute(&mut *db)
    .await?;
    keep_words(db, picture).await
}

/// Sets what is said of a picture.
#[crate::boxed]
pub async fn set_words(db: &mut Conn, picture: &Picture) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE picture SET alt = $2, caption = $3, credit = $4, copyright = $5, holder = $6, notes = $7, taken = $8
         WHERE id = $1",
        picture.id,
        picture.alt,
        picture.caption,
        picture.credit,
        picture.copyright,
        picture.holder,
        picture.notes,
        picture.taken
    )
    .execute(&mut *db)
    .await?;
    keep_words(db, picture).await
}

/// Sets the focal point.
#[crate::boxed]
pub async fn set_focus(db: &mut Conn, id: &str, x: i64, y: i64) -> sqlx::Result<()> {
    sqlx::query!("UPDATE picture SET focus_x = $2, focus_y = $3 WHERE id = $1", id, x, y)
        .execute(db)
        .await?;
    Ok(())
}

/// Sets until when it may be shown.
#[crate::boxed]
pub async fn set_rights(db: &mut Conn, id: &str, local: &str, until: Option<i64>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE picture SET rights_local = $2, rights_until = $3 WHERE id = $1",
        id,
        local,
        until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Pictures whose rights end at a local time: id, the time as it was given, and why the picture is down when it is.
#[crate::boxed]
pub async fn with_rights(db: &mut Conn) -> sqlx::Result<Vec<(String, String, String)>> {
    let rows = sqlx::query!("SELECT id, rights_local, down_why FROM picture WHERE rights_local <> '' ORDER BY id")
        .fetch_all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.rights_local, row.down_why))
        .collect())
}

/// Takes a picture down, unless somebody has; says whether this did it.
#[crate::boxed]
pub async fn take_down(db: &mut Conn, id: &str, why: &str, at: i64) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE picture SET down_at = $3, down_why = $2 WHERE id = $1 AND down_at IS NULL",
        id,
        why,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a picture down whose rights have ended by now, unless somebody has or renewed them; says whether this did it.
#[crate::boxed]
pub async fn expire(db: &mut Conn, id: &str, now: i64) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE picture SET down_at = $2, down_why = 'rights'
         WHERE id = $1 AND down_at IS NULL AND rights_until <= $2",
        id,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Readers see it again.
#[crate::boxed]
pub async fn put_up(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE picture SET down_at = NULL, down_why = '' WHERE id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}

/// Pictures that are up and whose rights end, soonest first: id and moment.
#[crate::boxed]
pub async fn ending(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT id, rights_until AS "until!" FROM picture
           WHERE rights_until IS NOT NULL AND down_at IS NULL ORDER BY rights_until, id LIMIT $1"#,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.until)).collect())
}

/// How many pictures that readers see lose their rights before a moment.
#[crate::boxed]
pub async fn ending_before(db: &mut Conn, until: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM picture p
           WHERE p.rights_until IS NOT NULL AND p.down_at IS NULL AND p.rights_until < $1
             AND EXISTS (SELECT 1 FROM live_picture l WHERE l.picture_id = p.id)"#,
        until
    )
    .fetch_one(db)
    .await
}

/// The newest pictures.
#[crate::boxed]
pub async fn newest(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Picture>> {
    pictures!("ORDER BY p.number DESC LIMIT $1", limit).fetch_all(db).await
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

/// Whether these bytes are sent to nobody: withdrawn with a story, of a picture that was taken down, or replaced.
#[crate::boxed]
pub async fn is_gone(db: &mut Conn, hash: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT (EXISTS (SELECT 1 FROM gone_media WHERE hash = $1)
                OR (EXISTS (SELECT 1 FROM picture_media m WHERE m.hash = $1 AND m.kind <> 'original')
                    AND NOT EXISTS (SELECT 1 FROM picture_media m JOIN picture p ON p.id = m.picture_id
                                    WHERE m.hash = $1 AND m.kind = 'rendition' AND p.down_at IS NULL))) AS "e!: bool""#,
        hash
    )
    .fetch_one(db)
    .await
}

/// Whether these bytes are an original and nothing else. Originals say where they were taken and are sent to nobody.
#[crate::boxed]
pub async fn is_original(db: &mut Conn, hash: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT (EXISTS (SELECT 1 FROM picture_media WHERE hash = $1 AND kind = 'original')
               AND NOT EXISTS (SELECT 1 FROM picture_media WHERE hash = $1 AND kind <> 'original')) AS "e!: bool""#,
        hash
    )
    .fetch_one(db)
    .await
}

/// Writes what is said of a picture anew, without a name; the names of its files before are forgotten.
#[crate::boxed]
pub async fn rewrite(db: &mut Conn, picture: &Picture) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE picture SET name = $2, file_name = $3 WHERE id = $1",
        picture.id,
        picture.name,
        picture.file_name
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE picture_version SET file_name = '' WHERE picture_id = $1",
        picture.id
    )
    .execute(&mut *db)
    .await?;
    set_words(db, picture).await
}
