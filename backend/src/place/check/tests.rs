use super::*;

/// The postcode and town that are sent, or the field that is wrong.
fn sent(
    change: impl FnOnce(&mut Profile),
    read: fn(&Profile) -> (&str, &str),
) -> Result<(String, String), String> {
    let mut profile = Profile::default();
    change(&mut profile);
    let wrong = places(&mut profile);
    match wrong.into_iter().next() {
        Some(error) => Err(error.field),
        None => {
            let (postcode, city) = read(&profile);
            Ok((postcode.to_owned(), city.to_owned()))
        }
    }
}

fn home_of(country: &str, postcode: &str, city: &str) -> Result<(String, String), String> {
    let change = |profile: &mut Profile| {
        profile.address.country = country.into();
        profile.address.zip_code = postcode.into();
        profile.address.city = city.into();
    };
    sent(change, |profile| (&profile.address.zip_code, &profile.address.city))
}

fn birth_of(date: &str, country: &str, postcode: &str, city: &str) -> Result<(String, String), String> {
    let change = |profile: &mut Profile| {
        profile.birth_date = date.into();
        profile.birth_country = country.into();
        profile.birth_zip_code = postcode.into();
        profile.birth_city = city.into();
    };
    sent(change, |profile| (&profile.birth_zip_code, &profile.birth_city))
}

fn place(postcode: &str, city: &str) -> Result<(String, String), String> {
    Ok((postcode.into(), city.into()))
}

#[test]
fn the_commune_of_an_address_is_sent_as_the_table_writes_it() {
    for (country, postcode, city, expected) in [
        ("FR", "92100", "BOULOGNE BILLANCOURT CEDEX", "Boulogne-Billancourt"),
        ("FR", "75012", "PARIS 12", "Paris"),
        ("FR", "75014", "Paris 14e arrondissement", "Paris"),
        ("FR", "75008", "Paris Cedex 08", "Paris"),
        ("FR", "75116", "Paris XVIe", "Paris"),
        ("FR", "69003", "Lyon 3ème", "Lyon"),
        ("FR", "13013", "MARSEILLE 13", "Marseille"),
        ("FR", "42000", "ST ETIENNE", "Saint-Étienne"),
        ("FR", "76600", "Havre (Le)", "Le Havre"),
        ("FR", "97400", "St Denis", "Saint-Denis"),
        ("RE", "97400", "Saint-Denis de La Réunion", "Saint-Denis"),
        ("FR", "93210", "La Plaine Saint Denis", "Saint-Denis"),
        // The commune was merged into another one.
        ("FR", "86130", "Jaunay-Clan", "Jaunay-Marigny"),
        ("FR", "35480", "Messac", "Guipry-Messac"),
        ("FR", "37100", "Saint-Symphorien", "Tours"),
        ("FR", "51000", "Châlons-sur-Marne", "Châlons-en-Champagne"),
        // A name that only the post uses.
        ("RE", "97490", "Sainte-Clotilde", "Saint-Denis"),
        ("FR", "97490", "Ste Clotilde", "Saint-Denis"),
        ("FR", "06160", "Juan-les-Pins", "Antibes"),
        ("RE", "97434", "Saint-Gilles les Bains", "Saint-Paul"),
        // Names that people use on islands.
        ("MF", "97150", "Marigot", "Saint-Martin"),
        ("FR", "97133", "Gustavia", "Saint-Barthélemy"),
        ("GP", "97137", "Les Saintes", "Terre-de-Haut"),
        ("WF", "98600", "Mata-Utu", "Uvea"),
        ("YT", "97600", "Kawéni", "Mamoudzou"),
        // Abbreviations.
        ("FR", "94500", "Champigny s/Marne", "Champigny-sur-Marne"),
        ("FR", "94120", "Fontenay s/ Bois", "Fontenay-sous-Bois"),
        ("FR", "69450", "St Cyr au Mt d'Or", "Saint-Cyr-au-Mont-d'Or"),
        ("FR", "31000", "BP 123 Toulouse Cedex", "Toulouse"),
        // The first words of a name that the provider does not know.
        ("RE", "97411", "Bois de Nèfles", "Saint-Paul"),
        ("FR", "93380", "Pierrefitte", "Saint-Denis"),
    ] {
        assert_eq!(home_of(country, postcode, city), place(postcode, expected), "{postcode} {city}");
    }
}

#[test]
fn an_address_that_the_table_does_not_know_passes() {
    for (country, postcode, city, expected) in [
        ("PF", "98713", "Papeete", "Papeete"), // a postcode of post boxes
        ("PF", "98713", "PAPEETE", "Papeete"),
        ("NC", "98845", "Nouméa Cedex", "Nouméa"),
        ("FR", "75380", "Paris Cedex 08", "Paris"),
        ("FR", "92199", "Boulogne Cedex", "Boulogne"),
        ("FR", "92100", "Boulogne", "Boulogne"),
        ("FR", "92100", "Boulogne Bilancourt Cedex 1", "Boulogne Bilancourt"),
        ("FR", "06220", "Golfe-Juan CEDEX 2", "Golfe-Juan"),
        ("FR", "37540", "Saint-Cyr", "Saint-Cyr"), // the beginning of Saint-Cyr-sur-Loire
        ("FR", "00834", "Armées", "Armées"),
        ("FR", "06220", "Golfe-Juan", "Golfe-Juan"), // a hamlet
        ("TF", "98400", "Port-aux-Français", "Port-aux-Français"),
        ("BE", "1000", "Bruxelles", "Bruxelles"),
    ] {
        assert_eq!(home_of(country, postcode, city), place(postcode, expected), "{postcode} {city}");
    }
}

