//! The customer's tax self-certification as a document (documentation, FATCA). It is available once the tax step is OK.

use contract::time::Timestamp;

use crate::{
    customer::prospect::Prospect,
    tax::{declaration::TaxStatus, pdf},
    time::date_format,
};

/// The document. `None` while the tax step is not OK.
pub fn document(prospect: &Prospect, now: Timestamp) -> Option<Vec<u8>> {
    let step = prospect.tax.as_ref().filter(|step| step.status() == TaxStatus::Ok)?;
    let (is_us_person, countries) = step.declared();
    let text = |name: &str| prospect.profile.text(name);
    let birth_date = text("Birthdate").split('T').next().unwrap_or_default();
    Some(pdf::page(&[
        "Auto-certification de résidence fiscale (FATCA / EAI)".to_owned(),
        String::new(),
        format!("Nom : {} {}", text("FirstName"), text("LastName")),
        format!("Date de naissance : {birth_date}"),
        format!("Pays de naissance : {}", text("BirthCountry")),
        format!("Pays de l'adresse : {}", text("Country")),
        format!("Personne américaine (US person) : {}", if is_us_person { "oui" } else { "non" }),
        format!("Pays de résidence fiscale : {}", countries.join(", ")),
        format!("Édité le {}", date_format::day_first(now)),
    ]))
}
