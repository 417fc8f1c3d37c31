//! The sections: their names, lines and rules for replies, their order, and which stand in the row. An address is given
//! once. `/desk/settings/sections`.

use super::{Around, Shown};
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::query::{self, Typed};
use crate::desk::visit::Desk;
use axum::response::Response;
use courant_model::settings::Settings;
use courant_newsroom::Error;
use courant_newsroom::commands::keep_settings::{Edit, SectionForm};
use courant_store::q;
use serde::Serialize;

/// The room.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_field_names, reason = "as the template calls it")]
pub(crate) struct Sections {
    frame: Frame,
    around: Around,
    sections: Vec<Line>,
    fresh: Form,
    /// The form of a new section stands open.
    adding: bool,
    /// What replies are where a section follows the paper.
    paper_rule: String,
    paper_days: i64,
}

/// A section.
#[derive(Debug, Clone, Serialize)]
struct Line {
    id: String,
    slug: String,
    form: Form,
    /// What stands now, as the list prints it.
    name: String,
    rule: String,
    in_row: bool,
    used: bool,
    first: bool,
    last: bool,
    /// The button that has the focus: `up`, `down` or none.
    focus: &'static str,
    open: bool,
}

/// The fields of a form.
#[derive(Debug, Clone, Serialize)]
struct Form {
    name: String,
    slug: String,
    description: String,
    replies: String,
    days: String,
    shown: bool,
}

impl Page for Sections {
    const TEMPLATE: &'static str = "settings-sections.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let form = Form {
            name: "Local <b>".into(),
            slug: "local".into(),
            description: "The \"town\"".into(),
            replies: "paper".into(),
            days: "14".into(),
            shown: true,
        };
        let line = |used: bool| Line {
            id: "01A".into(),
            slug: "local".into(),
            form: form.clone(),
            name: "Local <b>".into(),
            rule: "paper".into(),
            in_row: !used,
            used,
            first: used,
            last: !used,
            focus: if used { "up" } else { "" },
            open: used,
        };
        let full = Self {
            frame: Frame::sample("Sections"),
            around: Around::sample(),
            sections: vec![line(true), line(false)],
            fresh: form.clone(),
            adding: true,
            paper_rule: "approve".into(),
            paper_days: 14,
        };
        let bare = Self {
            sections: Vec::new(),
            adding: false,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// What a form means.
pub(super) fn edit(typed: &Typed, now: &Settings) -> Result<Edit, Error> {
    let id = query::field(typed, "id").to_owned();
    let form = || -> Result<SectionForm, Error> {
        let field = |name| query::field(typed, name).to_owned();
        Ok(SectionForm {
            name: field("name"),
            slug: field("slug").trim_matches('/').to_owned(),
            description: field("description"),
            replies: query::some(typed, "replies").unwrap_or_else(|| "paper".to_owned()),
            close_after_days: query::number(typed, "days")?,
            shown: typed.contains_key("shown"),
        })
    };
    Ok(match query::field(typed, "act") {
        "add" => Edit::AddSection(form()?),
        "keep" => Edit::Section { id, form: form()? },
        "remove" => Edit::RemoveSection(id),
        "order" => Edit::Order(query::field(typed, "order").split(',').map(str::to_owned).collect()),
        way @ ("up" | "down") => {
            let mut order: Vec<String> = now.sections.iter().map(|one| one.id.clone()).collect();
            step(&mut order, |one| *one == id, way == "up");
            Edit::Order(order)
        }
        _ => return Err(Error::NotFound("such act".to_owned())),
    })
}

/// Moves one by a place.
pub(super) fn step<T>(all: &mut [T], which: impl Fn(&T) -> bool, up: bool) {
    let Some(at) = all.iter().position(which) else { return };
    let to = if up { at.checked_sub(1) } else { Some(at + 1) };
    if let Some(to) = to.filter(|to| *to < all.len()) {
        all.swap(at, to);
    }
}

/// Prints the room.
pub(super) async fn page(mut desk: Desk<'_>, shown: Shown) -> Result<Response, Error> {
    let typed = shown.typed.clone().unwrap_or_default();
    let act = query::field(&typed, "act").to_owned();
    let again = |id: &str| act == "keep" && query::field(&typed, "id") == id;
    let sections = desk.sections.clone();
    let mut lines = Vec::with_capacity(sections.len());
    for (place, section) in sections.iter().enumerate() {
        let in_row = !desk.paper.hidden_sections.contains(&section.id);
        let open = again(&section.id);
        let form = if open {
            form_of(&typed)
        } else {
            Form {
                name: section.name.clone(),
                slug: section.slug.clone(),
                description: section.description.clone(),
                replies: section.replies.clone(),
                days: section.replies_close_after_days.to_string(),
                shown: in_row,
            }
        };
        lines.push(Line {
            id: section.id.clone(),
            slug: section.slug.clone(),
            form,
            name: section.name.clone(),
            rule: section.replies.clone(),
            in_row,
            used: q!(desk.tx, terms::is_section_used(&section.id))?,
            first: place == 0,
            last: place + 1 == sections.len(),
            focus: shown.focus(&section.id, place == 0, place + 1 == sections.len()),
            open,
        });
    }
    let adding = act == "add";
    let fresh = if adding {
        form_of(&typed)
    } else {
        Form {
            name: String::new(),
            slug: String::new(),
            description: String::new(),
            replies: "paper".to_owned(),
            days: desk.paper.replies.close_after_days.to_string(),
            shown: true,
        }
    };
    let (paper_rule, paper_days) = (desk.paper.replies.rule.clone(), desk.paper.replies.close_after_days);
    let (frame, around, status) = shown.frame(&mut desk, "sections").await?;
    let page = Sections {
        frame,
        around,
        sections: lines,
        fresh,
        adding,
        paper_rule,
        paper_days,
    };
    desk.print(status, &page)
}

fn form_of(typed: &Typed) -> Form {
    let field = |name| query::field(typed, name).to_owned();
    Form {
        name: field("name"),
        slug: field("slug"),
        description: field("description"),
        replies: field("replies"),
        days: field("days"),
        shown: typed.contains_key("shown"),
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn a_step_beyond_either_end_changes_nothing() {
        let mut all = [1, 2, 3];
        step(&mut all, |one| *one == 1, true);
        step(&mut all, |one| *one == 3, false);
        assert_eq!(all, [1, 2, 3]);
        step(&mut all, |one| *one == 3, true);
        assert_eq!(all, [1, 3, 2]);
    }
}
