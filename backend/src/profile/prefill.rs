//! What the partner knows of a customer, as it arrives with a session.

use contract::{
    draft::is_keepable, path, problem::FieldError, profile::Profile, session::Prefill, step::StepId,
    submission::Submission, time::Date,
};

use super::{entry, normal_form};
use crate::store::KeptPrefill;

/// Why it cannot be stored.
pub(crate) enum Refused {
    /// It has a field that the details do not have, a text that is too long, or a read-only field without a text.
    Malformed,
    /// The customer could not correct these read-only fields.
    Wrong(Vec<FieldError>),
}

/// Reads what the partner knows. A field that the customer can change may be wrong: they correct it.
///
/// # Errors
/// If it cannot be stored.
pub(crate) fn read(prefill: &Prefill, today: Date) -> Result<KeptPrefill, Refused> {
    let is_known = |path: &String| prefill.profile.get(path).is_some_and(|text| !text.trim().is_empty());
    if !is_keepable(StepId::Profile, &prefill.profile) || !prefill.read_only.iter().all(is_known) {
        return Err(Refused::Malformed);
    }
    let mut profile = Profile::default();
    for (path, text) in &prefill.profile {
        path::set(&mut profile, path, text);
    }
    let mut submission = Submission::Profile(Box::new(profile));
    normal_form::normalise(&mut submission);
    let mut errors = submission.check(today);
    let Submission::Profile(profile) = submission else { return Err(Refused::Malformed) };
    if errors.is_empty() {
        errors = entry::wrong(&profile);
    }
    errors.retain(|error| prefill.read_only.contains(&error.field));
    if errors.is_empty() {
        Ok(KeptPrefill { profile: *profile, read_only: prefill.read_only.clone() })
    } else {
        Err(Refused::Wrong(errors))
    }
}
