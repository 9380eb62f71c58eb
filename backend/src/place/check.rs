//! Checks the places of a submission against the table of communes. A place is refused only if it is certainly wrong: a
//! place that the table does not know may be new, old or a hamlet, and the provider decides. It refuses with the same
//! two reasons (codes 6004 and 6005).

use contract::{
    country::is_french,
    problem::{FieldError, FieldErrorCode},
    profile::Profile,
    time::Date,
};

use super::{
    commune::{self, Commune, department},
    is_of,
    spelling::Spelling,
};

/// First year of the history of communes. Communes dissolved before are not in the table.
const HISTORY_BEGINS: u16 = 1943;
/// From this year, 91 to 95 are departments around Paris. Before it, 91 to 96 were in Algeria, Morocco and Tunisia.
const NEW_DEPARTMENTS: u16 = 1968;

/// How the departments `97` and `98` are read: INSEE gave these numbers to all overseas departments, and to all territories in the
/// Pacific, together.
const OVERSEAS: [&str; 2] = ["970", "980"];

/// What the table knows about a written place.
enum Finding {
    /// The place is this commune.
    Known(Commune),
    /// The place may exist.
    Unknown,
    /// The place certainly does not exist. Holds the path of the field to correct.
    Wrong(&'static str),
}

/// Rewrites the places of `profile` as the table spells them, because the provider accepts no other spelling. `profile`
/// must have passed the rules of the contract. Returns an error for each field whose postcode and town certainly do not
/// match.
pub fn places(profile: &mut Profile) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let address = &mut profile.address;
    match home(&address.country, &address.zip_code, &address.city) {
        // The postcode stays as written: a commune has several, for its parts or for companies.
        Finding::Known(commune) => commune.name.clone_into(&mut address.city),
        Finding::Unknown => address.city = without_cedex(&address.city).to_owned(),
        Finding::Wrong(field) => wrong.push(field),
    }
    let year = Date::parse(&profile.birth_date).map_or(u16::MAX, Date::year);
    match birth(&profile.birth_country, &profile.birth_zip_code, &profile.birth_city, year) {
        Finding::Known(commune) => {
            commune.name.clone_into(&mut profile.birth_city);
            commune.postcode.clone_into(&mut profile.birth_zip_code);
        }
        Finding::Unknown => {}
        Finding::Wrong(field) => wrong.push(field),
    }
    wrong.into_iter().map(|field| FieldError::new(field, FieldErrorCode::TownMismatch)).collect()
}

/// Checks an address. A town is wrong only if the postcode is known and the town is known somewhere else. An unknown
/// postcode can be new or belong to post boxes, so it is wrong only if it belongs to another country.
fn home(country: &str, postcode: &str, city: &str) -> Finding {
    if !is_checked(country) {
        return Finding::Unknown;
    }
    if !is_of(country, postcode) {
        return Finding::Wrong("address.zipCode");
    }
    let city = Spelling::of(city);
    let here: Vec<Commune> = commune::of(postcode).collect();
    if here.is_empty() {
        let near: Vec<Commune> = commune::of_department(department(postcode)).collect();
        return find(&near, &city);
    }
    match find(&here, &city) {
        Finding::Unknown if is_elsewhere(&here, &city) => Finding::Wrong("address.city"),
        finding => finding,
    }
}

