//! A story with all that stands around it, and the standing pages, which are stories of another form.
//! Rendered by the site's `answer` for whatever the address table calls a story.

use super::body::{self, Body};
use super::reader::{Reader, some};
use super::view::{self, Link};
use super::{entity, feeds, gate, machines, pictures, quotations, related, storyline, thread};
use crate::cache::Page;
use crate::wp;
use courant_model::entry::Thing;
use courant_model::story::{Byline, Live, Revision, Story};
use courant_model::term::{Author, Correction, Signature, Topic};
use courant_newsroom::Error;
use courant_newsroom::commands::post_reply::{self, ClosedBy};
use courant_newsroom::commands::{preview_story, retract_story};
use courant_store::{StoreError, q};
use http::header::LINK;

/// Renders the page of a story or standing page.
pub(super) async fn render(reader: &mut Reader<'_>, id: &str) -> Result<Option<Page>, Error> {
    reader.read(&Thing::Story(id.to_owned()));
    let Some(live) = q!(reader.tx, live::by_id(id))? else {
        return Ok(None);
    };
    let Some(revision) = q!(reader.tx, stories::revision(&live.revision_id))? else {
        return Ok(None);
    };
    if live.retracted_at.is_some() {
        return retracted(reader, &live, &revision).await.map(Some);
    }
    let html = if live.form == "page" {
        let body = Body::read(reader, &revision.document).await?;
        standing(reader, &live, &body)?
    } else {
        let topics = q!(reader.tx, terms::topics_of(id))?;
        let signatures = q!(reader.tx, terms::signatures(id))?;
        let context = page(reader, &live, &revision, topics, signatures).await?;
        reader.print(&context)?
    };
    let mut page = reader.page(html);
    if live.form != "page" {
        let links = wp::discovery_of_story(reader.app, live.number);
        page.headers.extend(links.map(|links| (LINK, links)));
    }
    Ok(Some(page))
}

/// A draft as it would stand before readers, printed for nobody else: no form works, no machine is told of it.
pub(super) async fn draft(reader: &mut Reader<'_>, story: &Story) -> Result<Option<String>, Error> {
    let house = reader.app.newsroom.house.clone();
    let revision = preview_story::draft(&mut reader.tx, &house, &story.id).await?;
    let seen = q!(reader.tx, live::by_id(&story.id))?;
    let live = draft_row(story, &revision, seen);
    if live.form == "page" {
        let body = Body::read(reader, &revision.document).await?;
        return standing(reader, &live, &body).map(Some);
    }
    let read = |json: &str| StoreError::Unreadable(format!("a kept list: {json}"));
    let lines: Vec<Byline> = serde_json::from_str(&revision.byline).map_err(|_| read(&revision.byline))?;
    let signatures = lines
        .into_iter()
        .map(|line| Signature {
            position: 0,
            author_id: line.author,
            guest: line.guest,
            role: line.role,
        })
        .collect();
    let mut topics = Vec::new();
    let ids: Vec<String> = serde_json::from_str(&revision.topics).map_err(|_| read(&revision.topics))?;
    for id in ids {
        topics.extend(q!(reader.tx, terms::topic(&id))?);
    }
    let mut context = page(reader, &live, &revision, topics, signatures).await?;
    let title = context.chrome.title.clone();
    context.chrome = view::Chrome {
        title,
        ..reader.quiet_chrome(&live.headline)
    };
    context.chrome.robots = Some("noindex, nofollow".to_owned());
    context.report = None;
    // The record is about what readers see, and this may read differently.
    context.said = Vec::new();
    context.share = Vec::new();
    context.replies = view::Replies::default();
    Ok(Some(reader.print(&context)?))
}

/// The live row that a draft would have; where readers see the story already, it keeps its address and dates.
fn draft_row(story: &Story, revision: &Revision, seen: Option<Live>) -> Live {
    let row = seen.unwrap_or_else(|| Live {
        story_id: story.id.clone(),
        number: story.number,
        form: story.form.clone(),
        revision_id: String::new(),
        path: format!("/preview/{}", story.id),
        section_id: None,
        kind: String::new(),
        headline: String::new(),
        short_headline: String::new(),
        standfirst: String::new(),
        picture_id: None,
        byline: String::new(),
        words: 0,
        published_at: None,
        updated_at: None,
        listed: false,
        noindex: true,
        changed_at: 0,
        placed_at: None,
        developing_until: None,
        retracted_at: None,
    });
    Live {
        revision_id: revision.id.clone(),
        section_id: revision.section_id.clone(),
        kind: revision.kind.clone(),
        headline: revision.headline.clone(),
        short_headline: revision.short_headline.clone(),
        standfirst: revision.standfirst.clone(),
        picture_id: revision.picture_id.clone(),
        words: revision.words,
        ..row
    }
}

