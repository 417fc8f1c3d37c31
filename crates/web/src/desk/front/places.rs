//! Where a front lies on the desk and before readers, and which fronts a member may arrange. Every page of fronts begins
//! here; the navigation asks [`home_of`].

use crate::desk::visit::Desk;
use courant_model::account::{Act, On};
use courant_model::front::Front;
use courant_newsroom::Error;
use serde::Serialize;

/// How the front page stands in addresses; no section has this slug.
pub(super) const PAPER: &str = "-";

/// Where the page's acts go.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct At {
    /// `/desk/front` or `/desk/front/SLUG`.
    pub(super) href: String,
    /// Before the name of an act: `/desk/front/-` or `/desk/front/SLUG`.
    acts: String,
    /// Where readers see it.
    path: String,
    /// The section's name; empty for the front page.
    section: String,
}

/// A front in the row of fronts.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Tab {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) current: bool,
}

impl At {
    pub(super) fn of(desk: &Desk<'_>, front: &Front) -> Self {
        match front {
            Front::Paper => Self {
                href: "/desk/front".to_owned(),
                acts: format!("/desk/front/{PAPER}"),
                path: "/".to_owned(),
                section: String::new(),
            },
            Front::Section(id) => {
                let section = desk.section(Some(id));
                let slug = section.map_or("", |section| section.slug.as_str());
                let href = crate::site::path::encoded(&format!("/desk/front/{slug}"));
                Self {
                    acts: href.clone(),
                    href,
                    path: crate::site::path::encoded(&format!("/{slug}")),
                    section: section.map(|section| section.name.clone()).unwrap_or_default(),
                }
            }
        }
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            href: "/desk/front".into(),
            acts: "/desk/front/-".into(),
            path: "/".into(),
            section: String::new(),
        }
    }
}

/// The front of an address.
pub(super) fn front_of(desk: &Desk<'_>, page: &str) -> Result<Front, Error> {
    if page == PAPER {
        return Ok(Front::Paper);
    }
    let section = desk.sections.iter().find(|section| section.slug == page);
    let section = section.ok_or_else(|| Error::NotFound("such section".to_owned()))?;
    Ok(Front::Section(section.id.clone()))
}

/// A word for a front: "Front page", or the section's name.
pub(super) fn title_of(desk: &Desk<'_>, front: &Front) -> String {
    match front {
        Front::Paper => desk.word("nav-front"),
        Front::Section(id) => section_name(desk, Some(id)),
    }
}

/// Where the member begins: the front page, or the first section whose page they arrange.
pub(crate) fn home_of(desk: &Desk<'_>) -> Option<String> {
    arranged(desk).next().map(|front| At::of(desk, &front).href)
}

/// The row of fronts.
pub(super) fn tabs(desk: &Desk<'_>, here: &Front) -> Vec<Tab> {
    arranged(desk)
        .map(|front| Tab {
            href: At::of(desk, &front).href,
            label: title_of(desk, &front),
            current: front == *here,
        })
        .collect()
}

/// The fronts that the member may arrange, the front page first.
fn arranged<'d>(desk: &'d Desk<'_>) -> impl Iterator<Item = Front> + 'd {
    let sections = desk.sections.iter().map(|one| Front::Section(one.id.clone()));
    std::iter::once(Front::Paper).chain(sections).filter(|front| {
        desk.member.as_ref().is_some_and(|member| match front {
            Front::Paper => member.may(Act::Front, On::NOTHING),
            Front::Section(id) => member.may(
                Act::SectionFront,
                On {
                    own: false,
                    section: Some(id),
                },
            ),
        })
    })
}

/// The name of a section; empty for none.
pub(super) fn section_name(desk: &Desk<'_>, id: Option<&str>) -> String {
    desk.section(id).map(|section| section.name.clone()).unwrap_or_default()
}
