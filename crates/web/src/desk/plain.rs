//! The plain form: a story as fields and Markdown, for browsers without script. It names the version it was made of.
//! When somebody changed the story since, the answer shows three versions and overwrites nothing.

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::stories::{Choice, section_choices};
use super::story::{self, Fields};
use super::visit::{Desk, leads_to};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::story::{Byline, Kind, Revision};
use courant_newsroom::commands::file_story::Copy;
use courant_newsroom::commands::name_topic;
use courant_newsroom::{Error, House, Refusal, drafts};
use courant_store::{Tx, q};
use courant_text::Document;
use courant_text::markdown::form;
use courant_text::merge::{self, Line, Stretch};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The lines of a story, by the names of their fields.
const LINES: [&str; 6] = [
    "headline",
    "short-headline",
    "search-title",
    "share-title",
    "standfirst",
    "dateline",
];

/// The form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Plain {
    frame: Frame,
    story: String,
    slug: String,
    base: String,
    fields: Fields,
    sections: Vec<Choice>,
    kinds: Vec<Choice>,
    byline: String,
    topics: String,
    pictures: Vec<Choice>,
    body: String,
}

/// Three versions, where somebody was faster.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ThreeWay {
    frame: Frame,
    story: String,
    /// The version that stands now: what is sent from here is compared with it again.
    base: String,
    by: String,
    lines: Vec<Chosen>,
    stretches: Vec<Part>,
    section: String,
    kind: String,
}

/// A field of the three versions.
#[derive(Debug, Clone, Serialize)]
struct Chosen {
    name: &'static str,
    /// The field when nobody need choose.
    agreed: Option<String>,
    base: String,
    theirs: String,
    mine: String,
}

/// A stretch of the text.
#[derive(Debug, Clone, Serialize)]
struct Part {
    number: usize,
    /// Markdown, when nobody need choose.
    agreed: Option<String>,
    base: String,
    theirs: String,
    mine: String,
}

impl Page for Plain {
    const TEMPLATE: &'static str = "plain.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample("Ferry"),
            story: "01A".into(),
            slug: "ferry".into(),
            base: "r1".into(),
            fields: Fields {
                headline: "\"<b>".into(),
                ..Fields::default()
            },
            sections: Vec::new(),
            kinds: vec![Choice {
                value: "news".into(),
                label: "News".into(),
                chosen: true,
            }],
            byline: "Ana Reis; Rui Paz (photo)".into(),
            topics: "Harbour".into(),
            pictures: vec![Choice {
                value: String::new(),
                label: "None".into(),
                chosen: true,
            }],
            body: "</textarea>".into(),
        }]
    }
}

impl Page for ThreeWay {
    const TEMPLATE: &'static str = "three-way.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let part = |agreed: Option<&str>| Part {
            number: 1,
            agreed: agreed.map(str::to_owned),
            base: "Three.".into(),
            theirs: String::new(),
            mine: "</textarea>".into(),
        };
        let line = |agreed: Option<&str>| Chosen {
            name: "headline",
            agreed: agreed.map(str::to_owned),
            base: "A".into(),
            theirs: "B".into(),
            mine: "\"C".into(),
        };
        vec![Self {
            frame: Frame::sample("Ferry"),
            story: "01A".into(),
            base: "r2".into(),
            by: "Rui Paz".into(),
            lines: vec![line(None), line(Some("x"))],
            stretches: vec![part(None), part(Some("x"))],
            section: "local".into(),
            kind: "news".into(),
        }]
    }
}

/// Shows the form.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let answer = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        let who = signed.who();
        let (story, head) = story::readable(&mut desk, &who, &id).await?;
        who.check_story(Act::Write, &story, &head)?;
        // What others type at the moment is shown as it stands; what is sent is compared with the version of before.
        let (copy, _) = drafts::present_state(&mut desk.tx, &app.newsroom.house, &id).await?;
        let sent = Sent::of(&mut desk.tx, &as_it_stands(&head, &copy)).await?;
        print(desk, &story.working_slug, &head.id, &id, sent, None).await
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// All that the form holds.
#[derive(Debug, Clone, Default)]
struct Sent {
    lines: Vec<String>,
    section: String,
    kind: String,
    body: String,
}

