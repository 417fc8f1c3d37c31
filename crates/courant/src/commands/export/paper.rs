//! `courant export DIR|FILE`: the whole paper as plain files, with a report of what was written and what stayed behind.
//! `commands::export` calls it.

use crate::config::Flags;
use crate::failure::Result;
use crate::progress::{Bar, size};
use crate::{house, report};
use courant_newsroom::moving::{self, Exported, Exporting, Extra, Target};
use serde_json::json;
use std::path::Path;

/// Kinds that the report names, with the table of each.
const NAMED: [(&str, &str); 8] = [
    ("stories", "story"),
    ("revisions", "revision"),
    ("replies", "reply"),
    ("pictures", "picture"),
    ("authors", "author"),
    ("entries of the record", "entity"),
    ("corrections", "correction"),
    ("addresses", "address"),
];

/// Exports.
pub(super) async fn run(flags: Flags, target: &Path, secrets: bool, as_json: bool) -> Result<()> {
    let settings = crate::commands::settle(&flags)?;
    let machine = &settings.machine;
    let (newsroom, _) = house::open_standing(machine).await?;
    let mut extras = vec![Extra {
        name: "styles",
        folder: machine.styles.clone(),
    }];
    extras.extend(machine.theme.clone().map(|folder| Extra { name: "theme", folder }));
    let how = Exporting {
        secrets,
        secret_file: machine.secret_file.clone(),
        extras,
    };
    let target = Target::named(target);
    let mut bar = Bar::new(as_json);
    let exported = moving::export(&newsroom, &target, &how, &mut |step| {
        bar.at(step.what, step.done, step.of);
    })
    .await;
    bar.end();
    let exported = exported?;
    let seconds = bar.took().as_secs_f64();
    if as_json {
        return report::json(&json!({
            "target": target.path().display().to_string(),
            "seconds": (seconds * 100.0).round() / 100.0,
            "rows": exported.rows(),
            "manifest": exported.manifest,
            "left_out": exported.left_out,
            "unreadable": exported.unreadable,
        }));
    }
    print(&exported, target.path(), seconds);
    Ok(())
}

fn print(exported: &Exported, target: &Path, seconds: f64) {
    let manifest = &exported.manifest;
    for (name, table) in NAMED {
        report::print(&format!("{:>9}  {name}", exported.of(table)));
    }
    report::print(&format!(
        "{:>9}  rows in all, in {} files",
        exported.rows(),
        manifest.files.len()
    ));
    report::print(&format!("{:>9}  blobs, {}", manifest.blobs, size(manifest.blob_bytes)));
    let rate = exported.of("story") as f64 / seconds.max(0.001);
    report::say(&format!(
        "{} lies in {}: {seconds:.1} s, {rate:.0} stories a second. `sha256sum -c SHA256SUMS` in it checks every file.",
        manifest.paper,
        target.display()
    ));
    for hash in &manifest.missing {
        report::say(&format!("warning: the blob {hash} is not in the paper's own store"));
    }
    for id in &exported.unreadable {
        report::say(&format!(
            "warning: what is sealed in {id} opens with another key; it went out without that"
        ));
    }
    for left in &exported.left_out {
        report::say(&format!(
            "left out, for want of --secrets: {} rows. {}",
            left.rows, left.what
        ));
    }
    if manifest.secrets {
        report::say("Secrets are in it, and the key of the paper: keep it as you keep a key.");
    }
}
