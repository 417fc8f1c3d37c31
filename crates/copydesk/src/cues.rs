//! Words that say that somebody says or thinks something, and how what is said follows them.
//! Called by [`crate::quotations`]; the list is written by hand.

use std::collections::HashMap;
use std::sync::LazyLock;

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

const BARE: u8 = 1;
const THING: u8 = 2;
const TO: u8 = 4;
const THOUGHT: u8 = 8;
const LISTENER: u8 = 16;

/// Base form, what may follow, and forms that are not regular.
const VERBS: &[(&str, u8, &str)] = &[
    ("say", BARE, "said"),
    ("tell", BARE | LISTENER, "told"),
    ("add", BARE, ""),
    ("ask", LISTENER, ""),
    ("write", BARE, "wrote written"),
    ("tweet", BARE, ""),
    ("reply", BARE, ""),
    ("respond", 0, ""),
    ("explain", BARE | THING, ""),
    ("note", BARE, ""),
    ("argue", BARE, ""),
    ("claim", BARE | TO, ""),
    ("announce", BARE | THING, ""),
    ("declare", BARE | THING, ""),
    ("insist", BARE, ""),
    ("state", BARE, ""),
    ("warn", BARE | LISTENER | THING, ""),
    ("testify", BARE, ""),
    ("comment", 0, ""),
    ("recall", BARE | THING, ""),
    ("conclude", BARE, ""),
    ("remark", BARE, ""),
    ("observe", BARE, ""),
    ("admit", BARE, "admitted admitting"),
    ("acknowledge", BARE | THING, ""),
    ("confirm", BARE | THING, ""),
    ("deny", BARE | THING, ""),
    ("stress", BARE | THING, ""),
    ("emphasize", BARE | THING, ""),
    ("emphasise", BARE | THING, ""),
    ("joke", BARE, ""),
    ("sing", 0, "sang sung"),
    ("chant", 0, ""),
    ("quip", BARE, "quipped quipping"),
    ("suggest", BARE | THING, ""),
    ("propose", THING | TO, ""),
    ("allege", BARE, ""),
    ("assert", BARE, ""),
    ("maintain", 0, ""),
    ("contend", BARE, ""),
    ("complain", BARE, ""),
    ("predict", BARE | THING, ""),
    ("promise", BARE | TO | LISTENER | THING, ""),
    ("vow", BARE | TO, ""),
    ("pledge", BARE | TO, ""),
    ("swear", BARE | TO, "swore sworn"),
    ("threaten", TO, ""),
    ("reiterate", BARE | THING, ""),
    ("repeat", BARE, ""),
    ("report", BARE, ""),
    ("reveal", BARE, ""),
    ("disclose", BARE | THING, ""),
    ("mention", THING, ""),
    ("caution", BARE | LISTENER, ""),
    ("advise", BARE | LISTENER, ""),
    ("urge", LISTENER | TO | THING, ""),
    ("remind", BARE | LISTENER, ""),
    ("assure", BARE | LISTENER, ""),
    ("inform", BARE | LISTENER, ""),
    ("concede", BARE, ""),
    ("boast", BARE, ""),
    ("brag", BARE, "bragged bragging"),
    ("lament", BARE | THING, ""),
    ("mock", THING, ""),
    ("shout", BARE, ""),
    ("exclaim", BARE, ""),
    ("yell", BARE, ""),
    ("whisper", BARE, ""),
    ("continue", 0, ""),
    ("proclaim", BARE, ""),
    ("pronounce", 0, ""),
    ("describe", THING, ""),
    ("characterize", THING, ""),
    ("characterise", THING, ""),
    ("call", THING, ""),
    ("dub", THING, "dubbed dubbing"),
    ("label", THING, "labelled labeled"),
    ("criticize", THING, ""),
    ("criticise", THING, ""),
    ("condemn", THING, ""),
    ("denounce", THING, ""),
    ("blast", THING, ""),
    ("slam", THING, "slammed slamming"),
    ("accuse", THING, ""),
    ("praise", THING, ""),
    ("blame", THING, ""),
    ("highlight", THING, ""),
    ("discuss", THING, ""),
    ("dismiss", THING, ""),
    ("reject", THING, ""),
    ("demand", BARE | THING, ""),
    ("signal", BARE, "signaled signalled"),
    ("indicate", BARE, ""),
    ("imply", BARE, ""),
    ("hint", BARE, ""),
    ("opine", BARE, ""),
    ("retort", BARE, ""),
    ("counter", BARE, ""),
    ("clarify", BARE, ""),
    ("elaborate", 0, ""),
    ("estimate", BARE, ""),
    ("forecast", BARE, ""),
    ("speculate", BARE, ""),
    ("question", THING, ""),
    ("wonder", BARE | THOUGHT, ""),
    ("think", BARE | THOUGHT, "thought"),
    ("believe", BARE | THOUGHT, ""),
    ("hope", BARE | TO | THOUGHT, ""),
    ("know", BARE | THOUGHT, "knew known"),
    ("feel", BARE | THOUGHT, "felt"),
    ("fear", BARE | THOUGHT, ""),
    ("expect", TO | THOUGHT, ""),
    ("want", TO | THING | THOUGHT, ""),
    ("plan", TO | THOUGHT, "planned planning"),
    ("intend", TO | THOUGHT, ""),
    ("agree", BARE | TO | THOUGHT, ""),
    ("disagree", THOUGHT, ""),
    ("doubt", BARE | THING | THOUGHT, ""),
    ("worry", BARE | THOUGHT, ""),
    ("understand", BARE | THOUGHT, "understood"),
    ("realize", BARE | THOUGHT, ""),
    ("assume", BARE | THOUGHT, ""),
    ("suspect", BARE | THOUGHT, ""),
    ("consider", THING | THOUGHT, ""),
    ("decide", BARE | TO | THOUGHT, ""),
    ("refuse", TO | THOUGHT, ""),
    ("oppose", THING | THOUGHT, ""),
    ("support", THING | THOUGHT, ""),
    ("favor", THING | THOUGHT, ""),
    ("seek", TO | THOUGHT, "sought"),
    ("show", BARE | THOUGHT, "shown showed"),
    ("find", BARE | THOUGHT, "found"),
    ("learn", BARE | THOUGHT, ""),
    ("see", THOUGHT, "saw seen"),
    ("view", THING | THOUGHT, ""),
    ("regard", THING | THOUGHT, ""),
    ("admire", THING | THOUGHT, ""),
    ("cite", THING | THOUGHT, ""),
    ("tout", THING | THOUGHT, ""),
    ("mock", THING | THOUGHT, ""),
    ("outline", THING | THOUGHT, ""),
    ("invoke", THING | THOUGHT, ""),
    ("reference", THING | THOUGHT, ""),
    ("compliment", THING | THOUGHT, ""),
    ("chastise", THING | THOUGHT, ""),
    ("question", THING | THOUGHT, ""),
    ("underscore", BARE | THING | THOUGHT, ""),
    ("illustrate", THING | THOUGHT, ""),
    ("defend", THING | THOUGHT, ""),
    ("acknowledge", BARE | THING, ""),
    ("encourage", LISTENER | TO | THING | THOUGHT, ""),
    ("exhort", LISTENER | TO | THING | THOUGHT, ""),
    ("order", LISTENER | TO | THING | THOUGHT, ""),
    ("convince", LISTENER | TO | THOUGHT, ""),
    ("persuade", LISTENER | TO | THOUGHT, ""),
    ("recommend", BARE | THING, ""),
    ("prefer", TO | THING | THOUGHT, "preferred preferring"),
    ("decline", TO | THOUGHT, ""),
    ("choose", TO | THOUGHT, "chose chosen"),
    ("offer", TO | THOUGHT, ""),
    ("like", TO | THING | THOUGHT, ""),
    ("love", TO | THING | THOUGHT, ""),
    ("hate", THING | THOUGHT, ""),
    ("determine", BARE | THOUGHT, ""),
    ("discover", BARE | THOUGHT, ""),
    ("rule", BARE | THOUGHT, ""),
    ("read", 0, "read"),
    ("remember", BARE | THING | THOUGHT, ""),
    ("forget", BARE | THOUGHT, "forgot forgotten forgetting"),
    ("imagine", BARE | THOUGHT, ""),
    ("recognize", BARE | THING | THOUGHT, ""),
    ("recognise", BARE | THING | THOUGHT, ""),
    ("anticipate", BARE | THING | THOUGHT, ""),
    ("interpret", THING | THOUGHT, ""),
    ("perceive", THING | THOUGHT, ""),
    ("ignore", THING | THOUGHT, ""),
    ("endorse", THING | THOUGHT, ""),
    ("advocate", THING | THOUGHT, ""),
    ("welcome", THING | THOUGHT, ""),
    ("hail", THING, ""),
    ("decry", THING, ""),
    ("deride", THING, ""),
    ("ridicule", THING, ""),
    ("promote", THING | THOUGHT, ""),
    ("push", TO | THOUGHT, ""),
    ("unveil", THING | THOUGHT, ""),
    ("detail", THING | THOUGHT, ""),
    ("detect", THING | THOUGHT, ""),
    ("address", THING | THOUGHT, ""),
    ("charge", BARE | THOUGHT, ""),
    ("applaud", THING, ""),
    ("chide", THING, ""),
    ("knock", THING, "knocked knocking"),
    ("bemoan", BARE | THING, ""),
    ("posit", BARE, ""),
    ("bash", THING, ""),
    ("rebuke", THING, ""),
    ("scold", THING, ""),
    ("lambaste", THING, ""),
    ("lambast", THING, ""),
    ("assail", THING, ""),
    ("deplore", THING, ""),
    ("belittle", THING, ""),
    ("taunt", THING, ""),
    ("commend", THING, ""),
    ("laud", THING, ""),
    ("extol", THING, "extolled extolling"),
    ("congratulate", THING, ""),
    ("beg", LISTENER | TO, "begged begging"),
    ("implore", LISTENER | TO, ""),
    ("instruct", LISTENER | TO, ""),
    ("portray", THING, ""),
    ("depict", THING, ""),
    ("liken", THING, ""),
    ("brand", THING, ""),
    ("deem", THING | THOUGHT, ""),
    ("muse", BARE, ""),
    ("reason", BARE, ""),
    ("theorize", BARE, ""),
    ("surmise", BARE, ""),
    ("reckon", BARE | THOUGHT, ""),
    ("guess", BARE | THOUGHT, ""),
    ("presume", BARE | THOUGHT, ""),
    ("foresee", BARE | THING | THOUGHT, "foresaw foreseen"),
    ("envision", THING | THOUGHT, ""),
    ("regret", BARE | THING | THOUGHT, ""),
    ("resent", THING | THOUGHT, ""),
    ("wish", BARE | TO | THOUGHT, ""),
    ("aim", TO | THOUGHT, ""),
    ("vilify", THING, ""),
    ("calculate", BARE, ""),
    ("project", BARE, ""),
    ("post", BARE, ""),
    ("recount", BARE | THING, ""),
    ("protest", BARE | THING, ""),
    ("dispute", THING, ""),
    ("refute", THING, ""),
    ("rebut", THING, "rebutted rebutting"),
    ("downplay", THING, ""),
    ("exaggerate", THING, ""),
    ("repudiate", THING, ""),
    ("disavow", THING, ""),
    ("renounce", THING, ""),
    ("confess", BARE, ""),
    ("confide", BARE, ""),
    ("divulge", THING, ""),
    ("stipulate", BARE, ""),
    ("specify", BARE, ""),
    ("affirm", BARE | THING, ""),
    ("reaffirm", BARE | THING, ""),
    ("attest", BARE, ""),
    ("certify", BARE, ""),
    ("articulate", THING, ""),
    ("express", THING, ""),
    ("voice", THING, ""),
    ("convey", BARE | THING, ""),
    ("echo", THING, ""),
    ("plead", BARE, ""),
    ("ponder", THING | THOUGHT, ""),
    ("aspire", TO | THOUGHT, ""),
    ("gush", BARE, ""),
    ("scoff", BARE, ""),
    ("sneer", BARE, ""),
    ("sigh", BARE, ""),
    ("grumble", BARE, ""),
    ("crow", BARE, ""),
    ("thunder", BARE, ""),
    ("intone", BARE, ""),
    ("marvel", BARE, ""),
    ("volunteer", BARE, ""),
    ("venture", BARE, ""),
    ("relate", BARE, ""),
    ("narrate", BARE, ""),
    ("pray", BARE, ""),
    ("dread", THING | THOUGHT, ""),
    ("dislike", THING | THOUGHT, ""),
    ("detest", THING | THOUGHT, ""),
    ("distrust", THING | THOUGHT, ""),
    ("foretell", BARE, "foretold"),
    ("trumpet", THING, ""),
    ("ascribe", THING, ""),
    ("attribute", THING, ""),
    ("credit", THING, ""),
    ("fault", THING, ""),
    ("hypothesize", BARE, ""),
    ("caricature", THING, ""),
    ("tease", THING, ""),
];

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

