//! Reads what a person typed into the search box and turns it into a query; no input is an error.
//! The search calls it, and asks the result what to highlight.

use std::collections::HashSet;

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::Language;

use super::schema::Fields;
use super::words::{Unit, is_pair, stems, units};

/// Characters that are read of a query.
const MOST_CHARACTERS: usize = 2_000;
/// Words and phrases that are read of a query.
const MOST_CLAUSES: usize = 24;
/// Words of one phrase.
const MOST_WORDS: usize = 24;
/// Words that an unfinished last word may stand for.
const MOST_EXPANSIONS: u32 = 200;

/// Words so frequent that a story need not hold them.
const COMMON: [&str; 25] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the",
    "this", "to", "was", "were", "what", "with", "who",
];

/// What was asked for.
#[derive(Debug, Default)]
pub(super) struct Ask {
    clauses: Vec<Clause>,
}

#[derive(Debug, PartialEq, Eq)]
struct Clause {
    what: What,
    minus: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    /// A word, its stems, and whether it may be only the beginning of one.
    Word {
        plain: String,
        stems: Vec<String>,
        unfinished: bool,
    },
    /// Neighbouring characters of a script without spaces.
    Run(Vec<String>),
    /// Words that must follow each other exactly.
    Phrase(Vec<String>),
}

impl Ask {
    /// Reads a query: words, "quoted phrases", a minus before what must not occur. Words are stemmed in each of the languages.
    pub(super) fn read(text: &str, languages: &[Language]) -> Self {
        let text: String = text.chars().take(MOST_CHARACTERS).collect();
        let mut ask = Self::default();
        for part in parts(&text) {
            let units = units(part.text);
            if part.quoted || part.minus {
                let words: Vec<String> = units.into_iter().map(|unit| unit.plain).take(MOST_WORDS).collect();
                if part.quoted || words.len() > 1 {
                    ask.put(What::Phrase(words), part.minus);
                } else if let Some(plain) = words.into_iter().next() {
                    ask.put(
                        What::Word {
                            plain,
                            stems: Vec::new(),
                            unfinished: false,
                        },
                        part.minus,
                    );
                }
                continue;
            }
            for what in loose_words(&units, languages) {
                ask.put(what, false);
            }
        }
        if !text.ends_with(|last: char| last.is_whitespace() || matches!(last, '"' | '”' | '»' | '」'))
            && let Some(Clause {
                what: What::Word { plain, unfinished, .. },
                minus: false,
            }) = ask.clauses.last_mut()
        {
            *unfinished = plain.chars().count() > 1;
        }
        ask
    }

