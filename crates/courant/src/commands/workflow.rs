//! `courant workflow show|set|reset`: the table of a story's states, as TOML.
//! `crate::obey` runs it; a table that cannot be used is refused with every fault, and so is one that strands a story.

use crate::cli::Workflow as Wanted;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::actor::Actor;
use courant_model::workflow::Workflow;
use courant_newsroom::commands::revise_paper;
use courant_newsroom::shelf;
use courant_store::Tx;

/// Prints or changes it.
pub async fn run(flags: Flags, wanted: &Wanted) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, paper) = house::open_standing(&settings.machine).await?;
    let workflow = match wanted {
        Wanted::Show => return print(&paper.workflow()),
        Wanted::Set { file } => {
            let text = std::fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
            let workflow: Workflow =
                toml::from_str(&text).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
            workflow.check().map_err(|faults| {
                Failure::new(format!(
                    "{}: this table cannot be used\n  {}",
                    file.display(),
                    faults.0.join("\n  ")
                ))
            })?;
            Some(workflow)
        }
        Wanted::Reset => None,
    };
    let mut tx = newsroom.store.write().await?;
    let (paper, _) = revise_paper::change(&mut tx, &newsroom.house, &Actor::Console, &|paper| {
        paper.workflow.clone_from(&workflow);
        Ok(())
    })
    .await?;
    nobody_stranded(&mut tx, &paper.workflow()).await?;
    tx.commit().await?;
    print(&paper.workflow())
}

fn print(workflow: &Workflow) -> Result<()> {
    let text = toml::to_string(workflow).map_err(|error| Failure::new(error.to_string()))?;
    report::print(text.trim_end());
    Ok(())
}

/// A story in a state out of which the new table leads nowhere could never go on.
async fn nobody_stranded(tx: &mut Tx, workflow: &Workflow) -> Result<()> {
    for (state, count) in shelf::counts(tx).await? {
        if count > 0 && !workflow.holds(state) {
            return Err(Failure::new(format!(
                "{count} stories are {}, and this table has no step out of it; give it one, or move them on first",
                state.as_str()
            )));
        }
    }
    Ok(())
}
