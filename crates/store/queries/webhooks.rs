//! Webhooks: subscriptions, their revisions, and deliveries. The follower writes deliveries, the courier claims them.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::webhook::{Delivery, Webhook, WebhookRevision};

/// A subscription.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Webhook>> {
    sqlx::query_as!(
        Webhook,
        "SELECT id, name, address, events, state, paused_why, since_seq, secret, old_secret, old_until, failing_since,
                made_at
         FROM webhook WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// All subscriptions that stand, active and paused, in the order in which they were made.
#[crate::boxed]
pub async fn all(db: &mut Conn) -> sqlx::Result<Vec<Webhook>> {
    sqlx::query_as!(
        Webhook,
        "SELECT id, name, address, events, state, paused_why, since_seq, secret, old_secret, old_until, failing_since,
                made_at
         FROM webhook WHERE state <> 'removed' ORDER BY made_at, id"
    )
    .fetch_all(db)
    .await
}

/// Subscriptions that were removed, the one removed last first.
#[crate::boxed]
pub async fn removed(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Webhook>> {
    sqlx::query_as!(
        Webhook,
        "SELECT id, name, address, events, state, paused_why, since_seq, secret, old_secret, old_until, failing_since,
                made_at
         FROM webhook w WHERE state = 'removed'
         ORDER BY (SELECT max(r.at) FROM webhook_revision r WHERE r.webhook_id = w.id) DESC, id LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}

/// Whether any subscription is active.
#[crate::boxed]
pub async fn any_active(db: &mut Conn) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM webhook WHERE state = 'active') AS "e!: bool""#)
        .fetch_one(db)
        .await
}

/// Keeps a subscription, new or changed.
#[crate::boxed]
pub async fn keep(db: &mut Conn, webhook: &Webhook) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO webhook (id, name, address, events, state, paused_why, since_seq, secret, old_secret, old_until,
                              failing_since, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (id) DO UPDATE SET
             name = excluded.name, address = excluded.address, events = excluded.events, state = excluded.state,
             paused_why = excluded.paused_why, since_seq = excluded.since_seq, secret = excluded.secret,
             old_secret = excluded.old_secret, old_until = excluded.old_until,
             failing_since = excluded.failing_since",
        webhook.id,
        webhook.name,
        webhook.address,
        webhook.events,
        webhook.state,
        webhook.paused_why,
        webhook.since_seq,
        webhook.secret,
        webhook.old_secret,
        webhook.old_until,
        webhook.failing_since,
        webhook.made_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Something got through, or nothing does since a moment; the first such moment stands.
#[crate::boxed]
pub async fn set_failing(db: &mut Conn, id: &str, since: Option<i64>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE webhook SET failing_since = CASE WHEN CAST($2 AS BIGINT) IS NULL THEN NULL
                                                 ELSE COALESCE(failing_since, $2) END WHERE id = $1",
        id,
        since
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps what a subscription is after a change.
#[crate::boxed]
pub async fn revise(db: &mut Conn, webhook: &str, at: i64, actor: &str, act: &str, settings: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO webhook_revision (webhook_id, number, at, actor, act, settings)
         SELECT CAST($1 AS TEXT), COALESCE(max(number), 0) + 1, $2, $3, $4, $5 FROM webhook_revision WHERE webhook_id = $1",
        webhook,
        at,
        actor,
        act,
        settings
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a subscription was, newest first.
#[crate::boxed]
pub async fn revisions(db: &mut Conn, webhook: &str, limit: i64) -> sqlx::Result<Vec<WebhookRevision>> {
    sqlx::query_as!(
        WebhookRevision,
        "SELECT webhook_id, number, at, actor, act, settings FROM webhook_revision WHERE webhook_id = $1
         ORDER BY number DESC LIMIT $2",
        webhook,
        limit
    )
    .fetch_all(db)
    .await
}

/// One revision of a subscription.
#[crate::boxed]
pub async fn revision(db: &mut Conn, webhook: &str, number: i64) -> sqlx::Result<Option<WebhookRevision>> {
    sqlx::query_as!(
        WebhookRevision,
        "SELECT webhook_id, number, at, actor, act, settings FROM webhook_revision WHERE webhook_id = $1 AND number = $2",
        webhook,
        number
    )
    .fetch_optional(db)
    .await
}

/// Asks for a delivery.
#[crate::boxed]
pub async fn ask(db: &mut Conn, delivery: &Delivery) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO webhook_delivery (id, webhook_id, event, thing, at, asked_at, state, by_hand, attempts, run_at,
                                       claimed_until, tried_at, status, duration_ms, problem)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        delivery.id,
        delivery.webhook_id,
        delivery.event,
        delivery.thing,
        delivery.at,
        delivery.asked_at,
        delivery.state,
        delivery.by_hand,
        delivery.attempts,
        delivery.run_at,
        delivery.claimed_until,
        delivery.tried_at,
        delivery.status,
        delivery.duration_ms,
        delivery.problem
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A delivery.
#[crate::boxed]
pub async fn delivery(db: &mut Conn, id: &str) -> sqlx::Result<Option<Delivery>> {
    sqlx::query_as!(
        Delivery,
        "SELECT id, webhook_id, event, thing, at, asked_at, state, by_hand, attempts, run_at, claimed_until, tried_at,
                status, duration_ms, problem
         FROM webhook_delivery WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The deliveries of a subscription, the one asked for last first.
#[crate::boxed]
pub async fn deliveries(db: &mut Conn, webhook: &str, limit: i64) -> sqlx::Result<Vec<Delivery>> {
    sqlx::query_as!(
        Delivery,
        "SELECT id, webhook_id, event, thing, at, asked_at, state, by_hand, attempts, run_at, claimed_until, tried_at,
                status, duration_ms, problem
         FROM webhook_delivery WHERE webhook_id = $1 ORDER BY asked_at DESC, id DESC LIMIT $2",
        webhook,
        limit
    )
    .fetch_all(db)
    .await
}

/// How many deliveries wait that the courier will send, and how many of these have failed at least once. What waits for a
/// subscription that is paused or removed is not under way, unless it was asked for by hand.
#[crate::boxed]
pub async fn waiting(db: &mut Conn) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "waiting!",
                  CAST(COALESCE(sum(CASE WHEN d.problem <> '' THEN 1 ELSE 0 END), 0) AS BIGINT) AS "failing!"
           FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
           WHERE d.state = 'waiting' AND (w.state = 'active' OR (d.by_hand AND w.state = 'paused'))"#
    )
    .fetch_one(db)
    .await?;
    Ok((row.waiting, row.failing))
}

/// Whether a delivery can be claimed.
#[crate::boxed]
pub async fn is_due(db: &mut Conn, now: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT 1 FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
               WHERE d.state = 'waiting' AND d.run_at <= $1 AND d.claimed_until <= $1
                 AND (w.state = 'active' OR (d.by_hand AND w.state = 'paused'))
                 AND NOT EXISTS (SELECT 1 FROM webhook_delivery o
                                 WHERE o.webhook_id = d.webhook_id AND o.claimed_until > $1)) AS "e!: bool""#,
        now
    )
    .fetch_one(db)
    .await
}

/// Claims the delivery that has been due longest and whose receiver nobody else serves at the moment, for `until`;
/// counts the attempt.
#[crate::boxed]
pub async fn claim(db: &mut Conn, now: i64, until: i64) -> sqlx::Result<Option<Delivery>> {
    sqlx::query_as!(
        Delivery,
        r#"UPDATE webhook_delivery SET claimed_until = $2, attempts = attempts + 1
           WHERE claimed_until <= $1 AND id = (
               SELECT d.id FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
               WHERE d.state = 'waiting' AND d.run_at <= $1 AND d.claimed_until <= $1
                 AND (w.state = 'active' OR (d.by_hand AND w.state = 'paused'))
                 AND NOT EXISTS (SELECT 1 FROM webhook_delivery o
                                 WHERE o.webhook_id = d.webhook_id AND o.claimed_until > $1)
               ORDER BY d.run_at, d.id LIMIT 1)
           RETURNING id AS "id!", webhook_id AS "webhook_id!", event AS "event!", thing AS "thing!", at AS "at!",
                     asked_at AS "asked_at!", state AS "state!", by_hand AS "by_hand!", attempts AS "attempts!",
                     run_at AS "run_at!", claimed_until AS "claimed_until!", tried_at AS "tried_at?",
                     status AS "status?", duration_ms AS "duration_ms?", problem AS "problem!""#,
        now,
        until
    )
    .fetch_optional(db)
    .await
}

/// Keeps what came of a try.
#[crate::boxed]
pub async fn tried(db: &mut Conn, delivery: &Delivery) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE webhook_delivery SET state = $2, run_at = $3, claimed_until = 0, tried_at = $4, status = $5,
                duration_ms = $6, problem = $7 WHERE id = $1",
        delivery.id,
        delivery.state,
        delivery.run_at,
        delivery.tried_at,
        delivery.status,
        delivery.duration_ms,
        delivery.problem
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Asks for a delivery once more.
#[crate::boxed]
pub async fn ask_again(db: &mut Conn, id: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE webhook_delivery SET state = 'waiting', by_hand = TRUE, attempts = 0, run_at = $2, asked_at = $2,
                problem = '' WHERE id = $1",
        id,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Lets what waits for a subscription run anew, as if it had been asked for at this moment.
#[crate::boxed]
pub async fn wait_anew(db: &mut Conn, webhook: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE webhook_delivery SET asked_at = $2, run_at = $2, attempts = 0
         WHERE webhook_id = $1 AND state = 'waiting'",
        webhook,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets deliveries that came to their end before a moment.
#[crate::boxed]
pub async fn forget(db: &mut Conn, before: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM webhook_delivery WHERE state <> 'waiting' AND asked_at < $1",
        before
    )
    .execute(db)
    .await?;
    Ok(())
}
