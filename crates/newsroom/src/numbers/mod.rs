//! How often pages were read, and where readers came from: [`keep`] takes in what the serving nodes counted, [`trim`]
//! forgets it in time, and the rest answers the desk. The web crate counts; nothing here knows a reader.

mod asking;
mod keeping;
mod sheet;

pub use asking::{Period, Row, Site, Today, list, replies, site, today};
pub use keeping::{Batch, Counted, Unkept, keep, trim};
pub use sheet::{Sheet, sheet};
