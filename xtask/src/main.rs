//! The project's own tools, behind `cargo xtask`: what a contributor and CI run to check, measure and photograph the paper.
//! Each command is one file; `xtask` itself knows no room of the house and talks to the product only as a user would.

mod bench;
mod cluster;
mod e2e;
mod editor;
mod fuzz;
mod machine;
mod run;
mod serving;
mod sql;
mod tally;
mod test;
mod tidy;

use std::process::ExitCode;

/// What any step may come back with: the error is printed as it stands, so it is written for a person.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
cargo xtask COMMAND

  test                  everything: tidy, format, lints, queries, tests on both databases, browser walks
  tidy                  the rules of the house that no compiler knows
  sql [--check]         write the checked queries of both databases (or compare them with what is committed)
  e2e [NAME…]           browser walks; NAME picks files whose name contains it
      [--no-build]      with the release binary that is there
  editor                builds the editor island anew, compares it with what is committed, runs its tests
  shots [--no-build]    screenshots of every page kind at 390 and 1280 px, light and dark, into shots/
  bench [--quick]       speed and size, printed and never asserted
      [--no-build]
  bench desk            a keystroke, a save and a publish at the desk, in a real browser
      [--no-build]
  bench copydesk        how well the copy desk reads: names, quotations, alarms, time (texts from COURANT_NEWS, COURANT_POLNEAR)
  fuzz [TARGET] [SECONDS]  the readers of foreign bytes against a fuzzer, a minute each; installs cargo-fuzz
  postgres              a throw-away PostgreSQL for work by hand, until Ctrl-C
  needs [all]           what test (or all commands) need of this machine, and what is missing
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut words = words.iter().map(String::as_str);
    let command = words.next().unwrap_or("");
    let rest: Vec<&str> = words.collect();
    let outcome = match (command, rest.as_slice()) {
        ("test", []) => return test::run(),
        ("tidy", []) => tidy::run(),
        ("sql", []) => sql::write(),
        ("sql", ["--check"]) => sql::check(),
        ("e2e", names) => e2e::walks(names),
        ("editor", []) => editor::by_hand(),
        ("shots", []) => e2e::shots(true),
        ("shots", ["--no-build"]) => e2e::shots(false),
        ("bench", ["desk", flags @ ..]) => bench::desk::run(flags),
        ("bench", ["copydesk"]) => bench::copydesk::run(),
        ("bench", flags) => bench::run(flags),
        ("fuzz", words) => fuzz::run(words),
        ("postgres", []) => cluster::by_hand(),
        ("needs", []) => machine::report(machine::TEST),
        ("needs", ["all"]) => machine::report(machine::ALL),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("xtask {command}: {trouble}");
            ExitCode::FAILURE
        }
    }
}
