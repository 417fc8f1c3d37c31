//! Nouns and adjectives that say that somebody says or thinks something: "her claim that", "is sure that", "the poll shows".
//! Called by [`crate::quotations`] through [`super`]; written by hand.

/// Nouns that a clause with "that" follows.
const NOUNS: &[&str] = &[
    "claim",
    "claims",
    "belief",
    "statement",
    "allegation",
    "allegations",
    "promise",
    "argument",
    "suggestion",
    "suggestions",
    "assertion",
    "view",
    "hope",
    "hopes",
    "fear",
    "fears",
    "concern",
    "concerns",
    "accusation",
    "accusations",
    "comment",
    "comments",
    "admission",
    "idea",
    "notion",
    "opinion",
    "assessment",
    "announcement",
    "warning",
    "warnings",
    "prediction",
    "conclusion",
    "insistence",
    "conviction",
    "impression",
    "report",
    "reports",
    "news",
    "rumors",
    "rumours",
    "speculation",
    "contention",
    "doubt",
    "doubts",
    "evidence",
    "feeling",
];

/// Forms that are as often nouns: "tweets", "claims", "reports".
pub fn may_be_noun(word: &str) -> bool {
    matches!(
        word,
        "tweet"
            | "tweets"
            | "claim"
            | "claims"
            | "report"
            | "reports"
            | "comment"
            | "comments"
            | "note"
            | "notes"
            | "call"
            | "calls"
            | "remark"
            | "remarks"
            | "plan"
            | "plans"
            | "hope"
            | "hopes"
            | "fear"
            | "fears"
            | "demand"
            | "demands"
            | "promise"
            | "promises"
            | "question"
            | "questions"
            | "blame"
            | "state"
            | "states"
            | "answer"
            | "answers"
            | "reply"
            | "replies"
            | "estimate"
            | "estimates"
            | "forecast"
            | "forecasts"
            | "doubt"
            | "doubts"
            | "support"
            | "praise"
            | "label"
            | "labels"
            | "signal"
            | "signals"
            | "hint"
            | "hints"
            | "joke"
            | "jokes"
            | "pledge"
            | "pledges"
            | "vow"
            | "vows"
            | "counter"
            | "highlight"
            | "highlights"
            | "shout"
            | "shouts"
            | "whisper"
            | "boast"
            | "boasts"
            | "favor"
            | "stress"
            | "caution"
            | "wonder"
            | "worry"
            | "worries"
            | "mention"
            | "mentions"
            | "retort"
            | "retorts"
            | "charge"
            | "charges"
            | "order"
            | "orders"
            | "offer"
            | "offers"
            | "address"
            | "addresses"
            | "view"
            | "views"
            | "detail"
            | "details"
            | "decline"
            | "attack"
            | "attacks"
            | "welcome"
            | "reference"
            | "references"
            | "supports"
            | "protest"
            | "protests"
            | "dispute"
            | "disputes"
            | "post"
            | "posts"
            | "project"
            | "projects"
            | "regret"
            | "regrets"
            | "guess"
            | "wish"
            | "wishes"
            | "aim"
            | "aims"
            | "fault"
            | "brand"
            | "brands"
            | "echo"
            | "voice"
            | "credit"
            | "read"
    )
}

/// Nouns that have an owner and what is meant behind them: "his decision to", "her concerns about".
pub fn takes(noun: &str, link: &str) -> bool {
    match link {
        "to" => matches!(
            noun,
            "decision"
                | "plan"
                | "plans"
                | "call"
                | "promise"
                | "pledge"
                | "vow"
                | "desire"
                | "willingness"
                | "refusal"
                | "proposal"
                | "bid"
                | "threat"
                | "threats"
                | "commitment"
                | "request"
        ),
        "about" | "over" | "on" | "of" | "for" => matches!(
            noun,
            "concern"
                | "concerns"
                | "worries"
                | "comments"
                | "comment"
                | "remarks"
                | "questions"
                | "criticism"
                | "opposition"
                | "support"
                | "views"
                | "view"
                | "calls"
                | "call"
                | "warning"
                | "warnings"
                | "fears"
                | "fear"
                | "claims"
                | "claim"
                | "allegations"
                | "doubts"
                | "opinion"
                | "description"
                | "praise"
                | "condemnation"
                | "denial"
                | "accusations"
        ),
        _ => false,
    }
}

/// Words for what somebody thinks, after "is": "is sure that", "are concerned about".
pub fn is_state(word: &str) -> bool {
    matches!(
        word,
        "sure"
            | "confident"
            | "convinced"
            | "concerned"
            | "worried"
            | "aware"
            | "hopeful"
            | "skeptical"
            | "sceptical"
            | "optimistic"
            | "pessimistic"
            | "certain"
            | "afraid"
            | "proud"
            | "glad"
            | "happy"
            | "angry"
            | "surprised"
            | "disappointed"
            | "critical"
            | "supportive"
            | "doubtful"
            | "adamant"
            | "wary"
    )
}

/// What shows or finds something by being read: "the poll", "records".
pub fn is_study(noun: &str) -> bool {
    matches!(
        noun,
        "poll"
            | "polls"
            | "polling"
            | "survey"
            | "surveys"
            | "study"
            | "studies"
            | "data"
            | "figures"
            | "numbers"
            | "results"
            | "research"
            | "analysis"
            | "report"
            | "reports"
            | "records"
            | "documents"
            | "average"
            | "averages"
            | "statistics"
    )
}

/// A noun that a clause with "that" follows.
pub fn is_noun(word: &str) -> bool {
    NOUNS.contains(&word)
}
