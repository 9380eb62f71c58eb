//! Variations of a scene's snapshot, in one part each.

use contract::{
    diligence::{Diligence, DiligenceKind, DiligenceState},
    reason::Reason,
    snapshot::{ActivationState, OnboardingStatus, ProofKind, ProofOption, ProofState, Snapshot},
    step::{DocumentKind, RequiredDocument, Step, StepId, StepState},
    time::Timestamp,
};

use crate::server::Server;

/// The kinds of variations that are tried in a scene. Every value includes those of [`Self::Brief`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Breadth {
    /// Final, blocking and unknown snapshots.
    Brief,
    /// Also: every step and the phone in every state, and every order and status.
    Steps,
    /// Also: every reason to ask again.
    Reasons,
    /// Also: every way to prove the customer's identity, every check, and the account.
    Proofs,
    /// Also: every document.
    Documents,
}

/// Every snapshot that differs from `base` in one part, once, with its name.
pub(super) fn deviations(base: &Snapshot, breadth: Breadth) -> Vec<(String, Snapshot)> {
    let mut found = Found { base, all: Vec::new() };
    found.wholes();
    match breadth {
        Breadth::Brief => {}
        Breadth::Steps => {
            found.steps();
            found.details();
        }
        Breadth::Reasons => found.reasons(),
        Breadth::Proofs => found.proofs(),
        Breadth::Documents => found.documents(),
    }
    found.all
}

struct Found<'a> {
    base: &'a Snapshot,
    all: Vec<(String, Snapshot)>,
}

impl Found<'_> {
    fn add(&mut self, name: impl Into<String>, change: impl FnOnce(&mut Snapshot)) {
        let mut snapshot = self.base.clone();
        change(&mut snapshot);
        snapshot.poll_after_ms = if snapshot.onboarding.is_final() { 0 } else { 2_000 };
        if snapshot != *self.base && self.all.iter().all(|(_, known)| *known != snapshot) {
            self.all.push((name.into(), snapshot));
        }
    }

    fn step(&mut self, name: String, id: StepId, change: impl FnOnce(&mut Step)) {
        self.add(name, |snapshot| {
            change(snapshot.steps.iter_mut().find(|step| step.id == id).unwrap());
        });
    }

    /// Variations of the status, the steps and the phone.
    fn wholes(&mut self) {
        use OnboardingStatus::*;
        for status in [Validated, Refused, Expired, Unknown] {
            self.add(status.as_str(), |snapshot| snapshot.onboarding = status);
        }
        let expired = Server::expired().snapshot();
        self.add("expired, new start", |snapshot| *snapshot = expired);
        self.add("no steps", |snapshot| snapshot.steps.clear());
        self.add("unknown steps", |snapshot| {
            for step in &mut snapshot.steps {
                step.id = StepId::Unknown;
            }
        });
        self.add("all unknown", |snapshot| {
            snapshot.onboarding = OnboardingStatus::Unknown;
            snapshot.activation.state = ActivationState::Unknown;
            for step in &mut snapshot.steps {
                step.state = StepState::Unknown;
                step.reasons = vec![Reason::Other];
            }
            snapshot.diligences =
                vec![Diligence { kind: DiligenceKind::Other, state: DiligenceState::Unknown, reason: None }];
            snapshot.options = vec![ProofOption { kind: ProofKind::Other, state: ProofState::Unknown }];
        });
    }

    fn steps(&mut self) {
        for status in OnboardingStatus::ALL {
            // From another status back to the first, the onboarding was started again: that is a separate journey.
            if OnboardingStatus::NotStarted != self.base.onboarding.min(*status) {
                self.add(status.as_str(), |snapshot| snapshot.onboarding = *status);
            }
        }
        for state in ActivationState::ALL {
            self.add(format!("phone {}", state.as_str()), |snapshot| snapshot.activation.state = *state);
        }
        self.add("code revealed", |snapshot| snapshot.activation.can_report ^= true);
        self.add("other code", |snapshot| snapshot.activation.issue += 1);
        self.add("other order", |snapshot| snapshot.steps.reverse());
        for id in self.ids() {
            for state in StepState::ALL {
                self.step(format!("{} {}", id.as_str(), state.as_str()), id, |step| step.state = *state);
            }
        }
    }

    fn ids(&self) -> Vec<StepId> {
        self.base.steps.iter().map(|step| step.id).collect()
    }

    fn reasons(&mut self) {
        for id in [StepId::Profile, StepId::Identity, StepId::Tax] {
            for reason in Reason::ALL {
                let name = format!("{} action_required, {}", id.as_str(), reason.as_str());
                self.step(name, id, |step| {
                    step.state = StepState::ActionRequired;
                    step.reasons = vec![*reason];
                });
            }
        }
    }

    /// Variations of the ways to prove the identity, the checks and the account.
    fn proofs(&mut self) {
        for kind in ProofKind::ALL {
            for state in ProofState::ALL {
                self.add(format!("option {} {}", kind.as_str(), state.as_str()), |snapshot| {
                    snapshot.options.retain(|option| option.kind != *kind);
                    snapshot.options.push(ProofOption { kind: *kind, state: *state });
                });
            }
        }
        for kind in DiligenceKind::ALL {
            for state in DiligenceState::ALL {
                self.add(format!("check {} {}", kind.as_str(), state.as_str()), |snapshot| {
                    snapshot.diligences.retain(|check| check.kind != *kind);
                    snapshot.diligences.push(Diligence { kind: *kind, state: *state, reason: None });
                });
            }
        }
        self.add("no account", |snapshot| snapshot.transfer = None);
        self.add("account", |snapshot| snapshot.transfer = Server::paying().snapshot().transfer);
    }

    fn documents(&mut self) {
        for kind in DocumentKind::ALL {
            for state in DiligenceState::ALL {
                for max_bytes in [0, 5_000_000] {
                    let name = format!("{} {}, at most {max_bytes}", kind.as_str(), state.as_str());
                    self.add(name, |snapshot| {
                        snapshot.upload_max_bytes = max_bytes;
                        let tax = snapshot.steps.iter_mut().find(|step| step.id == StepId::Tax).unwrap();
                        tax.state = StepState::ActionRequired;
                        tax.documents = vec![RequiredDocument { kind: *kind, state: *state }];
                    });
                }
            }
        }
    }

    /// Variations of the other members.
    fn details(&mut self) {
        self.add("corrections", |snapshot| snapshot.corrections += 1);
        self.add("other terms", |snapshot| {
            if let Some(terms) = &mut snapshot.terms {
                terms.version.push('b');
            }
        });
        self.add("no terms", |snapshot| snapshot.terms = None);
        self.add("kept until", |snapshot| {
            snapshot.prospect_expires_at = Timestamp::parse("2027-02-21T09:00:00Z");
        });
        for can_restart in [false, true] {
            self.step(format!("check closed, can restart {can_restart}"), StepId::Identity, |step| {
                step.state = StepState::Failed;
                step.reasons = vec![Reason::Expired];
                step.can_restart = can_restart;
            });
        }
    }
}
