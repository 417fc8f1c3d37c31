//! Quotation marks: which open, which close, which are apostrophes, and which have no partner.
//! Called by [`crate::Reading`]; the checks of marks and the reading of quotations both rest on it.

use crate::page::{Page, Role};
use crate::span::Span;

/// The family of a pair of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// “ ” " „ `` and corner brackets: the double marks.
    Double,
    /// ‘ ’ ' ‚ and ‹ ›: the single marks.
    Single,
    /// « »
    Guillemets,
}

/// Words between marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quoted {
    /// From the opening mark to behind the closing one, or to the end of the paragraph.
    pub outer: Span,
    /// The words alone.
    pub inner: Span,
    /// Which marks.
    pub family: Family,
    /// How many other pairs it stands in.
    pub depth: usize,
    /// Which part of the page.
    pub part: usize,
    /// It has no closing mark because the next paragraph goes on.
    pub goes_on: bool,
}

/// What is wrong with a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It opens and never closes.
    Unclosed,
    /// It closes what never opened.
    Unopened,
    /// It is of another kind than the mark that opened: curly and straight.
    Mixed,
}

/// A mark that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble {
    /// The mark.
    pub mark: Span,
    /// What is wrong.
    pub wrong: Wrong,
    /// Which family it is of.
    pub family: Family,
    /// From the mark to the end of what it seems to embrace.
    pub reach: Span,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    at: usize,
    len: usize,
    letter: char,
    family: Family,
}

/// Pairs and troubles of the whole page, in reading order.
pub fn read(page: &Page) -> (Vec<Quoted>, Vec<Trouble>) {
    let mut quoted = Vec::new();
    let mut troubles = Vec::new();
    let mut index = 0;
    while let Some(part) = page.parts.get(index) {
        let first = index;
        index += 1;
        if matches!(part.role, Role::Furniture | Role::Field | Role::Cell) {
            continue;
        }
        // Lines without a blank line between them are read as one paragraph.
        let mut span = part.span;
        while let Some(next) = page
            .parts
            .get(index)
            .filter(|next| next.runs_on && !matches!(next.role, Role::Furniture | Role::Line))
        {
            span.end = next.span.end;
            index += 1;
        }
        let goes_on = |family: Family| {
            let next = page
                .parts
                .iter()
                .enumerate()
                .skip(index)
                .find(|(_, next)| next.role == part.role);
            part.role.is_prose() && next.is_some_and(|(at, _)| starts_with_mark(page.part_text(at), family))
        };
        let before = quoted.len();
        one(page.at(span), span.start, first, &goes_on, &mut quoted, &mut troubles);
        if let Some(new) = quoted.get_mut(before..) {
            new.sort_by_key(|q| (q.outer.start, std::cmp::Reverse(q.outer.end)));
            for q in new.iter_mut().filter(|_| index > first + 1) {
                q.part = page.part_at(q.outer.start).unwrap_or(first);
            }
        }
    }
    (quoted, troubles)
}

fn starts_with_mark(text: &str, family: Family) -> bool {
    match family {
        Family::Double => text.starts_with(['“', '"', '„', '”']) || text.starts_with("``") || text.starts_with("''"),
        Family::Single => text.starts_with(['‘', '\'', '’']),
        Family::Guillemets => text.starts_with(['«', '»']),
    }
}

/// Short forms that begin with an apostrophe.
const ELIDED: &[&str] = &[
    "tis", "twas", "em", "til", "till", "cause", "bout", "n", "round", "cos", "un", "ere", "neath", "er", "s", "re",
    "ll", "ve", "d", "m", "t",
];

enum Reading {
    Opens(Family),
    Closes(Family),
    Neither,
}

