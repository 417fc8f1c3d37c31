//! `courant paper`: the paper's own settings, printed or changed; every change is kept as a revision.
//! `crate::obey` runs it; the machine's settings are `courant config`'s.

use crate::cli::Settings;
use crate::config::Flags;
use crate::failure::Result;
use crate::{house, report};
use courant_model::actor::Actor;
use courant_model::paper::Paper;
use courant_newsroom::commands::{revise_paper, set_breaking};
use courant_newsroom::permissions::Who;

/// Changes what is named and prints what is in force.
pub async fn run(flags: Flags, wanted: &Settings) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    let mut tx = newsroom.store.write().await?;
    let (paper, mut changed) = revise_paper::change(&mut tx, &newsroom.house, &Actor::Console, &|paper| {
        apply(wanted, paper);
        Ok(())
    })
    .await?;
    if let Some(text) = &wanted.breaking {
        let who = Who::House(Actor::Console);
        if text.trim().is_empty() {
            set_breaking::end(&mut tx, &newsroom.house, &who).await?;
        } else {
            let story_id = match &wanted.breaking_story {
                Some(path) => Some(super::live_at(&mut tx, path).await?.story_id),
                None => None,
            };
            let strip = set_breaking::Set {
                text: text.clone(),
                story_id,
                until: None,
            };
            set_breaking::run(&mut tx, &newsroom.house, &who, &strip).await?;
        }
        changed = true;
    }
    if changed {
        tx.commit().await?;
    }
    report::json(&paper)
}

/// Puts what was named in the place of what stands.
fn apply(wanted: &Settings, paper: &mut Paper) {
    let set = |field: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            field.clone_from(value);
        }
    };
    set(&mut paper.name, &wanted.name);
    set(&mut paper.tagline, &wanted.tagline);
    set(&mut paper.zone, &wanted.zone);
    set(&mut paper.language, &wanted.language);
    paper.indexed = wanted.indexed.unwrap_or(paper.indexed);
    paper.refuse_training = wanted.refuse_training.unwrap_or(paper.refuse_training);
}
