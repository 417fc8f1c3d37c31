//! The times of the demo: fixed ones in the paper's zone, and such as lie before the first start.
//! Used while the demo is loaded.

use courant_model::time::{DAY, HOUR, Micros, SECOND};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The moment that `at` (local time) or `ago` (before `now`) means; both or neither is a fault.
pub(super) fn moment(
    at: Option<&str>,
    ago: Option<&str>,
    zone: &TimeZone,
    now: Micros,
) -> Result<Option<Micros>, String> {
    match (at, ago) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err("a time is either fixed or so long ago, not both".to_owned()),
        (None, Some(ago)) => Ok(Some(now - span(ago)?)),
        (Some(at), None) => {
            let local: DateTime = at
                .parse()
                .map_err(|_| format!("{at:?} is no local time such as 2023-09-12T14:15"))?;
            let zoned = local
                .to_zoned_datetime(zone.clone())
                .map_err(|error| format!("{at:?}: {error}"))?;
            Ok(Some(zoned.timestamp().as_microsecond()))
        }
    }
}

/// Reads `2d 4h`, `3h 20m`, `38m`.
pub(super) fn span(text: &str) -> Result<Micros, String> {
    let fault = || format!("{text:?} is no span of time such as 2d 4h or 38m");
    let mut sum = 0;
    for part in text.split_whitespace() {
        let unit = match part.chars().last() {
            Some('d') => DAY,
            Some('h') => HOUR,
            Some('m') => 60 * SECOND,
            _ => return Err(fault()),
        };
        let number: u32 = part
            .get(..part.len() - 1)
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(fault)?;
        sum += i64::from(number) * unit;
    }
    if sum == 0 { Err(fault()) } else { Ok(sum) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn spans_are_days_hours_and_minutes() {
        assert_eq!(span("2d 4h").unwrap(), 2 * DAY + 4 * HOUR);
        assert_eq!(span("38m").unwrap(), 38 * 60 * SECOND);
        for wrong in ["", "4", "h", "4 h", "-1h", "4ö", "soon"] {
            assert!(span(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn fixed_times_are_local() {
        let zone = TimeZone::get("Europe/Lisbon").unwrap();
        let at = moment(Some("2023-09-12T14:15"), None, &zone, 0).unwrap().unwrap();
        assert_eq!(courant_model::time::timestamp(at).to_string(), "2023-09-12T13:15:00Z");
        assert!(moment(Some("2023-09-12T14:15"), Some("1h"), &zone, 0).is_err());
    }
}
