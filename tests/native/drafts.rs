//! Drafts: the server keeps what the customer types, and it comes back later.

use contract::{
    draft::{MAX_TEXT, fields_of},
    problem::ProblemCode,
    reason::Reason,
    step::{
        DocumentKind,
        StepId::{self, *},
        StepState::*,
    },
};
use xpollens_onboarding::{
    error::{Failure, FailureKind},
    model::{Call, Effect, FieldId, Lane, Message, Timer, Typed, view::Panel},
    text::Text,
};

use crate::{
    page::{Page, good_answers, on_record},
    server::Server,
};

/// A server that keeps drafts and has those of these steps.
fn keeping(server: Server, steps: &[StepId]) -> Server {
    server.with(|snapshot| snapshot.drafts = Some(steps.to_vec()))
}

fn typing() -> Page {
    Page::at(&keeping(Server::start(), &[]))
}

fn said(effects: &[Effect]) -> bool {
    effects.contains(&Effect::Announce(Text::new("announce.draft")))
}

/// The draft that is being saved: its order, and the texts.
fn saved(page: &Page) -> (u32, Vec<(FieldId, String)>) {
    match page.call(Lane::Draft) {
        Some(Call::SaveDraft { order, values, .. }) => {
            (*order, values.iter().map(|(id, value)| (*id, value.to_string())).collect())
        }
        other => panic!("nothing is being saved: {other:?}"),
    }
}

fn draft(values: &[(FieldId, &str)]) -> Vec<(FieldId, Typed)> {
    values.iter().map(|(id, value)| (*id, Typed::from(*value))).collect()
}

#[test]
fn edits_are_saved_together_after_some_seconds() {
    let mut page = typing();
    page.edit(FieldId::FirstName, "Cori");
    page.pass(1_000);
    page.edit(FieldId::FirstName, "Corinne");
    page.edit(FieldId::LastName, "Bert");
    assert_eq!(page.call(Lane::Draft), None);
    page.fire(Timer::Draft);
    let (_, values) = saved(&page);
    assert_eq!(values, [(FieldId::FirstName, "Corinne".into()), (FieldId::LastName, "Bert".into())]);
    page.draft(&[]);
    assert_eq!(page.timer(Timer::Draft), None, "nothing is left to save");
    assert_eq!(page.call(Lane::Draft), None);
}

#[test]
fn edits_during_a_saving_are_saved_after_it() {
    let mut page = typing();
    page.edit(FieldId::FirstName, "Corinne");
    page.fire(Timer::Draft);
    let first = page.call_id(Lane::Draft);
    page.edit(FieldId::LastName, "Berthier");
    page.fire(Timer::Draft);
    assert_eq!(page.call_id(Lane::Draft), first, "one at a time");
    let (before, _) = saved(&page);
    page.draft(&[]);
    let (order, values) = saved(&page);
    assert!(order > before && values.len() == 2, "{order} {values:?}");
}

#[test]
fn leaving_the_page_saves_the_last_edit() {
    for leaving in [Message::PageHidden, Message::PageLeft] {
        let mut page = typing();
        page.edit(FieldId::FirstName, "Corinne");
        page.fire(Timer::Draft);
        let (before, _) = saved(&page);
        page.send(leaving.clone());
        assert_eq!(saved(&page).0, before, "it is in progress");
        page.edit(FieldId::LastName, "Berthier");
        page.send(leaving);
        let (order, values) = saved(&page);
        assert!(order > before && values.len() == 2, "it does not wait for the running call");
    }
}

#[test]
fn a_half_filled_form_comes_back_when_the_page_is_opened_again() {
    let mut page = Page::at(&keeping(Server::start(), &[Profile]));
    assert_eq!(page.call(Lane::Draft), Some(&Call::ReadDraft(Profile)));
    let effects = page.draft(&[(FieldId::FirstName, "Corinne"), (FieldId::Civility, "miss")]);
    assert!(said(&effects));
    assert_eq!(
        (page.typed(FieldId::FirstName), page.typed(FieldId::Civility)),
        ("Corinne".into(), "miss".into())
    );
    assert_eq!(page.timer(Timer::Draft), None, "the server has it");
    assert_eq!(page.field(FieldId::LastName).error, None, "a field that is not filled in yet has no error");
}

