//! The files of an export: a folder of them, or one archive; each with its checksum, and there whole or not at all.
//! Written by `export`; `unpacked` opens an archive again.

use super::manifest::{MANIFEST, Manifest, SUMS};
use super::{MEDIA, digits, failed, refused};
use crate::Result;
use courant_store::StoreError;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use ring::digest::{Context, SHA256};
use std::fs::File;
use std::io::{BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Where an export goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A folder.
    Folder(PathBuf),
    /// A file: `.tar`, `.tar.gz` or `.tgz`.
    Archive(PathBuf),
}

impl Target {
    /// By the end of its name.
    pub fn named(path: &Path) -> Self {
        if is_archive(path) {
            Self::Archive(path.to_owned())
        } else {
            Self::Folder(path.to_owned())
        }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::Archive(path) => path,
        }
    }
}

fn is_archive(path: &Path) -> bool {
    ends(path, "tar") || is_pressed(path)
}

fn is_pressed(path: &Path) -> bool {
    ends(path, "tgz") || ends(path, "gz") && path.file_stem().is_some_and(|stem| ends(Path::new(stem), "tar"))
}

fn ends(path: &Path, end: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(end))
}

enum Sink {
    Folder(PathBuf),
    Archive {
        tar: Box<tar::Builder<Press>>,
        path: PathBuf,
        part: PathBuf,
        spool: tempfile::TempDir,
    },
}

enum Press {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
}

impl Write for Press {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(to) => to.write(bytes),
            Self::Gzip(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Plain(to) => to.flush(),
            Self::Gzip(to) => to.flush(),
        }
    }
}

/// The files of an export on their way out.
pub(super) struct Files {
    sink: Sink,
    /// Checksums so far: there may be a line for each of a million blobs.
    sums: BufWriter<File>,
}

impl Files {
    /// Begins: a folder must be empty, or hold an earlier export, which this one takes the place of.
    pub(super) fn begin(target: &Target, begun: &Manifest) -> Result<Self> {
        let sink = match target {
            Target::Folder(folder) => {
                let is_empty = match std::fs::read_dir(folder) {
                    Ok(mut entries) => entries.next().is_none(),
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                        make_private(folder)?;
                        true
                    }
                    Err(error) => return Err(failed(folder, error)),
                };
                if !is_empty && !Manifest::is_in(folder) {
                    return Err(refused(format!(
                        "{} is not empty and holds no export; name a folder that is empty or not there yet",
                        folder.display()
                    )));
                }
                let path = folder.join(MANIFEST);
                std::fs::write(&path, begun.text()?).map_err(|error| failed(&path, error))?;
                Sink::Folder(folder.clone())
            }
            Target::Archive(path) => {
                let beside = path
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty())
                    .unwrap_or(Path::new("."));
                let spool = tempfile::Builder::new()
                    .prefix(".courant-export-")
                    .tempdir_in(beside)
                    .map_err(|error| failed(beside, error))?;
                let part = spool.path().join("archive");
                let file = BufWriter::new(File::create(&part).map_err(|error| failed(&part, error))?);
                let press = if is_pressed(path) {
                    Press::Gzip(GzEncoder::new(file, Compression::new(5)))
                } else {
                    Press::Plain(file)
                };
                Sink::Archive {
                    tar: Box::new(tar::Builder::new(press)),
                    path: path.clone(),
                    part,
                    spool,
                }
            }
        };
        let sums = tempfile::tempfile().map_err(|error| failed(target.path(), error))?;
        Ok(Self {
            sink,
            sums: BufWriter::new(sums),
        })
    }

    /// Begins a file that is written in parts.
    pub(super) fn file(&self, name: &str) -> Result<Writing> {
        let path = match &self.sink {
            Sink::Folder(folder) => folder.join(format!("{name}.part")),
            Sink::Archive { spool, .. } => spool.path().join("file"),
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
        }
        Ok(Writing {
            name: name.to_owned(),
            to: BufWriter::with_capacity(256 * 1024, File::create(&path).map_err(|error| failed(&path, error))?),
            path,
            sum: Context::new(&SHA256),
            bytes: 0,
        })
    }

    /// Puts a finished file in its place, and gives its length and checksum.
    pub(super) fn keep(&mut self, writing: Writing) -> Result<(u64, String)> {
        let Writing {
            name,
            path,
            mut to,
            sum,
            bytes,
        } = writing;
        to.flush().map_err(|error| failed(&path, error))?;
        drop(to);
        match &mut self.sink {
            Sink::Folder(folder) => {
                let whole = folder.join(&name);
                std::fs::rename(&path, &whole).map_err(|error| failed(&whole, error))?;
            }
            Sink::Archive { tar, .. } => {
                tar.append_path_with_name(&path, &name)
                    .map_err(|error| failed(&path, error))?;
                // The list of blobs is read again when their turn comes.
                let after = if name == MEDIA {
                    std::fs::rename(&path, path.with_file_name("media"))
                } else {
                    std::fs::remove_file(&path)
                };
                after.map_err(|error| failed(&path, error))?;
            }
        }
        let sum = digits(sum.finish().as_ref());
        self.summed(&name, &sum)?;
        Ok((bytes, sum))
    }

    /// Where the list of blobs lies.
    pub(super) fn media(&self) -> PathBuf {
        match &self.sink {
            Sink::Folder(folder) => folder.join(MEDIA),
            Sink::Archive { spool, .. } => spool.path().join("media"),
        }
    }

    /// A file at once.
    pub(super) fn whole(&mut self, name: &str, bytes: &[u8]) -> Result<(u64, String)> {
        let mut writing = self.file(name)?;
        writing.write(bytes)?;
        self.keep(writing)
    }

    /// A blob, which never changes: one that is there already, as long as it should be, is left there.
    pub(super) fn blob(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        if let Sink::Folder(folder) = &self.sink {
            let stands = std::fs::metadata(folder.join(name)).is_ok_and(|known| known.len() == bytes.len() as u64);
            if stands {
                let sum = digits(ring::digest::digest(&SHA256, bytes).as_ref());
                return self.summed(name, &sum);
            }
        }
        self.whole(name, bytes).map(drop)
    }

    fn summed(&mut self, name: &str, sum: &str) -> Result<()> {
        writeln!(self.sums, "{sum}  {name}").map_err(|error| failed(Path::new(SUMS), error))
    }

    /// Takes away files of an earlier export that this one does not have.
    pub(super) fn without(&self, names: &[&str]) -> Result<()> {
        if let Sink::Folder(folder) = &self.sink {
            for name in names {
                let path = folder.join(name);
                match std::fs::remove_file(&path) {
                    Ok(()) => {}
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                    Err(error) => return Err(failed(&path, error)),
                }
            }
        }
        Ok(())
    }

    /// Writes checksums and manifest, which make the export whole.
    pub(super) fn end(mut self, manifest: &Manifest) -> Result<()> {
        let broken = |error| failed(Path::new(SUMS), error);
        self.sums.flush().map_err(broken)?;
        let mut sums = self.sums.get_ref().try_clone().map_err(broken)?;
        sums.rewind().map_err(broken)?;
        let mut writing = self.file(SUMS)?;
        let mut part = vec![0_u8; 64 * 1024];
        loop {
            let read = sums.read(&mut part).map_err(broken)?;
            if read == 0 {
                break;
            }
            writing.write(part.get(..read).unwrap_or_default())?;
        }
        self.keep(writing)?;
        self.whole(MANIFEST, manifest.text()?.as_bytes())?;
        if let Sink::Archive { tar, path, part, spool } = self.sink {
            let broken = |error| failed(&path, error);
            let file = match tar.into_inner().map_err(broken)? {
                Press::Plain(to) => to,
                Press::Gzip(to) => to.finish().map_err(broken)?,
            };
            file.into_inner()
                .map_err(|error| failed(&path, error.into_error()))?
                .sync_all()
                .map_err(broken)?;
            std::fs::rename(&part, &path).map_err(broken)?;
            drop(spool);
        }
        Ok(())
    }
}

