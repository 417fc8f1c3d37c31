//! Keeps subscriptions of other machines: make, change, pause, take up again, remove, bring back, and a new secret.
//! Called by the settings room of webhooks; the courier pauses what has gone silent. Each change is a revision, which
//! never holds the secret.

use crate::jobs::mail::{self, Errand};
use crate::outside::is_public;
use crate::permissions::Who;
use crate::webhooks::{OVERLAP, sign};
use crate::{Error, House, Refusal, Result, settings};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::door::Account;
use courant_model::entry::Thing;
use courant_model::webhook::{Event, Webhook, WebhookSettings, keep_events};
use courant_store::{StoreError, Tx, q};
use url::{Host, Url};

/// Longest name, in characters.
pub const LONGEST_NAME: usize = 80;
/// Longest address, in bytes.
pub const LONGEST_ADDRESS: usize = 2_000;
/// Most subscriptions that stand at a time.
pub const MOST: usize = 50;

/// What can be set of a subscription.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    /// By which the desk knows it; empty takes the host.
    pub name: String,
    /// Where deliveries go.
    pub address: String,
    /// Which events.
    pub events: Vec<Event>,
}

/// A new subscription or a new secret: the one moment at which the secret is seen.
#[derive(Clone)]
pub struct Made {
    /// Id of the subscription.
    pub id: String,
    /// As its receiver needs it.
    pub secret: String,
}

/// Asks for the right, and takes the right of way: until the commit nobody else changes what is read now.
async fn claim(tx: &mut Tx, who: &Who) -> Result<()> {
    who.check(Act::Settings, On::NOTHING)?;
    settings::claim(tx).await
}

/// Makes a subscription, active at once. `inside` are the addresses within a private network that the machine names.
#[crate::boxed]
pub async fn make(tx: &mut Tx, house: &House, who: &Who, keep: &Keep, inside: &[Url]) -> Result<Made> {
    claim(tx, who).await?;
    let (name, address) = decide(keep, inside)?;
    if q!(tx, webhooks::all())?.len() >= MOST {
        return Err(Refusal::new("webhooks-many", format!("at most {MOST} webhooks stand at a time")).into());
    }
    let id = house.id();
    let (bytes, secret) = sign::fresh(house)?;
    let webhook = Webhook {
        name,
        address,
        events: keep_events(&keep.events),
        state: "active".to_owned(),
        paused_why: String::new(),
        since_seq: q!(tx, ledger::last())?,
        secret: house.keys.seal_secret(&id, &bytes)?,
        old_secret: None,
        old_until: 0,
        failing_since: None,
        made_at: house.now(),
        id: id.clone(),
    };
    put(tx, house, &who.actor(), "make", &webhook).await?;
    Ok(Made { id, secret })
}

/// Changes name, address and events.
#[crate::boxed]
pub async fn change(tx: &mut Tx, house: &House, who: &Who, id: &str, keep: &Keep, inside: &[Url]) -> Result<()> {
    claim(tx, who).await?;
    let (name, address) = decide(keep, inside)?;
    let webhook = standing(tx, id).await?;
    let changed = Webhook {
        name,
        address,
        events: keep_events(&keep.events),
        ..webhook.clone()
    };
    if changed == webhook {
        return Ok(());
    }
    put(tx, house, &who.actor(), "change", &changed).await
}

/// Pauses it: events from now on are not kept for it, and what waits stays where it is.
#[crate::boxed]
pub async fn pause(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    claim(tx, who).await?;
    let webhook = standing(tx, id).await?;
    if webhook.state == "paused" {
        return Ok(());
    }
    put(tx, house, &who.actor(), "pause", &paused(webhook, "hand")).await
}

/// Takes it up again, with what happens from now on and what waited when it was paused.
#[crate::boxed]
pub async fn resume(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    claim(tx, who).await?;
    let webhook = standing(tx, id).await?;
    if webhook.state == "active" {
        return Ok(());
    }
    let webhook = active(tx, house, webhook).await?;
    put(tx, house, &who.actor(), "resume", &webhook).await
}

