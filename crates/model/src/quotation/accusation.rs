//! Accusations within quotations: what became of the question to whoever is accused, and where such a quotation stands.
//! One pure rule, [`stands`], that every page, feed and search of the record passes.

/// What became of a question to somebody who was accused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerKind {
    /// They answered, in words that are printed.
    Answered,
    /// They deny it.
    Denied,
    /// They did not answer by a day that is printed.
    Silent,
    /// Nobody asked them.
    NotAsked,
}

impl AnswerKind {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Answered, Self::Denied, Self::Silent, Self::NotAsked];

    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Denied => "denied",
            Self::Silent => "silent",
            Self::NotAsked => "not-asked",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// An accusation and what the accused said to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accusation<'a> {
    /// What became of the question, where that is known.
    pub kind: Option<AnswerKind>,
    /// The words of an answer or a denial.
    pub answer: &'a str,
    /// The day by which there was none.
    pub by: &'a str,
}

impl Accusation<'_> {
    /// What the accused said, or that they did not, can be printed beside it.
    pub fn is_answered(&self) -> bool {
        match self.kind {
            Some(AnswerKind::Answered) => !self.answer.trim().is_empty(),
            Some(AnswerKind::Silent) => !self.by.trim().is_empty(),
            Some(AnswerKind::Denied | AnswerKind::NotAsked) => true,
            None => false,
        }
    }
}

/// Where a quotation would be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seat {
    /// Under the story that reports it.
    Story,
    /// On the page of whoever said it, and in its feeds.
    Speaker,
    /// On the page of whoever is accused in it.
    Accused,
    /// On another page of the record: the place where it was said.
    Other,
    /// Among what a search or a program finds.
    Found,
}

impl Seat {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Story, Self::Speaker, Self::Accused, Self::Other, Self::Found];

    /// What the page of an entity is to a quotation. Who accuses themselves is accused.
    pub fn on_page_of(entity: &str, speaker: Option<&str>, accused: Option<&str>) -> Self {
        if accused == Some(entity) {
            Self::Accused
        } else if speaker == Some(entity) {
            Self::Speaker
        } else {
            Self::Other
        }
    }
}

/// How a quotation stands in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stands {
    /// It accuses nobody and is printed as it is.
    Plainly,
    /// It is printed with what the accused said to it.
    WithAnswer,
    /// It is not printed.
    Not,
}

/// The one rule about accusations: what accuses somebody by name is printed only with their answer, their denial, the
/// day by which they did not answer, or that nobody asked; on the speaker's page, never on the accused's or a third's.
pub fn stands(accusation: Option<Accusation<'_>>, seat: Seat) -> Stands {
    let Some(accusation) = accusation else {
        return Stands::Plainly;
    };
    match seat {
        Seat::Story | Seat::Speaker | Seat::Found if accusation.is_answered() => Stands::WithAnswer,
        _ => Stands::Not,
    }
}

/// The accusation in a remark, when it accuses anybody.
pub(super) fn of<'a>(accused: &str, kind: &str, answer: &'a str, by: &'a str) -> Option<Accusation<'a>> {
    (!accused.is_empty()).then(|| Accusation {
        kind: AnswerKind::parse(kind),
        answer,
        by,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accusation_stands_only_with_its_answer_and_never_with_the_accused() {
        let answers = [
            (None, "", "", false),
            (None, "They laughed.", "2026-11-25", false),
            (Some(AnswerKind::Answered), "", "", false),
            (Some(AnswerKind::Answered), " ", "2026-11-25", false),
            (Some(AnswerKind::Answered), "We paid it back.", "", true),
            (Some(AnswerKind::Denied), "", "", true),
            (Some(AnswerKind::Denied), "That is not so.", "", true),
            (Some(AnswerKind::Silent), "", "", false),
            (Some(AnswerKind::Silent), "", "2026-11-25", true),
            (Some(AnswerKind::NotAsked), "", "", true),
        ];
        for seat in Seat::ALL {
            assert_eq!(stands(None, seat), Stands::Plainly, "{seat:?}");
            for (kind, answer, by, answered) in answers {
                let accusation = Accusation { kind, answer, by };
                let shown = answered && matches!(seat, Seat::Story | Seat::Speaker | Seat::Found);
                let wanted = if shown { Stands::WithAnswer } else { Stands::Not };
                assert_eq!(stands(Some(accusation), seat), wanted, "{accusation:?} {seat:?}");
            }
        }
    }

    #[test]
    fn a_page_is_the_accuseds_before_it_is_the_speakers() {
        assert_eq!(Seat::on_page_of("a", Some("a"), None), Seat::Speaker);
        assert_eq!(Seat::on_page_of("a", Some("a"), Some("a")), Seat::Accused);
        assert_eq!(Seat::on_page_of("a", Some("b"), Some("a")), Seat::Accused);
        assert_eq!(Seat::on_page_of("a", Some("b"), Some("c")), Seat::Other);
        assert_eq!(Seat::on_page_of("a", None, None), Seat::Other);
    }
}
