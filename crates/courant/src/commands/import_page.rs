//! `courant import page`: makes stories of saved news pages, and says what was taken, what was left out and why.
//! A page without a date is never dated today; a text whose owner is not named goes out without search engines.

use crate::cli::ImportPage;
use crate::config::{Flags, InForce};
use crate::failure::{Failure, Result};
use crate::{house, report};
use bytes::Bytes;
use courant_exchange::page::{self, Found, Known, LeftOut, PrintedDate};
use courant_model::actor::Actor;
use courant_model::paper::Paper;
use courant_model::story::{Byline, State};
use courant_model::term::Section;
use courant_model::time::{Micros, timestamp};
use courant_newsroom::commands::file_story::{self, Copy, NewStory};
use courant_newsroom::commands::publish_story::{self, Dated, Publish};
use courant_newsroom::outside::Client;
use courant_newsroom::permissions::Who;
use courant_newsroom::{House, Newsroom};
use courant_store::{Tx, q};
use courant_text::document::{Block, BlockKind};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;
use url::Url;

/// Most bytes of a page.
const LARGEST: usize = 20 * 1024 * 1024;

/// One story that was made, as `--json` prints it. The names are a contract with scripts.
#[derive(Debug, Serialize)]
struct Made {
    id: String,
    /// Absolute; nothing for a draft.
    url: Option<String>,
    headline: String,
    /// The section's slug; nothing when none is known yet.
    section: Option<String>,
    words: i64,
    left_out: Vec<LeftOut>,
}

/// The report of `--json`.
#[derive(Debug, Serialize)]
struct Report {
    stories: Vec<Made>,
}

/// The bytes of a page and where they are from.
struct Fetched {
    bytes: Bytes,
    address: Option<Url>,
    content_type: Option<String>,
    /// What the story keeps as its origin when the page does not name its own address.
    origin: String,
}

/// Everything that stays the same for all pages of one command.
struct Import<'i> {
    asked: &'i ImportPage,
    newsroom: &'i Newsroom,
    paper: &'i Paper,
    sections: Vec<Section>,
    /// The section that `--section` names.
    section: Option<Section>,
    date: Option<Micros>,
    site: Option<Url>,
}

/// Brings the pages in, one after the other; one that fails does not stop the rest.
pub async fn run(flags: Flags, asked: &ImportPage) -> Result<ExitCode> {
    let settings = super::settle(&flags)?;
    let (newsroom, paper) = house::open_standing(&settings.machine).await?;
    let import = prepare(&settings, &newsroom, &paper, asked).await?;
    let mut stories = Vec::new();
    let mut failed = 0;
    for page in &asked.pages {
        match import.bring(page).await {
            Ok(made) => stories.push(made),
            Err(failure) => {
                failed += 1;
                report::say(&format!("error: {page}: {failure}"));
            }
        }
    }
    if asked.json {
        report::json(&Report { stories })?;
    }
    if failed > 0 && asked.pages.len() > 1 {
        report::say(&format!("{failed} of {} pages were not brought in.", asked.pages.len()));
    }
    Ok(if failed > 0 {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

async fn prepare<'i>(
    settings: &InForce,
    newsroom: &'i Newsroom,
    paper: &'i Paper,
    asked: &'i ImportPage,
) -> Result<Import<'i>> {
    let sections = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, terms::sections())?
    };
    let section = match &asked.section {
        Some(wanted) => {
            let found = section_named(&sections, wanted).cloned();
            Some(found.ok_or_else(|| {
                let known = slugs(&sections);
                Failure::new(format!("there is no section {wanted}; there are {known}"))
            })?)
        }
        None => None,
    };
    let date = match &asked.date {
        Some(date) => Some(super::date_of(date, paper, newsroom.house.now())?),
        None => None,
    };
    Ok(Import {
        asked,
        newsroom,
        paper,
        sections,
        section,
        date,
        site: house::url_of(settings),
    })
}

/// The section of that slug or name.
fn section_named<'s>(sections: &'s [Section], named: &str) -> Option<&'s Section> {
    let slug = courant_model::slug::of(named);
    sections
        .iter()
        .find(|section| section.slug == named || section.slug == slug || courant_model::slug::of(&section.name) == slug)
}

/// The sections' slugs, for a message.
fn slugs(sections: &[Section]) -> String {
    let slugs: Vec<&str> = sections.iter().map(|section| section.slug.as_str()).collect();
    slugs.join(", ")
}

