//! The whole product from outside: the program is started, and what it prints, keeps and answers is looked at.
//! One binary, one module a subject.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "tests"
)]

mod accounts;
mod acts;
mod addresses;
mod anything;
mod caching;
mod cli;
mod coediting;
mod copydesk;
mod copying;
mod day;
mod desk;
mod diary;
mod embargo;
mod feeds;
mod front_page;
mod harness;
mod headers;
mod hostile;
mod house;
mod live_desk;
mod long_list;
mod machines;
mod media;
mod moving;
mod moving_in;
mod moving_out;
mod nodes;
mod numbers;
mod pictures;
mod publishing;
mod record_erased;
mod record_lists;
mod record_names;
mod record_quotations;
mod replies;
mod rights;
mod schedules;
mod search;
mod settings;
mod site;
mod storylines;
mod taken_down;
mod uploads;
mod webhooks;
mod wp_api;
mod wp_comments;
mod wp_linked;
