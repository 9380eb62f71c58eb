//! Documents that the tax step asks for: chosen, checked, sent with progress, cancelled, sent again, tracked.

use contract::{
    diligence::DiligenceState::*,
    document::FILE,
    problem::{FieldError, FieldErrorCode, ProblemCode},
    snapshot::OnboardingStatus,
    step::{
        DocumentKind::*,
        StepId::{self, *},
        StepState,
    },
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Call, Effect, Focus, Lane, Message},
    text::Text,
};

use crate::{page::Page, server::Server};

/// Everything else is done.
fn lacking_w9() -> Server {
    all_done().documents(&[(W9, Expected)])
}

fn all_done() -> Server {
    [Identity, Declarative, Terms]
        .into_iter()
        .fold(Server::bound(), |server, id| server.step(id, StepState::Done))
}

fn key_and_text(page: &Page) -> (String, String) {
    match page.call(Lane::Upload) {
        Some(Call::Upload { idempotency_key, justification, .. }) => {
            (idempotency_key.clone(), justification.to_string())
        }
        other => panic!("nothing is uploaded: {other:?}"),
    }
}

fn uploading() -> Page {
    let mut page = Page::at(&lacking_w9());
    page.choose_file(2_000_000, "application/pdf");
    page.send(Message::UploadPressed);
    page
}

#[test]
fn a_document_is_chosen_sent_and_tracked() {
    let mut page = Page::at(&lacking_w9());
    assert_eq!(page.documents().kind, W9);
    assert_eq!(page.documents().justification, None);
    assert!(
        page.choose_file(2_000_000, "application/pdf")
            .contains(&Effect::Announce(Text::new("documents.chosen")))
    );
    page.send(Message::UploadPressed);
    assert_eq!(page.documents().progress.unwrap().0, 0);
    let effects =
        page.received(&all_done().documents(&[(W9, Review)]).step(Tax, StepState::Review).revision(50));
    assert!(effects.contains(&Effect::ForgetFile(W9)));
    let rows = page.waiting().rows;
    assert!(
        rows.iter().any(|row| row.label.key == "document.w9" && row.state.key == "state.review"),
        "{rows:?}"
    );
}

#[test]
fn progress_is_announced_at_most_four_times() {
    let mut page = uploading();
    let id = page.call_id(Lane::Upload);
    let mut said = 0;
    for percent in 0..=100 {
        said += page.send(Message::UploadProgressed(id, percent)).len();
        assert_eq!(page.documents().progress.unwrap().0, percent);
    }
    assert_eq!(said, 4);
    page.send(Message::UploadProgressed(id, 3));
    assert_eq!(page.documents().progress.unwrap().0, 100, "progress never goes back");
}

#[test]
fn a_file_is_checked_before_it_is_sent() {
    let mut page = Page::at(&lacking_w9());
    let effects = page.send(Message::UploadPressed);
    assert_eq!(page.documents().file_error, Some(Text::new("required.file")));
    assert!(effects.contains(&Effect::MoveFocus(Focus::File)));
    for (size, media_type, key) in [
        (5_000_001, "image/png", "error.too_large"),
        (10, "image/heic", "error.file_heic"),
        (10, "", "error.file_type"),
    ] {
        page.choose_file(size, media_type);
        assert_eq!(page.documents().file_error.unwrap().key, key);
        page.send(Message::UploadPressed);
        assert!(page.call(Lane::Upload).is_none());
    }
    page.choose_file(5_000_000, "image/jpeg");
    assert_eq!(page.documents().file_error, None);
}

#[test]
fn another_document_needs_a_reason() {
    let mut page = Page::at(&all_done().documents(&[(Other, Refused)]));
    page.choose_file(10, "image/png");
    let effects = page.send(Message::UploadPressed);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Justification)));
    page.send(Message::JustificationEdited("é".repeat(1001).into()));
    page.send(Message::UploadPressed);
    let error = Text::new("error.too_long")
        .with_text("field", &Text::new("field.justification"))
        .with_number("count", 1000);
    assert_eq!(page.documents().justification_error, Some(error));
    page.send(Message::JustificationEdited(" I study in Lille. ".into()));
    page.send(Message::UploadPressed);
    assert_eq!(key_and_text(&page).1, "I study in Lille.");
}

