//! The server decides which steps there are, and in which order: the module contains neither.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    reason::Reason,
    snapshot::ActivationState,
    step::{
        StepId::{self, *},
        StepState::*,
    },
    time::Timestamp,
};
use xpollens_onboarding::{
    model::{
        Effect, FieldId, Focus, Lane, Message,
        view::{Mark, Panel},
    },
    text::Text,
};

use crate::{page::Page, server::Server};

/// Sends each form that the module offers, until it offers the phone or nothing. Returns what it offered.
fn offered(mut server: Server) -> Vec<StepId> {
    let mut page = Page::at(&server);
    let mut offered = Vec::new();
    loop {
        let step = match page.view().panel {
            Panel::Form(form) => form.step,
            Panel::Handoff(_) => Device,
            Panel::Waiting(_) => return offered,
            other => panic!("{other:?}"),
        };
        offered.push(step);
        server = server.step(step, Done);
        if step == Device {
            server = server.activation(ActivationState::Bound, 1);
            page.answer(&server);
            page.send(xpollens_onboarding::model::Message::ContinuePressed);
        } else {
            page.fill(step);
            page.submit();
            page.accept(&server);
        }
    }
}

#[test]
fn the_default_order_is_followed() {
    assert_eq!(offered(Server::start()), [Profile, Device, Declarative, Tax, Terms]);
}

#[test]
fn an_order_that_begins_with_the_terms_is_followed() {
    let server = Server::start().order(&[(Terms, &[]), (Profile, &[Terms]), (Device, &[Profile])]);
    assert_eq!(offered(server), [Terms, Profile, Device]);
}

#[test]
fn an_order_that_ends_with_the_phone_is_followed() {
    let order: [(_, &[StepId]); 4] =
        [(Declarative, &[]), (Profile, &[]), (Tax, &[Profile]), (Device, &[Profile, Tax])];
    assert_eq!(offered(Server::start().order(&order)), [Declarative, Profile, Tax, Device]);
}

#[test]
fn a_step_is_not_offered_before_what_it_requires() {
    let server = Server::start().order(&[(Tax, &[Profile]), (Profile, &[])]);
    assert_eq!(offered(server), [Profile, Tax]);
}

#[test]
fn a_step_that_is_not_needed_is_neither_in_the_rail_nor_counted() {
    let server = Server::start().step(Tax, NotNeeded).step(Profile, Done);
    let page = Page::at(&server);
    assert_eq!(page.rail(), [Profile, Device, Identity, Declarative, Terms]);
    assert_eq!(page.view().progress, (1, 5));
    assert_eq!(
        page.view().position,
        Some(
            Text::new("rail.position")
                .with_number("done", 1)
                .with_number("count", 5)
                .with_text("step", &Text::new("step.device"))
        )
    );
}

#[test]
fn unknown_steps_states_and_checks_are_neutral_and_block_nothing() {
    let server = Server::bound()
        .order(&[(StepId::Unknown, &[]), (Identity, &[]), (Declarative, &[StepId::Screening])])
        .step(Identity, contract::step::StepState::Unknown)
        .diligence(DiligenceKind::Other, DiligenceState::Unknown);
    let mut page = Page::at(&server);
    assert_eq!(page.form().step, Declarative, "the unknown step before it blocks nothing");
    let rail = page.view().rail;
    assert_eq!((&rail[0].label, rail[0].mark), (&Text::new("step.unknown"), Mark::Todo));
    assert_eq!((rail[1].mark, &rail[1].state), (Mark::Neutral, &Text::new("state.unknown")));

    page.fill(Declarative);
    page.submit();
    page.accept(&server.step(Declarative, Done));
    let row = &page.waiting().rows[0];
    assert_eq!(
        (&row.label, row.mark, &row.state),
        (&Text::new("diligence.other"), Mark::Neutral, &Text::new("state.unknown"))
    );
}

