//! The account to which a customer transfers money. The provider is asked when it is first needed, and it is kept until
//! the onboarding ends. [`crate::journey::view::may_show_transfer`] decides when it is shown.
//!
//! Start with [`look_up`] (asks the provider) and [`kept`] (the content of the snapshot).

pub mod look_up;
mod lookups;

use contract::{read_back::Correction, snapshot::Transfer, step::StepId};

pub use self::lookups::Lookups;
use crate::{
    profile::correction,
    proof_settings::ProofSettings,
    store::{ProspectId, Store, StoreError},
};

/// The account for the snapshot, in the customer's name as corrected by the provider. `None` if it was not looked up
/// yet.
///
/// # Errors
/// If the storage fails.
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
