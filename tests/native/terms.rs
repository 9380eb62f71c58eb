//! The customer consents to what was shown, and a form does not ask for a document that cannot be sent here.

use contract::{
    step::{DocumentKind, StepId::*, StepState::*},
    submission::Submission,
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Effect, FieldId, Lane, Message, view::Mark},
    text::Text,
};

use crate::{page::Page, server::Server};

fn at_terms() -> (Page, Server) {
    let server =
        Server::bound().step(Identity, Done).step(Declarative, Done).step(Tax, Done).terms_version("2026-01");
    (Page::at(&server), server)
}

#[test]
fn a_new_version_of_the_terms_withdraws_the_consent() {
    let (mut page, server) = at_terms();
    page.fill(Terms);
    assert_eq!(page.typed(FieldId::AcceptAccount), "true");
    let server = server.terms_version("2026-02");
    let effects = page.answer(&server);
    assert!(effects.contains(&Effect::Announce(Text::new("terms.changed"))));
    assert_eq!(page.typed(FieldId::AcceptAccount), "", "these terms have not been shown yet");
    page.fill(Terms);
    page.submit();
    let Submission::Terms(terms) = page.sent().1 else { panic!("not the terms") };
    assert_eq!(terms.version, "2026-02");
}

#[test]
fn the_same_version_of_the_terms_keeps_the_consent() {
    let (mut page, server) = at_terms();
    page.fill(Terms);
    page.answer(&server.terms_version("2026-01"));
    assert_eq!(page.typed(FieldId::AcceptAccount), "true");
}

#[test]
fn a_missing_document_is_named_and_the_form_is_not_shown_again() {
    let server = Server::bound().step(Identity, Done).step(Declarative, Done).step(Terms, Done);
    for (document, key) in [
        (DocumentKind::W9, "needed.w9"),
        (DocumentKind::W8Ben, "needed.w8_ben"),
        (DocumentKind::Other, "needed.other"),
    ] {
        let page = Page::at(&server.clone().lacking(Tax, document));
        let waiting = page.waiting();
        let row = waiting.rows.iter().find(|row| row.label == Text::new("step.tax")).unwrap();
        assert_eq!((row.mark, row.detail.clone()), (Mark::NeedsYou, Some(Text::new(key))));
        assert_eq!(waiting.next, None);
    }
}

#[test]
fn a_consent_that_fails_to_send_is_withdrawn_if_the_terms_changed_meanwhile() {
    let (mut page, server) = at_terms();
    page.fill(Terms);
    page.submit();
    let Submission::Terms(terms) = page.sent().1 else { panic!("not the terms") };
    assert_eq!(terms.version, "2026-01");
    page.answer(&server.terms_version("2026-02"));
    let effects = page.fail(Lane::Submit, FailureKind::Offline);
    assert!(effects.contains(&Effect::Announce(Text::new("terms.changed"))));
    assert_eq!(page.typed(FieldId::AcceptAccount), "");
    page.send(Message::WentOnline);
    assert_eq!(page.call(Lane::Submit), None, "these terms have not been shown yet");
}

#[test]
fn a_queued_consent_is_not_sent_for_another_version_of_the_terms() {
    let server = Server::bound().step(Identity, Done).step(Declarative, Done).terms_version("2026-01");
    let mut page = Page::at(&server);
    page.fill(Tax);
    page.submit();
    page.send(Message::StepChosen(Terms));
    page.fill(Terms);
    page.submit();
    page.answer(&server.clone().terms_version("2026-02"));
    page.accept(&server.terms_version("2026-02").step(Tax, Submitted));
    assert_eq!(page.call(Lane::Submit), None);
    page.send(Message::StepChosen(Terms));
    assert_eq!(page.typed(FieldId::AcceptAccount), "");
}
