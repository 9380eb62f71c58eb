//! Tax residences (documentation, FATCA/EAI).

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    decimal::decimal,
    problem::{FieldError, FieldErrorCode},
    rule::{self, Check},
};

/// Maximum number of tax residences that a customer can declare.
pub const MAX_RESIDENCES: usize = 3;

/// Countries whose tax residents must give a taxpayer number, each followed by a space.
const TIN_REQUIRED: &str = "AD AL BE BG BN BR CA CH CN CO CR CZ DE DK EE ES FI FO GB GE GG GI GL GR HK HR HU IE IL IM IN \
     IS IT JE JP KR KW LI LT LU LV MH MT MX MY NG NL NO NR NZ PA PL PT RO RU SA SC SE SG SI SK SM SX TR US UY ";

/// One tax residence.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Residence {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Taxpayer number (TIN) in that country; may be empty where [`tin_is_required`] is `false`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tin: String,
}

/// Submission of the step `tax`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tax {
    /// Whether the customer is a US person for tax purposes; `None` means that the customer did not answer.
    pub is_us_person: Option<bool>,
    /// One to three different countries.
    pub residences: Vec<Residence>,
}

impl Tax {
    /// The fields that break a rule.
    pub fn check(&self) -> Vec<FieldError> {
        let mut check = Check::default();
        check.field("isUsPerson", self.is_us_person.map(drop).ok_or(FieldErrorCode::Required));
        if self.residences.is_empty() {
            check.field("residences", Err(FieldErrorCode::Required));
        }
        if self.residences.len() > MAX_RESIDENCES {
            check.field("residences", Err(FieldErrorCode::TooLong));
        }
        for (index, residence) in self.residences.iter().enumerate() {
            let is_repeated =
                self.residences.iter().take(index).any(|earlier| earlier.country == residence.country);
            let country = rule::country(&residence.country).and(if is_repeated {
                Err(FieldErrorCode::Duplicate)
            } else {
                Ok(())
            });
            let field = |name| ["residences.", &decimal(index as u64), name].concat();
            check.field(&field(".country"), country);
            check.field(&field(".tin"), tin(residence));
        }
        check.errors()
    }
}

/// Whether a tax resident of `country` must give a taxpayer number.
pub fn tin_is_required(country: &str) -> bool {
    country.len() == 2 && TIN_REQUIRED.split(' ').any(|listed| listed == country)
}

/// No format is published for each country, so only characters that appear in no country's numbers are refused. As printed on
/// documents, a check digit may be in brackets (`A123456(3)`, Hong Kong) and a Mexican number may contain `Ñ` and `&`.
fn tin(residence: &Residence) -> Result<(), FieldErrorCode> {
    let accepts = |character: char| {
        character.is_ascii_alphanumeric()
            || matches!(character, ' ' | '-' | '.' | ',' | '/' | '+' | '(' | ')' | '&' | 'Ñ' | 'ñ')
    };
    if residence.tin.is_empty() && !tin_is_required(&residence.country) {
        Ok(())
    } else {
        rule::text(&residence.tin, 30, accepts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn residence(country: &str, tin: &str) -> Residence {
        Residence { country: country.into(), tin: tin.into() }
    }

    fn errors(residences: Vec<Residence>) -> Vec<FieldError> {
        Tax { is_us_person: Some(false), residences }.check()
    }

    #[test]
    fn france_needs_no_number_and_belgium_does() {
        assert_eq!(errors([residence("FR", "")].into()), []);
        assert_eq!(errors([residence("BE", "85073003328")].into()), []);
        assert_eq!(
            errors([residence("FR", ""), residence("BE", "")].into()),
            [FieldError::new("residences.1.tin", FieldErrorCode::Required)]
        );
    }

    #[test]
    fn numbers_are_accepted_as_they_are_printed() {
        for (country, tin) in [
            ("HK", "A123456(3)"),
            ("MO", "1234567(8)"),
            ("MO", "1/234567/8"),
            ("BR", "123.456.789-09"),
            ("CL", "12.345.678-5"),
            ("CZ", "700101/1234"),
            ("SE", "700101+1234"),
            ("FI", "010170-123A"),
            ("CH", "756.1234.5678.97"),
            ("AT", "12-345/6789"),
            ("MX", "MUÑJ800101AB1"),
            ("MX", "A&B800101AB1"),
            ("DE", "12 345 678 901"),
            ("ES", "X-1234567-L"),
            ("GB", "AB 12 34 56 C"),
            ("ID", "01.234.567.8-901.000"),
            ("FR", "30 23 217 600 053"),
        ] {
            assert_eq!(errors([residence(country, tin)].into()), [], "{country} {tin}");
        }
    }

    #[test]
    fn countries_are_one_to_three_and_different() {
        assert_eq!(errors(Vec::new()), [FieldError::new("residences", FieldErrorCode::Required)]);
        assert_eq!(
            errors([residence("FR", ""), residence("FR", "")].into()),
            [FieldError::new("residences.1.country", FieldErrorCode::Duplicate)]
        );
        let four = ["FR", "AR", "AM", "AU"].map(|country| residence(country, ""));
        assert_eq!(errors(four.into()), [FieldError::new("residences", FieldErrorCode::TooLong)]);
    }

    #[test]
    fn the_question_about_the_united_states_must_be_answered() {
        let tax = Tax { is_us_person: None, residences: [residence("FR", "")].into() };
        assert_eq!(tax.check(), [FieldError::new("isUsPerson", FieldErrorCode::Required)]);
    }

    #[test]
    fn every_listed_country_is_a_country() {
        for code in TIN_REQUIRED.split_whitespace() {
            assert!(crate::country::is_country(code), "{code}");
            assert!(tin_is_required(code), "{code}");
        }
        assert!(!tin_is_required("FR") && !tin_is_required("") && !tin_is_required("ZZ"));
    }
}
