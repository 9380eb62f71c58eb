//! Prepares a submission of the step `profile` for the provider: the phone number becomes E.164, postcodes and towns
//! must match, and locked fields must not change.

use contract::{
    path::{self, IDENTITY},
    problem::{FieldError, FieldErrorCode},
    profile::Profile,
};

use super::{normal_form::normalised, record, street::abbreviated};
use crate::{
    app::App, current::Current, error::Error, journey::lock::locked, phone, place::check::places,
    store::KeptPrefill,
};

/// The details to send. They are personal data, so the type has no `Debug`.
pub struct Entry {
    /// The details in the provider's format.
    pub profile: Profile,
    /// The paths that a correction changes. `None` if there is no record to compare with, as for a new user.
    pub changed: Option<Vec<String>>,
}

/// Prepares the details of a new user. Fields that the partner filled in as read-only have not changed.
///
/// # Errors
/// 422 with the fields that are wrong or locked.
pub fn first(profile: &Profile, prefill: Option<&KeptPrefill>) -> Result<Entry, Error> {
    let changed = prefill.into_iter().flat_map(|known| changed_read_only(known, profile));
    let (spelled, wrong) = checked(profile);
    let errors: Vec<FieldError> = changed.chain(wrong).collect();
    if errors.is_empty() {
        Ok(Entry { profile: spelled, changed: None })
    } else {
        Err(Error::FieldsWrong(errors))
    }
}

fn changed_read_only<'a>(
    prefill: &'a KeptPrefill,
    profile: &'a Profile,
) -> impl Iterator<Item = FieldError> + 'a {
    let differs = |path: &&String| path::get(&prefill.profile, path) != path::get(profile, path);
    let changed = prefill.read_only.iter().filter(differs);
    changed.map(|path| FieldError::new(path, FieldErrorCode::Locked))
}

/// Prepares a correction. Unchanged fields are not checked again, because the provider has accepted them.
///
/// # Errors
/// 422 with the fields that are wrong or locked. If nothing is stored, as [`record::read`].
pub async fn correction(
    app: &App,
    current: &Current,
    profile: &Profile,
    request_id: &str,
) -> Result<Entry, Error> {
    let locked = locked(&current.progress, current.snapshot.onboarding.is_final());
    let (mut profile, wrong) = checked(profile);
    let mut on_record = record::of_ours(app, current).await?;
    // The provider is asked only if the stored details seem to conflict with a lock, because its record may be newer.
    if on_record.as_ref().is_none_or(|ours| !of_locked(&changed(ours, &profile), &locked).is_empty()) {
        on_record = Some(record::read(app, current, request_id).await?.profile);
    }
    let on_record = on_record.unwrap_or_default();
    let changed = changed(&on_record, &profile);
    let errors: Vec<FieldError> = of_locked(&changed, &locked)
        .into_iter()
        .map(|path| FieldError::new(path, FieldErrorCode::Locked))
        .chain(wrong.into_iter().filter(|error| is_touched(&error.field, &changed)))
        .collect();
    if !errors.is_empty() {
        return Err(Error::FieldsWrong(errors));
    }
    // Locked fields keep the exact spelling on record, because the provider compares them too.
    for path in locked.iter().filter(|path| !path::get(&on_record, path).is_empty()) {
        path::set(&mut profile, path, path::get(&on_record, path));
    }
    Ok(Entry { profile, changed: Some(changed) })
}

/// What is wrong beyond the rules of the contract.
pub(super) fn wrong(profile: &Profile) -> Vec<FieldError> {
    checked(profile).1
}

/// The profile with its number in E.164 and its places as the table spells them, and the errors found.
fn checked(profile: &Profile) -> (Profile, Vec<FieldError>) {
    let mut profile = profile.clone();
    let mut errors = in_provider_spelling(&mut profile);
    match phone::e164(&profile) {
        Ok(number) => {
            profile.phone_number = number;
            profile.phone_country.clear();
        }
        Err(code) => errors.push(FieldError::new("phoneNumber", code)),
    }
    (profile, errors)
}

/// Rewrites street and places in the provider's spelling. Returns the errors in the places.
fn in_provider_spelling(profile: &mut Profile) -> Vec<FieldError> {
    profile.address.street = abbreviated(&profile.address.street);
    places(profile)
}

/// The paths at which `profile` differs from the record, apart from spelling. An identity field that the record lacks
/// does not count as different, because version 1.1 does not report the nationality.
fn changed(on_record: &Profile, profile: &Profile) -> Vec<String> {
    // The provider may spell a town differently from the table.
    let mut on_record = on_record.clone();
    in_provider_spelling(&mut on_record);
    let on_record = &on_record;
    let differs = |path: &&str| {
        let before = path::get(on_record, path);
        let is_unknown = before.is_empty() && IDENTITY.contains(path);
        !is_unknown && normalised(before) != normalised(path::get(profile, path))
    };
    path::ALL.into_iter().filter(differs).map(str::to_owned).collect()
}

fn of_locked(changed: &[String], locked: &[&str]) -> Vec<String> {
    changed.iter().filter(|path| locked.contains(&path.as_str())).cloned().collect()
}

/// Whether a change can have caused an error on `field`. The check of a town also depends on its postcode and country.
fn is_touched(field: &str, changed: &[String]) -> bool {
    let together: &[&str] = match field {
        "address.zipCode" | "address.city" => &["address.zipCode", "address.city", "address.country"],
        "birthZipCode" | "birthCity" => &["birthZipCode", "birthCity", "birthCountry"],
        "phoneNumber" => &["phoneNumber", "phoneCountry"],
        _ => return true,
    };
    changed.iter().any(|path| together.contains(&path.as_str()))
}
