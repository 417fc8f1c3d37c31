//! Opens a paper's house: store, blobs, keys; and holds the lock by which one process alone serves a data folder.
//! Every command that reads or writes the paper comes through here.

use crate::config::{BlobPlace, InForce, Machine, shown_database};
use crate::failure::{Failure, Result};
use courant_model::ids::SystemIds;
use courant_model::paper::Paper;
use courant_model::time::SystemClock;
use courant_newsroom::copydesk::Style;
use courant_newsroom::{House, Newsroom, commands};
use courant_store::blobs::Blobs;
use courant_store::keys::Keys;
use courant_store::{Database, Store};
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// The file of the lock, in the data folder.
const LOCK: &str = "courant.lock";

/// Opens everything of a paper, making what is not there.
pub async fn open(machine: &Machine) -> Result<Newsroom> {
    std::fs::create_dir_all(&machine.data).map_err(|error| Failure::file(&machine.data, &error))?;
    let blobs = match &machine.blobs {
        BlobPlace::Folder(folder) => Blobs::in_folder(folder)?,
        BlobPlace::Bucket(bucket) => Blobs::in_bucket(bucket)?,
    };
    let keys = Keys::open(&machine.secret_file)?;
    let store = Store::open(&machine.database).await.map_err(|error| {
        Failure::new(format!(
            "{}: {}",
            shown_database(&machine.database),
            Failure::from(error)
        ))
    })?;
    Ok(Newsroom {
        store,
        blobs,
        house: House {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            keys: Arc::new(keys),
            style: Style::in_folder(Some(machine.styles.clone())),
        },
        index: None,
        post: None,
        looked: courant_newsroom::followers::Looked::default(),
    })
}

/// Opens a paper that must be there already.
pub async fn open_standing(machine: &Machine) -> Result<(Newsroom, Paper)> {
    if let Database::Sqlite(path) = &machine.database
        && !path.is_file()
    {
        return Err(no_paper(machine));
    }
    let newsroom = open(machine).await?;
    let paper = {
        let mut tx = newsroom.store.read().await?;
        match commands::revise_paper::current(&mut tx).await {
            Ok(paper) => paper,
            Err(courant_newsroom::Error::NotFound(_)) => return Err(no_paper(machine)),
            Err(error) => return Err(error.into()),
        }
    };
    Ok((newsroom, paper))
}

fn no_paper(machine: &Machine) -> Failure {
    let data = machine.data.display();
    Failure::new(format!(
        "there is no paper in {} (data folder {data}); make one with `courant new --data {data} --name \"…\" --zone \
         Europe/Lisbon`, name another folder with --data, or look at one with `courant demo`",
        shown_database(&machine.database)
    ))
}

/// Held while a process serves a data folder; let go when it ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// Takes the lock of a data folder, or says who has it.
pub fn lock(data: &Path) -> Result<Lock> {
    std::fs::create_dir_all(data).map_err(|error| Failure::file(data, &error))?;
    let path = data.join(LOCK);
    let file = open_lock(&path).map_err(|error| Failure::file(&path, &error))?;
    match file.try_lock() {
        Ok(()) => {
            let mut lock = Lock { file };
            lock.write(None).map_err(|error| Failure::file(&path, &error))?;
            Ok(lock)
        }
        Err(TryLockError::WouldBlock) => {
            let (process, address) = holder(&path);
            let by = process
                .map(|id| format!(" (process {id}{address})"))
                .unwrap_or_default();
            Err(Failure::new(format!(
                "another courant{by} serves {} already, it holds {}; stop that one first, or serve another folder \
                 with --data. The other commands work beside it",
                data.display(),
                path.display()
            )))
        }
        Err(TryLockError::Error(error)) => Err(Failure::file(&path, &error)),
    }
}

impl Lock {
    /// Says where this process serves, for commands that run beside it.
    pub fn serve_at(&mut self, url: &Url) -> std::io::Result<()> {
        self.write(Some(url))
    }

    fn write(&mut self, url: Option<&Url>) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        writeln!(self.file, "{}", std::process::id())?;
        if let Some(url) = url {
            writeln!(self.file, "{url}")?;
        }
        self.file.flush()
    }
}

fn open_lock(path: &PathBuf) -> std::io::Result<File> {
    File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

/// Process id and, as ", at http://…", the address of whoever holds the lock.
fn holder(path: &Path) -> (Option<u32>, String) {
    let mut text = String::new();
    if let Ok(file) = File::open(path) {
        // A lock file is two short lines; whatever else stands there is not read to its end.
        let _ = file.take(4_096).read_to_string(&mut text);
    }
    let mut lines = text.lines();
    let process = lines.next().and_then(|line| line.trim().parse().ok());
    let address = lines.next().map(|url| format!(", at {url}")).unwrap_or_default();
    (process, address)
}

/// The address under which readers reach the paper: as set, else where a process serves it now, else the default.
pub fn url_of(settings: &InForce) -> Option<Url> {
    let machine = &settings.machine;
    if machine.url.is_some() {
        return machine.url.clone();
    }
    let path = machine.data.join(LOCK);
    let served = File::open(&path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)));
    let at = std::fs::read_to_string(&path)
        .ok()
        .filter(|_| served)
        .and_then(|text| text.lines().nth(1).and_then(|url| Url::parse(url).ok()));
    at.or_else(|| machine.url_on(machine.listen))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_on_a_folder_names_the_holder() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = lock(folder.path()).unwrap();
        first.serve_at(&Url::parse("http://127.0.0.1:4000").unwrap()).unwrap();
        let error = lock(folder.path()).unwrap_err().to_string();
        assert!(error.contains(&format!("process {}", std::process::id())), "{error}");
        assert!(error.contains("http://127.0.0.1:4000"), "{error}");
        assert!(error.contains(LOCK), "{error}");
        drop(first);
        assert!(lock(folder.path()).is_ok());
    }
}
