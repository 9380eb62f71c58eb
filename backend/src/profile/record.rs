//! The customer's details on record: what the provider reports has priority over what we store. They are personal data
//! and never logged.

use contract::{
    path,
    profile::Profile,
    read_back::{Correction, ProfileResponse},
    step::StepId,
};

use super::correction;
use crate::{
    app::App,
    current::Current,
    error::Error,
    journey::lock::locked,
    provider::{ProviderError, user::Details},
    store::{KeptPrefill, StoreError},
};

/// The answer to `GET /onboarding/profile`: the provider's current record, or the stored details if the provider cannot
/// be reached.
///
/// Before the customer has sent their details, it is what the partner knows of them.
///
/// # Errors
/// 404 if no profile was accepted yet and the partner knows nothing, or if the data was removed; 503 if the provider cannot be reached and nothing is
/// stored.
pub async fn read(app: &App, current: &Current, request_id: &str) -> Result<ProfileResponse, Error> {
    if current.progress.created_at.is_none() {
        return prefilled(app, current).await?.ok_or(Error::NotFound);
    }
    let corrections = corrections(app, current).await?;
    let kept = kept(app, current).await?;
    let profile = match (at_provider(app, current, request_id).await, kept) {
        (Ok(Some(details)), kept) => merged(kept.unwrap_or_default(), &details),
        (_, Some(kept)) => kept,
        (Ok(None), None) => return Err(Error::NotFound),
        (Err(error), None) => return Err(unreadable(error, request_id)),
    };
    let locked = locked(&current.progress, current.snapshot.onboarding.is_final());
    Ok(ProfileResponse {
        profile: correction::apply(profile, &corrections),
        locked: locked.into_iter().map(str::to_owned).collect(),
        corrections,
    })
}

async fn prefilled(app: &App, current: &Current) -> Result<Option<ProfileResponse>, StoreError> {
    if !current.snapshot.is_prefilled {
        return Ok(None);
    }
    let kept = app.store.prefill(current.prospect.id).await?;
    let answer = |KeptPrefill { profile, read_only }| ProfileResponse {
        profile,
        locked: read_only,
        corrections: Vec::new(),
    };
    Ok(kept.map(answer))
}

/// The stored details of the last accepted submission, with the provider's corrections. `None` if nothing is stored.
///
/// # Errors
/// If the storage fails.
pub(super) async fn of_ours(app: &App, current: &Current) -> Result<Option<Profile>, Error> {
    let Some(kept) = kept(app, current).await? else { return Ok(None) };
    Ok(Some(correction::apply(kept, &corrections(app, current).await?)))
}

async fn kept(app: &App, current: &Current) -> Result<Option<Profile>, Error> {
    let body = app.store.submission(current.prospect.id, StepId::Profile).await?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// The provider's record. `None` if it knows no user with this id.
async fn at_provider(
    app: &App,
    current: &Current,
    request_id: &str,
) -> Result<Option<Details>, ProviderError> {
    app.provider.user(&current.prospect.app_user_id, request_id).await
}

/// The provider's record alone, if nothing is stored here. Fields that it does not report are empty.
///
/// # Errors
/// [`ProviderError`].
pub(crate) async fn from_provider_alone(
    app: &App,
    app_user_id: &str,
    request_id: &str,
) -> Result<Option<Profile>, ProviderError> {
    let details = app.provider.user(app_user_id, request_id).await?;
    Ok(details.map(|details| merged(Profile::default(), &details)))
}

fn unreadable(error: ProviderError, request_id: &str) -> Error {
    tracing::warn!(%error, %request_id, "the user cannot be read back");
    error.into()
}

/// `kept` with the provider's values. Version 1.1 reports the street and its supplements as one line: if that line
/// starts with the stored street, the stored one stays.
fn merged(mut kept: Profile, details: &Details) -> Profile {
    for (path, value) in details {
        let ours = path::get(&kept, path);
        let is_same_street = *path == path::STREET
            && !ours.is_empty()
            && value.strip_prefix(ours).is_some_and(|rest| rest.is_empty() || rest.starts_with(", "));
        if !is_same_street {
            path::set(&mut kept, path, value);
        }
    }
    if details.iter().any(|(path, _)| *path == path::PHONE_NUMBER) {
        kept.phone_country.clear(); // the number is in E.164
    }
    kept
}

/// The newest correction of each field that the snapshot counts.
async fn corrections(app: &App, current: &Current) -> Result<Vec<Correction>, StoreError> {
    if current.progress.corrections.is_empty() {
        return Ok(Vec::new());
    }
    let inbox =
        app.store.history(current.prospect.id).await?.map(|history| history.inbox).unwrap_or_default();
    Ok(correction::counted(&current.progress, &current.reports, &inbox))
}
