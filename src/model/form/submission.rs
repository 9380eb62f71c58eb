//! The content that a form sends: typed text or, if there is none, the record.

use contract::{
    declarative::Declarative,
    path,
    profile::Profile,
    step::StepId,
    submission::Submission,
    tax::{Residence, Tax},
    terms::Terms,
    text::normalise,
};

use super::{Form, fields::fields_in};
use crate::model::{
    date,
    field::{FieldId, asks_birth_postcode},
};

impl Form {
    /// The message to send, with normalised texts.
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
        let mut profile = Profile::default();
        for id in fields_in(self.all_groups()) {
            path::set(&mut profile, id.path(), &self.text(id));
        }
        profile.birth_date = date::to_send(&profile.birth_date);
        if !asks_birth_postcode(&profile.birth_country) {
            profile.birth_zip_code.clear();
        }
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