impl Sent {
    async fn of(tx: &mut Tx, revision: &Revision) -> Result<Self, Error> {
        let document = read(revision);
        Ok(Self {
            lines: lines(tx, revision).await?.to_vec(),
            section: revision.section_id.clone().unwrap_or_default(),
            kind: revision.kind.clone(),
            body: form::write(&document),
        })
    }

    /// What was typed; of a disputed stretch the version that was chosen.
    fn typed(typed: &Typed) -> Self {
        let get = |name: &str| typed.get(name).cloned().unwrap_or_default();
        let chosen = |name: &str| {
            let which = query::field(typed, &format!("choose-{name}"));
            if which.is_empty() {
                get(name)
            } else {
                get(&format!("{name}-{which}"))
            }
        };
        let parts: usize = query::field(typed, "parts").parse().unwrap_or(0);
        let body = if parts == 0 {
            get("body")
        } else {
            (0..parts.min(10_000))
                .map(|n| chosen(&format!("part-{n}")))
                .filter(|part| !part.trim().is_empty())
                .collect::<Vec<_>>()
                .join("\n\n")
        };
        Self {
            lines: LINES.map(chosen).to_vec(),
            section: get("section"),
            kind: get("kind"),
            body: body.replace("\r\n", "\n"),
        }
    }

    fn line(&self, n: usize) -> String {
        // A field of one line cannot hold a line end; a browser that sends one means a space.
        self.lines
            .get(n)
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .unwrap_or_default()
    }

    /// The copy of this, everything else as in `head`.
    async fn copy(
        &self,
        tx: &mut Tx,
        house: &House,
        actor: &Actor,
        head: &Revision,
        document: Document,
    ) -> Result<Copy, Error> {
        let mut copy = drafts::copy_of(head)?;
        let [
            headline,
            short,
            search,
            share,
            standfirst,
            dateline,
            byline,
            topics,
            picture,
        ] = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(|n| self.line(n));
        copy.headline = headline;
        copy.short_headline = short;
        copy.search_title = search;
        copy.share_title = share;
        copy.standfirst = standfirst;
        copy.dateline = dateline;
        if byline != byline_text(tx, &head.byline).await? {
            copy.byline = byline_of(tx, &byline).await?;
        }
        if topics != topics_text(tx, &head.topics).await? {
            copy.topics.clear();
            for name in names(&topics) {
                copy.topics.push(name_topic::run(tx, house, actor, name).await?.id);
            }
        }
        copy.picture_id = Some(picture).filter(|id| !id.is_empty());
        if let Some(id) = &copy.picture_id
            && q!(tx, pictures::by_id(id))?.is_none()
        {
            return Err(Error::NotFound("such picture".to_owned()));
        }
        copy.section_id = Some(self.section.clone()).filter(|id| !id.is_empty());
        copy.kind = Kind::parse(&self.kind).unwrap_or(copy.kind);
        copy.document = document;
        Ok(copy)
    }
}

/// The lines of a revision, in the order of [`LINES`].
async fn lines(tx: &mut Tx, revision: &Revision) -> Result<[String; 9], Error> {
    Ok([
        revision.headline.clone(),
        revision.short_headline.clone(),
        revision.search_title.clone(),
        revision.share_title.clone(),
        revision.standfirst.clone(),
        revision.dateline.clone(),
        byline_text(tx, &revision.byline).await?,
        topics_text(tx, &revision.topics).await?,
        revision.picture_id.clone().unwrap_or_default(),
    ])
}

/// "Ana Reis; Rui Paz (photo)".
async fn byline_text(tx: &mut Tx, byline: &str) -> Result<String, Error> {
    let lines: Vec<Byline> = serde_json::from_str(byline).unwrap_or_default();
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let name = match &line.author {
            Some(id) => q!(tx, terms::author(id))?.map(|author| author.name).unwrap_or_default(),
            None => line.guest,
        };
        out.push(if line.role.is_empty() {
            name
        } else {
            format!("{name} ({})", line.role)
        });
    }
    Ok(out.join("; "))
}

/// Names of authors become authors, all others are guests.
async fn byline_of(tx: &mut Tx, text: &str) -> Result<Vec<Byline>, Error> {
    let authors = q!(tx, terms::authors())?;
    Ok(names(text)
        .map(|one| {
            let (name, role) = one
                .strip_suffix(')')
                .and_then(|one| one.rsplit_once('('))
                .map_or((one, ""), |(name, role)| (name.trim(), role.trim()));
            let author = authors
                .iter()
                .find(|author| author.name.to_lowercase() == name.to_lowercase())
                .map(|author| author.id.clone());
            Byline {
                guest: if author.is_some() {
                    String::new()
                } else {
                    name.to_owned()
                },
                author,
                role: role.to_owned(),
            }
        })
        .collect())
}

