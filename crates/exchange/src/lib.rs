//! What comes from and goes to other systems: saved news pages, exports of WordPress and Ghost, folders of Markdown, feeds, items
//! of the wire and replies of other services, read into typed items. The command line calls it, and writes what was found through
//! the newsroom's commands.

pub mod feed;
pub mod ghost;
pub mod markdown;
pub mod out;
pub mod page;
pub mod replies;
pub mod wire;
pub mod wordpress;
mod xml;
