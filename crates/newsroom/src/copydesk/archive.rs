//! Names as the archive spells them: those that several published stories have, in the form in which they print them.
//! Asked by [`super::desk_for`]; the list is counted anew at most every few minutes, since it hardly changes.

use crate::Result;
use courant_copydesk::NameKind;
use courant_model::time::{Micros, SECOND};
use courant_store::{Tx, q};
use std::sync::{Arc, Mutex, PoisonError};

/// In fewer stories a spelling may be a slip that was copied once.
const LEAST_STORIES: i64 = 3;
/// Names that are held, the ones that most stories have.
const MOST_NAMES: i64 = 50_000;
/// How long a list is good.
const GOOD_FOR: Micros = 600 * SECOND;

/// The list, and when it was counted.
#[derive(Debug, Default)]
pub struct Archive(Mutex<Option<(Micros, Arc<Vec<String>>)>>);

impl Archive {
    /// People whom the archive names often.
    pub async fn people(&self, tx: &mut Tx, now: Micros) -> Result<Arc<Vec<String>>> {
        if let Some((counted, names)) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref()
            && (0..GOOD_FOR).contains(&now.saturating_sub(*counted))
        {
            return Ok(names.clone());
        }
        let names = q!(
            tx,
            copydesk::often_found(NameKind::Person.word(), LEAST_STORIES, MOST_NAMES)
        )?;
        let names = Arc::new(names);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, names.clone()));
        Ok(names)
    }
}
