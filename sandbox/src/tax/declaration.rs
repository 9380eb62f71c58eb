//! The tax step, FATCA and EAI: the declaration, and the documents and status that follow from it (documentation,
//! FATCA: rules). [`crate::tax::review`] decides when things happen.

use contract::tax::{MAX_RESIDENCES, tin_is_required};
use serde_json::{Value, json};

use crate::{
    api::{error::ApiError, fields::Fields},
    customer::profile::Profile,
    tax::document::{DocumentStatus, TaxDocument, TaxDocumentKind},
};

/// The spelling of the declaration and of the answer in one version.
pub struct TaxNames {
    is_us_person: &'static str,
    residences: &'static str,
    country: &'static str,
    tin: &'static str,
    /// Names in answers: US person (misspelt in version 2.1), numbers, plausibility, status.
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
/// Longest taxpayer number. No format is published, so only impossible values are refused.
const MAX_TIN: usize = 30;

/// The state of the tax step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaxStatus {
    /// A document is missing or was refused.
    Nok,
    /// Documents are being reviewed.
    Pending,
    /// Nothing is missing.
    Ok,
}

/// The customer's declaration. It is personal data, so the type has no `Debug`.
#[derive(Clone)]
pub struct TaxDeclaration {
    is_us_person: bool,
    residences: Vec<(String, String)>,
}

/// A declaration with its consequences.
#[derive(Clone)]
pub struct TaxStep {
    /// The declaration.
    pub declaration: TaxDeclaration,
    /// Whether the declaration is plausible.
    pub plausibility: TaxStatus,
    /// The required documents, in any state.
    pub documents: Vec<TaxDocument>,
}

impl TaxStatus {
    /// The documented word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nok => "NOK",
            Self::Pending => "Pending",
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

    /// The consequences of the declaration for a person with this profile.
    pub fn assess(self, profile: &Profile) -> TaxStep {
        let is_resident_of = |country| self.residences.iter().any(|(listed, _)| listed == country);
        let (home, birth_country) = (profile.text("Country"), profile.text("BirthCountry"));
        let is_us_born = birth_country == "US";
        let mut kinds = Vec::new();
        if is_resident_of("US") || self.is_us_person {
            kinds.push(TaxDocumentKind::W9);
        } else if is_us_born || home == "US" {
            kinds.push(TaxDocumentKind::W8Ben);
        }
        if !is_resident_of(home) {
            kinds.push(TaxDocumentKind::Other);
        }
        TaxStep {
            plausibility: TaxStatus::of(is_resident_of(home) && (is_resident_of("US") || !is_us_born)),
            documents: kinds.into_iter().map(TaxDocument::awaited).collect(),
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
    /// The status (documentation, FATCA: the rules behind `fatcaEaiStatus`).
    pub fn status(&self) -> TaxStatus {
        let any = |status| self.documents.iter().any(|document| document.status == status);
        let all = |status| self.documents.iter().all(|document| document.status == status);
        if all(DocumentStatus::Validated) {
            TaxStatus::Ok
        } else if any(DocumentStatus::Refused) || all(DocumentStatus::Awaiting) {
            TaxStatus::Nok
        } else {
            TaxStatus::Pending
        }
    }

    /// A summary: whether the person is a US person, and the countries.
    pub fn declared(&self) -> (bool, Vec<&str>) {
        let countries = self.declaration.residences.iter().map(|(country, _)| country.as_str());
        (self.declaration.is_us_person, countries.collect())
    }

    /// The answer of the API to the declaration.
    pub fn result(&self) -> Value {
        json!({
            "VraisemblanceStatus": self.plausibility.name(),
            "FatcaEaiStatus": self.status().name(),
            "RequiredDocuments": self.documents.iter().map(|document| document.kind.name()).collect::<Vec<_>>(),
        })
    }

    /// The answer to a read, spelled as in `names`.
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
            status: self.status().name(),
        })
    }
}
