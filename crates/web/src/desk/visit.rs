//! One page of the desk under way: its read transaction, the paper, the strings, and whose page it is.
//! Handlers begin with [`Desk::enter`] or, before anybody is signed in, [`Desk::door`]; they end with [`Desk::print`].

use super::frame::{Frame, Me, Place, initials};
use super::print::Page;
use super::stories::Choice;
use super::story::{LeadPicture, Signer};
use crate::app::App;
use crate::site::view::Moment;
use crate::templates::{Dates, Words};
use axum::response::{Html, IntoResponse, Response};
use courant_copydesk::dates::Unit;
use courant_model::account::{Act, Member, On};
use courant_model::paper::Paper;
use courant_model::picture::Picture;
use courant_model::story::Byline;
use courant_model::term::Section;
use courant_model::time::{Micros, timestamp};
use courant_newsroom::{Error, Refusal, commands, library, names};
use courant_store::{Tx, q};
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderValue, StatusCode};
use jiff::ZonedDateTime;
use std::collections::HashMap;
use std::sync::Arc;

/// One page under way.
pub(crate) struct Desk<'a> {
    pub(crate) app: &'a App,
    pub(crate) tx: Tx,
    pub(crate) paper: Paper,
    pub(crate) sections: Vec<Section>,
    pub(crate) now: ZonedDateTime,
    pub(crate) dates: Dates,
    pub(crate) words: Arc<Words>,
    pub(crate) member: Option<Member>,
    names: HashMap<String, String>,
}

impl<'a> Desk<'a> {
    /// For a page that somebody signed in asks for.
    pub(crate) async fn enter(app: &'a App, member: &Member) -> Result<Self, Error> {
        Self::open(app, Some(member.clone())).await
    }

    /// For a page before the door: login, invitation, first start.
    pub(crate) async fn door(app: &'a App) -> Result<Self, Error> {
        Self::open(app, None).await
    }

    async fn open(app: &'a App, member: Option<Member>) -> Result<Self, Error> {
        let mut tx = app.newsroom.store.read().await?;
        let paper = match commands::revise_paper::current(&mut tx).await {
            // Before the first minute there is no paper yet, and its pages are in English.
            Err(Error::NotFound(_)) => Paper::new("Courant", "UTC"),
            found => found?,
        };
        let sections = q!(tx, terms::sections())?;
        let now = timestamp(app.newsroom.house.now()).to_zoned_datetime(paper.time_zone());
        Ok(Self {
            app,
            tx,
            sections,
            now,
            dates: app.themes.dates(&paper.language),
            words: app.printer.words(&paper.language),
            paper,
            member,
            names: HashMap::new(),
        })
    }

    /// Whether the member may do a thing that concerns no story.
    pub(crate) fn may(&self, act: Act) -> bool {
        self.member.as_ref().is_some_and(|member| member.may(act, On::NOTHING))
    }

    /// Whether the member may do a thing on some story or other.
    pub(crate) fn may_anywhere(&self, act: Act) -> bool {
        let Some(member) = &self.member else { return false };
        let on = |section: Option<&str>| member.may(act, On { own: true, section });
        on(None) || self.sections.iter().any(|section| on(Some(&section.id)))
    }

