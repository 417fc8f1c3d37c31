//! Takes a name out of text and out of kept documents: every spelling, also where marks cut it in pieces.
//! Pure; the command `anonymise_story` calls it for each field that may hold the name.

use courant_model::slug;
use courant_store::StoreError;
use serde_json::{Map, Value};

/// The name to take out and what stands in its place.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// Spellings in small letters, the longest first, so that "Ana Sousa" goes before "Sousa".
    spellings: Vec<Vec<char>>,
    /// What they look like in an address.
    slugs: Vec<String>,
    wording: String,
}

impl Name {
    /// Spellings and the neutral wording, both trimmed; empty spellings count for nothing.
    pub(super) fn new(spellings: &[String], wording: &str) -> Self {
        let clean: Vec<&str> = spellings
            .iter()
            .map(|one| one.trim())
            .filter(|one| !one.is_empty())
            .collect();
        let mut letters: Vec<Vec<char>> = clean.iter().map(|one| small(one)).collect();
        letters.sort_by_key(|one| std::cmp::Reverse(one.len()));
        let slugs = clean.iter().map(|one| slug::of(one)).filter(|one| !one.is_empty());
        Self {
            spellings: letters,
            slugs: slugs.collect(),
            wording: wording.trim().to_owned(),
        }
    }

    /// What stands in its place.
    pub(super) fn wording(&self) -> &str {
        &self.wording
    }

    /// The text without the name; `None` when it does not hold it.
    pub(super) fn out_of(&self, text: &str) -> Option<String> {
        let found = self.places(text);
        if found.is_empty() {
            return None;
        }
        let letters: Vec<char> = text.chars().collect();
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for (start, end) in found {
            out.extend(letters.get(from..start).unwrap_or_default());
            out.push_str(&self.wording);
            from = end;
        }
        out.extend(letters.get(from..).unwrap_or_default());
        Some(out)
    }

    /// Whether an address holds the name as a whole word of it.
    pub(super) fn is_in_address(&self, path: &str) -> bool {
        let path = path.to_lowercase();
        self.slugs.iter().any(|slug| {
            path.match_indices(slug.as_str()).any(|(at, found)| {
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                edge(path.get(..at).and_then(|before| before.chars().next_back()))
                    && edge(path.get(at + found.len()..).and_then(|after| after.chars().next()))
            })
        })
    }

    /// A kept document without the name; `None` when it does not hold it.
    pub(super) fn out_of_document(&self, json: &str) -> Result<Option<String>, StoreError> {
        let unreadable = |error: String| StoreError::Unreadable(error);
        let mut value: Value = serde_json::from_str(json).map_err(|error| unreadable(error.to_string()))?;
        if !self.walk(&mut value) {
            return Ok(None);
        }
        let document =
            courant_text::json::read(&value.to_string()).map_err(|refused| unreadable(refused.to_string()))?;
        Ok(Some(courant_text::json::write(&document)))
    }

    /// Any other kept JSON, such as a byline, without the name.
    pub(super) fn out_of_json(&self, json: &str) -> Result<Option<String>, StoreError> {
        let mut value: Value = serde_json::from_str(json).map_err(|error| StoreError::Unreadable(error.to_string()))?;
        Ok(self.walk(&mut value).then(|| value.to_string()))
    }

    fn walk(&self, value: &mut Value) -> bool {
        match value {
            Value::Array(items) => {
                let mut changed = self.runs(items);
                for item in items {
                    changed |= self.walk(item);
                }
                changed
            }
            Value::Object(map) => {
                let mut changed = self.links(map);
                for (key, value) in map {
                    changed |= match value {
                        Value::String(text) if !is_reference(key) => match self.out_of(text) {
                            Some(clean) => {
                                *text = clean;
                                true
                            }
                            None => false,
                        },
                        Value::Array(_) | Value::Object(_) => self.walk(value),
                        _ => false,
                    };
                }
                changed
            }
            _ => false,
        }
    }

    /// A link to an address that holds the name stops being one.
    fn links(&self, node: &mut Map<String, Value>) -> bool {
        let Some(Value::Array(marks)) = node.get_mut("marks") else {
            return false;
        };
        let before = marks.len();
        marks.retain(|mark| {
            let href = mark.pointer("/attrs/href").and_then(Value::as_str);
            !href.is_some_and(|href| self.is_in_address(href) || self.out_of(href).is_some())
        });
        marks.len() < before
    }