/// Removes it. Its deliveries and revisions stay, so that it can be brought back.
#[crate::boxed]
pub async fn remove(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    claim(tx, who).await?;
    let webhook = Webhook {
        state: "removed".to_owned(),
        paused_why: String::new(),
        ..standing(tx, id).await?
    };
    put(tx, house, &who.actor(), "remove", &webhook).await
}

/// Brings back what it was in a revision: name, address, events, active or paused. The secret stays as it is now.
#[crate::boxed]
pub async fn restore(tx: &mut Tx, house: &House, who: &Who, id: &str, number: i64, inside: &[Url]) -> Result<()> {
    claim(tx, who).await?;
    let webhook = q!(tx, webhooks::by_id(id))?.ok_or_else(missing)?;
    let revision =
        q!(tx, webhooks::revision(id, number))?.ok_or_else(|| Error::NotFound("such revision".to_owned()))?;
    let was: WebhookSettings =
        serde_json::from_str(&revision.settings).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    let keep = Keep {
        name: was.name,
        address: was.address,
        events: was.events.iter().filter_map(|event| Event::parse(event)).collect(),
    };
    // The machine may name fewer addresses than it did then.
    let (name, address) = decide(&keep, inside)?;
    let changed = Webhook {
        name,
        address,
        events: keep_events(&keep.events),
        ..webhook.clone()
    };
    let changed = match (was.state.as_str(), webhook.state.as_str()) {
        ("active", "active") => changed,
        ("active", _) => active(tx, house, changed).await?,
        ("removed", _) => {
            return Err(Refusal::new(
                "webhook-removed",
                "this revision is its removal; there is nothing to bring back",
            )
            .into());
        }
        (_, "paused") => changed,
        _ => paused(changed, "hand"),
    };
    put(tx, house, &who.actor(), "restore", &changed).await
}

/// Gives it a new secret. The old one signs beside it for a day, so that the other side can change over.
#[crate::boxed]
pub async fn rotate(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<Made> {
    claim(tx, who).await?;
    let webhook = standing(tx, id).await?;
    let (bytes, secret) = sign::fresh(house)?;
    let webhook = Webhook {
        secret: house.keys.seal_secret(id, &bytes)?,
        old_secret: Some(webhook.secret),
        old_until: house.now() + OVERLAP,
        ..webhook
    };
    put(tx, house, &who.actor(), "rotate", &webhook).await?;
    Ok(Made {
        id: id.to_owned(),
        secret,
    })
}

/// Pauses what wants no more or takes nothing, and tells everybody who keeps the settings. Called by the courier, who has
/// claimed the settings.
#[crate::boxed]
pub async fn give_up(tx: &mut Tx, house: &House, id: &str, why: &str) -> Result<()> {
    let Some(webhook) = q!(tx, webhooks::by_id(id))?.filter(|webhook| webhook.state == "active") else {
        return Ok(());
    };
    put(tx, house, &Actor::Job("webhooks"), "pause", &paused(webhook, why)).await?;
    let accounts: Vec<Account> = q!(tx, accounts::all())?;
    for account in accounts {
        if account.is_open() && account.member().may(Act::Settings, On::NOTHING) {
            let errand = Errand::WebhookPaused {
                webhook: id.to_owned(),
                account: account.id,
            };
            mail::ask(tx, house, &errand).await?;
        }
    }
    Ok(())
}

fn missing() -> Error {
    Error::NotFound("such webhook".to_owned())
}

/// A subscription that was not removed.
pub(super) async fn standing(tx: &mut Tx, id: &str) -> Result<Webhook> {
    q!(tx, webhooks::by_id(id))?
        .filter(|webhook| webhook.state != "removed")
        .ok_or_else(missing)
}

fn paused(webhook: Webhook, why: &str) -> Webhook {
    Webhook {
        state: "paused".to_owned(),
        paused_why: why.to_owned(),
        ..webhook
    }
}

/// Active from now on. What waited runs anew: the time for which it lay is no failure of the receiver.
async fn active(tx: &mut Tx, house: &House, webhook: Webhook) -> Result<Webhook> {
    q!(tx, webhooks::wait_anew(&webhook.id, house.now()))?;
    Ok(Webhook {
        state: "active".to_owned(),
        paused_why: String::new(),
        since_seq: q!(tx, ledger::last())?,
        failing_since: None,
        ..webhook
    })
}

/// Keeps it with its revision and entry.
async fn put(tx: &mut Tx, house: &House, actor: &Actor, act: &str, webhook: &Webhook) -> Result<()> {
    q!(tx, webhooks::keep(webhook))?;
    let settings =
        serde_json::to_string(&webhook.settings()).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    q!(
        tx,
        webhooks::revise(&webhook.id, house.now(), &actor.to_string(), act, &settings)
    )?;
    tx.enter(house.now(), actor, act, &Thing::Webhook(webhook.id.clone()));
    Ok(())
}

/// Name and address as they are kept, or why there can be no such subscription.
fn decide(keep: &Keep, inside: &[Url]) -> Result<(String, String), Refusal> {
    if keep.events.is_empty() {
        return Err(Refusal::new("webhook-events", "choose at least one event"));
    }
    let address = address(&keep.address, inside)?;
    let name = match keep.name.trim() {
        "" => address.host_str().unwrap_or_default(),
        name => name,
    };
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::new(
            "webhook-name",
            format!("a name has at most {LONGEST_NAME} characters"),
        ));
    }
    Ok((name.to_owned(), address.to_string()))
}

