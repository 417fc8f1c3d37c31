//! Stories that the old site kept on top: the newest of them hold the slots at the head of the front page, where nobody
//! has laid it out yet. The end of an import calls it.

use super::{Import, who};
use crate::failure::Result;
use courant_model::front::{Changes, Front, Seat, Slot};
use courant_newsroom::commands::put_front_live;
use courant_newsroom::fronts;

impl Import<'_> {
    /// Lets the stories that came in now, and were kept on top there, hold what stands free at the head.
    pub(super) async fn keep_on_top(&mut self) -> Result<()> {
        if self.on_top.is_empty() || self.asked.dry_run {
            return Ok(());
        }
        self.on_top.sort_by(|one, other| other.cmp(one));
        let mut tx = self.newsroom.store.write().await?;
        let mut layout = fronts::layout(&mut tx, &Front::Paper).await?;
        let mut held = 0;
        let mut newest = self.on_top.iter();
        for seat in [Seat::Lead, Seat::Second(0), Seat::Second(1)] {
            if *layout.at(&seat) != Slot::AUTOMATIC {
                continue;
            }
            let Some((_, story)) = newest.next() else { break };
            layout = layout.with(&Changes::of(seat, Slot::story(story.clone())));
            held += 1;
        }
        if held > 0 {
            put_front_live::set(&mut tx, &self.newsroom.house, &who(), &Front::Paper, &layout).await?;
            tx.commit().await?;
            let more = self.on_top.len() - held;
            let rest = if more > 0 {
                format!(", {more} more do not")
            } else {
                String::new()
            };
            self.said.note(format!(
                "{held} stories that were kept on top hold the head of the front page{rest}; `courant front automatic lead` \
                 lets it go"
            ));
        }
        Ok(())
    }
}