fn one(
    text: &str,
    base: usize,
    part: usize,
    goes_on: &dyn Fn(Family) -> bool,
    quoted: &mut Vec<Quoted>,
    troubles: &mut Vec<Trouble>,
) {
    if !text.contains([
        '"', '“', '”', '„', '‘', '’', '\'', '«', '»', '‹', '›', '`', '「', '」', '『', '』', '‚',
    ]) {
        return;
    }
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut stack: Vec<Open> = Vec::new();
    let mut skip = 0;
    for (i, (at, letter)) in letters.iter().copied().enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let before = i.checked_sub(1).and_then(|i| letters.get(i)).map(|(_, c)| *c);
        let doubled = matches!(letter, '`' | '\'') && letters.get(i + 1).is_some_and(|(_, c)| *c == letter);
        let len = if doubled { 2 } else { letter.len_utf8() };
        let after = letters.get(i + if doubled { 2 } else { 1 }).map(|(_, c)| *c);
        if doubled {
            skip = 1;
        }
        // A line that opens anew while a quotation is open goes on with it.
        let opener = matches!(letter, '“' | '„' | '"') || doubled;
        if before == Some('\n')
            && opener
            && let [open] = stack.as_slice()
            && open.family == Family::Double
            && after.is_some_and(|c| !c.is_whitespace() || doubled || letter == '“')
        {
            let end = text.get(..at).map_or(at, |s| s.trim_end().len());
            quoted.push(Quoted {
                outer: Span::new(base + open.at, base + end),
                inner: Span::new(base + open.at + open.len, base + end),
                family: Family::Double,
                depth: 0,
                part,
                goes_on: true,
            });
            stack.clear();
        }
        let reading = if doubled {
            if letter == '`' && stack.iter().any(|o| o.family == Family::Double) {
                Reading::Closes(Family::Double)
            } else if letter == '`' {
                Reading::Opens(Family::Double)
            } else if stack.iter().any(|o| o.family == Family::Double) {
                Reading::Closes(Family::Double)
            } else if before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '—' | '–' | '-' | '['))
                && after.is_some_and(char::is_alphanumeric)
            {
                // ''Two apostrophes'' as a typewriter's double mark.
                Reading::Opens(Family::Double)
            } else {
                Reading::Neither
            }
        } else {
            judge(letter, at, before, after, text, &stack)
        };
        match reading {
            Reading::Neither => {}
            Reading::Opens(family) => stack.push(Open {
                at,
                len,
                letter,
                family,
            }),
            Reading::Closes(family) => {
                let Some(place) = stack.iter().rposition(|open| open.family == family) else {
                    if family != Family::Single && !is_measure(before, after) {
                        let mark = Span::new(base + at, base + at + len);
                        troubles.push(Trouble {
                            mark,
                            wrong: Wrong::Unopened,
                            family,
                            reach: mark,
                        });
                    }
                    continue;
                };
                for lost in stack.drain(place + 1..) {
                    unclosed(lost, base, at, troubles);
                }
                if let Some(open) = stack.pop() {
                    let curly = |c: char| !matches!(c, '"' | '\'' | '`');
                    if curly(open.letter) != curly(letter) && !doubled {
                        let mark = Span::new(base + at, base + at + len);
                        troubles.push(Trouble {
                            mark,
                            wrong: Wrong::Mixed,
                            family,
                            reach: Span::new(base + open.at, base + at + len),
                        });
                    }
                    quoted.push(Quoted {
                        outer: Span::new(base + open.at, base + at + len),
                        inner: Span::new(base + open.at + open.len, base + at),
                        family,
                        depth: stack.len(),
                        part,
                        goes_on: false,
                    });
                }
            }
        }
    }
    let end = text.len();
    for (depth, open) in stack.into_iter().enumerate() {
        if goes_on(open.family) {
            quoted.push(Quoted {
                outer: Span::new(base + open.at, base + end),
                inner: Span::new(base + open.at + open.len, base + end),
                family: open.family,
                depth,
                part,
                goes_on: true,
            });
        } else {
            unclosed(open, base, end, troubles);
        }
    }
}

