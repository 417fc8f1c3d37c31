//! Quotations of the record before readers: under their story, on the pages of the record, in the search `/quotations`.
//! Everything is read from the live rows and passes the one rule about accusations, [`stands`].

use super::listing::pager;
use super::machines::FeedStory;
use super::machines::json_ld::Direct;
use super::reader::{Reader, some};
use super::view::{self, Answer, Known, Link, Quoted};
use super::{machines, path, problem};
use crate::app::App;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use courant_model::entry::Thing;
use courant_model::quotation::{Seat, Stands, Told, Wanted, stands};
use courant_model::time::{Micros, timestamp};
use courant_newsroom::copydesk::withheld;
use courant_newsroom::{Error, search};
use courant_store::q;
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use std::sync::Arc;

/// Remarks on a page.
pub(crate) const PER_PAGE: u32 = 20;
/// Longest question, in characters.
const LONGEST: usize = 300;
/// Words of a question that count.
const MOST_WORDS: usize = 4;

/// "Who said what" of a story.
pub(super) async fn of_story(reader: &mut Reader<'_>, story: &str) -> Result<Vec<view::Said>, Error> {
    let mut lines = Vec::new();
    for told in q!(reader.tx, live_quotations::of_story(story))? {
        let Some(answer) = answered(reader, &told, Seat::Story) else {
            continue;
        };
        if let Some(id) = &told.speaker_id {
            reader.read(&Thing::Entity(id.clone()));
        }
        lines.push(view::Said {
            who: told.speaker().to_owned(),
            href: told.speaker_path().map(|path| path::encoded(&path)),
            words: told.words.clone(),
            paraphrase: told.manner == "indirect",
            partly: told.manner == "mixed",
            known: known(&told),
            corrected: told.corrected_at.is_some(),
            answer,
            sentence: format!("#p-{}", told.block),
        });
    }
    Ok(lines)
}

/// The direct quotations of a story as machines are told of them. What accuses somebody is not among them: nothing there
/// keeps it beside the answer.
pub(super) async fn for_machines(reader: &mut Reader<'_>, story: &str) -> Result<Vec<Direct>, Error> {
    Ok(q!(reader.tx, live_quotations::of_story(story))?
        .into_iter()
        .filter(|told| told.is_direct() && stands(told.accusation(), Seat::Story) == Stands::Plainly)
        .map(|told| Direct {
            speaker: told.speaker().to_owned(),
            is_organisation: told.speaker_kind.as_deref() == Some("organisation"),
            url: told.speaker_path().map(|path| reader.app.absolute(&path)),
            words: told.words,
        })
        .collect())
}

/// A page of the remarks of a person, an organisation or a place, newest first, and how many there are.
pub(crate) async fn of_entity(reader: &mut Reader<'_>, entity: &str, page: u32) -> Result<(Vec<Quoted>, i64), Error> {
    reader.read(&Thing::Entity(entity.to_owned()));
    let total = q!(reader.tx, live_quotations::count_of_entity(entity))?;
    let offset = i64::from(page.saturating_sub(1)) * i64::from(PER_PAGE);
    let mut remarks = Vec::new();
    for remark in q!(
        reader.tx,
        live_quotations::remarks_of_entity(entity, i64::from(PER_PAGE), offset)
    )? {
        if let Some((quoted, _)) = remark_of(reader, &remark, entity).await? {
            remarks.push(quoted);
        }
    }
    Ok((remarks, total))
}

/// The direct quotations of a page as `Quotation`s; nothing when there are none. What accuses somebody is not among them.
pub(super) fn json_ld(reader: &Reader<'_>, quotations: &[Quoted]) -> Option<String> {
    let direct: Vec<Direct> = quotations
        .iter()
        .filter(|one| one.manner == "direct" && one.answer.is_none())
        .map(|one| Direct {
            speaker: one.who.clone(),
            is_organisation: one
                .who_href
                .as_ref()
                .is_some_and(|href| href.starts_with("/organisations/")),
            url: one.who_href.as_ref().map(|href| reader.app.absolute_raw(href)),
            words: one.words.clone(),
        })
        .collect();
    (!direct.is_empty()).then(|| machines::json_ld::quotations(&direct))
}

