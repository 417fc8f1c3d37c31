//! Changes the paper's settings as a whole; each change is a revision. Called by the console and the first start; the
//! desk changes one room at a time by `keep_settings`.

use crate::{House, Result, settings};
use courant_model::actor::Actor;
use courant_model::paper::Paper;
use courant_model::settings::Settings;
use courant_store::{StoreError, Tx, q};

/// Keeps new settings. Sections stay as they are.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, paper: &Paper) -> Result<()> {
    settings::claim(tx).await?;
    let before = settings::standing(tx).await?;
    let after = Settings {
        paper: paper.clone(),
        sections: before.settings.sections.clone(),
    };
    settings::put(tx, house, actor, "revise", &before, &after).await?;
    Ok(())
}

/// The settings in force; `NotFound` when the store holds no paper yet.
#[crate::boxed]
pub async fn current(tx: &mut Tx) -> Result<Paper> {
    let settings = q!(tx, paper::current())?
        .ok_or_else(|| crate::Error::NotFound("paper in this store; make one with `courant new`".to_owned()))?;
    Ok(serde_json::from_str(&settings).map_err(|e| StoreError::Unreadable(format!("paper settings: {e}")))?)
}
