//! The row under the nameplate and the foot of each page. `/desk/settings/navigation`.
//! Until somebody arranges the row it follows the sections; then it keeps its own order, and new sections join its end.

use super::sections::step;
use super::{Around, Shown};
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::query::{self, Typed};
use crate::desk::visit::Desk;
use axum::response::Response;
use courant_model::navigation::{Link, RowEntry};
use courant_model::settings::Settings;
use courant_newsroom::Error;
use courant_newsroom::commands::keep_settings::Edit;
use serde::Serialize;

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Navigation {
    frame: Frame,
    around: Around,
    row: Vec<Entry>,
    /// Sections that are left out of the row.
    hidden: Vec<Hidden>,
    /// Latest is left out of the row.
    without_latest: bool,
    /// Somebody arranged the row.
    arranged: bool,
    foot: Vec<Entry>,
    /// The link that was refused, as it was typed.
    row_label: String,
    row_href: String,
    foot_label: String,
    foot_href: String,
}

/// An entry of row or foot.
#[derive(Debug, Clone, Serialize)]
struct Entry {
    n: usize,
    label: String,
    href: String,
    /// `latest`, `section` or `link`.
    kind: &'static str,
    first: bool,
    last: bool,
    /// The button that has the focus: `up`, `down` or none.
    focus: &'static str,
}

/// A section that is not in the row.
#[derive(Debug, Clone, Serialize)]
struct Hidden {
    id: String,
    name: String,
}

