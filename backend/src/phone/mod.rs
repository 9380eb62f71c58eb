//! Mobile numbers: to E.164 as the provider wants them. Refused is only what certainly cannot receive the code by SMS: a
//! number of a length or a calling code that does not exist, a fixed line, a toll-free number. What the numbering plan does
//! not know, which may be newer than the plan, is the provider's to judge.
//!
//! Where to start: [`e164`]. `plan` holds the numbering plan of every country.

mod plan;

use contract::{
    phone::{is_in_french_plan, normalise_phone_number, overseas},
    problem::FieldErrorCode,
    profile::Profile,
};

use self::plan::{Region, region, regions};

/// Calling codes of the French plan, whose numbers have nine digits.
const FRENCH_CODES: [&str; 5] = ["33", "262", "590", "594", "596"];

/// A number as it is dialled from abroad.
struct Number {
    code: &'static str,
    /// The digits after the code.
    significant: String,
}

/// The number of `profile` in E.164.
///
/// # Errors
/// [`FieldErrorCode::InvalidFormat`] where no country can have such a number, [`FieldErrorCode::NotAllowed`] where it is
/// certainly not a mobile one.
pub fn e164(profile: &Profile) -> Result<String, FieldErrorCode> {
    let text = normalise_phone_number(&profile.phone_number);
    let number = match text.strip_prefix('+') {
        Some(digits) => international(digits),
        None => national(&profile.phone_country, &text),
    };
    let number = in_its_territory(number.ok_or(FieldErrorCode::InvalidFormat)?);
    check(&number)?;
    Ok(format!("+{}{}", number.code, number.significant))
}

fn international(digits: &str) -> Option<Number> {
    let main = (1..=3).find_map(|length| regions(digits.get(..length)?).next())?;
    let rest = digits.strip_prefix(main.code)?;
    Some(Number { code: main.code, significant: main.significant(rest) })
}

/// A number as it is dialled within `country`, or from there to another country.
fn national(country: &str, digits: &str) -> Option<Number> {
    let region = region(country)?;
    if let Some(abroad) = region.after_international_prefix(digits) {
        return international(abroad);
    }
    if is_in_french_plan(country) && digits.len() == 10 && digits.starts_with('0') {
        let significant = digits.get(1..)?.to_owned();
        return Some(Number { code: "33", significant });
    }
    let significant = region.significant(digits);
    if !region.has_length(&significant) {
        // The calling code, without its `+`.
        let rest = digits.strip_prefix(region.code).map(|rest| region.significant(rest));
        if let Some(significant) = rest.filter(|rest| region.has_length(rest)) {
            return Some(Number { code: region.code, significant });
        }
    }
    Some(Number { code: region.code, significant })
}

/// In the French plan, the digits say the territory, whichever code of the plan was written before them.
fn in_its_territory(number: Number) -> Number {
    let is_french = FRENCH_CODES.contains(&number.code) && number.significant.len() == 9;
    if !is_french {
        return number;
    }
    match overseas(&number.significant) {
        // Six digits of its own, dialled from elsewhere with its code as a prefix.
        Some((code, _)) if number.significant.starts_with(code) => {
            let significant = number.significant.get(code.len()..).unwrap_or_default().to_owned();
            Number { code, significant }
        }
        Some((code, _)) => Number { code, ..number },
        None if number.significant.starts_with(['6', '7']) => Number { code: "33", ..number },
        None => number,
    }
}

fn check(number: &Number) -> Result<(), FieldErrorCode> {
    let Number { code, significant } = number;
    let is_any = |holds: fn(&Region, &str) -> bool| regions(code).any(|region| holds(region, significant));
    if is_any(Region::is_mobile) {
        return Ok(());
    }
    // In the French plan the first digit decides.
    let is_service =
        FRENCH_CODES.contains(code) && significant.len() == 9 && !significant.starts_with(['6', '7']);
    if is_service || is_any(Region::is_never_mobile) {
        Err(FieldErrorCode::NotAllowed)
    } else if is_any(Region::has_length) {
        Ok(())
    } else {
        Err(FieldErrorCode::InvalidFormat)
    }
}

#[cfg(test)]
mod tests;
