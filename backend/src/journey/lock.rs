//! Which of the customer's details can still be changed (documentation, users: update).

use contract::{
    path::{self, IDENTITY},
    read_back::fields_of,
};

use super::{fact::IdentityStatus, progress::Progress};

/// The paths that cannot be changed: all once the identity is validated or the onboarding has ended; before that,
/// the identification data, except the fields that a mismatch with the document asks the customer to check.
pub fn locked(progress: &Progress, has_ended: bool) -> Vec<&'static str> {
    if has_ended || progress.identity.status == Some(IdentityStatus::Complete) {
        return path::ALL.to_vec();
    }
    let is_asked = |path: &&str| progress.mismatches.iter().any(|reason| fields_of(*reason).contains(path));
    IDENTITY.into_iter().filter(|path| !is_asked(path)).collect()
}

/// Whether any of the customer's details can still be changed.
pub fn is_anything_free(progress: &Progress, has_ended: bool) -> bool {
    locked(progress, has_ended).len() < path::ALL.len()
}

#[cfg(test)]
mod tests {
    use contract::reason::Reason;

    use super::*;
    use crate::journey::identity::Identity;

    fn progress(status: IdentityStatus, mismatches: &[Reason]) -> Progress {
        let identity = Identity { status: Some(status), ..Identity::default() };
        Progress { identity, mismatches: mismatches.to_vec(), ..Progress::default() }
    }

    #[test]
    fn identification_data_is_locked_once_entered_and_contact_data_is_free() {
        for status in [
            IdentityStatus::Initialized,
            IdentityStatus::Pending,
            IdentityStatus::Incomplete,
            IdentityStatus::AwaitingExpertise,
            IdentityStatus::Rejected,
            IdentityStatus::FraudSuspicion,
        ] {
            assert_eq!(locked(&progress(status, &[]), false), IDENTITY, "{status:?}");
        }
        assert_eq!(locked(&Progress::default(), false), IDENTITY);
    }

    #[test]
    fn a_mismatch_opens_exactly_the_fields_it_is_about() {
        for reason in Reason::ALL {
            let locked = locked(&progress(IdentityStatus::Incomplete, &[*reason]), false);
            for path in IDENTITY {
                assert_eq!(locked.contains(&path), !fields_of(*reason).contains(&path), "{reason:?} {path}");
            }
            assert!(path::CONTACT.iter().all(|path| !locked.contains(path)), "{reason:?}");
        }
        let two =
            progress(IdentityStatus::Incomplete, &[Reason::BirthDateMismatch, Reason::CivilityMismatch]);
        let open: Vec<_> = IDENTITY.into_iter().filter(|path| !locked(&two, false).contains(path)).collect();
        assert_eq!(open, ["civility", "birthDate"]);
    }

    #[test]
    fn all_is_locked_once_the_identity_is_validated_or_all_has_ended() {
        let validated = progress(IdentityStatus::Complete, &[]);
        let ended = progress(IdentityStatus::Incomplete, &[Reason::DataMismatch]);
        for (progress, has_ended) in [(validated, false), (ended, true)] {
            let locked = locked(&progress, has_ended);
            assert!(path::ALL.iter().all(|path| locked.contains(path)));
            assert!(!is_anything_free(&progress, has_ended));
        }
        assert!(is_anything_free(&progress(IdentityStatus::Incomplete, &[]), false));
    }
}
