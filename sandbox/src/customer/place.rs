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

/// A small error that was corrected (documentation, `UserCreatedOrUpdated`). Personal data: no `Debug`.
pub struct Correction {
    /// Which property: `profile.address.city`.
    pub property: &'static str,
    /// What was sent.
    pub original: String,
    /// What is kept.
    pub new: String,
    /// `Correction` or `Normalization`.
    pub reason: &'static str,
}

/// The town as it should be written, and what that is called: white space in excess is normalised; a town with a
/// postcode of its own that is misspelt by one letter is corrected.
pub fn corrected(country: &str, zip_code: &str, city: &str) -> Option<(String, &'static str)> {
    let tidy = city.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_french(country) && !agree(country, zip_code, &tidy) {
        let close = TOWNS.iter().find(|(town, _)| is_one_letter_off(&tidy.to_uppercase(), town));
        let name = close.map(|(town, _)| -> String {
            let rest = town.chars().skip(1).map(|letter| letter.to_ascii_lowercase());
            town.chars().take(1).chain(rest).collect()
        });
        if let Some(name) = name.filter(|name| agree(country, zip_code, name)) {
            return Some((name, "Correction"));
        }
    }
    (tidy != city).then_some((tidy, "Normalization"))
}

/// Whether one letter more, less or other makes the one word the other.
fn is_one_letter_off(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest = |word: &[char], skipped: usize| word.get(same + skipped..).map(<[char]>::to_vec);
    [(1, 0), (0, 1), (1, 1)]
        .into_iter()
        .any(|(a, b)| matches!((rest(&one, a), rest(&other, b)), (Some(one), Some(other)) if one == other))
}

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
    fn a_town_misspelt_by_a_letter_is_corrected() {
        let corrected = |zip_code, city| corrected("FR", zip_code, city);
        for city in ["Pariss", "Pris", "paros", " PARISS "] {
            assert_eq!(corrected("75001", city), Some(("Paris".into(), "Correction")), "{city}");
        }
        assert_eq!(
            corrected("92100", " Boulogne  Billancourt"),
            Some(("Boulogne Billancourt".into(), "Normalization"))
        );
        for (zip_code, city) in
            [("75001", "Paris"), ("92100", "Boulogne"), ("92100", "Pariss"), ("75001", "Nice")]
        {
            assert_eq!(corrected(zip_code, city), None, "{city}");
        }
    }

    #[test]
    fn a_namesake_is_another_town() {
        assert!(agree("FR", "62520", "Paris-Plage"));
        assert!(agree("US", "75460", "Paris"));
        assert!(agree("FR", "88490", "Lyon-sous-Bois"));
    }
}
