//! Sends the customer's details to the provider: creates a user with its identification, or corrects its details.

use super::entry::Entry;
use crate::{
    app::App,
    current::Current,
    intention::Origin,
    journey::fact::Answer,
    provider::{ProviderError, refusal::USER_EXISTS},
};

/// Why sending the details failed, in whole or in part.
pub(crate) struct Stopped {
    pub(crate) error: ProviderError,
    /// Whether the provider has created the user with these details nevertheless.
    pub(crate) has_created: bool,
}

impl From<ProviderError> for Stopped {
    fn from(error: ProviderError) -> Self {
        Self { error, has_created: false }
    }
}

/// Creates the user and opens its identification, or corrects the details of an existing user. Each call is repeatable:
/// a retry completes what a lost answer left unfinished.
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
        // The provider would refuse the customer's own number or address as "used" if they were sent again. So a
        // correction without changes is sent only if the customer confirms details that differ from the document, or if
        // an earlier correction may have been accepted.
        if !changed.is_empty() || !current.progress.mismatches.is_empty() || has_lost_other {
            app.provider.update_user(id, profile, request_id).await?;
        }
        return Ok(Answer::Accepted);
    }
    match app.provider.create_user(id, profile, &current.roles, request_id).await {
        // Only this backend uses the id, so an earlier call created the user and its answer was lost.
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
