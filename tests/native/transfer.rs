//! A customer who refuses the face scan: the choice of the transfer, its account, and its result.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    problem::ProblemCode,
    reason::Reason,
    snapshot::{ProofKind, ProofState},
    step::{
        StepId::{self, *},
        StepState::*,
    },
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Effect, Focus, Lane, Message, PaymentField, view::Panel},
    text::Text,
};

use crate::{page::Page, server::Server};

const BOTH: [(ProofKind, ProofState); 2] =
    [(ProofKind::FacialScan, ProofState::Chosen), (ProofKind::Transfer, ProofState::Available)];
const CHANGED: [(ProofKind, ProofState); 2] =
    [(ProofKind::FacialScan, ProofState::Closed), (ProofKind::Transfer, ProofState::Chosen)];

fn is_handoff(page: &Page) -> bool {
    matches!(page.view().panel, Panel::Handoff(_))
}

#[test]
fn a_customer_who_refuses_the_face_scan_chooses_the_transfer() {
    let mut page = Page::at(&Server::code_ready().options(&BOTH));
    page.reveal(1);
    assert!(page.handoff().can_change_proof);
    page.send(Message::OptionsPressed);
    assert_eq!(page.shown_code(), None, "the code does not stay behind another screen");
    let states: Vec<_> = page.options().rows.iter().map(|row| row.state.key.clone()).collect();
    assert_eq!(states, ["option.chosen", "option.available"]);
    page.send(Message::AlternativePressed);
    assert!(page.options().is_sending);
    assert!(!page.send(Message::AlternativePressed).iter().any(|effect| matches!(effect, Effect::Call(..))));
    let effects = page.switched(&Server::code_ready().options(&CHANGED));
    assert!(is_handoff(&page) && !page.handoff().can_change_proof);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
}

#[test]
fn the_options_return_to_the_screen_that_opened_them() {
    for (server, is_bound) in [(Server::code_ready(), false), (Server::bound(), true)] {
        let server = if is_bound {
            [Declarative, Tax, Terms].into_iter().fold(server, |server, id| server.step(id, Done))
        } else {
            server
        };
        let mut page = Page::at(&server.options(&BOTH));
        page.send(Message::OptionsPressed);
        assert_eq!(page.options().rows.len(), 2);
        page.send(Message::ContinuePressed);
        assert_eq!(is_handoff(&page), !is_bound);
    }
}

#[test]
fn options_cannot_be_opened_if_there_are_none() {
    for options in [[].as_slice(), &CHANGED, &[(ProofKind::Other, ProofState::Available)]] {
        let mut page = Page::at(&Server::code_ready().options(options));
        assert!(!page.handoff().can_change_proof);
        page.send(Message::OptionsPressed);
        assert!(is_handoff(&page));
    }
}

#[test]
fn a_third_option_and_an_unknown_state_have_neutral_texts() {
    let options = [BOTH[1], (ProofKind::Other, ProofState::Unknown)];
    let mut page = Page::at(&Server::code_ready().options(&options));
    page.send(Message::OptionsPressed);
    assert_eq!(page.options().rows[1].label, Text::new("option.other"));
    assert_eq!(page.options().rows[1].state, Text::new("option.closed"));
}

#[test]
fn a_failed_change_to_the_transfer_can_be_retried() {
    let mut page = Page::at(&Server::code_ready().options(&BOTH));
    page.send(Message::OptionsPressed);
    page.send(Message::AlternativePressed);
    let effects = page.fail(Lane::Alternative, FailureKind::Unavailable);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Notice)));
    assert!(page.options().notice.is_some() && !page.options().is_sending);
    page.send(Message::AlternativePressed);
    assert_eq!(page.options().notice, None);
    let effects = page.fail(Lane::Alternative, FailureKind::Refused(ProblemCode::StepNotOpen));
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Call(..))),
        "the snapshot is fetched, because the open steps have changed"
    );
}

#[test]
fn the_next_screen_opens_when_the_options_close() {
    let mut page = Page::at(&Server::code_ready().options(&BOTH));
    page.send(Message::OptionsPressed);
    page.answer(&Server::code_ready().options(&CHANGED).revision(50));
    assert!(is_handoff(&page));
}

#[test]
fn forms_come_before_the_transfer_and_the_transfer_before_the_wait() {
    let mut page = Page::at(&Server::paying().step(Declarative, Todo));
    assert_eq!(page.form().step, Declarative);
    page.answer(&Server::paying().revision(50));
    assert_eq!(page.transfer().payment.value(PaymentField::Iban), "FR7630001007941234567890185");
    let groups: Vec<_> = page.transfer().payment.iban_groups().map(str::to_owned).collect();
    assert_eq!(groups.join(" "), "FR76 3000 1007 9412 3456 7890 185");
    assert!(page.transfer().payment.symbol.is_some());
    let current: Vec<_> =
        page.view().rail.iter().filter(|item| item.is_current).map(|item| item.step).collect();
    assert_eq!(current, [StepId::Proof]);
}

