//! The courier: claims deliveries that are due, makes and signs their bodies, sends them, and decides what comes of it.
//! A lane of its own with several hands; one receiver has one delivery under way at a time, so that a slow one holds up
//! no other. The serving process runs it.

use super::{CLAIM, PATIENCE, TRIES, body, sign};
use crate::commands::keep_webhook;
use crate::outside::{Client, OutsideError};
use crate::{Newsroom, Result, settings};
use courant_model::time::{Micros, SECOND};
use courant_model::webhook::{Delivery, Webhook};
use courant_store::q;
use std::time::{Duration, Instant};
use url::Url;

/// Deliveries under way at a time, each to another receiver.
const HANDS: usize = 4;
/// How often the table is looked at when nothing is due.
const LOOK: Duration = Duration::from_secs(1);
/// The longest problem that is kept, in characters.
const LONGEST_PROBLEM: usize = 300;

/// What the courier needs besides the newsroom.
#[derive(Debug, Clone)]
pub struct Courier {
    client: Client,
    /// The paper's own address.
    site: Url,
}

impl Courier {
    /// A courier of the paper at `site`, who beside public addresses goes to those that the machine names.
    pub fn new(inside: &[Url], site: Url) -> Result<Self, OutsideError> {
        Ok(Self {
            client: super::client(inside)?,
            site,
        })
    }
}

/// Delivers until the future is dropped.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom, courier: &Courier) {
    let hands = (0..HANDS).map(|_| one(newsroom, courier));
    futures_util::future::join_all(hands).await;
}

async fn one(newsroom: &Newsroom, courier: &Courier) {
    loop {
        match step(newsroom, courier).await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(LOOK).await,
            Err(error) => {
                tracing::warn!(%error, "webhook deliveries cannot be read; trying again");
                tokio::time::sleep(LOOK).await;
            }
        }
    }
}

/// Claims and sends one delivery; false when none is due.
#[crate::boxed]
pub async fn step(newsroom: &Newsroom, courier: &Courier) -> Result<bool> {
    let now = newsroom.house.now();
    {
        let mut tx = newsroom.store.read().await?;
        if !q!(tx, webhooks::is_due(now))? {
            return Ok(false);
        }
    }
    let mut tx = newsroom.store.write().await?;
    let claimed = q!(tx, webhooks::claim(now, now.saturating_add(CLAIM)))?;
    tx.commit().await?;
    let Some(delivery) = claimed else { return Ok(false) };
    let begun = Instant::now();
    let came = send(newsroom, courier, &delivery).await?;
    let took = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
    keep(newsroom, delivery, came, took).await?;
    Ok(true)
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// The other side answered with this status.
    Answer(u16),
    /// It could not be asked, or did not answer.
    Nothing(String),
    /// Readers do not see any more what it would have told of; nothing was sent.
    Pointless,
}

async fn send(newsroom: &Newsroom, courier: &Courier, delivery: &Delivery) -> Result<Came> {
    let house = &newsroom.house;
    let (webhook, body) = {
        let mut tx = newsroom.store.read().await?;
        let Some(webhook) = q!(tx, webhooks::by_id(&delivery.webhook_id))? else {
            return Ok(Came::Pointless);
        };
        (webhook, body::of(&mut tx, courier.site.as_str(), delivery).await?)
    };
    let Some(body) = body else {
        return Ok(Came::Pointless);
    };
    let seconds = house.now().div_euclid(SECOND);
    let signature = sign::signatures(&secrets(newsroom, &webhook)?, &delivery.id, seconds, &body);
    let request = http::Request::post(&webhook.address)
        .header("content-type", "application/json")
        .header("webhook-id", &delivery.id)
        .header("webhook-timestamp", seconds)
        .header("webhook-signature", signature)
        .body(body.into_bytes());
    Ok(match request {
        Ok(request) => match courier.client.status(request).await {
            Ok(status) => Came::Answer(status),
            Err(error) => Came::Nothing(error.to_string()),
        },
        Err(error) => Came::Nothing(error.to_string()),
    })
}

/// The secrets that sign now: the present one, and for a while the one before it.
fn secrets(newsroom: &Newsroom, webhook: &Webhook) -> Result<Vec<Vec<u8>>> {
    let keys = &newsroom.house.keys;
    let mut secrets = vec![keys.unseal_secret(&webhook.id, &webhook.secret)?];
    if let Some(old) = &webhook.old_secret
        && newsroom.house.now() < webhook.old_until
    {
        secrets.push(keys.unseal_secret(&webhook.id, old)?);
    }
    Ok(secrets)
}

/// What follows from a try.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Next {
    state: &'static str,
    run_at: Micros,
    problem: String,
    /// Why the subscription is paused, when it is.
    pause: Option<&'static str>,
}

