//! The copy desk's tab of the rail, and the stops that the tab of publishing shows: what the checks say of the draft now.
//! Part of the rail; while people write, the island keeps the list up to date.

use crate::desk::copy_desk::CopyList;
use crate::desk::visit::Desk;
use courant_model::story::{Revision, Story};
use courant_newsroom::commands::stops;
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, copydesk};

/// The list, or nothing where neither tab is open: reading a story costs more than printing a rail.
pub(super) async fn fill(
    desk: &mut Desk<'_>,
    who: &Who,
    story: &Story,
    head: &Revision,
    tab: &str,
) -> Result<Option<CopyList>, Error> {
    if !matches!(tab, "copy-desk" | "publish") {
        return Ok(None);
    }
    let found: copydesk::Findings = stops::present(&mut desk.tx, &desk.app.newsroom.house, story, head).await?;
    Ok(Some(CopyList::fill(desk, who, story, head, &found).await?))
}