impl Import<'_> {
    async fn bring(&self, source: &str) -> Result<Made> {
        let fetched = fetch(source).await?;
        let known = Known {
            site_name: self.paper.name.clone(),
            section_names: self
                .sections
                .iter()
                .map(|section| (section.slug.clone(), section.name.clone()))
                .collect(),
        };
        // Reading a page is work for a processor, and a hostile one may take a while.
        let found = {
            let (bytes, address, content_type) = (
                fetched.bytes.clone(),
                fetched.address.clone(),
                fetched.content_type.clone(),
            );
            tokio::task::spawn_blocking(move || page::read(&bytes, address.as_ref(), content_type.as_deref(), &known))
                .await
                .map_err(|_| Failure::new("reading the page broke off"))?
                .map_err(|refusal| Failure::new(refusal.to_string()))?
        };
        let mut tx = self.newsroom.store.write().await?;
        let (made, date) = self.keep(&mut tx, &fetched, found.clone()).await?;
        tx.commit().await?;
        self.tell(source, &made, &found, date);
        Ok(made)
    }

    async fn keep(&self, tx: &mut Tx, fetched: &Fetched, mut found: Found) -> Result<(Made, Option<Micros>)> {
        let origin = found
            .origin
            .as_ref()
            .map_or_else(|| fetched.origin.clone(), Url::to_string);
        refuse_second(tx, &origin, &found.headline).await?;
        let printed = found
            .section
            .as_deref()
            .and_then(|name| section_named(&self.sections, name));
        let section = self.section.as_ref().or(printed);
        if self.asked.publish && section.is_none() {
            let known = slugs(&self.sections);
            return Err(Failure::new(format!(
                "the page names no section of this paper; say --section with one of {known}"
            )));
        }
        tie(tx, &mut found.document.blocks).await?;
        leave_lead_picture(&mut found);
        let house = &self.newsroom.house;
        let new = NewStory {
            origin: Some(origin),
            rights: self.asked.rights.clone().or_else(|| found.rights.clone()),
            noindex: self.asked.rights.is_none(),
            copy: Copy {
                headline: found.headline.clone(),
                standfirst: found.standfirst.clone().unwrap_or_default(),
                document: found.document.clone(),
                dateline: dateline(&found),
                section_id: section.map(|section| section.id.clone()),
                kind: found.kind.unwrap_or_default(),
                byline: byline(tx, &found.byline).await?,
                ..Copy::default()
            },
            ..NewStory::default()
        };
        let story = file_story::begin(tx, house, &Actor::Import, new).await?;
        let date = self.date_of(&found, house);
        let url = if self.asked.publish {
            let publish = Publish {
                story_id: story.id.clone(),
                dated: date.map_or(Dated::Unknown, Dated::At),
                updated: None,
                developing: None,
                slug: String::new(),
                unseen: false,
                again: false,
            };
            let live = publish_story::run(tx, house, &Who::House(Actor::Import), &publish).await?;
            self.site.as_ref().map(|site| absolute(site, &live.path))
        } else {
            None
        };
        let made = Made {
            id: story.id,
            url,
            headline: found.headline,
            section: section.map(|section| section.slug.clone()),
            words: courant_text::count::words(&found.document) as i64,
            left_out: found.left_out,
        };
        Ok((made, date))
    }

    /// The date given with the command, else the one that the page prints; never today's for want of another.
    fn date_of(&self, found: &Found, house: &House) -> Option<Micros> {
        let zone = self.paper.time_zone();
        self.date.or_else(|| match found.published.as_ref()? {
            PrintedDate::Moment(moment) => Some(moment.as_microsecond()),
            PrintedDate::Local(local) => super::at_local(*local, &zone).ok(),
            PrintedDate::Day(day) => super::noon(*day, &zone, house.now()).ok(),
        })
    }

    /// Says what was taken and what was not, on standard output, or beside the JSON on standard error.
    fn tell(&self, source: &str, made: &Made, found: &Found, date: Option<Micros>) {
        let tell = |line: String| {
            if self.asked.json {
                report::say(&line);
            } else {
                report::print(&line);
            }
        };
        tell(format!("{source}: {}", made.headline));
        let day = date.map(|at| {
            timestamp(at)
                .to_zoned_datetime(self.paper.time_zone())
                .strftime("%-d %B %Y")
                .to_string()
        });
        match (&made.url, day) {
            (Some(url), Some(day)) => tell(format!("  published at {url}, dated {day}")),
            (Some(url), None) => tell(format!(
                "  published at {url}, date unknown: it stands on no front, list or feed"
            )),
            (None, Some(day)) => tell(format!(
                "  a draft; publish it with `courant story publish {} --date …` (the date is {day})",
                made.id
            )),
            (None, None) => tell(format!(
                "  a draft without a date; publish it with `courant story publish {} --date …` or --undated",
                made.id
            )),
        }
        if let Some(name) = &found.section
            && made.section.is_none()
        {
            tell(format!("  the page's section {name:?} is none of this paper's"));
        }
        if self.asked.rights.is_none() {
            tell("  search engines are asked to leave it out, since --rights does not say whose it is".to_owned());
        }
        tell(format!("  took {} words", made.words));
        for took in &found.took {
            tell(format!("  took {} from {}", took.what, took.from));
        }
        for warning in &found.warnings {
            tell(format!("  look at this: {warning}"));
        }
        for left in &made.left_out {
            tell(format!("  left out {:?}: {}", left.text, left.why));
        }
    }
}

