//! The places of a submission against the table. Only what is certain is refused here: the provider has the last word, and
//! says no in the same terms (codes 6004 and 6005).

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use contract::{
    country::is_french,
    problem::{FieldError, FieldErrorCode},
    profile::Profile,
};

use super::{TABLE, is_of, names, spelling::Spelling};

/// The departments that have a town of that name, by [`Spelling::key`].
static DEPARTMENTS: LazyLock<HashMap<String, BTreeSet<&str>>> = LazyLock::new(|| {
    let mut known: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for postcode in TABLE.keys() {
        for (_, name) in names(postcode) {
            known.entry(Spelling::of(name).key().to_owned()).or_default().insert(department(postcode));
        }
    }
    known
});

/// The fields of `profile`, which passes the rules of the contract, whose postcode and town do not belong together.
pub fn places(profile: &Profile) -> Vec<FieldError> {
    let address = &profile.address;
    let wrong = [
        home(&address.country, address.zip_code.trim(), &address.city),
        birth(&profile.birth_country, profile.birth_zip_code.trim(), &profile.birth_city),
    ];
    let wrong = wrong.into_iter().flatten();
    wrong.map(|field| FieldError::new(field, FieldErrorCode::TownMismatch)).collect()
}

/// The field to look at of an address. A postcode that does not exist is itself the error: the slip is in its digits, and
/// saying that the town is wrong would send the customer to the right one.
fn home(country: &str, postcode: &str, city: &str) -> Option<&'static str> {
    if !is_checked(country) {
        None
    } else if !is_of(country, postcode) || !TABLE.contains_key(postcode) {
        Some("address.zipCode")
    } else if is_named(postcode, &Spelling::of(city)) {
        None
    } else {
        Some("address.city")
    }
}

/// The field to look at of a birth. Communes were merged and postcodes changed since, so the department is enough:
/// a town is refused only where it exists, but in other departments alone. One that does not exist any more passes.
fn birth(country: &str, postcode: &str, city: &str) -> Option<&'static str> {
    let department = department(postcode);
    let is_department =
        TABLE.range(department..).next().is_some_and(|(next, _)| next.starts_with(department));
    if !is_checked(country) {
        return None;
    }
    if !is_of(country, postcode) || !is_department {
        return Some("birthZipCode");
    }
    let city = Spelling::of(city);
    if is_named(postcode, &city) {
        return None;
    }
    let is_elsewhere = DEPARTMENTS.get(city.key()).is_some_and(|known| !known.contains(&department));
    is_elsewhere.then_some("birthCity")
}

/// The French Southern and Antarctic Lands have no postcodes to check.
fn is_checked(country: &str) -> bool {
    is_french(country) && country != "TF"
}

fn is_named(postcode: &str, city: &Spelling) -> bool {
    names(postcode).any(|(_, name)| city.names(&Spelling::of(name)))
}

/// The digits of a postcode that stand for its department: three overseas, two elsewhere.
fn department(postcode: &str) -> &str {
    let length = if postcode.starts_with("97") || postcode.starts_with("98") { 3 } else { 2 };
    postcode.get(..length).unwrap_or(postcode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_town_of_its_postcode() {
        for (country, postcode, city) in [
            ("FR", "92100", "Boulogne"),
            ("FR", "75012", "PARIS 12"),
            ("FR", "75116", "Paris Cedex 16"),
            ("FR", "86130", "Jaunay-Clan"),
            ("FR", "97400", "St Denis"),
            ("RE", "97400", "Saint-Denis"),
            ("BL", "97133", "Saint-Barthélemy"),
            ("TF", "98400", "Port-aux-Français"),
            ("BE", "1000", "Bruxelles"),
        ] {
            assert_eq!(home(country, postcode, city), None, "{country} {postcode} {city}");
        }
        for (country, postcode, city, field) in [
            ("FR", "92100", "Paris", "address.city"),
            ("FR", "75001", "Boulogne", "address.city"),
            ("FR", "97400", "Saint-Pierre", "address.city"),
            ("FR", "92199", "Boulogne", "address.zipCode"),
            ("RE", "92100", "Boulogne", "address.zipCode"),
            ("NC", "97400", "Saint-Denis", "address.zipCode"),
        ] {
            assert_eq!(home(country, postcode, city), Some(field), "{country} {postcode} {city}");
        }
    }

    #[test]
    fn a_birth_is_refused_only_where_it_was_certainly_elsewhere() {
        for (country, postcode, city) in [
            ("FR", "75001", "Paris"),
            ("FR", "75001", "Pariss"),
            ("FR", "75000", "Paris"),
            ("FR", "42000", "Saint-Étienne"),
            ("FR", "92000", "Boulogne-Billancourt"), // another postcode of the department
            ("FR", "86000", "Jaunay-Clan"),          // part of another commune since
            ("FR", "61000", "Vieilleville"),         // nowhere any more
            ("RE", "97400", "Saint-Denis"),
            ("DZ", "", "Alger"),
            ("TF", "98400", "Port-aux-Français"),
        ] {
            assert_eq!(birth(country, postcode, city), None, "{country} {postcode} {city}");
        }
        for (country, postcode, city, field) in [
            ("FR", "75001", "Nice", "birthCity"),
            ("FR", "06000", "PARIS", "birthCity"),
            ("FR", "97400", "Marseille", "birthCity"),
            ("FR", "00100", "Paris", "birthZipCode"),
            ("FR", "99100", "Alger", "birthZipCode"),
            ("RE", "75001", "Paris", "birthZipCode"),
        ] {
            assert_eq!(birth(country, postcode, city), Some(field), "{country} {postcode} {city}");
        }
    }
}
