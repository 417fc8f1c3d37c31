//! Values that PHP serialised into a meta field, as far as an import needs them.
//! Called for the metadata of attachments and a few settings; bounded in depth and size, and lenient about wrong lengths.

/// Deeper values are dropped.
const DEEPEST: usize = 16;
/// Entries of one value, all levels together.
const MOST: usize = 20_000;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Php {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    /// Arrays and objects.
    Map(Vec<(Php, Php)>),
}

impl Php {
    /// Reads a serialised value, or says that it is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut reader = Reader {
            rest: text.trim(),
            left: MOST,
        };
        reader.value(0)
    }

    /// An entry by its name.
    pub(super) fn get(&self, name: &str) -> Option<&Php> {
        let Self::Map(entries) = self else { return None };
        entries
            .iter()
            .find(|(key, _)| matches!(key, Self::Text(text) if text == name))
            .map(|(_, value)| value)
    }

    /// As text, when it is text or a number.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Int(number) => Some(number.to_string()),
            Self::Float(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The values of an array in their order.
    pub(super) fn values(&self) -> Vec<&Php> {
        match self {
            Self::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
    left: usize,
}

impl<'a> Reader<'a> {
    fn skip(&mut self, wanted: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(wanted)?;
        Some(())
    }

    fn until(&mut self, end: char) -> Option<&'a str> {
        let (value, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(value)
    }

    fn value(&mut self, depth: usize) -> Option<Php> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        let kind = self.rest.chars().next()?;
        self.rest = self.rest.get(kind.len_utf8()..)?;
        if matches!(kind, 'N') {
            self.skip(";")?;
            return Some(Php::Null);
        }
        self.skip(":")?;
        Some(match kind {
            'b' => Php::Bool(self.until(';')? == "1"),
            'i' => Php::Int(self.until(';')?.trim().parse().ok()?),
            'd' => Php::Float(self.until(';')?.trim().parse().ok()?),
            's' => {
                let text = self.string()?;
                self.skip(";")?;
                Php::Text(text)
            }
            'a' => {
                let count: usize = self.until(':')?.parse().ok()?;
                self.map(count, depth)?
            }
            'O' => {
                self.string()?;
                self.skip(":")?;
                let count: usize = self.until(':')?.parse().ok()?;
                self.map(count, depth)?
            }
            _ => return None,
        })
    }

    /// `5:"words"`. Lengths are bytes of the old database; where they no longer fit, the text ends at the next `";`.
    fn string(&mut self) -> Option<String> {
        let length: usize = self.until(':')?.parse().ok()?;
        self.skip("\"")?;
        let fits = self
            .rest
            .split_at_checked(length)
            .filter(|(_, rest)| rest.starts_with("\";") || rest.starts_with("\":"));
        if let Some((text, rest)) = fits {
            self.rest = rest.strip_prefix('"')?;
            return Some(text.to_owned());
        }
        let end = self.rest.find("\";").or_else(|| self.rest.find("\":"))?;
        let (text, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest.strip_prefix('"')?;
        Some(text.to_owned())
    }

    /// A map. What is cut off keeps its beginning.
    fn map(&mut self, count: usize, depth: usize) -> Option<Php> {
        self.skip("{")?;
        let mut entries = Vec::new();
        for _ in 0..count {
            let Some(key) = self.value(depth + 1) else { break };
            let Some(value) = self.value(depth + 1) else { break };
            entries.push((key, value));
        }
        self.rest = self.rest.strip_prefix('}').unwrap_or(self.rest);
        Some(Php::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn metadata_of_a_picture_is_read_with_right_and_wrong_lengths() {
        for credit in ["s:9:\"Ana Müll\"", "s:3:\"Ana Müll\""] {
            let value = Php::read(&format!(
                "a:3:{{s:5:\"width\";i:640;s:5:\"ratio\";d:1.5;s:10:\"image_meta\";a:2:{{s:6:\"credit\";{credit};s:4:\"used\";b:1;}}}}"
            ))
            .unwrap();
            assert_eq!(value.get("width"), Some(&Php::Int(640)));
            let meta = value.get("image_meta").unwrap();
            assert_eq!(meta.get("credit").unwrap().text().unwrap(), "Ana Müll");
            assert_eq!(meta.get("used"), Some(&Php::Bool(true)));
        }
    }

    #[test]
    fn bombs_end() {
        assert!(Php::read(&"a:1:{i:0;".repeat(100_000)).is_some());
        assert_eq!(Php::read("a:999999999:{}"), Some(Php::Map(Vec::new())));
        assert_eq!(Php::read("plain words"), None);
    }
}
