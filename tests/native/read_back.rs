//! The details on record: shown, corrected, locked, and never written over what the customer types.

use contract::{
    problem::{FieldError, FieldErrorCode, ProblemCode},
    read_back::ProfileResponse,
    reason::Reason,
    step::{StepId::*, StepState::*},
    submission::Submission,
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Effect, FieldId, Focus, Lane, Message, Timer, view::Panel},
    text::Text,
};

use crate::{
    page::{Page, on_record},
    server::Server,
};

/// A customer who opened the details that are on record.
fn looking() -> Page {
    let mut page = asking();
    page.read_back(on_record());
    page
}

fn asking() -> Page {
    let mut page = Page::at(&Server::code_ready());
    page.send(Message::StepChosen(Profile));
    page
}

/// A customer whom the server asks to correct their details, for these reasons.
fn correcting(reasons: &[Reason]) -> Page {
    let mut page = Page::at(&Server::bound().step_because(Profile, ActionRequired, reasons));
    page.read_back(on_record());
    page
}

fn shown(page: &Page) -> Vec<FieldId> {
    page.form().fields().filter(|field| field.is_shown).map(|field| field.spec.id).collect()
}

fn is_locked(page: &Page, field: FieldId) -> bool {
    page.field(field).is_locked
}

fn sent_profile(page: &Page) -> contract::profile::Profile {
    match page.sent().1 {
        Submission::Profile(profile) => *profile,
        _ => panic!("no profile is being sent"),
    }
}

pub(crate) fn all_locked() -> ProfileResponse {
    let locked = FieldId::all().map(|id| id.path().to_owned()).collect();
    ProfileResponse { locked, ..on_record() }
}

#[test]
fn the_customer_is_not_led_back_to_details_that_are_done() {
    let mut page = Page::at(&Server::code_ready());
    assert!(matches!(page.view().panel, Panel::Handoff(_)));
    page.send(Message::ContinuePressed);
    assert_eq!(page.form().step, Declarative);
    assert_eq!(page.call(Lane::Profile), None, "personal data is not fetched without need");
}

#[test]
fn the_rail_opens_details_that_are_done_once_they_are_read() {
    let page = Page::at(&Server::code_ready());
    assert!(page.view().rail[0].can_open);
    let mut page = asking();
    assert_eq!(page.view().panel, Panel::Loading);
    assert!(page.view().rail[0].is_current && !page.view().rail[0].can_open);
    page.read_back(on_record());
    assert_eq!(page.form().heading, Text::new("step.profile"));
    assert_eq!(page.form().intro, Some(Text::new("record.intro")));
    assert_eq!(page.typed(FieldId::FirstName), "Corinne");
    assert_eq!(page.typed(FieldId::Civility), "miss");
    assert_eq!(page.typed(FieldId::SupplementOut), "Pilier D");
}

#[test]
fn a_locked_field_is_marked_and_keeps_its_value() {
    let mut page = looking();
    assert!(is_locked(&page, FieldId::BirthDate) && is_locked(&page, FieldId::Nationality));
    assert!(!is_locked(&page, FieldId::FirstName));
    let hint = page.field(FieldId::BirthDate).hint.clone();
    assert_eq!(hint, Some(Text::new("field.locked")));
    page.edit(FieldId::BirthDate, "1970-01-01");
    assert_eq!(page.typed(FieldId::BirthDate), "1965-12-06");
}

#[test]
fn a_correction_by_the_provider_is_shown_beside_its_field() {
    let page = looking();
    let correction = page.field(FieldId::City).correction.clone();
    assert_eq!(correction, Some(("Boulogne".into(), "Boulogne-Billancourt".into())));
    assert_eq!(page.field(FieldId::Street).correction, None);
    assert!(!format!("{:?}", page.view()).contains("Boulogne"), "no debug text contains personal data");
}

#[test]
fn a_change_is_sent_together_with_the_unchanged_details() {
    let mut page = looking();
    page.edit(FieldId::Street, "1, rue Neuve");
    page.submit();
    let sent = sent_profile(&page);
    assert_eq!(sent.address.street, "1, rue Neuve");
    assert_eq!((sent.first_name.as_str(), sent.birth_date.as_str()), ("Corinne", "1965-12-06"));
    assert_eq!((sent.phone_number.as_str(), sent.phone_country.as_str()), ("+33612345678", ""));
    page.accept(&Server::code_ready().revision(90));
    assert!(matches!(page.view().panel, Panel::Handoff(_)), "the next open step is shown");
    page.send(Message::StepChosen(Profile));
    assert!(page.call(Lane::Profile).is_some(), "the record is read again");
    page.read_back(on_record());
    assert_eq!(page.typed(FieldId::Street), "104, rue des Fleurs");
}