/// A picture is an address on another's site until somebody adds it to the paper, so it cannot lead here.
fn leave_lead_picture(found: &mut Found) {
    if let Some(picture) = &found.lead_picture {
        found.left_out.push(LeftOut {
            text: picture.src.clone(),
            why: "the lead picture belongs to another site; add it to the paper to print it".to_owned(),
        });
    }
}

/// Reads a file, or asks an address through the house's one way out.
async fn fetch(source: &str) -> Result<Fetched> {
    let is_address = ["http://", "https://"].iter().any(|scheme| {
        source
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if is_address {
        let url = Url::parse(source).map_err(|error| Failure::new(error.to_string()))?;
        let client = Client::new().map_err(|error| Failure::new(error.to_string()))?;
        let answer = client
            .get(&url, LARGEST)
            .await
            .map_err(|error| Failure::new(format!("{error}; save the page in a browser and import the file")))?;
        return Ok(Fetched {
            origin: answer.url.to_string(),
            address: Some(answer.url),
            content_type: answer.content_type,
            bytes: answer.bytes,
        });
    }
    let path = Path::new(source);
    let told = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new("there is no such file"),
        _ => Failure::new(error.to_string()),
    };
    let size = std::fs::metadata(path).map_err(|error| told(&error))?.len();
    if size > LARGEST as u64 {
        return Err(Failure::new(format!(
            "the file has {size} bytes; at most {LARGEST} are read"
        )));
    }
    let bytes = std::fs::read(path).map_err(|error| told(&error))?;
    let name = path.file_name().map_or(source.into(), |name| name.to_string_lossy());
    Ok(Fetched {
        bytes: bytes.into(),
        address: None,
        content_type: None,
        origin: format!("file:{name}"),
    })
}

/// Says where a page stands that was brought in before. Files are often called alike (`index.html`), so for those the
/// headline must be the same, too.
async fn refuse_second(tx: &mut Tx, origin: &str, headline: &str) -> Result<()> {
    let Some(story) = q!(tx, stories::by_origin(origin))? else {
        return Ok(());
    };
    let standing = q!(tx, stories::revision(&story.head))?.map(|revision| revision.headline);
    if origin.starts_with("file:") && standing.as_deref() != Some(headline.trim()) {
        return Ok(());
    }
    let live = q!(tx, live::by_id(&story.id))?;
    let place = match (live, State::parse(&story.state)) {
        (Some(live), _) => format!("it stands at {}", live.path),
        (None, Some(State::Removed)) => "it was taken from readers".to_owned(),
        (None, _) => format!(
            "it is the draft {}; publish it with `courant story publish {0}`",
            story.id
        ),
    };
    Err(Failure::new(format!("this page was brought in before: {place}")))
}

/// Ties read-more cards to stories of this paper, by headline; the others keep their titles.
async fn tie(tx: &mut Tx, blocks: &mut [Block]) -> Result<()> {
    for block in blocks {
        if let BlockKind::ReadMore(more) = &mut block.kind
            && more.story.is_none()
            && let Some(live) = q!(tx, live::by_headline(more.title.trim()))?
        {
            more.story = Some(live.story_id);
            more.url = None;
        }
    }
    Ok(())
}

/// Authors of the paper by name; everyone else is a guest.
async fn byline(tx: &mut Tx, names: &[String]) -> Result<Vec<Byline>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let authors = q!(tx, terms::authors())?;
    Ok(names
        .iter()
        .map(|name| {
            let author = authors
                .iter()
                .find(|author| author.name == *name)
                .map(|author| author.id.clone());
            Byline {
                guest: if author.is_some() { String::new() } else { name.clone() },
                author,
                role: String::new(),
            }
        })
        .collect())
}

/// The dateline, unless the text begins with it already: what is printed stays as it is printed, once.
fn dateline(found: &Found) -> String {
    let Some(dateline) = &found.dateline else {
        return String::new();
    };
    let text = courant_text::plain::write(&found.document);
    let place = dateline.split([',', '(']).next().unwrap_or(dateline).trim();
    let stands = text.split("\n\n").take(3).any(|paragraph| paragraph.starts_with(place));
    if stands { String::new() } else { dateline.clone() }
}

/// A path as an absolute address; letters beyond ASCII are percent-encoded.
fn absolute(site: &Url, path: &str) -> String {
    let mut url = site.clone();
    url.set_path(path);
    url.to_string()
}
