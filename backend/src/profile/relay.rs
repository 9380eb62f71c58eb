//! Carries the customer's details to the provider: the creation with all that belongs to it, or a correction.

use super::entry::Entry;
use crate::{
    app::App,
    current::Current,
    intention::Origin,
    journey::fact::Answer,
    provider::{ProviderError, refusal::USER_EXISTS},
};

/// Why the details did not arrive, or not all that belongs to them.
pub(crate) struct Stopped {
    pub(crate) error: ProviderError,
    /// Whether the user is there with these details all the same.
    pub(crate) has_created: bool,
}

impl From<ProviderError> for Stopped {
    fn from(error: ProviderError) -> Self {
        Self { error, has_created: false }
    }
}

/// Creates the prospect and opens its identification, or corrects the details of one that exists. Each call can be made
/// again: a retry finishes what a lost answer left.
pub(crate) async fn relay(
    app: &App,
    current: &Current,
    entry: &Entry,
    has_lost_other: bool,
    origin: &Origin,
) -> Result<Answer, Stopped> {
    let id = &current.prospect.app_user_id;
    let request_id = &origin.request_id;
    let profile = &entry.profile;
    if let Some(changed) = &entry.changed {
        // Said again without need, one's own number or address was refused as "used": nothing new is not sent, unless the
        // customer stands by what differs from the document, or something else may have been taken.
        if !changed.is_empty() || !current.progress.mismatches.is_empty() || has_lost_other {
            app.provider.update_user(id, profile, request_id).await?;
        }
        return Ok(Answer::Accepted);
    }
    match app.provider.create_user(id, profile, &current.roles, request_id).await {
        // The id is ours alone: a call before this one created the user, and its answer was lost.
        Err(ProviderError::Refused(refusal)) if refusal.code == Some(USER_EXISTS) => {
            if !app.provider.has_user(id, request_id).await? {
                return Err(ProviderError::Refused(refusal).into());
            }
            if has_lost_other {
                app.provider.update_user(id, profile, request_id).await?;
            }
        }
        other => other?,
    }
    match app.provider.demand_identity(id, request_id).await {
        Ok(()) => Ok(Answer::Accepted),
        Err(error) => Err(Stopped { error, has_created: true }),
    }
}
