//! People, organisations and places of the record, with their names and roles; who stands in which story is in `mentions.rs`.
//! Included by both engine crates; called through `q!`. What was merged answers with what it stands for.

use crate::Conn;
use courant_model::record::{Entity, EntityRole};

/// What an id stands for: itself, or what it was merged into.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT e.id, e.number, e.kind, e.slug, e.name, e.folded, e.description, e.gazetteer, e.wikidata,
                e.public_role, e.is_public, e.noindex, e.merged_into, e.stands_for, e.created_at, e.changed_at
         FROM entity e JOIN entity asked ON asked.stands_for = e.id WHERE asked.id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The row of an id itself, merged or not.
#[crate::boxed]
pub async fn row(db: &mut Conn, id: &str) -> sqlx::Result<Option<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role, is_public,
                noindex, merged_into, stands_for, created_at, changed_at
         FROM entity WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// What the end of an address stands for.
#[crate::boxed]
pub async fn by_slug(db: &mut Conn, kind: &str, slug: &str) -> sqlx::Result<Option<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT e.id, e.number, e.kind, e.slug, e.name, e.folded, e.description, e.gazetteer, e.wikidata,
                e.public_role, e.is_public, e.noindex, e.merged_into, e.stands_for, e.created_at, e.changed_at
         FROM entity e JOIN entity asked ON asked.stands_for = e.id WHERE asked.kind = $1 AND asked.slug = $2",
        kind,
        slug
    )
    .fetch_optional(db)
    .await
}

/// Everything that goes by a folded name or has it among its other names; an empty `kind` takes any.
#[crate::boxed]
pub async fn by_folded(db: &mut Conn, kind: &str, folded: &str) -> sqlx::Result<Vec<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role, is_public,
                noindex, merged_into, stands_for, created_at, changed_at
         FROM entity WHERE ($1 = '' OR kind = $1) AND id IN (
             SELECT stands_for FROM entity WHERE folded = $2
             UNION SELECT e.stands_for FROM entity_alias a JOIN entity e ON e.id = a.entity_id WHERE a.folded = $2)
         ORDER BY number",
        kind,
        folded
    )
    .fetch_all(db)
    .await
}

/// Everything with a name, or the tail of one, from `from` up to but without `to`, by name; an empty `kind` takes any.
#[crate::boxed]
pub async fn by_tail(
    db: &mut Conn,
    kind: &str,
    from: &str,
    to: &str,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role, is_public,
                noindex, merged_into, stands_for, created_at, changed_at
         FROM entity WHERE ($1 = '' OR kind = $1) AND id IN (
             SELECT e.stands_for FROM entity_tail t JOIN entity e ON e.id = t.entity_id
             WHERE t.tail >= $2 AND t.tail < $3)
         ORDER BY folded, id LIMIT $4 OFFSET $5",
        kind,
        from,
        to,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// Everything that was merged into nothing, by name; an empty `kind` takes any.
#[crate::boxed]
pub async fn all(db: &mut Conn, kind: &str, limit: i64, offset: i64) -> sqlx::Result<Vec<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role, is_public,
                noindex, merged_into, stands_for, created_at, changed_at
         FROM entity WHERE ($1 = '' OR kind = $1) AND merged_into IS NULL ORDER BY folded, id LIMIT $2 OFFSET $3",
        kind,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many that are.
#[crate::boxed]
pub async fn count(db: &mut Conn, kind: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM entity
           WHERE ($1 = '' OR kind = $1) AND merged_into IS NULL"#,
        kind
    )
    .fetch_one(db)
    .await
}

/// Those of a kind that readers have a page of, by name.
#[crate::boxed]
pub async fn public(db: &mut Conn, kind: &str, limit: i64, offset: i64) -> sqlx::Result<Vec<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role, is_public,
                noindex, merged_into, stands_for, created_at, changed_at
         FROM entity WHERE kind = $1 AND merged_into IS NULL AND is_public ORDER BY folded, id LIMIT $2 OFFSET $3",
        kind,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many that are.
#[crate::boxed]
pub async fn count_public(db: &mut Conn, kind: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM entity
           WHERE kind = $1 AND merged_into IS NULL AND is_public"#,
        kind
    )
    .fetch_one(db)
    .await
}

/// All rows that go by an id, its own among them.
#[crate::boxed]
pub async fn family(db: &mut Conn, id: &str) -> sqlx::Result<Vec<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role, is_public,
                noindex, merged_into, stands_for, created_at, changed_at
         FROM entity WHERE stands_for = $1 ORDER BY number",
        id
    )
    .fetch_all(db)
    .await
}

