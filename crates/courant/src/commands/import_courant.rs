//! `courant import courant`: an export taken into an empty paper of either database. All of it comes in, or nothing does.
//! `crate::obey` runs it.

use crate::cli::ImportCourant;
use crate::config::{Flags, Machine};
use crate::failure::{Failure, Result};
use crate::progress::Bar;
use crate::{house, report};
use courant_newsroom::moving::{self, Arrived, Bringing};
use courant_store::carry;
use std::io::Write;
use std::path::Path;

/// Brings it in.
pub async fn run(flags: Flags, asked: &ImportCourant) -> Result<()> {
    let settings = super::settle(&flags)?;
    let machine = &settings.machine;
    // Nobody may serve meanwhile: what is served would change under them, and its key with it.
    let lock = house::lock(&machine.data)?;
    let (folder, unpacked) = moving::unpacked(&asked.from, &machine.data)?;
    let how = Bringing {
        dry_run: asked.dry_run,
        edited: asked.edited,
    };
    if let Some(secret) = moving::secret_of(&folder)?.filter(|_| !asked.dry_run) {
        take_key(machine, &secret).await?;
    }
    let newsroom = house::open(machine).await?;
    let mut bar = Bar::new(asked.json);
    let arrived = moving::bring_in(&newsroom, &folder, how, &mut |step| {
        bar.at(step.what, step.done, step.of);
    })
    .await;
    bar.end();
    let arrived = arrived?;
    if !asked.dry_run {
        copy(&folder.join("styles"), &machine.styles)?;
        copy(&folder.join("theme"), &machine.data.join("theme"))?;
        // An index of what stood here before knows another ledger; the next start builds it anew.
        let index = machine.data.join("search");
        if index.is_dir() {
            std::fs::remove_dir_all(&index).map_err(|error| Failure::file(&index, &error))?;
        }
    }
    if asked.json {
        report::json(&arrived)?;
    } else {
        print(&arrived, asked.dry_run, bar.took().as_secs_f64());
        if !asked.dry_run {
            let theme = machine.data.join("theme");
            if theme.is_dir() && machine.theme.as_ref() != Some(&theme) {
                report::say(&format!(
                    "Its theme lies in {}; say `theme = \"{}\"` in courant.toml to use it.",
                    theme.display(),
                    theme.display()
                ));
            }
            report::say(&format!(
                "The search index is built at the next start: courant serve --data {}",
                machine.data.display()
            ));
        }
    }
    drop((unpacked, lock));
    Ok(())
}

/// Puts the key of the export in the place of the paper's own, which has sealed nothing yet.
async fn take_key(machine: &Machine, secret: &[u8]) -> Result<()> {
    let path = &machine.secret_file;
    if std::fs::read(path).is_ok_and(|own| own == secret) {
        return Ok(());
    }
    if path.exists() {
        let newsroom = house::open(machine).await?;
        let mut tx = newsroom.store.read().await?;
        if !carry::is_empty(&mut tx).await? {
            return Err(Failure::new(
                "this paper has stories, pictures or accounts already; an export comes into an empty paper alone",
            ));
        }
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    let failed = |error: std::io::Error| Failure::file(path, &error);
    let part = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part).map_err(failed)?;
    file.write_all(secret).and_then(|()| file.sync_all()).map_err(failed)?;
    std::fs::rename(&part, path).map_err(failed)
}

/// Copies a folder of the export; files that are there already stay.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(from) else {
        return Ok(());
    };
    std::fs::create_dir_all(to).map_err(|error| Failure::file(to, &error))?;
    for entry in entries.flatten() {
        let (path, kept) = (entry.path(), to.join(entry.file_name()));
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            copy(&path, &kept)?;
        } else if kind.is_file() && !kept.exists() {
            std::fs::copy(&path, &kept).map_err(|error| Failure::file(&kept, &error))?;
        }
    }
    Ok(())
}

fn print(arrived: &Arrived, dry_run: bool, seconds: f64) {
    let Arrived { brought, out, .. } = arrived;
    report::counts(("in", brought), ("out", out));
    for problem in &arrived.problems {
        report::say(&format!("{}: {} ({})", problem.item, problem.what, problem.place));
    }
    let done = if dry_run {
        "could come in; nothing was kept"
    } else {
        "came in"
    };
    report::say(&format!(
        "{}: {} rows {done}, {seconds:.1} s.",
        arrived.paper, arrived.rows
    ));
}