#[test]
fn what_the_customer_types_wins_over_a_draft_that_arrives() {
    let mut page = Page::at(&keeping(Server::start(), &[Profile]));
    page.edit(FieldId::FirstName, "Zoé");
    page.edit(FieldId::LastName, "");
    page.draft(&[(FieldId::FirstName, "Corinne"), (FieldId::LastName, "B"), (FieldId::City, "Paris")]);
    assert_eq!(page.typed(FieldId::FirstName), "Zoé");
    assert_eq!(page.typed(FieldId::LastName), "", "an emptied field counts as typed");
    page.fire(Timer::Draft);
    let (_, values) = saved(&page);
    assert!(
        values.contains(&(FieldId::City, "Paris".into())),
        "it is not lost by the next saving: {values:?}"
    );
}

#[test]
fn a_draft_that_was_not_read_is_never_replaced() {
    let mut page = Page::at(&keeping(Server::start(), &[Profile]));
    page.fail(Lane::Draft, FailureKind::Unavailable);
    page.edit(FieldId::FirstName, "Zoé");
    page.send(Message::PageHidden);
    assert_eq!(page.call(Lane::Draft), None, "leaving the page does not wait for it");
    page.fire(Timer::Draft);
    assert_eq!(page.call(Lane::Draft), Some(&Call::ReadDraft(Profile)));
    assert!(said(&page.draft(&[(FieldId::LastName, "Berthier")])));
    let (_, values) = saved(&page);
    assert_eq!(values, [(FieldId::FirstName, "Zoé".into()), (FieldId::LastName, "Berthier".into())]);
}

#[test]
fn a_failed_reading_of_a_draft_is_retried_once_and_when_the_page_is_shown() {
    let mut page = Page::at(&keeping(Server::start(), &[Profile]));
    page.fail(Lane::Draft, FailureKind::Unavailable);
    page.fire(Timer::Draft);
    assert_eq!(page.call(Lane::Draft), Some(&Call::ReadDraft(Profile)));
    page.fail(Lane::Draft, FailureKind::Timeout);
    page.pass(600_000);
    assert_eq!(page.call(Lane::Draft), None, "it is not retried at once");
    page.send(Message::PageHidden);
    page.send(Message::PageShown);
    assert!(said(&page.draft(&[(FieldId::FirstName, "Corinne")])));
    assert_eq!(page.typed(FieldId::FirstName), "Corinne");
}

#[test]
fn a_draft_saved_by_another_page_is_read_before_the_first_saving() {
    let mut page = typing();
    page.answer(&keeping(Server::start(), &[Profile]));
    assert_eq!(page.call(Lane::Draft), None, "nothing changes while the customer looks at it");
    page.edit(FieldId::FirstName, "Zoé");
    page.fire(Timer::Draft);
    assert_eq!(page.call(Lane::Draft), Some(&Call::ReadDraft(Profile)));
    page.draft(&[(FieldId::FirstName, "Corinne"), (FieldId::LastName, "Berthier")]);
    assert_eq!(saved(&page).1, [(FieldId::FirstName, "Zoé".into()), (FieldId::LastName, "Berthier".into())]);
    page.draft(&[]);
    page.answer(&keeping(Server::start(), &[Profile]));
    page.edit(FieldId::FirstName, "Anne");
    page.fire(Timer::Draft);
    assert_eq!(saved(&page).1.len(), 2, "the page knows its own draft");
}

#[test]
fn residences_that_were_added_come_back_too() {
    let mut page = Page::at(&keeping(Server::bound().step(Declarative, Done), &[Tax]));
    assert_eq!(page.form().step, Tax);
    page.draft(&[
        (FieldId::IsUsPerson, "false"),
        (FieldId::ResidenceCountry(0), "FR"),
        (FieldId::ResidenceCountry(1), "DE"),
        (FieldId::Tin(1), "12 345"),
    ]);
    assert_eq!(
        (page.typed(FieldId::ResidenceCountry(1)), page.typed(FieldId::Tin(1))),
        ("DE".into(), "12 345".into())
    );
    page.send(Message::ResidenceRemoved);
    page.fire(Timer::Draft);
    assert_eq!(saved(&page).1.len(), 2, "a removed residence is not kept");
}

