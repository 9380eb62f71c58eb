//! Where a customer stands, as the partner's server learns it: asked for, or in an event. Nothing personal.

use contract::{
    customer::{CustomerResponse, CustomerStep},
    snapshot::Snapshot,
};

use crate::{journey::progress::Progress, store::Prospect};

/// Where the customer stands by this snapshot.
pub fn customer(prospect: &Prospect, progress: &Progress, snapshot: &Snapshot) -> CustomerResponse {
    let steps = snapshot.steps.iter().map(|step| CustomerStep { id: step.id, state: step.state });
    CustomerResponse {
        customer_reference: prospect.customer_reference.clone(),
        app_user_id: prospect.app_user_id.clone(),
        account_id: progress.account_id.clone(),
        onboarding: snapshot.onboarding,
        revision: prospect.revision,
        steps: steps.collect(),
        opened_at: prospect.opened_at,
        prospect_expires_at: snapshot.prospect_expires_at,
    }
}
