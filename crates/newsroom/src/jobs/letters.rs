//! The words of letters, by Fluent, in the paper's language with English behind it.
//! The job `mail` calls it; what a letter says is decided here without reading or sending anything.

use courant_model::note::NoticeKind;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// The languages that have letters.
const LANGUAGES: [(&str, &str); 1] = [("en", include_str!("../../strings/mail.en.ftl"))];

/// Strings of one language.
pub(super) struct Letters {
    bundles: Vec<FluentBundle<FluentResource>>,
}

/// What a letter about a story tells.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The story's working slug in words.
    pub(super) story: String,
    /// Who did it; empty for the house.
    pub(super) by: String,
    /// What was said; may be empty.
    pub(super) said: String,
    /// Day and time at which the story is due, when that is told.
    pub(super) due: Option<(String, String)>,
    /// The time of day at which it goes out.
    pub(super) time: String,
    /// Where to open it.
    pub(super) story_address: String,
    /// Where to choose again.
    pub(super) choices_address: String,
}

impl Letters {
    /// The strings of a language.
    pub(super) fn of(language: &str) -> Self {
        let plain = language.split('-').next().unwrap_or(language);
        let mut bundles = Vec::new();
        for wanted in [language, plain, "en"] {
            let Some((tag, text)) = LANGUAGES.iter().find(|(tag, _)| *tag == wanted) else {
                continue;
            };
            // What can be read of a broken file is kept; a test holds ours whole.
            let (Ok(resource) | Err((resource, _))) = FluentResource::try_new((*text).to_owned());
            let tag: LanguageIdentifier = tag.parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            // Marks of isolation would stand in subjects.
            bundle.set_use_isolating(false);
            bundle.add_resource_overriding(resource);
            bundles.push(bundle);
        }
        Self { bundles }
    }

    /// A string with its values; its key when no language has it.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set((*name).to_owned(), (*value).to_owned());
        }
        self.bundles
            .iter()
            .find_map(|bundle| {
                let pattern = bundle.get_message(key)?.value()?;
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern, Some(&args), &mut errors);
                errors.is_empty().then(|| text.into_owned())
            })
            .unwrap_or_else(|| key.to_owned())
    }

    /// Subject and text of a letter about a story.
    pub(super) fn about(&self, kind: NoticeKind, facts: &Facts) -> (String, String) {
        let house = self.say("the-house", &[]);
        let values = [
            ("story", facts.story.as_str()),
            (
                "by",
                if facts.by.is_empty() {
                    house.as_str()
                } else {
                    facts.by.as_str()
                },
            ),
            ("time", facts.time.as_str()),
        ];
        let key = kind.as_str();
        let mut parts = vec![self.say(&format!("{key}-text"), &values)];
        if !facts.said.is_empty() {
            parts.push(format!("> {}\n", facts.said.lines().collect::<Vec<_>>().join("\n> ")));
        }
        if let Some((date, time)) = &facts.due {
            parts.push(self.say("due", &[("date", date), ("time", time)]));
        }
        parts.push(format!("{} {}", self.say("open", &[]), facts.story_address));
        parts.push(format!("-- \n{} {}", self.say("why", &[]), facts.choices_address));
        let text = parts
            .iter()
            .map(|part| part.trim_end_matches('\n'))
            .collect::<Vec<_>>()
            .join("\n\n");
        (self.say(&format!("{key}-subject"), &values), text + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_has_its_words() {
        let values = [
            ("paper", "The Example"),
            ("by", "Ana"),
            ("date", "2026-11-25"),
            ("time", "14:05"),
        ];
        for kind in ["invitation", "reset"] {
            for key in [
                format!("{kind}-subject"),
                format!("{kind}-text"),
                "link-once".to_owned(),
            ] {
                assert_ne!(Letters::of("en").say(&key, &values), key);
            }
        }
    }

    #[test]
    fn every_kind_that_is_mailed_has_its_words() {
        for language in ["en", "en-GB", "xx"] {
            let letters = Letters::of(language);
            for kind in NoticeKind::ALL.into_iter().filter(|kind| kind.mail_choice().is_some()) {
                let facts = Facts {
                    story: "ferry fares".into(),
                    by: "Ana Lima".into(),
                    said: "Who says so?\nAnd when?".into(),
                    due: Some(("2026-11-25".into(), "14:05".into())),
                    time: "14:05".into(),
                    story_address: "https://news.example/desk/stories/01".into(),
                    choices_address: "https://news.example/desk/account".into(),
                };
                let (subject, text) = letters.about(kind, &facts);
                assert!(subject.contains("ferry fares"), "{subject}");
                assert!(text.contains("> Who says so?\n> And when?"), "{text}");
                assert!(text.contains("desk/stories/01"), "{text}");
                for key in ["-subject", "-text"] {
                    assert!(
                        !subject.contains(key) && !text.contains(key),
                        "{kind:?}: {subject}\n{text}"
                    );
                }
            }
        }
    }
}
