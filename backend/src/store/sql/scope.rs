//! Whom a piece of work is about. An engine on which several programs write at the same time locks these customers first, so that
//! the work sees everything that is recorded about them, and nothing is recorded meanwhile.

use std::collections::BTreeSet;

use crate::{callback::delivery::Arrival, store::ProspectId};

/// Whom a piece of work is about.
#[derive(Clone, Default)]
pub(in crate::store) struct Scope {
    /// Rows of prospects.
    pub(in crate::store) prospects: BTreeSet<ProspectId>,
    /// User ids at the provider.
    pub(in crate::store) users: BTreeSet<String>,
    /// Ids of confirmations at the provider.
    pub(in crate::store) authentications: BTreeSet<String>,
}

impl Scope {
    /// Nobody: the work only touches rows that no other work changes.
    pub(super) fn nobody() -> Self {
        Self::default()
    }

    /// One prospect.
    pub(in crate::store) fn prospect(id: ProspectId) -> Self {
        Self { prospects: BTreeSet::from([id]), ..Self::default() }
    }

    /// One user at the provider.
    pub(super) fn user(app_user_id: &str) -> Self {
        Self { users: BTreeSet::from([app_user_id.to_owned()]), ..Self::default() }
    }

    /// As it is, and a confirmation.
    pub(super) fn and_authentication(mut self, id: Option<&String>) -> Self {
        self.authentications.extend(id.cloned());
        self
    }

    /// As it is, and a user at the provider.
    pub(super) fn and_user(mut self, app_user_id: &str) -> Self {
        self.users.insert(app_user_id.to_owned());
        self
    }

    /// Everybody whom these callbacks are about.
    pub(super) fn of_arrivals(arrivals: &[Arrival]) -> Self {
        let envelopes = || arrivals.iter().map(|arrival| &arrival.envelope);
        Self {
            users: envelopes().filter_map(|envelope| envelope.app_user_id.clone()).collect(),
            authentications: envelopes().filter_map(|envelope| envelope.authentication_id.clone()).collect(),
            ..Self::default()
        }
    }

    /// Adds another scope.
    pub(in crate::store) fn extend(&mut self, other: Self) {
        self.prospects.extend(other.prospects);
        self.users.extend(other.users);
        self.authentications.extend(other.authentications);
    }
}
