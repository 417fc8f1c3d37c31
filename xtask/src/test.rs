//! `cargo xtask test`: every check of the house one after the other, going on after a failure and summing up at the end.
//! Run by people before a commit and by `.ci/run`; its last line is `N passed, N failed`.

use crate::cluster::Cluster;
use crate::run::{aloud, cargo, quietly};
use crate::tally::{self, Tally};
use crate::{Outcome, e2e, editor, machine, run, sql, tidy};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// What a step came to.
struct Step {
    name: &'static str,
    seconds: f64,
    outcome: Ended,
}

enum Ended {
    Counted(Tally),
    Skipped(String),
}

#[derive(Default)]
struct Steps(Vec<Step>);

impl Steps {
    fn run(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<Ended>) {
        println!("\n== {name}");
        let since = Instant::now();
        let outcome = work().unwrap_or_else(|trouble| {
            println!("{trouble}");
            Ended::Counted(tally::of_check(false))
        });
        let seconds = since.elapsed().as_secs_f64();
        let step = Step { name, seconds, outcome };
        println!("{}", line(&step));
        self.0.push(step);
    }

    fn check(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<bool>) {
        self.run(name, || Ok(Ended::Counted(tally::of_check(work()?))));
    }

    fn sum(&self) -> Tally {
        let mut sum = Tally::default();
        for step in &self.0 {
            if let Ended::Counted(counted) = step.outcome {
                sum += counted;
            }
        }
        sum
    }
}

fn line(step: &Step) -> String {
    let Step { name, seconds, outcome } = step;
    let result = match outcome {
        Ended::Counted(Tally { passed, failed: 0 }) => format!("ok      {passed} passed"),
        Ended::Counted(counted) => format!("FAILED  {counted}"),
        Ended::Skipped(why) => format!("skipped {why}"),
    };
    format!("-- {name:28} {seconds:7.1} s  {result}")
}

/// All steps; the line of numbers is the last thing printed.
pub fn run() -> ExitCode {
    let mut steps = Steps::default();
    steps.check("what the tests need", || {
        components();
        machine::provide(machine::TEST).map(|()| true)
    });
    steps.check("tidy", || tidy::run().map(|()| true));
    steps.run("editor island", || editor::counted().map(Ended::Counted));
    steps.check("rustfmt", || Ok(aloud(cargo().args(["fmt", "--all", "--check"]))?.ok));
    let cluster = match Cluster::start() {
        Ok(cluster) => Some(cluster),
        Err(trouble) => {
            println!("{trouble}");
            None
        }
    };
    let url = cluster.as_ref().map(Cluster::url);
    // Before the builds, since it touches the crates whose queries it compiles.
    steps.check("queries (sql --check)", || {
        let cluster = cluster.as_ref().ok_or("no PostgreSQL to check against")?;
        sql::compare(cluster).map(|()| true)
    });
    steps.check("clippy", || {
        let arguments = ["clippy", "--workspace", "--all-targets", "--locked", "--"];
        Ok(aloud(cargo().args(arguments).args(["-D", "warnings"]))?.ok)
    });
    steps.run("tests, both databases", || tests(url.as_deref()));
    steps.run("doc tests", || {
        let mut command = cargo();
        command.args(["test", "--workspace", "--doc", "--no-fail-fast", "--locked"]);
        let said = aloud(offline(&mut command, url.as_deref()))?;
        Ok(Ended::Counted(tally::of_tests(said.ok, tally::cargo_test(&said.text))))
    });
    steps.run("cargo-deny", deny);
    let mut binary = None;
    steps.check("release build", || {
        binary = Some(run::release(true)?);
        Ok(true)
    });
    steps.run("browser walks", || {
        let binary = binary.as_deref().ok_or("there is no binary to walk with")?;
        e2e::counted(binary, cluster.as_ref(), &[]).map(Ended::Counted)
    });
    drop(cluster);

    println!("\n== sum");
    for step in &steps.0 {
        println!("{}", line(step));
    }
    let sum = steps.sum();
    println!("{sum}");
    if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The environment of a test: the cluster, and committed queries even where a DATABASE_URL is about.
fn offline<'a>(command: &'a mut Command, url: Option<&str>) -> &'a mut Command {
    command.env("SQLX_OFFLINE", "true");
    if let Some(url) = url {
        command.env("COURANT_TEST_POSTGRES", url);
    }
    command
}

fn tests(url: Option<&str>) -> Outcome<Ended> {
    if url.is_none() {
        println!("no PostgreSQL: what needs it will say so and fail");
    }
    let has_nextest = quietly(cargo().args(["nextest", "--version"])).is_ok();
    let mut command = cargo();
    if has_nextest {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast", "--locked"]);
        command.args(["--status-level", "fail", "--final-status-level", "fail"]);
    } else {
        println!("cargo-nextest is not installed: cargo's own runner counts too, only slower");
        command.args(["test", "--workspace", "--lib", "--bins", "--tests"]);
        command.args(["--no-fail-fast", "--locked"]);
    }
    let said = aloud(offline(&mut command, url))?;
    let counted = if has_nextest {
        tally::nextest(&said.text)
    } else {
        tally::cargo_test(&said.text)
    };
    Ok(Ended::Counted(tally::of_tests(said.ok, counted)))
}

fn deny() -> Outcome<Ended> {
    if quietly(cargo().args(["deny", "--version"])).is_err() {
        let why = "not installed (cargo install cargo-deny); tidy holds the bans";
        return Ok(Ended::Skipped(why.into()));
    }
    // Advisories need the network and are looked at by hand: `cargo deny check`.
    let said = aloud(cargo().args(["deny", "check", "bans", "licenses", "sources"]))?;
    Ok(Ended::Counted(tally::of_check(said.ok)))
}

/// A toolchain of the smallest profile lacks rustfmt and clippy; rustup knows where they are.
fn components() {
    for (probe, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if quietly(cargo().args([probe, "--version"])).is_err() && run::find("rustup").is_some() {
            println!("installing {component}");
            drop(aloud(Command::new("rustup").args(["component", "add", component])));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_cannot_run_fails_and_the_next_one_runs() {
        let mut steps = Steps::default();
        steps.check("first", || Err("broken".into()));
        steps.check("second", || Ok(true));
        steps.run("third", || Ok(Ended::Skipped("not here".into())));
        let sum = steps.sum();
        assert_eq!((sum.passed, sum.failed), (1, 1));
    }
}