/// Forms that are nearly always something else: "the state", "known for", "the house rules".
const OTHERWISE: &[&str] = &[
    "state", "known", "rules", "rule", "find", "announce", "decide", "plan", "tweet", "oppose", "supporting", "adds",
];

/// The cue that a word in small letters is.
pub fn verb(word: &str) -> Option<Cue> {
    if OTHERWISE.contains(&word) {
        return None;
    }
    FORMS.get(word).copied()
}

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

/// Verbs that take what is meant after a small word: "called for", "spoke about", "railed against".
const WITH: &[(&str, &[&str])] = &[
    ("call", &["for", "on", "attention", "upon"]),
    ("calls", &["for", "on", "attention", "upon"]),
    ("called", &["for", "on", "attention", "upon"]),
    ("calling", &["for", "on", "attention", "upon"]),
    ("spoke", &["of", "about", "against", "for"]),
    ("speak", &["of", "about", "against"]),
    ("speaks", &["of", "about", "against"]),
    ("speaking", &["of", "about", "against"]),
    ("talk", &["about", "of"]),
    ("talks", &["about", "of"]),
    ("talked", &["about", "of"]),
    ("talking", &["about", "of"]),
    ("complain", &["about", "of"]),
    ("complains", &["about", "of"]),
    ("complained", &["about", "of"]),
    ("complaining", &["about", "of"]),
    ("railed", &["against"]),
    ("pushed", &["for"]),
    ("pushing", &["for"]),
    ("argued", &["for", "against"]),
    ("arguing", &["for", "against"]),
    ("referred", &["to"]),
    ("refers", &["to"]),
    ("referring", &["to"]),
    ("pointed", &["to"]),
    ("points", &["to"]),
    ("pointing", &["to"]),
    ("objected", &["to"]),
    ("worried", &["about", "that"]),
    ("worries", &["about", "that"]),
    ("worry", &["about", "that"]),
    ("bragged", &["about"]),
    ("brags", &["about"]),
    ("boasted", &["about", "of"]),
    ("boasts", &["about", "of"]),
    ("joked", &["about"]),
    ("think", &["of", "about"]),
    ("thinks", &["of", "about"]),
    ("thought", &["of", "about"]),
    ("believe", &["in"]),
    ("believes", &["in"]),
    ("believed", &["in"]),
    ("insisted", &["on"]),
    ("insists", &["on"]),
    ("commented", &["on"]),
    ("wrote", &["about", "of"]),
    ("writes", &["about", "of"]),
    ("warned", &["of", "about", "against"]),
    ("warns", &["of", "about", "against"]),
    ("accused", &["of"]),
];

/// The word after the verb opens what is meant.
pub fn opens_with(verb: &str, next: &str) -> bool {
    WITH.iter().any(|(form, words)| *form == verb && words.contains(&next))
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