#[test]
fn consent_is_never_kept_in_a_draft() {
    let server = Server::bound().step(Declarative, Done).step(Tax, Done);
    let mut page = Page::at(&keeping(server, &[Terms]));
    assert_eq!(page.form().step, Terms);
    assert_eq!(page.call(Lane::Draft), None, "no draft of the terms is read, although the server lists one");
    page.edit(FieldId::AcceptAccount, "true");
    page.send(Message::PageHidden);
    page.pass(60_000);
    assert_eq!(page.call(Lane::Draft), None);
}

#[test]
fn a_half_typed_correction_comes_back_over_the_record() {
    let server = Server::bound().step_because(Profile, ActionRequired, &[Reason::FirstNameMismatch]);
    let mut page = Page::at(&keeping(server, &[Profile]));
    page.draft(&[(FieldId::FirstName, "Corinne Zoé")]);
    page.read_back(on_record());
    assert_eq!(page.typed(FieldId::FirstName), "Corinne Zoé");
}

#[test]
fn details_that_are_only_viewed_make_no_draft() {
    let mut page = Page::at(&keeping(Server::code_ready(), &[]));
    page.send(Message::StepChosen(Profile));
    page.read_back(on_record());
    page.edit(FieldId::Street, "1, rue Neuve");
    page.send(Message::PageHidden);
    assert_eq!(page.call(Lane::Draft), None);
}

#[test]
fn a_step_that_was_received_has_nothing_left_to_save() {
    let mut page = typing();
    page.fill(Profile);
    page.submit();
    page.accept(&keeping(Server::code_ready(), &[]));
    page.pass(60_000);
    page.send(Message::PageHidden);
    assert_eq!(page.call(Lane::Draft), None);
}

#[test]
fn a_draft_does_not_change_a_form_that_waits_to_be_sent_again() {
    let mut page = Page::at(&keeping(Server::start(), &[Profile]));
    page.fill(Profile);
    page.submit();
    let key = page.sent().0;
    page.fail(Lane::Submit, FailureKind::Timeout);
    page.draft(&[(FieldId::PhoneCountry, "DE"), (FieldId::Email, "other@example.fr")]);
    page.submit();
    assert_eq!(page.sent().0, key);
    assert_eq!(page.typed(FieldId::Email), "corinne@example.fr");
}

#[test]
fn a_backend_that_has_no_drafts_is_never_asked() {
    let mut page = Page::at(&Server::start());
    page.edit(FieldId::FirstName, "Corinne");
    page.send(Message::PageHidden);
    page.pass(60_000);
    assert_eq!((page.call(Lane::Draft), page.timer(Timer::Draft)), (None, None));
}

#[test]
fn a_backend_that_turns_out_to_have_no_drafts_is_not_asked_again() {
    for code in [ProblemCode::NotFound, ProblemCode::Unknown] {
        let mut page = typing();
        page.events.clear();
        page.edit(FieldId::FirstName, "Corinne");
        page.fire(Timer::Draft);
        assert_eq!(page.fail(Lane::Draft, FailureKind::Refused(code)), []);
        page.edit(FieldId::LastName, "Berthier");
        page.send(Message::PageHidden);
        assert_eq!((page.call(Lane::Draft), page.timer(Timer::Draft)), (None, None), "{code:?}");
        assert_eq!(page.events, []);
        assert!(matches!(page.view().panel, Panel::Form(_)) && page.view().banner.is_none());
    }
}

