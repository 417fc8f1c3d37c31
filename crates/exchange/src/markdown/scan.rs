//! Goes through a text for shortcodes of Hugo and Zola, Liquid of Jekyll, footnotes and attribute lists, and leaves program text alone.
//! Called before the text is read as Markdown; what each tag becomes is in [`super::tags`].

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::System;
use super::links::Place;
use super::tags::{self, Made};
use super::written::{Written, hugo, liquid, zola};

/// The longest tag, in bytes.
const LONGEST_TAG: usize = 4000;
/// The longest span of program text within a line, in bytes.
const LONGEST_SPAN: usize = 1000;
/// Footnotes of one text.
const MOST_NOTES: usize = 2000;

/// What tags are asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) system: System,
    pub(super) place: Place<'a>,
    pub(super) title: &'a str,
}

/// The same text as plain Markdown with HTML in it.
pub(super) fn expand(text: &str, context: Context<'_>, left: &mut Vec<String>) -> String {
    let text = text.replace("\r\n", "\n");
    let mut walk = Walk {
        text: &text,
        context,
        left,
        out: String::with_capacity(text.len() + 64),
        defined: defined(&text),
        notes: Vec::new(),
        numbers: HashMap::new(),
        ends: HashMap::new(),
        closes: HashMap::new(),
        line: 0,
    };
    walk.run();
    walk.finish()
}

/// Which footnotes are written down somewhere.
fn defined(text: &str) -> HashSet<&str> {
    text.lines()
        .filter_map(|line| note_name(line.trim_start()))
        .filter(|(_, after)| after.starts_with(':'))
        .map(|(name, _)| name)
        .take(MOST_NOTES)
        .collect()
}

/// `[^name]` and what comes after.
fn note_name(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix("[^")?;
    let end = inside.bytes().take(80).position(|byte| byte == b']')?;
    let (name, after) = inside.split_at_checked(end)?;
    let fine = !name.is_empty() && !name.contains(char::is_whitespace);
    fine.then(|| (name, after.get(1..).unwrap_or_default()))
}

struct Walk<'a, 'c> {
    text: &'a str,
    context: Context<'c>,
    left: &'c mut Vec<String>,
    out: String,
    defined: HashSet<&'a str>,
    /// Texts of footnotes in the order of their numbers.
    notes: Vec<String>,
    numbers: HashMap<&'a str, usize>,
    /// Where the last closing tag of a name stands; none where there is none that closes anything.
    ends: HashMap<&'static str, Option<usize>>,
    /// Where the next sign of a sort stands, so that each stretch of the text is searched once.
    closes: HashMap<&'static str, Option<usize>>,
    /// Where the line begins.
    line: usize,
}