    /// Text that marks cut in pieces is looked through as one; the wording stands where the name began.
    fn runs(&self, items: &mut Vec<Value>) -> bool {
        let texts: Vec<Option<Vec<char>>> = items
            .iter()
            .map(|item| {
                item.get("text")
                    .and_then(Value::as_str)
                    .map(|text| text.chars().collect())
            })
            .collect();
        if texts.iter().all(Option::is_none) {
            return false;
        }
        // Whatever is no text, a line break or a picture, parts words like a line end does.
        let whole: String = texts
            .iter()
            .flat_map(|text| text.clone().unwrap_or_else(|| vec!['\n']))
            .collect();
        let found = self.places(&whole);
        if found.is_empty() {
            return false;
        }
        let mut at = 0;
        for (item, text) in items.iter_mut().zip(texts) {
            let length = text.as_ref().map_or(1, Vec::len);
            if let Some(text) = text {
                let mut clean = String::new();
                for (offset, letter) in text.into_iter().enumerate() {
                    let place = at + offset;
                    match found.iter().find(|(start, end)| (*start..*end).contains(&place)) {
                        Some((start, _)) if *start == place => clean.push_str(&self.wording),
                        Some(_) => {}
                        None => clean.push(letter),
                    }
                }
                if let Some(map) = item.as_object_mut() {
                    map.insert("text".to_owned(), Value::String(clean));
                }
            }
            at += length;
        }
        items.retain(|item| item.get("text").and_then(Value::as_str) != Some(""));
        true
    }

    /// Where the name stands, in characters; whole words only, in scripts that part words.
    fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let letters = small(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < letters.len() {
            let rest = letters.get(at..).unwrap_or_default();
            let hit = self.spellings.iter().find(|spelling| {
                let before = at.checked_sub(1).and_then(|before| letters.get(before));
                rest.starts_with(spelling)
                    && !joins(before, spelling.first())
                    && !joins(spelling.last(), rest.get(spelling.len()))
            });
            match hit {
                Some(spelling) => {
                    found.push((at, at + spelling.len()));
                    at += spelling.len();
                }
                None => at += 1,
            }
        }
        found
    }
}

/// Whether two neighbouring letters belong to one word. Chinese and Japanese part no words.
fn joins(one: Option<&char>, other: Option<&char>) -> bool {
    let within = |c: &char| c.is_alphanumeric() && *c < '\u{2e80}';
    one.is_some_and(within) && other.is_some_and(within)
}

/// Small letters, one for one, so that places stay.
fn small(text: &str) -> Vec<char> {
    text.chars()
        .map(|c| {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(only), None) => only,
                _ => c,
            }
        })
        .collect()
}

/// What names something else by its id, or is an address of its own.
fn is_reference(key: &str) -> bool {
    matches!(
        key,
        "id" | "type" | "picture" | "source" | "story" | "author" | "url" | "href" | "provider" | "language" | "text"
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn name() -> Name {
        Name::new(&["Sousa".into(), "Ana Sousa".into(), " ".into()], "a passenger")
    }

    #[test]
    fn every_spelling_goes_and_other_words_stay() {
        assert_eq!(
            name().out_of("ANA SOUSA and Sousa’s friend Sousanna").unwrap(),
            "a passenger and a passenger’s friend Sousanna"
        );
        assert_eq!(name().out_of("Nobody here"), None);
        let japanese = Name::new(&["山田太郎".into()], "男性");
        assert_eq!(japanese.out_of("昨日山田太郎さんが").unwrap(), "昨日男性さんが");
    }

    #[test]
    fn a_name_that_marks_cut_in_pieces_goes_as_a_whole() {
        let html = "<p>Then Ana <strong>Sousa</strong> spoke, <a href=\"https://example.org/people/ana-sousa\">see \
                    here</a>.</p><figure><img src=\"https://example.org/a.jpg\" alt=\"Ana Sousa on deck\"></figure>";
        let read = courant_text::html::read(html, &mut courant_text::SequentialIds::new());
        let kept = courant_text::json::write(&read.document);
        let clean = name().out_of_document(&kept).unwrap().unwrap();
        assert!(!clean.to_lowercase().contains("sousa"), "{clean}");
        let document = courant_text::json::read(&clean).unwrap();
        assert!(courant_text::plain::write(&document).contains("Then a passenger spoke, see here."));
        assert_eq!(name().out_of_document(&clean).unwrap(), None);
    }

    #[test]
    fn an_address_is_known_by_its_words() {
        assert!(name().is_in_address("/local/ana-sousa-sails"));
        assert!(name().is_in_address("/local/sousa"));
        assert!(!name().is_in_address("/local/sousanna"));
    }
}