/// Checks a place of birth. Communes have merged and postcodes have changed, so only the department has to match: a
/// town is wrong only if it is known and never was in the department. The postcode is replaced by a current one of the
/// town.
fn birth(country: &str, postcode: &str, city: &str, year: u16) -> Finding {
    if !is_checked(country) {
        return Finding::Unknown;
    }
    let department = department(postcode);
    let is_nowhere = matches!(department, "00" | "99") || (department == "96" && year >= NEW_DEPARTMENTS);
    let is_old_mayotte = country == "YT" && department == "976";
    if is_nowhere || (!is_of(country, postcode) && !is_old_mayotte) {
        return Finding::Wrong("birthZipCode");
    }
    let city = Spelling::of(city);
    let here: Vec<Commune> = commune::of(postcode).collect();
    if let Finding::Known(commune) = find(&here, &city) {
        return Finding::Known(commune);
    }
    let named = commune::named(&city);
    if let Some(digits) = OVERSEAS.contains(&department).then(|| department.trim_end_matches('0')) {
        return one_town(named.iter().copied().filter(|commune| commune.postcode.starts_with(digits)));
    }
    if let Finding::Known(commune) =
        one_town(named.iter().copied().filter(|commune| commune.was_in(department, year)))
    {
        return Finding::Known(commune);
    }
    if named.iter().any(|commune| commune.was_in(department, year)) {
        return Finding::Unknown; // two towns have this name
    }
    let mut near: Vec<Commune> = commune::of_department(department).collect();
    near.extend(commune::once_of_department(department).filter(|commune| commune.was_in(department, year)));
    let is_uncertain =
        year < HISTORY_BEGINS || (year < NEW_DEPARTMENTS && ("91"..="96").contains(&department));
    match find(&near, &city) {
        Finding::Unknown if is_elsewhere(&near, &city) && !is_uncertain => Finding::Wrong("birthCity"),
        finding => finding,
    }
}

/// The town without a CEDEX suffix, which is not part of the name.
fn without_cedex(city: &str) -> &str {
    let cedex = city.to_ascii_lowercase().find(" cedex");
    cedex.and_then(|start| city.get(..start)).unwrap_or(city)
}

/// The French Southern and Antarctic Lands have no postcodes to check.
fn is_checked(country: &str) -> bool {
    is_french(country) && country != "TF"
}

/// Whether the name is known, but does not even loosely match any of `here`.
fn is_elsewhere(here: &[Commune], city: &Spelling) -> bool {
    let is_near = |commune: &Commune| commune.spellings.iter().any(|name| city.names(name));
    !commune::named(city).is_empty() && !here.iter().any(is_near)
}

/// The commune among `here` that `city` names, by its official name or another one, alone or among other words. If only
/// the first words match, or a letter is wrong, the town is left unchanged: the provider corrects it and tells the
/// customer.
fn find(here: &[Commune], city: &Spelling) -> Finding {
    // Official names have priority.
    let by_names = |count: usize, agrees: fn(&Spelling, &Spelling) -> bool| {
        let is_named =
            |commune: &Commune| commune.spellings.iter().take(count).any(|name| agrees(city, name));
        one_town(here.iter().copied().filter(is_named))
    };
    let is_same = |city: &Spelling, name: &Spelling| city.key() == name.key();
    for agrees in [is_same, Spelling::contains] {
        for count in [1, usize::MAX] {
            if let Finding::Known(commune) = by_names(count, agrees) {
                return Finding::Known(commune);
            }
        }
    }
    by_beginning(here, city)
}

/// The commune among `here` one of whose other names begins with the words of `city`: `Bois de Nèfles`. The provider does not know
/// these names. If an official name begins with the words, the town is left unchanged.
fn by_beginning(here: &[Commune], city: &Spelling) -> Finding {
    let begins = |names: &[Spelling]| names.iter().any(|name| city.is_beginning_of(name));
    let is_official = |commune: &Commune| begins(commune.spellings.get(..1).unwrap_or_default());
    if here.iter().any(is_official) {
        return Finding::Unknown;
    }
    one_town(here.iter().copied().filter(|commune| begins(commune.spellings)))
}

/// The first of `communes` if all are postcodes of the same town.
fn one_town(communes: impl Iterator<Item = Commune>) -> Finding {
    let mut communes = communes;
    let Some(first) = communes.next() else { return Finding::Unknown };
    if communes.all(|other| other.name == first.name) { Finding::Known(first) } else { Finding::Unknown }
}

#[cfg(test)]
mod tests;