impl<'a> Walk<'a, '_> {
    fn run(&mut self) {
        let mut at = 0;
        let mut new_line = true;
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            if new_line {
                if let Some(length) = fence(rest) {
                    let code = rest.get(..length).unwrap_or(rest);
                    self.out.push_str(&literal(code, self.context.system));
                    at += code.len();
                    self.line = at;
                    continue;
                }
                if let Some(length) = self.definition(rest).or_else(|| self.attribute_line(rest)) {
                    at += length;
                    self.line = at;
                    continue;
                }
            }
            let c = rest.chars().next().unwrap_or(' ');
            let taken = match c {
                '`' => span(rest).inspect(|length| {
                    let code = rest.get(..*length).unwrap_or_default();
                    self.out.push_str(&literal(code, self.context.system));
                }),
                '{' => self.tag(at, rest).or_else(|| attributes(rest)),
                '[' => self.reference(rest),
                '<' => self.comment(at, rest),
                _ => None,
            };
            let length = taken.unwrap_or_else(|| {
                // As far as nothing can begin.
                let skip = c.len_utf8();
                let next = rest
                    .get(skip..)
                    .and_then(|after| after.find(['`', '{', '[', '<', '\n']))
                    .map_or(rest.len(), |found| if c == '\n' { skip } else { skip + found });
                self.out.push_str(rest.get(..next).unwrap_or(rest));
                next
            });
            let passed = rest.get(..length.max(1)).unwrap_or(rest);
            new_line = passed.ends_with('\n');
            if let Some(end) = passed.rfind('\n') {
                self.line = at + end + 1;
            }
            at += passed.len().max(1);
        }
    }

    /// Where a sign stands next.
    fn close(&mut self, sign: &'static str, from: usize) -> Option<usize> {
        let known = self.closes.get(sign).copied();
        if let Some(known) = known
            && known.is_none_or(|known| known >= from)
        {
            return known;
        }
        let found = self.text.get(from..)?.find(sign).map(|at| from + at);
        self.closes.insert(sign, found);
        found
    }

    /// `<!-- more -->` and its like show nothing.
    fn comment(&mut self, at: usize, rest: &str) -> Option<usize> {
        if !rest.starts_with("<!--") {
            return None;
        }
        let end = self.close("-->", at + 4)?;
        (end - at < LONGEST_TAG).then_some(end - at + 3)
    }

    /// The notes as a numbered list behind the text.
    fn finish(mut self) -> String {
        if self.notes.iter().any(|note| !note.is_empty()) {
            self.out.push_str("\n\n");
            for (at, note) in self.notes.iter().enumerate() {
                let _ = writeln!(self.out, "{}. {}", at + 1, note.trim());
            }
        }
        self.out
    }

    fn number(&mut self, name: &'a str) -> usize {
        let next = self.numbers.len();
        let number = *self.numbers.entry(name).or_insert(next);
        if number >= self.notes.len() {
            self.notes.push(String::new());
        }
        number
    }

    /// `[^a]` in the text, where `a` is written down.
    fn reference(&mut self, rest: &'a str) -> Option<usize> {
        let (name, _) = note_name(rest)?;
        if !self.defined.contains(name) {
            return None;
        }
        let number = self.number(name);
        self.out.extend((number + 1).to_string().chars().map(raised));
        Some(name.len() + 3)
    }

    /// `[^a]: words`, and the lines that belong to it.
    fn definition(&mut self, rest: &'a str) -> Option<usize> {
        let indented = rest.len() - rest.trim_start_matches(' ').len();
        let (name, after) = note_name(rest.get(indented..)?).filter(|_| indented < 4)?;
        let after = after.strip_prefix(':')?;
        let start = rest.len() - after.len();
        let mut end = start;
        let mut words = String::new();
        for (at, line) in after.split_inclusive('\n').enumerate() {
            let more = at == 0 || (!line.trim().is_empty() && note_name(line.trim_start()).is_none());
            if !more {
                break;
            }
            words.push(' ');
            words.push_str(line.trim());
            end += line.len();
        }
        let number = self.number(name);
        if let Some(note) = self.notes.get_mut(number)
            && note.is_empty()
        {
            words.trim().clone_into(note);
        }
        Some(end)
    }

    /// A line that only sets attributes of the block before (`{: .wide}`), or asks for a table of contents.
    fn attribute_line(&mut self, rest: &str) -> Option<usize> {
        let line = rest.split_inclusive('\n').next()?;
        let bare = line.trim();
        let sets = bare.starts_with("{:") && bare.ends_with('}') && self.context.system == System::Jekyll;
        let contents = matches!(bare, "[TOC]" | "[[toc]]");
        (sets || contents).then_some(line.len())
    }

    /// Reads what begins with a brace; says how long it is.
    fn tag(&mut self, at: usize, rest: &'a str) -> Option<usize> {
        let system = self.context.system;
        let (open, close) = ["{{<", "{{%", "{%", "{{"]
            .iter()
            .zip([">}}", "%}}", "%}", "}}"])
            .find(|(open, _)| rest.starts_with(**open))?;
        let short = matches!(*open, "{{<" | "{{%");
        if short != (system == System::Hugo) {
            return None;
        }
        let end = self.close(close, at + open.len())?.checked_sub(at)?;
        let inside = rest.get(open.len()..end).filter(|inside| inside.len() < LONGEST_TAG)?;
        let length = end + close.len();
        if let Some(shown) = inside
            .trim()
            .strip_prefix("/*")
            .and_then(|inside| inside.strip_suffix("*/"))
        {
            self.out.push_str("{{&lt; ");
            self.out.push_str(shown.trim());
            self.out.push_str(" &gt;}}");
            return Some(length);
        }
        let inside = inside.trim_matches('-').trim();
        let written = match (system, *open) {
            (System::Hugo, _) => hugo(inside)?,
            (System::Zola, open) => zola(inside, open == "{%")?,
            (System::Jekyll, "{%") => liquid(inside)?,
            (System::Jekyll, _) => Written {
                rest: inside,
                prints: true,
                ..Written::default()
            },
        };
        // What holds program text or nothing at all is taken to its end.
        let holds = !written.closing
            && !written.prints
            && matches!(written.name, "highlight" | "raw" | "comment" | "verbatim" | "code");
        if holds && let Some((content, whole)) = self.content(at + length, written.name) {
            match written.name {
                "highlight" | "code" => {
                    let language = written.bare.first().map_or("", String::as_str);
                    self.out.push_str(&program(content, language));
                }
                "comment" => {}
                _ => self.out.push_str(content),
            }
            return Some(length + whole);
        }
        match tags::made(&written, &self.context, self.left) {
            // Between empty lines it is a block of its own; deeper within the text HTML has no place.
            Made::Block { html, .. } if self.is_top(at) => {
                self.out.push_str("\n\n");
                self.out.push_str(&html);
                self.out.push_str("\n\n");
            }
            Made::Block { markdown, .. } => self.out.push_str(&markdown),
            Made::Inline(text) => self.out.push_str(&text),
            Made::Nothing => {}
        }
        Some(length)
    }

    /// Whether the line of a place is one of the text itself, and not of a quotation, list, table or heading.
    fn is_top(&self, at: usize) -> bool {
        let line = self.text.get(self.line..at).unwrap_or_default();
        let line = line.get(..line.floor_char_boundary(200)).unwrap_or_default();
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = digits.len() < line.len() && digits.starts_with(['.', ')']);
        !numbered && !line.starts_with([' ', '\t', '>', '-', '*', '+', '|', '#', ':'])
    }

    /// What stands up to the closing tag of a name, and how far that reaches.
    fn content(&mut self, from: usize, name: &str) -> Option<(&'a str, usize)> {
        let text = self.text;
        let name: &'static str = ["highlight", "raw", "comment", "verbatim", "code"]
            .iter()
            .find(|known| **known == name)?;
        let jekyll = self.context.system == System::Jekyll;
        let closing = if jekyll {
            format!("end{name}")
        } else {
            format!("/{name}")
        };
        let find = |from: usize| {
            let rest = text.get(from..)?;
            rest.match_indices(&closing).find_map(|(at, _)| {
                let open = rest.get(..at)?.trim_end_matches(['-', ' ']);
                let starts = ["{%", "{{<", "{{%"]
                    .iter()
                    .find(|open_sign| open.ends_with(**open_sign))?;
                let after = rest.get(at + closing.len()..)?;
                let end = after
                    .get(..after.floor_char_boundary(40))?
                    .find("%}")
                    .or_else(|| after.find(">}}").filter(|at| *at < 40))?;
                let sign = if after.get(end..)?.starts_with('%') && !starts.starts_with("{{") {
                    2
                } else {
                    3
                };
                Some((open.len() - starts.len(), at + closing.len() + end + sign))
            })
        };
        let last = *self.ends.entry(name).or_insert_with(|| text.rfind(&closing));
        if last.is_none_or(|last| last < from) {
            return None;
        }
        let Some((content, end)) = find(from) else {
            self.ends.insert(name, None);
            return None;
        };
        Some((text.get(from..from + content)?, end.min(text.len() - from)))
    }
}

