//! What every page of the desk shows around its own matter: the paper, who is signed in, where one can go, what was done.
//! [`super::visit::Desk::frame`] fills it; every context of the desk holds one as `frame`.

use serde::Serialize;

/// The frame of a page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Frame {
    /// BCP 47 language of paper and page.
    pub(crate) language: String,
    /// `ltr` or `rtl`.
    pub(crate) dir: &'static str,
    /// The paper's name.
    pub(crate) paper: String,
    /// Of the page, in words.
    pub(crate) title: String,
    /// Who is signed in; `None` at the door.
    pub(crate) me: Option<Me>,
    /// Where this account can go.
    pub(crate) places: Vec<Place>,
    /// What was just done, said in the status line.
    pub(crate) done: Option<String>,
    /// What was refused, said above the form.
    pub(crate) wrong: Option<String>,
    /// Whether the scripts of the desk are part of this binary.
    pub(crate) scripts: bool,
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Me {
    /// Id of the account.
    pub(crate) account: String,
    /// As colleagues see it.
    pub(crate) name: String,
    /// Up to two letters for the round mark.
    pub(crate) initials: String,
}

/// A link of the navigation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Place {
    /// Names its icon, and its word `nav-KEY`.
    pub(crate) key: &'static str,
    /// Where it leads.
    pub(crate) href: std::borrow::Cow<'static, str>,
    /// What waits there, when something does.
    pub(crate) count: Option<i64>,
    /// This page is it, or lies below it.
    pub(crate) current: bool,
}

/// Up to two initials of a name.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
impl Frame {
    /// The frame of somebody who may go everywhere.
    pub(crate) fn sample(title: &str) -> Self {
        Self {
            language: "en".into(),
            dir: "ltr",
            paper: "The Maren Courier".into(),
            title: title.into(),
            me: Some(Me {
                account: "01A".into(),
                name: "Ana <b>Reis</b>".into(),
                initials: "AR".into(),
            }),
            places: vec![
                Place {
                    key: "waiting",
                    href: "/desk".into(),
                    count: Some(3),
                    current: true,
                },
                Place {
                    key: "stories",
                    href: "/desk/stories".into(),
                    count: None,
                    current: false,
                },
            ],
            done: Some("Saved.".into()),
            wrong: Some("A story needs a headline.".into()),
            scripts: false,
        }
    }

    /// The frame of a page before the door.
    pub(crate) fn sample_door(title: &str) -> Self {
        Self {
            me: None,
            places: Vec::new(),
            done: None,
            wrong: None,
            ..Self::sample(title)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        assert_eq!(initials("Ana Maria Reis"), "AR");
        assert_eq!(initials("ß"), "SS");
        assert_eq!(initials(" "), "");
    }
}
