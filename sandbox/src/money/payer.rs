//! Decides whether the name on a payer's account is the customer's (documentation, callback 31: `score`). The names are
//! compared word by word, without regard to case, accents and order.

use crate::customer::profile::Profile;

/// How well a payer's name matches the customer's, each from 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Score {
    /// The last name, or the birth name if that matches better.
    pub name: f64,
    /// The first names. One matching name is enough.
    pub first_name: f64,
}

/// From this score on, names count as the same. No figure is published.
const SAME: f64 = 0.8;

impl Score {
    /// Whether payer and customer are the same person.
    pub fn is_the_same(self) -> bool {
        self.name >= SAME && self.first_name >= SAME
    }
}

/// Compares the name on the payer's account with the customer's.
pub fn score(payer: &str, profile: &Profile) -> Score {
    let payer = words(payer);
    let whole = |name: &str| mean(&likeness(&words(profile.text(name)), &payer));
    let first_names = likeness(&words(profile.text("FirstName")), &payer);
    Score {
        name: rounded(whole("LastName").max(whole("BirthName"))),
        first_name: rounded(first_names.into_iter().fold(0.0, f64::max)),
    }
}

/// For each word, its similarity to the most similar word of the payer's name.
fn likeness(words: &[String], payer: &[String]) -> Vec<f64> {
    let best = |word: &String| {
        payer.iter().map(|other| strsim::normalized_levenshtein(word, other)).fold(0.0, f64::max)
    };
    words.iter().map(best).collect()
}

fn mean(values: &[f64]) -> f64 {
    let count = u32::try_from(values.len().max(1)).unwrap_or(u32::MAX);
    values.iter().sum::<f64>() / f64::from(count)
}

fn rounded(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}

/// The words of a name, in upper case without accents.
fn words(name: &str) -> Vec<String> {
    let plain: String = name.to_uppercase().chars().flat_map(without_accent).collect();
    plain
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(Into::into)
        .collect()
}

/// Removes the accents of French and neighbouring languages.
fn without_accent(letter: char) -> impl Iterator<Item = char> {
    let plain = match letter {
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => "A",
        'Æ' => "AE",
        'Ç' => "C",
        'È' | 'É' | 'Ê' | 'Ë' => "E",
        'Ì' | 'Í' | 'Î' | 'Ï' => "I",
        'Ñ' => "N",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => "O",
        'Œ' => "OE",
        'Ù' | 'Ú' | 'Û' | 'Ü' => "U",
        'Ý' | 'Ÿ' => "Y",
        _ => "",
    };
    plain.chars().chain(plain.is_empty().then_some(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::fields::Fields;
    use serde_json::json;

    fn profile() -> Profile {
        let body = json!({
            "Civility": 2, "FirstName": "Hélène Marie", "LastName": "Le Goff", "BirthName": "Noël",
            "Birthdate": "1965-12-06T00:00:00", "BirthCity": "Brest", "BirthZipCode": "29200",
            "BirthCountry": "FR", "Phonenumber": "+33612345678", "Email": "helene@example.fr",
            "Street": "1, quai", "ZipCode": "29200", "City": "Brest", "Country": "FR",
        });
        let today = contract::time::Timestamp::parse("2026-03-02T09:00:00Z").unwrap().date();
        Profile::read(&Fields::of(&body).unwrap(), today).unwrap()
    }

    #[test]
    fn spellings_of_the_same_name_match() {
        for payer in
            ["Hélène Le Goff", "LE GOFF HELENE", "Mme Helene NOEL", "Le Goff, Marie-Hélène", "Helene Le Gof"]
        {
            assert!(score(payer, &profile()).is_the_same(), "{payer}: {:?}", score(payer, &profile()));
        }
    }

    #[test]
    fn names_of_other_people_do_not_match() {
        for payer in ["Yann Le Goff", "Hélène Martin", "Jean Dupont", "SCI du Port", ""] {
            assert!(!score(payer, &profile()).is_the_same(), "{payer}: {:?}", score(payer, &profile()));
        }
    }

    #[test]
    fn the_score_shows_which_name_differs() {
        let score = score("Yann Le Goff", &profile());
        assert_eq!(score.name, 1.0);
        assert!(score.first_name < 0.5, "{score:?}");
    }
}
