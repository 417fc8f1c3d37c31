//! The folder of a copy: writes what changed, leaves the rest as it is, and takes away what an earlier copy had and this one
//! has not. Which files are of the copy is kept in a list, so that nothing else in the folder is ever touched.

use crate::failure::{Failure, Result};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The list of the copy's files, one a line.
const LIST: &str = ".courant-copy";

/// What became of the files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Written.
    pub written: u64,
    /// Left as they were.
    pub unchanged: u64,
    /// Taken away.
    pub removed: u64,
}

pub(super) struct Folder {
    root: PathBuf,
    before: BTreeSet<String>,
    now: BTreeSet<String>,
    kept: Kept,
}

impl Folder {
    /// Opens a folder that is empty, not there yet, or holds an earlier copy.
    pub(super) fn open(root: &Path) -> Result<Self> {
        let list = root.join(LIST);
        let before = match std::fs::read_to_string(&list) {
            Ok(text) => text.lines().map(str::to_owned).collect(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let is_empty = std::fs::read_dir(root).map_or(true, |mut entries| entries.next().is_none());
                if !is_empty {
                    return Err(Failure::new(format!(
                        "{} is not empty and holds no copy of a site; name a folder that is empty or not there yet",
                        root.display()
                    )));
                }
                std::fs::create_dir_all(root).map_err(|error| Failure::file(root, &error))?;
                // Begun: should it break off, the next run knows the folder again.
                std::fs::write(&list, "").map_err(|error| Failure::file(&list, &error))?;
                BTreeSet::new()
            }
            Err(error) => return Err(Failure::file(&list, &error)),
        };
        Ok(Self {
            root: root.to_owned(),
            before,
            now: BTreeSet::new(),
            kept: Kept::default(),
        })
    }

    /// Sees to it that a file has these bytes.
    pub(super) fn keep(&mut self, place: &str, bytes: &[u8]) -> Result<()> {
        let path = self.root.join(place);
        if !self.now.insert(place.to_owned()) {
            return Ok(());
        }
        self.kept.files += 1;
        self.kept.bytes += bytes.len() as u64;
        let same = std::fs::metadata(&path).is_ok_and(|known| known.len() == bytes.len() as u64)
            && std::fs::read(&path).is_ok_and(|known| known == bytes);
        if same {
            self.kept.unchanged += 1;
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
        }
        // A server that sends the file meanwhile sends the old one or the new one whole.
        let part = path.with_file_name(".courant-part");
        std::fs::write(&part, bytes).map_err(|error| Failure::file(&path, &error))?;
        std::fs::rename(&part, &path).map_err(|error| Failure::file(&path, &error))?;
        self.kept.written += 1;
        Ok(())
    }

    /// Takes away what is gone, and keeps the list.
    pub(super) fn end(mut self) -> Result<Kept> {
        for place in self.before.difference(&self.now) {
            // The list lies in the folder; a line of it that leads elsewhere is none of ours.
            if place.is_empty() || place.starts_with('/') || place.split('/').any(|part| part == "..") {
                continue;
            }
            let path = self.root.join(place);
            if std::fs::remove_file(&path).is_ok() {
                self.kept.removed += 1;
            }
            let mut folder = path.parent();
            while let Some(empty) = folder.filter(|folder| *folder != self.root) {
                if std::fs::remove_dir(empty).is_err() {
                    break;
                }
                folder = empty.parent();
            }
        }
        let list: Vec<&str> = self.now.iter().map(String::as_str).collect();
        let path = self.root.join(LIST);
        std::fs::write(&path, list.join("\n") + "\n").map_err(|error| Failure::file(&path, &error))?;
        Ok(self.kept)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_writes_what_changed_and_takes_away_what_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        let mut first = Folder::open(&root).unwrap();
        for (place, text) in [("index.html", "a"), ("local/ferry/index.html", "b"), ("feed.xml", "c")] {
            first.keep(place, text.as_bytes()).unwrap();
        }
        assert_eq!(first.end().unwrap().written, 3);
        std::fs::write(root.join("CNAME"), "news.example").unwrap();
        let before = std::fs::metadata(root.join("index.html")).unwrap().modified().unwrap();

        let mut second = Folder::open(&root).unwrap();
        second.keep("index.html", b"a").unwrap();
        second.keep("feed.xml", b"d").unwrap();
        let kept = second.end().unwrap();
        assert_eq!((kept.written, kept.unchanged, kept.removed), (1, 1, 1));
        assert!(!root.join("local").exists() && root.join("CNAME").exists());
        assert_eq!(
            std::fs::metadata(root.join("index.html")).unwrap().modified().unwrap(),
            before
        );
    }

    #[test]
    fn a_folder_of_other_things_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("letter.txt"), "Dear all").unwrap();
        assert!(
            Folder::open(folder.path())
                .err()
                .unwrap()
                .to_string()
                .contains("not empty")
        );
    }
}