/// The page of a story: the text of a revision with all that stands around it.
async fn page(
    reader: &mut Reader<'_>,
    live: &Live,
    revision: &Revision,
    topics: Vec<Topic>,
    signatures: Vec<Signature>,
) -> Result<view::StoryPage, Error> {
    let id = live.story_id.as_str();
    let mut document = body::document(&revision.document)?;
    let beside = related::read(reader, live, &topics, &document).await?;
    related::with_cards(&mut document, &beside.cards);
    let body = Body::of(reader, document).await?.with_dateline(&revision.dateline);
    let corrections = q!(reader.tx, corrections::of_story(id))?;
    let authors = signed(reader, signatures).await?;
    let picture = match &live.picture_id {
        Some(id) => reader.picture(id).await?,
        None => None,
    };
    let (top, foot): (Vec<_>, Vec<_>) = corrections.iter().partition(|correction| correction.grave);
    let top = top.into_iter().map(|one| correction(reader, one)).collect();
    let foot = foot.into_iter().map(|one| correction(reader, one)).collect();
    let replies = replies(reader, live).await?;
    let related = reader.cards(&beside.under).await?;
    let storyline = storyline::beside(reader, live).await?;
    let (people, also) = entity::at_foot(reader, id).await?;
    let chrome = chrome(reader, live, revision, &topics, &corrections).await?;
    let stamp = gate::stamp(&reader.app.newsroom.house, id);
    Ok(view::StoryPage {
        id: id.to_owned(),
        href: super::path::encoded(&live.path),
        kind: view::Kind::named(&live.kind),
        section: reader.section_link(live.section_id.as_ref()),
        headline: live.headline.clone(),
        standfirst: some(&live.standfirst),
        age: reader.age(live.published_at),
        developing: reader.developing(live),
        corrections_top: top,
        corrections_foot: foot,
        authors,
        origin: origin(reader, id).await?,
        published: live.published_at.map(|at| reader.moment(at)),
        updated: live.updated_at.map(|at| reader.moment(at)),
        picture,
        dateline: some(&revision.dateline),
        body: body.html(),
        said: quotations::of_story(reader, id).await?,
        storyline,
        topics: topics
            .iter()
            .map(|topic| Link::new(&topic.name, topic_href(topic)))
            .collect(),
        people,
        also,
        report: (!reader.app.is_copy).then(|| view::ReportForm {
            action: "/report".to_owned(),
            story: id.to_owned(),
            stamp,
        }),
        share: share(reader, live),
        related,
        replies,
        chrome,
    })
}

/// The notice that stands in place of a retracted text.
async fn retracted(reader: &mut Reader<'_>, live: &Live, revision: &Revision) -> Result<Page, Error> {
    let corrections = q!(reader.tx, corrections::of_story(&live.story_id))?;
    let topics = q!(reader.tx, terms::topics_of(&live.story_id))?;
    let chrome = chrome(reader, live, revision, &topics, &corrections).await?;
    let (notices, before): (Vec<_>, Vec<_>) = corrections.iter().partition(|one| one.kind == retract_story::KIND);
    let context = view::Retracted {
        section: reader.section_link(live.section_id.as_ref()),
        headline: live.headline.clone(),
        published: live.published_at.map(|at| reader.moment(at)),
        retracted: reader.moment(live.retracted_at.unwrap_or(live.changed_at)),
        notices: notices.into_iter().map(|one| correction(reader, one)).collect(),
        corrections: before.into_iter().map(|one| correction(reader, one)).collect(),
        replies: view::Replies {
            form: None,
            ..replies(reader, live).await?
        },
        chrome,
    };
    let html = reader.print(&context)?;
    Ok(reader.page(html))
}

