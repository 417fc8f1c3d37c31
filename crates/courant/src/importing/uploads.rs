//! The old site's files: what its export says of each, where their bytes are found, and what became of them here.
//! `pictures` brings them in.

use super::{Import, Source, addresses};
use bytes::Bytes;
use courant_exchange::wordpress::body::original_address;
use courant_exchange::wordpress::{Attachment, Picked, PictureRef};
use courant_newsroom::outside::Client;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use url::Url;

/// Most bytes of a file.
const LARGEST: usize = 200 << 20;

/// A file of the old site, as its export speaks of it.
#[derive(Debug, Clone, Default)]
pub struct FileOf {
    /// Its number.
    pub number: Option<i64>,
    /// Where it lies.
    pub url: String,
    /// Its place below the folder of uploads.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Its slug.
    pub slug: String,
    /// The page that showed it.
    pub link: String,
    /// What it shows.
    pub alt: String,
    /// Its caption.
    pub caption: String,
    /// Who made it.
    pub credit: String,
    /// Whose it is.
    pub copyright: String,
    /// The post it was uploaded to.
    pub parent: Option<i64>,
}

impl From<Attachment> for FileOf {
    fn from(of: Attachment) -> Self {
        Self {
            number: of.number,
            url: of.url,
            file: of.file,
            title: of.title,
            slug: of.slug,
            link: of.link,
            alt: of.alt,
            caption: of.caption,
            credit: of.credit.unwrap_or_default(),
            copyright: of.copyright.unwrap_or_default(),
            parent: of.parent,
        }
    }
}

impl FileOf {
    /// By what it is known again.
    pub fn outside(&self) -> String {
        self.number
            .map_or_else(|| self.url.clone(), |number| number.to_string())
    }

    /// The end of its name, in lower case.
    pub fn ending(&self) -> String {
        let name = if self.file.is_empty() { &self.url } else { &self.file };
        ending(name)
    }

    /// Whether it is a picture by its name.
    pub fn is_picture(&self) -> bool {
        is_picture(&self.ending())
    }
}

/// The end of a file's name, in lower case.
pub(super) fn ending(name: &str) -> String {
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.')
        .map(|(_, end)| end.to_ascii_lowercase())
        .unwrap_or_default()
}

pub(super) fn is_picture(ending: &str) -> bool {
    matches!(
        ending,
        "jpg" | "jpeg" | "jpe" | "png" | "gif" | "webp" | "avif" | "tif" | "tiff" | "bmp" | "heic" | "svg"
    )
}

/// What a file became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Became {
    /// A picture, by its id.
    Picture(String),
    /// A file that is sent as it is, by its path.
    Path(String),
}

/// The files by their number, their address and the post that they belong to.
#[derive(Debug, Default)]
pub struct Files {
    pub(super) all: Vec<FileOf>,
    by_number: HashMap<i64, usize>,
    by_address: HashMap<String, usize>,
    by_parent: HashMap<i64, Vec<usize>>,
    pub(super) became: HashMap<usize, Became>,
    /// Where files lie below the folder, by their path on the site, for systems that keep them elsewhere.
    pub lie: HashMap<String, String>,
    /// Files that no attachment speaks of, by their address; nothing for one that could not be had.
    pub(super) beside: HashMap<String, Option<Became>>,
}

impl Files {
    /// Takes in a file.
    pub fn add(&mut self, file: FileOf) {
        let at = self.all.len();
        if let Some(number) = file.number {
            self.by_number.insert(number, at);
        }
        if !file.url.is_empty() {
            self.by_address.entry(key(&original_address(&file.url))).or_insert(at);
            self.by_address.entry(key(&file.url)).or_insert(at);
        }
        if let Some(parent) = file.parent {
            self.by_parent.entry(parent).or_default().push(at);
        }
        self.all.push(file);
    }

    /// The attachments that a reference means.
    pub(super) fn meant(&self, reference: &PictureRef) -> Vec<usize> {
        match &reference.which {
            Picked::Attachment(number) => match self.by_number.get(number) {
                Some(at) => vec![*at],
                None => self.at_address(&reference.original).into_iter().collect(),
            },
            Picked::UploadedTo { post, without } => {
                let of = self.by_parent.get(post).map(Vec::as_slice).unwrap_or_default();
                of.iter()
                    .copied()
                    .filter(|at| {
                        self.all.get(*at).is_some_and(|file| {
                            file.is_picture() && !file.number.is_some_and(|number| without.contains(&number))
                        })
                    })
                    .collect()
            }
            Picked::Address => self.at_address(&reference.original).into_iter().collect(),
        }
    }

    pub(super) fn numbered(&self, number: i64) -> Option<usize> {
        self.by_number.get(&number).copied()
    }

