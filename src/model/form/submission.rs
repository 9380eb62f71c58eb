//! What a form sends: what was typed or, where nothing was, what is on record.

use contract::{
    declarative::Declarative,
    profile::{Address, Civility, Profile},
    step::StepId,
    submission::Submission,
    tax::{Residence, Tax},
    terms::Terms,
    text::normalise,
};

use super::Form;
use crate::model::{
    date,
    field::{FieldId, asks_birth_postcode},
};

impl Form {
    /// What to send, the texts normalised.
    pub(in crate::model) fn submission(&self) -> Submission {
        match self.step {
            StepId::Declarative => Submission::Declarative(self.declarative()),
            StepId::Tax => Submission::Tax(self.tax()),
            StepId::Terms => Submission::Terms(Terms {
                account: self.value(FieldId::AcceptAccount) == "true",
                card: self.value(FieldId::AcceptCard) == "true",
                partner: self.value(FieldId::AcceptPartner) == "true",
                version: self.terms_version.clone(),
            }),
            _ => Submission::Profile(Box::new(self.profile())),
        }
    }

    fn text(&self, id: FieldId) -> String {
        normalise(self.value(id))
    }

    fn profile(&self) -> Profile {
        let birth_country = self.text(FieldId::BirthCountry);
        let mut profile = Profile {
            civility: match self.value(FieldId::Civility) {
                "mr" => Some(Civility::Mr),
                "mrs" => Some(Civility::Mrs),
                "miss" => Some(Civility::Miss),
                _ => None,
            },
            first_name: self.text(FieldId::FirstName),
            last_name: self.text(FieldId::LastName),
            birth_name: self.text(FieldId::BirthName),
            birth_date: date::to_send(&self.text(FieldId::BirthDate)),
            birth_city: self.text(FieldId::BirthCity),
            birth_zip_code: if asks_birth_postcode(&birth_country) {
                self.text(FieldId::BirthZipCode)
            } else {
                String::new()
            },
            birth_country,
            nationality: self.text(FieldId::Nationality),
            phone_country: self.text(FieldId::PhoneCountry),
            phone_number: self.text(FieldId::PhoneNumber),
            email: self.text(FieldId::Email),
            address: Address {
                street: self.text(FieldId::Street),
                supplement_in: self.text(FieldId::SupplementIn),
                supplement_out: self.text(FieldId::SupplementOut),
                zip_code: self.text(FieldId::ZipCode),
                city: self.text(FieldId::City),
                country: self.text(FieldId::Country),
            },
        };
        profile.normalise();
        profile
    }

    fn declarative(&self) -> Declarative {
        let number = |id| self.value(id).parse().unwrap_or_default();
        Declarative {
            income: number(FieldId::Income),
            asset: number(FieldId::Asset),
            economic_activity: number(FieldId::EconomicActivity),
        }
    }

    fn tax(&self) -> Tax {
        Tax {
            is_us_person: match self.value(FieldId::IsUsPerson) {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            residences: (0..self.residences)
                .map(|index| Residence {
                    country: self.text(FieldId::ResidenceCountry(index)),
                    tin: self.text(FieldId::Tin(index)),
                })
                .collect(),
        }
    }
}
