//! A tag as it is written: its name, its arguments with and without names, in the ways of Hugo, Zola and Liquid.
//! Called by [`super::scan`] with what stands between the braces.

/// A tag as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Written<'a> {
    pub(super) name: &'a str,
    pub(super) named: Vec<(String, String)>,
    pub(super) bare: Vec<String>,
    /// Everything behind the name.
    pub(super) rest: &'a str,
    /// Whether it ends what another one began.
    pub(super) closing: bool,
    /// Whether it prints a value (`{{ page.title }}`) and is no tag.
    pub(super) prints: bool,
}

impl Written<'_> {
    /// A named argument by the first of some names that has a value.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let found = self.named.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
        })
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.'))
}

/// `name a "b c" d="e"`
pub(super) fn hugo(inside: &str) -> Option<Written<'_>> {
    let (closing, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside.trim_start()),
        None => (false, inside),
    };
    let inside = inside.trim_end_matches('/').trim_end();
    let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    is_name(name).then(|| arguments(name, rest.trim(), closing, '='))
}

/// `name a b=c`
pub(super) fn liquid(inside: &str) -> Option<Written<'_>> {
    let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let (closing, name) = match name.strip_prefix("end") {
        Some(own) if !own.is_empty() => (true, own),
        _ => (false, name),
    };
    is_name(name).then(|| arguments(name, rest.trim(), closing, '='))
}

/// `name(a="b", c=1)`, and `end`.
pub(super) fn zola(inside: &str, pairs: bool) -> Option<Written<'_>> {
    if pairs && inside == "end" {
        return Some(Written {
            closing: true,
            ..Written::default()
        });
    }
    let (name, rest) = inside.split_once('(')?;
    let rest = rest.trim_end().strip_suffix(')')?;
    is_name(name.trim()).then(|| arguments(name.trim(), rest, false, '='))
}

fn arguments<'a>(name: &'a str, written: &'a str, closing: bool, sign: char) -> Written<'a> {
    let mut found = Written {
        name,
        rest: written,
        closing,
        ..Written::default()
    };
    let mut rest = written.trim();
    while !rest.is_empty() && found.named.len() + found.bare.len() < 60 {
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(rest.len());
        let (key, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let after = if key.is_empty() {
            None
        } else {
            after.trim_start().strip_prefix(sign)
        };
        let (value, next) = value(after.unwrap_or(rest).trim_start());
        match after {
            Some(_) => found.named.push((key.to_owned(), value)),
            None => found.bare.push(value),
        }
        rest = next.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    found
}

/// A value in quotes of any kind, or up to the next blank or comma.
fn value(text: &str) -> (String, &str) {
    if let Some(quote @ ('"' | '\'' | '`' | '“')) = text.chars().next() {
        let close = if quote == '“' { '”' } else { quote };
        let inside = text.get(quote.len_utf8()..).unwrap_or_default();
        let mut out = String::new();
        let mut escaped = false;
        for (at, c) in inside.char_indices() {
            if escaped {
                out.push(c);
                escaped = false;
            } else if c == '\\' && quote != '`' {
                escaped = true;
            } else if c == close {
                return (out, inside.get(at + c.len_utf8()..).unwrap_or_default());
            } else {
                out.push(c);
            }
        }
        return (out, "");
    }
    let end = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
    // A lone comma must not stop the way.
    let end = end.max(text.chars().next().map_or(0, char::len_utf8));
    let (value, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (value.to_owned(), rest)
}
