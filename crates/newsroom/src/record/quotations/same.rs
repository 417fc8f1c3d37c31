//! Whether two reports are of one remark: near-equal words of one speaker around the same day. Pure.
//! The rail offers what this finds; only a person joins.

use courant_model::quotation::Utterance;
use courant_model::record::fold;
use jiff::civil::Date;

/// Shared pairs of neighbouring words, twice, by all pairs of both (Dice 1945), from which two wordings are near-equal.
const NEAR: f64 = 0.6;
/// Days between two remarks that may be one.
const APART: i64 = 14;
/// Fewer words than these tell nothing unless they are the same.
const FEW: usize = 4;

/// Whether two wordings may be of one remark.
pub fn near(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    if one.is_empty() || other.is_empty() {
        return false;
    }
    if one == other {
        return true;
    }
    let (a, b) = (pairs(&one), pairs(&other));
    if a.len() + 1 < FEW || b.len() + 1 < FEW {
        return false;
    }
    let mut rest = b.clone();
    let shared = a
        .iter()
        .filter(|pair| {
            let at = rest.iter().position(|one| one == *pair);
            at.map(|at| rest.swap_remove(at)).is_some()
        })
        .count();
    2.0 * shared as f64 / (a.len() + b.len()) as f64 >= NEAR
}

fn pairs(text: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = text.split(' ').collect();
    words.iter().copied().zip(words.iter().copied().skip(1)).collect()
}

/// Whether two remarks were made around the same time; what has no date of its own was made when it was first kept.
pub fn around(one: &Utterance, other: &Utterance) -> bool {
    let (Some(one), Some(other)) = (when(one), when(other)) else {
        return true;
    };
    (one.0 <= other.1 + APART) && (other.0 <= one.1 + APART)
}

/// First and last day, as numbers, on which a remark may have been made.
fn when(one: &Utterance) -> Option<(i64, i64)> {
    let number = |date: Date| {
        date.since(Date::constant(1970, 1, 1))
            .ok()
            .map(|span| i64::from(span.get_days()))
    };
    let read = |text: String| text.parse::<Date>().ok();
    let (first, last) = match one.said_on.len() {
        10 => (read(one.said_on.clone())?, read(one.said_on.clone())?),
        7 => {
            let first = read(format!("{}-01", one.said_on))?;
            (first, first.last_of_month())
        }
        4 => (
            read(format!("{}-01-01", one.said_on))?,
            read(format!("{}-12-31", one.said_on))?,
        ),
        _ => {
            let day = courant_model::time::timestamp(one.created_at)
                .to_zoned_datetime(jiff::tz::TimeZone::UTC)
                .date();
            (day, day)
        }
    };
    Some((number(first)?, number(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_equal_words_may_be_one_remark_and_others_are_not() {
        let one = "Selling weapons to Russia would be a catastrophic error, a grave error";
        assert!(near(
            one,
            "selling weapons to Russia would be a “catastrophic error”, a grave error."
        ));
        assert!(near(one, "Selling weapons to Russia would be a catastrophic error"));
        assert!(near("huge mistake", "“Huge mistake”"));
        assert!(!near("huge mistake", "huge error"));
        assert!(!near(one, "I think it would be a huge mistake"));
        assert!(!near("", ""));
    }

    #[test]
    fn remarks_of_different_months_are_different() {
        let said = |day: &str, created: i64| Utterance {
            said_on: day.into(),
            created_at: created,
            ..Utterance::default()
        };
        assert!(around(&said("2026-11-25", 0), &said("2026-11-20", 0)));
        assert!(around(&said("2026-11", 0), &said("2026-12-10", 0)));
        assert!(!around(&said("2026-11-25", 0), &said("2026-09-25", 0)));
        let day = 86_400_000_000;
        assert!(around(&said("", 0), &said("", 10 * day)));
        assert!(!around(&said("", 0), &said("", 20 * day)));
    }
}
