//! `courant reports`: what readers reported as errors, newest first. None of it is ever public.
//! `crate::obey` runs it; the addresses that readers left are printed only when they are asked for.

use crate::config::Flags;
use crate::failure::Result;
use crate::{house, report};
use courant_model::time::timestamp;
use courant_store::q;
use serde_json::{Value, json};

/// Reports that are listed at most.
const MOST: i64 = 1_000;

/// Lists them.
pub async fn run(flags: Flags, as_json: bool, addresses: bool) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    let mut tx = newsroom.store.read().await?;
    let mut listed: Vec<Value> = Vec::new();
    for one in q!(tx, replies::reports(MOST))? {
        let live = q!(tx, live::by_id(&one.story_id))?;
        let address = match &one.email_cipher {
            Some(sealed) if addresses => Some(newsroom.house.keys.unseal(sealed)?),
            _ => None,
        };
        listed.push(json!({
            "id": one.id,
            "at": timestamp(one.at).to_string(),
            "story": live.as_ref().map(|live| live.path.as_str()),
            "headline": live.as_ref().map(|live| live.headline.as_str()),
            "passage": one.passage,
            "text": one.body,
            "address": address,
        }));
    }
    if as_json {
        return report::json(&json!({ "reports": listed }));
    }
    if listed.is_empty() {
        report::say("No reader has reported an error.");
    }
    for one in &listed {
        let text = |key: &str| {
            one.get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .escape_debug()
                .to_string()
        };
        report::print(&format!("{}  {}  {}", text("id"), text("at"), text("story")));
        for key in ["passage", "text", "address"] {
            if !text(key).is_empty() {
                report::print(&format!("    {key}: {}", text(key)));
            }
        }
    }
    Ok(())
}
