//! The binary's rooms: the command line, the machine's settings, and one file a command.
//! `main.rs` calls [`run`]; integration tests call the parts that need no process of their own.

pub mod cli;
pub mod commands;
pub mod config;
pub mod copying;
pub mod demo;
pub mod exporting;
pub mod failure;
pub mod house;
pub mod importing;
mod log;
pub mod progress;
pub mod report;

use clap::Parser;
use cli::{Cli, Command};
use failure::{Failure, Result};
use std::process::ExitCode;

/// Reads the command line and does what it says: 0 done, 1 refused or failed, 2 wrong usage.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // One provider for all of TLS; only a second installation can fail, and there is none.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => {
            let outcome = runtime.block_on(obey(cli));
            // Work that was begun in the background must not hold up the end.
            runtime.shutdown_timeout(std::time::Duration::from_secs(2));
            outcome
        }
        Err(error) => Err(Failure::new(format!("the runtime cannot start: {error}"))),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            report::say(&format!("error: {failure}"));
            ExitCode::from(1)
        }
    }
}

async fn obey(cli: Cli) -> Result<ExitCode> {
    let flags = cli.place.flags();
    match cli.command {
        Command::New(new) => commands::new::run(flags, &new).await?,
        Command::Serve(serving) => commands::serve::run(flags, &serving).await?,
        Command::Demo(serving) => commands::demo::run(flags, &serving).await?,
        Command::Import(cli::Import::Page(page)) => return commands::import_page::run(flags, &page).await,
        Command::Import(cli::Import::Wordpress(asked)) => return commands::import_wordpress::run(flags, &asked).await,
        Command::Import(cli::Import::Ghost(asked)) => return commands::import_ghost::run(flags, &asked).await,
        Command::Import(cli::Import::Courant(from)) => commands::import_courant::run(flags, &from).await?,
        Command::Export(export) => return commands::export::run(flags, &export).await,
        Command::Import(cli::Import::Markdown(asked)) => return commands::import_markdown::run(flags, &asked).await,
        Command::Import(cli::Import::Feed(asked)) => return commands::import_feed::run(flags, &asked).await,
        Command::Import(cli::Import::Replies(asked)) => return commands::import_replies::run(flags, &asked).await,
        Command::Replies(replies) => return commands::replies::run(flags, &replies).await,
        Command::Reports { json, addresses } => commands::reports::run(flags, json, addresses).await?,
        Command::Section(section) => commands::section::run(flags, &section).await?,
        Command::Paper(settings) => commands::paper::run(flags, &settings).await?,
        Command::BenchFill { stories } => commands::bench_fill::run(flags, stories).await?,
        Command::Story(story) => commands::story::run(flags, &story).await?,
        Command::Front(front) => commands::front::run(flags, &front).await?,
        Command::Account(account) => commands::account::run(flags, &account).await?,
        Command::Workflow(workflow) => commands::workflow::run(flags, &workflow).await?,
        Command::Record(record) => commands::record::run(flags, &record).await?,
        Command::Mail(mail) => commands::mail::run(flags, &mail).await?,
        Command::Theme(theme) => return commands::theme::run(&theme),
        Command::Check(check) => return commands::check::run(&check),
        Command::Config { json } => commands::config::run(&flags, json)?,
    }
    Ok(ExitCode::SUCCESS)
}
