//! Where a rule looks: the scopes of Vale as far as a story has them.
//! Read by [`super::Rule`] from the key `scope`; a scope that no story has is named and the rule refused.

use crate::page::Role;

/// How a rule goes over its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Sentence,
    Part,
    Whole,
}

/// The scopes of a rule: any of these, each of terms of which all must hold.
#[derive(Debug)]
pub(super) struct Scope(Vec<Vec<(bool, Term)>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Term {
    Text,
    Summary,
    Heading,
    Headline,
    Subhead,
    Sentence,
    Paragraph,
    Item,
    Quote,
    Cell,
    Alt,
    Caption,
}

impl Term {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "text" | "raw" => Self::Text,
            "summary" => Self::Summary,
            "heading.h1" => Self::Headline,
            "sentence" => Self::Sentence,
            "paragraph" => Self::Paragraph,
            "list" => Self::Item,
            "blockquote" => Self::Quote,
            "alt" => Self::Alt,
            "caption" | "figure.caption" => Self::Caption,
            _ if word == "table" || word.starts_with("table.") => Self::Cell,
            _ if word == "heading" => Self::Heading,
            _ if word.starts_with("heading.h") => Self::Subhead,
            _ => return None,
        })
    }

    fn holds(self, role: Role) -> bool {
        let prose = role.is_prose() && role != Role::Quote || role == Role::Caption;
        match self {
            Self::Text => prose || role.is_heading(),
            Self::Sentence | Self::Paragraph => prose,
            Self::Summary => prose && role != Role::Item,
            Self::Heading => role.is_heading(),
            Self::Headline => role == Role::Headline,
            Self::Subhead => role == Role::Subhead,
            Self::Item => role == Role::Item,
            Self::Quote => role == Role::Quote,
            Self::Cell => role == Role::Cell,
            Self::Alt => role == Role::Alt,
            Self::Caption => role == Role::Caption,
        }
    }
}

impl Scope {
    /// Reads the scopes; a list of which no story has one comes back with the word that is at fault.
    pub(super) fn read(scopes: &[String]) -> Result<Self, String> {
        let mut all = Vec::new();
        for scope in scopes {
            let terms: Option<Vec<(bool, Term)>> = scope
                .split('&')
                .map(str::trim)
                .map(|word| Some((!word.starts_with('~'), Term::read(word.trim_start_matches('~'))?)))
                .collect();
            all.extend(terms);
        }
        match scopes.first() {
            Some(first) if all.is_empty() => Err(first.clone()),
            _ => Ok(Self(all)),
        }
    }

    /// The rule looks at parts of this role.
    pub(super) fn holds(&self, role: Role) -> bool {
        let text = Term::Text.holds(role);
        let fits = |terms: &Vec<(bool, Term)>| {
            let wants = terms.iter().any(|(wanted, _)| *wanted);
            (wants || text) && terms.iter().all(|(wanted, term)| term.holds(role) == *wanted)
        };
        self.0.is_empty() && text || self.0.iter().any(fits)
    }

    /// Sentence by sentence, part by part, or the text as a whole.
    pub(super) fn step(&self) -> Step {
        let mut wanted = self
            .0
            .iter()
            .flatten()
            .filter(|(wanted, _)| *wanted)
            .map(|(_, term)| *term);
        match wanted.next() {
            Some(Term::Sentence) => Step::Sentence,
            None | Some(Term::Text | Term::Summary) => Step::Whole,
            Some(_) => Step::Part,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(scope: &str, role: Role) -> bool {
        Scope::read(&[scope.to_string()]).is_ok_and(|scope| scope.holds(role))
    }

    #[test]
    fn scopes_say_where_a_rule_looks() {
        for (scope, role) in [
            ("text", Role::Headline),
            ("heading", Role::Subhead),
            ("heading.h1", Role::Headline),
            ("list", Role::Item),
            ("~heading", Role::Paragraph),
            ("text & ~heading.h1", Role::Subhead),
            ("table.cell", Role::Cell),
        ] {
            assert!(holds(scope, role), "{scope} {role:?}");
        }
        for (scope, role) in [
            ("text", Role::Quote),
            ("heading.h2", Role::Headline),
            ("~heading", Role::Headline),
            ("~heading", Role::Furniture),
            ("summary", Role::Item),
            ("text & ~heading.h1", Role::Headline),
        ] {
            assert!(!holds(scope, role), "{scope} {role:?}");
        }
        assert!(Scope::read(&["code".into()]).is_err() && Scope::read(&["code".into(), "text".into()]).is_ok());
    }
}