/// One remark as a page of the record shows it: its newest report in full with links to the others, and when that one was
/// confirmed.
async fn remark_of(reader: &mut Reader<'_>, remark: &str, entity: &str) -> Result<Option<(Quoted, Micros)>, Error> {
    let mut shown: Option<(Quoted, Micros)> = None;
    for told in q!(reader.tx, live_quotations::of_remark(remark))? {
        let seat = Seat::on_page_of(entity, told.speaker_id.as_deref(), told.accused_id.as_deref());
        if stands(told.accusation(), seat) == Stands::Not {
            // One report that accuses them keeps the whole remark from their page.
            if seat == Seat::Accused {
                return Ok(None);
            }
            continue;
        }
        match &mut shown {
            None => shown = quoted(reader, &told, seat).await?.map(|one| (one, told.decided_at)),
            Some((first, _)) => {
                let link = story_link(&told);
                if link != first.story && !first.also.contains(&link) {
                    first.also.push(link);
                }
            }
        }
    }
    Ok(shown)
}

fn story_link(told: &Told) -> Link {
    Link::new(
        &told.headline,
        format!("{}#p-{}", path::encoded(&told.path), told.block),
    )
}

/// The newest remarks on the page of an entity as entries of a feed, and when the last of them was confirmed.
pub(super) async fn for_feed(reader: &mut Reader<'_>, entity: &str) -> Result<(Micros, Vec<FeedStory>), Error> {
    reader.read(&Thing::Entity(entity.to_owned()));
    let mut changed = 0;
    let mut entries = Vec::new();
    for remark in q!(
        reader.tx,
        live_quotations::remarks_of_entity(entity, i64::from(PER_PAGE), 0)
    )? {
        let Some((one, at)) = remark_of(reader, &remark, entity).await? else {
            continue;
        };
        changed = changed.max(at);
        entries.push(FeedStory {
            id: format!("urn:courant:remark:{}", remark.to_lowercase()),
            url: reader.app.absolute_raw(&one.story.href),
            headline: format!("{}: {}", one.who, one.story.label),
            standfirst: one.sentence.clone(),
            html: feed_html(reader, &one),
            published: timestamp(at),
            language: reader.paper.language.clone(),
            ..FeedStory::default()
        });
    }
    Ok((changed, entries))
}

/// The whole sentence, and what the accused said where it accuses anybody.
fn feed_html(reader: &Reader<'_>, one: &Quoted) -> String {
    let safe = |text: &str| courant_text::escape::text(text).into_owned();
    let answer = one.answer.as_ref().map_or_else(String::new, |answer| {
        let by = answer.by.as_deref().unwrap_or_default();
        let said = reader
            .words
            .with(
                &format!("answer-{}", answer.kind),
                &[("name", answer.accused.as_str()), ("date", by)],
            )
            .unwrap_or_default();
        format!(
            "<p>{} {}</p>",
            safe(&said),
            safe(answer.words.as_deref().unwrap_or_default())
        )
    });
    format!("<blockquote><p>{}</p></blockquote>{answer}", safe(&one.sentence))
}

/// A quotation in full, when it may stand in this seat.
pub(crate) async fn quoted(reader: &mut Reader<'_>, told: &Told, seat: Seat) -> Result<Option<Quoted>, Error> {
    let Some(answer) = answered(reader, told, seat) else {
        return Ok(None);
    };
    reader.read(&Thing::Story(told.story_id.clone()));
    if let Some(id) = &told.speaker_id {
        reader.read(&Thing::Entity(id.clone()));
    }
    let said_on = day(reader, &told.said_on);
    Ok(Some(Quoted {
        anchor: format!("quotation-{}", told.number),
        who: told.speaker().to_owned(),
        who_href: told.speaker_path().map(|path| path::encoded(&path)),
        sentence: told.sentence.clone(),
        words: told.words.clone(),
        manner: told.manner.clone(),
        said_on,
        addressee: some(&told.addressee),
        occasion: some(&told.occasion),
        place: some(&told.place),
        known: known(told),
        confirmed: reader.moment(told.decided_at),
        confirmed_by: confirmer(reader, &told.decided_by).await?,
        corrected: told.corrected_at.map(|at| reader.moment(at)),
        answer,
        story: story_link(told),
        published: told.published_at.map(|at| reader.moment(at)),
        also: Vec::new(),
        ask: format!("/correction?quotation={}", told.id),
    }))
}