fn standing(reader: &mut Reader<'_>, live: &Live, body: &Body) -> Result<String, Error> {
    let mut chrome = reader.chrome(&live.headline, &live.path, "");
    if live.noindex {
        chrome.robots = Some("noindex".to_owned());
    }
    let context = view::Standing {
        chrome,
        title: live.headline.clone(),
        standfirst: some(&live.standfirst),
        body: body.html(),
        updated: live.updated_at.or(live.published_at).map(|at| reader.moment(at)),
    };
    reader.print(&context)
}

fn topic_href(topic: &Topic) -> String {
    super::path::encoded(&format!("/topic/{}", topic.slug))
}

/// The house that a story was brought in from, when that is known.
async fn origin(reader: &mut Reader<'_>, id: &str) -> Result<Option<String>, Error> {
    let story = q!(reader.tx, stories::by_id(id))?;
    Ok(story.and_then(|story| {
        story.rights.filter(|rights| !rights.is_empty()).or_else(|| {
            let url = url::Url::parse(&story.origin?).ok()?;
            url.host_str().map(|host| host.trim_start_matches("www.").to_owned())
        })
    }))
}

/// Who signs, in order.
async fn signed(reader: &mut Reader<'_>, signatures: Vec<Signature>) -> Result<Vec<view::Author>, Error> {
    let mut signed = Vec::new();
    for signature in signatures {
        match &signature.author_id {
            Some(id) => {
                if let Some(found) = reader.author(id).await? {
                    signed.push(author(&found, &signature.role));
                }
            }
            None => signed.push(view::Author {
                name: signature.guest,
                role: some(&signature.role),
                ..view::Author::default()
            }),
        }
    }
    Ok(signed)
}

/// An author as pages show one; a role in the story takes the place of the author's own.
pub(super) fn author(author: &Author, role: &str) -> view::Author {
    let contact = some(&author.contact).map(|contact| {
        let href = if contact.contains('@') && !contact.contains("://") {
            format!("mailto:{contact}")
        } else {
            contact.clone()
        };
        Link::new(contact, href)
    });
    view::Author {
        name: author.name.clone(),
        href: Some(super::path::encoded(&format!("/by/{}", author.slug))),
        role: some(if role.is_empty() { &author.role } else { role }),
        contact: contact.filter(|link| courant_text::link::allowed(&link.href).is_some()),
        bio: some(&author.bio),
        picture: None,
    }
}

/// A correction as it stands at its story.
pub(super) fn correction(reader: &mut Reader<'_>, correction: &Correction) -> view::Correction {
    view::Correction {
        story: None,
        clarification: correction.kind == "clarification",
        retraction: correction.kind == retract_story::KIND,
        time: reader.moment(correction.at),
        wrong: some(&correction.wrong),
        right: correction.correct.clone(),
    }
}

/// The replies with the form, or why there is none.
async fn replies(reader: &mut Reader<'_>, live: &Live) -> Result<view::Replies, Error> {
    let section = reader.section(live.section_id.as_ref()).cloned();
    let now = reader.now.timestamp().as_microsecond();
    let (closed, closes) = post_reply::closing(section.as_ref(), live.published_at, now);
    if let Some(closes) = closes {
        reader.holds_until(closes);
    }
    let rows = q!(reader.tx, replies::approved(&live.story_id, thread::MOST))?;
    // Counting is only worth a query when not all of them are here.
    let count = match rows.len() as i64 {
        all if all < thread::MOST => all,
        _ => q!(reader.tx, replies::count_approved(&live.story_id))?,
    };
    let is_copy = reader.app.is_copy;
    let threads = thread::threads(reader, &rows, closed.is_none() && !is_copy)?;
    let form = (closed.is_none() && !is_copy).then(|| view::ReplyForm {
        action: "/replies".to_owned(),
        story: live.story_id.clone(),
        stamp: gate::stamp(&reader.app.newsroom.house, &live.story_id),
        longest: post_reply::LONGEST_TEXT as u32,
        ..view::ReplyForm::default()
    });
    Ok(view::Replies {
        count: u32::try_from(count).unwrap_or(u32::MAX),
        threads,
        form,
        closed: closed
            .map(|by| match by {
                ClosedBy::Section => view::Closed::Section,
                ClosedBy::Time => view::Closed::Time,
            })
            .or(is_copy.then_some(view::Closed::Copy)),
    })
}