async fn topics_text(tx: &mut Tx, topics: &str) -> Result<String, Error> {
    let ids: Vec<String> = serde_json::from_str(topics).unwrap_or_default();
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(topic) = q!(tx, terms::topic(&id))? {
            out.push(topic.name);
        }
    }
    Ok(out.join("; "))
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|name| !name.is_empty())
}

/// A revision with the words of a copy.
pub(crate) fn as_it_stands(head: &Revision, copy: &Copy) -> Revision {
    Revision {
        headline: copy.headline.clone(),
        short_headline: copy.short_headline.clone(),
        search_title: copy.search_title.clone(),
        share_title: copy.share_title.clone(),
        standfirst: copy.standfirst.clone(),
        document: courant_text::json::write(&copy.document),
        dateline: copy.dateline.clone(),
        section_id: copy.section_id.clone(),
        kind: copy.kind.as_str().to_owned(),
        picture_id: copy.picture_id.clone(),
        byline: serde_json::to_string(&copy.byline).unwrap_or_default(),
        topics: serde_json::to_string(&copy.topics).unwrap_or_default(),
        ..head.clone()
    }
}

fn read(revision: &Revision) -> Document {
    courant_text::json::read(&revision.document).unwrap_or_default()
}

/// Keeps what was sent, or shows what stands in its way.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = kept(&app, &signed, &id, &typed).await;
    problem::or(&app, Some(&signed.member), answer).await
}

async fn kept(app: &App, signed: &Signed, id: &str, typed: &Typed) -> Result<Response, Error> {
    let house = &app.newsroom.house;
    let who = signed.who();
    let missing = || Error::NotFound("such story".to_owned());
    let sent = Sent::typed(typed);
    let mut tx = app.newsroom.store.write().await?;
    let story = q!(tx, stories::by_id(id))?.ok_or_else(missing)?;
    let head = q!(tx, stories::revision(&story.head))?.ok_or_else(missing)?;
    who.check_story(Act::Write, &story, &head)?;
    // What others typed up to now is theirs.
    let theirs = drafts::settle(&mut tx, house, &who.actor(), id).await?;
    let base = q!(tx, stories::revision(query::field(typed, "base")))?
        .filter(|base| base.story_id == id)
        .unwrap_or_else(|| theirs.clone());
    let mine = form::read_over(&sent.body, &read(&base));
    let was = lines(&mut tx, &base).await?;
    let is = lines(&mut tx, &theirs).await?;
    let merged = merged((&was, &is), (&read(&base), &read(&theirs)), &sent, &mine);
    let Some((lines, document)) = merged else {
        tx.commit().await?;
        return three_way(app, signed, id, (&was, &is), (&base, &theirs), &sent, &mine).await;
    };
    let merged = Sent { lines, ..sent.clone() };
    let copy = merged.copy(&mut tx, house, &who.actor(), &theirs, document).await?;
    match drafts::replace(&mut tx, house, &who.actor(), id, &copy).await {
        Ok(_) => {
            let seq = tx.commit().await?;
            app.cache.reached(seq as u64).await;
            Ok(leads_to(&format!("/desk/stories/{id}?done=kept")))
        }
        Err(Error::Refusal(refusal)) if refusal.key != "not-allowed" => {
            drop(tx);
            let desk = Desk::enter(app, &signed.member).await?;
            print(desk, &story.working_slug, &base.id, id, sent, Some(&refusal)).await
        }
        Err(error) => Err(error),
    }
}

/// Lines and text brought together, when nobody need choose.
fn merged(
    (was, is): (&[String; 9], &[String; 9]),
    (base, theirs): (&Document, &Document),
    sent: &Sent,
    mine: &Document,
) -> Option<(Vec<String>, Document)> {
    let mut together = Vec::with_capacity(LINES.len());
    for (n, (was, is)) in was.iter().zip(is).enumerate() {
        match merge::line(was, is, &sent.line(n)) {
            Line::Agreed(line) => together.push(line.to_owned()),
            Line::Disputed => return None,
        }
    }
    let mut document = Document::default();
    for stretch in merge::documents(base, theirs, mine) {
        match stretch {
            Stretch::Agreed(blocks) => document.blocks.extend(blocks),
            Stretch::Disputed { .. } => return None,
        }
    }
    Some((together, document))
}

