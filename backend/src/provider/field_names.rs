//! Finds the fields that the message of a refusal names: by their names in both generations, or in French.

use contract::path;
use unicode_normalization::UnicodeNormalization as _;

/// Words of a message, as [`words`] returns them, with the field that they name. [`at_path`] finds further fields.
const NAMES: [(&[&str], &str); 33] = [
    (&["code", "postal", "de", "naissance"], path::BIRTH_ZIP_CODE),
    (&["ville", "de", "naissance"], path::BIRTH_CITY),
    (&["lieu", "de", "naissance"], path::BIRTH_CITY),
    (&["pays", "de", "naissance"], path::BIRTH_COUNTRY),
    (&["date", "de", "naissance"], path::BIRTH_DATE),
    (&["nom", "de", "naissance"], path::BIRTH_NAME),
    (&["adresse", "e", "mail"], path::EMAIL),
    (&["adresse", "mail"], path::EMAIL),
    (&["e", "mail"], path::EMAIL),
    (&["code", "postal"], path::ZIP_CODE),
    (&["civilite"], path::CIVILITY),
    (&["prenom"], path::FIRST_NAME),
    (&["prenoms"], path::FIRST_NAME),
    (&["nom"], path::LAST_NAME),
    (&["nationalite"], path::NATIONALITY),
    (&["telephone"], path::PHONE_NUMBER),
    (&["courriel"], path::EMAIL),
    (&["rue"], path::STREET),
    (&["ville"], path::CITY),
    (&["pays"], path::COUNTRY),
    (&["economicactivity"], "economicActivity"),
    (&["activite", "economique"], "economicActivity"),
    (&["profession"], "economicActivity"),
    (&["income"], "income"),
    (&["revenu"], "income"),
    (&["revenus"], "income"),
    (&["asset"], "asset"),
    (&["patrimoine"], "asset"),
    (&["tin"], "tin"),
    (&["taxidentificationnumber"], "tin"),
    (&["taxcountry"], "taxCountry"),
    (&["pays", "fiscal"], "taxCountry"),
    (&["nif"], "tin"),
];

/// The fields that `message` names, without repetition, in the order of their appearance.
pub(super) fn in_message(message: &str) -> Vec<&'static str> {
    let words = words(message);
    let mut rest = words.as_slice();
    let mut named = Vec::new();
    while let Some((first, after)) = rest.split_first() {
        let starts = |name: &[&str]| {
            rest.len() >= name.len() && rest.iter().zip(name).all(|(word, part)| word == part)
        };
        let longest = NAMES.iter().filter(|(name, _)| starts(name)).max_by_key(|(name, _)| name.len());
        let (field, after) = match longest {
            Some((name, field)) => (Some(*field), rest.get(name.len()..).unwrap_or_default()),
            None => (at_path(first), after),
        };
        named.extend(field.filter(|field| !named.contains(field)));
        rest = after;
    }
    named
}

/// The detail whose path ends with `word`. Both generations use this name, in different casing.
fn at_path(word: &str) -> Option<&'static str> {
    path::ALL
        .into_iter()
        .find(|path| path.rsplit('.').next().is_some_and(|name| name.eq_ignore_ascii_case(word)))
}

/// The words of a message, in lower case and without accents. Each part of a path is a word.
fn words(message: &str) -> Vec<String> {
    let plain: String = message
        .nfd()
        .filter(|character| !unicode_normalization::char::is_combining_mark(*character))
        .collect();
    let words = plain.split(|character: char| !character.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_both_languages_and_the_longest_match_wins() {
        for (message, expected) in [
            ("Paramètre invalide : FirstName", &["firstName"][..]),
            ("Paramètres invalides : ZipCode, City", &["address.zipCode", "address.city"]),
            ("profile.address.street", &["address.street"]),
            ("Le nom de naissance est manquant", &["birthName"]),
            ("Le prénom et le nom, puis le nom", &["firstName", "lastName"]),
            ("Le code postal de naissance ne correspond pas au pays", &["birthZipCode", "address.country"]),
            ("L’adresse e-mail est invalide", &["email"]),
            ("TIN", &["tin"]),
            ("Paramètre manquant", &[]),
            ("", &[]),
        ] {
            assert_eq!(in_message(message), expected, "{message}");
        }
    }
}
