//! One render: its read transaction, the paper as it stands, and the tags of everything that the page has read.
//! Every page kind begins with [`Reader::begin`] and ends with [`Reader::page`].

use super::view::{self, Card, Chrome, Feed, Moment, NavLink, ShareCard};
use super::{entities, machines, pictures};
use crate::app::App;
use crate::cache::{Page, Tag};
use crate::templates::{self, Dates, Words};
use courant_model::entry::Thing;
use courant_model::navigation::RowEntry;
use courant_model::paper::Paper;
use courant_model::picture::Picture;
use courant_model::record::EntityKind;
use courant_model::story::Live;
use courant_model::term::{Author, Section};
use courant_model::time::{Micros, SECOND, timestamp};
use courant_newsroom::{Error, commands};
use courant_store::{StoreError, Tx, q};
use http::StatusCode;
use jiff::{Timestamp, ZonedDateTime};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One render under way.
pub(crate) struct Reader<'a> {
    pub(crate) app: &'a App,
    pub(crate) tx: Tx,
    pub(crate) paper: Paper,
    pub(crate) sections: Vec<Section>,
    /// Kinds of the record of which readers have a page of somebody or something.
    kinds: Vec<EntityKind>,
    pub(crate) now: ZonedDateTime,
    pub(crate) dates: Dates,
    pub(crate) words: Arc<Words>,
    tags: BTreeSet<String>,
    holds_until: Option<Timestamp>,
    last_modified: Option<Timestamp>,
    pictures: BTreeMap<String, Option<Picture>>,
    authors: BTreeMap<String, Option<Author>>,
}

impl<'a> Reader<'a> {
    /// Opens a read transaction and reads what every page shows.
    pub(crate) async fn begin(app: &'a App) -> Result<Self, Error> {
        let mut tx = app.newsroom.store.read().await?;
        let paper = commands::revise_paper::current(&mut tx).await?;
        let mut sections = q!(tx, terms::sections())?;
        paper.rule_replies(&mut sections);
        let public = q!(tx, names::public_kinds())?;
        let kinds = EntityKind::ALL
            .into_iter()
            .filter(|kind| public.iter().any(|one| one == kind.as_str()))
            .collect();
        let now = timestamp(app.newsroom.house.now()).to_zoned_datetime(paper.time_zone());
        let changed_at = q!(tx, ledger::last_at())?.unwrap_or_default();
        // The page as rendered now is new as of now. Last-Modified counts whole seconds, so a page that is rendered
        // within two of a change carries none: another state of it may have gone out in the same second.
        let last_modified = (now.timestamp().as_microsecond() - changed_at > 2 * SECOND).then(|| now.timestamp());
        let dates = app.themes.dates(&paper.language);
        let words = app.themes.words(&paper.language);
        let mut reader = Self {
            app,
            tx,
            paper,
            sections,
            kinds,
            now,
            dates,
            words,
            tags: BTreeSet::new(),
            holds_until: None,
            last_modified,
            pictures: BTreeMap::new(),
            authors: BTreeMap::new(),
        };
        reader.read(&Thing::Paper);
        reader.tags.insert(format!("theme:{}", app.themes.version()));
        Ok(reader)
    }

    /// Notes that the page has read a thing: when it changes, the page goes.
    pub(crate) fn read(&mut self, thing: &Thing) {
        self.tags.insert(thing.to_string());
    }

    /// Notes that the page lists things of a kind (`story`, `topic` …), whichever there are: when any of them changes or
    /// a new one comes, the page goes.
    pub(crate) fn read_every(&mut self, kind: &str) {
        self.tags.insert(every(kind));
    }

    /// Notes that the page is not right after a moment.
    pub(crate) fn holds_until(&mut self, at: Micros) {
        let at = timestamp(at);
        self.holds_until = Some(self.holds_until.map_or(at, |before| before.min(at)));
    }

    /// Notes that the page turns at the paper's midnight: it prints "14:05" for today, a date for other days.
    pub(crate) fn turns_at_midnight(&mut self) {
        let midnight = self.now.tomorrow().and_then(|day| day.start_of_day());
        if let Ok(midnight) = midnight {
            self.holds_until(midnight.timestamp().as_microsecond());
        }
    }

    /// A moment in the paper's zone, as this page prints it.
    pub(crate) fn moment(&mut self, at: Micros) -> Moment {
        self.turns_at_midnight();
        let at = timestamp(at).to_zoned_datetime(self.paper.time_zone());
        self.dates.moment(&at, &self.now)
    }

