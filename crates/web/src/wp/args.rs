//! The parameters of a route: one list that says what is taken, from which requests are read, refused and described.
//! `routes` names the list of each route; its handlers ask [`Asked`].

use super::problem::{Fault, Wrong};
use courant_model::time::Micros;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Most values of one parameter.
const MOST: usize = 100;

/// What a parameter may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A whole number between two.
    Number(i64, i64),
    /// Any text.
    Text,
    /// Yes or no.
    Flag,
    /// A date with a time.
    Moment,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Whole numbers.
    Numbers,
    /// Texts.
    Words,
    /// Some of these words.
    SomeOf(&'static [&'static str]),
}

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arg {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it may be.
    pub(crate) kind: Kind,
    /// What it is when nobody says; empty for nothing.
    pub(crate) default: &'static str,
    /// What it is for.
    pub(crate) says: &'static str,
}

/// A parameter without a default.
pub(crate) const fn arg(name: &'static str, kind: Kind, says: &'static str) -> Arg {
    Arg {
        name,
        kind,
        default: "",
        says,
    }
}

impl Arg {
    /// With a default.
    pub(crate) const fn or(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    fn is_list(&self) -> bool {
        matches!(self.kind, Kind::Numbers | Kind::Words | Kind::SomeOf(_))
    }

    /// As `OPTIONS` describes it.
    pub(crate) fn described(&self) -> Value {
        let mut map = Map::new();
        map.insert("description".to_owned(), self.says.into());
        let (kind, items) = match self.kind {
            Kind::Number(..) => ("integer", None),
            Kind::Text | Kind::Moment | Kind::OneOf(_) => ("string", None),
            Kind::Flag => ("boolean", None),
            Kind::Numbers => ("array", Some(json!({ "type": "integer" }))),
            Kind::Words => ("array", Some(json!({ "type": "string" }))),
            Kind::SomeOf(words) => ("array", Some(json!({ "type": "string", "enum": words }))),
        };
        map.insert("type".to_owned(), kind.into());
        if let Some(items) = items {
            map.insert("items".to_owned(), items);
        }
        match self.kind {
            Kind::OneOf(words) => {
                map.insert("enum".to_owned(), json!(words));
            }
            Kind::Moment => {
                map.insert("format".to_owned(), "date-time".into());
            }
            Kind::Number(least, most) => {
                map.insert("minimum".to_owned(), least.into());
                if most < i64::MAX {
                    map.insert("maximum".to_owned(), most.into());
                }
            }
            _ => {}
        }
        if !self.default.is_empty() {
            let default = match self.kind {
                Kind::Number(..) => self.default.parse::<i64>().map_or(Value::Null, Value::from),
                Kind::Flag => (self.default == "true").into(),
                _ if self.is_list() => json!([self.default]),
                _ => self.default.into(),
            };
            map.insert("default".to_owned(), default);
        } else if self.is_list() {
            map.insert("default".to_owned(), json!([]));
        }
        map.insert("required".to_owned(), false.into());
        Value::Object(map)
    }

    fn check(&self, values: &[String], zone: &TimeZone) -> Result<(), Wrong> {
        let name = self.name;
        let wrong = |code, message: String| {
            Err(Wrong {
                name: name.to_owned(),
                code,
                message,
            })
        };
        if values.len() > MOST {
            return wrong(
                "rest_too_many_items",
                format!("{name} must contain at most {MOST} items."),
            );
        }
        for (at, value) in values.iter().enumerate() {
            match self.kind {
                Kind::Number(least, most) => match value.parse::<i64>() {
                    Err(_) => return wrong("rest_invalid_type", format!("{name} is not of type integer.")),
                    Ok(number) if number < least || number > most => {
                        let bounds = if most < i64::MAX {
                            format!("{name} must be between {least} (inclusive) and {most} (inclusive)")
                        } else {
                            format!("{name} must be greater than or equal to {least}")
                        };
                        return wrong("rest_out_of_bounds", bounds);
                    }
                    Ok(_) => {}
                },
                Kind::Numbers if value.parse::<i64>().is_err() => {
                    return wrong("rest_invalid_type", format!("{name}[{at}] is not of type integer."));
                }
                Kind::Flag if flag(value).is_none() => {
                    return wrong("rest_invalid_type", format!("{name} is not of type boolean."));
                }
                Kind::Moment if moment(value, zone).is_none() => {
                    return wrong("rest_invalid_date", "Invalid date.".to_owned());
                }
                Kind::OneOf(words) if !words.contains(&value.as_str()) => {
                    return wrong(
                        "rest_not_in_enum",
                        format!("{name} is not one of {}.", words.join(", ")),
                    );
                }
                Kind::SomeOf(words) if !words.contains(&value.as_str()) => {
                    let what = format!("{name}[{at}] is not one of {}.", words.join(", "));
                    return wrong("rest_not_in_enum", what);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn flag(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" | "" => Some(false),
        _ => None,
    }
}

/// A moment with its offset, or a local time of the paper.
fn moment(value: &str, zone: &TimeZone) -> Option<Micros> {
    // A plus that somebody forgot to encode came as a space.
    let value = value.trim().replace(' ', "+");
    if let Ok(at) = value.parse::<jiff::Timestamp>() {
        return Some(at.as_microsecond());
    }
    let local: DateTime = value.parse().ok()?;
    Some(local.to_zoned_datetime(zone.clone()).ok()?.timestamp().as_microsecond())
}

/// What a request asks, checked against the parameters of its route.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    values: BTreeMap<String, Vec<String>>,
    defaults: BTreeMap<&'static str, &'static str>,
    zone: Option<TimeZone>,
}

impl Asked {
    /// Reads a query as it stands in an address: `include=1,2`, `include[]=1&include[]=2`, `include[0]=1`.
    pub(crate) fn query(query: &str) -> Self {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let Some(base) = base(&name) else { continue };
            let is_item = base.len() < name.len();
            let known = values.entry(base.to_owned()).or_default();
            if !is_item {
                known.clear();
            }
            if known.len() <= MOST {
                known.push(value.into_owned());
            }
        }
        Self {
            values,
            ..Self::default()
        }
    }

    /// With what a body in JSON says over what the address says.
    pub(crate) fn with_json(mut self, body: &Map<String, Value>) -> Self {
        for (name, value) in body {
            let text = match value {
                Value::String(text) => text.clone(),
                // `content` and its like may come as an object.
                Value::Object(map) => match map.get("raw").and_then(Value::as_str) {
                    Some(raw) => raw.to_owned(),
                    None => continue,
                },
                Value::Null => continue,
                other => other.to_string(),
            };
            self.values.insert(name.clone(), vec![text]);
        }
        self
    }

    /// With the fields of a form over what the address says.
    pub(crate) fn with_form(mut self, body: &[u8]) -> Self {
        let form = Self::query(&String::from_utf8_lossy(body));
        self.values.extend(form.values);
        self
    }

    /// Checks what came, and splits lists.
    pub(crate) fn checked(mut self, args: &[Arg], zone: &TimeZone) -> Result<Self, Fault> {
        let mut wrong = Vec::new();
        for arg in args {
            if !arg.default.is_empty() {
                self.defaults.insert(arg.name, arg.default);
            }
            let Some(values) = self.values.get_mut(arg.name) else {
                continue;
            };
            if arg.is_list() {
                *values = values
                    .iter()
                    .flat_map(|value| value.split(','))
                    .map(|value| value.trim().to_owned())
                    .filter(|value| !value.is_empty())
                    .take(MOST + 1)
                    .collect();
            }
            if let Err(one) = arg.check(values, zone) {
                wrong.push(one);
            }
        }
        if !wrong.is_empty() {
            return Err(Fault::params(&wrong));
        }
        self.zone = Some(zone.clone());
        Ok(self)
    }

    /// Whether something was said.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|values| !values.is_empty())
    }

    /// A text; the default when nothing was said.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.values
            .get(name)
            .and_then(|values| values.first())
            .map(String::as_str)
            .or_else(|| self.defaults.get(name).copied())
            .unwrap_or_default()
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.text(name).parse().ok()
    }

    /// Numbers.
    pub(crate) fn numbers(&self, name: &str) -> Vec<i64> {
        let values = self.values.get(name).into_iter().flatten();
        values.filter_map(|value| value.parse().ok()).collect()
    }

    /// Texts.
    pub(crate) fn words(&self, name: &str) -> Vec<String> {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// Yes or no, when it was said.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.has(name).then(|| flag(self.text(name)))?
    }

    /// A moment.
    pub(crate) fn moment(&self, name: &str) -> Option<Micros> {
        moment(self.text(name), self.zone.as_ref()?).filter(|_| self.has(name))
    }

    /// What was said last in the address, for links to other pages of the list.
    pub(crate) fn with_page(&self, page: i64) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, values) in &self.values {
            if name != "page" {
                match values.as_slice() {
                    [one] => {
                        query.append_pair(name, one);
                    }
                    many => {
                        query.append_pair(name, &many.join(","));
                    }
                }
            }
        }
        query.append_pair("page", &page.to_string());
        query.finish()
    }
}

