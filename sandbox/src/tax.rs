//! The tax step, FATCA and EAI: what is declared, and what follows from it (documentation, FATCA: rules).

use contract::tax::{MAX_RESIDENCES, tin_is_required};
use serde_json::{Value, json};

use crate::{
    api::{error::ApiError, fields::Fields},
    callback::message::Message,
    clock::plus,
    profile::Profile,
    timetable,
    world::World,
};

/// How a version spells the declaration, and what it reads back.
pub struct TaxNames {
    is_us_person: &'static str,
    residences: &'static str,
    country: &'static str,
    tin: &'static str,
    /// Read back: US person (misspelt in version 2.1), numbers, plausibility, status.
    read: [&'static str; 4],
}

/// `PATCH /api/v2.1/user/{appUserId}/fatcaEai`.
pub static V2_1: TaxNames = TaxNames {
    is_us_person: "Americanness",
    residences: "TaxInfo",
    country: "TaxCountry",
    tin: "TIN",
    read: ["Americaness", "TINStatus", "VraisemblanceStatus", "FatcaEaiStatus"],
};
/// `PATCH /api/v3.0/users/{appUserId}/fatca-eai`.
pub static V3_0: TaxNames = TaxNames {
    is_us_person: "isUSPerson",
    residences: "taxInformation",
    country: "taxCountry",
    tin: "taxIdentificationNumber",
    read: ["isUSPerson", "taxIdentificationNumberStatus", "vraisemblanceStatus", "fatcaEaiStatus"],
};
/// Longest taxpayer number. No format is published, so only what no number has is refused.
const MAX_TIN: usize = 30;

/// Where the tax step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaxStatus {
    /// A document is missing.
    Nok,
    /// Nothing is missing.
    Ok,
}

/// What the customer declares. Personal data: no `Debug`.
#[derive(Clone)]
pub struct TaxDeclaration {
    is_us_person: bool,
    residences: Vec<(String, String)>,
}

/// A declaration and what follows from it.
#[derive(Clone)]
pub struct TaxStep {
    /// What was declared.
    pub declaration: TaxDeclaration,
    /// Whether the declaration is plausible.
    pub plausibility: TaxStatus,
    /// Whether anything is missing.
    pub status: TaxStatus,
    /// Documents that are missing.
    pub documents: Vec<&'static str>,
}

impl TaxStatus {
    /// The documented word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nok => "NOK",
            Self::Ok => "OK",
        }
    }

    fn of(is_good: bool) -> Self {
        if is_good { Self::Ok } else { Self::Nok }
    }
}

impl TaxNames {
    /// The fields of the declaration.
    pub fn fields(&self) -> Vec<&'static str> {
        vec![self.is_us_person, self.residences]
    }
}

impl TaxDeclaration {
    /// Checks the fields, spelled as in `names`.
    ///
    /// # Errors
    /// 704, 177, 178 or 182.
    pub fn read(fields: &Fields<'_>, names: &TaxNames) -> Result<Self, ApiError> {
        fields.require(&names.fields())?;
        let is_us_person = fields.get(names.is_us_person).and_then(Value::as_bool);
        let is_us_person = is_us_person.ok_or_else(|| ApiError::invalid(names.is_us_person))?;
        let listed = fields.get(names.residences).and_then(Value::as_array);
        let listed = listed.ok_or_else(|| ApiError::invalid(names.residences))?;
        if listed.is_empty() {
            return Err(ApiError::missing(&[names.residences]));
        }
        let residences = listed.iter().map(|entry| residence(entry, names)).collect::<Result<Vec<_>, _>>()?;
        let mut countries: Vec<_> = residences.iter().map(|(country, _)| country).collect();
        countries.sort_unstable();
        countries.dedup();
        if countries.len() < residences.len() || residences.len() > MAX_RESIDENCES {
            return Err(ApiError::invalid_together(names.residences));
        }
        Ok(Self { is_us_person, residences })
    }

    /// What follows from it for somebody with this profile.
    pub fn assess(self, profile: &Profile) -> TaxStep {
        let is_resident_of = |country| self.residences.iter().any(|(listed, _)| listed == country);
        let (home, birth_country) = (profile.text("Country"), profile.text("BirthCountry"));
        let is_us = is_resident_of("US") || self.is_us_person;
        let is_us_born = birth_country == "US";
        let mut documents = Vec::new();
        if is_us {
            documents.push("FATCA_W9");
        } else if is_us_born || home == "US" {
            documents.push("FATCA_W8-BEN");
        }
        if !is_resident_of(home) {
            documents.push("FATCA-OTHER");
        }
        TaxStep {
            plausibility: TaxStatus::of(is_resident_of(home) && (is_us || !is_us_born)),
            status: TaxStatus::of(documents.is_empty()),
            documents,
            declaration: self,
        }
    }
}

fn residence(entry: &Value, names: &TaxNames) -> Result<(String, String), ApiError> {
    let fields = Fields::of(entry).map_err(|_| ApiError::invalid(names.residences))?;
    let country = fields.country(names.country)?;
    if tin_is_required(country) {
        fields.require(&[names.tin])?;
    }
    let tin = fields.text(names.tin)?;
    let is_number = tin.chars().all(|c| c.is_ascii_alphanumeric() || " -./+".contains(c));
    if is_number && tin.len() <= MAX_TIN {
        Ok((country.into(), tin.into()))
    } else {
        Err(ApiError::invalid(names.tin))
    }
}

impl TaxStep {
    /// The answer of the API to the declaration.
    pub fn result(&self) -> Value {
        json!({
            "VraisemblanceStatus": self.plausibility.name(),
            "FatcaEaiStatus": self.status.name(),
            "RequiredDocuments": self.documents,
        })
    }

    /// What is read back, spelled as in `names`.
    pub fn compliance(&self, names: &TaxNames) -> Value {
        let listed = self.declaration.residences.iter();
        let residences: Vec<Value> =
            listed.map(|(country, tin)| json!({ names.country: country, names.tin: tin })).collect();
        let [is_us_person, numbers, plausibility, status] = names.read;
        json!({
            is_us_person: self.declaration.is_us_person,
            names.residences: residences,
            numbers: TaxStatus::Ok.name(),
            plausibility: self.plausibility.name(),
            status: self.status.name(),
        })
    }
}

impl World {
    /// The tax step is carried out: the answer of the API. Callback 44 follows.
    pub fn declare_tax(&mut self, app_user_id: &str, declaration: TaxDeclaration) -> Option<Value> {
        let now = self.now();
        let prospect = self.prospects.get_mut(app_user_id)?;
        let step = declaration.assess(&prospect.profile);
        let answer = step.result();
        let message = Message::Tax { status: step.status, documents: step.documents.clone(), at: now };
        prospect.tax = Some(step);
        self.send_later(plus(now, timetable::TAX_STATUS), app_user_id, message);
        self.step_done(app_user_id);
        Some(answer)
    }
}