    /// Where this account can go.
    pub(crate) fn places(&self, here: &str) -> Vec<Place> {
        let mut places = Vec::new();
        let mut add = |key, href: &'static str, yes: bool| {
            if yes {
                places.push(Place {
                    key,
                    href: href.into(),
                    count: None,
                    current: key == here,
                });
            }
        };
        let writes = self.may_anywhere(Act::Read);
        add("waiting", "/desk", self.member.is_some());
        add("day", "/desk/day", writes);
        add("stories", "/desk/stories", writes);
        add("new", "/desk/stories/new", writes && self.may(Act::Begin));
        add("flash", "/desk/flash", self.may_anywhere(Act::Flash));
        add("record", "/desk/record", self.may_anywhere(Act::Record));
        add("pictures", "/desk/pictures", writes);
        add("requests", "/desk/record/requests", self.may(Act::KeepRecord));
        add("storylines", "/desk/storylines", self.may_anywhere(Act::Record));
        add("numbers", "/desk/numbers", self.may(Act::Numbers));
        add("templates", "/desk/templates", writes && self.may(Act::Begin));
        add("house-style", "/desk/house-style", self.may(Act::HouseRules));
        add("withheld", "/desk/withheld", self.may(Act::Withhold));
        add("accounts", "/desk/accounts", self.may(Act::Accounts));
        add("settings", "/desk/settings", self.may(Act::Settings));
        if let Some(href) = super::front::home_of(self) {
            let after = places.iter().position(|place| place.key == "new").unwrap_or(1);
            let place = Place {
                key: "front",
                href: href.into(),
                count: None,
                current: here == "front",
            };
            places.insert(after.min(places.len()), place);
        }
        places
    }

    /// The frame of a page; `place` is the key of the navigation that the page belongs to.
    pub(crate) async fn frame(&mut self, title: &str, place: &str) -> Result<Frame, Error> {
        let mut places = self.places(place);
        if let Some(member) = self.member.clone() {
            let counts = super::home::counts(&mut self.tx, &self.app.newsroom.house, &member).await?;
            for place in &mut places {
                place.count = match place.key {
                    "waiting" => Some(counts.total as i64),
                    "requests" => counts.requests,
                    _ => None,
                }
                .filter(|count| *count > 0);
            }
        }
        if self.may(Act::PictureRights) {
            let ending = library::ending_soon(&mut self.tx, &self.app.newsroom.house).await?;
            for place in places.iter_mut().filter(|place| place.key == "pictures") {
                place.count = Some(ending).filter(|count| *count > 0);
            }
        }
        if self.may(Act::Settings) {
            let paused = super::settings::webhooks::paused_by_itself(self).await?;
            for place in places.iter_mut().filter(|place| place.key == "settings") {
                place.count = Some(paused).filter(|count| *count > 0);
            }
        }
        Ok(Frame {
            language: self.paper.language.clone(),
            dir: self.paper.direction(),
            paper: self.paper.name.clone(),
            title: title.to_owned(),
            me: self.member.as_ref().map(|member| Me {
                account: member.account.clone(),
                name: member.name.clone(),
                initials: initials(&member.name),
            }),
            places,
            done: None,
            wrong: None,
            scripts: self.app.printer.assets().href("editor/desk.js").is_some(),
        })
    }

    /// A string of the desk.
    pub(crate) fn word(&self, key: &str) -> String {
        self.words.text(key).unwrap_or_else(|| key.to_owned())
    }

    /// What `?done=KEY` says in the status line; nothing for a key that no string stands behind.
    pub(crate) fn done(&self, key: Option<&str>) -> Option<String> {
        self.words.text(&format!("done-{}", key?))
    }

    /// What a refusal says, in the paper's language when the desk has words for its key.
    pub(crate) fn refusal(&self, refusal: &Refusal) -> String {
        self.words
            .text(&format!("refused-{}", refusal.key))
            .unwrap_or_else(|| sentence(&refusal.message))
    }

    /// A moment in the paper's zone.
    pub(crate) fn moment(&self, at: Micros) -> Moment {
        self.dates.moment(&self.zoned(at), &self.now)
    }

    /// When something is due: at a moment, or on a day without an hour.
    pub(crate) fn due(&self, at: Option<Micros>, day: &str) -> Option<Moment> {
        if let Some(at) = at {
            return Some(self.moment(at));
        }
        day.parse::<jiff::civil::Date>().ok()?;
        let text = self.meant(day, Unit::Day);
        Some(Moment {
            iso: day.to_owned(),
            full: text.clone(),
            text,
        })
    }

    /// A moment as a date and time of the paper's zone.
    pub(crate) fn zoned(&self, at: Micros) -> ZonedDateTime {
        timestamp(at).to_zoned_datetime(self.paper.time_zone())
    }

    /// What a relative word of time means: a day, the week of a day, a month, a year.
    pub(crate) fn meant(&self, day: &str, unit: Unit) -> String {
        let Ok(date) = day.parse::<jiff::civil::Date>() else {
            return day.to_owned();
        };
        let noon = self
            .paper
            .time_zone()
            .to_ambiguous_zoned_datetime(date.at(12, 0, 0, 0))
            .compatible();
        let long = noon.map_or_else(|_| day.to_owned(), |noon| self.dates.date(&noon));
        match unit {
            Unit::Day => long,
            Unit::Week => self.words.with("meant-week", &[("day", &long)]).unwrap_or(long),
            Unit::Month => date.strftime("%Y-%m").to_string(),
            Unit::Year => date.year().to_string(),
        }
    }

    /// The name of an account.
    pub(crate) async fn account_name(&mut self, id: &str) -> Result<String, Error> {
        if let Some(name) = self.names.get(id) {
            return Ok(name.clone());
        }
        let name = names::of_account(&mut self.tx, id).await?;
        self.names.insert(id.to_owned(), name.clone());
        Ok(name)
    }

    /// The name of whoever did something.
    pub(crate) async fn actor_name(&mut self, actor: &str) -> Result<String, Error> {
        match actor.strip_prefix("account:") {
            Some(id) => self.account_name(id).await,
            None => names::of_actor(&mut self.tx, actor).await,
        }
    }

    /// The name of whoever wrote a note.
    pub(crate) async fn writer(&mut self, account: Option<&str>) -> Result<String, Error> {
        match account {
            Some(id) => self.account_name(id).await,
            None => Ok(self.word("the-house")),
        }
    }

    /// Open accounts that work on stories: id and name, by name.
    pub(crate) async fn colleagues(&mut self) -> Result<Vec<(String, String)>, Error> {
        let accounts = q!(self.tx, accounts::all())?;
        let on = On {
            own: true,
            section: None,
        };
        Ok(accounts
            .into_iter()
            .filter(|account| account.is_open() && account.member().may(Act::Read, on))
            .map(|account| (account.id, account.name))
            .collect())
    }

    /// Colleagues as the choices of a form.
    pub(crate) async fn account_choices(&mut self, chosen: Option<&str>) -> Result<Vec<Choice>, Error> {
        Ok(self
            .colleagues()
            .await?
            .into_iter()
            .map(|(id, name)| Choice {
                chosen: chosen == Some(id.as_str()),
                value: id,
                label: name,
            })
            .collect())
    }

    /// The names of a byline, in order.
    pub(crate) async fn signed_by(&mut self, byline: &str) -> Result<Vec<Signer>, Error> {
        let lines: Vec<Byline> = serde_json::from_str(byline).unwrap_or_default();
        let mut out = Vec::with_capacity(lines.len());
        for line in lines {
            let name = match &line.author {
                Some(id) => q!(self.tx, terms::author(id))?
                    .map(|author| author.name)
                    .unwrap_or_default(),
                None => line.guest,
            };
            out.push(Signer {
                author: line.author.unwrap_or_default(),
                name,
                role: line.role,
            });
        }
        Ok(out)
    }

    /// The names of a byline in one line.
    pub(crate) async fn signers(&mut self, byline: &str) -> Result<String, Error> {
        if byline.len() < 3 {
            return Ok(String::new());
        }
        let names: Vec<String> = self.signed_by(byline).await?.into_iter().map(|one| one.name).collect();
        Ok(names.join(", "))
    }

    /// The topics of a story, each chosen.
    pub(crate) async fn topic_choices(&mut self, topics: &str) -> Result<Vec<Choice>, Error> {
        let ids: Vec<String> = serde_json::from_str(topics).unwrap_or_default();
        let mut out = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(topic) = q!(self.tx, terms::topic(&id))? {
                out.push(Choice {
                    value: topic.id,
                    label: topic.name,
                    chosen: true,
                });
            }
        }
        Ok(out)
    }

    /// The picture above a story.
    pub(crate) async fn lead_picture(&mut self, id: Option<&str>) -> Result<Option<LeadPicture>, Error> {
        let Some(id) = id else { return Ok(None) };
        Ok(q!(self.tx, pictures::by_id(id))?.map(|picture| LeadPicture {
            src: picture_src(&picture),
            id: picture.id,
            alt: picture.alt,
            width: picture.width,
            height: picture.height,
            caption: picture.caption,
        }))
    }

    /// A section by id.
    pub(crate) fn section(&self, id: Option<&str>) -> Option<&Section> {
        self.sections.iter().find(|section| Some(section.id.as_str()) == id)
    }

    /// The page as an answer. Nothing of the desk is kept by anybody on the way.
    pub(crate) fn print<P: Page>(&self, status: StatusCode, page: &P) -> Result<Response, Error> {
        Ok(answer(status, self.app.printer.html(page)?))
    }
}

