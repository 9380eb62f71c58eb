//! The shortest way from the first screen to the open account, in one test.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    profile::Profile,
    snapshot::{ActivationState, OnboardingStatus},
    step::{StepId::*, StepState::*},
    submission::Submission,
};
use xpollens_onboarding::{
    model::{Call, Effect, Focus, HostEvent, Lane, Message, Timer, view::Panel},
    text::Text,
};

use crate::{
    page::{CODE, Page},
    server::Server,
};

#[test]
fn a_customer_goes_from_the_form_through_the_phone_to_the_open_account() {
    // The module starts: it draws what it knows and asks for the snapshot.
    let mut page = Page::started();
    assert_eq!(page.view().panel, Panel::Loading);
    assert_eq!(page.call(Lane::Status), Some(&Call::FetchSnapshot { after: None, wait_seconds: 0 }));

    // The server's first step is a form. It is filled in and sent.
    let server = Server::start();
    page.answer(&server);
    assert_eq!(page.rail(), [Profile, Device, Identity, Declarative, Tax, Terms]);
    page.fill(Profile);
    let effects = page.submit();
    let submit = page.call(Lane::Submit).cloned().unwrap();
    let id = page.call_id(Lane::Submit);
    assert_eq!(effects, [Effect::Call(id, submit), Effect::Announce(Text::new("form.sending"))]);
    let fixture: Profile =
        serde_json::from_str(include_str!("../../contract/fixtures/profile.json")).unwrap();
    assert!(page.sent().1 == Submission::Profile(Box::new(fixture)), "the contract's example is sent");
    assert!(page.form().is_sending);

    // It is accepted: the hand-over follows, and its code as soon as there is one.
    let server = server
        .step(Profile, Done)
        .onboarding(OnboardingStatus::Initialized)
        .activation(ActivationState::WaitingCode, 0);
    page.accept(&server);
    assert_eq!(page.shown_code(), None);
    assert_eq!(page.call(Lane::Reveal), None);
    let server = server.activation(ActivationState::Ready, 1);
    page.answer(&server);
    assert_eq!(page.call(Lane::Reveal), Some(&Call::RevealCode));
    page.reveal(1);
    assert_eq!(page.shown_code().as_deref(), Some(CODE));

    // The phone is bound: the page tracks the identity check on it.
    let server = server.activation(ActivationState::Bound, 1).step(Device, Done);
    let effects = page.answer(&server);
    assert!(effects.contains(&Effect::Announce(Text::new("announce.bound"))));
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
    assert_eq!(page.waiting().heading, Text::new("waiting.phone_heading"));
    let server = server
        .step(Identity, Submitted)
        .onboarding(OnboardingStatus::InProgress)
        .diligence(DiligenceKind::IdentityDocument, DiligenceState::Received);
    page.answer(&server);
    assert_eq!(page.waiting().heading, Text::new("waiting.heading"));
    assert_eq!(page.waiting().rows[0].label, Text::new("diligence.identity_document"));

    // Meanwhile the next forms.
    page.send(Message::ContinuePressed);
    page.fill(Declarative);
    page.submit();
    let server = server.step(Declarative, Done);
    page.accept(&server);
    page.fill(Tax);
    page.submit();
    let server = server.step(Tax, ConfirmOnPhone).confirmation(Some((Tax, 300)));
    page.accept(&server);

    // The taxes are confirmed on the phone.
    assert_eq!(
        page.confirm().heading,
        Text::new("confirm.heading").with_text("step", &Text::new("step.tax"))
    );
    assert_eq!(page.confirm().countdown, Some((300, 300)));
    let server = server.step(Tax, Done).confirmation(None).step(Identity, Done);
    page.answer(&server);

    // The terms, confirmed too; then the account is open.
    page.fill(Terms);
    page.submit();
    let server = server.step(Terms, ConfirmOnPhone).confirmation(Some((Terms, 300)));
    page.accept(&server);
    let server = server.step(Terms, Done).confirmation(None).ended(OnboardingStatus::Validated);
    page.answer(&server);
    let Panel::Outcome(outcome) = page.view().panel else { panic!("no end") };
    assert_eq!(outcome.status, OnboardingStatus::Validated);
    assert_eq!(outcome.heading, Text::new("opened.heading"));
    assert_eq!((page.timer(Timer::Poll), page.timer(Timer::Second)), (None, None));

    // The events that the host received, in order.
    let step = |step, state| HostEvent::Step { step, state };
    let status = |status| HostEvent::Status { status };
    assert_eq!(
        page.events,
        [
            HostEvent::Ready,
            status(OnboardingStatus::NotStarted),
            step(Profile, Done),
            status(OnboardingStatus::Initialized),
            step(Device, Done),
            step(Identity, Submitted),
            status(OnboardingStatus::InProgress),
            step(Declarative, Done),
            step(Tax, ConfirmOnPhone),
            step(Identity, Done),
            step(Tax, Done),
            step(Terms, ConfirmOnPhone),
            step(Terms, Done),
            status(OnboardingStatus::Validated),
            HostEvent::End { status: OnboardingStatus::Validated },
        ]
    );
}
