//! Checks that the page, the offered towns and the provider agree with what the customer typed. A detail that is
//! lost or confused on the way is found here, in either direction.

use std::collections::{BTreeMap, BTreeSet};

use contract::path;
use sandbox::customer::profile::Profile;
use xpollens_onboarding::model::{FieldId, Record, Typed};

/// The details of the home address, and their names at the provider. No story has the provider correct them.
const HOME: [(&str, &str); 3] = [(path::STREET, "Street"), (path::ZIP_CODE, "ZipCode"), (path::CITY, "City")];

/// Everything that the customer has typed so far, by path.
#[derive(Default)]
pub struct TypedTexts(BTreeMap<&'static str, BTreeSet<String>>);

impl TypedTexts {
    /// The customer typed a text.
    pub fn add(&mut self, field: FieldId, text: &str) {
        self.0.entry(field.path()).or_default().insert(text.into());
    }

    fn has(&self, path: &str, text: &str) -> bool {
        self.0.get(path).is_some_and(|texts| texts.iter().any(|typed| typed.eq_ignore_ascii_case(text)))
    }

    /// The details of the address that a page does not read back as they were typed.
    pub fn lost_on_the_way_back(&self, record: &Record) -> Vec<&'static str> {
        let read =
            |path: &str| record.values.iter().find(|(id, _)| id.path() == path).map(|(_, text)| &**text);
        self.lost(|path, _| read(path).unwrap_or_default().to_owned())
    }

    /// The details of the address that the provider does not have as they were typed.
    pub fn lost_on_the_way_out(&self, profile: &Profile) -> Vec<&'static str> {
        self.lost(|_, name| profile.text(name).to_owned())
    }

    fn lost(&self, text_of: impl Fn(&'static str, &str) -> String) -> Vec<&'static str> {
        let is_lost = |(path, name): &(&'static str, &str)| {
            self.0.contains_key(path) && !self.has(path, &text_of(path, name))
        };
        HOME.iter().filter(|home| is_lost(home)).map(|(path, _)| *path).collect()
    }
}

/// Whether a field offers towns and the customer's is not among them.
pub fn lacks_town(field: FieldId, offered: Option<&[Typed]>, wanted: &str) -> bool {
    let is_town = matches!(field, FieldId::City | FieldId::BirthCity);
    let is_among = |towns: &[Typed]| towns.is_empty() || towns.iter().any(|town| **town == *wanted);
    is_town && !offered.is_none_or(is_among)
}
