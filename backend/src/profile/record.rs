//! What is on record of the customer: the provider's word over what we keep. Personal; never logged.

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
    store::StoreError,
};

/// The answer to `GET /onboarding/profile`: the provider's present word, or what we keep where it cannot be reached.
///
/// # Errors
/// 404 where nothing was taken yet or all was removed; 503 where the provider cannot be reached and nothing is kept.
pub async fn read(app: &App, current: &Current, request_id: &str) -> Result<ProfileResponse, Error> {
    if current.progress.created_at.is_none() {
        return Err(Error::NotFound);
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

/// What we keep of the submission that was taken, with the provider's corrections; `None` where nothing is kept.
///
/// # Errors
/// Where the storage fails.
pub(super) async fn of_ours(app: &App, current: &Current) -> Result<Option<Profile>, Error> {
    let Some(kept) = kept(app, current).await? else { return Ok(None) };
    Ok(Some(correction::apply(kept, &corrections(app, current).await?)))
}

async fn kept(app: &App, current: &Current) -> Result<Option<Profile>, Error> {
    let body = app.store.submission(current.prospect.id, StepId::Profile).await?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// The provider's word; `None` where it knows nobody of that id.
async fn at_provider(
    app: &App,
    current: &Current,
    request_id: &str,
) -> Result<Option<Details>, ProviderError> {
    app.provider.user(&current.prospect.app_user_id, request_id).await
}

/// The provider's word alone, for where nothing is kept; what it does not tell is empty.
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

/// `kept` with what the provider tells over it. Where its street is ours with the supplements behind it, as version 1.1
/// has them, ours is kept.
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
        kept.phone_country.clear(); // it is in E.164
    }
    kept
}

/// The newest word on each field that the snapshot counts.
async fn corrections(app: &App, current: &Current) -> Result<Vec<Correction>, StoreError> {
    if current.progress.corrections.is_empty() {
        return Ok(Vec::new());
    }
    let inbox =
        app.store.history(current.prospect.id).await?.map(|history| history.inbox).unwrap_or_default();
    Ok(correction::counted(&current.progress, &current.reports, &inbox))
}
