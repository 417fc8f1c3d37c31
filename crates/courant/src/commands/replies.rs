//! `courant replies list|approve|refuse|spam`: moderation from the console, beside a running server or without one.
//! No address of a writer is read here, so none can be printed.

use crate::cli::{Decided, Replies, Wanted};
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::actor::Actor;
use courant_model::paper::Paper;
use courant_model::reply::{Reply, ReplyState};
use courant_model::time::timestamp;
use courant_newsroom::{Newsroom, commands::decide_reply};
use courant_store::q;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Replies that are listed at most, of each state.
const MOST: i64 = 10_000;

/// Lists or decides.
pub async fn run(flags: Flags, replies: &Replies) -> Result<ExitCode> {
    let settings = super::settle(&flags)?;
    let (newsroom, paper) = house::open_standing(&settings.machine).await?;
    match replies {
        Replies::List { state, story, json } => {
            list(&newsroom, &paper, *state, story.as_deref(), *json).await?;
            Ok(ExitCode::SUCCESS)
        }
        Replies::Approve(which) => decide(&newsroom, which, ReplyState::Approved).await,
        Replies::Refuse(which) => decide(&newsroom, which, ReplyState::Refused).await,
        Replies::Spam(which) => decide(&newsroom, which, ReplyState::Spam).await,
    }
}

async fn list(newsroom: &Newsroom, paper: &Paper, wanted: Wanted, story: Option<&str>, as_json: bool) -> Result<()> {
    let mut tx = newsroom.store.read().await?;
    let of_story = match story {
        Some(path) => Some(super::live_at(&mut tx, path).await?.story_id),
        None => None,
    };
    let mut found: Vec<Reply> = Vec::new();
    for state in wanted.states() {
        found.extend(q!(tx, replies::in_state(state.as_str(), MOST))?);
    }
    found.retain(|reply| of_story.as_ref().is_none_or(|story| *story == reply.story_id));
    found.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let mut listed: Vec<Value> = Vec::new();
    for reply in &found {
        let live = q!(tx, live::by_id(&reply.story_id))?;
        let (path, headline) = live.map(|live| (live.path, live.headline)).unzip();
        let text = courant_text::json::read(&reply.document)
            .map(|document| courant_text::plain::write(&document))
            .unwrap_or_default();
        if as_json {
            listed.push(json!({
                "id": reply.id,
                "state": reply.state,
                "at": timestamp(reply.at).to_string(),
                "name": reply.name,
                "text": text,
                "story": path,
                "headline": headline,
                "parent": reply.parent_id,
            }));
        } else {
            let at = timestamp(reply.at)
                .to_zoned_datetime(paper.time_zone())
                .strftime("%Y-%m-%d %H:%M")
                .to_string();
            let place = path.unwrap_or_else(|| "a story that readers do not see".to_owned());
            report::print(&format!(
                "{}  {}  {at}  {}  on {place}",
                reply.id,
                reply.state,
                one_line(&reply.name)
            ));
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                report::print(&format!("    {}", one_line(line)));
            }
        }
    }
    if as_json {
        report::json(&json!({ "replies": listed }))?;
    } else if found.is_empty() {
        report::say("There are none.");
    }
    Ok(())
}

/// A line as a console can show it: no control characters, which could move the cursor or hide text.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

async fn decide(newsroom: &Newsroom, which: &Decided, state: ReplyState) -> Result<ExitCode> {
    let mut tx = newsroom.store.write().await?;
    let mut decided: Vec<Reply> = Vec::new();
    let mut missing = Vec::new();
    for id in &which.ids {
        match decide_reply::run(&mut tx, &newsroom.house, &Actor::Console, id.trim(), state).await {
            Ok(reply) => decided.push(reply),
            Err(courant_newsroom::Error::NotFound(_)) => missing.push(id),
            Err(error) => return Err(error.into()),
        }
    }
    tx.commit().await?;
    if which.json {
        let done: Vec<Value> = decided
            .iter()
            .map(|reply| json!({ "id": reply.id, "state": reply.state }))
            .collect();
        report::json(&json!({ "replies": done }))?;
    } else {
        for reply in &decided {
            report::print(&format!("{}  {}", reply.id, reply.state));
        }
    }
    if missing.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let ids: Vec<&str> = missing.iter().map(|id| id.as_str()).collect();
    Err(Failure::new(format!(
        "there is no reply {}; `courant replies list --state all` prints the ids",
        ids.join(", ")
    )))
}
