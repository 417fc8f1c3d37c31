//! The shipped gazetteer: countries with demonyms, cities, regions, organisations, people in office, given names.
//! Called by [`crate::names`]; where each list comes from stands in `data/README.md`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
}

impl NameKind {
    /// The word of the JSON form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
        }
    }
}

/// What the gazetteer knows of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// What it is of.
    pub kind: NameKind,
    /// The main form of the name.
    pub main: &'static str,
    /// An id of an open source, such as `geonames:6252001` or `wikidata:Q22250`; empty where there is none.
    pub id: Id,
}

/// Where an id comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Id {
    /// There is none.
    None,
    /// A GeoNames number.
    GeoNames(&'static str),
    /// A Wikidata item.
    Wikidata(&'static str),
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::GeoNames(number) => write!(f, "geonames:{number}"),
            Self::Wikidata(item) => write!(f, "wikidata:{item}"),
        }
    }
}

/// All lists, read once.
pub struct Gazetteer {
    names: HashMap<&'static str, Known>,
    demonyms: HashMap<&'static str, &'static str>,
    given: HashSet<&'static str>,
    weak: HashSet<&'static str>,
    capitals: HashMap<&'static str, &'static str>,
    famous: HashSet<&'static str>,
    countries: HashSet<&'static str>,
    /// The most words that a name has.
    pub longest: usize,
}

static ALL: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);

/// The gazetteer.
pub fn get() -> &'static Gazetteer {
    &ALL
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Gazetteer {
    fn read() -> Self {
        let mut all = Self {
            names: HashMap::with_capacity(20_000),
            demonyms: HashMap::new(),
            given: HashSet::new(),
            weak: HashSet::new(),
            capitals: HashMap::new(),
            famous: HashSet::new(),
            countries: HashSet::new(),
            longest: 1,
        };
        for line in lines(include_str!("../data/politicians.txt")) {
            all.add_line(line, NameKind::Person);
        }
        for line in lines(include_str!("../data/parties.txt")) {
            all.add_line(line, NameKind::Organisation);
        }
        for line in lines(include_str!("../data/regions.txt")) {
            all.add_line(line, NameKind::Place);
        }
        for line in lines(include_str!("../data/cities.tsv")) {
            let mut fields = line.split('\t');
            let (Some(name), Some(number)) = (fields.next(), fields.next()) else {
                continue;
            };
            all.add(name, NameKind::Place, name, geonames(number));
            for other in fields.nth(1).into_iter().flat_map(|others| others.split('|')) {
                all.add(other, NameKind::Place, name, geonames(number));
            }
        }
        for line in lines(include_str!("../data/places.txt")) {
            all.add_line(line, NameKind::Place);
        }
        for line in lines(include_str!("../data/countries.tsv")) {
            let fields: Vec<&'static str> = line.split('\t').collect();
            let [_, number, name, capital, others, demonyms] = fields.as_slice() else {
                continue;
            };
            all.add(name, NameKind::Place, name, geonames(number));
            all.countries.insert(name);
            all.countries
                .extend(others.split('|').filter(|other| !other.is_empty()));
            for other in others.split('|').filter(|other| !other.is_empty()) {
                all.add(other, NameKind::Place, name, geonames(number));
            }
            for demonym in demonyms.split('|').filter(|demonym| !demonym.is_empty()) {
                all.demonyms.insert(demonym, name);
            }
            if !capital.is_empty() {
                all.capitals.insert(capital, name);
            }
        }
        for line in lines(include_str!("../data/organisations.txt")) {
            all.add_line(line, NameKind::Organisation);
        }
        let mut famous = true;
        for line in lines(include_str!("../data/people.txt")) {
            if line == "--" {
                famous = false;
                continue;
            }
            all.add_line(line, NameKind::Person);
            for name in line.split('|').filter(|name| famous && name.contains(' ')) {
                all.famous
                    .extend(name.rsplit(' ').next().filter(|last| !NOT_FAMOUS.contains(last)));
            }
        }
        for line in lines(include_str!("../data/legislators.tsv")) {
            let mut fields = line.split('\t');
            let (Some(names), Some(item)) = (fields.next(), fields.next()) else {
                continue;
            };
            let main = names.split('|').next().unwrap_or(names);
            for name in names.split('|') {
                let id = if item.is_empty() { Id::None } else { Id::Wikidata(item) };
                all.add(name, NameKind::Person, main, id);
            }
        }
        let mut weak = false;
        for line in lines(include_str!("../data/given.txt")) {
            if line == "--" {
                weak = true;
            } else if weak {
                all.weak.insert(line);
            } else {
                all.given.insert(line);
            }
        }
        all
    }

    fn add_line(&mut self, line: &'static str, kind: NameKind) {
        let main = line.split('|').next().unwrap_or(line);
        for name in line.split('|') {
            self.add(name, kind, main, Id::None);
        }
    }

    fn add(&mut self, name: &'static str, kind: NameKind, main: &'static str, id: Id) {
        self.longest = self.longest.max(name.split([' ', '-']).count());
        self.names.insert(name, Known { kind, main, id });
    }

    /// What is known of a name, to the letter.
    pub fn name(&self, name: &str) -> Option<Known> {
        self.names.get(name).copied()
    }

    /// The country whose people or things a word names: "Russian" gives "Russia".
    pub fn demonym(&self, word: &str) -> Option<&'static str> {
        self.demonyms.get(word).copied()
    }

    /// The country whose capital it is: "Moscow" gives "Russia".
    pub fn capital(&self, city: &str) -> Option<&'static str> {
        self.capitals.get(city).copied()
    }

    /// The family name alone of somebody in office: "Obama", "Putin".
    pub fn is_famous(&self, word: &str) -> bool {
        self.famous.contains(word)
    }

    /// A town or a region, where the words around say that one is meant; so many bear such a name, or people do, that it has no id.
    pub fn is_town(&self, name: &str) -> bool {
        holds(include_str!("../data/towns.txt"), name)
    }

    /// A country by one of its names.
    pub fn is_country(&self, name: &str) -> bool {
        self.countries.contains(name)
    }

    /// A common English word, in small letters.
    pub fn is_word(&self, lower: &str) -> bool {
        holds(include_str!("../data/words.txt"), lower)
    }

    /// A family name of the United States census, spelt with one capital.
    pub fn is_surname(&self, word: &str) -> bool {
        holds(include_str!("../data/surnames.txt"), word)
    }

    /// A given name that is hardly ever anything else.
    pub fn is_given(&self, word: &str) -> bool {
        self.given.contains(word)
    }

    /// A given name that is also a word, a place or a family name.
    pub fn is_weak_given(&self, word: &str) -> bool {
        self.weak.contains(word)
    }
}

