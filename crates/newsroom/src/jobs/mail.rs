//! Sends letters to colleagues: a row written by the command that has something to tell, sent when its time comes.
//! A letter is named by its job, so that one that is sent twice is the same letter twice.

use super::letters::{Facts, Letters};
use crate::accounts::door_keys;
use crate::accounts::token::{self, Token};
use crate::commands::{note_in_margin, revise_paper};
use crate::outside::mail::{Letter, Sent};
use crate::permissions::Who;
use crate::{Error, House, Newsroom, Refusal, Result, names, people};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use courant_model::account::{Act, On};
use courant_model::door::{Account, DoorKey};
use courant_model::entry::Thing;
use courant_model::job::Job;
use courant_model::note::{Note, NoticeKind};
use courant_model::paper::Paper;
use courant_model::story::Story;
use courant_model::time::{HOUR, Micros, timestamp};
use courant_store::{StoreError, Tx, q};
use serde::{Deserialize, Serialize};
use std::time::{Duration, SystemTime};

/// Its name in the job table; the payload is an [`Errand`] as JSON.
pub const KIND: &str = "mail";

/// So long before a story goes out by itself people hear of it.
pub const BEFORE: Micros = HOUR;

/// What a letter is for. It holds ids alone; names and words are read when it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Errand {
    /// A notice, by id.
    Notice(String),
    /// A schedule whose time comes near, by id of its story: becomes one errand a colleague.
    GoingOut(String),
    /// The same for one colleague.
    GoingOutTo {
        /// The story.
        story: String,
        /// The account.
        account: String,
    },
    /// What somebody is answered who asked to have the record put right, by id of the request.
    Answered(String),
    /// A trial, to an address that the console or the settings gave.
    Trial(String),
    /// A subscription of another machine that was paused by itself, for one who keeps the settings.
    WebhookPaused {
        /// The subscription.
        webhook: String,
        /// The account.
        account: String,
    },
    /// A one-time link, to whom it is for.
    Link {
        /// Id of the link.
        key: String,
        /// Its token in base64, sealed: whoever reads the row opens nothing with it.
        sealed: String,
    },
}

/// Asks for a letter now.
#[crate::boxed]
pub async fn ask(tx: &mut Tx, house: &House, errand: &Errand) -> Result<String> {
    ask_at(tx, house, errand, house.now()).await
}

/// Asks for a letter at a time; returns the job's id.
#[crate::boxed]
pub async fn ask_at(tx: &mut Tx, house: &House, errand: &Errand, at: Micros) -> Result<String> {
    let job = job(house, errand, at)?;
    q!(tx, jobs::ask(&job))?;
    Ok(job.id)
}

/// Asks for the letter that brings a one-time link to whom it is for.
#[crate::boxed]
pub async fn ask_link(tx: &mut Tx, house: &House, key: &DoorKey, token: &Token) -> Result<String> {
    let sealed = house.keys.seal_secret(&key.id, token.as_str().as_bytes())?;
    let errand = Errand::Link {
        key: key.id.clone(),
        sealed: STANDARD.encode(sealed),
    };
    ask(tx, house, &errand).await
}

/// A letter as a job that nobody asked for yet.
pub fn job(house: &House, errand: &Errand, at: Micros) -> Result<Job> {
    Ok(Job {
        id: house.id(),
        kind: KIND.to_owned(),
        payload: serde_json::to_string(errand).map_err(|e| StoreError::Unreadable(e.to_string()))?,
        run_at: at,
        attempts: 0,
        claimed_until: 0,
        problem: String::new(),
    })
}

/// Longest time in which a trial letter must have gone or failed.
const TRIAL: Duration = Duration::from_secs(40);

