//! What the customer types: answers that every rule accepts, and details that differ from the document.

use contract::step::StepId;
use sandbox::scenario::{Given, Scenario};
use xpollens_onboarding::model::FieldId;

/// The answers of one customer.
pub struct Answers {
    is_born_abroad: bool,
    residences: Vec<&'static str>,
    /// Whether the details were reported to differ from the document. They are corrected from now on.
    pub is_corrected: bool,
}

impl Answers {
    /// The answers for a story.
    pub fn of(scenario: &Scenario) -> Self {
        let mut answers = Self { is_born_abroad: false, residences: vec!["FR"], is_corrected: false };
        for given in scenario.given {
            match given {
                Given::Taxes(countries) => answers.residences = countries.to_vec(),
                Given::Born(_) => answers.is_born_abroad = true,
                _ => {}
            }
        }
        answers
    }

    /// The number of tax residences.
    pub fn residences(&self) -> usize {
        self.residences.len()
    }

    /// The explanation of taxes paid abroad.
    pub fn justification(&self) -> &'static str {
        "I work in Tournai, and live in Lille."
    }

    /// The value for a field. `None` if the field stays as it is.
    pub fn to(&self, step: StepId, field: FieldId) -> Option<&'static str> {
        match step {
            StepId::Profile => self.detail(field),
            StepId::Declarative => Some(match field {
                FieldId::EconomicActivity => "38",
                FieldId::Income => "3",
                FieldId::Asset => "2",
                _ => return None,
            }),
            StepId::Tax => self.tax(field),
            StepId::Terms => Some("true"),
            _ => None,
        }
    }

    fn detail(&self, field: FieldId) -> Option<&'static str> {
        use FieldId::*;
        let either = |as_typed, as_corrected| if self.is_corrected { as_corrected } else { as_typed };
        Some(match field {
            Civility => either("miss", "mrs"),
            FirstName => either("Corinne", "Corinne Marie"),
            LastName => either("Berthier", "Bertier"),
            BirthName => either("Berthier", "Durand"),
            BirthDate => either("1965-12-06", "1965-12-05"),
            BirthCountry if self.is_born_abroad => "US",
            BirthCountry => "FR",
            BirthZipCode if self.is_born_abroad => return None,
            BirthZipCode => "75001",
            BirthCity if self.is_born_abroad => "Boston",
            BirthCity => "Paris",
            Nationality => either("FR", "BE"),
            Email => "corinne@example.fr",
            PhoneNumber => "+33612345678",
            Country => "FR",
            Street => "104, rue des Fleurs",
            ZipCode => "59000",
            City => "Lille",
            _ => return None,
        })
    }

    fn tax(&self, field: FieldId) -> Option<&'static str> {
        let country = |number: u8| self.residences.get(usize::from(number)).copied();
        match field {
            FieldId::IsUsPerson => Some(if self.residences.contains(&"US") { "true" } else { "false" }),
            FieldId::ResidenceCountry(number) => country(number),
            FieldId::Tin(number) => match country(number)? {
                "US" => Some("123456789"),
                "BE" => Some("85073003328"),
                _ => None,
            },
            _ => None,
        }
    }
}