/// Plain links to where readers share.
fn share(reader: &Reader<'_>, live: &Live) -> Vec<Link> {
    let url = reader.app.absolute(&live.path);
    let with = |label: &str, base: &str, pairs: &[(&str, &str)]| {
        url::Url::parse_with_params(base, pairs)
            .ok()
            .map(|url| Link::new(label, String::from(url)))
    };
    [
        with("Mail", "mailto:", &[("subject", &live.headline), ("body", &url)])
            // Mail programs read a plus as a plus.
            .map(|link| Link::new(reader.word("share-mail"), link.href.replace('+', "%20"))),
        with(
            "WhatsApp",
            "https://wa.me/",
            &[("text", &format!("{} {url}", live.headline))],
        ),
        with(
            "Bluesky",
            "https://bsky.app/intent/compose",
            &[("text", &format!("{} {url}", live.headline))],
        ),
        with("Facebook", "https://www.facebook.com/sharer/sharer.php", &[("u", &url)]),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The head of a story's page: titles, share card, structured description.
async fn chrome(
    reader: &mut Reader<'_>,
    live: &Live,
    revision: &Revision,
    topics: &[Topic],
    corrections: &[Correction],
) -> Result<view::Chrome, Error> {
    let section = reader.section_link(live.section_id.as_ref());
    let described = feeds::described(reader, live, String::new(), corrections, topics).await?;
    let is_retracted = live.retracted_at.is_some();
    let title = if revision.search_title.is_empty() || is_retracted {
        &described.headline
    } else {
        &revision.search_title
    };
    let mut chrome = reader.chrome(title, &live.path, &section.href);
    chrome.description = some(&described.standfirst).or(chrome.description);
    if live.noindex {
        chrome.robots = Some("noindex".to_owned());
    }
    let url = reader.app.absolute(&live.path);
    chrome.oembed = url::Url::parse_with_params(&reader.app.absolute("/oembed"), &[("url", &url)])
        .ok()
        .filter(|_| !reader.app.is_copy)
        .map(String::from);
    let published = live.published_at.map(courant_model::time::timestamp);
    let updated = live.updated_at.map(courant_model::time::timestamp);
    let image = match &live.picture_id {
        Some(id) if !is_retracted => reader.picture_row(id).await?.and_then(|picture| {
            let renditions = picture.renditions();
            let card = pictures::share(&renditions)?;
            Some(view::ShareImage {
                url: reader.app.absolute(&pictures::href(&picture, card)),
                width: card.width,
                height: card.height,
                alt: picture.alt.clone(),
            })
        }),
        _ => None,
    };
    let age = reader.age(live.published_at);
    let description = match (&age, described.standfirst.as_str()) {
        // An old story that is shared as if it were news says so on its card.
        (Some(date), standfirst) => {
            let published = reader
                .words
                .with("share-published", &[("date", date.as_str())])
                .unwrap_or_else(|| format!("Published {date}."));
            format!("{published} {standfirst}").trim().to_owned()
        }
        (None, standfirst) => standfirst.to_owned(),
    };
    let share_title = if revision.share_title.is_empty() || is_retracted {
        &described.headline
    } else {
        &revision.share_title
    };
    if let Some(card) = &mut chrome.card {
        "article".clone_into(&mut card.kind);
        card.title.clone_from(share_title);
        card.description = description;
        card.image = image;
        card.published = published.map(|at| at.to_string());
        card.updated = updated.map(|at| at.to_string());
        card.section = some(&section.label);
        card.topics = topics.iter().map(|topic| topic.name.clone()).collect();
    }
    let publisher = reader.publisher();
    let quoted = quotations::for_machines(reader, &live.story_id).await?;
    // A story of unknown date is not described as if it had one.
    if live.published_at.is_some() {
        chrome
            .json_ld
            .push(view::Html(machines::json_ld::story(&described, &quoted, &publisher)));
    }
    let home = reader.app.absolute("/");
    let of_section = reader.section(live.section_id.as_ref()).map_or_else(
        || home.clone(),
        |section| reader.app.absolute(&format!("/{}", section.slug)),
    );
    chrome.json_ld.push(view::Html(machines::json_ld::breadcrumbs(&[
        (&reader.paper.name, &home),
        (&section.label, &of_section),
        (&live.headline, &url),
    ])));
    Ok(chrome)
}
