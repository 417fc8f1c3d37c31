//! What comes from and goes to other systems: so far saved news pages, read into typed stories.
//! The command line calls it, and writes what was found through the newsroom's commands.

pub mod page;
pub mod wordpress;
