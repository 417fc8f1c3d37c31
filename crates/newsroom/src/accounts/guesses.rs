//! What wrong guesses cost: after a few, whoever names this address waits, and longer each time.
//! Counted in the store by the keyed hash of what was guessed at, known or not, so that every node counts along.

use super::token;
use crate::{House, Result};
use courant_model::time::{DAY, Micros, SECOND};
use courant_store::{Tx, q};

/// Guesses that cost nothing.
const FREE: i64 = 5;
/// What the next one costs; each further one twice as much.
const FIRST: Micros = 5 * SECOND;
/// What none costs more than.
const MOST: Micros = 900 * SECOND;
/// After so long without a wrong guess all is forgotten.
pub const FORGOTTEN: Micros = DAY;

/// What the store knows a subject by: an address, or an account at its second step.
pub fn subject(house: &House, what: &str) -> String {
    token::hash(house, &format!("guess {what}"))
}

/// How long one must still wait before guessing again; zero means not at all.
#[crate::boxed]
pub async fn wait(tx: &mut Tx, house: &House, subject: &str) -> Result<Micros> {
    let known = q!(tx, doors::guesses(subject))?;
    Ok(known.map_or(0, |(failures, last)| (last + cost(failures) - house.now()).max(0)))
}

/// Counts a wrong guess.
#[crate::boxed]
pub async fn wrong(tx: &mut Tx, house: &House, subject: &str) -> Result<()> {
    Ok(q!(tx, doors::guessed_wrong(subject, house.now()))?)
}

/// Forgets wrong guesses after a right one.
#[crate::boxed]
pub async fn right(tx: &mut Tx, subject: &str) -> Result<()> {
    Ok(q!(tx, doors::guessed_right(subject))?)
}

fn cost(failures: i64) -> Micros {
    if failures < FREE {
        return 0;
    }
    let doublings = (failures - FREE).clamp(0, 10) as u32;
    (FIRST * (1 << doublings)).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_cost_nothing_at_first_and_never_more_than_a_quarter_of_an_hour() {
        assert_eq!((cost(0), cost(4)), (0, 0));
        assert_eq!((cost(5), cost(6), cost(7)), (5 * SECOND, 10 * SECOND, 20 * SECOND));
        assert_eq!(cost(i64::MAX), MOST);
    }
}
