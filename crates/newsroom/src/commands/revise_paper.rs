//! Changes the paper's settings outside the rooms of the desk; each change is a revision. Called by the console, the first
//! start and the links of standing pages; the desk changes one room at a time by `keep_settings`.

use crate::{House, Result, settings};
use courant_model::actor::Actor;
use courant_model::paper::Paper;
use courant_store::{StoreError, Tx, q};

/// Changes the settings from what they are by now, and says what they are then and whether anything differs. Nobody else
/// changes them between the reading and the keeping.
#[crate::boxed]
pub async fn change(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    edit: &(dyn for<'p> Fn(&'p mut Paper) -> Result<()> + Sync),
) -> Result<(Paper, bool)> {
    settings::claim(tx).await?;
    let before = settings::standing(tx).await?;
    let mut after = before.settings.clone();
    edit(&mut after.paper)?;
    let number = settings::put(tx, house, actor, "revise", &before, &after).await?;
    Ok((after.paper, number != before.number))
}

/// Keeps new settings, whatever stood before. Sections stay as they are.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, paper: &Paper) -> Result<()> {
    change(tx, house, actor, &|kept| {
        kept.clone_from(paper);
        Ok(())
    })
    .await?;
    Ok(())
}

/// The settings in force; `NotFound` when the store holds no paper yet.
#[crate::boxed]
pub async fn current(tx: &mut Tx) -> Result<Paper> {
    let settings = q!(tx, paper::current())?
        .ok_or_else(|| crate::Error::NotFound("paper in this store; make one with `courant new`".to_owned()))?;
    Ok(serde_json::from_str(&settings).map_err(|e| StoreError::Unreadable(format!("paper settings: {e}")))?)
}