    fn put(&mut self, what: What, minus: bool) {
        let is_empty = matches!(&what, What::Phrase(words) | What::Run(words) if words.is_empty());
        let clause = Clause { what, minus };
        if !is_empty && self.clauses.len() < MOST_CLAUSES && !self.clauses.contains(&clause) {
            self.clauses.push(clause);
        }
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether asking for any instead of all of the words would ask for something else.
    pub(super) fn can_be_loosened(&self) -> bool {
        self.clauses.iter().filter(|clause| !clause.minus).count() > 1
    }

    /// The query for all words, or with `any` for at least one of them.
    pub(super) fn query(&self, fields: &Fields, any: bool) -> Box<dyn Query> {
        let all_common = self.clauses.iter().all(|clause| clause.minus || clause.is_common());
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut is_positive = false;
        for clause in &self.clauses {
            let occur = if clause.minus {
                Occur::MustNot
            } else if any || (clause.is_common() && !all_common) {
                Occur::Should
            } else {
                Occur::Must
            };
            is_positive |= !clause.minus;
            parts.push((occur, clause.query(fields)));
        }
        if !is_positive {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        Box::new(BooleanQuery::new(parts))
    }

    /// What to highlight.
    pub(super) fn needles(&self) -> Needles {
        let mut needles = Needles::default();
        for clause in self.clauses.iter().filter(|clause| !clause.minus) {
            match &clause.what {
                What::Word {
                    plain,
                    stems,
                    unfinished,
                } => {
                    // A common word lights up whole pages, so it is only lit when nothing else was asked for.
                    if clause.is_common() && self.clauses.iter().any(|other| !other.minus && !other.is_common()) {
                        continue;
                    }
                    if *unfinished {
                        needles.beginnings.push(plain.clone());
                    }
                    needles.words.insert(plain.clone());
                    needles.words.extend(stems.iter().cloned());
                }
                What::Run(letters) => match letters.as_slice() {
                    [one] => {
                        needles.words.insert(one.clone());
                    }
                    several => {
                        needles.pairs.extend(several.windows(2).map(<[String]>::concat));
                    }
                },
                What::Phrase(words) => needles.phrases.push(words.clone()),
            }
        }
        needles
    }
}

impl Clause {
    fn is_common(&self) -> bool {
        matches!(&self.what, What::Word { plain, unfinished: false, .. } if COMMON.contains(&plain.as_str()))
    }

    /// The clause in any of the fields, the headline counting most.
    fn query(&self, fields: &Fields) -> Box<dyn Query> {
        let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (field, weight) in fields.weighted() {
            any.push((Occur::Should, Box::new(BoostQuery::new(self.what.query(field), weight))));
        }
        Box::new(BooleanQuery::new(any))
    }
}

impl What {
    fn query(&self, field: Field) -> Box<dyn Query> {
        match self {
            Self::Word {
                plain,
                stems,
                unfinished,
            } => {
                let mut any: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Should, term(field, plain))];
                // The exact form has the stem beside it and so counts more than another form of the word.
                any.extend(stems.iter().map(|stem| (Occur::Should, term(field, stem))));
                if *unfinished {
                    let mut beginning = PhrasePrefixQuery::new(vec![Term::from_field_text(field, plain)]);
                    beginning.set_max_expansions(MOST_EXPANSIONS);
                    any.push((Occur::Should, Box::new(BoostQuery::new(Box::new(beginning), 0.1))));
                }
                Box::new(BooleanQuery::new(any))
            }
            Self::Run(letters) => match letters.as_slice() {
                [one] => term(field, one),
                several => {
                    let mut all: Vec<(Occur, Box<dyn Query>)> = several
                        .windows(2)
                        .map(|pair| (Occur::Must, term(field, &pair.concat())))
                        .collect();
                    all.push((Occur::Should, phrase(field, several)));
                    Box::new(BooleanQuery::new(all))
                }
            },
            Self::Phrase(words) => match words.as_slice() {
                [one] => term(field, one),
                several => phrase(field, several),
            },
        }
    }
}

/// What to highlight in a text.
#[derive(Debug, Default)]
pub(super) struct Needles {
    words: HashSet<String>,
    beginnings: Vec<String>,
    pairs: HashSet<String>,
    phrases: Vec<Vec<String>>,
}

impl Needles {
    /// For each unit whether it was asked for; `stems` are those of the units, or empty.
    pub(super) fn found(&self, units: &[Unit], stems: &[String]) -> Vec<bool> {
        let mut found = vec![false; units.len()];
        let mut light = |from: usize, count: usize| {
            found.iter_mut().skip(from).take(count).for_each(|lit| *lit = true);
        };
        for (place, unit) in units.iter().enumerate() {
            let by_stem = stems.get(place).is_some_and(|stem| self.words.contains(stem));
            if by_stem
                || self.words.contains(&unit.plain)
                || self
                    .beginnings
                    .iter()
                    .any(|start| unit.plain.starts_with(start.as_str()))
            {
                light(place, 1);
            }
            if let Some(next) = units.get(place + 1)
                && is_pair(unit, next)
                && !self.pairs.is_empty()
                && self.pairs.contains(&format!("{}{}", unit.plain, next.plain))
            {
                light(place, 2);
            }
            for words in &self.phrases {
                let here = units.iter().skip(place).take(words.len()).map(|unit| &unit.plain);
                if here.eq(words) {
                    light(place, words.len());
                }
            }
        }
        found
    }
}

struct Part<'a> {
    text: &'a str,
    quoted: bool,
    minus: bool,
}

