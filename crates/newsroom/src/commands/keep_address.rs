//! Lets an address that something had elsewhere lead to where it stands here. Called by imports.

use crate::{House, Result};
use courant_model::actor::Actor;
use courant_model::address::{Address, Leads};
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Where an old address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// To a path of the paper.
    Path(String),
    /// To a picture's file, by the picture's id.
    Picture(String),
}

/// What became of an old address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It leads there now.
    Now,
    /// It led there already, or is the very path.
    Already,
    /// Something else stands there.
    Taken,
}

/// Lets `from` lead to a goal. What stands there stays; a redirect is turned to the new goal.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, from: &str, goal: &Goal) -> Result<Kept> {
    let there = q!(tx, addresses::at(from))?;
    let (leads, target) = match goal {
        Goal::Path(path) => (Leads::Redirect, path),
        Goal::Picture(id) => (Leads::Picture, id),
    };
    match decide(there.as_ref(), from, leads, target) {
        Kept::Now => {}
        other => return Ok(other),
    }
    let address = Address {
        path: from.to_owned(),
        kind: leads.as_str().to_owned(),
        target: target.clone(),
    };
    q!(tx, addresses::put(&address, house.now()))?;
    tx.enter(house.now(), actor, "keep", &Thing::Address(address.path));
    Ok(Kept::Now)
}

fn decide(there: Option<&Address>, from: &str, leads: Leads, target: &str) -> Kept {
    if leads == Leads::Redirect && from == target {
        return Kept::Already;
    }
    match there {
        None => Kept::Now,
        Some(there) if Leads::parse(&there.kind) == leads && there.target == target => Kept::Already,
        Some(there) if matches!(Leads::parse(&there.kind), Leads::Redirect | Leads::Picture) => Kept::Now,
        Some(_) => Kept::Taken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(kind: Leads, target: &str) -> Address {
        Address {
            path: "/old".into(),
            kind: kind.as_str().into(),
            target: target.into(),
        }
    }

    #[test]
    fn what_stands_somewhere_stays_and_a_redirect_is_turned() {
        let to_new = |there: Option<&Address>| decide(there, "/old", Leads::Redirect, "/new");
        assert_eq!(to_new(None), Kept::Now);
        assert_eq!(to_new(Some(&there(Leads::Redirect, "/new"))), Kept::Already);
        assert_eq!(to_new(Some(&there(Leads::Redirect, "/other"))), Kept::Now);
        assert_eq!(to_new(Some(&there(Leads::Story, "s"))), Kept::Taken);
        assert_eq!(to_new(Some(&there(Leads::Gone, "s"))), Kept::Taken);
        assert_eq!(decide(None, "/new", Leads::Redirect, "/new"), Kept::Already);
    }
}
