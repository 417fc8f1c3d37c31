//! `courant section SLUG`: a section's name, description and rule for replies, printed or changed.
//! `crate::obey` runs it; the address of a section stays.

use crate::cli::Section;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::actor::Actor;
use courant_newsroom::commands::revise_section;
use courant_store::q;
use serde_json::json;

/// Changes what is named and prints what is in force.
pub async fn run(flags: Flags, wanted: &Section) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    let mut tx = newsroom.store.write().await?;
    let sections = q!(tx, terms::sections())?;
    let slugs: Vec<&str> = sections.iter().map(|section| section.slug.as_str()).collect();
    let before = sections
        .iter()
        .find(|section| section.slug == wanted.slug.trim_matches('/'))
        .ok_or_else(|| {
            Failure::new(format!(
                "there is no section {:?}; there are {}",
                wanted.slug,
                slugs.join(", ")
            ))
        })?;
    let mut section = before.clone();
    if let Some(name) = &wanted.name {
        name.trim().clone_into(&mut section.name);
    }
    if let Some(description) = &wanted.description {
        description.trim().clone_into(&mut section.description);
    }
    if let Some(replies) = &wanted.replies {
        section.replies.clone_from(replies);
    }
    section.replies_close_after_days = wanted.close_after.unwrap_or(section.replies_close_after_days);
    if section != *before {
        revise_section::run(&mut tx, &newsroom.house, &Actor::Console, &section).await?;
        tx.commit().await?;
    }
    report::json(&json!({
        "slug": section.slug,
        "name": section.name,
        "description": section.description,
        "replies": section.replies,
        "close_after": section.replies_close_after_days,
    }))
}
