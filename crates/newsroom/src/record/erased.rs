//! Names that were erased from the record, each known by a keyed hash of its folded form and by nothing else.
//! What the copy desk finds anew under such a name is not kept, and no confirmation makes an entry of it; only an editor who
//! enters somebody by hand does, and then the hash goes.

use crate::{House, Result};
use courant_model::record::fold;
use courant_store::{Tx, q};

/// The hash of a name.
fn mac(house: &House, name: &str) -> String {
    let mac = house.keys.text_mac(&format!("erased name {}", fold(name)));
    mac.iter()
        .fold(String::new(), |so_far, byte| format!("{so_far}{byte:02x}"))
}

/// Remembers a name.
pub(crate) async fn remember(tx: &mut Tx, house: &House, name: &str) -> Result<()> {
    Ok(q!(tx, erasing::remember(&mac(house, name), house.now()))?)
}

/// Whether a name was erased.
pub(crate) async fn is(tx: &mut Tx, house: &House, name: &str) -> Result<bool> {
    Ok(q!(tx, erasing::is_remembered(&mac(house, name)))?)
}

/// Forgets that it was.
pub(crate) async fn forget(tx: &mut Tx, house: &House, name: &str) -> Result<()> {
    Ok(q!(tx, erasing::forget(&mac(house, name)))?)
}
