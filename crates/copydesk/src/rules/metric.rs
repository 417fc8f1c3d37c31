//! Sums over the counts of a text, as in `(words / sentences) * 0.4`, and how hard it reads.
//! Asked by [`super::matching`] for rules that extend `metric` or `readability`; four operations, brackets and names, no more.

use crate::page::{Part, Role};
use crate::reading::Reading;
use crate::tokens::Kind;

/// Brackets nest no deeper.
const DEEP: usize = 32;

/// A sum that is ready.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sum {
    Number(f64),
    Count(usize),
    Of(char, Box<(Sum, Sum)>),
}

/// Names of the counts, in the order of [`counts`].
const COUNTS: &[&str] = &[
    "words",
    "sentences",
    "paragraphs",
    "characters",
    "syllables",
    "long_words",
    "complex_words",
    "polysyllabic_words",
    "list",
    "blockquote",
    "headings",
];

impl Sum {
    /// Reads a sum.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader { rest: text.trim() };
        let sum = reader.sum(0)?;
        if reader.rest.is_empty() {
            Ok(sum)
        } else {
            Err(format!("“{}” is no part of a sum", reader.rest))
        }
    }

    /// Its value for these counts. What is divided by nothing is nothing.
    pub(super) fn value(&self, counts: &[f64]) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Count(at) => counts.get(*at).copied().unwrap_or(0.0),
            Self::Of(sign, pair) => {
                let (a, b) = (pair.0.value(counts), pair.1.value(counts));
                match sign {
                    '+' => a + b,
                    '-' => a - b,
                    '*' => a * b,
                    _ if b == 0.0 => 0.0,
                    _ => a / b,
                }
            }
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn take(&mut self, signs: &[char]) -> Option<char> {
        let sign = self.rest.chars().next().filter(|c| signs.contains(c))?;
        self.rest = self.rest.get(sign.len_utf8()..).unwrap_or("").trim_start();
        Some(sign)
    }

    fn sum(&mut self, depth: usize) -> Result<Sum, String> {
        let mut sum = self.product(depth)?;
        while let Some(sign) = self.take(&['+', '-']) {
            sum = Sum::Of(sign, Box::new((sum, self.product(depth)?)));
        }
        Ok(sum)
    }

    fn product(&mut self, depth: usize) -> Result<Sum, String> {
        let mut product = self.one(depth)?;
        while let Some(sign) = self.take(&['*', '/']) {
            product = Sum::Of(sign, Box::new((product, self.one(depth)?)));
        }
        Ok(product)
    }

    fn one(&mut self, depth: usize) -> Result<Sum, String> {
        if depth > DEEP {
            return Err("the sum nests too deep".into());
        }
        if self.take(&['-']).is_some() {
            return Ok(Sum::Of('-', Box::new((Sum::Number(0.0), self.one(depth + 1)?))));
        }
        if self.take(&['(']).is_some() {
            let sum = self.sum(depth + 1)?;
            return self
                .take(&[')'])
                .map(|_| sum)
                .ok_or_else(|| "a bracket of the sum does not close".into());
        }
        let end = self
            .rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        if let Some(at) = COUNTS.iter().position(|count| *count == word) {
            return Ok(Sum::Count(at));
        }
        word.parse()
            .map(Sum::Number)
            .map_err(|_| format!("the sum counts “{word}”, which is not counted here"))
    }
}

/// When a result is wrong: `> 20`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition(&'static str, Sum);

impl Condition {
    /// Reads a condition.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let sign = ["<=", ">=", "==", "!=", "<", ">"]
            .into_iter()
            .find(|sign| text.starts_with(sign));
        let sign = sign.ok_or_else(|| format!("the condition “{text}” begins with no comparison"))?;
        Ok(Self(sign, Sum::read(text.get(sign.len()..).unwrap_or(""))?))
    }

    /// The value is wrong.
    pub(super) fn holds(&self, value: f64, counts: &[f64]) -> bool {
        let bound = self.1.value(counts);
        let same = (value - bound).abs() < 1e-9;
        match self.0 {
            "<" => value < bound && !same,
            ">" => value > bound && !same,
            "<=" => value < bound || same,
            ">=" => value > bound || same,
            "==" => same,
            _ => !same,
        }
    }
}

