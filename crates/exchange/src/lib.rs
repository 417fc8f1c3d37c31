//! What comes from and goes to other systems: so far saved news pages.
//! The command line calls it; it writes through the newsroom's commands like everybody else.

pub mod page;
