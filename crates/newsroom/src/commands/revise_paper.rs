//! Changes the paper's settings; each change is a revision. Called by `open_paper` and, one day, by the settings page.
//! A zone or language that nobody knows is refused here, so that pages never meet one.

use crate::copydesk::withheld;
use crate::{House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::paper::Paper;
use courant_store::{StoreError, Tx, q};

/// Keeps new settings.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, paper: &Paper) -> Result<()> {
    decide(paper)?;
    guard(tx, house, paper).await?;
    keep(tx, house, actor, paper).await
}

/// Every page prints name, line and foot. Whoever changes settings has no say over names that are
/// held back; the chief takes a name off the list first.
async fn guard(tx: &mut Tx, house: &House, paper: &Paper) -> Result<()> {
    let mut texts = vec![paper.name.as_str(), paper.tagline.as_str()];
    for link in &paper.footer {
        texts.extend([link.label.as_str(), link.href.as_str()]);
    }
    if withheld::holds(tx, house, &texts).await? {
        return Err(withheld::held());
    }
    Ok(())
}

pub(super) async fn keep(tx: &mut Tx, house: &House, actor: &Actor, paper: &Paper) -> Result<()> {
    let settings = serde_json::to_string(paper).map_err(|e| StoreError::Unreadable(e.to_string()))?;
    q!(tx, paper::revise(house.now(), &actor.to_string(), &settings))?;
    tx.enter(house.now(), actor, "revise", &Thing::Paper);
    Ok(())
}

/// Whether settings can be kept.
pub(super) fn decide(paper: &Paper) -> Result<(), Refusal> {
    if paper.name.trim().is_empty() {
        return Err(Refusal::new("paper-name", "a paper needs a name"));
    }
    if jiff::tz::TimeZone::get(&paper.zone).is_err() {
        return Err(Refusal::new(
            "paper-zone",
            format!("{:?} is no time zone; zones look like Europe/Lisbon", paper.zone),
        ));
    }
    let language_is_plain = (2..=35).contains(&paper.language.len())
        && paper
            .language
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !language_is_plain {
        return Err(Refusal::new(
            "paper-language",
            format!("{:?} is no language tag such as en or pt-PT", paper.language),
        ));
    }
    if let Some(workflow) = &paper.workflow {
        workflow
            .check()
            .map_err(|faults| Refusal::new("workflow", faults.0.join("\n")))?;
    }
    Ok(())
}

/// The settings in force; `NotFound` when the store holds no paper yet.
#[crate::boxed]
pub async fn current(tx: &mut Tx) -> Result<Paper> {
    let settings = q!(tx, paper::current())?
        .ok_or_else(|| crate::Error::NotFound("paper in this store; make one with `courant new`".to_owned()))?;
    Ok(serde_json::from_str(&settings).map_err(|e| StoreError::Unreadable(format!("paper settings: {e}")))?)
}