#[test]
fn a_certainly_wrong_address_is_refused() {
    for (country, postcode, city, field) in [
        ("FR", "92100", "Paris", "address.city"),
        ("FR", "75001", "Boulogne", "address.city"),
        ("FR", "97400", "Saint-Pierre", "address.city"),
        ("RE", "92100", "Boulogne", "address.zipCode"),
        ("NC", "97400", "Saint-Denis", "address.zipCode"),
    ] {
        assert_eq!(home_of(country, postcode, city), Err(field.into()), "{postcode} {city}");
    }
}

#[test]
fn a_birthplace_is_sent_with_the_current_commune_and_postcode() {
    for (date, country, postcode, city, expected) in [
        ("1990-01-01", "FR", "75001", "PARIS", ("75001", "Paris")),
        ("1990-01-01", "FR", "75000", "Paris 14e", ("75001", "Paris")),
        ("1990-01-01", "FR", "92000", "Boulogne-Billancourt", ("92100", "Boulogne-Billancourt")),
        ("1990-01-01", "FR", "20000", "Bastia", ("20200", "Bastia")),
        ("1990-01-01", "RE", "97400", "saint denis", ("97400", "Saint-Denis")),
        ("1990-01-01", "FR", "86000", "Jaunay-Clan", ("86130", "Jaunay-Marigny")),
        ("2010-01-01", "FR", "35480", "Messac", ("35480", "Guipry-Messac")),
        // Departments before 1968: Seine, Seine-et-Oise.
        ("1960-05-01", "FR", "75000", "Montreuil", ("93100", "Montreuil")),
        ("1960-05-01", "FR", "75000", "Boulogne-Billancourt", ("92100", "Boulogne-Billancourt")),
        ("1960-05-01", "FR", "78000", "Argenteuil", ("95100", "Argenteuil")),
        ("1960-05-01", "FR", "78000", "Évry", ("91000", "Évry-Courcouronnes")),
        // The town moved from one department to another.
        ("1960-05-01", "FR", "69100", "Villeurbanne", ("69100", "Villeurbanne")),
        ("1960-05-01", "FR", "38000", "Saint-Priest", ("69800", "Saint-Priest")),
        ("1990-05-01", "YT", "98500", "Mamoudzou", ("97600", "Mamoudzou")),
        // INSEE's numbers of several territories together.
        ("1960-05-01", "FR", "97000", "Fort-de-France", ("97200", "Fort-de-France")),
        ("1970-05-01", "FR", "98000", "Nouméa", ("98800", "Nouméa")),
        ("1975-05-01", "FR", "59000", "Hellemmes", ("59000", "Lille")),
        ("1990-05-01", "GP", "97133", "Saint-Barthélemy", ("97133", "Saint-Barthélemy")),
    ] {
        assert_eq!(
            birth_of(date, country, postcode, city),
            place(expected.0, expected.1),
            "{postcode} {city}"
        );
    }
}

#[test]
fn a_birthplace_that_the_table_does_not_know_passes() {
    for (date, country, postcode, city) in [
        ("1990-01-01", "FR", "61000", "Vieilleville"),
        ("1990-01-01", "FR", "75001", "Pariss"),
        ("1960-01-01", "FR", "75000", "Neuilly"), // of the Seine, as the beginning of its name
        ("1950-01-01", "FR", "91000", "Alger"),
        ("1950-01-01", "FR", "91000", "Aumale"), // the Aumale in Algeria
        ("1950-01-01", "FR", "96000", "Tunis"),
        ("1935-01-01", "FR", "61000", "Nice"), // the history of communes begins later
        ("1990-01-01", "TF", "98400", "Port-aux-Français"),
        ("1990-01-01", "DZ", "", "Alger"),
        ("1990-01-01", "FR", "98000", "Monaco"),
    ] {
        assert_eq!(
            birth_of(date, country, postcode, city),
            place(postcode, city),
            "{date} {postcode} {city}"
        );
    }
}

#[test]
fn a_birthplace_certainly_in_another_department_is_refused() {
    for (date, country, postcode, city, field) in [
        ("1990-01-01", "FR", "75001", "Nice", "birthCity"),
        ("1990-01-01", "FR", "06000", "PARIS", "birthCity"),
        ("1990-01-01", "FR", "97400", "Marseille", "birthCity"),
        ("1970-01-01", "FR", "75000", "Montreuil", "birthCity"),
        ("1990-01-01", "FR", "00100", "Paris", "birthZipCode"),
        ("1990-01-01", "FR", "99352", "Alger", "birthZipCode"),
        ("1990-01-01", "RE", "75001", "Paris", "birthZipCode"),
    ] {
        assert_eq!(birth_of(date, country, postcode, city), Err(field.into()), "{date} {postcode} {city}");
    }
}
