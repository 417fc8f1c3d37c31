//! The one table of addresses: path to story, section, author, topic, redirect or gone.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::address::Address;

/// What stands at a path.
#[crate::boxed]
pub async fn at(db: &mut Conn, path: &str) -> sqlx::Result<Option<Address>> {
    sqlx::query_as!(Address, "SELECT path, kind, target FROM address WHERE path = $1", path)
        .fetch_optional(db)
        .await
}

/// Gives a path to something, in place of what stood there.
#[crate::boxed]
pub async fn put(db: &mut Conn, address: &Address, since: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO address (path, kind, target, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT (path) DO UPDATE SET kind = excluded.kind, target = excluded.target, since = excluded.since",
        address.path,
        address.kind,
        address.target,
        since
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Makes all redirects that lead to one path lead to another, so that no chain stands.
#[crate::boxed]
pub async fn redirect_all(db: &mut Conn, from: &str, to: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE address SET target = $2 WHERE kind = 'redirect' AND target = $1",
        from,
        to
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Paths that redirect to a path.
#[crate::boxed]
pub async fn leading_to(db: &mut Conn, target: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT path FROM address WHERE kind = 'redirect' AND target = $1 ORDER BY path",
        target
    )
    .fetch_all(db)
    .await
}

/// The paths at which a story that was taken down stood.
#[crate::boxed]
pub async fn gone(db: &mut Conn, story: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT path FROM address WHERE kind = 'gone' AND target = $1 ORDER BY path",
        story
    )
    .fetch_all(db)
    .await
}