#[test]
fn the_hand_over_is_offered_again_if_nothing_else_can_be_done() {
    let server = Server::bound().step(Declarative, Done).step(Tax, Done).step(Terms, Done);
    let mut page = Page::at(&server);
    assert_eq!(page.waiting().next, None);
    page.answer(&server.step(Device, Todo).activation(ActivationState::Ready, 2));
    let label = Text::new("waiting.next").with_text("step", &Text::new("step.device"));
    assert_eq!(page.waiting().next, Some(label));
    page.send(xpollens_onboarding::model::Message::ContinuePressed);
    page.handoff();
}

#[test]
fn the_page_does_not_call_a_phone_connected_before_it_is_bound() {
    let order: [(_, &[StepId]); 2] = [(Identity, &[]), (Profile, &[])];
    let page = Page::at(&Server::start().order(&order).step(Profile, Submitted));
    assert_eq!(page.waiting().heading, Text::new("waiting.answers_heading"));
}

#[test]
fn a_new_heading_of_the_wait_takes_the_focus() {
    let server = Server::bound().step(Declarative, Done).step(Tax, Done).step(Terms, Done);
    let mut page = Page::at(&server);
    let effects = page.answer(&server.step(Identity, Failed));
    assert_eq!(page.waiting().heading, Text::new("waiting.failed_heading"));
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
}

#[test]
fn the_end_of_the_customers_steps_is_shown_only_if_none_is_left() {
    let server = Server::bound().step(Identity, Failed);
    let mut page = Page::at(&server);
    page.send(Message::StepChosen(Identity));
    assert!(page.waiting().next.is_some());
    assert_eq!(page.waiting().heading, Text::new("waiting.answers_heading"));
}

#[test]
fn a_customer_who_works_on_another_step_hears_of_a_correction_and_stays_there() {
    let server = Server::bound().step(Identity, Done).step(Declarative, Done);
    let mut page = Page::at(&server);
    page.edit(FieldId::IsUsPerson, "false");
    let server = server.step_because(Profile, ActionRequired, &[Reason::FirstNameMismatch]);
    let effects = page.answer(&server);
    let text = Text::new("announce.progress")
        .with_text("label", &Text::new("step.profile"))
        .with_text("state", &Text::new("state.needs_you"));
    assert!(effects.contains(&Effect::Announce(text)));
    assert_eq!(page.form().step, Tax);
    page.fill(Tax);
    page.submit();
    page.accept(&server.step(Tax, Submitted));
    page.send(Message::BackPressed);
    page.send(Message::ContinuePressed);
    assert!(page.call(Lane::Profile).is_some(), "then the correction comes");
}

#[test]
fn the_wait_says_that_there_is_nothing_to_do_only_if_that_is_true() {
    let server = Server::bound().step(Identity, Done);
    let mut page = Page::at(&server);
    page.send(Message::BackPressed);
    let waiting = page.waiting();
    assert!(waiting.next.is_some());
    assert_eq!(waiting.intro, Text::new("waiting.intro_next"));
    page.answer(&server.step(Declarative, Done).step(Tax, Done).step(Terms, Done));
    assert_eq!((page.waiting().next, page.waiting().intro), (None, Text::new("waiting.intro")));
}

#[test]
fn no_duration_is_given_during_a_manual_review() {
    let server = Server::bound().step(Declarative, Done).step(Tax, Done).step(Terms, Done);
    let reviewed = server.clone().step(Identity, Review);
    assert_eq!(Page::at(&reviewed).waiting().intro, Text::new("waiting.intro_review"));
    // An automatic check is called a review too, and takes minutes.
    let document = (DiligenceKind::IdentityDocument, DiligenceState::Review);
    let running = server.step(Identity, Submitted).diligence(document.0, document.1).with(|snapshot| {
        let soon = Timestamp::from_millis(snapshot.now.as_millis() + 60_000);
        snapshot.steps.iter_mut().for_each(|step| step.expected_by = Some(soon));
    });
    assert_eq!(Page::at(&running).waiting().intro.key, "waiting.intro_minute");
}