#[test]
fn a_form_that_is_all_locked_offers_only_the_way_back() {
    let mut page = asking();
    page.read_back(all_locked());
    let form = page.form();
    assert!(!form.can_submit && form.can_go_back);
    assert_eq!(form.intro, Some(Text::new("record.locked_intro")));
    page.submit();
    assert_eq!(page.call(Lane::Submit), None);
    let effects = page.send(Message::BackPressed);
    assert_eq!(effects, [Effect::MoveFocus(Focus::Heading)]);
    assert!(matches!(page.view().panel, Panel::Waiting(_)));
}

#[test]
fn the_first_form_has_no_way_back() {
    let page = Page::at(&Server::start());
    assert!(page.form().can_submit && !page.form().can_go_back);
}

#[test]
fn a_failed_reading_offers_another_try_and_the_way_back() {
    let mut page = asking();
    let effects = page.fail(Lane::Profile, FailureKind::Unavailable);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
    assert_eq!(page.problem().heading, Text::new("record.unread"));
    assert!(page.problem().can_go_back);
    page.send(Message::RetryPressed);
    assert!(page.call(Lane::Profile).is_some());
    page.fail(Lane::Profile, FailureKind::Unavailable);
    page.send(Message::BackPressed);
    assert!(matches!(page.view().panel, Panel::Waiting(_)));
}

#[test]
fn a_reading_that_fails_offline_is_retried_when_the_connection_is_back() {
    let mut page = asking();
    page.send(Message::WentOffline);
    page.fail(Lane::Profile, FailureKind::Offline);
    page.send(Message::WentOnline);
    page.read_back(on_record());
    assert_eq!(page.typed(FieldId::FirstName), "Corinne");
}

#[test]
fn a_session_that_ends_during_a_reading_leaves_nothing_loading() {
    let mut page = asking();
    page.fail(Lane::Profile, FailureKind::SessionExpired);
    assert_eq!(page.problem().heading, Text::new("problem.session"));
    page.send(Message::RetryPressed);
    page.unchanged();
    page.read_back(on_record());
    assert_eq!(page.typed(FieldId::FirstName), "Corinne");
}

#[test]
fn a_mismatch_shows_only_the_fields_concerned() {
    let mut page = correcting(&[Reason::NamesSwapped, Reason::FirstNameMismatch]);
    assert_eq!(page.form().heading, Text::new("record.correct"));
    assert_eq!(page.form().reasons, [Text::new("reason.names_swapped"), Text::new("reason.first_name")]);
    assert_eq!(shown(&page), [FieldId::FirstName, FieldId::LastName]);
    assert_eq!(page.typed(FieldId::FirstName), "Corinne", "what is on record");
    page.edit(FieldId::FirstName, "Corinne Zoé");
    page.submit();
    let sent = sent_profile(&page);
    assert_eq!(sent.first_name, "Corinne Zoé");
    assert_eq!(sent.address.street, "104, rue des Fleurs", "the others are sent unchanged");
}

#[test]
fn a_reason_without_a_field_shows_every_field_that_can_be_changed() {
    let page = correcting(&[Reason::Other]);
    assert!(!shown(&page).contains(&FieldId::BirthDate), "it is locked");
    assert!(shown(&page).contains(&FieldId::City) && shown(&page).contains(&FieldId::Civility));
}

#[test]
fn a_mismatch_of_a_locked_field_is_shown_and_leads_back() {
    let page = correcting(&[Reason::BirthDateMismatch]);
    assert_eq!(shown(&page), [FieldId::BirthDate]);
    assert!(is_locked(&page, FieldId::BirthDate) && !page.form().can_submit && page.form().can_go_back);
}

#[test]
fn a_field_that_the_server_refuses_is_added_to_the_shown_ones() {
    let mut page = correcting(&[Reason::FirstNameMismatch]);
    page.submit();
    let wrong = FieldError::new("address.city", FieldErrorCode::TownMismatch);
    page.fail(Lane::Submit, FailureKind::Fields(vec![wrong]));
    assert_eq!(shown(&page), [FieldId::FirstName, FieldId::ZipCode, FieldId::City]);
    assert_eq!(page.field(FieldId::City).error, Some(Text::new("error.town")));
}

