//! Front matter: YAML between `---`, TOML between `+++`, or a JSON object, in front of the text.
//! Called for every file; what is broken is read line by line, since one colon too many must not cost a title.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};

/// The longest front matter, in bytes.
const LONGEST: usize = 64 << 10;

/// What stands in front, and the rest.
#[derive(Debug, Default)]
pub(super) struct Front<'a> {
    pub(super) fields: Map<String, Value>,
    /// The text behind it.
    pub(super) body: &'a str,
    /// The line on which the text begins, from 1.
    pub(super) line: u64,
    /// Why it could not be read as it should.
    pub(super) fault: Option<String>,
}

/// Parts a file.
pub(super) fn part(text: &str) -> Front<'_> {
    let text = text.trim_start_matches('\u{feff}');
    let whole = Front {
        body: text,
        line: 1,
        ..Front::default()
    };
    for (mark, yaml) in [("---", true), ("+++", false)] {
        let Some((inside, body)) = between(text, mark, yaml) else {
            continue;
        };
        let line = 1 + lines(text) - lines(body);
        if inside.len() > LONGEST {
            return Front {
                body,
                line,
                fault: Some(format!("its front matter has {} bytes and was left out", inside.len())),
                ..Front::default()
            };
        }
        let read = if yaml { of_yaml(inside) } else { of_toml(inside) };
        return match read {
            Ok(fields) => Front {
                fields,
                body,
                line,
                fault: None,
            },
            Err(why) => Front {
                fields: by_lines(inside, if yaml { ':' } else { '=' }),
                body,
                line,
                fault: Some(format!("its front matter is broken and was read line by line: {why}")),
            },
        };
    }
    if text.trim_start().starts_with('{')
        && !text.trim_start().starts_with("{{")
        && !text.trim_start().starts_with("{%")
    {
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        if let Some(Ok(Value::Object(fields))) = stream.next() {
            let body = text.get(stream.byte_offset()..).unwrap_or_default();
            return Front {
                fields,
                body,
                line: 1 + lines(text) - lines(body),
                fault: None,
            };
        }
    }
    whole
}

fn lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// What stands between a line that is a mark and the next such line, and what comes after.
fn between<'a>(text: &'a str, mark: &str, yaml: bool) -> Option<(&'a str, &'a str)> {
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != mark {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == mark || (yaml && bare == "...") {
            return Some((rest.get(..at)?, rest.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

fn of_yaml(text: &str) -> Result<Map<String, Value>, String> {
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    // A name for a value that is repeated is a way to write a gigabyte in a line.
    let options = serde_saphyr::options! {
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 500 },
    };
    match serde_saphyr::from_str_with_options::<Value>(text, options) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err("it has no fields".to_owned()),
        Err(error) => Err(first_line(&error.to_string())),
    }
}

fn of_toml(text: &str) -> Result<Map<String, Value>, String> {
    let table: toml::Table = toml::from_str(text).map_err(|error| first_line(error.message()))?;
    Ok(table.into_iter().map(|(name, value)| (name, of_value(value))).collect())
}

fn of_value(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(of_value).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(name, value)| (name, of_value(value))).collect())
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(160).collect()
}

/// Fields of one line each, and lists below them.
fn by_lines(text: &str, sign: char) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut last: Option<String> = None;
    for line in text.lines() {
        let bare = line.trim();
        if let (Some(item), Some(name)) = (bare.strip_prefix("- "), &last) {
            let list = fields.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
            if list.as_str() == Some("") {
                *list = Value::Array(Vec::new());
            }
            if let Some(list) = list.as_array_mut() {
                list.push(Value::String(unquoted(item)));
            }
            continue;
        }
        let Some((name, value)) = line.split_once(sign) else {
            continue;
        };
        let name = name.trim();
        let fine = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if !fine || fields.contains_key(name) {
            continue;
        }
        let value = value.trim();
        let value = match value.strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
            Some(list) => Value::Array(
                list.split(',')
                    .map(unquoted)
                    .filter(|item| !item.is_empty())
                    .map(Value::String)
                    .collect(),
            ),
            None => match value {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                value => Value::String(unquoted(value)),
            },
        };
        fields.insert(name.to_owned(), value);
        last = Some(name.to_owned());
    }
    fields
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.strip_suffix(quote).unwrap_or(inside).to_owned();
        }
    }
    text.to_owned()
}