/// Sends a trial letter now and waits for what becomes of it. For whoever keeps the settings; the ledger tells that it
/// was sent, not to whom.
#[crate::boxed]
pub async fn trial(newsroom: &Newsroom, who: &Who, address: &str) -> Result<Sent> {
    who.check(Act::Settings, On::NOTHING)?;
    let house = &newsroom.house;
    crate::outside::mail::mailbox(address)
        .map_err(|_| Refusal::new("trial-address", format!("{address:?} is no e-mail address")))?;
    if let Some(account) = who.account() {
        let mut tx = newsroom.store.write().await?;
        let thing = Thing::Account(account.to_owned());
        tx.enter(house.now(), &who.actor(), "trial letter", &thing);
        tx.commit().await?;
    }
    let job = job(house, &Errand::Trial(address.to_owned()), house.now())?;
    let sent = tokio::time::timeout(TRIAL, deliver(newsroom, &job))
        .await
        .map_err(|_| Refusal::new("mail", "the mail server did not answer in time"))??;
    sent.ok_or_else(|| Error::NotFound("letter to send".to_owned()))
}

/// Sends one. A letter that has lost its point is done without being sent.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom, job: &Job) -> Result<()> {
    deliver(newsroom, job).await.map(|_| ())
}

/// Sends one and says what became of it; `None` when it had lost its point. The settings' trial letter waits for this.
#[crate::boxed]
pub async fn deliver(newsroom: &Newsroom, job: &Job) -> Result<Option<Sent>> {
    let errand: Errand = serde_json::from_str(&job.payload).map_err(|e| StoreError::Unreadable(e.to_string()))?;
    let Some(post) = &newsroom.post else {
        return Err(Refusal::new("mail", "this process sends no mail").into());
    };
    let at = |path: &str| post.absolute(path);
    let now = newsroom.house.now();
    let written = match &errand {
        Errand::Notice(id) => {
            let mut tx = newsroom.store.read().await?;
            of_notice(&mut tx, id, at).await?
        }
        Errand::GoingOut(story) => {
            let mut tx = newsroom.store.write().await?;
            for account in concerned(&mut tx, story, now).await? {
                let errand = Errand::GoingOutTo {
                    story: story.clone(),
                    account,
                };
                ask(&mut tx, &newsroom.house, &errand).await?;
            }
            // In one transaction with its letters: tried again, it asks for none twice.
            q!(tx, jobs::done(&job.id))?;
            tx.commit().await?;
            None
        }
        Errand::GoingOutTo { story, account } => {
            let mut tx = newsroom.store.read().await?;
            of_going_out(&mut tx, story, account, now, at).await?
        }
        Errand::Answered(id) => {
            let mut tx = newsroom.store.read().await?;
            of_request(&mut tx, &newsroom.house, id).await?
        }
        Errand::Trial(address) => {
            let mut tx = newsroom.store.read().await?;
            let paper = revise_paper::current(&mut tx).await?;
            let words = Letters::of(&paper.language);
            let values = [("paper", paper.name.as_str())];
            Some(Written {
                name: String::new(),
                address: address.clone(),
                subject: words.say("test-subject", &values),
                text: words.say("test-text", &values) + "\n",
            })
        }
        Errand::WebhookPaused { webhook, account } => {
            let mut tx = newsroom.store.read().await?;
            of_webhook(&mut tx, webhook, account, at).await?
        }
        Errand::Link { key, sealed } => {
            let mut tx = newsroom.store.read().await?;
            of_link(&mut tx, &newsroom.house, key, sealed, at).await?
        }
    };
    let Some(written) = written else { return Ok(None) };
    let letter = Letter {
        id: job.id.clone(),
        name: written.name,
        address: written.address,
        subject: written.subject,
        text: written.text,
        at: SystemTime::UNIX_EPOCH + Duration::from_micros(now.max(0) as u64),
    };
    post.send(&letter)
        .await
        .map(Some)
        .map_err(|error| Error::Refusal(Refusal::new("mail", error.to_string())))
}

/// A letter without its name.
struct Written {
    name: String,
    address: String,
    subject: String,
    text: String,
}

