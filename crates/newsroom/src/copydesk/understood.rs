//! The days that relative words of time mean, counted from the day on which the story is printed.
//! Shown at the desk beside the notes, so that a writer sees what a reader will understand.

use courant_copydesk::dates::{self, Unit};
use courant_copydesk::{Reading, Role, Span};
use jiff::civil::Date;
use jiff::{Span as Time, ToSpan};

/// A relative word and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// Where it stands.
    pub span: Span,
    /// The word.
    pub words: String,
    /// The first day of what it means, as `2026-11-25`.
    pub day: String,
    /// How exact it is.
    pub unit: Unit,
}

/// Most that a story's list shows.
const MOST: usize = 30;

/// The relative words of a page outside quotations. Without a date nothing is understood.
pub fn understood(reading: &Reading<'_>) -> Vec<Understood> {
    let Some(today) = reading
        .page
        .facts
        .date
        .as_deref()
        .and_then(|day| day.parse::<Date>().ok())
    else {
        return Vec::new();
    };
    let prose = |role| matches!(role, Role::Paragraph | Role::Item | Role::Standfirst | Role::Caption);
    let parts = reading.page.parts.iter().filter(|part| prose(part.role));
    parts
        .flat_map(|part| dates::relative(reading.page.at(part.span), part.span.start))
        .filter(|(span, _)| !reading.is_quoted(*span))
        .filter_map(|(span, unit)| {
            let words = reading.page.at(span);
            let day = meant(&words.to_lowercase(), unit, today)?;
            Some(Understood {
                span,
                words: words.to_owned(),
                day: day.to_string(),
                unit,
            })
        })
        .take(MOST)
        .collect()
}

fn meant(words: &str, unit: Unit, today: Date) -> Option<Date> {
    let by: i64 = if words.starts_with("yesterday") || words.starts_with("last") {
        -1
    } else {
        i64::from(words.starts_with("tomorrow") || words.starts_with("next"))
    };
    let (start, step): (Date, Time) = match unit {
        Unit::Day => (today, by.days()),
        // Weeks begin on Monday.
        Unit::Week => {
            let back = i64::from(today.weekday().to_monday_zero_offset());
            (today.checked_sub(back.days()).ok()?, by.weeks())
        }
        Unit::Month => (today.first_of_month(), by.months()),
        Unit::Year => (today.first_of_year(), by.years()),
    };
    start.checked_add(step).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_copydesk::Page;

    #[test]
    fn relative_words_count_from_the_day_of_printing_and_silent_ones_stay_so() {
        let mut page = Page::from_plain(
            "The quay closed yesterday and opens next week. Last month it was full, and this year it is not.\n\n\
             “I swam yesterday,” she said.\n",
        );
        assert_eq!(understood(&Reading::of(&page)), []);
        page.facts.date = Some("2026-03-01".into());
        let found: Vec<(String, String)> = understood(&Reading::of(&page))
            .into_iter()
            .map(|one| (one.words, one.day))
            .collect();
        let expected = [
            ("yesterday", "2026-02-28"),
            ("next week", "2026-03-02"),
            ("Last month", "2026-02-01"),
            ("this year", "2026-01-01"),
        ];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
