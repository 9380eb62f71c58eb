//! The journeys: what the server says, scene by scene, and what moves it to the next.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    reason::Reason,
    snapshot::{ActivationState, OnboardingStatus, ProofKind, ProofState, Snapshot},
    step::{
        DocumentKind,
        StepId::{self, *},
        StepState::{self, *},
    },
    time::Timestamp,
};

use super::alphabet::Breadth;
use crate::server::Server;

/// What moves the server from a scene to the next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Advance {
    /// Something elsewhere: on the phone, at the provider.
    ByItself,
    /// This step is accepted.
    Sent(StepId),
    /// The confirmation is sent again.
    Resent,
    /// The change to the transfer is accepted.
    Changed,
    /// A document is accepted.
    Uploaded,
    /// A new identity check is accepted.
    CheckAsked,
    /// The customer reports that somebody else used the code.
    Reported,
    /// A new onboarding starts.
    BegunAnew,
    /// Nothing: it is a final status.
    Never,
}

/// What the server says until something moves it on.
pub(super) struct Scene {
    pub(super) name: &'static str,
    pub(super) snapshot: Snapshot,
    pub(super) advance: Advance,
    /// How many deviations are tried.
    pub(super) breadth: Breadth,
}

/// From the first answer to a final status.
pub(super) struct Journey {
    pub(super) name: &'static str,
    pub(super) scenes: Vec<Scene>,
}

fn brief(name: &'static str, server: &Server, advance: Advance) -> Scene {
    Scene { name, snapshot: server.snapshot(), advance, breadth: Breadth::Brief }
}

fn broad(breadth: Breadth, name: &'static str, server: &Server, advance: Advance) -> Scene {
    Scene { breadth, ..brief(name, server, advance) }
}

/// Every journey.
pub(super) fn all() -> Vec<Journey> {
    let mut journeys = vec![
        default_order(),
        terms_first(),
        phone_last(),
        by_transfer(),
        with_documents(),
        corrected_and_closed(),
        confirmations_that_lapse(),
        expired(),
        used_by_somebody_else(),
    ];
    for journey in &mut journeys {
        let mut is_begun = false;
        for scene in &mut journey.scenes {
            if is_begun && scene.snapshot.onboarding == OnboardingStatus::NotStarted {
                scene.snapshot.onboarding = OnboardingStatus::InProgress;
            }
            is_begun = scene.advance != Advance::BegunAnew;
        }
    }
    journeys
}

fn default_order() -> Journey {
    use Advance::*;
    let start = Server::start();
    let submitted =
        start.clone().step(Profile, StepState::Submitted).activation(ActivationState::WaitingCode, 0);
    let ready = submitted
        .clone()
        .step(Profile, Done)
        .activation(ActivationState::Ready, 1)
        .kept_until("2027-02-21T09:00:00Z");
    let bound = ready.clone().step(Device, Done).activation(ActivationState::Bound, 1);
    let declared = bound.clone().step(Declarative, Done);
    let confirming = declared.clone().step(Tax, ConfirmOnPhone).confirmation(Some((Tax, 300)));
    let scanned = confirming
        .clone()
        .step(Tax, Done)
        .confirmation(None)
        .step(Identity, StepState::Submitted)
        .diligence(DiligenceKind::IdentityDocument, DiligenceState::Validated)
        .diligence(DiligenceKind::Selfie, DiligenceState::Received)
        .with(|snapshot| {
            let by = Timestamp::from_millis(snapshot.now.as_millis() + 240_000);
            snapshot.steps.iter_mut().find(|step| step.id == Identity).unwrap().expected_by = Some(by);
        });
    let accepting = scanned.clone().step(Terms, ConfirmOnPhone).confirmation(Some((Terms, 300)));
    let reviewed = accepting.clone().step(Terms, Done).confirmation(None).step(Identity, Review);
    let opened = reviewed
        .clone()
        .step(Identity, Done)
        .ended(OnboardingStatus::Validated)
        .with(|snapshot| snapshot.has_self_certification = true);
    Journey {
        name: "default order",
        scenes: vec![
            broad(Breadth::Steps, "start", &start, Sent(Profile)),
            brief("details received", &submitted, ByItself),
            broad(Breadth::Proofs, "code ready", &ready, ByItself),
            broad(Breadth::Steps, "phone bound", &bound, Sent(Declarative)),
            brief("situation received", &declared, Sent(Tax)),
            broad(Breadth::Reasons, "taxes to confirm", &confirming, ByItself),
            brief("identity scanned", &scanned, Sent(Terms)),
            brief("terms to confirm", &accepting, ByItself),
            brief("in review", &reviewed, ByItself),
            brief("opened", &opened, Never),
        ],
    }
}