/// An answer to somebody who asked to have the record put right; the address is read when the letter goes.
async fn of_request(tx: &mut Tx, house: &House, id: &str) -> Result<Option<Written>> {
    let Some(request) = q!(tx, requests::by_id(id))?.filter(|request| request.answered_at.is_some()) else {
        return Ok(None);
    };
    let Some(sealed) = &request.email_cipher else {
        return Ok(None);
    };
    let paper = revise_paper::current(tx).await?;
    let words = Letters::of(&paper.language);
    let values = [("paper", paper.name.as_str())];
    let asked = request.body.lines().collect::<Vec<_>>().join("\n> ");
    Ok(Some(Written {
        name: String::new(),
        address: house.keys.unseal(sealed)?,
        subject: words.say("answered-subject", &values),
        text: format!("{}\n\n> {asked}\n\n-- \n{}\n", request.answer, paper.name),
    }))
}

/// That a subscription was paused; nothing once it was taken up again or removed.
async fn of_webhook(tx: &mut Tx, webhook: &str, account: &str, at: impl Fn(&str) -> String) -> Result<Option<Written>> {
    let (Some(account), Some(webhook)) = (reader(tx, account).await?, q!(tx, webhooks::by_id(webhook))?) else {
        return Ok(None);
    };
    if webhook.state != "paused" || webhook.paused_why == "hand" {
        return Ok(None);
    }
    let paper = revise_paper::current(tx).await?;
    let words = Letters::of(&paper.language);
    let values = [("paper", paper.name.as_str()), ("webhook", webhook.name.as_str())];
    let text = words.say(&format!("webhook-{}-text", webhook.paused_why), &values);
    let place = at(&format!("/desk/settings/webhooks/{}", webhook.id));
    Ok(Some(Written {
        name: account.name,
        address: account.email,
        subject: words.say("webhook-paused-subject", &values),
        text: format!("{text}\n\n{} {place}\n", words.say("open", &[])),
    }))
}

/// The open account that a letter is for.
async fn reader(tx: &mut Tx, id: &str) -> Result<Option<Account>> {
    Ok(q!(tx, accounts::by_id(id))?.filter(Account::is_open))
}

async fn of_notice(tx: &mut Tx, id: &str, at: impl Fn(&str) -> String) -> Result<Option<Written>> {
    let Some(notice) = q!(tx, notes::notice(id))? else {
        return Ok(None);
    };
    let Some(kind) = NoticeKind::parse(&notice.kind) else {
        return Ok(None);
    };
    let (Some(account), Some(story)) = (
        reader(tx, &notice.account_id).await?,
        q!(tx, stories::by_id(&notice.story_id))?,
    ) else {
        return Ok(None);
    };
    let paper = revise_paper::current(tx).await?;
    let note: Option<Note> = match &notice.note_id {
        Some(id) => q!(tx, notes::by_id(id))?,
        None => None,
    };
    let said = match note {
        // What is under embargo is said in no letter.
        Some(note) if story.embargo_until.is_none() => note_in_margin::printed(tx, &note.body).await?,
        _ => String::new(),
    };
    let by = match &notice.by_account {
        Some(by) => names::of_account(tx, by).await?,
        None => String::new(),
    };
    let due = story
        .due_at
        .filter(|_| kind == NoticeKind::Assigned)
        .map(|due| moment(&paper, due));
    Ok(Some(written(&paper, &account, &story, kind, by, said, due, at)))
}

async fn of_going_out(
    tx: &mut Tx,
    story: &str,
    account: &str,
    now: Micros,
    at: impl Fn(&str) -> String,
) -> Result<Option<Written>> {
    let (Some(account), Some(due), Some(story)) = (
        reader(tx, account).await?,
        waits(tx, story, now).await?,
        q!(tx, stories::by_id(story))?,
    ) else {
        return Ok(None);
    };
    let paper = revise_paper::current(tx).await?;
    let due = moment(&paper, due);
    Ok(Some(written(
        &paper,
        &account,
        &story,
        NoticeKind::GoingOut,
        String::new(),
        String::new(),
        Some(due),
        at,
    )))
}

