//! The table of communes, read from `data/communes.csv`.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use super::spelling::Spelling;

/// Made by `scripts/build-places.mjs` from npm `@etalab/decoupage-administratif` 6.0.0 and 0.8.0 and `codes-postaux` 4.1.2
/// (INSEE, La Poste, DGFiP; Licence Ouverte 2.0). A line has a postcode and its communes; after a commune `~` and another
/// name of it or of a part of it, `<` and a former department with the year of its end.
const COMMUNES: &str = include_str!("../../data/communes.csv");
/// Before another name.
const OTHER_NAME: char = '~';
/// Before a department.
const DEPARTMENT: char = '<';

/// The communes of each postcode, as its line has them.
static TABLE: LazyLock<BTreeMap<&str, &str>> =
    LazyLock::new(|| COMMUNES.lines().filter_map(|line| line.split_once(',')).collect());

/// Every commune by each of its names, as [`Spelling::key`] has them.
static BY_NAME: LazyLock<HashMap<String, Vec<Commune>>> = LazyLock::new(|| {
    let mut known: HashMap<String, Vec<Commune>> = HashMap::new();
    for commune in TABLE.keys().flat_map(|postcode| of(postcode)) {
        for name in commune.names() {
            known.entry(Spelling::of(name).key().to_owned()).or_default().push(commune);
        }
    }
    known
});

/// A commune of today at one of its postcodes.
#[derive(Clone, Copy)]
pub(super) struct Commune {
    pub(super) postcode: &'static str,
    /// Its official name.
    pub(super) name: &'static str,
    /// Other names and departments, as the table has them.
    rest: &'static str,
}

/// The communes of a postcode, by name.
pub(super) fn of(postcode: &str) -> impl Iterator<Item = Commune> {
    let line = TABLE.get_key_value(postcode);
    line.into_iter().flat_map(|(postcode, items)| {
        items.split(',').map(|item| {
            let end = item.find([OTHER_NAME, DEPARTMENT]).unwrap_or(item.len());
            let (name, rest) = item.split_at(end);
            Commune { postcode, name, rest }
        })
    })
}

/// The communes that have, or had, that name.
pub(super) fn named(name: &Spelling) -> &'static [Commune] {
    BY_NAME.get(name.key()).map_or(&[], Vec::as_slice)
}

/// The communes of a department, one entry a postcode.
pub(super) fn of_department(department: &str) -> impl Iterator<Item = Commune> {
    let postcodes =
        TABLE.range(department..).take_while(move |(postcode, _)| postcode.starts_with(department));
    postcodes.flat_map(|(postcode, _)| of(postcode))
}

/// The digits of a postcode that stand for its department: three overseas, two elsewhere.
pub(super) fn department(postcode: &str) -> &str {
    let length = if postcode.starts_with("97") || postcode.starts_with("98") { 3 } else { 2 };
    match postcode.get(..length).unwrap_or(postcode) {
        "985" => "976", // Mayotte until 2011
        department => department,
    }
}

/// Reads the table now, so that nobody waits for it later: some tenths of a second.
pub fn warm_up() {
    LazyLock::force(&BY_NAME);
}

impl Commune {
    /// The official name, then the others.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        let others =
            self.rest.split(OTHER_NAME).map(|name| name.split(DEPARTMENT).next().unwrap_or_default());
        std::iter::once(self.name).chain(others.filter(|name| !name.is_empty()))
    }

    /// Whether it was in `department` in `year`, its last one there included.
    pub(super) fn was_in(self, department: &str, year: u16) -> bool {
        let former = || {
            self.rest.split(DEPARTMENT).skip(1).any(|former| match former.split_once(':') {
                Some((known, end)) => known == department && end.parse().is_ok_and(|end: u16| year <= end),
                None => former == department,
            })
        };
        self::department(self.postcode) == department || former()
    }
}