/// A time as front matter has it: with an offset it is a moment, without one the site's own time.
pub(super) fn time(text: &str) -> (Option<DateTime>, Option<Timestamp>) {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return (None, Some(moment));
    }
    // `2024-05-01 10:00:00 +0200`, as Jekyll writes it; the name of a zone behind it says no more.
    let mut parts = text.split_whitespace();
    let (day, clock, offset) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let clock = if clock.matches(':').count() == 1 {
        format!("{clock}:00")
    } else {
        clock.to_owned()
    };
    let offset = match offset {
        "UTC" | "GMT" | "Z" => "Z",
        offset => offset,
    };
    if !clock.is_empty()
        && !offset.is_empty()
        && let Ok(moment) = format!("{day}T{clock}{offset}").parse::<Timestamp>()
    {
        return (None, Some(moment));
    }
    if !clock.is_empty()
        && let Ok(local) = format!("{day}T{clock}").parse::<DateTime>()
    {
        return (Some(local), None);
    }
    if let Ok(local) = text.parse::<DateTime>() {
        return (Some(local), None);
    }
    let slashed = day.replace(['/', '.'], "-");
    (slashed.parse::<Date>().ok().map(|date| date.at(0, 0, 0, 0)), None)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn front_matter_in_three_forms() {
        for text in [
            "---\ntitle: \"Ferry\"\ntags: [a, b]\ndate: 2024-05-01\n---\nBody\n",
            "+++\ntitle = \"Ferry\"\ntags = [\"a\", \"b\"]\ndate = 2024-05-01\n+++\nBody\n",
            "\u{feff}{\"title\": \"Ferry\", \"tags\": [\"a\", \"b\"], \"date\": \"2024-05-01\"}\nBody\n",
            "---\r\ntitle: Ferry\r\ntags:\r\n  - a\r\n  - b\r\ndate: 2024-05-01\r\n---\r\nBody\n",
        ] {
            let front = part(text);
            assert_eq!(
                (front.fields["title"].as_str(), front.fields["tags"][1].as_str()),
                (Some("Ferry"), Some("b")),
                "{text}"
            );
            assert_eq!(
                (front.fields["date"].as_str(), front.body.trim()),
                (Some("2024-05-01"), "Body"),
                "{text}"
            );
            assert_eq!(front.fault, None);
        }
        let front = part("---\ntitle: x\n---\nOne\n\nTwo");
        assert_eq!((front.line, front.body), (4, "One\n\nTwo"));
        for none in ["No front matter", "---\nnot closed", "{{< x >}}", ""] {
            assert_eq!((part(none).body, part(none).fields.len()), (none, 0));
        }
    }

    #[test]
    fn what_is_broken_is_read_line_by_line() {
        let front = part("---\ntitle: Tide: it comes\n\ttags:\n- one\n- 'two'\ndraft: true\n---\nBody");
        assert_eq!(front.fields["title"], "Tide: it comes");
        assert_eq!(front.fields["draft"], true);
        assert!(front.fault.unwrap().contains("line by line"));
    }

    #[test]
    fn a_bomb_of_aliases_is_refused() {
        let mut text = format!("---\na: &a \"{}\"\n", "w".repeat(1000));
        for (above, name) in ["a", "b", "c", "d", "e", "f", "g"]
            .iter()
            .zip(["b", "c", "d", "e", "f", "g", "h"])
        {
            let list = vec![format!("*{above}"); 10].join(",");
            writeln!(text, "{name}: &{name} [{list}]").unwrap();
        }
        text.push_str("---\n");
        assert!(part(&text).fault.is_some());
    }

    #[test]
    fn times_in_all_their_forms() {
        for (written, local, moment) in [
            ("2024-05-01T10:00:00+02:00", "", "2024-05-01T08:00:00Z"),
            ("2024-05-01 10:00:00 +0200", "", "2024-05-01T08:00:00Z"),
            ("2024-05-01 10:00 UTC", "", "2024-05-01T10:00:00Z"),
            ("2024-05-01 10:00:00", "2024-05-01T10:00:00", ""),
            ("2024-05-01T10:00:00", "2024-05-01T10:00:00", ""),
            ("2024-05-01", "2024-05-01T00:00:00", ""),
            ("2024/05/01", "2024-05-01T00:00:00", ""),
            ("soon", "", ""),
        ] {
            let (found, gmt) = time(written);
            let found = found.map(|time| time.to_string()).unwrap_or_default();
            let gmt = gmt.map(|time| time.to_string()).unwrap_or_default();
            assert_eq!((found.as_str(), gmt.as_str()), (local, moment), "{written}");
        }
    }
}