/// The letter with a link; none once the link was used, taken back, or became too old.
async fn of_link(
    tx: &mut Tx,
    house: &House,
    id: &str,
    sealed: &str,
    at: impl Fn(&str) -> String,
) -> Result<Option<Written>> {
    let sealed = STANDARD
        .decode(sealed)
        .map_err(|error| StoreError::Unreadable(error.to_string()))?;
    let opened = house.keys.unseal_secret(id, &sealed)?;
    let opened = String::from_utf8(opened).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    let Some(key) = q!(tx, doors::key(&token::hash(house, &opened)))?.filter(|key| key.expires_at > house.now()) else {
        return Ok(None);
    };
    let (name, address) = if let Some(account) = &key.account_id {
        let Some(account) = reader(tx, account).await? else {
            return Ok(None);
        };
        (account.name, account.email)
    } else {
        let offer = door_keys::offer(&key)?;
        (offer.name, offer.email)
    };
    let paper = revise_paper::current(tx).await?;
    let by = names::of_actor(tx, &key.made_by).await?;
    let (date, time) = moment(&paper, key.expires_at);
    let link = at(&format!("/desk/{}?key={opened}", key.kind));
    let values = [
        ("paper", paper.name.as_str()),
        ("by", by.as_str()),
        ("date", date.as_str()),
        ("time", time.as_str()),
    ];
    let words = Letters::of(&paper.language);
    let text = words.say(&format!("{}-text", key.kind), &values);
    Ok(Some(Written {
        name,
        address,
        subject: words.say(&format!("{}-subject", key.kind), &values),
        text: format!("{text}\n\n{link}\n\n{}\n", words.say("link-once", &values)),
    }))
}

/// When a story goes out, if it still is to and its time is near.
async fn waits(tx: &mut Tx, story: &str, now: Micros) -> Result<Option<Micros>> {
    Ok(q!(tx, schedules::of_story(story))?
        .into_iter()
        .find(|schedule| schedule.state == "waiting")
        .map(|schedule| schedule.due_at)
        .filter(|due| *due <= now + BEFORE && *due > now))
}

/// Who wants to hear that a story goes out: whose it is, and who may publish it.
async fn concerned(tx: &mut Tx, story: &str, now: Micros) -> Result<Vec<String>> {
    if waits(tx, story, now).await?.is_none() {
        return Ok(Vec::new());
    }
    let (story, head) = crate::commands::story_with_head(tx, story).await?;
    let mut wanted = Vec::new();
    for member in people::all(tx).await? {
        let id = Some(member.account.as_str());
        let own = story.begun_by.as_deref() == id || story.assignee.as_deref() == id;
        if !own && !people::may(&member, Act::Publish, &story, &head) {
            continue;
        }
        let choice = NoticeKind::GoingOut.mail_choice().unwrap_or_default();
        if reader(tx, &member.account)
            .await?
            .is_some_and(|account| account.wants_mail(choice))
        {
            wanted.push(member.account);
        }
    }
    Ok(wanted)
}

/// Day and time in the paper's zone.
fn moment(paper: &Paper, at: Micros) -> (String, String) {
    let zoned = timestamp(at).to_zoned_datetime(paper.time_zone());
    (zoned.date().to_string(), zoned.strftime("%H:%M %Z").to_string())
}

#[expect(clippy::too_many_arguments, reason = "each is one fact of the letter")]
fn written(
    paper: &Paper,
    account: &Account,
    story: &Story,
    kind: NoticeKind,
    by: String,
    said: String,
    due: Option<(String, String)>,
    at: impl Fn(&str) -> String,
) -> Written {
    let time = due.as_ref().map(|(_, time)| time.clone()).unwrap_or_default();
    let facts = Facts {
        story: story.working_slug.replace('-', " "),
        by,
        said,
        due: due.filter(|_| kind == NoticeKind::Assigned),
        time,
        story_address: at(&format!("/desk/stories/{}", story.id)),
        choices_address: at("/desk/account"),
    };
    let (subject, text) = Letters::of(&paper.language).about(kind, &facts);
    Written {
        name: account.name.clone(),
        address: account.email.clone(),
        subject,
        text,
    }
}
