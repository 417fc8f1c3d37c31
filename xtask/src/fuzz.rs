//! `cargo xtask fuzz [TARGET] [SECONDS]`: feeds the readers of foreign bytes with what a fuzzer thinks up.
//! Run by people, one target or all of them in turn; what is found lies in `fuzz/artifacts` and is named at the end.

use crate::Outcome;
use crate::run::{self, aloud, quietly};
use std::fs;

/// How long each target runs when nobody says otherwise, in seconds.
const USUAL: u32 = 60;

/// Runs the targets that were named, or all.
pub fn run(words: &[&str]) -> Outcome<()> {
    let all = targets()?;
    let (wanted, seconds) = read(words, &all)?;
    provide()?;
    let mut broken = Vec::new();
    for target in &wanted {
        println!("{target}, {seconds} s");
        if !fuzz(target, seconds)? {
            broken.push(target.as_str());
        }
    }
    if broken.is_empty() {
        println!("{} run for {seconds} s each, and nothing found", wanted.join(", "));
        Ok(())
    } else {
        let broken = broken.join(", ");
        Err(
            format!("{broken} broke; the bytes that do it lie in fuzz/artifacts, and the fuzzer said how to run them")
                .into(),
        )
    }
}

/// Which targets, and for how many seconds.
fn read(words: &[&str], all: &[String]) -> Outcome<(Vec<String>, u32)> {
    let (mut wanted, mut seconds) = (Vec::new(), USUAL);
    for word in words {
        if let Ok(number) = word.parse() {
            seconds = number;
        } else if all.iter().any(|target| target == word) {
            wanted.push((*word).to_owned());
        } else {
            return Err(format!("there is no target {word}; there are {}", all.join(", ")).into());
        }
    }
    if wanted.is_empty() {
        wanted = all.to_vec();
    }
    Ok((wanted, seconds))
}

/// Every target, by its file.
fn targets() -> Outcome<Vec<String>> {
    let mut found: Vec<String> = fs::read_dir(run::root().join("fuzz/fuzz_targets"))?
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            name.strip_suffix(".rs").map(str::to_owned)
        })
        .collect();
    found.sort();
    Ok(found)
}

/// cargo-fuzz is there afterwards, or it is said why not.
fn provide() -> Outcome<()> {
    if quietly(run::cargo().args(["fuzz", "--version"])).is_ok() {
        return Ok(());
    }
    println!("installing cargo-fuzz");
    if aloud(run::cargo().args(["install", "--locked", "cargo-fuzz"]))?.ok {
        Ok(())
    } else {
        Err("cargo-fuzz is missing and could not be installed: cargo install cargo-fuzz".into())
    }
}

/// Runs one; false when it found something. Without a sanitizer it works on stable Rust; the product has no unsafe code
/// of its own, so panics, assertions and hangs are what there is to find.
fn fuzz(target: &str, seconds: u32) -> Outcome<bool> {
    let mut command = run::cargo();
    command
        .current_dir(run::root().join("fuzz"))
        .args(["fuzz", "run", "-s", "none", target])
        .arg(format!("corpus/{target}"));
    fs::create_dir_all(run::root().join("fuzz/corpus").join(target))?;
    let seeds = format!("seeds/{target}");
    if run::root().join("fuzz").join(&seeds).is_dir() {
        command.arg(seeds);
    }
    command.arg("--").arg(format!("-max_total_time={seconds}")).args([
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]);
    Ok(aloud(&mut command)?.ok)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_target_and_its_seconds_are_told_apart() {
        let all = ["html_read".to_owned(), "json_read".to_owned()];
        let told = |words: &[&str]| read(words, &all).map_err(|error| error.to_string());
        assert_eq!(told(&["json_read", "300"]), Ok((vec!["json_read".to_owned()], 300)));
        assert_eq!(told(&[]), Ok((all.to_vec(), 60)));
        assert!(told(&["jsn"]).is_err_and(|error| error.contains("html_read")));
    }
}