/// Decides what follows. A receiver that answers 410 wants no more; one that has taken nothing for [`PATIENCE`] gets
/// no more either, once this delivery was tried [`TRIES`] times.
fn decide(delivery: &Delivery, came: &Came, failing_since: Option<Micros>, now: Micros) -> Next {
    let end = |state, problem: String, pause| Next {
        state,
        run_at: now,
        problem,
        pause,
    };
    let problem = match came {
        Came::Pointless => return end("dropped", "readers do not see it any more".to_owned(), None),
        Came::Answer(200..=299) => return end("delivered", String::new(), None),
        Came::Answer(410) => return end("given-up", "answered 410: it wants no more".to_owned(), Some("gone")),
        Came::Answer(status @ 300..=399) => format!("answered {status}; redirects are not followed"),
        Came::Answer(status) => format!("answered {status}"),
        Came::Nothing(why) => why.chars().take(LONGEST_PROBLEM).collect(),
    };
    let tried = delivery.attempts >= TRIES;
    let silent = tried && failing_since.is_some_and(|since| now - since >= PATIENCE);
    let old = tried && now - delivery.asked_at >= PATIENCE;
    if silent || old {
        return end("given-up", problem, silent.then_some("failing"));
    }
    Next {
        state: "waiting",
        run_at: now + crate::jobs::pause(delivery.attempts),
        problem,
        pause: None,
    }
}

async fn keep(newsroom: &Newsroom, delivery: Delivery, came: Came, took: i64) -> Result<()> {
    let now = newsroom.house.now();
    let mut tx = newsroom.store.write().await?;
    // Whoever changes a subscription writes the whole row, so nobody does between this reading and this keeping.
    settings::claim(&mut tx).await?;
    let Some(webhook) = q!(tx, webhooks::by_id(&delivery.webhook_id))? else {
        return Ok(());
    };
    // The moment of this failure counts when it is the first.
    let failing_since = webhook.failing_since.or(Some(now));
    let next = decide(&delivery, &came, failing_since, now);
    let tried = Delivery {
        state: next.state.to_owned(),
        run_at: next.run_at,
        tried_at: Some(now),
        status: match came {
            Came::Answer(status) => Some(i64::from(status)),
            _ => None,
        },
        duration_ms: (came != Came::Pointless).then_some(took),
        problem: next.problem,
        ..delivery
    };
    q!(tx, webhooks::tried(&tried))?;
    match came {
        Came::Pointless => {}
        Came::Answer(200..=299) => q!(tx, webhooks::set_failing(&webhook.id, None))?,
        _ => q!(tx, webhooks::set_failing(&webhook.id, Some(now)))?,
    }
    if let Some(why) = next.pause {
        keep_webhook::give_up(&mut tx, &newsroom.house, &webhook.id, why).await?;
    }
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_model::time::{DAY, HOUR};

    fn delivery(attempts: i64) -> Delivery {
        Delivery {
            id: "d".into(),
            webhook_id: "w".into(),
            event: "story.published".into(),
            thing: "story:s".into(),
            at: 0,
            asked_at: 0,
            state: "waiting".into(),
            by_hand: false,
            attempts,
            run_at: 0,
            claimed_until: 0,
            tried_at: None,
            status: None,
            duration_ms: None,
            problem: String::new(),
        }
    }

    #[test]
    fn every_2xx_is_a_success_and_nothing_else_is() {
        for status in [200, 202, 204, 299] {
            assert_eq!(decide(&delivery(1), &Came::Answer(status), None, 5).state, "delivered");
        }
        for status in [100, 301, 307, 400, 404, 429, 500, 503] {
            let next = decide(&delivery(1), &Came::Answer(status), Some(5), 5);
            assert_eq!((next.state, next.run_at), ("waiting", 5 + 30 * SECOND), "{status}");
            assert!(next.problem.contains(&status.to_string()));
        }
    }

    #[test]
    fn pauses_grow_as_those_of_jobs_do() {
        let next = |attempts| decide(&delivery(attempts), &Came::Answer(500), Some(0), 0).run_at;
        assert_eq!((next(1), next(2), next(8)), (30 * SECOND, 60 * SECOND, HOUR));
    }

    #[test]
    fn a_410_pauses_at_once_and_silence_after_its_time() {
        let gone = decide(&delivery(1), &Came::Answer(410), Some(0), 0);
        assert_eq!((gone.state, gone.pause), ("given-up", Some("gone")));
        let silent = |now| decide(&delivery(10), &Came::Nothing("refused".into()), Some(0), now);
        assert_eq!(silent(3 * DAY - 1).state, "waiting");
        assert_eq!(
            (silent(3 * DAY).state, silent(3 * DAY).pause),
            ("given-up", Some("failing"))
        );
        // Others got through meanwhile: this one alone is given up.
        let alone = decide(&delivery(10), &Came::Answer(500), Some(3 * DAY), 3 * DAY);
        assert_eq!((alone.state, alone.pause), ("given-up", None));
        // Nobody tried for days: that is no silence of the receiver.
        let off = decide(&delivery(2), &Came::Answer(500), Some(0), 9 * DAY);
        assert_eq!((off.state, off.pause), ("waiting", None));
    }
}
