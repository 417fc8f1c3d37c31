//! Words that say that somebody says or thinks something, and how what is said follows them.
//! Called by [`crate::quotations`]; the list is written by hand.

mod nouns;
mod verbs;

pub use nouns::{is_noun, is_state, is_study, may_be_noun, takes};
use std::collections::HashMap;
use std::sync::LazyLock;
use verbs::{BARE, LISTENER, OTHERWISE, THING, THOUGHT, TO, VERBS, WITH};

/// How a cue takes what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    /// A bare clause may follow: "she said it rains".
    pub bare: bool,
    /// A thing may follow and is what was said: "she reiterated her concerns".
    pub thing: bool,
    /// "to" and a verb may follow: "she promised to come".
    pub to: bool,
    /// It is speech; otherwise it is thought.
    pub speech: bool,
    /// A listener comes first: "she told reporters that".
    pub listener: bool,
    /// A form in -ing, whose speaker is the speaker of the sentence.
    pub ing: bool,
    /// The base form: "to say".
    pub base: bool,
    /// A study may show a thing: "the poll shows her ahead".
    pub findings: bool,
}

static FORMS: LazyLock<HashMap<String, Cue>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for (base, bits, odd) in VERBS {
        let has = |bit: u8| bits & bit != 0;
        let cue = Cue {
            bare: has(BARE),
            thing: has(THING),
            to: has(TO),
            speech: !has(THOUGHT),
            listener: has(LISTENER),
            ing: false,
            base: false,
            findings: matches!(*base, "show" | "find" | "suggest" | "indicate" | "reveal"),
        };
        let stem = base.strip_suffix('e').unwrap_or(base);
        let consonant_y = base.ends_with('y') && !base.ends_with("ay") && !base.ends_with("ey");
        let (third, past) = match base.strip_suffix('y').filter(|_| consonant_y) {
            Some(stem) => (format!("{stem}ies"), format!("{stem}ied")),
            None if base.ends_with("ss") => (format!("{base}es"), format!("{base}ed")),
            None => (format!("{base}s"), format!("{stem}ed")),
        };
        let mut add = |form: String, ing: bool| {
            forms.insert(form, Cue { ing, ..cue });
        };
        add(third, false);
        let mut has_ing = false;
        for form in odd.split_whitespace() {
            has_ing |= form.ends_with("ing");
            add(form.into(), form.ends_with("ing"));
        }
        if odd.split_whitespace().all(|form| form.ends_with("ing")) {
            add(past, false);
        }
        let form = forms.entry((*base).to_string()).or_insert(cue);
        form.base = true;
        let mut add = |form: String, ing: bool| {
            forms.insert(form, Cue { ing, ..cue });
        };
        if !has_ing {
            let stem = if base.ends_with("ee") { base } else { stem };
            add(format!("{stem}ing"), true);
        }
    }
    forms
});

/// The cue that a word in small letters is.
pub fn verb(word: &str) -> Option<Cue> {
    if OTHERWISE.contains(&word) {
        return None;
    }
    FORMS.get(word).copied()
}

/// The word after the verb opens what is meant.
pub fn opens_with(verb: &str, next: &str) -> bool {
    WITH.iter().any(|(form, words)| *form == verb && words.contains(&next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_follow_from_the_base() {
        for form in [
            "said", "says", "replied", "denies", "noted", "admitted", "stresses", "told", "warned",
        ] {
            assert!(verb(form).is_some_and(|cue| !cue.ing), "{form}");
        }
        for form in ["saying", "stating", "noting", "adding", "agreeing"] {
            assert!(verb(form).is_some_and(|cue| cue.ing), "{form}");
        }
        assert!(verb("sayed").is_none() && verb("knowed").is_none());
        assert!(verb("believes").is_some_and(|cue| !cue.speech));
    }
}
