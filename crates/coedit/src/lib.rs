//! The Yjs document of a draft: seeded from a story, fed with updates, and read back as a draft that the schema allows.
//! The newsroom's rooms call it; it knows no store, no clock and no network.
