//! Keeps a person, organisation or place of the record: makes one, changes its names, roles over time and what it is
//! known by. Called by the desk; a Wikidata id is what a person gave, checked for its form and never looked up.

use super::keep_template::unchanged;
use crate::permissions::Who;
use crate::record::{erased, names};
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::record::{Entity, EntityKind, EntityRole, fold};
use courant_model::time::Micros;
use courant_store::{StoreError, Tx, q};

/// Longest line of description, in characters.
pub const LONGEST_DESCRIPTION: usize = 200;
/// Most other names, and most roles.
pub const MOST: usize = 40;

/// An entity as it is to be. There is no field for ethnicity, belief, health, family, address or birth, and none is to come.
#[derive(Debug, Clone)]
pub struct Keep {
    /// Which one; `None` makes a new one.
    pub id: Option<String>,
    /// When it was last changed as far as the form knew; changed since, it is a conflict. `None` does not compare.
    pub seen: Option<Micros>,
    /// What it is; stays what it was when it is changed.
    pub kind: EntityKind,
    /// As printed.
    pub name: String,
    /// One line that tells it from others of the name.
    pub description: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Roles over time, of people alone.
    pub roles: Vec<Role>,
    /// Wikidata id such as `Q42`, or nothing.
    pub wikidata: String,
}

/// A role as it is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// "Mayor".
    pub title: String,
    /// Id of the organisation, when it is one of the record.
    pub organisation: Option<String>,
    /// First day as `2026-11-25`, `2026-11` or `2026`; empty when unknown.
    pub from: String,
    /// Last day, likewise.
    pub to: String,
}

/// Keeps it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, keep: &Keep) -> Result<Entity> {
    who.check(Act::KeepRecord, On::NOTHING)?;
    let keep = decide(keep)?;
    for role in &keep.roles {
        if let Some(id) = &role.organisation {
            let found = q!(tx, names::by_id(id))?;
            if found.is_none_or(|found| found.kind != EntityKind::Organisation.as_str()) {
                return Err(Error::NotFound("such organisation of the record".to_owned()));
            }
        }
    }
    let entity = match &keep.id {
        None => {
            let mut entity = names::begin(tx, house, keep.kind, &keep.name).await?;
            entity.description.clone_from(&keep.description);
            entity.wikidata.clone_from(&keep.wikidata);
            q!(tx, names::insert(&entity))?;
            // Somebody else of a name that was erased: entering them by hand says so.
            erased::forget(tx, house, &entity.name).await?;
            entity
        }
        Some(id) => {
            let before = row(tx, id).await?;
            unchanged(keep.seen, before.changed_at)?;
            let entity = Entity {
                folded: fold(&keep.name),
                name: keep.name.clone(),
                description: keep.description.clone(),
                wikidata: keep.wikidata.clone(),
                // Two changes of one microsecond are still two.
                changed_at: house.now().max(before.changed_at + 1),
                ..before
            };
            q!(tx, names::update(&entity))?;
            entity
        }
    };
    names::keep_names(tx, &entity, &keep.aliases).await?;
    q!(tx, names::clear_roles(&entity.id))?;
    for role in keep.roles {
        let role = EntityRole {
            id: house.id(),
            entity_id: entity.id.clone(),
            title: role.title,
            organisation_id: role.organisation,
            from_day: role.from,
            to_day: role.to,
        };
        q!(tx, names::add_role(&role))?;
    }
    let root = row(tx, &entity.stands_for).await?;
    if root.is_public {
        names::guard(tx, house, who, &root.id, &[&root.public_role]).await?;
    }
    names::touch(tx, house, &who.actor(), "keep", &entity.id).await?;
    Ok(entity)
}

/// The row of an id itself, or that there is none.
pub(super) async fn row(tx: &mut Tx, id: &str) -> Result<Entity> {
    q!(tx, names::row(id))?.ok_or_else(|| Error::NotFound("such name of the record".to_owned()))
}

/// The kind of a row.
pub(super) fn kind_of(entity: &Entity) -> Result<EntityKind, StoreError> {
    EntityKind::parse(&entity.kind)
        .ok_or_else(|| StoreError::Unreadable(format!("kind {:?} of a name of the record", entity.kind)))
}