    pub(super) fn at_address(&self, address: &str) -> Option<usize> {
        self.by_address
            .get(&key(address))
            .or_else(|| self.by_address.get(&key(&original_address(address))))
            .copied()
    }
}

/// An address without what may differ: scheme, `www.`, query.
fn key(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let bare = bare.split(['?', '#']).next().unwrap_or_default();
    bare.strip_prefix("www.").unwrap_or(bare).to_owned()
}

impl Import<'_> {
    /// The bytes of a file: from the folder of uploads, or from where it lies. In the words of a problem, why not.
    pub(super) async fn bytes_of(&self, file: &str, url: &str, client: &Client) -> Result<Bytes, String> {
        if self.asked.pictures == Source::Nowhere {
            return Err("pictures were not asked for".to_owned());
        }
        if let Some(folder) = &self.asked.uploads {
            let known = addresses::path_of(url, None).and_then(|path| self.files.lie.get(&path));
            let known = known.map(PathBuf::from).filter(|place| is_inside(place));
            for place in known.into_iter().chain(places(file, url)) {
                let path = folder.join(&place);
                match tokio::fs::metadata(&path).await {
                    Ok(known) if known.is_file() && known.len() <= LARGEST as u64 => {}
                    Ok(known) if known.is_file() => {
                        return Err(format!(
                            "{} has {} bytes; at most {LARGEST} are read",
                            path.display(),
                            known.len()
                        ));
                    }
                    _ => continue,
                }
                return match tokio::fs::read(&path).await {
                    Ok(bytes) => Ok(bytes.into()),
                    Err(error) => Err(format!("{} could not be read: {error}", path.display())),
                };
            }
        }
        if self.asked.pictures == Source::Folder {
            return Err("it is not in the folder of uploads".to_owned());
        }
        let address = Url::parse(url).map_err(|_| "no address says where the file lies".to_owned())?;
        match client.get(&address, LARGEST).await {
            Ok(fetched) => Ok(fetched.bytes),
            Err(error) => Err(format!("it could not be fetched: {error}")),
        }
    }
}

/// Whether a place lies below the folder, whatever it is joined to.
fn is_inside(place: &Path) -> bool {
    place.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Where a file may lie below the folder of uploads; never outside of it.
fn places(file: &str, url: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut add = |place: &str| {
        let place = Path::new(place.trim_start_matches('/'));
        if is_inside(place) && place.file_name().is_some() && !out.iter().any(|known: &PathBuf| known == place) {
            out.push(place.to_path_buf());
        }
    };
    // What was made smaller on upload lies beside the file as it came.
    let whole = |place: &str| {
        let (stem, end) = place.rsplit_once('.')?;
        let stem = stem.strip_suffix("-scaled").or_else(|| stem.strip_suffix("-rotated"))?;
        Some(format!("{stem}.{end}"))
    };
    let path = addresses::path_of(url, None).unwrap_or_default();
    let below = ["/uploads/", "/content/images/", "/files/"]
        .iter()
        .find_map(|folder| path.split_once(folder).map(|(_, below)| below.to_owned()))
        .unwrap_or_else(|| path.clone());
    for place in [file.to_owned(), below, path] {
        if place.is_empty() {
            continue;
        }
        if let Some(whole) = whole(&place) {
            add(&whole);
        }
        add(&place);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_looked_for_inside_the_folder_alone() {
        let of = |file: &str, url: &str| -> Vec<String> {
            places(file, url)
                .into_iter()
                .map(|place| place.display().to_string())
                .collect()
        };
        assert_eq!(
            of(
                "2019/03/pier-scaled.jpg",
                "https://a.example/wp-content/uploads/2019/03/pier-scaled.jpg"
            ),
            [
                "2019/03/pier.jpg",
                "2019/03/pier-scaled.jpg",
                "wp-content/uploads/2019/03/pier.jpg",
                "wp-content/uploads/2019/03/pier-scaled.jpg"
            ]
        );
        assert!(of("../../etc/passwd", "").is_empty());
        assert_eq!(of("/etc/passwd", ""), ["etc/passwd"]);
    }

    #[test]
    fn an_address_is_known_in_any_size_and_scheme() {
        let mut files = Files::default();
        files.add(FileOf {
            number: Some(7),
            url: "https://www.a.example/wp-content/uploads/pier.jpg".into(),
            ..FileOf::default()
        });
        for address in [
            "http://a.example/wp-content/uploads/pier.jpg",
            "https://a.example/wp-content/uploads/pier-300x200.jpg?x=1",
        ] {
            assert_eq!(files.at_address(address), Some(0), "{address}");
        }
        assert_eq!(files.at_address("https://a.example/wp-content/uploads/quay.jpg"), None);
    }
}