/// A file that is being written.
pub(super) struct Writing {
    name: String,
    path: PathBuf,
    to: BufWriter<File>,
    sum: Context,
    bytes: u64,
}

impl Writing {
    /// A part of it.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.sum.update(bytes);
        self.bytes += bytes.len() as u64;
        self.to.write_all(bytes).map_err(|error| StoreError::File {
            path: self.path.clone(),
            error,
        })
    }
}

/// A folder that nobody else may look into: drafts and notes lie in it.
fn make_private(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
            .map_err(|error| failed(folder, error))?;
    }
    Ok(())
}

/// The folder of an export: the path itself, or an archive opened into a folder within `beside` that goes with the value.
pub fn unpacked(path: &Path, beside: &Path) -> Result<(PathBuf, Option<tempfile::TempDir>)> {
    if !is_archive(path) || path.is_dir() {
        return Ok((path.to_owned(), None));
    }
    let file = File::open(path).map_err(|error| failed(path, error))?;
    let reader: Box<dyn Read> = if is_pressed(path) {
        Box::new(GzDecoder::new(std::io::BufReader::new(file)))
    } else {
        Box::new(std::io::BufReader::new(file))
    };
    let folder = tempfile::Builder::new()
        .prefix(".courant-import-")
        .tempdir_in(beside)
        .map_err(|error| failed(beside, error))?;
    // An entry that leads out of the folder is not written, and neither are links.
    let mut archive = tar::Archive::new(reader);
    for entry in archive.entries().map_err(|error| failed(path, error))? {
        let mut entry = entry.map_err(|error| failed(path, error))?;
        if entry.header().entry_type().is_file() {
            entry.unpack_in(folder.path()).map_err(|error| failed(path, error))?;
        }
    }
    Ok((folder.path().to_owned(), Some(folder)))
}
