//! Where a customer sends money to: asked of the provider when it is first needed, kept until the onboarding ends.
//! When it may be shown: [`crate::journey::view::may_show_transfer`].
//!
//! Where to start: [`look_up`] (asking the provider), [`kept`] (what the snapshot shows).

pub mod look_up;
mod lookups;

use contract::{read_back::Correction, snapshot::Transfer, step::StepId};

pub use self::lookups::Lookups;
use crate::{
    profile::correction,
    proof_settings::ProofSettings,
    store::{ProspectId, Store, StoreError},
};

/// Where the customer sends money to, for the snapshot, in the name that is on record with the provider's `corrections`;
/// `None` where it was not looked up yet.
///
/// # Errors
/// Where the storage fails.
pub async fn kept(
    store: &dyn Store,
    settings: &ProofSettings,
    prospect_id: ProspectId,
    corrections: &[Correction],
) -> Result<Option<Transfer>, StoreError> {
    let Some(account) = store.transfer(prospect_id).await? else { return Ok(None) };
    let Some(profile) = store.submission(prospect_id, StepId::Profile).await? else { return Ok(None) };
    let profile = correction::apply(serde_json::from_str(&profile)?, corrections);
    Ok(Some(Transfer {
        iban: account.iban,
        bic: account.bic,
        beneficiary: [profile.first_name.trim(), profile.last_name.trim()].join(" "),
        min_cents: settings.min_cents,
        max_cents: settings.max_cents,
        reference: account.reference,
        payment_url: settings.payment_url.clone(),
    }))
}
