//! Whatever the server answers, whatever the connection does: a heading, and a way on.

use contract::{
    read_back::ProfileResponse,
    snapshot::{ActivationState, DiligenceKind, DiligenceState, OnboardingStatus, ProofKind, ProofState},
    step::{DocumentKind, Reason, StepId, StepState},
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{
        FieldId, Lane, Message, Timer,
        view::{CodeView, Panel},
    },
};

use crate::{
    page::{Page, on_record},
    server::Server,
};

/// Checks that the screen says something and leads on, if only by asking again.
fn assert_way_on(page: &Page, case: &str) {
    let asks = page.timer(Timer::Poll).is_some() || page.call(Lane::Status).is_some();
    let heading = match page.view().panel {
        Panel::Loading => {
            assert!(asks, "{case}: loads for ever");
            "loading.heading".into()
        }
        Panel::Form(form) => {
            assert!(form.fields().any(|field| field.is_shown), "{case}: nothing to fill in");
            assert!(form.can_submit || form.can_go_back, "{case}: it leads nowhere");
            assert!(!form.is_sending || page.call(Lane::Submit).is_some(), "{case}: sends for ever");
            form.heading.key.clone()
        }
        Panel::Handoff(handoff) => {
            let waits = handoff.code == CodeView::Preparing;
            assert!(!waits || asks, "{case}: the code is awaited and not asked for");
            "handoff.heading".into()
        }
        Panel::Options(_) => {
            assert!(asks, "{case}: the options are not followed");
            "option.heading".into()
        }
        Panel::Transfer(_) => {
            assert!(asks, "{case}: the transfer is not followed");
            "transfer.heading".into()
        }
        Panel::Documents(documents) => {
            assert!(
                documents.progress.is_none() || page.call(Lane::Upload).is_some(),
                "{case}: sends for ever"
            );
            documents.heading.key.clone()
        }
        Panel::Waiting(waiting) => {
            assert!(asks || waiting.next.is_some(), "{case}: waits for ever");
            waiting.heading.key.clone()
        }
        Panel::Confirm(confirm) => {
            assert!(asks, "{case}: the confirmation is not followed");
            confirm.heading.key.clone()
        }
        Panel::Problem(problem) => problem.heading.key.clone(),
        Panel::Outcome(outcome) => {
            assert!(!asks, "{case}: asks after the end");
            let can_restart = outcome.status == OnboardingStatus::Expired;
            assert!(outcome.restart.is_none() || can_restart, "{case}: begins anew");
            outcome.heading.key.clone()
        }
    };
    assert!(heading.contains("."), "{case}: {heading}");
}