impl Page for Navigation {
    const TEMPLATE: &'static str = "settings-navigation.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let entry = |kind: &'static str, here: bool| Entry {
            n: 1,
            label: "Shop <b>".into(),
            href: "https://shop.example/?a=\"b\"".into(),
            kind,
            first: here,
            last: !here,
            focus: if here { "down" } else { "" },
        };
        let full = Self {
            frame: Frame::sample("Navigation"),
            around: Around::sample(),
            row: vec![entry("latest", true), entry("section", false), entry("link", false)],
            hidden: vec![Hidden {
                id: "01A".into(),
                name: "Economy <b>".into(),
            }],
            without_latest: true,
            arranged: true,
            foot: vec![entry("link", true)],
            row_label: "a\"b".into(),
            row_href: "http://a.example".into(),
            foot_label: String::new(),
            foot_href: String::new(),
        };
        let bare = Self {
            hidden: Vec::new(),
            foot: Vec::new(),
            without_latest: false,
            arranged: false,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// What a form means.
pub(super) fn edit(typed: &Typed, now: &Settings) -> Result<Edit, Error> {
    let n: usize = query::field(typed, "n").parse().unwrap_or(usize::MAX);
    let link = || Link {
        label: query::field(typed, "label").to_owned(),
        href: query::field(typed, "href").to_owned(),
    };
    let mut row = now.paper.row(&now.sections);
    let mut foot = now.paper.footer.clone();
    let places = || -> Vec<usize> {
        query::field(typed, "order")
            .split(',')
            .filter_map(|place| place.parse().ok())
            .collect()
    };
    Ok(match query::field(typed, "act") {
        way @ ("row-up" | "row-down") => {
            let which = row.get(n).cloned();
            step(&mut row, |one| Some(one) == which.as_ref(), way == "row-up");
            Edit::Row(row)
        }
        "row-order" => Edit::Row(ordered(&row, &places())),
        "row-out" => match row.get(n) {
            Some(RowEntry::Section(id)) => Edit::Show {
                id: id.clone(),
                shown: false,
            },
            Some(_) => {
                row.remove(n);
                Edit::Row(row)
            }
            None => return Err(Error::NotFound("such entry".to_owned())),
        },
        "row-in" => Edit::Show {
            id: query::field(typed, "id").to_owned(),
            shown: true,
        },
        "row-latest" => {
            row.insert(0, RowEntry::Latest);
            Edit::Row(row)
        }
        "row-link" => {
            row.push(RowEntry::Link(link()));
            Edit::Row(row)
        }
        "row-reset" => Edit::Row(Vec::new()),
        way @ ("foot-up" | "foot-down") => {
            let which = foot.get(n).cloned();
            step(&mut foot, |one| Some(one) == which.as_ref(), way == "foot-up");
            Edit::Foot(foot)
        }
        "foot-order" => Edit::Foot(ordered(&foot, &places())),
        "foot-out" => {
            if n >= foot.len() {
                return Err(Error::NotFound("such entry".to_owned()));
            }
            foot.remove(n);
            Edit::Foot(foot)
        }
        "foot-link" => {
            foot.push(link());
            Edit::Foot(foot)
        }
        _ => return Err(Error::NotFound("such act".to_owned())),
    })
}

/// Entries in the order of their former places; those that it does not name stay behind.
fn ordered<T: Clone>(all: &[T], places: &[usize]) -> Vec<T> {
    let mut left: Vec<Option<&T>> = all.iter().map(Some).collect();
    let mut out: Vec<T> = Vec::with_capacity(all.len());
    for place in places {
        out.extend(left.get_mut(*place).and_then(Option::take).cloned());
    }
    out.extend(left.into_iter().flatten().cloned());
    out
}

/// Prints the room.
pub(super) async fn page(mut desk: Desk<'_>, shown: Shown) -> Result<Response, Error> {
    let typed = shown.typed.clone().unwrap_or_default();
    let act = query::field(&typed, "act").to_owned();
    let row = desk.paper.row(&desk.sections);
    let last = row.len();
    let entry = |n: usize, last: usize, label: String, href: String, kind| Entry {
        focus: shown.focus(&format!("row{n}"), n == 0, n + 1 == last),
        n,
        label,
        href,
        kind,
        first: n == 0,
        last: n + 1 == last,
    };
    let mut entries = Vec::with_capacity(last);
    for (n, one) in row.iter().enumerate() {
        entries.push(match one {
            RowEntry::Latest => entry(n, last, desk.word("row-latest"), "/latest".to_owned(), "latest"),
            RowEntry::Section(id) => {
                let section = desk.section(Some(id));
                let name = section.map(|one| one.name.clone()).unwrap_or_default();
                let slug = section.map(|one| format!("/{}", one.slug)).unwrap_or_default();
                entry(n, last, name, slug, "section")
            }
            RowEntry::Link(link) => entry(n, last, link.label.clone(), link.href.clone(), "link"),
        });
    }
    let foot: Vec<Entry> = desk
        .paper
        .footer
        .iter()
        .enumerate()
        .map(|(n, link)| {
            let last = desk.paper.footer.len();
            Entry {
                focus: shown.focus(&format!("foot{n}"), n == 0, n + 1 == last),
                ..entry(n, last, link.label.clone(), link.href.clone(), "link")
            }
        })
        .collect();
    let hidden = desk
        .sections
        .iter()
        .filter(|one| desk.paper.hidden_sections.contains(&one.id))
        .map(|one| Hidden {
            id: one.id.clone(),
            name: one.name.clone(),
        })
        .collect();
    let typed_in = |form: &str, name: &str| {
        if act == form {
            query::field(&typed, name).to_owned()
        } else {
            String::new()
        }
    };
    let (row_label, row_href) = (typed_in("row-link", "label"), typed_in("row-link", "href"));
    let (foot_label, foot_href) = (typed_in("foot-link", "label"), typed_in("foot-link", "href"));
    let arranged = !desk.paper.row.is_empty();
    let (frame, around, status) = shown.frame(&mut desk, "navigation").await?;
    let page = Navigation {
        frame,
        around,
        without_latest: !row.contains(&RowEntry::Latest),
        row: entries,
        hidden,
        arranged,
        foot,
        row_label,
        row_href,
        foot_label,
        foot_href,
    };
    desk.print(status, &page)
}

#[cfg(test)]
mod tests {
    use super::ordered;

    #[test]
    fn an_order_loses_nothing_and_repeats_nothing() {
        assert_eq!(ordered(&["a", "b", "c"], &[2, 0, 2, 9]), ["c", "a", "b"]);
    }
}
