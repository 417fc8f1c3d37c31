//! What a browser sends: the pairs of an address or a form, and local times of the paper's zone.
//! Handlers read forms through it, so that whatever was typed can be shown again when a rule says no.

use courant_model::schedule::{Local, Unreadable};
use courant_model::time::Micros;
use courant_newsroom::Refusal;
use std::collections::BTreeMap;

/// What was typed, by field; of a field that was sent twice the last value.
pub(crate) type Typed = BTreeMap<String, String>;

/// The pairs of a query or of a form's body.
pub(crate) fn pairs(text: Option<&str>) -> Typed {
    url::form_urlencoded::parse(text.unwrap_or_default().as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// A field's value without space around it, or nothing.
pub(crate) fn field<'t>(typed: &'t Typed, name: &str) -> &'t str {
    typed.get(name).map_or("", |value| value.trim())
}

/// A field's value when there is one.
pub(crate) fn some(typed: &Typed, name: &str) -> Option<String> {
    Some(field(typed, name))
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

/// A local time that must be given.
pub(crate) fn local(typed: &Typed, name: &str, zone: &str) -> Result<Local, Refusal> {
    Local::parse(field(typed, name), zone).map_err(unreadable)
}

/// A local time that may be left out, as the moment that it means.
pub(crate) fn moment(typed: &Typed, name: &str, zone: &str) -> Result<Option<Micros>, Refusal> {
    if field(typed, name).is_empty() {
        return Ok(None);
    }
    local(typed, name, zone)?.resolve().map(Some).map_err(unreadable)
}

/// A number that may be left out, which means 0.
pub(crate) fn number(typed: &Typed, name: &str) -> Result<i64, Refusal> {
    let text = field(typed, name);
    if text.is_empty() {
        return Ok(0);
    }
    text.parse()
        .map_err(|_| Refusal::new("number-unreadable", format!("{text:?} is not a number of words")))
}

fn unreadable(why: Unreadable) -> Refusal {
    Refusal::new("time-unreadable", why.to_string())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_cannot_be_read_is_refused_and_an_empty_one_is_none() {
        let typed = pairs(Some("due=2026-11-25T14%3A05&bad=soon&none=+"));
        assert_eq!(
            moment(&typed, "due", "Europe/Lisbon").unwrap(),
            Some(1_795_615_500_000_000)
        );
        assert_eq!(moment(&typed, "none", "Europe/Lisbon").unwrap(), None);
        assert_eq!(
            moment(&typed, "bad", "Europe/Lisbon").unwrap_err().key,
            "time-unreadable"
        );
    }
}
