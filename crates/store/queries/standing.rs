//! Standing pages for the desk's list. What readers see of one is a `live` row as for every story.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::standing::StandingPage;

/// All standing pages, drafts too, by title; those that were taken down last.
#[crate::boxed]
pub async fn pages(db: &mut Conn) -> sqlx::Result<Vec<StandingPage>> {
    sqlx::query_as!(
        StandingPage,
        r#"SELECT s.id AS "id!", s.state AS "state!", r.headline AS "title!", s.working_slug AS "working_slug!",
                  s.wanted_slug AS "wanted_slug!", s.head AS "head!", l.path AS "path?", l.revision_id AS "seen?",
                  s.changed_at AS "changed_at!"
           FROM story s JOIN revision r ON r.id = s.head LEFT JOIN live l ON l.story_id = s.id
           WHERE s.form = 'page'
           ORDER BY CASE WHEN s.state = 'removed' THEN 1 ELSE 0 END, r.headline, s.id"#
    )
    .fetch_all(db)
    .await
}

/// Sets the wanted end of the address of a page that is not out yet.
#[crate::boxed]
pub async fn want_slug(db: &mut Conn, id: &str, slug: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET wanted_slug = $2, changed_at = $3 WHERE id = $1",
        id,
        slug,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}
