//! Counting: the closing lines of test runners, and the sum that `xtask test` closes with.
//! Called by `test` and `e2e`; every function here is pure.

use std::ops::AddAssign;

/// How many passed and how many failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests and checks that held.
    pub passed: u64,
    /// Those that did not.
    pub failed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// What a step that tests counts: its runner's numbers, and one failure when it failed without naming any.
pub fn of_tests(ok: bool, counted: Tally) -> Tally {
    let unnamed = u64::from(!ok && counted.failed == 0);
    Tally {
        passed: counted.passed,
        failed: counted.failed + unnamed,
    }
}

/// What a step that is one check counts.
pub fn of_check(ok: bool) -> Tally {
    Tally {
        passed: u64::from(ok),
        failed: u64::from(!ok),
    }
}

/// Reads nextest's `Summary [ 1.2s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 2 skipped`.
pub fn nextest(text: &str) -> Tally {
    let mut sum = Tally::default();
    for line in text.lines().map(plain) {
        let Some((head, counts)) = line.split_once(" run: ") else {
            continue;
        };
        if !head.trim_start().starts_with("Summary") {
            continue;
        }
        for part in counts.split(", ") {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            match words.next() {
                Some("passed") => sum.passed += number,
                Some("failed" | "timed" | "exec") => sum.failed += number,
                _ => {}
            }
        }
    }
    sum
}

/// Reads every `test result: ok. 3 passed; 0 failed; …` of cargo's own runner.
pub fn cargo_test(text: &str) -> Tally {
    let mut sum = Tally::default();
    for line in text.lines().map(plain) {
        let Some(counts) = line.trim_start().strip_prefix("test result: ") else {
            continue;
        };
        for part in counts.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            match words.next() {
                Some("passed") => sum.passed += number,
                Some("failed") => sum.failed += number,
                _ => {}
            }
        }
    }
    sum
}

/// Reads the `# pass 3` and `# fail 1` of node's test runner.
pub fn node(text: &str) -> Tally {
    let mut sum = Tally::default();
    for line in text.lines() {
        let number = |prefix| {
            line.strip_prefix(prefix)
                .and_then(|n| n.trim().parse::<u64>().ok())
                .unwrap_or(0)
        };
        sum.passed += number("# pass ");
        sum.failed += number("# fail ") + number("# cancelled ");
    }
    sum
}

/// A line without the colours of a terminal.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut coloured = false;
    for c in line.chars() {
        match (coloured, c) {
            (false, '\u{1b}') => coloured = true,
            (true, 'm') => coloured = false,
            (false, c) => text.push(c),
            (true, _) => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn nextest_counts_are_read_from_its_summary_alone() {
        let text = "\
        PASS [   0.003s] x tests::a\n\
     Summary [   1.250s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 2 skipped\n\
        FAIL [   0.004s] x tests::b\n";
        assert_eq!(nextest(text), tally(3, 2));
    }

    #[test]
    fn colours_do_not_hide_a_summary() {
        let text = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped";
        assert_eq!(nextest(text), tally(2, 0));
    }

    #[test]
    fn cargo_test_sums_its_binaries() {
        let text = "\
running 3 tests\n\
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(cargo_test(text), tally(4, 2));
    }

    #[test]
    fn node_counts_a_cancelled_walk_as_failed() {
        let text = "ok 1 - reads\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(node(text), tally(2, 2));
    }

    #[test]
    fn a_build_that_breaks_before_the_first_test_is_one_failure() {
        assert_eq!(of_tests(false, Tally::default()), tally(0, 1));
        assert_eq!(of_tests(false, tally(4, 2)), tally(4, 2));
        assert_eq!(of_tests(true, tally(4, 0)), tally(4, 0));
    }

    #[test]
    fn the_closing_line_is_exactly_the_two_numbers() {
        assert_eq!(tally(12, 0).to_string(), "12 passed, 0 failed");
    }
}