#[test]
fn a_reading_never_overwrites_what_was_typed_meanwhile() {
    let mut page = Page::at(&Server::start());
    page.edit(FieldId::FirstName, "Zoé");
    page.answer(&Server::bound().step_because(Profile, ActionRequired, &[Reason::LastNameMismatch]));
    assert_eq!(page.view().panel, Panel::Loading);
    page.read_back(on_record());
    assert_eq!(page.typed(FieldId::FirstName), "Zoé", "it is shown although no reason names it");
    assert_eq!(page.typed(FieldId::LastName), "Berthier");
}

#[test]
fn new_corrections_are_read_at_once_unless_the_customer_is_editing() {
    let mut page = looking();
    page.answer(&Server::code_ready().corrections(1).revision(90));
    assert_eq!(page.view().panel, Panel::Loading);
    page.read_back(on_record());
    page.edit(FieldId::Street, "1, rue Neuve");
    page.answer(&Server::code_ready().corrections(2).revision(91));
    assert_eq!(page.typed(FieldId::Street), "1, rue Neuve");
    assert_eq!(page.call(Lane::Profile), None);
}

#[test]
fn the_wait_says_that_details_were_corrected() {
    let mut page = Page::at(&Server::bound().step(Declarative, Done).step(Tax, Done).step(Terms, Done));
    assert_eq!(page.waiting().details, Some(Text::new("record.see")));
    page.answer(
        &Server::bound()
            .step(Declarative, Done)
            .step(Tax, Done)
            .step(Terms, Done)
            .corrections(1)
            .revision(90),
    );
    assert_eq!(page.waiting().details, Some(Text::new("record.corrected")));
    page.send(Message::StepChosen(Profile));
    assert!(page.call(Lane::Profile).is_some());
}

#[test]
fn a_correction_that_failed_to_send_is_complete_when_it_is_sent_again() {
    let mut page = looking();
    page.edit(FieldId::Street, "1, rue Neuve");
    page.submit();
    page.send(Message::WentOffline);
    page.fail(Lane::Submit, FailureKind::Offline);
    page.send(Message::BackPressed);
    page.send(Message::WentOnline);
    assert_eq!(sent_profile(&page).address.street, "1, rue Neuve");
    assert_eq!(sent_profile(&page).first_name, "Corinne");
}

#[test]
fn a_correction_that_waits_for_the_connection_keeps_its_record() {
    let mut page = looking();
    page.submit();
    page.send(Message::WentOffline);
    page.fail(Lane::Submit, FailureKind::Offline);
    page.answer(&Server::code_ready().corrections(1).revision(90));
    page.send(Message::WentOnline);
    assert_eq!(sent_profile(&page).first_name, "Corinne", "nothing empty is sent");
}

#[test]
fn details_that_became_locked_are_marked_and_keep_the_typed_text() {
    let mut page = looking();
    page.edit(FieldId::Street, "1, rue Neuve");
    page.submit();
    page.fail(Lane::Submit, FailureKind::Refused(ProblemCode::StepNotOpen));
    assert_eq!(page.notice(), "failure.refused");
    assert_eq!(page.typed(FieldId::Street), "1, rue Neuve");
}

#[test]
fn a_locked_field_shows_the_record_instead_of_what_was_typed_before() {
    for (record, first_name) in [(on_record(), "Typed"), (all_locked(), "Corinne")] {
        let mut page = Page::at(&Server::start());
        page.edit(FieldId::FirstName, "Typed");
        // Another page sent the details meanwhile.
        page.fire(Timer::Poll);
        page.answer(&Server::code_ready());
        page.send(Message::StepChosen(Profile));
        page.read_back(record);
        assert_eq!(page.typed(FieldId::FirstName), first_name);
    }
}

#[test]
fn an_edit_of_a_locked_field_is_ignored_even_after_the_field_is_unlocked() {
    let mut page = looking();
    page.edit(FieldId::BirthDate, "2000-01-01");
    page.send(Message::BackPressed);
    page.send(Message::StepChosen(Profile));
    page.read_back(ProfileResponse { locked: Vec::new(), ..on_record() });
    assert_eq!(page.typed(FieldId::BirthDate), on_record().profile.birth_date);
}