async fn three_way(
    app: &App,
    signed: &Signed,
    id: &str,
    (was, is): (&[String; 9], &[String; 9]),
    (base, theirs): (&Revision, &Revision),
    sent: &Sent,
    mine: &Document,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let markdown = |blocks: Vec<courant_text::Block>| form::write(&Document { blocks });
    let chosen = was
        .iter()
        .zip(is)
        .enumerate()
        .map(|(n, (was, is))| {
            let mine = sent.line(n);
            Chosen {
                name: LINES.get(n).copied().unwrap_or("headline"),
                agreed: match merge::line(was, is, &mine) {
                    Line::Agreed(line) => Some(line.to_owned()),
                    Line::Disputed => None,
                },
                base: was.clone(),
                theirs: is.clone(),
                mine,
            }
        })
        .collect();
    let stretches = merge::documents(&read(base), &read(theirs), mine)
        .into_iter()
        .enumerate()
        .map(|(number, stretch)| match stretch {
            Stretch::Agreed(blocks) => Part {
                number,
                agreed: Some(markdown(blocks)),
                base: String::new(),
                theirs: String::new(),
                mine: String::new(),
            },
            Stretch::Disputed { base, theirs, mine } => Part {
                number,
                agreed: None,
                base: markdown(base),
                theirs: markdown(theirs),
                mine: markdown(mine),
            },
        })
        .collect();
    let by = desk.actor_name(&theirs.actor).await?;
    let title = desk.word("three-way-title");
    let frame = desk.frame(&title, "stories").await?;
    let page = ThreeWay {
        frame,
        story: id.to_owned(),
        base: theirs.id.clone(),
        by,
        lines: chosen,
        stretches,
        section: sent.section.clone(),
        kind: sent.kind.clone(),
    };
    desk.print(StatusCode::CONFLICT, &page)
}

async fn print(
    mut desk: Desk<'_>,
    slug: &str,
    base: &str,
    id: &str,
    sent: Sent,
    wrong: Option<&Refusal>,
) -> Result<Response, Error> {
    let none = desk.word("new-no-section");
    let sections = section_choices(&desk, Some(&none), &sent.section);
    let kinds = Kind::ALL
        .into_iter()
        .map(|kind| Choice {
            value: kind.as_str().to_owned(),
            label: desk.word(&format!("kind-{}", kind.as_str())),
            chosen: sent.kind == kind.as_str(),
        })
        .collect();
    let title = desk.word("plain-title");
    let mut frame = desk.frame(&title, "stories").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let pictures = picture_choices(&mut desk, sent.lines.get(8).map_or("", String::as_str)).await?;
    let [
        headline,
        short_headline,
        search_title,
        share_title,
        standfirst,
        dateline,
        byline,
        topics,
    ] = [0, 1, 2, 3, 4, 5, 6, 7].map(|n| sent.lines.get(n).cloned().unwrap_or_default());
    let page = Plain {
        frame,
        story: id.to_owned(),
        slug: slug.to_owned(),
        base: base.to_owned(),
        fields: Fields {
            headline,
            short_headline,
            search_title,
            share_title,
            standfirst,
            dateline,
        },
        sections,
        kinds,
        byline,
        topics,
        pictures,
        body: sent.body,
    };
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    desk.print(status, &page)
}

/// The newest pictures, and the chosen one.
async fn picture_choices(desk: &mut Desk<'_>, chosen: &str) -> Result<Vec<Choice>, Error> {
    let mut found = q!(desk.tx, pictures::newest(60))?;
    if !chosen.is_empty()
        && !found.iter().any(|one| one.id == chosen)
        && let Some(picture) = q!(desk.tx, pictures::by_id(chosen))?
    {
        found.push(picture);
    }
    let none = Choice {
        value: String::new(),
        label: desk.word("picture-none"),
        chosen: chosen.is_empty(),
    };
    let pictures = found.into_iter().map(|one| Choice {
        chosen: one.id == chosen,
        value: one.id,
        label: [one.caption, one.alt, one.name]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
    });
    Ok(std::iter::once(none).chain(pictures).collect())
}
