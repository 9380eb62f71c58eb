//! The places of a submission against the table. Only what is certain is refused here: what the table does not know may be
//! newer, older or a hamlet, and the provider has the last word. It says no in the same terms (codes 6004 and 6005).

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

/// The first year of the history of communes: what was dissolved before has left no name.
const HISTORY_BEGINS: u16 = 1943;
/// From this year, 91 to 95 are departments around Paris. Before, 91 to 96 were the numbers of Algeria, Morocco and Tunisia.
const NEW_DEPARTMENTS: u16 = 1968;

/// What the table says of a place as it was written.
enum Finding {
    /// It is this one.
    Known(Commune),
    /// It may be right.
    Unknown,
    /// It is certainly wrong; the field to look at.
    Wrong(&'static str),
}

/// Writes the places of `profile`, which passes the rules of the contract, as the table has them: the provider knows no other
/// spelling. The fields whose postcode and town certainly do not belong together.
pub fn places(profile: &mut Profile) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let address = &mut profile.address;
    match home(&address.country, &address.zip_code, &address.city) {
        // The postcode stays as it is written: a commune has several, one for each part or for companies.
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

/// An address: a town is wrong only where the postcode is known and the town is known elsewhere. A postcode that is not known
/// can be new, or one of post boxes; only that of another country is certainly wrong.
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

/// A birth. Communes were merged and postcodes changed since, so the department is enough: a town is wrong only where it is
/// known, and never was in the department. The postcode of a birth is written as one of the town's today.
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
    if let Finding::Known(commune) =
        one_town(named.iter().copied().filter(|commune| commune.was_in(department, year)))
    {
        return Finding::Known(commune);
    }
    if named.iter().any(|commune| commune.was_in(department, year)) {
        return Finding::Unknown; // two towns of that name
    }
    let near: Vec<Commune> = commune::of_department(department).collect();
    let is_uncertain =
        year < HISTORY_BEGINS || (year < NEW_DEPARTMENTS && ("91"..="96").contains(&department));
    match find(&near, &city) {
        Finding::Unknown if is_elsewhere(&near, &city) && !is_uncertain => Finding::Wrong("birthCity"),
        finding => finding,
    }
}

/// The town without the mark of a company's post, which is part of no name.
fn without_cedex(city: &str) -> &str {
    let cedex = city.to_ascii_lowercase().find(" cedex");
    cedex.and_then(|start| city.get(..start)).unwrap_or(city)
}

/// The French Southern and Antarctic Lands have no postcodes to check.
fn is_checked(country: &str) -> bool {
    is_french(country) && country != "TF"
}

/// Whether the name is known, and not among `here` even loosely.
fn is_elsewhere(here: &[Commune], city: &Spelling) -> bool {
    let is_near = |commune: &Commune| commune.names().any(|name| city.names(&Spelling::of(name)));
    !commune::named(city).is_empty() && !here.iter().any(is_near)
}

/// The commune among `here` that `city` names: by its official name or by another, alone or among other words. Its first words
/// alone, or a wrong letter, are left for the provider to correct, who tells the customer.
fn find(here: &[Commune], city: &Spelling) -> Finding {
    let spellings: Vec<(Commune, Vec<Spelling>)> =
        here.iter().map(|commune| (*commune, commune.names().map(Spelling::of).collect())).collect();
    // The official name comes first.
    let by_names = |count: usize, agrees: fn(&Spelling, &Spelling) -> bool| {
        let found =
            spellings.iter().filter(|(_, names)| names.iter().take(count).any(|name| agrees(city, name)));
        one_town(found.map(|(commune, _)| *commune))
    };
    let is_same = |city: &Spelling, name: &Spelling| city.key() == name.key();
    for agrees in [is_same, Spelling::contains] {
        for count in [1, usize::MAX] {
            if let Finding::Known(commune) = by_names(count, agrees) {
                return Finding::Known(commune);
            }
        }
    }
    Finding::Unknown
}

/// The first of `communes` where all are one town at its several postcodes.
fn one_town(communes: impl Iterator<Item = Commune>) -> Finding {
    let mut communes = communes;
    let Some(first) = communes.next() else { return Finding::Unknown };
    if communes.all(|other| other.name == first.name) { Finding::Known(first) } else { Finding::Unknown }
}

#[cfg(test)]
mod tests;
