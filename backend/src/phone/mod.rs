//! Converts mobile numbers to E.164, which the provider requires. A number is refused only if it certainly cannot
//! receive the code by SMS: its length or calling code does not exist, or it is a fixed line or a toll-free number. The
//! provider decides about numbers that the numbering plan does not know, because they may be newer than the plan.
//!
//! Start with [`e164`]. `plan` holds the numbering plan of every country.

mod plan;

use contract::{
    phone::{is_in_french_plan, normalise_phone_number, overseas},
    problem::FieldErrorCode,
    profile::Profile,
};

use self::plan::{Region, region, regions};

/// Calling codes of the French plan, whose numbers have nine digits. Those of Saint-Pierre-et-Miquelon have six as well.
const FRENCH_CODES: [&str; 6] = ["33", "262", "590", "594", "596", "508"];

/// Calling codes of the territories in the Pacific, which callers in France also know without the `+`.
const PACIFIC_CODES: [&str; 3] = ["689", "687", "681"];

/// A number in international form.
struct Number {
    code: &'static str,
    /// The digits after the calling code.
    significant: String,
}

/// The phone number of `profile` in E.164.
///
/// # Errors
/// [`FieldErrorCode::InvalidFormat`] if no country has numbers of this form, [`FieldErrorCode::NotAllowed`] if the
/// number certainly is not a mobile number.
pub fn e164(profile: &Profile) -> Result<String, FieldErrorCode> {
    let text = normalise_phone_number(&profile.phone_number);
    let number = match text.strip_prefix('+') {
        Some(digits) => international(digits),
        None => national(&profile.phone_country, &text),
    };
    let number = without_needless_zero(in_its_territory(number.ok_or(FieldErrorCode::InvalidFormat)?));
    check(&number)?;
    Ok(format!("+{}{}", number.code, number.significant))
}

fn international(digits: &str) -> Option<Number> {
    let main = (1..=3).find_map(|length| regions(digits.get(..length)?).next())?;
    let rest = digits.strip_prefix(main.code)?;
    Some(Number { code: main.code, significant: main.significant(rest) })
}

/// Reads a number as somebody in `country` dials it, for a domestic or an international call.
fn national(country: &str, digits: &str) -> Option<Number> {
    let region = region(country)?;
    if let Some(abroad) = region.after_international_prefix(digits) {
        return international(abroad);
    }
    if is_in_french_plan(country) && digits.len() == 10 && digits.starts_with('0') {
        let significant = digits.get(1..)?.to_owned();
        return Some(Number { code: "33", significant });
    }
    if is_in_french_plan(country) {
        // A calling code of the plan, without its `+`.
        let significant = FRENCH_CODES.into_iter().find_map(|code| digits.strip_prefix(code));
        if let Some(significant) = significant.filter(|rest| rest.len() == 9 && !rest.starts_with('0')) {
            return Some(Number { code: "33", significant: significant.to_owned() });
        }
    }
    let significant = region.significant(digits);
    if !region.has_length(&significant) {
        // The region's code without the `+`.
        let rest = digits.strip_prefix(region.code).map(|rest| region.significant(rest));
        if let Some(significant) = rest.filter(|rest| region.has_length(rest)) {
            return Some(Number { code: region.code, significant });
        }
        if is_in_french_plan(country) && PACIFIC_CODES.iter().any(|code| digits.starts_with(code)) {
            return international(digits);
        }
    }
    Some(Number { code: region.code, significant })
}

/// In the French plan, the digits tell the territory, whichever calling code of the plan precedes them.
fn in_its_territory(number: Number) -> Number {
    let is_french = FRENCH_CODES.contains(&number.code) && number.significant.len() == 9;
    if !is_french {
        return number;
    }
    match overseas(&number.significant) {
        // The number has six digits, and callers from elsewhere dial its calling code as a prefix.
        Some((code, _)) if number.significant.starts_with(code) => {
            let significant = number.significant.get(code.len()..).unwrap_or_default().to_owned();
            Number { code, significant }
        }
        Some((code, _)) => Number { code, ..number },
        None if number.significant.starts_with(['6', '7']) => Number { code: "33", ..number },
        None => number,
    }
}

/// People who are used to a leading 0 type it where a country has none: `+352 0621 123 456`.
fn without_needless_zero(number: Number) -> Number {
    let is_any =
        |holds: fn(&Region, &str) -> bool, digits| regions(number.code).any(|region| holds(region, digits));
    match number.significant.strip_prefix('0') {
        Some(rest)
            if is_any(Region::is_mobile, rest)
                && !is_any(Region::is_mobile, &number.significant)
                && !is_any(Region::is_never_mobile, &number.significant) =>
        {
            Number { significant: rest.to_owned(), ..number }
        }
        _ => number,
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