/// Status and words of what a form is answered with: a rule that says no, or somebody who was faster. Other errors
/// have a page of their own.
pub(crate) async fn said(app: &App, error: &Error) -> Option<(StatusCode, String)> {
    match error {
        Error::Refusal(refusal) if refusal.key != "not-allowed" => {
            let words = match Desk::door(app).await {
                Ok(desk) => desk.refusal(refusal),
                Err(_) => sentence(&refusal.message),
            };
            Some((StatusCode::UNPROCESSABLE_ENTITY, words))
        }
        Error::Conflict(message) => Some((StatusCode::CONFLICT, sentence(message))),
        _ => None,
    }
}

/// 303 to an address of this site.
pub(crate) fn leads_to(target: &str) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    if let Ok(target) = HeaderValue::from_str(target) {
        answer.headers_mut().insert(LOCATION, target);
    }
    answer
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// The address of a picture at a size fit for the desk: a rendition near 960 pixels.
pub(crate) fn picture_src(picture: &Picture) -> String {
    super::pictures::src(picture, 960)
}

/// HTML of the desk as an answer.
pub(crate) fn answer(status: StatusCode, html: String) -> Response {
    let mut response = (status, Html(html)).into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A message as a sentence: a capital first, a full stop last.
pub(crate) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let mut text: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    text.push_str(letters.as_str());
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}
