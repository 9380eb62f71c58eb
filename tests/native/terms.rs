//! Consent is to what was shown, and a document that cannot be given here is not asked for by a form.

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
fn another_version_of_the_texts_takes_the_consent_back() {
    let (mut page, server) = at_terms();
    page.fill(Terms);
    assert_eq!(page.typed(FieldId::AcceptAccount), "true");
    let server = server.terms_version("2026-02");
    let effects = page.answer(&server);
    assert!(effects.contains(&Effect::Announce(Text::new("terms.changed"))));
    assert_eq!(page.typed(FieldId::AcceptAccount), "", "nobody has seen these texts yet");
    page.fill(Terms);
    page.submit();
    let Submission::Terms(terms) = page.sent().1 else { panic!("not the terms") };
    assert_eq!(terms.version, "2026-02");
}

#[test]
fn the_same_texts_keep_the_consent() {
    let (mut page, server) = at_terms();
    page.fill(Terms);
    page.answer(&server.terms_version("2026-01"));
    assert_eq!(page.typed(FieldId::AcceptAccount), "true");
}

#[test]
fn a_document_that_is_lacking_is_named_and_no_form_comes_again() {
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
fn a_consent_under_way_is_taken_back_where_its_sending_fails_after_the_texts_changed() {
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
    assert_eq!(page.call(Lane::Submit), None, "nobody has seen these texts yet");
}

#[test]
fn a_consent_that_waits_for_its_turn_is_not_sent_for_other_texts() {
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
