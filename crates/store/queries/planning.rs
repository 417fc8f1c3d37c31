//! What the desk plans of a story besides its text: whose it is, when it is due, how long, under which names.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::shelf::Plan;

/// Gives a story to an account, or takes it from whoever had it.
#[crate::boxed]
pub async fn assign(db: &mut Conn, id: &str, assignee: Option<&str>, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET assignee = $2, changed_at = $3 WHERE id = $1",
        id,
        assignee,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Plans it anew.
#[crate::boxed]
pub async fn plan(db: &mut Conn, id: &str, plan: &Plan<'_>, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET due_at = $2, planned_words = $3, brief = $4, working_slug = $5, wanted_slug = $6,
                          changed_at = $7, due_day = $8, picture_wanted = $9
         WHERE id = $1",
        id,
        plan.due_at,
        plan.planned_words,
        plan.brief,
        plan.working_slug,
        plan.wanted_slug,
        at,
        plan.due_day,
        plan.picture_wanted
    )
    .execute(&mut *db)
    .await?;
    crate::stories::keep_words(db, id, "slug", plan.working_slug).await
}