#[test]
fn a_cancelled_upload_keeps_the_file_and_ignores_a_late_answer() {
    let mut page = uploading();
    let id = page.call_id(Lane::Upload);
    let key = key_and_text(&page).0;
    let effects = page.send(Message::CancelPressed);
    assert!(effects.contains(&Effect::AbortUpload) && effects.contains(&Effect::MoveFocus(Focus::File)));
    assert!(page.documents().has_file && page.documents().progress.is_none());
    let late = Box::new(lacking_w9().revision(60).snapshot());
    assert_eq!(page.send(Message::Accepted(id, late)), []);
    assert_eq!(page.send(Message::UploadProgressed(id, 90)), []);
    page.send(Message::UploadPressed);
    assert_eq!(key_and_text(&page).0, key, "the same file is sent with the same key");
}

#[test]
fn a_retry_keeps_the_key_and_another_file_gets_a_new_one() {
    let mut page = uploading();
    let key = key_and_text(&page).0;
    let effects = page.fail(Lane::Upload, FailureKind::Unavailable);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Notice)));
    assert_eq!(page.documents().submit_label, Text::new("form.again"));
    page.send(Message::UploadPressed);
    assert_eq!(key_and_text(&page).0, key);
    page.fail(Lane::Upload, FailureKind::Timeout);
    page.choose_file(3_000_000, "application/pdf");
    assert_eq!(page.documents().notice, None);
    page.send(Message::UploadPressed);
    assert_ne!(key_and_text(&page).0, key);
}

#[test]
fn a_server_error_about_a_document_is_shown_at_its_field() {
    let mut page = uploading();
    let wrong = vec![FieldError::new(FILE, FieldErrorCode::UnsupportedType)];
    let effects = page.fail(Lane::Upload, FailureKind::Fields(wrong));
    assert_eq!(page.documents().file_error.unwrap().key, "error.file_type");
    assert!(effects.contains(&Effect::MoveFocus(Focus::File)) && page.documents().notice.is_none());
    page.choose_file(10, "image/png");
    page.send(Message::UploadPressed);
    page.fail(Lane::Upload, FailureKind::Fields(vec![FieldError::new("shoe", FieldErrorCode::Invalid)]));
    assert!(page.documents().notice.is_some());
}

#[test]
fn an_upload_that_lost_the_connection_is_sent_again_when_it_is_back() {
    let mut page = uploading();
    let key = key_and_text(&page).0;
    page.send(Message::WentOffline);
    page.fail(Lane::Upload, FailureKind::Offline);
    assert!(page.documents().notice.is_some());
    page.send(Message::WentOnline);
    assert_eq!(key_and_text(&page).0, key);
}

#[test]
fn an_upload_that_fails_after_the_connection_came_back_is_sent_again_once() {
    let mut page = uploading();
    let key = key_and_text(&page).0;
    page.send(Message::WentOffline);
    page.send(Message::WentOnline);
    page.fail(Lane::Upload, FailureKind::Offline);
    assert_eq!(key_and_text(&page).0, key, "the failure is older than the connection");
    page.fail(Lane::Upload, FailureKind::Offline);
    assert_eq!(page.call(Lane::Upload), None, "it waits until the connection comes back again");
    assert!(page.documents().notice.is_some());
}

#[test]
fn nothing_can_be_changed_during_an_upload() {
    let mut page = uploading();
    page.choose_file(10, "image/png");
    page.send(Message::UploadPressed);
    page.answer(&all_done().step(Tax, StepState::Review).revision(50));
    assert!(page.documents().progress.is_some(), "it stays until it is done");
    let effects = page.fail(Lane::Upload, FailureKind::Refused(ProblemCode::StepNotOpen));
    assert!(page.call(Lane::Status).is_some());
    page.waiting();
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)), "it is led on");
    assert!(page.view().rail.iter().all(|item| !item.is_current), "the page leaves the step");
}