fn unclosed(open: Open, base: usize, end: usize, troubles: &mut Vec<Trouble>) {
    troubles.push(Trouble {
        mark: Span::new(base + open.at, base + open.at + open.len),
        wrong: Wrong::Unclosed,
        family: open.family,
        reach: Span::new(base + open.at, base + end),
    });
}

/// 6' 2" and 12" are measures.
fn is_measure(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| c.is_ascii_digit()) && after.is_none_or(|c| !c.is_alphabetic())
}

fn judge(letter: char, at: usize, before: Option<char>, after: Option<char>, text: &str, stack: &[Open]) -> Reading {
    use Family::{Double, Guillemets, Single};
    let starts = before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '‘' | '"' | '«' | '„' | '\u{200b}'
            )
    });
    let leads = after
        .is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '’'));
    let open = |family: Family| stack.iter().any(|open| open.family == family);
    let top = stack.last();
    match letter {
        '“' if top.is_some_and(|open| open.letter == '„') => Reading::Closes(Double),
        '“' | '„' | '「' | '『' => Reading::Opens(Double),
        '”' if !open(Double) && starts && leads => Reading::Opens(Double),
        '”' | '」' | '』' => Reading::Closes(Double),
        '"' => {
            if is_measure(before, after) && !open(Double) {
                Reading::Neither
            } else if open(Double) && !(starts && leads && open(Single) && top.is_some_and(|o| o.family == Single)) {
                Reading::Closes(Double)
            } else if leads || starts || astray(text, at, before, after) {
                Reading::Opens(Double)
            } else {
                Reading::Closes(Double)
            }
        }
        '«' | '»' => {
            if open(Guillemets) && (top.is_some_and(|o| o.letter != letter) || !leads) {
                Reading::Closes(Guillemets)
            } else {
                Reading::Opens(Guillemets)
            }
        }
        '‹' | '›' => {
            if top.is_some_and(|o| o.family == Single && o.letter != letter) {
                Reading::Closes(Single)
            } else {
                Reading::Opens(Single)
            }
        }
        '‚' => {
            if starts && leads {
                Reading::Opens(Single)
            } else {
                Reading::Neither
            }
        }
        '‘' | '’' | '\'' => single(letter, at, before, after, text, stack, starts, leads),
        _ => Reading::Neither,
    }
}

/// `said," It is so".`: the space stands on the wrong side of a mark that opens, for the next one closes.
fn astray(text: &str, at: usize, before: Option<char>, after: Option<char>) -> bool {
    let mut rest = text.get(at + 1..).unwrap_or("").split('"');
    let (inside, beyond) = (rest.next().unwrap_or(""), rest.next());
    before == Some(',')
        && after == Some(' ')
        && inside.trim_start().starts_with(|c: char| c.is_uppercase() || c == '[')
        && !inside.ends_with([' ', '\n', '(', '—'])
        && beyond.is_some_and(|beyond| !beyond.starts_with(char::is_alphanumeric))
}

#[expect(
    clippy::too_many_arguments,
    reason = "one decision that looks at all of its surroundings"
)]
fn single(
    letter: char,
    at: usize,
    before: Option<char>,
    after: Option<char>,
    text: &str,
    stack: &[Open],
    starts: bool,
    leads: bool,
) -> Reading {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let opened = stack.iter().rev().find(|open| open.family == Family::Single);
    if word(before) && word(after) {
        return Reading::Neither;
    }
    let rest = text.get(at + letter.len_utf8()..).unwrap_or("");
    if starts && leads {
        let next: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        let elided = next.starts_with(|c: char| c.is_ascii_digit()) && next.len() <= 3
            || ELIDED.contains(&next.to_lowercase().as_str());
        if elided && !(letter == '‘' && closes_soon(rest, 40)) {
            return Reading::Neither;
        }
        return match letter {
            // “‘ after an open single would nest single in single: only a double between allows it.
            '‘' => Reading::Opens(Family::Single),
            '\'' if opened.is_none() => Reading::Opens(Family::Single),
            _ => Reading::Neither,
        };
    }
    if letter == '‘' {
        return Reading::Neither;
    }
    if opened.is_none() {
        return Reading::Neither;
    }
    // "the workers’ rights’": a possessive inside, when a better closing mark follows.
    if before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_whitespace) {
        let plural = before == Some('s');
        if plural && closes_soon(rest, 200) && !rest_opens_first(rest) {
            return Reading::Neither;
        }
    }
    Reading::Closes(Family::Single)
}

