//! The life of a story as one table: which step leads from which state to which, what it is called, and who may take it.
//! `step_story` obeys it, the desk draws its buttons from it, and a paper may put a table of its own in its place.

use crate::account::Act;
use crate::story::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who hears of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tells {
    /// Nobody; whoever wants to know looks at the list.
    #[default]
    Nobody,
    /// Whoever works on the story: the assignee, else who began it.
    Writer,
    /// Everybody who may publish it.
    Editors,
}

/// A step of a story's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it is called: small letters and hyphens.
    pub verb: String,
    /// From which states it may be taken.
    pub from: Vec<State>,
    /// Where it leads.
    pub to: State,
    /// What one must be allowed to do.
    pub act: Act,
    /// Whether whoever takes it must say why.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reason: bool,
    /// Who hears of it.
    #[serde(default)]
    pub tells: Tells,
}

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workflow {
    /// Its steps, in the order in which the desk offers them.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

/// What is wrong with a table; each line names its step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<String>);

/// The ways to readers, with the act that each of them needs. No other step leads to `published`.
pub const WAYS_OUT: [(&str, Act); 3] = [
    ("publish", Act::Publish),
    ("publish-unseen", Act::PublishUnseen),
    ("flash", Act::Flash),
];

/// The way back from readers.
pub const WAY_BACK: (&str, Act) = ("remove", Act::Remove);

/// Names of other acts on a story, which no step may take.
const TAKEN: [&str; 14] = [
    "assign",
    "plan",
    "update",
    "correct",
    "clarify",
    "fix",
    "retract",
    "schedule",
    "unschedule",
    "embargo",
    "lift-embargo",
    "read",
    "rename",
    "noindex",
];

/// Where a story begins.
pub const BEGINNINGS: [State; 2] = [State::Idea, State::Draft];

impl Workflow {
    /// The table of a paper that has none of its own.
    pub fn built_in() -> Self {
        use State::{Draft, Idea, InEdit, Killed, Published, Ready, Removed, Spiked};
        let step = |verb: &str, from: &[State], to: State, act: Act| Step {
            verb: verb.to_owned(),
            from: from.to_vec(),
            to,
            act,
            reason: false,
            tells: Tells::Nobody,
        };
        let telling = |tells: Tells, step: Step| Step { tells, ..step };
        let why = |step: Step| Step { reason: true, ..step };
        let back = |from: &[State], to| telling(Tells::Writer, why(step("send-back", from, to, Act::Assign)));
        Self {
            steps: vec![
                step("start", &[Idea], Draft, Act::Write),
                telling(Tells::Editors, step("hand-in", &[Idea, Draft], Ready, Act::HandIn)),
                step("take", &[Draft, Ready], InEdit, Act::Assign),
                telling(Tells::Editors, step("ready", &[InEdit], Ready, Act::Assign)),
                back(&[InEdit, Ready], Draft),
                // A published story is edited as a draft over the live one: its state stays while people pass it on.
                telling(Tells::Editors, step("hand-in", &[Published], Published, Act::HandIn)),
                back(&[Published], Published),
                step("publish", &[InEdit, Ready], Published, Act::Publish),
                step("publish-unseen", &[Draft, InEdit, Ready], Published, Act::PublishUnseen),
                step("flash", &[Idea, Draft], Published, Act::Flash),
                step("remove", &[Published], Removed, Act::Remove),
                step("spike", &[Idea, Draft, InEdit, Ready], Spiked, Act::Spike),
                step("revive", &[Spiked], Draft, Act::Spike),
                telling(
                    Tells::Writer,
                    why(step("kill", &[Idea, Draft, InEdit, Ready, Spiked], Killed, Act::Kill)),
                ),
            ],
        }
    }

    /// The step of a name from a state.
    pub fn step(&self, verb: &str, from: State) -> Option<&Step> {
        self.steps
            .iter()
            .find(|step| step.verb == verb && step.from.contains(&from))
    }

    /// The steps from a state, in the order of the table.
    pub fn from(&self, state: State) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.from.contains(&state))
    }

    /// Whether any step has this name.
    pub fn knows(&self, verb: &str) -> bool {
        self.steps.iter().any(|step| step.verb == verb)
    }

    /// Whether a step belongs to the commands of publishing and is taken by them alone.
    pub fn is_of_publishing(verb: &str) -> bool {
        WAYS_OUT.iter().any(|(way, _)| *way == verb) || WAY_BACK.0 == verb
    }

    /// The states that a story can come to.
    pub fn reachable(&self) -> BTreeSet<State> {
        let mut reached: BTreeSet<State> = BEGINNINGS.into_iter().collect();
        loop {
            let more: Vec<State> = self
                .steps
                .iter()
                .filter(|step| !reached.contains(&step.to) && step.from.iter().any(|from| reached.contains(from)))
                .map(|step| step.to)
                .collect();
            if more.is_empty() {
                return reached;
            }
            reached.extend(more);
        }
    }

    /// Whether a story in this state can go on, or has come to an end on purpose.
    pub fn holds(&self, state: State) -> bool {
        matches!(state, State::Killed | State::Removed | State::Published) || self.from(state).next().is_some()
    }

    /// Whether the table can be used.
    pub fn check(&self) -> Result<(), Faults> {
        let mut faults = Vec::new();
        let mut seen: BTreeSet<(&str, State)> = BTreeSet::new();
        let reached = self.reachable();
        for step in &self.steps {
            faults.extend(step.faults().into_iter().map(|fault| format!("{}: {fault}", step.verb)));
            for from in &step.from {
                if !seen.insert((&step.verb, *from)) {
                    faults.push(format!("{}: stands twice from {}", step.verb, from.as_str()));
                }
                if !reached.contains(from) {
                    faults.push(format!(
                        "{}: no step leads to {}, from where it begins",
                        step.verb,
                        from.as_str()
                    ));
                }
            }
        }
        if !reached.contains(&State::Published) {
            faults.push("no step leads to published".to_owned());
        }
        for state in reached {
            if !self.holds(state) {
                faults.push(format!("no step leads out of {}", state.as_str()));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
    }
}

impl Step {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let plain = (1..=30).contains(&self.verb.len())
            && self.verb.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            && !self.verb.starts_with('-')
            && !self.verb.ends_with('-');
        if !plain {
            faults.push("a name is 1 to 30 small letters and hyphens".to_owned());
        }
        if TAKEN.contains(&self.verb.as_str()) {
            faults.push("this name belongs to another act".to_owned());
        }
        if self.from.is_empty() {
            faults.push("it begins nowhere".to_owned());
        }
        let way_out = WAYS_OUT.iter().find(|(verb, _)| *verb == self.verb);
        let stays = self.from.iter().all(|from| *from == self.to);
        match (way_out, self.to) {
            (Some(_), to) if to != State::Published => faults.push("it can only lead to published".to_owned()),
            (Some((_, act)), _) if *act != self.act => {
                faults.push(format!("it needs the act {}, not {}", act.as_str(), self.act.as_str()));
            }
            (None, State::Published) if !stays => {
                faults.push("only publish, publish-unseen and flash lead to published".to_owned());
            }
            _ => {}
        }
        let removes = self.verb == WAY_BACK.0;
        if removes && (self.to != State::Removed || self.act != WAY_BACK.1) {
            faults.push("it leads to removed and needs the act remove".to_owned());
        }
        if self.to == State::Removed && !removes {
            faults.push("only remove leads to removed".to_owned());
        }
        if self.to == State::Killed && self.act != Act::Kill {
            faults.push(format!(
                "killed is for good: it needs the act kill, not {}",
                self.act.as_str()
            ));
        }
        for from in &self.from {
            match from {
                State::Killed | State::Removed => {
                    faults.push(format!("{} is an end, no step leads out of it", from.as_str()));
                }
                State::Published if self.to != State::Published && !removes => {
                    faults.push("only remove leads out of published".to_owned());
                }
                _ => {}
            }
        }
        if !removes
            && matches!(
                self.act,
                Act::Begin | Act::Read | Act::Replies | Act::Accounts | Act::Settings
            )
        {
            faults.push(format!("the act {} moves no story", self.act.as_str()));
        }
        faults
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn faults(change: impl FnOnce(&mut Vec<Step>)) -> String {
        let mut workflow = Workflow::built_in();
        change(&mut workflow.steps);
        workflow.check().unwrap_err().0.join("\n")
    }

    fn step(verb: &str, from: State, to: State, act: Act) -> Step {
        Step {
            verb: verb.into(),
            from: vec![from],
            to,
            act,
            reason: false,
            tells: Tells::Nobody,
        }
    }

    #[test]
    fn the_built_in_table_holds_and_reaches_every_state() {
        let workflow = Workflow::built_in();
        assert_eq!(workflow.check(), Ok(()));
        assert_eq!(workflow.reachable().len(), State::ALL.len());
    }

    #[test]
    fn nothing_is_published_by_another_step() {
        let told = faults(|steps| steps.push(step("wave-through", State::Draft, State::Published, Act::Write)));
        assert!(told.contains("wave-through: only publish"), "{told}");
        let told = faults(|steps| {
            for step in steps.iter_mut().filter(|step| step.verb == "publish") {
                step.act = Act::Write;
            }
        });
        assert!(told.contains("needs the act publish, not write"), "{told}");
    }

    #[test]
    fn a_state_that_cannot_be_reached_or_left_is_refused() {
        let told = faults(|steps| steps.retain(|step| step.to != State::InEdit));
        assert!(told.contains("no step leads to in-edit"), "{told}");
        let told = faults(|steps| steps.retain(|step| step.verb != "revive" && step.verb != "kill"));
        assert!(told.contains("no step leads out of spiked"), "{told}");
        let told = faults(|steps| steps.retain(|step| !Workflow::is_of_publishing(&step.verb)));
        assert!(told.contains("no step leads to published"), "{told}");
    }

    #[test]
    fn an_end_is_an_end() {
        let told = faults(|steps| steps.push(step("undo", State::Killed, State::Draft, Act::Kill)));
        assert!(told.contains("killed is an end"), "{told}");
        let told = faults(|steps| steps.push(step("withdraw", State::Published, State::Draft, Act::Publish)));
        assert!(told.contains("only remove leads out of published"), "{told}");
        let told = faults(|steps| steps.push(step("forbid", State::Draft, State::Killed, Act::Spike)));
        assert!(told.contains("needs the act kill"), "{told}");
    }

    #[test]
    fn a_step_stands_once_and_has_a_plain_name_of_its_own() {
        let told = faults(|steps| steps.push(step("spike", State::Draft, State::Spiked, Act::Spike)));
        assert!(told.contains("spike: stands twice from draft"), "{told}");
        let told = faults(|steps| steps.push(step("Go!", State::Draft, State::Spiked, Act::Spike)));
        assert!(told.contains("small letters"), "{told}");
        let told = faults(|steps| steps.push(step("correct", State::Draft, State::Spiked, Act::Spike)));
        assert!(told.contains("another act"), "{told}");
    }

    #[test]
    fn a_small_paper_may_do_without_states() {
        let workflow = Workflow {
            steps: vec![
                step("start", State::Idea, State::Draft, Act::Write),
                step("publish", State::Draft, State::Published, Act::Publish),
            ],
        };
        assert_eq!(workflow.check(), Ok(()));
        assert!(!workflow.holds(State::InEdit));
    }
}