/// The counts of the parts, in the order of [`COUNTS`].
pub(super) fn counts(reading: &Reading<'_>, parts: &[&Part]) -> Vec<f64> {
    let mut counts = [0_usize; 11];
    let mut add = |name: &str, many: usize| {
        let place = COUNTS
            .iter()
            .position(|count| *count == name)
            .and_then(|at| counts.get_mut(at));
        *place.unwrap_or(&mut 0) += many;
    };
    for part in parts.iter().filter(|part| !part.role.is_heading()) {
        add("paragraphs", usize::from(part.role != Role::Item));
        add("list", usize::from(part.role == Role::Item));
        add(
            "sentences",
            reading.sentences.iter().filter(|s| part.span.holds(s.span)).count(),
        );
        let (from, to) = reading.tokens_in(part.span);
        for token in reading
            .tokens
            .get(from..to)
            .unwrap_or(&[])
            .iter()
            .filter(|t| t.kind != Kind::Mark)
        {
            let word = reading.page.at(token.span);
            let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
            let many = syllables(word);
            let ending = ["es", "ed", "ing"].iter().any(|ending| word.ends_with(ending));
            add("words", 1);
            add("characters", letters);
            add("syllables", many);
            add("long_words", usize::from(letters > 6));
            add("polysyllabic_words", usize::from(many >= 3));
            add("complex_words", usize::from(many > 3 || many == 3 && !ending));
        }
    }
    let role = |wanted: fn(Role) -> bool| reading.page.parts.iter().filter(|part| wanted(part.role)).count();
    add("blockquote", role(|role| role == Role::Quote));
    add("headings", role(Role::is_heading));
    counts.iter().map(|count| *count as f64).collect()
}

/// Groups of vowels, without a silent e at the end; one at least.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let groups = word.split(|c| !vowel(c)).filter(|group| !group.is_empty()).count();
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    groups.saturating_sub(usize::from(silent)).max(1)
}

/// Measures of how hard a text reads, as grades at school, from the literature that the names tell.
pub(super) fn grade(measure: &str, counts: &[f64]) -> Option<f64> {
    let of = |name: &str| {
        COUNTS
            .iter()
            .position(|count| *count == name)
            .and_then(|at| counts.get(at))
            .copied()
            .unwrap_or(0.0)
    };
    let (words, sentences) = (of("words").max(1.0), of("sentences").max(1.0));
    let (characters, each) = (of("characters") / words, words / sentences);
    Some(match measure {
        "Flesch-Kincaid" => 0.39 * each + 11.8 * of("syllables") / words - 15.59,
        "Gunning Fog" => 0.4 * (each + 100.0 * of("complex_words") / words),
        "Coleman-Liau" => 5.88 * characters - 29.6 / each - 15.8,
        "SMOG" => 1.043 * (of("polysyllabic_words") * 30.0 / sentences).sqrt() + 3.1291,
        "Automated Readability" => 4.71 * characters + 0.5 * each - 21.43,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_keep_the_order_of_operations() {
        let counts = [120.0, 6.0];
        let value = |text: &str| Sum::read(text).map(|sum| sum.value(&counts));
        assert_eq!(value("words / sentences + 2 * (3 - 1)"), Ok(24.0));
        assert_eq!(value("-2 + 10 - 3 - 1"), Ok(4.0));
        assert_eq!(value("words / (sentences - 6)"), Ok(0.0));
        for bad in ["", "words sentences", "2 * (3", "verbs / 2", "2 ** 3"] {
            assert!(value(bad).is_err(), "{bad}");
        }
        assert!(Sum::read(&"(".repeat(5000)).is_err());
        assert!(Condition::read(">= 20").is_ok_and(|c| c.holds(20.0, &counts) && !c.holds(19.0, &counts)));
        assert!(Condition::read("20").is_err());
    }

    #[test]
    fn syllables_are_counted_roughly() {
        for (word, many) in [
            ("boat", 1),
            ("ferry", 2),
            ("home", 1),
            ("table", 2),
            ("agreement", 3),
            ("nth", 1),
        ] {
            assert_eq!(syllables(word), many, "{word}");
        }
    }
}