/// `None` when it may not stand there; else what the accused said, where it accuses anybody.
#[expect(clippy::option_option, reason = "not shown, shown plainly, shown with an answer")]
fn answered(reader: &Reader<'_>, told: &Told, seat: Seat) -> Option<Option<Answer>> {
    match stands(told.accusation(), seat) {
        Stands::Not => None,
        Stands::Plainly => Some(None),
        Stands::WithAnswer => Some(Some(Answer {
            accused: told.accused.clone(),
            kind: told.answer_kind.clone(),
            words: some(&told.answer),
            by: day(reader, &told.answer_by),
        })),
    }
}

fn known(told: &Told) -> Known {
    Known {
        how: told.known_how.clone(),
        outlet: told.known_outlet.clone(),
    }
}

/// A day in the paper's words; a month or a year as it is kept.
fn day(reader: &Reader<'_>, kept: &str) -> Option<String> {
    let Ok(date) = kept.parse::<jiff::civil::Date>() else {
        return some(kept);
    };
    let at = date.to_zoned_datetime(reader.paper.time_zone()).ok()?;
    Some(reader.dates.date(&at))
}

/// Who confirmed, by the name under which they sign; nobody's name who signs nothing.
async fn confirmer(reader: &mut Reader<'_>, actor: &str) -> Result<Option<String>, Error> {
    let Some(account) = actor.strip_prefix("account:") else {
        return Ok(None);
    };
    let author = q!(reader.tx, accounts::by_id(account))?.and_then(|account| account.author_id);
    Ok(match author {
        Some(id) => reader.author(&id).await?.map(|author| author.name),
        None => None,
    })
}

/// What a question wants of the quotations.
pub(crate) fn wanted(question: &str, limit: i64, offset: i64) -> Wanted {
    Wanted {
        words: search::plain_words(question).into_iter().take(MOST_WORDS).collect(),
        limit,
        offset,
        ..Wanted::default()
    }
}

/// Answers `/quotations?q=`.
pub(crate) async fn ask(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    match answer(&app, &query.unwrap_or_default()).await {
        Ok(html) => {
            let mut response = axum::response::Html(html).into_response();
            response
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            response
        }
        Err(error) => problem::of(&app, &error).await,
    }
}

async fn answer(app: &App, query: &str) -> Result<String, Error> {
    let mut words = String::new();
    let mut page = 1;
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "q" => words = value.chars().filter(|c| !c.is_control()).take(LONGEST).collect(),
            "page" => page = value.parse().unwrap_or(1).clamp(1, 500),
            _ => {}
        }
    }
    let mut words = words.trim().to_owned();
    let mut reader = Reader::begin(app).await?;
    // A name that is held back is neither looked for nor said once more.
    if !words.is_empty() && withheld::holds(&mut reader.tx, &app.newsroom.house, &[&words]).await? {
        words.clear();
    }
    let offset = i64::from(page - 1) * i64::from(PER_PAGE);
    let wanted = wanted(&words, i64::from(PER_PAGE), offset);
    // A question without a word in it asks for nothing, not for everything.
    let asks_nothing = !words.is_empty() && wanted.words.is_empty();
    let mut quotations = Vec::new();
    let mut total = 0;
    if !asks_nothing {
        total = q!(reader.tx, live_quotations::count(&wanted))?;
        for id in q!(reader.tx, live_quotations::find(&wanted))? {
            if let Some(told) = q!(reader.tx, live_quotations::by_id(&id))?
                && let Some(one) = quoted(&mut reader, &told, Seat::Found).await?
            {
                quotations.push(one);
            }
        }
    }
    let asked = |path: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &words);
        format!("{path}?{}", query.finish())
    };
    let own = asked("/quotations");
    let place = pager(reader.app, "/quotations", page, total, PER_PAGE).map(|place| view::Pager {
        prev: place.prev.map(|_| format!("{own}&page={}", place.page - 1)),
        next: place.next.map(|_| format!("{own}&page={}", place.page + 1)),
        ..place
    });
    let title = reader.word("quotations");
    let context = view::Quotations {
        chrome: reader.quiet_chrome(&title),
        action: "/quotations".to_owned(),
        total: u64::try_from(total).unwrap_or_default(),
        quotations,
        stories: (!words.is_empty()).then(|| asked("/search")),
        query: words,
        pager: place.unwrap_or(view::Pager {
            page: 1,
            pages: 1,
            prev: None,
            next: None,
        }),
    };
    reader.print(&context)
}
