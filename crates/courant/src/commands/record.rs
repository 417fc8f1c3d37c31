//! `courant record scan|list`: reads the archive for names, and prints what is open. `crate::obey` runs it.
//! Nothing is confirmed here: the names found wait on the desk for a person.

use crate::cli::Record;
use crate::config::Flags;
use crate::failure::Result;
use crate::{house, report};
use courant_newsroom::Newsroom;
use courant_newsroom::record::found;
use courant_store::q;
use serde_json::json;

/// Reads or lists.
pub async fn run(flags: Flags, wanted: &Record) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    match wanted {
        Record::Scan => {
            let done = found::scan(&newsroom, |far| {
                report::say(&format!("{} stories read, {} names found", far.stories, far.names));
            })
            .await?;
            report::print(&format!("{} stories read, {} names found", done.stories, done.names));
            Ok(())
        }
        Record::Open { limit, json } => open(&newsroom, *limit, *json).await,
    }
}

async fn open(newsroom: &Newsroom, limit: i64, as_json: bool) -> Result<()> {
    let mut tx = newsroom.store.read().await?;
    let names = q!(tx, mentions::open("", limit, 0))?;
    if as_json {
        let names: Vec<_> = names
            .iter()
            .map(|name| json!({ "name": name.words, "kind": name.kind, "stories": name.stories, "times": name.times }))
            .collect();
        return report::json(&names);
    }
    if names.is_empty() {
        report::say("no name is open");
    }
    for name in names {
        report::print(&format!(
            "{:>5} stories  {:>6} times  {:<12}  {}",
            name.stories, name.times, name.kind, name.words
        ));
    }
    Ok(())
}