/// A digit as it stands above the line: the text has no other mark that every reader keeps.
fn raised(digit: char) -> char {
    match digit {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        other => other,
    }
}

/// A fenced block of program text with everything up to its end.
fn fence(rest: &str) -> Option<usize> {
    let line = rest.split('\n').next().unwrap_or_default();
    let bare = line.trim_start_matches([' ', '\t', '>']);
    let sign = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = bare.chars().take_while(|c| *c == sign).count();
    if count < 3 || (sign == '`' && bare.get(count..)?.contains('`')) {
        return None;
    }
    let mut length = 0;
    for (at, line) in rest.split_inclusive('\n').enumerate() {
        length += line.len();
        let bare = line.trim_start_matches([' ', '\t', '>']).trim_end();
        if at > 0 && bare.len() >= count && bare.chars().all(|c| c == sign) {
            break;
        }
    }
    Some(length)
}

/// Program text within a line.
fn span(rest: &str) -> Option<usize> {
    let count = rest.bytes().take_while(|byte| *byte == b'`').count();
    let most = rest.floor_char_boundary(LONGEST_SPAN);
    let mut at = count;
    let within = rest.get(..most)?;
    while let Some(found) = within.get(at..)?.find('`') {
        let start = at + found;
        let run = within.get(start..)?.bytes().take_while(|byte| *byte == b'`').count();
        if within.get(at..start)?.contains("\n\n") {
            return None;
        }
        if run == count {
            return Some(start + run);
        }
        at = start + run;
    }
    None
}

/// Program text as it is meant: shortcodes that were kept from running, and marks of raw text, are taken out.
fn literal(code: &str, system: System) -> String {
    match system {
        System::Hugo => code
            .replace("{{</*", "{{<")
            .replace("*/>}}", ">}}")
            .replace("{{%/*", "{{%")
            .replace("*/%}}", "%}}"),
        System::Jekyll => code.replace("{% raw %}", "").replace("{% endraw %}", ""),
        System::Zola => code.to_owned(),
    }
}

/// Program text as a fenced block.
fn program(content: &str, language: &str) -> String {
    let mut fence = "```".to_owned();
    while content.contains(&fence) && fence.len() < 60 {
        fence.push('`');
    }
    let language: String = language
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '#'))
        .collect();
    format!("\n\n{fence}{language}\n{}\n{fence}\n\n", content.trim_matches('\n'))
}

/// `{#anchor}` behind a heading and `{: .class}` or `{.class}` behind a link: nothing that a reader sees.
fn attributes(rest: &str) -> Option<usize> {
    let most = rest.floor_char_boundary(200);
    let end = rest.get(..most)?.find('}')?;
    let inside = rest.get(1..end)?;
    let sign = inside.chars().next().filter(|c| matches!(c, '#' | '.' | ':'))?;
    let fine = inside
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '#' | '.' | ':' | '-' | '_' | ' ' | '=' | '"' | '\''));
    let ends_line = rest
        .get(end + 1..)?
        .split('\n')
        .next()
        .unwrap_or_default()
        .trim()
        .is_empty();
    (fine && inside.len() > 1 && (ends_line || sign == ':')).then_some(end + 1)
}