#[test]
fn several_documents_are_sent_one_by_one_in_the_customers_order() {
    let server = all_done().documents(&[(W9, Expected), (Other, Refused), (W8Ben, Review)]);
    let mut page = Page::at(&server);
    page.choose_file(10, "image/png");
    let others = page.documents().others;
    assert_eq!(others.iter().map(|(_, kind)| *kind).collect::<Vec<_>>(), [Some(Other), None]);
    page.send(Message::DocumentChosen(Other));
    assert_eq!(page.documents().kind, Other);
    assert!(!page.documents().has_file);
    page.send(Message::JustificationEdited("I study.".into()));
    page.choose_file(10, "image/png");
    page.send(Message::UploadPressed);
    assert!(page.documents().others.iter().all(|(_, kind)| kind.is_none()), "one at a time");
    let effects = page.received(&all_done().documents(&[(W9, Expected), (Other, Received)]).revision(50));
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
    assert_eq!(page.documents().kind, W9);
    assert!(page.documents().has_file, "the chosen file is kept");
}

#[test]
fn a_document_can_be_sent_later() {
    let mut page = Page::at(&lacking_w9());
    page.send(Message::ContinuePressed);
    assert_eq!(page.waiting().next.unwrap().key, "waiting.next");
    page.send(Message::StepChosen(StepId::Tax));
    page.documents();
}

#[test]
fn a_document_that_cannot_be_sent_here_is_named() {
    let page = Page::at(&lacking_w9().upload_max(0));
    let details: Vec<_> = page.waiting().rows.into_iter().filter_map(|row| row.detail).collect();
    assert_eq!(details, [Text::new("needed.w9")]);
}

#[test]
fn the_end_of_the_session_or_of_the_onboarding_stops_an_upload() {
    let mut page = uploading();
    let id = page.call_id(Lane::Upload);
    page.answer(&lacking_w9().revision(50));
    let call = page.timer(xpollens_onboarding::model::Timer::Poll).unwrap();
    page.pass(call);
    page.fail(Lane::Status, FailureKind::SessionExpired);
    assert_eq!(page.send(Message::UploadProgressed(id, 50)), []);
    page.send(Message::RetryPressed);
    page.answer(&lacking_w9().revision(51));
    assert!(page.documents().has_file && page.documents().progress.is_none());
    let effects = page.answer(&lacking_w9().onboarding(OnboardingStatus::Refused).revision(52));
    assert!(effects.contains(&Effect::ForgetFile(W9)));
}

#[test]
fn no_debug_text_contains_the_reason() {
    let mut page = Page::at(&all_done().documents(&[(Other, Expected)]));
    page.send(Message::JustificationEdited("my illness".into()));
    page.choose_file(10, "image/png");
    let effects = page.send(Message::UploadPressed);
    assert!(!format!("{effects:?} {:?}", page.view()).contains("illness"));
}

#[test]
fn after_a_restart_no_previous_document_is_kept() {
    let mut page = uploading();
    let id = page.call_id(Lane::Upload);
    assert!(page.answer(&Server::expired().revision(50)).contains(&Effect::ForgetFile(W9)));
    page.send(Message::RestartPressed);
    page.restart(&lacking_w9());
    assert_eq!(page.documents().progress, None);
    assert!(!page.documents().has_file);
    let late = Message::Accepted(id, Box::new(all_done().revision(60).snapshot()));
    assert_eq!(page.answered(id, late), []);
    assert_eq!(page.documents().kind, W9);
}

#[test]
fn a_received_document_leads_on_even_if_its_answer_was_lost() {
    let mut page = uploading();
    let there = all_done().documents(&[(W9, Received)]).step(Tax, StepState::Review).revision(50);
    page.answer(&there);
    page.fail(Lane::Upload, FailureKind::Timeout);
    page.waiting();
    assert!(page.view().rail.iter().all(|item| !item.is_current));
    let mut page = uploading();
    page.answer(&there);
    assert!(page.send(Message::CancelPressed).contains(&Effect::MoveFocus(Focus::Heading)));
    page.waiting();
}
