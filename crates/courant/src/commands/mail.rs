//! `courant mail list|test`: the letters that wait and why, and a trial of the settings.
//! `crate::obey` runs it; `serve` takes its post room from here.

use crate::cli::Mail;
use crate::config::{Flags, Machine};
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::time::timestamp;
use courant_newsroom::Newsroom;
use courant_newsroom::jobs::mail::{self, Errand};
use courant_newsroom::outside::mail::Post;
use courant_store::q;
use serde_json::json;
use std::sync::Arc;
use url::Url;

/// Jobs that are looked through.
const MANY: i64 = 10_000;

/// Lists, or sends a trial at once.
pub async fn run(flags: Flags, wanted: &Mail) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    match wanted {
        Mail::List { json } => list(&newsroom, *json).await,
        Mail::Test { address } => {
            let url = house::url_of(&settings).ok_or_else(|| Failure::new("set `url` to the paper's own address"))?;
            let newsroom = Newsroom {
                post: Some(Arc::new(post(&settings.machine, &url)?)),
                ..newsroom
            };
            let house = &newsroom.house;
            let trial = mail::job(house, &Errand::Trial(address.clone()), house.now())?;
            mail::run(&newsroom, &trial).await?;
            report::print(&format!("sent to {address} by {}", settings.machine.mail.shown()));
            Ok(())
        }
    }
}

async fn list(newsroom: &Newsroom, as_json: bool) -> Result<()> {
    let mut tx = newsroom.store.read().await?;
    let waiting: Vec<_> = q!(tx, jobs::all(MANY))?
        .into_iter()
        .filter(|job| job.kind == mail::KIND)
        .collect();
    if as_json {
        let letters: Vec<_> = waiting
            .iter()
            .map(|job| {
                json!({
                    "id": job.id,
                    "next": timestamp(job.run_at).to_string(),
                    "tries": job.attempts,
                    "problem": job.problem,
                })
            })
            .collect();
        return report::json(&letters);
    }
    if waiting.is_empty() {
        report::say("no letter waits");
    }
    for job in waiting {
        let next = timestamp(job.run_at);
        report::print(&format!(
            "{}  next {next}  tries {}  {}",
            job.id, job.attempts, job.problem
        ));
    }
    Ok(())
}

/// The post room that the settings describe, for the paper at an address.
pub(super) fn post(machine: &Machine, url: &Url) -> Result<Post> {
    Post::new(&machine.mail, &machine.mail_from(url), url).map_err(|error| Failure::new(error.to_string()))
}
