//! `courant export site DIR`: the site as files that any web server sends.
//! `commands::export` calls it; what is written where is said in `crate::copying`.

use crate::cli::ExportSite;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::progress::{Bar, size};
use crate::{copying, house, report};
use courant_model::path;
use courant_store::carry::{Reading, TABLES, read_out};
use courant_web::Copy;
use serde::Deserialize;
use std::process::ExitCode;

/// A row of the table of addresses, as far as it matters here.
#[derive(Deserialize)]
struct Address {
    path: String,
}

/// Copies it.
pub(super) async fn run(flags: Flags, asked: &ExportSite) -> Result<ExitCode> {
    let settings = crate::commands::settle(&flags)?;
    let machine = &settings.machine;
    let (newsroom, paper) = house::open_standing(machine).await?;
    let url = asked
        .url
        .clone()
        .or_else(|| house::url_of(&settings))
        .ok_or_else(|| Failure::new("say by --url under which address the copy will be reached"))?;
    // Every address that the paper gave out, read as an export reads them.
    let mut addresses = Vec::new();
    if let Some(table) = TABLES.iter().find(|table| table.name == "address") {
        let mut tx = newsroom.store.read().await?;
        let mut reading = Reading::new(&newsroom.house.keys, false);
        read_out(&mut tx, table, &mut reading, &mut |line| {
            if let Ok(address) = serde_json::from_slice::<Address>(line)
                && address.path.starts_with('/')
            {
                addresses.push(path::encoded(&address.path));
            }
            Ok(())
        })
        .await?;
    }
    let site = courant_web::Settings {
        url: url.clone(),
        proxies: Vec::new(),
        shared_cache_seconds: None,
        theme: machine.theme.clone(),
        page_cache_bytes: 0,
        sign_on: None,
        webhooks_inside: Vec::new(),
        machine: courant_web::Machine::default(),
    };
    let copy = Copy::new(newsroom, site);
    let mut bar = Bar::new(asked.json);
    let copied = copying::run(&copy, &url, addresses, &asked.folder, |done, of| {
        bar.at("pages", done, of);
    })
    .await;
    bar.end();
    let copied = copied?;
    if asked.json {
        report::json(&copied)?;
    } else {
        for (count, what) in [
            (copied.pages, "pages"),
            (copied.machines, "feeds, sitemaps and the like"),
            (copied.assets, "pictures, fonts and styles"),
            (copied.redirects, "redirects"),
        ] {
            report::print(&format!("{count:>9}  {what}"));
        }
        report::print(&format!("{:>9}  files, {}", copied.files, size(copied.bytes)));
        for problem in &copied.problems {
            report::say(&format!(
                "warning: {}{}: {}",
                problem.address,
                if problem.linked_from.is_empty() {
                    String::new()
                } else {
                    format!(" (linked from {})", problem.linked_from)
                },
                problem.what
            ));
        }
        report::say(&format!(
            "{} as files lies in {}, for {url}: {} written, {} as they were, {} taken away, {:.1} s.",
            paper.name,
            asked.folder.display(),
            copied.written,
            copied.unchanged,
            copied.removed,
            bar.took().as_secs_f64()
        ));
        report::say("No form is in it: it takes no replies and cannot be searched. Its pages say so.");
    }
    Ok(if copied.problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
