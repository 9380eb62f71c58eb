//! The customer's details come in sheets, one group at a time, and all answers are checked before they are sent.

use contract::{
    problem::{FieldError, FieldErrorCode},
    step::StepId::*,
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Effect, FieldId, Focus, Lane, Message},
    text::Text,
};

use crate::{
    page::{Page, good_answers, on_record},
    read_back::all_locked,
    server::Server,
};

/// The key of the heading on the screen.
fn heading(page: &Page) -> String {
    page.form().heading.key.to_string()
}

/// A page with all answers to be checked.
fn checking() -> Page {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.send(Message::SubmitPressed);
    page
}

#[test]
fn the_details_are_asked_for_sheet_by_sheet_and_sent_at_once() {
    let mut page = Page::at(&Server::start());
    let mut met = Vec::new();
    while page.form().position.is_some() {
        let form = page.form();
        met.push(form.heading.key.to_string());
        let position = Text::new("form.position").with_text("step", &Text::new("step.profile"));
        let position = position.with_number("number", met.len()).with_number("count", 4);
        assert_eq!(form.position, Some(position));
        assert_eq!((form.submit_label, form.can_go_back), (Text::new("form.next"), met.len() > 1));
        for (id, value) in good_answers(Profile) {
            if page.form().field(*id).is_some() {
                page.edit(*id, value);
            }
        }
        assert_eq!(page.send(Message::SubmitPressed), [Effect::MoveFocus(Focus::Heading)]);
        assert_eq!(page.call(Lane::Submit), None, "nothing is sent before all is checked");
    }
    assert_eq!(met, ["group.identity", "group.birth", "group.contact", "group.address"]);
    assert!(page.form().is_review);
    assert_eq!(heading(&page), "profile.heading");
    for (id, value) in good_answers(Profile) {
        assert_eq!(&*page.form().field(*id).unwrap().value, *value, "{id:?} is shown to be checked");
    }
    page.send(Message::SubmitPressed);
    page.sent();
}

#[test]
fn a_sheet_with_an_error_is_not_left() {
    let mut page = Page::on_sheet_of(FieldId::FirstName);
    page.fill(Profile);
    page.edit(FieldId::BirthDate, "2020-01-01");
    page.send(Message::SubmitPressed);
    assert_eq!(heading(&page), "group.birth", "complete sheets are passed over, this one is not");
    assert!(!page.form().has_errors(), "it was not sent yet");
    assert_eq!(
        page.send(Message::SubmitPressed).first(),
        Some(&Effect::MoveFocus(Focus::Field(FieldId::BirthDate)))
    );
    assert_eq!(heading(&page), "group.birth");
    page.edit(FieldId::BirthDate, "1965-12-06");
    page.send(Message::SubmitPressed);
    assert!(page.form().is_review);
}

#[test]
fn an_answer_is_changed_from_the_check_and_leads_back_to_it() {
    let mut page = checking();
    assert!(page.form().groups.iter().all(|group| group.can_change));
    for leave in [Message::SubmitPressed, Message::BackPressed] {
        assert_eq!(page.send(Message::ChangePressed(2)), [Effect::MoveFocus(Focus::Heading)]);
        assert_eq!(heading(&page), "group.contact");
        page.edit(FieldId::Email, "zoe@example.fr");
        page.send(leave);
        assert!(page.form().is_review);
        assert_eq!(page.typed(FieldId::Email), "zoe@example.fr");
    }
}

#[test]
fn the_way_back_leads_through_the_sheets() {
    let mut page = checking();
    for expected in ["group.address", "group.contact", "group.birth", "group.identity"] {
        page.send(Message::BackPressed);
        assert_eq!(heading(&page), expected);
    }
    assert!(!page.form().can_go_back);
    page.send(Message::SubmitPressed);
    assert!(page.form().is_review, "what is complete is not asked again");
}

#[test]
fn errors_of_the_server_on_several_sheets_are_met_one_after_the_other() {
    let mut page = checking();
    page.send(Message::SubmitPressed);
    let wrong = |field| FieldError::new(field, FieldErrorCode::AlreadyUsed);
    let errors =
        [wrong("email"), wrong("phoneNumber"), FieldError::new("address.city", FieldErrorCode::TownMismatch)];
    let effects = page.fail(Lane::Submit, FailureKind::Fields(errors.into()));
    assert!(effects.contains(&Effect::MoveFocus(Focus::Errors)), "{effects:?}");
    assert_eq!((heading(&page), page.form().errors.len()), ("group.contact".into(), 2));
    page.edit(FieldId::Email, "zoe@example.fr");
    page.edit(FieldId::PhoneNumber, "+33 6 98 76 54 32");
    page.send(Message::SubmitPressed);
    assert_eq!(heading(&page), "group.address");
    assert!(page.form().field(FieldId::City).unwrap().error.is_some());
    page.edit(FieldId::City, "Boulogne-Billancourt");
    page.submit();
    page.sent();
}

#[test]
fn an_error_found_on_a_sheet_that_was_left_is_shown_there() {
    let mut page = checking();
    page.send(Message::SubmitPressed);
    page.fail(Lane::Submit, FailureKind::Offline);
    page.turn_to(FieldId::FirstName);
    page.send(Message::WentOnline);
    let town = FieldError::new("address.city", FieldErrorCode::TownMismatch);
    page.fail(Lane::Submit, FailureKind::Fields(vec![town]));
    assert_eq!(heading(&page), "group.address");
    assert!(page.form().field(FieldId::City).unwrap().error.is_some());
}

#[test]
fn a_customer_who_comes_back_continues_where_something_is_missing() {
    let keeping = Server::start().with(|snapshot| snapshot.drafts = Some([Profile].into()));
    let answers = good_answers(Profile);
    for (count, expected) in
        [(2, "group.identity"), (4, "group.birth"), (9, "group.contact"), (17, "profile.heading")]
    {
        let mut page = Page::at(&keeping);
        page.draft(&answers[..count]);
        assert_eq!(heading(&page), expected);
        assert!(!page.form().has_errors());
    }
    let mut page = Page::at(&keeping);
    page.edit(FieldId::FirstName, "Zoé");
    page.draft(answers);
    assert_eq!(heading(&page), "group.identity", "a customer who types is not led away");
}

#[test]
fn details_on_record_are_shown_as_a_whole_and_changed_sheet_by_sheet() {
    let mut page = Page::at(&Server::code_ready());
    page.send(Message::StepChosen(Profile));
    page.read_back(on_record());
    assert!(page.form().is_review);
    page.send(Message::ChangePressed(3));
    page.edit(FieldId::Street, "1, rue Neuve");
    page.send(Message::BackPressed);
    assert!(page.form().is_review);
    page.send(Message::BackPressed);
    page.waiting();
    page.send(Message::StepChosen(Profile));
    assert_eq!(page.typed(FieldId::Street), "1, rue Neuve");

    let mut page = Page::at(&Server::code_ready());
    page.send(Message::StepChosen(Profile));
    page.read_back(all_locked());
    assert!(page.form().groups.iter().all(|group| !group.can_change), "there is nothing to change");
}