fn terms_first() -> Journey {
    use Advance::*;
    let start = Server::start().order(&[
        (Terms, &[]),
        (Profile, &[Terms]),
        (StepId::Unknown, &[Profile]),
        (Device, &[Profile]),
        (Screening, &[Profile]),
    ]);
    let accepted = start.clone().step(Terms, Done);
    let ready = accepted.clone().step(Profile, Done).activation(ActivationState::Ready, 1);
    let bound = ready
        .clone()
        .step(Device, Done)
        .activation(ActivationState::Bound, 1)
        .step(StepId::Unknown, StepState::Unknown)
        .step(Screening, Review);
    let opened = bound.clone().ended(OnboardingStatus::Validated);
    Journey {
        name: "terms first",
        scenes: vec![
            brief("start", &start, Sent(Terms)),
            brief("terms received", &accepted, Sent(Profile)),
            brief("code ready", &ready, ByItself),
            brief("screening", &bound, ByItself),
            brief("opened", &opened, Never),
        ],
    }
}

fn phone_last() -> Journey {
    use Advance::*;
    let order: [(_, &[StepId]); 4] =
        [(Declarative, &[]), (Profile, &[]), (Tax, &[Profile]), (Device, &[Profile, Tax])];
    let start = Server::start().order(&order).with(|snapshot| snapshot.drafts = Some([Declarative].into()));
    let declared = start.clone().step(Declarative, Done);
    let known = declared.clone().step(Profile, Done);
    let late = known.clone().step(Tax, Done).activation(ActivationState::Error, 0);
    let ready = late.clone().activation(ActivationState::Ready, 1);
    let opened = ready
        .clone()
        .step(Device, Done)
        .activation(ActivationState::Bound, 1)
        .ended(OnboardingStatus::Validated);
    Journey {
        name: "phone last",
        scenes: vec![
            brief("start", &start, Sent(Declarative)),
            brief("situation received", &declared, Sent(Profile)),
            brief("details received", &known, Sent(Tax)),
            brief("code late", &late, ByItself),
            brief("code ready", &ready, ByItself),
            brief("opened", &opened, Never),
        ],
    }
}

fn by_transfer() -> Journey {
    use Advance::*;
    let ready = Server::code_ready()
        .options(&[
            (ProofKind::FacialScan, ProofState::Chosen),
            (ProofKind::Transfer, ProofState::Available),
            (ProofKind::Other, ProofState::Unknown),
        ])
        .step(Declarative, Done)
        .step(Tax, Done)
        .step(Terms, Done);
    let chosen = ready
        .clone()
        .options(&[(ProofKind::FacialScan, ProofState::Closed), (ProofKind::Transfer, ProofState::Chosen)]);
    let bound = chosen.clone().step(Device, Done).activation(ActivationState::Bound, 1);
    let paying = Server::paying().diligence(DiligenceKind::Transfer, DiligenceState::Expected);
    let made = paying.clone().diligence(DiligenceKind::Transfer, DiligenceState::Review);
    let again = paying
        .clone()
        .step_because(Proof, ActionRequired, &[Reason::OtherPayer, Reason::MoneyReturned])
        .payment_url("https://pay.bank.example/start")
        .diligence(DiligenceKind::Transfer, DiligenceState::Refused);
    let opened = again.clone().transfer(None).step(Proof, Done).ended(OnboardingStatus::Validated);
    Journey {
        name: "by transfer",
        scenes: vec![
            brief("scan or transfer", &ready, Changed),
            brief("transfer chosen", &chosen, ByItself),
            brief("phone bound", &bound, ByItself),
            broad(Breadth::Proofs, "transfer to make", &paying, ByItself),
            brief("transfer made", &made, ByItself),
            brief("transfer sent back", &again, ByItself),
            brief("opened", &opened, Never),
        ],
    }
}

