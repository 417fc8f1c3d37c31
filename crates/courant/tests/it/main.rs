//! The whole product from outside: the program is started, and what it prints, keeps and answers is looked at.
//! One binary, one module a subject.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod cli;
