//! Small words that tell where a phrase begins and ends: pronouns, prepositions, determiners, and what stands between a subject and its verb.
//! Called by [`super`] and by [`crate::subjects`].

pub(crate) const PRONOUNS: &[&str] = &["he", "she", "they", "i", "we", "it", "you", "who", "one"];

pub(crate) fn is_pronoun(word: &str) -> bool {
    let bare = word.split(['\'', '’']).next().unwrap_or(word);
    PRONOUNS.contains(&word) || word.len() < 8 && bare.len() < word.len() && PRONOUNS.contains(&bare)
}

/// Words after which a phrase is no subject.
pub(crate) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "through"
            | "in"
            | "to"
            | "at"
            | "from"
            | "with"
            | "into"
            | "during"
            | "over"
            | "across"
            | "on"
            | "after"
            | "under"
            | "near"
            | "before"
            | "against"
            | "about"
            | "by"
            | "between"
            | "around"
            | "outside"
            | "inside"
            | "since"
    )
}

/// Words between a speaker and a cue.
pub(crate) fn is_between(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "have"
            | "had"
            | "also"
            | "later"
            | "then"
            | "just"
            | "never"
            | "not"
            | "once"
            | "often"
            | "even"
            | "would"
            | "will"
            | "could"
            | "may"
            | "might"
            | "did"
            | "does"
            | "do"
            | "should"
            | "can"
            | "must"
            | "still"
            | "already"
            | "always"
            | "only"
            | "further"
            | "is"
            | "was"
            | "are"
            | "were"
            | "been"
            | "being"
            | "again"
            | "now"
            | "himself"
            | "herself"
            | "themselves"
            | "itself"
            | "reportedly"
            | "to"
            | "both"
            | "all"
            | "sometimes"
            | "soon"
            | "first"
            | "went"
            | "on"
            | "earlier"
            | "recently"
            | "be"
            | "didn't"
            | "don't"
            | "doesn't"
            | "wouldn't"
            | "won't"
            | "hasn't"
            | "haven't"
            | "didn’t"
            | "don’t"
            | "doesn’t"
            | "wouldn’t"
            | "won’t"
            | "hasn’t"
            | "haven’t"
            | "hadn't"
            | "and"
            | "continues"
            | "continued"
    )
}

pub(crate) const DETERMINERS: &[&str] = &[
    "the", "a", "an", "his", "her", "their", "its", "my", "our", "your", "some", "many", "most", "several", "other",
    "another", "one", "two", "three", "no", "this", "these", "those", "each", "every", "all", "both", "few", "more",
    "any",
];

pub(crate) const STOPS: &[&str] = &[
    "that", "but", "as", "when", "while", "because", "if", "which", "where", "after", "before", "since", "though",
    "although", "so", "than", "what", "how", "why", "whether", "yet", "nor", "or", "until", "like", "said", "says",
    "is", "was", "are", "were", "has", "had", "have", "be",
];
