//! What a customer need not type: the page knows it from another answer.

use contract::step::StepId::*;
use xpollens_onboarding::{
    model::{Effect, FieldId, Focus, Message},
    text::Text,
};

use crate::{page::Page, read_back::all_locked, server::Server};

#[test]
fn the_birth_name_is_taken_from_the_last_name_by_one_press() {
    let mut page = Page::on_sheet_of(FieldId::BirthName);
    assert_eq!(page.field(FieldId::BirthName).same, Some(Text::new("birthName.same")));
    let effects = page.send(Message::SameNamePressed);
    assert_eq!(effects, [Effect::MoveFocus(Focus::Field(FieldId::LastName))], "there is no name yet");
    assert_eq!(page.typed(FieldId::BirthName), "");

    page.edit(FieldId::LastName, "Berthier");
    page.edit(FieldId::BirthName, "Berthiér");
    let effects = page.send(Message::SameNamePressed);
    assert!(effects.contains(&Effect::Announce(Text::new("announce.birth_name"))), "{effects:?}");
    assert_eq!(page.typed(FieldId::BirthName), "Berthier");
    page.edit(FieldId::LastName, "Martin");
    assert_eq!(page.typed(FieldId::BirthName), "Berthier", "it does not follow unasked");
}

#[test]
fn a_birth_name_that_cannot_be_changed_has_no_button() {
    let mut page = Page::at(&Server::code_ready());
    page.send(Message::StepChosen(Profile));
    page.read_back(all_locked());
    let before = page.typed(FieldId::BirthName);
    assert_eq!(page.field(FieldId::BirthName).same, None);
    page.send(Message::SameNamePressed);
    assert_eq!(page.typed(FieldId::BirthName), before);
}

/// A page whose customer lives in Belgium and is asked for their taxes.
fn taxes_after_details() -> Page {
    let server = Server::start().order(&[(Profile, &[]), (Tax, &[])]);
    let mut page = Page::at(&server);
    page.turn_to(FieldId::Country);
    page.edit(FieldId::Country, "BE");
    page.send(Message::StepChosen(Tax));
    page
}

#[test]
fn taxes_are_paid_where_the_customer_lives_until_they_say_otherwise() {
    let country = FieldId::ResidenceCountry(0);
    let mut page = taxes_after_details();
    assert_eq!(page.typed(country), "BE");
    page.edit(country, "DE");
    assert_eq!(page.typed(country), "DE");
    page.send(Message::ResidenceAdded);
    assert_eq!(page.typed(FieldId::ResidenceCountry(1)), "", "a second country is not guessed");

    let unknown = Page::at(&Server::start().order(&[(Tax, &[])]));
    assert_eq!(unknown.typed(country), "");
}

#[test]
fn the_country_that_is_shown_is_the_one_that_is_sent() {
    let mut page = taxes_after_details();
    page.edit(FieldId::IsUsPerson, "false");
    page.edit(FieldId::Tin(0), "85073003328");
    page.send(Message::SubmitPressed);
    let (_, submission) = page.sent();
    let contract::submission::Submission::Tax(tax) = submission else { panic!("not the taxes") };
    assert_eq!(tax.residences[0].country, "BE");
}
