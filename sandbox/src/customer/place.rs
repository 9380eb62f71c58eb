//! Checks a French postcode and a town against the public register of communes, as Xpollens does (documentation,
//! onboarding). A place that the register does not have, such as post boxes or a new postcode, passes.

use std::{collections::HashMap, sync::LazyLock};

use contract::country::is_french;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// One line for each postcode, with its present communes. The backend uses the same register with additional past names
/// and names of the post, which are skipped here.
const COMMUNES: &str = include_str!("../../../backend/data/communes.csv");
/// Begins a name that the register of Xpollens does not have.
const ADDED: [char; 2] = ['~', '<'];
/// Towns with arrondissements, which may be written with the number of one.
const DIVIDED: [&str; 3] = ["Paris", "Lyon", "Marseille"];

static REGISTER: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let official = |item: &'static str| item.split(ADDED).next().unwrap_or(item);
    let lines = COMMUNES.lines().filter_map(|line| line.split_once(','));
    lines.map(|(postcode, items)| (postcode, items.split(',').map(official).collect())).collect()
});

/// A small error that was corrected (documentation, `UserCreatedOrUpdated`). It is personal data, so the type has no
/// `Debug`.
pub struct Correction {
    /// Path of the property: `profile.address.city`.
    pub property: &'static str,
    /// The submitted value.
    pub original: String,
    /// The stored value.
    pub new: String,
    /// `Correction` or `Normalization`.
    pub reason: &'static str,
}

/// The town in its correct spelling, and the reason. Superfluous white space is normalised; a town of the postcode that
/// is misspelt by one letter is corrected.
pub fn corrected(country: &str, zip_code: &str, city: &str) -> Option<(String, &'static str)> {
    let tidy = city.split_whitespace().collect::<Vec<_>>().join(" ");
    if !agree(country, zip_code, &tidy) {
        let is_close = |town: &&&str| is_one_letter_off(&plain(&tidy), &plain(town));
        if let Some(town) = REGISTER.get(zip_code).and_then(|towns| towns.iter().find(is_close)) {
            return Some(((*town).to_owned(), "Correction"));
        }
    }
    (tidy != city).then_some((tidy, "Normalization"))
}

/// Whether the words differ by one letter: added, missing or replaced.
fn is_one_letter_off(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest = |word: &[char], skipped: usize| word.get(same + skipped..).map(<[char]>::to_vec);
    [(1, 0), (0, 1), (1, 1)]
        .into_iter()
        .any(|(a, b)| matches!((rest(&one, a), rest(&other, b)), (Some(one), Some(other)) if one == other))
}

/// Whether `zip_code` can be the postcode of `city` in `country`. The first words of the town are enough, as in a
/// search: `Boulogne`.
pub fn agree(country: &str, zip_code: &str, city: &str) -> bool {
    if !is_french(country) {
        return true;
    }
    if zip_code.len() != 5 || !zip_code.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let Some(towns) = REGISTER.get(zip_code) else { return true };
    let city = plain(city);
    !city.is_empty()
        && towns.iter().any(|town| {
            let name = plain(town);
            let is_beginning =
                name.strip_prefix(&city).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
            is_beginning || (DIVIDED.contains(town) && is_numbered(&city, &name))
        })
}

/// Whether `city` is an arrondissement of the town: `paris 12`, `lyon 3e`, `paris 1er`.
fn is_numbered(city: &str, town: &str) -> bool {
    let Some(rest) = city.strip_prefix(town) else { return false };
    let rest = rest.trim_start();
    let suffix = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    suffix.len() < rest.len() && ["", "e", "er", "eme"].contains(&suffix)
}

/// The words of a name in lower case without accents, separated by one space.
fn plain(name: &str) -> String {
    let letters: String = name.nfd().filter(|character| !is_combining_mark(*character)).collect();
    let letters = letters.to_lowercase();
    let words = letters.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_agrees_with_its_postcodes() {
        for (zip_code, city) in [
            ("75001", "Paris"),
            ("75012", "PARIS 12"),
            ("69003", "Lyon 3e"),
            ("92100", "Boulogne"),
            ("42000", "SAINT ETIENNE"),
            ("97490", "Saint-Denis"),
            ("98713", "Papeete"), // post boxes, which the register does not have
        ] {
            assert!(agree("FR", zip_code, city), "{zip_code} {city}");
        }
        for (zip_code, city) in [
            ("92100", "Paris"),
            ("75001", "Boulogne"),
            ("7500", "Paris"),
            ("", "Nice"),
            ("75014", "Paris 14e arrondissement"),
            ("75008", "Paris Cedex 08"),
            ("97490", "Sainte-Clotilde"),
            ("35480", "Messac"),
        ] {
            assert!(!agree("FR", zip_code, city), "{zip_code} {city}");
        }
        assert!(agree("US", "75460", "Paris"));
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
}
