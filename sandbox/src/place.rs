//! Whether a French postcode and a town belong together, as far as it can be known without a register of communes:
//! the shape of the postcode and the three towns that have postcodes of their own. Any other pair passes.

use std::ops::RangeInclusive;

use contract::country::is_french;

/// Towns with arrondissements, and their postcodes.
const TOWNS: [(&str, &[RangeInclusive<u32>]); 3] = [
    ("PARIS", &[75_000..=75_020, 75_116..=75_116]),
    ("LYON", &[69_000..=69_009]),
    ("MARSEILLE", &[13_000..=13_016]),
];

/// Whether `zip_code` can be the postcode of `city` in `country`.
pub fn agree(country: &str, zip_code: &str, city: &str) -> bool {
    if !is_french(country) {
        return true;
    }
    if zip_code.len() != 5 || !zip_code.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let number = zip_code.parse::<u32>().unwrap_or_default();
    TOWNS
        .iter()
        .all(|(town, ranges)| is_town(city, town) == ranges.iter().any(|range| range.contains(&number)))
}

/// Whether `city` is the town or one of its arrondissements: `Paris`, `PARIS 12`, `Lyon 3e`, `Paris 1er`.
fn is_town(city: &str, town: &str) -> bool {
    let city = city.trim().to_uppercase();
    let Some(rest) = city.strip_prefix(town) else { return false };
    let rest = rest.trim_start_matches([' ', '-']);
    let suffix = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    rest.is_empty() || (suffix.len() < rest.len() && ["", "E", "ER", "ÈME", "EME"].contains(&suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_postcode_of_a_large_town_is_its_own() {
        for (zip_code, city) in
            [("75001", "Paris"), ("75012", "PARIS 12"), ("69003", "Lyon 3e"), ("92100", "Boulogne")]
        {
            assert!(agree("FR", zip_code, city), "{zip_code} {city}");
        }
        for (zip_code, city) in [("92100", "Paris"), ("75001", "Boulogne"), ("7500", "Paris"), ("", "Nice")] {
            assert!(!agree("FR", zip_code, city), "{zip_code} {city}");
        }
    }

    #[test]
    fn a_namesake_is_another_town() {
        assert!(agree("FR", "62520", "Paris-Plage"));
        assert!(agree("US", "75460", "Paris"));
        assert!(agree("FR", "88490", "Lyon-sous-Bois"));
    }
}
