//! Stands empty.