    /// Whether the page says of a story that more is expected; it stops by itself, and the page goes with it.
    pub(crate) fn developing(&mut self, live: &Live) -> bool {
        let develops = live.is_developing(self.now.timestamp().as_microsecond());
        if let Some(until) = live.developing_until.filter(|_| develops) {
            self.holds_until(until);
        }
        develops
    }

    /// "6 September 2023", when that is more than a year ago.
    pub(crate) fn age(&mut self, published_at: Option<Micros>) -> Option<String> {
        let at = timestamp(published_at?).to_zoned_datetime(self.paper.time_zone());
        self.turns_at_midnight();
        let year_ago = self.now.date().checked_sub(jiff::Span::new().years(1)).ok()?;
        (at.date() < year_ago).then(|| self.dates.date(&at))
    }

    /// A word of the theme.
    pub(crate) fn word(&self, key: &str) -> String {
        self.words.text(key).unwrap_or_else(|| key.to_owned())
    }

    /// A section by id.
    pub(crate) fn section(&self, id: Option<&String>) -> Option<&Section> {
        self.sections.iter().find(|section| Some(&section.id) == id)
    }

    /// The link of a section by id.
    pub(crate) fn section_link(&self, id: Option<&String>) -> view::Link {
        self.section(id)
            .map(|section| view::Link::new(&section.name, super::path::encoded(&format!("/{}", section.slug))))
            .unwrap_or_default()
    }

    /// A picture's row by id; read once a render.
    pub(crate) async fn picture_row(&mut self, id: &str) -> Result<Option<Picture>, Error> {
        if let Some(known) = self.pictures.get(id) {
            return Ok(known.clone());
        }
        self.read(&Thing::Picture(id.to_owned()));
        let picture = q!(self.tx, pictures::by_id(id))?;
        self.pictures.insert(id.to_owned(), picture.clone());
        Ok(picture)
    }

    /// A picture by id, with the renditions that exist.
    pub(crate) async fn picture(&mut self, id: &str) -> Result<Option<view::Picture>, Error> {
        let picture = self.picture_row(id).await?;
        Ok(picture.and_then(|picture| pictures::view(&picture, &self.dates)))
    }

    /// An author by id; read once a render.
    pub(crate) async fn author(&mut self, id: &str) -> Result<Option<Author>, Error> {
        if let Some(known) = self.authors.get(id) {
            return Ok(known.clone());
        }
        self.read(&Thing::Author(id.to_owned()));
        let author = q!(self.tx, terms::author(id))?;
        self.authors.insert(id.to_owned(), author.clone());
        Ok(author)
    }

    /// A story as a list shows it.
    pub(crate) async fn card(&mut self, live: &Live) -> Result<Card, Error> {
        self.read(&Thing::Story(live.story_id.clone()));
        let picture = match &live.picture_id {
            Some(id) => self.picture(id).await?,
            None => None,
        };
        let time = live.published_at.map(|at| self.moment(at));
        Ok(Card {
            href: super::path::encoded(&live.path),
            headline: live.headline.clone(),
            standfirst: some(&live.standfirst),
            kind: view::Kind::named(&live.kind),
            section: self.section_link(live.section_id.as_ref()),
            picture,
            time,
            byline: live.byline.clone(),
            replies: 0,
            developing: self.developing(live),
            age: self.age(live.published_at),
        })
    }

    /// Cards of stories, in order.
    pub(crate) async fn cards(&mut self, rows: &[Live]) -> Result<Vec<Card>, Error> {
        let mut cards = Vec::with_capacity(rows.len());
        for live in rows {
            cards.push(self.card(live).await?);
        }
        Ok(cards)
    }

