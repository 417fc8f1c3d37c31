//! The places of a front: lead, seconds, and the bands of sections with the headlines under their leads.
//! A seat's text form is its key in what is kept, in forms and in addresses.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Seconds beside or under the lead.
pub const SECONDS: u8 = 2;
/// Headlines under the lead of a band.
pub const BAND: u8 = 3;

/// Which front.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Front {
    /// The paper's front page.
    Paper,
    /// The page of a section, by id.
    Section(String),
}

impl Front {
    /// As it is kept: `front`, or the section's id.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Paper => "front",
            Self::Section(id) => id,
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Self {
        match text {
            "front" => Self::Paper,
            id => Self::Section(id.to_owned()),
        }
    }

    /// The seats, in the order of the page; `sections` are those with a band, in order.
    pub fn seats(&self, sections: &[String]) -> Vec<Seat> {
        let mut seats = vec![Seat::Lead];
        seats.extend((0..SECONDS).map(Seat::Second));
        if *self == Self::Paper {
            for section in sections {
                seats.extend((0..=BAND).map(|n| Seat::Band(section.clone(), n)));
            }
        }
        seats
    }

    /// Whether the front has a seat.
    pub fn has(&self, seat: &Seat, sections: &[String]) -> bool {
        match seat {
            Seat::Lead => true,
            Seat::Second(n) => *n < SECONDS,
            Seat::Band(section, n) => *self == Self::Paper && *n <= BAND && sections.contains(section),
        }
    }
}

/// A place on a front.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Seat {
    /// The lead.
    Lead,
    /// A second, from 0.
    Second(u8),
    /// In the band of a section, by id: its lead at 0, then the headlines.
    Band(String, u8),
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lead => f.write_str("lead"),
            Self::Second(n) => write!(f, "second-{}", u16::from(*n) + 1),
            Self::Band(section, 0) => write!(f, "band-{section}"),
            Self::Band(section, n) => write!(f, "band-{section}.{n}"),
        }
    }
}

/// Text that names no seat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no seat {0:?}")]
pub struct NoSeat(pub String);

impl FromStr for Seat {
    type Err = NoSeat;

    fn from_str(text: &str) -> Result<Self, NoSeat> {
        let none = || NoSeat(text.to_owned());
        if text == "lead" {
            return Ok(Self::Lead);
        }
        if let Some(n) = text.strip_prefix("second-") {
            let n: u8 = n.parse().map_err(|_| none())?;
            return n.checked_sub(1).map(Self::Second).ok_or_else(none);
        }
        let band = text.strip_prefix("band-").ok_or_else(none)?;
        let (section, n) = match band.rsplit_once('.') {
            Some((section, n)) => (section, n.parse().ok().filter(|n| *n > 0).ok_or_else(none)?),
            None => (band, 0),
        };
        if section.is_empty() || section.contains('.') {
            return Err(none());
        }
        Ok(Self::Band(section.to_owned(), n))
    }
}

impl From<Seat> for String {
    fn from(seat: Seat) -> Self {
        seat.to_string()
    }
}

impl TryFrom<String> for Seat {
    type Error = NoSeat;

    fn try_from(text: String) -> Result<Self, NoSeat> {
        text.parse()
    }
}