/// Everything as it is kept: one line each, no name twice.
fn decide(keep: &Keep) -> Result<Keep, Refusal> {
    let name = names::decide_name(&keep.name)?;
    let description = one_line(&keep.description);
    if description.chars().count() > LONGEST_DESCRIPTION {
        return Err(Refusal::new(
            "description-long",
            format!("the line of description has at most {LONGEST_DESCRIPTION} characters"),
        ));
    }
    let mut aliases: Vec<String> = Vec::new();
    for alias in keep.aliases.iter().map(|alias| one_line(alias)) {
        let folded = fold(&alias);
        if !folded.is_empty() && folded != fold(&name) && aliases.iter().all(|one| fold(one) != folded) {
            aliases.push(names::decide_name(&alias)?);
        }
    }
    let mut roles = Vec::new();
    for role in &keep.roles {
        roles.extend(decide_role(role)?);
    }
    if aliases.len() > MOST || roles.len() > MOST {
        return Err(Refusal::new(
            "names-many",
            format!("an entry of the record has at most {MOST} other names and {MOST} roles"),
        ));
    }
    if keep.kind != EntityKind::Person && !roles.is_empty() {
        return Err(Refusal::new("role-not-a-person", "people alone have roles"));
    }
    let wikidata = keep.wikidata.trim().to_uppercase();
    if !(wikidata.is_empty() || is_item(&wikidata)) {
        return Err(Refusal::new(
            "wikidata-form",
            format!("{wikidata:?} is no Wikidata id; one looks like Q42"),
        ));
    }
    Ok(Keep {
        name,
        description,
        aliases,
        roles,
        wikidata,
        ..keep.clone()
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A role as it is kept; one without any word is none.
fn decide_role(role: &Role) -> Result<Option<Role>, Refusal> {
    let title = one_line(&role.title);
    if title.is_empty() {
        return if role.organisation.is_none() && role.from.trim().is_empty() && role.to.trim().is_empty() {
            Ok(None)
        } else {
            Err(Refusal::new("role-title", "say what the role is"))
        };
    }
    if title.chars().count() > names::LONGEST {
        return Err(Refusal::new(
            "name-long",
            format!("a role has at most {} characters", names::LONGEST),
        ));
    }
    let (from, to) = (role.from.trim().to_owned(), role.to.trim().to_owned());
    for day in [&from, &to] {
        if !day.is_empty() && !is_day(day) {
            return Err(Refusal::new(
                "role-day",
                format!("{day:?} is no day such as 2026-11-25, 2026-11 or 2026"),
            ));
        }
    }
    // Days of differing precision are compared as far as both go.
    let shared = from.len().min(to.len());
    if !to.is_empty() && from.get(..shared) > to.get(..shared) {
        return Err(Refusal::new("role-backwards", "a role ends after it begins"));
    }
    Ok(Some(Role {
        title,
        organisation: role.organisation.clone(),
        from,
        to,
    }))
}

/// `2026-11-25`, `2026-11` or `2026`.
fn is_day(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.len() == 10 && whole.parse::<jiff::civil::Date>().is_ok()
}

/// `Q` and a number.
fn is_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|number| {
        (1..=11).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0')
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn keep() -> Keep {
        Keep {
            id: None,
            seen: None,
            kind: EntityKind::Person,
            name: "  Ana   Reis ".into(),
            description: String::new(),
            aliases: Vec::new(),
            roles: Vec::new(),
            wikidata: String::new(),
        }
    }

    #[test]
    fn no_name_stands_twice_and_each_is_one_line() {
        let mut wanted = keep();
        wanted.aliases = ["A. Reis", "ana reis", "", "a reis"].map(String::from).to_vec();
        let kept = decide(&wanted).unwrap();
        assert_eq!(
            (kept.name.as_str(), kept.aliases),
            ("Ana Reis", vec!["A. Reis".to_owned()])
        );
        wanted.name = "—".into();
        assert_eq!(decide(&wanted).unwrap_err().key, "name-missing");
    }

    #[test]
    fn a_wikidata_id_has_its_form_or_is_refused() {
        for (typed, kept) in [
            ("q42", Some("Q42")),
            ("", Some("")),
            ("42", None),
            ("Q042", None),
            ("Q4/2", None),
        ] {
            let wanted = Keep {
                wikidata: typed.into(),
                ..keep()
            };
            assert_eq!(
                decide(&wanted).ok().map(|kept| kept.wikidata).as_deref(),
                kept,
                "{typed}"
            );
        }
    }

    #[test]
    fn a_role_has_a_title_and_days_that_follow_each_other() {
        let role = |title: &str, from: &str, to: &str| {
            decide_role(&Role {
                title: title.into(),
                organisation: None,
                from: from.into(),
                to: to.into(),
            })
        };
        assert!(role("Mayor", "2020", "2024-05-31").unwrap().is_some());
        assert!(role("Mayor", "2024-02", "2024").unwrap().is_some());
        assert!(role("", "", "").unwrap().is_none());
        assert_eq!(role("", "2020", "").unwrap_err().key, "role-title");
        assert_eq!(role("Mayor", "2024-13", "").unwrap_err().key, "role-day");
        assert_eq!(role("Mayor", "2024", "2020").unwrap_err().key, "role-backwards");
    }

    #[test]
    fn people_alone_have_roles() {
        let mut wanted = keep();
        wanted.kind = EntityKind::Place;
        wanted.roles.push(Role {
            title: "Mayor".into(),
            ..Role::default()
        });
        assert_eq!(decide(&wanted).unwrap_err().key, "role-not-a-person");
    }
}