    /// What stands around a page. `path` is its own address, `section` the printed address of the row's
    /// entry that it belongs to.
    pub(crate) fn chrome(&self, title: &str, path: &str, section: &str) -> Chrome {
        let row = self.paper.row(&self.sections);
        let sections = row
            .into_iter()
            .filter_map(|entry| self.nav_link(entry, section))
            .collect();
        let whole_title = if title == self.paper.name {
            title.to_owned()
        } else {
            format!("{title} | {}", self.paper.name)
        };
        let url = self.app.absolute(path);
        let description = some(&self.paper.tagline);
        Chrome {
            paper: self.paper.name.clone(),
            tagline: some(&self.paper.tagline),
            language: self.paper.language.clone(),
            dir: self.paper.direction().to_owned(),
            look: self.paper.look.classes(),
            home: "/".to_owned(),
            sections,
            search: "/search".to_owned(),
            copy: self.app.is_copy,
            title: whole_title,
            card: Some(ShareCard {
                kind: "website".to_owned(),
                title: title.to_owned(),
                description: description.clone().unwrap_or_default(),
                url: url.clone(),
                locale: locale(&self.paper.language),
                ..ShareCard::default()
            }),
            description,
            canonical: Some(url),
            robots: (!self.paper.indexed).then(|| "noindex".to_owned()),
            json_ld: Vec::new(),
            opensearch: (!self.app.is_copy).then(|| "/opensearch.xml".to_owned()),
            feeds: feeds_of(&self.paper.name, ""),
            oembed: None,
            prev: None,
            next: None,
            footer: self
                .paper
                .footer
                .iter()
                .map(|link| view::Link::new(&link.label, &link.href))
                .chain(
                    self.kinds
                        .iter()
                        .map(|kind| view::Link::new(entities::title(self, *kind), entities::path(*kind))),
                )
                .chain([
                    view::Link::new(self.word("corrections"), "/corrections"),
                    view::Link::new("RSS", "/feed.xml"),
                ])
                .collect(),
            copyright: format!("© {} {}", self.now.year(), self.paper.name),
            today: None,
        }
    }

    /// An entry of the row as the page prints it; `here` is the address that the page belongs to.
    fn nav_link(&self, entry: RowEntry, here: &str) -> Option<NavLink> {
        let (label, href) = match entry {
            RowEntry::Latest => (self.word("latest"), "/latest".to_owned()),
            RowEntry::Section(id) => {
                let section = self.section(Some(&id))?;
                let href = super::path::encoded(&format!("/{}", section.slug));
                (section.name.clone(), href)
            }
            RowEntry::Link(link) => (link.label, link.href),
        };
        Some(NavLink {
            label,
            current: here == href,
            href,
        })
    }

    /// The chrome of a page that no engine should list.
    pub(crate) fn quiet_chrome(&self, title: &str) -> Chrome {
        Chrome {
            canonical: None,
            robots: Some("noindex".to_owned()),
            card: None,
            description: None,
            ..self.chrome(title, "/", "")
        }
    }

    /// The paper as machines are told of it.
    pub(crate) fn publisher(&self) -> machines::Paper {
        machines::Paper {
            name: self.paper.name.clone(),
            description: self.paper.tagline.clone(),
            url: self.app.absolute("/"),
            language: self.paper.language.clone(),
            logo: None,
            search_url: if self.app.is_copy {
                String::new()
            } else {
                self.app.absolute("/search")
            },
            corrections_url: Some(self.app.absolute("/corrections")),
            same_as: Vec::new(),
        }
    }

    /// Prints a page with the theme.
    pub(crate) fn print<P: templates::Page>(&self, context: &P) -> Result<String, Error> {
        let rendered = self
            .app
            .themes
            .render(context)
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        if let Some(problem) = rendered.theme_problem {
            tracing::error!(%problem, "the theme has a fault; the built-in template takes its place");
        }
        Ok(rendered.html)
    }

    /// The finished page under its tags.
    pub(crate) fn page(&self, html: String) -> Page {
        self.tagged(Page::html(StatusCode::OK, html))
    }

    /// A page of another kind under the tags of what was read.
    pub(crate) fn tagged(&self, mut page: Page) -> Page {
        page.holds_until = self.holds_until;
        page.last_modified = self.last_modified;
        page.tagged(self.tags.iter().map(|tag| Tag::new(tag.as_str())))
    }
}

/// The tag of pages that list all things of a kind.
pub(crate) fn every(kind: &str) -> String {
    format!("every:{kind}")
}

/// The text, unless there is none.
pub(crate) fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The three feeds of a list under a path (empty for the site's own).
pub(crate) fn feeds_of(name: &str, path: &str) -> Vec<Feed> {
    [
        ("application/rss+xml", "RSS", "feed.xml"),
        ("application/atom+xml", "Atom", "atom.xml"),
        ("application/feed+json", "JSON", "feed.json"),
    ]
    .into_iter()
    .map(|(mime, form, file)| Feed {
        mime: mime.to_owned(),
        title: format!("{name} ({form})"),
        href: super::path::encoded(&format!("{path}/{file}")),
    })
    .collect()
}

/// `en_GB` of `en-GB`, and a likely region for a bare language.
fn locale(language: &str) -> String {
    let mut parts = language.split('-');
    let base = parts.next().unwrap_or("en");
    let region = parts.next().map_or_else(
        || match base {
            "en" => "GB".to_owned(),
            "ja" => "JP".to_owned(),
            "ar" => "AR".to_owned(),
            other => other.to_uppercase(),
        },
        str::to_uppercase,
    );
    format!("{base}_{region}")
}