#[test]
fn a_failed_saving_is_silent_and_retried_at_the_next_edit() {
    for kind in
        [FailureKind::Offline, FailureKind::Unavailable, FailureKind::Timeout, FailureKind::SessionExpired]
    {
        let mut page = typing();
        page.events.clear();
        page.edit(FieldId::FirstName, "Corinne");
        page.fire(Timer::Draft);
        assert_eq!(page.fail(Lane::Draft, kind), []);
        assert_eq!(page.events, []);
        page.pass(600_000);
        assert_eq!(page.call(Lane::Draft), None, "it is not retried at once");
        page.edit(FieldId::LastName, "Berthier");
        page.fire(Timer::Draft);
        assert_eq!(saved(&page).1.len(), 2);
    }
}

#[test]
fn a_failed_saving_is_retried_when_the_connection_is_back_or_the_customer_leaves() {
    for message in [Message::WentOnline, Message::PageHidden] {
        let mut page = typing();
        page.edit(FieldId::FirstName, "Corinne");
        page.fire(Timer::Draft);
        page.fail(Lane::Draft, FailureKind::Offline);
        page.send(message);
        assert_eq!(saved(&page).1.len(), 1);
    }
}

#[test]
fn a_draft_waits_for_the_delay_that_the_server_asks_for() {
    let mut page = typing();
    page.edit(FieldId::FirstName, "Corinne");
    page.fire(Timer::Draft);
    let failure = Failure { retry_after_ms: Some(30_000), ..Failure::new(FailureKind::RateLimited) };
    page.fail_with(Lane::Draft, failure);
    page.edit(FieldId::LastName, "Berthier");
    page.send(Message::PageHidden);
    page.pass(29_999);
    assert_eq!(page.call(Lane::Draft), None);
    page.pass(1);
    assert_eq!(saved(&page).1.len(), 2);
}

#[test]
fn a_text_too_long_for_any_field_is_left_out_of_the_draft() {
    let mut page = typing();
    page.edit(FieldId::FirstName, &"é".repeat(MAX_TEXT));
    page.edit(FieldId::LastName, "Berthier");
    page.fire(Timer::Draft);
    assert_eq!(saved(&page).1, [(FieldId::LastName, "Berthier".into())]);
}

#[test]
fn every_field_of_a_form_but_consent_can_be_kept() {
    for step in [Profile, Declarative, Tax] {
        for (field, _) in good_answers(step) {
            assert!(fields_of(step).contains(&field.path()), "{field:?}");
        }
    }
    let kept: usize = [Profile, Declarative, Tax].into_iter().map(|step| fields_of(step).len()).sum();
    let consents =
        FieldId::all().filter(|field| good_answers(Terms).iter().any(|(id, _)| id == field)).count();
    assert_eq!(kept, FieldId::all().count() - consents);
    assert!(fields_of(Terms).is_empty());
}

#[test]
fn two_pages_have_different_draft_numbers() {
    let page_of = |seed| {
        let mut page = Page::seeded(seed);
        page.answer(&keeping(Server::start(), &[]));
        page.edit(FieldId::FirstName, "Corinne");
        page.fire(Timer::Draft);
        match page.call(Lane::Draft) {
            Some(Call::SaveDraft { page, .. }) => *page,
            other => panic!("{other:?}"),
        }
    };
    assert_ne!(page_of(1), page_of(2));
}

#[test]
fn nothing_typed_is_in_a_debug_text() {
    let mut page = typing();
    page.edit(FieldId::FirstName, "Corinne");
    page.fire(Timer::Draft);
    assert!(!format!("{:?}", page.call(Lane::Draft)).contains("Corinne"));
    let message =
        Message::DraftAnswered(page.call_id(Lane::Draft), draft(&[(FieldId::FirstName, "Corinne")]));
    assert!(!format!("{message:?}").contains("Corinne"));
}

#[test]
fn only_what_happens_in_a_form_plans_a_saving() {
    let mut page = typing();
    page.edit(FieldId::FirstName, "Zoé");
    page.fire(Timer::Draft);
    page.fail(Lane::Draft, FailureKind::Unavailable);
    let message = Message::FileChosen { kind: DocumentKind::W9, size: 9, media_type: "image/png" };
    assert_eq!(page.send(message), []);
}