fn with_documents() -> Journey {
    use Advance::*;
    let others_done = Server::bound().step(Identity, Done).step(Declarative, Done).step(Terms, Done);
    let asked_again = others_done.clone().step_because(Tax, ActionRequired, &[Reason::Other]);
    let wanted = others_done.clone().documents(&[
        (DocumentKind::W9, DiligenceState::Expected),
        (DocumentKind::Other, DiligenceState::Expected),
    ]);
    let one_left = others_done
        .clone()
        .documents(&[
            (DocumentKind::W9, DiligenceState::Received),
            (DocumentKind::Other, DiligenceState::Refused),
        ])
        .with(|snapshot| {
            let tax = snapshot.steps.iter_mut().find(|step| step.id == Tax).unwrap();
            tax.reasons = vec![Reason::DocumentRefused];
        });
    let third = others_done.clone().documents(&[(DocumentKind::W8Ben, DiligenceState::Expected)]);
    let reviewed = others_done.documents(&[(DocumentKind::Other, DiligenceState::Review)]).step(Tax, Review);
    let refused = reviewed.clone().ended(OnboardingStatus::Refused);
    Journey {
        name: "with documents",
        scenes: vec![
            brief("taxes asked again", &asked_again, Sent(Tax)),
            broad(Breadth::Documents, "two documents lack", &wanted, Uploaded),
            brief("one is asked for again", &one_left, Uploaded),
            brief("a third one lacks", &third, Uploaded),
            brief("in review", &reviewed, ByItself),
            brief("refused", &refused, Never),
        ],
    }
}

fn corrected_and_closed() -> Journey {
    use Advance::*;
    let others_done = Server::bound().step(Declarative, Done).step(Tax, Done).step(Terms, Done);
    let mismatch = others_done.clone().step(Identity, Review).step_because(
        Profile,
        ActionRequired,
        &[Reason::FirstNameMismatch, Reason::BirthDateMismatch],
    );
    let any_mismatch = mismatch.clone().step_because(Profile, ActionRequired, &[Reason::DataMismatch]);
    let corrected = mismatch.clone().step(Profile, StepState::Submitted).corrections(1);
    let closed = others_done.clone().check_closed(true);
    let again = others_done.clone();
    let refused = others_done.ended(OnboardingStatus::Refused);
    Journey {
        name: "corrected, closed, begun again",
        scenes: vec![
            brief("names differ", &mismatch, ByItself),
            brief("something differs", &any_mismatch, Sent(Profile)),
            brief("corrected", &corrected, ByItself),
            broad(Breadth::Steps, "check closed", &closed, CheckAsked),
            brief("new check", &again, ByItself),
            brief("refused", &refused, Never),
        ],
    }
}

fn confirmations_that_lapse() -> Journey {
    use Advance::*;
    let pending = Server::confirming(300);
    let lapsed = |reason| pending.clone().confirmation(None).step_because(Tax, ActionRequired, &[reason]);
    let opened = pending.clone().confirmation(None).step(Tax, Done).ended(OnboardingStatus::Validated);
    Journey {
        name: "confirmations that lapse",
        scenes: vec![
            brief("refused on the phone", &lapsed(Reason::ConfirmationRefused), Resent),
            brief("pending", &pending, ByItself),
            brief("timed out", &lapsed(Reason::ConfirmationTimedOut), Resent),
            brief("pending again", &pending, ByItself),
            brief("phone not ready", &lapsed(Reason::DeviceNotReady), Resent),
            brief("pending at last", &pending, ByItself),
            brief("opened", &opened, Never),
        ],
    }
}

fn used_by_somebody_else() -> Journey {
    use Advance::*;
    let order: [(_, &[StepId]); 4] =
        [(Profile, &[]), (Device, &[Profile]), (Declarative, &[Profile]), (Tax, &[Profile, Device])];
    let ready =
        Server::start().order(&order).step(Profile, Done).activation(ActivationState::Ready, 1).revealed();
    let bound = ready
        .clone()
        .step(Device, Done)
        .activation(ActivationState::Bound, 1)
        .step(Tax, ConfirmOnPhone)
        .confirmation(Some((Tax, 300)));
    let reported = bound.clone().reported();
    let again = ready.clone().activation(ActivationState::Ready, 2).with(|snapshot| {
        snapshot.activation.can_report = false;
    });
    let opened = again.clone().ended(OnboardingStatus::Validated);
    Journey {
        name: "used by somebody else",
        scenes: vec![
            brief("code revealed", &ready, ByItself),
            brief("somebody's phone", &bound, Reported),
            brief("reported", &reported, ByItself),
            brief("another code", &again, ByItself),
            brief("opened", &opened, Never),
        ],
    }
}

fn expired() -> Journey {
    use Advance::*;
    let start = Server::start().order(&[(Profile, &[]), (Screening, &[Profile])]);
    let screened = start.clone().step(Profile, Done).step(Screening, Review);
    let over = Server::expired().with(|snapshot| snapshot.can_restart = false);
    Journey {
        name: "expired",
        scenes: vec![
            brief("screening", &screened, ByItself),
            brief("expired", &Server::expired(), BegunAnew),
            brief("started again", &start, Sent(Profile)),
            brief("screening again", &screened, ByItself),
            brief("over", &over, Never),
        ],
    }
}
