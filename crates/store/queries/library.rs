//! The library of pictures: newest first, by typed words and by what is lacking; where a picture is used; which stories
//! have it. Included by both engine crates; called through `q!`. Each way in has an index that gives the order.

use crate::Conn;
use courant_model::picture::{Picture, Use};

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

/// All before a number, newest first.
#[crate::boxed]
pub async fn all(db: &mut Conn, before: i64, limit: i64) -> sqlx::Result<Vec<Picture>> {
    pictures!("WHERE p.number < $1 ORDER BY p.number DESC LIMIT $2", before, limit)
        .fetch_all(db)
        .await
}

/// Those that an account brought.
#[crate::boxed]
pub async fn of_account(db: &mut Conn, account: &str, before: i64, limit: i64) -> sqlx::Result<Vec<Picture>> {
    pictures!(
        "WHERE p.added_by = $1 AND p.number < $2 ORDER BY p.number DESC LIMIT $3",
        account,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those that no story has; an empty `account` takes anybody's.
#[crate::boxed]
pub async fn unused(db: &mut Conn, account: &str, before: i64, limit: i64) -> sqlx::Result<Vec<Picture>> {
    pictures!(
        "WHERE p.used = 0 AND p.number < $2 AND ($1 = '' OR p.added_by = $1) ORDER BY p.number DESC LIMIT $3",
        account,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those without alt text.
#[crate::boxed]
pub async fn without_alt(db: &mut Conn, account: &str, before: i64, limit: i64) -> sqlx::Result<Vec<Picture>> {
    pictures!(
        "WHERE p.alt = '' AND p.number < $2 AND ($1 = '' OR p.added_by = $1) ORDER BY p.number DESC LIMIT $3",
        account,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those without a credit.
#[crate::boxed]
pub async fn without_credit(db: &mut Conn, account: &str, before: i64, limit: i64) -> sqlx::Result<Vec<Picture>> {
    pictures!(
        "WHERE p.credit = '' AND p.number < $2 AND ($1 = '' OR p.added_by = $1) ORDER BY p.number DESC LIMIT $3",
        account,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those that are up and whose rights end before a moment. They are few: the index of rights finds them, not the order.
#[crate::boxed]
pub async fn ending(db: &mut Conn, until: i64, account: &str, before: i64, limit: i64) -> sqlx::Result<Vec<Picture>> {
    pictures!(
        "WHERE p.rights_until IS NOT NULL AND p.down_at IS NULL AND p.rights_until < $1
           AND p.number + 0 < $3 AND ($2 = '' OR p.added_by = $2)
         ORDER BY p.number + 0 DESC LIMIT $4",
        until,
        account,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those that were taken down.
#[crate::boxed]
pub async fn down(db: &mut Conn, account: &str, before: i64, limit: i64) -> sqlx::Result<Vec<Picture>> {
    pictures!(
        "WHERE p.down_at IS NOT NULL AND p.number < $2 AND ($1 = '' OR p.added_by = $1)
         ORDER BY p.number DESC LIMIT $3",
        account,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those that have a word in each of the ranges: of their own, or of a story that has them. Empty ranges ask nothing.
/// `which` is as [`courant_model::picture::Which`] prints itself.
#[crate::boxed]
pub async fn typed(
    db: &mut Conn,
    ranges: [(&str, &str); 3],
    which: &str,
    until: i64,
    account: &str,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<Picture>> {
    let [one, two, three] = ranges;
    pictures!(
        "WHERE p.id IN (
             SELECT picture_id FROM picture_word WHERE word >= $1 AND word < $2
             UNION
             SELECT d.picture_id FROM story_word w JOIN draft_picture d ON d.story_id = w.story_id
             WHERE w.word >= $1 AND w.word < $2)
           AND ($3 = '' OR EXISTS (SELECT 1 FROM picture_word w
                                   WHERE w.picture_id = p.id AND w.word >= $3 AND w.word < $4)
                        OR EXISTS (SELECT 1 FROM draft_picture d JOIN story_word w ON w.story_id = d.story_id
                                   WHERE d.picture_id = p.id AND w.word >= $3 AND w.word < $4))
           AND ($5 = '' OR EXISTS (SELECT 1 FROM picture_word w
                                   WHERE w.picture_id = p.id AND w.word >= $5 AND w.word < $6)
                        OR EXISTS (SELECT 1 FROM draft_picture d JOIN story_word w ON w.story_id = d.story_id
                                   WHERE d.picture_id = p.id AND w.word >= $5 AND w.word < $6))
           AND ($7 = '' OR ($7 = 'unused' AND p.used = 0) OR ($7 = 'without-alt' AND p.alt = '')
                OR ($7 = 'without-credit' AND p.credit = '') OR ($7 = 'down' AND p.down_at IS NOT NULL)
                OR ($7 = 'ending' AND p.down_at IS NULL AND p.rights_until < $8))
           AND ($9 = '' OR p.added_by = $9) AND p.number < $10
         ORDER BY p.number DESC LIMIT $11",
        one.0,
        one.1,
        two.0,
        two.1,
        three.0,
        three.1,
        which,
        until,
        account,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// As [`typed`], for beginnings that many words have: looks through the newest pictures until there are enough.
#[crate::boxed]
pub async fn typed_newest(
    db: &mut Conn,
    ranges: [(&str, &str); 3],
    which: &str,
    until: i64,
    account: &str,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<Picture>> {
    let [one, two, three] = ranges;
    pictures!(
        "WHERE (EXISTS (SELECT 1 FROM picture_word w WHERE w.picture_id = p.id AND w.word >= $1 AND w.word < $2)
                OR EXISTS (SELECT 1 FROM draft_picture d JOIN story_word w ON w.story_id = d.story_id
                           WHERE d.picture_id = p.id AND w.word >= $1 AND w.word < $2))
           AND ($3 = '' OR EXISTS (SELECT 1 FROM picture_word w
                                   WHERE w.picture_id = p.id AND w.word >= $3 AND w.word < $4)
                        OR EXISTS (SELECT 1 FROM draft_picture d JOIN story_word w ON w.story_id = d.story_id
                                   WHERE d.picture_id = p.id AND w.word >= $3 AND w.word < $4))
           AND ($5 = '' OR EXISTS (SELECT 1 FROM picture_word w
                                   WHERE w.picture_id = p.id AND w.word >= $5 AND w.word < $6)
                        OR EXISTS (SELECT 1 FROM draft_picture d JOIN story_word w ON w.story_id = d.story_id
                                   WHERE d.picture_id = p.id AND w.word >= $5 AND w.word < $6))
           AND ($7 = '' OR ($7 = 'unused' AND p.used = 0) OR ($7 = 'without-alt' AND p.alt = '')
                OR ($7 = 'without-credit' AND p.credit = '') OR ($7 = 'down' AND p.down_at IS NOT NULL)
                OR ($7 = 'ending' AND p.down_at IS NULL AND p.rights_until < $8))
           AND ($9 = '' OR p.added_by = $9) AND p.number < $10
         ORDER BY p.number DESC LIMIT $11",
        one.0,
        one.1,
        two.0,
        two.1,
        three.0,
        three.1,
        which,
        until,
        account,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// Pictures without kept words, for filling them in; at most `limit`.
#[crate::boxed]
pub async fn without_words(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Picture>> {
    pictures!(
        "WHERE NOT EXISTS (SELECT 1 FROM picture_word w WHERE w.picture_id = p.id) ORDER BY p.number LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}

/// The stories that have a picture, newest change first.
#[crate::boxed]
pub async fn uses(db: &mut Conn, picture: &str, limit: i64) -> sqlx::Result<Vec<Use>> {
    sqlx::query_as!(
        Use,
        r#"SELECT s.id AS "story_id!", s.form AS "form!", s.state AS "state!", s.working_slug AS "working_slug!",
                  r.headline AS "headline!",
                  CAST(CASE WHEN d.story_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS "in_draft!: i64",
                  CAST(CASE WHEN l.story_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS "in_live!: i64",
                  CAST(CASE WHEN v.picture_id = $1 THEN 1 ELSE 0 END AS BIGINT) AS "leads!: i64",
                  v.path AS "path?"
           FROM (SELECT story_id FROM draft_picture WHERE picture_id = $1
                 UNION SELECT story_id FROM live_picture WHERE picture_id = $1) AS u
           JOIN story s ON s.id = u.story_id
           JOIN revision r ON r.id = s.head
           LEFT JOIN draft_picture d ON d.story_id = s.id AND d.picture_id = $1
           LEFT JOIN live_picture l ON l.story_id = s.id AND l.picture_id = $1
           LEFT JOIN live v ON v.story_id = s.id
           ORDER BY s.changed_at DESC, s.id DESC LIMIT $2"#,
        picture,
        limit
    )
    .fetch_all(db)
    .await
}

/// Whether readers see a picture in some story, were it not taken down.
#[crate::boxed]
pub async fn is_live(db: &mut Conn, picture: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM live_picture WHERE picture_id = $1) AS "e!: bool""#,
        picture
    )
    .fetch_one(db)
    .await
}

/// The pictures that the newest revision of a story has, or that readers see in it.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"SELECT picture_id AS "id!" FROM draft_picture WHERE story_id = $1
           UNION SELECT picture_id AS "id!" FROM live_picture WHERE story_id = $1"#,
        story
    )
    .fetch_all(db)
    .await
}

/// Forgets which pictures the newest revision of a story has, before they are written anew.
#[crate::boxed]
pub async fn clear_draft(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM draft_picture WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Notes that the newest revision of a story has a picture.
#[crate::boxed]
pub async fn use_in_draft(db: &mut Conn, story: &str, picture: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO draft_picture (story_id, picture_id) VALUES ($1, $2)
         ON CONFLICT (story_id, picture_id) DO NOTHING",
        story,
        picture
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Says anew whether a story has a picture.
#[crate::boxed]
pub async fn mark_used(db: &mut Conn, picture: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE picture
         SET used = CASE WHEN EXISTS (SELECT 1 FROM draft_picture d WHERE d.picture_id = $1)
                           OR EXISTS (SELECT 1 FROM live_picture l WHERE l.picture_id = $1) THEN 1 ELSE 0 END
         WHERE id = $1",
        picture
    )
    .execute(db)
    .await?;
    Ok(())
}