/// A single closing mark follows within so many letters.
fn closes_soon(rest: &str, within: usize) -> bool {
    let letters: Vec<char> = rest.chars().take(within).collect();
    letters.iter().enumerate().any(|(i, c)| {
        let before = i.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(i + 1);
        matches!(c, '’' | '\'')
            && before.is_some_and(|c| !c.is_whitespace())
            && after.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// Another single mark opens before the next one closes.
fn rest_opens_first(rest: &str) -> bool {
    let letters: Vec<char> = rest.chars().take(200).collect();
    for (i, c) in letters.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(i + 1);
        if matches!(c, '‘' | '\'')
            && before.is_some_and(|c| c.is_whitespace())
            && after.is_some_and(|c| c.is_alphanumeric())
        {
            return true;
        }
        if matches!(c, '’' | '\'') && after.is_none_or(|c| !c.is_alphanumeric()) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<String> {
        let page = Page::from_plain(text);
        read(&page).0.iter().map(|q| page.at(q.inner).to_string()).collect()
    }

    fn troubles(text: &str) -> Vec<(String, Wrong)> {
        let page = Page::from_plain(text);
        read(&page)
            .1
            .iter()
            .map(|t| (page.at(t.mark).to_string(), t.wrong))
            .collect()
    }

    #[test]
    fn pairs_of_every_kind_are_found() {
        for (text, words) in [
            ("He said “yes” and \"no\" today.", vec!["yes", "no"]),
            ("A ‘huge mistake’ that shows Russia’s need.", vec!["huge mistake"]),
            ("« Oui », dit-il. »Ja«, sagte er.", vec![" Oui ", "Ja"]),
            ("Er sagte: „Nein“ und ging.", vec!["Nein"]),
            (
                "“She told me ‘go’ twice,” he said.",
                vec!["She told me ‘go’ twice,", "go"],
            ),
            ("She wore 'the workers' coat' in the '90s.", vec!["the workers' coat"]),
            ("``It is so,'' he said.", vec!["It is so,"]),
            ("She said,\" It is so\". He left.", vec![" It is so"]),
            (
                "“ One goes on.\n“ Two ends, ” he said.",
                vec![" One goes on.", " Two ends, "],
            ),
        ] {
            assert_eq!(quoted(text), words, "{text}");
            assert_eq!(troubles(text), [], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_marks() {
        for text in [
            "The workers’ rights and the boss’s car.",
            "Rock ’n’ roll in the ’90s, 'tis true.",
            "He is 6' 2\" tall and it's the Joneses' house.",
            "Hawai‘i and O‘ahu.",
        ] {
            assert_eq!(troubles(text), [], "{text}");
            assert_eq!(quoted(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_quotation_over_paragraphs_is_right_and_a_lost_mark_is_not() {
        assert_eq!(troubles("“One goes on.\n\n“Two ends,” he said."), []);
        assert_eq!(troubles("He called it a ‘big thing."), [("‘".into(), Wrong::Unclosed)]);
        assert_eq!(
            troubles("“One goes on.\n\nTwo does not."),
            [("“".into(), Wrong::Unclosed)]
        );
        assert_eq!(troubles("It ends” here."), [("”".into(), Wrong::Unopened)]);
        assert_eq!(
            troubles("It is so,\" He said. \"And not so.\""),
            [("\"".into(), Wrong::Unopened)]
        );
        assert_eq!(troubles("It was “mixed\" here."), [("\"".into(), Wrong::Mixed)]);
    }
}
