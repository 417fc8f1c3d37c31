//! What comes from and goes to other systems: saved news pages, and exports of WordPress and Ghost, read into typed stories.
//! The command line calls it, and writes what was found through the newsroom's commands.

pub mod ghost;
pub mod page;
pub mod wordpress;