/// Whether an end of an address is taken within a kind, by a merged one too.
#[crate::boxed]
pub async fn slug_taken(db: &mut Conn, kind: &str, slug: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM entity WHERE kind = $1 AND slug = $2) AS "e!: bool""#,
        kind,
        slug
    )
    .fetch_one(db)
    .await
}

/// Adds one.
#[crate::boxed]
pub async fn insert(db: &mut Conn, entity: &Entity) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO entity (id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role,
                             is_public, noindex, merged_into, stands_for, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        entity.id,
        entity.number,
        entity.kind,
        entity.slug,
        entity.name,
        entity.folded,
        entity.description,
        entity.gazetteer,
        entity.wikidata,
        entity.public_role,
        entity.is_public,
        entity.noindex,
        entity.merged_into,
        entity.stands_for,
        entity.created_at,
        entity.changed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Changes everything of it but its id, number, kind and what it came from.
#[crate::boxed]
pub async fn update(db: &mut Conn, entity: &Entity) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE entity SET slug = $2, name = $3, folded = $4, description = $5, wikidata = $6, public_role = $7,
                is_public = $8, noindex = $9, merged_into = $10, stands_for = $11, changed_at = $12, gazetteer = $13
         WHERE id = $1",
        entity.id,
        entity.slug,
        entity.name,
        entity.folded,
        entity.description,
        entity.wikidata,
        entity.public_role,
        entity.is_public,
        entity.noindex,
        entity.merged_into,
        entity.stands_for,
        entity.changed_at,
        entity.gazetteer
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Its other names, as they are printed.
#[crate::boxed]
pub async fn aliases(db: &mut Conn, id: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT alias FROM entity_alias WHERE entity_id = $1 ORDER BY folded",
        id
    )
    .fetch_all(db)
    .await
}

/// Takes its other names away, and all by which typing finds it.
#[crate::boxed]
pub async fn clear_names(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM entity_alias WHERE entity_id = $1", id)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM entity_tail WHERE entity_id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives it another name.
#[crate::boxed]
pub async fn add_alias(db: &mut Conn, id: &str, folded: &str, alias: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO entity_alias (entity_id, folded, alias) VALUES ($1, $2, $3)
         ON CONFLICT (entity_id, folded) DO NOTHING",
        id,
        folded,
        alias
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Lets typing find it by this.
#[crate::boxed]
pub async fn add_tail(db: &mut Conn, id: &str, tail: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO entity_tail (tail, entity_id) VALUES ($1, $2) ON CONFLICT (tail, entity_id) DO NOTHING",
        tail,
        id
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Its roles, newest first.
#[crate::boxed]
pub async fn roles(db: &mut Conn, id: &str) -> sqlx::Result<Vec<EntityRole>> {
    sqlx::query_as!(
        EntityRole,
        "SELECT id, entity_id, title, organisation_id, from_day, to_day FROM entity_role
         WHERE entity_id = $1 ORDER BY from_day DESC, id DESC",
        id
    )
    .fetch_all(db)
    .await
}

/// Takes its roles away before they are written anew.
#[crate::boxed]
pub async fn clear_roles(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM entity_role WHERE entity_id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives it a role.
#[crate::boxed]
pub async fn add_role(db: &mut Conn, role: &EntityRole) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO entity_role (id, entity_id, title, organisation_id, from_day, to_day)
         VALUES ($1, $2, $3, $4, $5, $6)",
        role.id,
        role.entity_id,
        role.title,
        role.organisation_id,
        role.from_day,
        role.to_day
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The kinds of which readers have a page of somebody or something.
#[crate::boxed]
pub async fn public_kinds(db: &mut Conn) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"SELECT k.kind AS "kind!: String"
           FROM (SELECT 'person' AS kind UNION ALL SELECT 'organisation' UNION ALL SELECT 'place') k
           WHERE EXISTS (SELECT 1 FROM entity e WHERE e.kind = k.kind AND e.is_public AND e.merged_into IS NULL)"#
    )
    .fetch_all(db)
    .await
}

/// Whether engines are to leave out anything of a kind that readers have a page of.
#[crate::boxed]
pub async fn any_quiet(db: &mut Conn, kind: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM entity
                          WHERE kind = $1 AND is_public AND merged_into IS NULL AND noindex) AS "e!: bool""#,
        kind
    )
    .fetch_one(db)
    .await
}

/// Everything that engines may list, after an id, in order of the ids.
#[crate::boxed]
pub async fn open_to_engines(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role, is_public,
                noindex, merged_into, stands_for, created_at, changed_at
         FROM entity WHERE is_public AND merged_into IS NULL AND NOT noindex AND id > $1 ORDER BY id LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}
