//! French postcodes and their communes, present and past: which exist, and which belong together. The provider refuses
//! a postcode and a town that do not. This check comes first, so that the customer sees the error beside the field.
//!
//! Start with [`towns`] (suggestions while typing) and [`check`] (the rules of a submission). `spelling` decides when
//! two names are the same town; `commune` reads the table.

pub mod check;
mod commune;
mod spelling;

use contract::place::Place;

pub use self::commune::warm_up;

/// First digits of the postcodes of `country`. Empty if the country is not in the table. France has all of them,
/// because overseas addresses can be written as French ones.
fn prefixes(country: &str) -> &'static [&'static str] {
    match country {
        "FR" => &[""],
        "GP" => &["971"],
        "MQ" => &["972"],
        "GF" => &["973"],
        "RE" => &["974"],
        "PM" => &["975"],
        "YT" => &["976"],
        "BL" => &["97133", "977"],
        "MF" => &["97150", "978"],
        "TF" => &["984"],
        "WF" => &["986"],
        "PF" => &["987"],
        "NC" => &["988"],
        _ => &[],
    }
}

/// Whether `postcode` can belong to `country`.
fn is_of(country: &str, postcode: &str) -> bool {
    prefixes(country).iter().any(|prefix| postcode.starts_with(prefix))
}

/// The towns of a postcode, sorted by name. Empty if the postcode has none or `country` is not in the table.
pub fn towns(country: &str, postcode: &str) -> Vec<Place> {
    if !is_of(country, postcode) {
        return Vec::new();
    }
    let communes = commune::of(postcode);
    communes.map(|commune| Place { city: commune.name.to_owned(), zip_code: postcode.to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cities(country: &str, postcode: &str) -> Vec<String> {
        towns(country, postcode).into_iter().map(|place| place.city).collect()
    }

    #[test]
    fn a_postcode_has_its_current_towns() {
        assert_eq!(cities("FR", "92100"), ["Boulogne-Billancourt"]);
        assert_eq!(cities("FR", "01000"), ["Bourg-en-Bresse", "Saint-Denis-lès-Bourg"]);
        assert_eq!(cities("FR", "86130").len(), 4, "former communes are not suggested");
        for arrondissement in ["75001", "75116", "69009", "13016"] {
            assert_eq!(cities("FR", arrondissement).len(), 1, "{arrondissement}");
        }
    }

    #[test]
    fn overseas_postcodes_belong_to_their_territory_and_to_france() {
        for (country, postcode, town) in [
            ("GP", "97110", "Pointe-à-Pitre"),
            ("MQ", "97200", "Fort-de-France"),
            ("GF", "97300", "Cayenne"),
            ("RE", "97400", "Saint-Denis"),
            ("PM", "97500", "Saint-Pierre"),
            ("YT", "97600", "Mamoudzou"),
            ("BL", "97133", "Saint-Barthélemy"),
            ("MF", "97150", "Saint-Martin"),
            ("WF", "98600", "Uvea"),
            ("PF", "98714", "Papeete"),
            ("NC", "98800", "Nouméa"),
        ] {
            assert!(cities(country, postcode).iter().any(|city| city == town), "{country} {postcode}");
            assert_eq!(cities("FR", postcode), cities(country, postcode), "{postcode}");
        }
        assert_eq!(cities("RE", "75001"), [""; 0]);
    }

    #[test]
    fn unknown_postcodes_and_countries_have_no_towns() {
        for (country, postcode) in
            [("FR", "00000"), ("FR", ""), ("BE", "92100"), ("", "92100"), ("FR", "9210")]
        {
            assert_eq!(cities(country, postcode), [""; 0], "{country} {postcode}");
        }
    }
}