/// A sorted list holds a line; found by halving, so that the list needs neither time to load nor memory.
fn holds(list: &'static str, line: &str) -> bool {
    if line.is_empty() || line.contains('\n') {
        return false;
    }
    let bytes = list.as_bytes();
    let (mut from, mut to) = (0, bytes.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let before = bytes.get(from..middle).unwrap_or(&[]);
        let start = before
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(from, |at| from + at + 1);
        let rest = bytes.get(start..to).unwrap_or(&[]);
        let length = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        match rest.get(..length).unwrap_or(&[]).cmp(line.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => from = start + length + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    false
}

/// Family names that are also words or given names, or of too many people.
const NOT_FAMOUS: &[&str] = &[
    "Jobs",
    "Gates",
    "Cook",
    "Leo",
    "Paul",
    "Rice",
    "May",
    "Brown",
    "Key",
    "Charles",
    "Elizabeth",
    "Francis",
    "Un",
    "Il",
    "Ryan",
    "Harris",
    "Khan",
    "Lama",
    "Carson",
    "Powell",
    "Kaine",
    "Lula",
];

fn geonames(number: &'static str) -> Id {
    if number.is_empty() {
        Id::None
    } else {
        Id::GeoNames(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_cities_people_and_demonyms_are_known() {
        let all = get();
        let kind = |name: &str| all.name(name).map(|known| known.kind);
        assert_eq!(kind("US"), Some(NameKind::Place));
        assert_eq!(kind("Jakarta"), Some(NameKind::Place));
        assert_eq!(kind("ASEAN"), Some(NameKind::Organisation));
        assert_eq!(kind("Maria Cantwell"), Some(NameKind::Person));
        assert_eq!(all.demonym("North Korean"), Some("North Korea"));
        assert_eq!(all.capital("Moscow"), Some("Russia"));
        assert!(all.is_given("Kamala") && !all.is_given("The"));
    }

    #[test]
    fn sorted_lists_are_found_by_halving_to_the_last_line() {
        let all = get();
        for list in [
            include_str!("../data/towns.txt"),
            include_str!("../data/words.txt"),
            include_str!("../data/surnames.txt"),
        ] {
            let lines: Vec<&str> = list.lines().collect();
            assert!(lines.is_sorted());
            assert!(
                lines
                    .iter()
                    .step_by(997)
                    .chain(lines.last())
                    .chain(lines.first())
                    .all(|line| holds(list, line))
            );
        }
        assert!(all.is_word("house") && !all.is_word("hous") && !all.is_word("") && !all.is_word("house\nhouses"));
        assert!(all.is_surname("Garcia") && !all.is_surname("garcia"));
    }

    #[test]
    fn a_name_that_people_bear_too_is_a_town_and_has_no_id() {
        let all = get();
        assert!(all.is_town("Preston") && all.name("Preston").is_none());
        assert_eq!(all.name("Greensboro").map(|known| known.kind), Some(NameKind::Place));
        assert!(all.is_country("UK") && !all.is_country("London"));
    }

    #[test]
    fn all_lists_together_take_less_than_five_megabytes() {
        let size = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/data"))
            .into_iter()
            .flatten()
            .filter_map(|file| file.ok()?.metadata().ok())
            .map(|file| file.len())
            .sum::<u64>();
        assert!(size > 1_000_000 && size < 5_000_000, "{size}");
    }
}
