//! The lines of an iCalendar file (RFC 5545): unfolded, taken apart into name, parameters and value, each with its number.
//! A line that cannot be read is named and left out; the rest of the file is read all the same.

/// Longest line that is read, unfolded, in bytes.
const LONGEST: usize = 64 * 1024;
/// Most parameters of a line.
const MOST_PARAMETERS: usize = 20;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// In capitals.
    pub name: String,
    /// Names in capitals.
    pub parameters: Vec<(String, String)>,
    /// As it stands there, with its escapes.
    pub value: String,
}

impl Line {
    /// A parameter's value.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value as text for people.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n' | 'N') => text.push('\n'),
                    Some(other) => text.push(other),
                    None => {}
                },
                // Nothing but line breaks and tabs controls a page.
                other if other.is_control() && other != '\t' => {}
                other => text.push(other),
            }
        }
        text.trim().to_owned()
    }
}

/// The lines of a file, and the numbers of those that cannot be read with why not.
pub(super) fn read(text: &str) -> (Vec<Line>, Vec<(usize, &'static str)>) {
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    let mut take = |(number, text): (usize, String)| {
        if text.trim().is_empty() {
            return;
        }
        if text.len() > LONGEST {
            return faults.push((number, "the line is too long"));
        }
        match apart(number, &text) {
            Some(line) => lines.push(line),
            None => faults.push((number, "this is no line of a calendar")),
        }
    };
    let mut open: Option<(usize, String)> = None;
    for (n, raw) in text.trim_start_matches('\u{feff}').split('\n').enumerate() {
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        if let Some(rest) = raw.strip_prefix([' ', '\t'])
            && let Some((_, line)) = &mut open
        {
            // One beyond measure is told so without being kept.
            if line.len() <= LONGEST {
                line.push_str(rest);
            }
            continue;
        }
        if let Some(whole) = open.replace((n + 1, raw.to_owned())) {
            take(whole);
        }
    }
    if let Some(whole) = open {
        take(whole);
    }
    (lines, faults)
}

/// `NAME;PARAMETER=value;OTHER="quoted: value":value`
fn apart(number: usize, text: &str) -> Option<Line> {
    let is_name = |text: &str| {
        !text.is_empty() && text.len() <= 60 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let mut quoted = false;
    let mut ends = Vec::new();
    let mut colon = None;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            ';' if !quoted => ends.push(at),
            ':' if !quoted => {
                colon = Some(at);
                break;
            }
            _ => {}
        }
    }
    let colon = colon?;
    let head = text.get(..colon)?;
    ends.push(colon);
    let mut parts = Vec::new();
    let mut from = 0;
    for end in ends.into_iter().take(MOST_PARAMETERS) {
        parts.push(head.get(from..end)?);
        from = end + 1;
    }
    let (name, rest) = parts.split_first()?;
    if !is_name(name) {
        return None;
    }
    let parameters = rest
        .iter()
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.to_ascii_uppercase(), value.trim_matches('"').to_owned()))
        .collect();
    Some(Line {
        number,
        name: name.to_ascii_uppercase(),
        parameters,
        value: text.get(colon + 1..)?.to_owned(),
    })
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_folded_line_is_one_line_with_its_parameters() {
        let (lines, faults) = read(
            "\u{feff}begin:VCALENDAR\r\nDTSTART;TZID=\"Europe/Lisbon\";X=a:2026\r\n 1130T1400\r\n\r\nno line at all\r\nSUMMARY:Council\\, full\\nsession \\\\ o\r\n",
        );
        assert_eq!(faults, [(5, "this is no line of a calendar")]);
        assert_eq!(lines.len(), 3);
        assert_eq!((lines[0].number, lines[0].name.as_str()), (1, "BEGIN"));
        assert_eq!(lines[1].parameter("TZID"), Some("Europe/Lisbon"));
        assert_eq!(lines[1].value, "20261130T1400");
        assert_eq!(lines[2].text(), "Council, full\nsession \\ o");
    }

    #[test]
    fn a_line_beyond_measure_is_named() {
        let long = format!("X:{}\nA:b", "x".repeat(LONGEST));
        let (lines, faults) = read(&long);
        assert_eq!((lines.len(), faults.len()), (1, 1));
        let folded = format!("X:\n{}A:b", " xxxxxxxxxx\n".repeat(20_000));
        assert_eq!(read(&folded).1, [(1, "the line is too long")]);
        assert_eq!(read("A;B=\"x:y").1.len(), 1, "a quotation without end");
    }
}
