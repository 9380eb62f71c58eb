//! Mobile numbers: to E.164 as the provider wants them, and whether they can receive the code by SMS. Which numbers a
//! country has is known by the port of Google's libphonenumber; the contract knows only their form.

use contract::{problem::FieldErrorCode, profile::Profile};
use phonenumber::{Mode, Type, country, metadata::DATABASE};

/// The number of `profile` in E.164.
///
/// # Errors
/// [`FieldErrorCode::InvalidFormat`] where no country has such a number, [`FieldErrorCode::NotAllowed`] where it is
/// certainly a fixed line.
pub fn e164(profile: &Profile) -> Result<String, FieldErrorCode> {
    let region = match profile.phone_country.as_str() {
        "" => None,
        code => Some(code.parse::<country::Id>().map_err(|_| FieldErrorCode::InvalidFormat)?),
    };
    let number = phonenumber::parse(region, profile.phone_number.trim());
    let number = number.ok().filter(phonenumber::is_valid).ok_or(FieldErrorCode::InvalidFormat)?;
    if number.number_type(&DATABASE) == Type::FixedLine {
        return Err(FieldErrorCode::NotAllowed);
    }
    Ok(number.format().mode(Mode::E164).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(country: &str, number: &str) -> Result<String, FieldErrorCode> {
        let profile =
            Profile { phone_country: country.into(), phone_number: number.into(), ..Profile::default() };
        e164(&profile)
    }

    #[test]
    fn mobile_numbers_become_e164() {
        for (country, number, expected) in [
            ("", "+33612345678", "+33612345678"),
            ("FR", "0612345678", "+33612345678"),
            ("FR", "612345678", "+33612345678"),
            ("GP", "0690123456", "+590690123456"),
            ("RE", "0692123456", "+262692123456"),
            ("BE", "0470123456", "+32470123456"),
            ("DE", "015112345678", "+4915112345678"),
            ("IT", "3123456789", "+393123456789"),
            ("GB", "07400123456", "+447400123456"),
            ("US", "2015550123", "+12015550123"), // mobile and fixed numbers look alike there
        ] {
            assert_eq!(of(country, number).as_deref(), Ok(expected), "{country} {number}");
        }
    }

    #[test]
    fn impossible_numbers_are_refused() {
        for (country, number) in [
            ("FR", "0012345678"),
            ("FR", "06123456"),
            ("", "+3361234567"),
            ("", "+999612345678"),
            ("BE", "0612"),
        ] {
            assert_eq!(of(country, number), Err(FieldErrorCode::InvalidFormat), "{country} {number}");
        }
    }

    #[test]
    fn fixed_lines_cannot_receive_the_code() {
        for (country, number) in [("FR", "0145678901"), ("", "+33145678901"), ("BE", "023456789")] {
            assert_eq!(of(country, number), Err(FieldErrorCode::NotAllowed), "{country} {number}");
        }
    }
}
