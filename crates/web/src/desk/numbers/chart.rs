//! Small charts as SVG of the server: bars, a line, and the words that say the same to whoever cannot see them. Pure.

use super::super::visit::Desk;
use courant_model::time::Micros;
use courant_newsroom::numbers::Row;
use serde::Serialize;

/// Height of a chart's drawing; its width is ten a bar.
const HIGH: i64 = 100;
/// Width that one bar has.
const WIDE: i64 = 10;

/// A column.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(super) struct Bar {
    x: i64,
    y: i64,
    height: i64,
}

/// A row of columns, perhaps with a line to compare with.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(super) struct Chart {
    /// Width of the drawing.
    width: i64,
    bars: Vec<Bar>,
    /// The points of the line; empty without one.
    line: String,
    /// What it shows, in words.
    label: String,
    /// The most that a bar or the line reaches.
    most: String,
}

/// A number in threes, with a space that does not break.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202F}');
        }
        out.push(digit);
    }
    if number < 0 { format!("−{out}") } else { out }
}

impl Chart {
    /// Columns, and a line through `beside` when that is not empty.
    pub(super) fn of(values: &[i64], beside: &[i64], label: String) -> Self {
        let most = values.iter().chain(beside).copied().max().unwrap_or_default();
        let scale = |value: i64| value * HIGH / most.max(1);
        let places = values.len().max(beside.len()).max(1) as i64;
        let bars = values
            .iter()
            .zip(0i64..)
            .filter(|(value, _)| **value > 0)
            .map(|(value, at)| {
                // What was read once still shows.
                let height = scale(*value).max(2);
                Bar {
                    x: at * WIDE + 1,
                    y: HIGH - height,
                    height,
                }
            })
            .collect();
        // A time without any is no line along the foot.
        let beside = if beside.iter().all(|value| *value == 0) {
            &[]
        } else {
            beside
        };
        let line: Vec<String> = beside
            .iter()
            .zip(0i64..)
            .map(|(value, at)| format!("{},{}", at * WIDE + WIDE / 2, HIGH - scale(*value)))
            .collect();
        Self {
            width: places * WIDE,
            bars,
            line: line.join(" "),
            label,
            most: grouped(most),
        }
    }

    /// The same with room for so many bars at least, so that a young story's first hour is no wall.
    pub(super) fn with_room_for(mut self, bars: i64) -> Self {
        self.width = self.width.max(bars * WIDE);
        self
    }

    /// The bars of a row in a list, told in words: the most, when, and the last one.
    pub(super) fn spark(desk: &Desk<'_>, row: &Row, from: Micros, bar: Micros) -> Self {
        let (mut at, mut most) = (0usize, 0);
        for (n, value) in row.bars.iter().enumerate() {
            if *value > most {
                (at, most) = (n, *value);
            }
        }
        let when = desk.dates.clock(&desk.zoned(from + at as Micros * bar)).text;
        let last = grouped(row.bars.last().copied().unwrap_or_default());
        let label = desk
            .words
            .with(
                "numbers-spark",
                &[("most", &grouped(most)), ("when", &when), ("last", &last)],
            )
            .unwrap_or_default();
        Self::of(&row.bars, &[], label)
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self::of(&[0, 3, 12], &[1, 2, 3], "12 at most, at \"14:05\"".into())
    }
}

/// Against the time before.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(super) struct Change {
    /// `up`, `down`, `same`; names its colour.
    way: &'static str,
    /// In words and numbers.
    words: String,
}

impl Change {
    /// The change of whole bars; nothing where neither time had any.
    pub(super) fn of(desk: &Desk<'_>, now: i64, before: i64) -> Option<Self> {
        let (way, words) = match (now, before) {
            (0, 0) => return None,
            (_, 0) => ("up", desk.word("numbers-new")),
            _ => {
                let percent = (now - before) * 100 / before;
                match percent {
                    0 => ("same", "±0\u{202F}%".to_owned()),
                    1..=999 => ("up", format!("+{percent}\u{202F}%")),
                    1000.. => ("up", format!("×{}", now / before)),
                    _ => ("down", format!("−{}\u{202F}%", percent.unsigned_abs())),
                }
            }
        };
        Some(Self { way, words })
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            way: "down",
            words: "−30\u{202F}%".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_threes() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1\u{202F}234\u{202F}567");
    }

    #[test]
    fn the_highest_bar_fills_the_chart_and_a_single_read_still_shows() {
        let chart = Chart::of(&[0, 1, 200], &[], String::new());
        let heights: Vec<i64> = chart.bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [2, 100]);
        assert_eq!((chart.width, chart.line.as_str(), chart.most.as_str()), (30, "", "200"));
        // A day without a read beside one with some.
        let beside = Chart::of(&[], &[0, 5], String::new());
        assert_eq!((beside.bars.len(), beside.line.as_str()), (0, "5,100 15,0"));
        assert_eq!(Chart::of(&[], &[], String::new()).width, 10);
        assert_eq!(
            Chart::of(&[7], &[0, 0], String::new()).line,
            "",
            "a week ago nobody read"
        );
        assert_eq!(Chart::of(&[7], &[], String::new()).with_room_for(24).width, 240);
    }
}