/// An address to which deliveries may go. Names are looked at again whenever something goes there.
fn address(typed: &str, inside: &[Url]) -> Result<Url, Refusal> {
    let wrong = |message: &str| Refusal::new("webhook-address", message);
    let typed = typed.trim();
    if typed.len() > LONGEST_ADDRESS {
        return Err(wrong("the address is too long"));
    }
    let mut url =
        Url::parse(typed).map_err(|_| wrong("the address must be whole, such as https://example.org/hooks"))?;
    url.set_fragment(None);
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong(
            "the address may hold no name and no password; the signature says who sends",
        ));
    }
    let is_named = inside.iter().any(|one| {
        one.scheme() == url.scheme()
            && one.host() == url.host()
            && one.port_or_known_default() == url.port_or_known_default()
    });
    if is_named {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return Err(Refusal::new(
            "webhook-https",
            "deliveries go by https alone, so that nobody on the way can read or change them",
        ));
    }
    let is_public = match url.host() {
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        Some(Host::Domain(name)) => name != "localhost" && !name.ends_with(".localhost"),
        None => false,
    };
    if is_public {
        Ok(url)
    } else {
        Err(Refusal::new(
            "webhook-private",
            "the address lies inside a private network; whoever runs the machine can name it in courant.toml",
        ))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn key_of(typed: &str) -> &'static str {
        let inside = [Url::parse("http://127.0.0.1:4000").unwrap()];
        address(typed, &inside).map_or_else(|refusal| refusal.key, |_| "")
    }

    #[test]
    fn deliveries_go_to_public_addresses_by_https() {
        assert_eq!(key_of("https://example.org/hooks?to=1"), "");
        assert_eq!(key_of("http://example.org/hooks"), "webhook-https");
        assert_eq!(key_of("example.org"), "webhook-address");
        assert_eq!(key_of("https://me:word@example.org/"), "webhook-address");
        for private in [
            "https://127.0.0.1/",
            "https://10.0.0.1/",
            "https://[::1]/",
            "https://localhost/",
            "https://2130706433/",
        ] {
            assert_eq!(key_of(private), "webhook-private", "{private}");
        }
    }

    #[test]
    fn an_address_that_the_machine_names_is_taken_and_its_neighbours_are_not() {
        assert_eq!(key_of("http://127.0.0.1:4000/in"), "");
        assert_eq!(key_of("http://127.0.0.1:4001/in"), "webhook-https");
        assert_eq!(key_of("https://127.0.0.1:4000/in"), "webhook-private");
    }

    #[test]
    fn a_subscription_wants_something() {
        let keep = Keep {
            address: "https://example.org/".into(),
            ..Keep::default()
        };
        assert_eq!(decide(&keep, &[]).unwrap_err().key, "webhook-events");
        let keep = Keep {
            events: vec![Event::FrontChanged],
            ..keep
        };
        assert_eq!(decide(&keep, &[]).unwrap().0, "example.org");
    }
}