/// The name before brackets; `None` for a part of an object that nobody here reads.
fn base(name: &str) -> Option<&str> {
    let Some((base, rest)) = name.split_once('[') else {
        return Some(name);
    };
    let inner = rest.trim_end_matches(']');
    let item = inner.is_empty() || inner.bytes().all(|byte| byte.is_ascii_digit()) || inner.starts_with("terms");
    item.then_some(base)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    const ARGS: [Arg; 4] = [
        arg("per_page", Kind::Number(1, 100), "").or("10"),
        arg("include", Kind::Numbers, ""),
        arg("order", Kind::OneOf(&["asc", "desc"]), "").or("desc"),
        arg("after", Kind::Moment, ""),
    ];

    fn checked(query: &str) -> Result<Asked, Fault> {
        Asked::query(query).checked(&ARGS, &TimeZone::get("Europe/Lisbon").unwrap())
    }

    #[test]
    fn lists_are_read_in_every_spelling() {
        for query in [
            "include=3,4",
            "include[]=3&include[]=4",
            "include[0]=3&include[1]=4",
            "include%5B%5D=3,4",
        ] {
            assert_eq!(checked(query).unwrap().numbers("include"), [3, 4], "{query}");
        }
        assert_eq!(checked("").unwrap().number("per_page"), Some(10));
    }

    #[test]
    fn what_is_wrong_is_named_with_every_parameter() {
        let Err(Fault::Refused(refused)) = checked("per_page=0&order=up&include=a") else {
            panic!("taken");
        };
        let body = refused.body();
        assert_eq!(body["code"], "rest_invalid_param");
        assert_eq!(body["data"]["status"], 400);
        for name in ["per_page", "order", "include"] {
            assert!(body["data"]["params"][name].is_string(), "{name}: {body}");
        }
    }

    #[test]
    fn a_time_without_an_offset_is_the_papers() {
        let local = checked("after=2026-07-01T10:00:00").unwrap().moment("after");
        let utc = checked("after=2026-07-01T09:00:00Z").unwrap().moment("after");
        assert_eq!(local, utc);
        assert!(local.is_some());
        assert_eq!(checked("after=2026-07-01T10:00:00+01:00").unwrap().moment("after"), utc);
    }
}