/// Cuts the input at quotation marks and white space. A quotation that is never closed goes to the end.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let mut minus = false;
        if let Some(after) = rest.strip_prefix(['-', '−'])
            && after.starts_with(|next: char| !next.is_whitespace() && next != '-')
        {
            minus = true;
            rest = after;
        }
        let Some(first) = rest.chars().next() else { return parts };
        let inside = rest.get(first.len_utf8()..).unwrap_or_default();
        if let Some(closing) = closing(first) {
            let end = inside.find(|letter| closing.contains(&letter)).unwrap_or(inside.len());
            parts.push(Part {
                text: inside.get(..end).unwrap_or_default(),
                quoted: true,
                minus,
            });
            let after = inside.get(end..).unwrap_or_default();
            rest = after
                .chars()
                .next()
                .map_or("", |mark| after.get(mark.len_utf8()..).unwrap_or_default());
        } else {
            let end = rest
                .find(|letter: char| letter.is_whitespace() || closing_any(letter))
                .unwrap_or(rest.len())
                .max(first.len_utf8());
            parts.push(Part {
                text: rest.get(..end).unwrap_or_default(),
                quoted: false,
                minus,
            });
            rest = rest.get(end..).unwrap_or_default();
        }
    }
}

fn closing(opening: char) -> Option<&'static [char]> {
    Some(match opening {
        '"' | '“' | '”' | '„' | '＂' => &['"', '“', '”', '＂'],
        '«' => &['»'],
        '「' => &['」'],
        '『' => &['』'],
        _ => return None,
    })
}

fn closing_any(letter: char) -> bool {
    closing(letter).is_some()
}

/// Words of unquoted text, with characters without spaces joined into runs.
fn loose_words(units: &[Unit], languages: &[Language]) -> Vec<What> {
    let stemmed: Vec<Vec<String>> = languages.iter().map(|language| stems(units, *language)).collect();
    let mut words: Vec<What> = Vec::new();
    for (place, unit) in units.iter().enumerate() {
        if unit.unspaced {
            let goes_on = place
                .checked_sub(1)
                .and_then(|before| units.get(before))
                .is_some_and(|before| is_pair(before, unit));
            match words.last_mut() {
                Some(What::Run(letters)) if goes_on && letters.len() < MOST_WORDS => letters.push(unit.plain.clone()),
                _ => words.push(What::Run(vec![unit.plain.clone()])),
            }
            continue;
        }
        let mut stems: Vec<String> = Vec::new();
        for stem in stemmed.iter().filter_map(|stems| stems.get(place)) {
            if !stem.is_empty() && *stem != unit.plain && !stems.contains(stem) {
                stems.push(stem.clone());
            }
        }
        words.push(What::Word {
            plain: unit.plain.clone(),
            stems,
            unfinished: false,
        });
    }
    words
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    ))
}

fn phrase(field: Field, words: &[String]) -> Box<dyn Query> {
    Box::new(PhraseQuery::new(
        words.iter().map(|word| Term::from_field_text(field, word)).collect(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let ask = Ask::read(text, &[Language::English]);
        let mut out = Vec::new();
        for clause in &ask.clauses {
            let what = match &clause.what {
                What::Word { plain, unfinished, .. } => format!("{plain}{}", if *unfinished { "*" } else { "" }),
                What::Run(letters) => format!("<{}>", letters.concat()),
                What::Phrase(words) => format!("\"{}\"", words.join(" ")),
            };
            out.push(format!("{}{what}", if clause.minus { "-" } else { "" }));
        }
        out.join(" ")
    }

    #[test]
    fn people_write_words_phrases_and_minus() {
        for (text, wanted) in [
            ("ferry port", "ferry port*"),
            ("ferry port ", "ferry port"),
            ("\"the old port\" ferry -strike", "\"the old port\" ferry -strike"),
            ("ferry -\"old port\"", "ferry -\"old port\""),
            ("“old port”", "\"old port\""),
            ("\"never closed", "\"never closed\""),
            ("arms-supply", "arms supply*"),
            ("-arms-supply x", "-\"arms supply\" x"),
            ("a:b", "a b"),
            ("東京都 選挙", "<東京都> <選挙>"),
            ("-", ""),
            ("--", ""),
            ("\"", ""),
            ("\"\" * ~ ^ AND (", "and*"),
            ("😀", ""),
            ("", ""),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn an_endless_query_is_cut() {
        let ask = Ask::read(&"x1 y2 z3 ".repeat(2_000), &[]);
        assert_eq!(ask.clauses.len(), 3, "repeated words are asked once");
        let many: String = (0..3_000).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        assert!(Ask::read(&many, &[]).clauses.len() <= MOST_CLAUSES);
    }
}