#[test]
fn a_transfer_that_was_made_is_tracked_and_can_be_viewed_again() {
    let mut page = Page::at(&Server::paying());
    page.send(Message::ContinuePressed);
    let row = page.waiting().rows.iter().find(|row| row.label.key == "diligence.transfer").cloned().unwrap();
    assert_eq!(row.detail, Some(Text::new("waiting.transfer_time")));
    page.send(Message::ContinuePressed);
    page.transfer();
    page.answer(&Server::paying().diligence(DiligenceKind::Transfer, DiligenceState::Received).revision(50));
    assert_eq!(page.waiting().next, None, "received: nothing to do");
    let review = Server::paying().diligence(DiligenceKind::Transfer, DiligenceState::Review).revision(51);
    page.answer(&review);
    assert_eq!(page.waiting().rows[0].detail, Some(Text::new("waiting.transfer_review")));
}

#[test]
fn a_transfer_by_another_payer_must_be_repeated_and_has_a_reason() {
    let server = Server::paying().diligence(DiligenceKind::Transfer, DiligenceState::Refused).step_because(
        Proof,
        ActionRequired,
        &[Reason::OtherPayer, Reason::MoneyReturned],
    );
    let page = Page::at(&server);
    let reasons: Vec<_> = page.transfer().reasons.iter().map(|reason| reason.key.clone()).collect();
    assert_eq!(reasons, ["reason.other_payer", "reason.money_returned"]);
}

#[test]
fn the_transfer_belongs_to_the_identity_step_if_there_is_no_proof_step() {
    let server = Server::bound()
        .order(&[(Device, &[]), (Identity, &[Device])])
        .step(Device, Done)
        .step(Identity, ActionRequired)
        .transfer(Some("FR7630001007941234567890185"));
    Page::at(&server).transfer();
}

#[test]
fn an_account_that_is_withdrawn_is_removed_from_the_page() {
    let mut page = Page::at(&Server::paying());
    page.send(Message::PaymentCopyPressed(PaymentField::Iban));
    page.answer(&Server::paying().transfer(None).revision(50));
    let waiting = page.waiting();
    assert!(!format!("{:?}", page.view()).contains("FR76"));
    let row = waiting.rows.iter().find(|row| row.label.key == "diligence.transfer").unwrap();
    assert_eq!(row.detail, Some(Text::new("waiting.transfer_later")));
}

#[test]
fn each_line_can_be_copied_and_the_copy_is_announced() {
    let mut page = Page::at(&Server::paying());
    for field in PaymentField::ALL {
        let effects = page.send(Message::PaymentCopyPressed(field));
        let payment = page.transfer().payment;
        assert!(effects.contains(&Effect::CopyPayment(payment, field)));
        assert_eq!(page.transfer().copy_note, None);
        for (is_copied, key) in [(true, "transfer.copied"), (false, "transfer.not_copied")] {
            let note = Text::new(key).with_text("field", &field.label());
            let effects = page.send(Message::CopyEnded(is_copied));
            assert_eq!(effects, [Effect::Announce(note.clone())]);
            assert_eq!(page.transfer().copy_note, Some(note));
        }
    }
}

#[test]
fn only_web_addresses_are_offered_for_payment() {
    let url =
        |url: &str| Page::at(&Server::paying().payment_url(url)).transfer().payment.url().map(str::to_owned);
    assert_eq!(url("https://pay.bank.example/start").as_deref(), Some("https://pay.bank.example/start"));
    assert_eq!(url("javascript:alert(1)"), None);
}

#[test]
fn no_debug_text_contains_the_account() {
    let server = Server::paying();
    let mut page = Page::at(&server);
    let effects = page.send(Message::PaymentCopyPressed(PaymentField::Iban));
    let text = format!("{effects:?} {:?} {:?}", page.view(), server.snapshot());
    assert!(!text.contains("FR76") && !text.contains("Berthier") && !text.contains("XO-7K2M9Q"), "{text}");
    assert!(!format!("{:?}", page.events).contains("FR76"));
}

#[test]
fn the_wait_does_not_mention_a_video_if_the_customer_makes_a_transfer() {
    let server = [Declarative, Tax, Terms]
        .into_iter()
        .fold(Server::bound().options(&CHANGED), |server, id| server.step(id, Done));
    assert_eq!(Page::at(&server).waiting().intro, Text::new("waiting.phone_transfer"));
}
