//! Pictures and other files of a site that moves in: found, kept with what is said of them, and answered at the address
//! that they had. Several are worked on at once.

use super::uploads::{Became, FileOf, Files, ending, is_picture};
use super::{ACTOR, Import, Progress, Source, addresses, print_of, who};
use crate::failure::{Failure, Result};
use bytes::Bytes;
use courant_exchange::wordpress::{PictureRef, Sort};
use courant_model::brought::Kind;
use courant_model::picture::Words;
use courant_newsroom::commands::add_picture::{self, Said};
use courant_newsroom::commands::describe_picture;
use courant_newsroom::commands::keep_address::{self, Goal};
use courant_newsroom::outside::Client;
use courant_store::q;
use courant_text::document::Picture;

/// Files that are fetched at once.
const AT_ONCE: usize = 6;
/// Endings of files that the paper sends as they are.
const SENT: [&str; 5] = ["mp3", "ogg", "mp4", "webm", "pdf"];

impl Import<'_> {
    /// Brings in the files of the library that are not here yet.
    pub async fn bring_files(&mut self, files: Files) -> Result<()> {
        self.files = files;
        let count = self.files.all.len();
        self.said.found.pictures += count as u64;
        let mut missing = Vec::new();
        for at in 0..count {
            if !self.stands(at).await? {
                missing.push(at);
            }
        }
        if self.asked.pictures == Source::Nowhere {
            if !missing.is_empty() {
                self.said
                    .note(format!("{} pictures and files were left, as asked", missing.len()));
            }
            return Ok(());
        }
        if self.asked.dry_run {
            self.said.kept.pictures += missing.len() as u64;
            return Ok(());
        }
        let client = Client::new().map_err(|error| Failure::new(error.to_string()))?;
        let mut progress = Progress::begin("pictures", missing.len() as u64);
        for group in missing.chunks(AT_ONCE) {
            if self.stop.is_asked() {
                break;
            }
            let fetched = futures_util::future::join_all(group.iter().map(|at| {
                let file = self.files.all.get(*at).cloned().unwrap_or_default();
                let (this, client) = (&*self, &client);
                async move {
                    let bytes = this.bytes_of(&file.file, &file.url, client).await;
                    (file, bytes)
                }
            }))
            .await;
            for (at, (file, bytes)) in group.iter().zip(fetched) {
                let kept = match bytes {
                    Ok(bytes) => self.take(&file, bytes).await?,
                    Err(why) => Err(why),
                };
                match kept {
                    Ok(became) => {
                        self.said.kept.pictures += 1;
                        self.files.became.insert(*at, became);
                    }
                    Err(why) => self.said.problem(name(&file), &file.url, why),
                }
                progress.step(1);
            }
        }
        let told = progress.end();
        if !missing.is_empty() {
            self.said.note(told);
        }
        Ok(())
    }

    /// Whether a file was brought in before; what is said of it is brought up to date where nobody here changed it.
    async fn stands(&mut self, at: usize) -> Result<bool> {
        let Some(file) = self.files.all.get(at).cloned() else {
            return Ok(true);
        };
        let mut tx = self.tx().await?;
        let Some(brought) = self.brought(&mut tx, Kind::Picture, &file.outside()).await? else {
            return Ok(false);
        };
        let became = if brought.target.starts_with('/') {
            Became::Path(brought.target.clone())
        } else {
            let Some(picture) = q!(tx, pictures::by_id(&brought.target))? else {
                return Ok(false);
            };
            let print = words_of(&file)?;
            if print == brought.print {
                self.said.unchanged += 1;
            } else if self.asked.dry_run {
                self.said.updated += 1;
            } else if print_of(&(&picture.alt, &picture.caption, &picture.credit))? == brought.revision_id {
                let words = Words {
                    alt: file.alt.clone(),
                    caption: file.caption.clone(),
                    credit: file.credit.clone(),
                    copyright: file.copyright.clone(),
                    holder: picture.holder.clone(),
                    notes: picture.notes.clone(),
                    taken: picture.taken.clone(),
                };
                describe_picture::run(&mut tx, &self.newsroom.house, &who(), &picture.id, words).await?;
                let stands = match q!(tx, pictures::by_id(&brought.target))? {
                    Some(now) => print_of(&(&now.alt, &now.caption, &now.credit))?,
                    None => String::new(),
                };
                self.keep(
                    &mut tx,
                    Kind::Picture,
                    &brought.outside,
                    &brought.target,
                    &stands,
                    &print,
                )
                .await?;
                self.said.updated += 1;
            } else {
                self.said.unchanged += 1;
                let what = "its words changed there, and here too; those of here were left";
                self.said.problem(name(&file), &file.url, what);
            }
            Became::Picture(brought.target)
        };
        self.done(tx).await?;
        self.said.kept.pictures += 1;
        self.files.became.insert(at, became);
        Ok(true)
    }

    /// Keeps a file, and lets its old addresses lead to it. In the words of a problem, why not.
    async fn take(&self, file: &FileOf, bytes: Bytes) -> Result<Result<Became, String>> {
        let end = file.ending();
        let became = if SENT.contains(&end.as_str()) {
            Became::Path(self.keep_file(file, &end, bytes).await?)
        } else {
            match self.keep_picture(file, bytes).await? {
                Ok(id) => Became::Picture(id),
                Err(why) if is_picture(&end) => return Ok(Err(why)),
                Err(_) => {
                    return Ok(Err(format!(
                        "the paper keeps no files of the kind {end:?}; it stays with the old site's files"
                    )));
                }
            }
        };
        let mut tx = self.newsroom.store.write().await?;
        let goal = match &became {
            Became::Picture(id) => Goal::Picture(id.clone()),
            Became::Path(path) => Goal::Path(path.clone()),
        };
        let mut olds: Vec<String> = [&file.url, &file.link]
            .into_iter()
            .filter_map(|old| addresses::path_of(old, self.site.as_ref()))
            .collect();
        // An export of a site whose files lie elsewhere may name them by their place alone.
        if !file.file.is_empty() && addresses::is_of(&file.url, self.site.as_ref()) {
            olds.push(format!("/wp-content/uploads/{}", file.file.trim_start_matches('/')));
        }
        olds.dedup();
        for old in olds {
            keep_address::run(&mut tx, &self.newsroom.house, &ACTOR, &old, &goal).await?;
        }
        let (target, stands) = match &became {
            Became::Picture(id) => {
                let picture = q!(tx, pictures::by_id(id))?.unwrap_or_default();
                (
                    id.clone(),
                    print_of(&(&picture.alt, &picture.caption, &picture.credit))?,
                )
            }
            Became::Path(path) => (path.clone(), String::new()),
        };
        self.keep(
            &mut tx,
            Kind::Picture,
            &file.outside(),
            &target,
            &stands,
            &words_of(file)?,
        )
        .await?;
        tx.commit().await?;
        Ok(Ok(became))
    }

    /// A file that is sent as it is: sound, film, PDF.
    async fn keep_file(&self, file: &FileOf, end: &str, bytes: Bytes) -> Result<String> {
        let hash = self.newsroom.blobs.put(bytes).await?;
        let wanted = [&file.slug, &file.title].map(|text| courant_model::slug::of(&addresses::slug_of(text)));
        let stem = wanted
            .into_iter()
            .find(|slug| !slug.is_empty())
            .unwrap_or_else(|| "file".to_owned());
        Ok(format!("/media/{hash}/{stem}.{end}"))
    }

    async fn keep_picture(&self, file: &FileOf, bytes: Bytes) -> Result<Result<String, String>> {
        let prepared = match add_picture::prepare(self.newsroom, bytes).await {
            Ok(prepared) => prepared,
            Err(courant_newsroom::Error::Internal(error)) => return Err(error.into()),
            Err(refused) => return Ok(Err(refused.to_string())),
        };
        let place = if file.file.is_empty() { &file.url } else { &file.file };
        let called = place.rsplit('/').next().unwrap_or_default();
        let own = Said::by_the_file(&prepared.metadata, called);
        let or = |one: &str, other: String| {
            if one.trim().is_empty() {
                other
            } else {
                one.trim().to_owned()
            }
        };
        let said = Said {
            name: addresses::slug_of(&file.slug),
            alt: or(&file.alt, own.alt.clone()),
            caption: or(&file.caption, own.caption.clone()),
            credit: or(&file.credit, own.credit.clone()),
            copyright: or(&file.copyright, own.copyright.clone()),
            ..own
        };
        let mut tx = self.newsroom.store.write().await?;
        let picture = add_picture::run(&mut tx, &self.newsroom.house, &ACTOR, prepared, said).await?;
        tx.commit().await?;
        Ok(Ok(picture.id))
    }

    /// Brings in what a text shows and the library does not speak of, where it lies with the old site.
    pub(super) async fn bring_beside(&mut self, references: &[PictureRef], client: &Client) -> Result<()> {
        for reference in references {
            let address = &reference.original;
            if !self.files.meant(reference).is_empty() || self.files.beside.contains_key(address) {
                continue;
            }
            let end = ending(address);
            let wanted = matches!(reference.sort, Sort::Picture) || SENT.contains(&end.as_str());
            let own = address.starts_with('/') || addresses::is_of(address, self.site.as_ref()) || self.asked.foreign;
            if !wanted || !(own || self.asked.uploads.is_some()) || address.contains("attachment_id=") {
                continue;
            }
            let found = self.bring_one(reference, client).await?;
            self.files.beside.insert(address.clone(), found);
        }
        Ok(())
    }

    async fn bring_one(&mut self, reference: &PictureRef, client: &Client) -> Result<Option<Became>> {
        let file = FileOf {
            url: reference.original.clone(),
            alt: reference.alt.clone(),
            credit: reference.credit.clone(),
            slug: stem(&reference.original),
            ..FileOf::default()
        };
        self.said.found.pictures += 1;
        {
            let mut tx = self.newsroom.store.read().await?;
            if let Some(brought) = self.brought(&mut tx, Kind::Picture, &file.outside()).await? {
                self.said.kept.pictures += 1;
                self.said.unchanged += 1;
                return Ok(Some(if brought.target.starts_with('/') {
                    Became::Path(brought.target)
                } else {
                    Became::Picture(brought.target)
                }));
            }
        }
        if self.asked.pictures == Source::Nowhere || self.asked.dry_run {
            return Ok(None);
        }
        let mut bytes = self.bytes_of("", &file.url, client).await;
        // The file as it was uploaded may be gone while the size that the text shows is still there.
        if bytes.is_err() && reference.source != reference.original {
            bytes = self.bytes_of("", &reference.source, client).await;
        }
        let taken = match bytes {
            Ok(bytes) => self.take(&file, bytes).await?,
            Err(why) => Err(why),
        };
        match taken {
            Ok(became) => {
                self.said.kept.pictures += 1;
                Ok(Some(became))
            }
            Err(why) => {
                self.said.problem(name(&file), &file.url, why);
                Ok(None)
            }
        }
    }

    /// What a reference became: pictures of the paper, or files of it.
    pub(super) fn found(&self, reference: &PictureRef) -> Vec<Became> {
        let meant = self.files.meant(reference);
        if meant.is_empty() {
            return self
                .files
                .beside
                .get(&reference.original)
                .cloned()
                .flatten()
                .into_iter()
                .collect();
        }
        meant
            .iter()
            .filter_map(|at| self.files.became.get(at).cloned())
            .collect()
    }

    /// The picture of an attachment.
    pub(super) fn picture_numbered(&self, number: i64) -> Option<String> {
        match self.files.became.get(&self.files.numbered(number)?)? {
            Became::Picture(id) => Some(id.clone()),
            Became::Path(_) => None,
        }
    }
}

/// A picture of the paper in the place of one that lay elsewhere; what the text says of it stays.
pub(super) fn in_place(of: &Picture, id: &str) -> Picture {
    Picture {
        picture: Some(id.to_owned()),
        source: None,
        ..of.clone()
    }
}

/// The digest of what is said of a file.
fn words_of(file: &FileOf) -> Result<String> {
    print_of(&(&file.url, &file.alt, &file.caption, &file.credit, &file.copyright))
}

fn stem(address: &str) -> String {
    let name = address.split(['?', '#']).next().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

fn name(file: &FileOf) -> String {
    let called = [&file.title, &file.slug].into_iter().find(|text| !text.is_empty());
    let called = called.map_or_else(|| stem(&file.url), Clone::clone);
    match file.number {
        Some(number) => format!("{number} “{called}”"),
        None => format!("“{called}”"),
    }
}