/// What may happen to a page, and how it happens.
type Fate = (&'static str, fn(&mut Page));

/// What may happen to a page, once it has a snapshot.
fn fates() -> Vec<Fate> {
    fn ask(page: &mut Page) {
        if let Some(wait) = page.timer(Timer::Poll) {
            page.pass(wait);
        }
    }
    vec![
        ("nothing", |_| {}),
        ("unchanged", |page| {
            ask(page);
            if page.call(Lane::Status).is_some() {
                page.unchanged();
            }
        }),
        ("offline", |page| {
            page.send(Message::WentOffline);
            ask(page);
            for lane in [Lane::Status, Lane::Reveal] {
                if page.call(lane).is_some() {
                    page.fail(lane, FailureKind::Offline);
                }
            }
        }),
        ("offline and back", |page| {
            page.send(Message::WentOffline);
            page.send(Message::WentOnline);
        }),
        ("hidden", |page| {
            page.send(Message::PageHidden);
        }),
        ("hidden, unchanged", |page| {
            page.send(Message::PageHidden);
            ask(page);
            if page.call(Lane::Status).is_some() {
                page.unchanged();
            }
        }),
        ("hidden and back", |page| {
            page.send(Message::PageHidden);
            page.send(Message::PageShown);
        }),
        ("in the back/forward cache and back", |page| {
            page.send(Message::PageLeft);
            page.send(Message::PageShown);
        }),
        ("session ended", |page| {
            ask(page);
            if page.call(Lane::Status).is_some() {
                page.fail(Lane::Status, FailureKind::SessionExpired);
            }
        }),
        ("on to the next", |page| {
            page.send(Message::ContinuePressed);
        }),
        ("details opened", |page| {
            page.send(Message::StepChosen(StepId::Profile));
        }),
        ("details read", |page| {
            page.send(Message::StepChosen(StepId::Profile));
            if page.call(Lane::Profile).is_some() {
                page.read_back(on_record());
            }
        }),
        ("details locked", |page| {
            page.send(Message::StepChosen(StepId::Profile));
            if page.call(Lane::Profile).is_some() {
                let locked = FieldId::all().map(|id| id.path().to_owned()).collect();
                page.read_back(ProfileResponse { locked, ..on_record() });
            }
        }),
        ("details not read", |page| {
            page.send(Message::StepChosen(StepId::Profile));
            if page.call(Lane::Profile).is_some() {
                page.fail(Lane::Profile, FailureKind::Unavailable);
            }
        }),
        ("back", |page| {
            page.send(Message::BackPressed);
        }),
    ]
}

fn walk(server: &Server, case: &str) {
    for (fate, happens) in fates() {
        let case = format!("{case}, {fate}");
        // At the first answer, and where the customer was elsewhere when it came.
        let mut page = Page::at(server);
        happens(&mut page);
        assert_way_on(&page, &case);
        let mut page = Page::at(&Server::start());
        page.answer(&server.clone().revision(99));
        happens(&mut page);
        assert_way_on(&page, &format!("{case}, from the form"));
    }
}

#[test]
fn no_state_of_any_step_is_a_dead_end() {
    let starts = [
        ("start", Server::start()),
        ("code ready", Server::code_ready()),
        ("bound", Server::bound()),
        ("confirming", Server::confirming(300)),
    ];
    for (name, server) in &starts {
        for step in server.snapshot().steps.iter().map(|step| step.id) {
            for state in StepState::ALL {
                let case = format!("{name}, {step:?} {state:?}");
                walk(&server.clone().step(step, *state), &case);
            }
        }
    }
}

#[test]
fn no_reason_is_a_dead_end() {
    for step in [StepId::Profile, StepId::Device, StepId::Identity, StepId::Tax] {
        for reason in Reason::ALL {
            let server = Server::bound().step_because(step, StepState::ActionRequired, &[*reason]);
            walk(&server, &format!("{step:?} {reason:?}"));
        }
    }
}

#[test]
fn no_state_of_the_activation_and_of_the_whole_is_a_dead_end() {
    for state in ActivationState::ALL {
        walk(&Server::code_ready().activation(*state, 1), &format!("{state:?}"));
    }
    for status in OnboardingStatus::ALL {
        let server = Server::bound().onboarding(*status);
        walk(&server, &format!("{status:?}"));
    }
}

#[test]
fn what_begins_anew_is_no_dead_end() {
    walk(&Server::expired(), "expired");
    walk(&Server::bound().check_closed(true), "a closed check");
    walk(&Server::bound().check_closed(false), "a closed check for good");
}

#[test]
fn no_step_at_all_is_no_dead_end() {
    walk(&Server::start().order(&[]), "no steps");
    walk(&Server::start().order(&[(StepId::Unknown, &[])]), "an unknown step");
}

#[test]
fn no_option_of_proof_and_no_transfer_is_a_dead_end() {
    for kind in ProofKind::ALL {
        for state in ProofState::ALL {
            for server in [Server::code_ready(), Server::bound()] {
                walk(&server.options(&[(*kind, *state)]), &format!("{kind:?} {state:?}"));
            }
        }
    }
    for state in DiligenceState::ALL {
        let server = Server::paying().diligence(DiligenceKind::Transfer, *state);
        walk(&server, &format!("transfer {state:?}"));
    }
}

#[test]
fn no_document_is_a_dead_end() {
    for kind in DocumentKind::ALL {
        for state in DiligenceState::ALL {
            for max_bytes in [0, 5_000_000] {
                let server = Server::bound().documents(&[(*kind, *state)]).upload_max(max_bytes);
                walk(&server, &format!("{kind:?} {state:?} {max_bytes}"));
            }
        }
    }
}
