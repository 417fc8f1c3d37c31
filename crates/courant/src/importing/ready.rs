//! An item made ready: its text with the paper's own pictures in it, its place, its dates, and by what it is known again.
//! Nothing is written here; `posts` does that.

use super::item::Item;
use super::pictures::in_place;
use super::sections::Place;
use super::uploads::Became;
use super::{Import, Source, addresses, print_of};
use crate::failure::Result;
use courant_exchange::wordpress::body::{original_address, replace_media, replace_pictures};
use courant_exchange::wordpress::{Picked, PictureRef, Sort, State};
use courant_model::time::Micros;
use courant_newsroom::commands::file_story::{Copy, LONGEST_HEADLINE};
use courant_text::document::{BlockId, Media, Picture};
use courant_text::{Document, plain};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// An item made ready: what it will be here.
pub(super) struct Ready {
    pub(super) copy: Copy,
    pub(super) place: Place,
    pub(super) at: Option<Micros>,
    pub(super) changed: Micros,
    pub(super) print: String,
    pub(super) is_page: bool,
    pub(super) path: Option<String>,
}

impl Import<'_> {
    /// What an item will be here. Nothing is written.
    pub(super) fn ready(&mut self, item: &Item, is_page: bool) -> Result<Ready> {
        let post = &item.post;
        let mut document = post.document.clone();
        self.put_pictures(item, &mut document);
        let picture_id = self.lead(item);
        let place = if is_page {
            Place::default()
        } else {
            self.place(&post.terms, post.seo.primary_category)
        };
        let byline = self.byline(&post.authors);
        let headline = self.headline(item);
        let now = self.newsroom.house.now();
        let at = post.dates.moment(&self.zone).map(Timestamp::as_microsecond);
        let changed = post
            .dates
            .changed(&self.zone)
            .map(Timestamp::as_microsecond)
            .or(at)
            .unwrap_or(now);
        let changed = changed.max(at.unwrap_or(changed)).min(now);
        let search_title = post.seo.title.clone().unwrap_or_default();
        let signs: Vec<&str> = post.authors.iter().map(|one| one.login.as_str()).collect();
        // Whatever of an item is printed or decides what becomes of it; pictures by what they became here.
        let print = print_of(&(
            (
                &post.title,
                &post.excerpt,
                &search_title,
                courant_text::json::write(&document),
            ),
            (&place.section, &place.topics, &signs, &picture_id),
            (post.state.name(), &item.closed, at, post.seo.noindex),
        ))?;
        let path = (post.state == State::Published)
            .then(|| addresses::path_of(&post.link, self.site.as_ref()))
            .flatten();
        Ok(Ready {
            copy: Copy {
                headline,
                search_title,
                standfirst: post.excerpt.clone(),
                document,
                picture_id,
                byline,
                ..Copy::default()
            },
            place,
            at,
            changed,
            print,
            is_page,
            path,
        })
    }

    /// The headline; a story without one gets its first words.
    fn headline(&mut self, item: &Item) -> String {
        let title = item.post.title.trim();
        if title.is_empty() {
            let text = plain::write(&item.post.document);
            let first: Vec<&str> = text.split_whitespace().take(8).collect();
            self.tell(item, "it has no title; its first words stand for one");
            return if first.is_empty() {
                "Untitled".to_owned()
            } else {
                first.join(" ")
            };
        }
        if title.chars().count() > LONGEST_HEADLINE {
            self.tell(
                item,
                format!("its title is longer than {LONGEST_HEADLINE} characters and was cut"),
            );
            return title.chars().take(LONGEST_HEADLINE).collect();
        }
        title.to_owned()
    }

    /// Puts the paper's own pictures and files in the place of those that lay with the old site.
    fn put_pictures(&mut self, item: &Item, document: &mut Document) {
        if item.post.pictures.is_empty() {
            return;
        }
        let mut pictures: HashMap<&str, Vec<String>> = HashMap::new();
        let mut files: HashMap<&str, String> = HashMap::new();
        let mut told = HashSet::new();
        for reference in &item.post.pictures {
            let found = self.found(reference);
            if found.is_empty() && self.asked.pictures != Source::Nowhere && told.insert(&reference.source) {
                let what = match reference.sort {
                    Sort::Picture => "the picture",
                    Sort::Audio => "the sound",
                    Sort::Video => "the film",
                    Sort::File => "the file",
                };
                let source = &reference.source;
                if !self.asked.dry_run {
                    self.tell(
                        item,
                        format!("{what} {source} is not here; the text names where it lay"),
                    );
                }
            }
            for became in found {
                match became {
                    Became::Picture(id) => {
                        let ids = pictures.entry(&reference.source).or_default();
                        if !ids.contains(&id) {
                            ids.push(id);
                        }
                    }
                    Became::Path(path) => {
                        files.insert(&reference.source, path);
                    }
                }
            }
        }
        if !pictures.is_empty() {
            replace_pictures(document, |picture| {
                let ids = picture.source.as_deref().and_then(|source| pictures.get(source));
                match ids {
                    Some(ids) => ids.iter().map(|id| in_place(picture, id)).collect::<Vec<Picture>>(),
                    None => vec![picture.clone()],
                }
            });
        }
        if !files.is_empty() {
            replace_media(document, |_, media| {
                let url = files.get(media.url.as_str()).unwrap_or(&media.url).clone();
                vec![Media { url, ..media.clone() }]
            });
        }
    }

    /// The picture above the story.
    fn lead(&mut self, item: &Item) -> Option<String> {
        if let Some(number) = item.post.featured {
            let found = self.picture_numbered(number);
            if found.is_none() && self.asked.pictures != Source::Nowhere && !self.asked.dry_run {
                self.tell(item, format!("the picture above it, number {number}, is not here"));
            }
            return found;
        }
        let feature = item.feature.as_ref()?;
        let found = self
            .found(&feature_ref(feature))
            .into_iter()
            .find_map(|became| match became {
                Became::Picture(id) => Some(id),
                Became::Path(_) => None,
            });
        if found.is_none() && self.asked.pictures != Source::Nowhere && !self.asked.dry_run {
            self.tell(item, format!("the picture above it, {}, is not here", feature.address));
        }
        found
    }
}

/// The picture above a story as a reference, so that it is found as all others are.
pub(super) fn feature_ref(feature: &super::item::Feature) -> PictureRef {
    PictureRef {
        sort: Sort::Picture,
        source: feature.address.clone(),
        original: original_address(&feature.address),
        which: Picked::Address,
        alt: feature.alt.clone(),
        caption: feature.caption.clone(),
        credit: String::new(),
        link: None,
        block: BlockId(String::new()),
    }
}
