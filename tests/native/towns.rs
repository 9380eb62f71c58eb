//! The towns of a postcode while the customer types it, and the country of a phone number.

use contract::{
    problem::{FieldError, FieldErrorCode},
    step::StepId::*,
    submission::Submission,
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Call, Effect, FieldId, Lane, Message},
    text::Text,
};

use crate::{page::Page, server::Server};

fn typing(values: &[(FieldId, &str)]) -> Page {
    let mut page = Page::at(&Server::start());
    for (field, value) in values {
        page.edit(*field, value);
    }
    page
}

fn asking() -> Page {
    typing(&[(FieldId::Country, "FR"), (FieldId::ZipCode, "92100")])
}

fn offered(page: &Page, field: FieldId) -> Vec<String> {
    let suggestions = page.field(field).suggestions.clone().expect("a town");
    suggestions.iter().map(|town| town.to_string()).collect()
}

#[test]
fn a_complete_french_postcode_looks_up_its_towns() {
    let page = asking();
    let asked = Call::FetchPlaces { country: "FR".into(), postcode: "92100".into() };
    assert!(page.call(Lane::Places) == Some(&asked));
    assert_eq!(format!("{asked:?}"), "FetchPlaces", "no debug text contains the address");
    let birth = typing(&[(FieldId::BirthCountry, "RE"), (FieldId::BirthZipCode, "97400")]);
    assert!(birth.call(Lane::Places).is_some());
}

#[test]
fn an_incomplete_or_foreign_postcode_looks_up_nothing() {
    for (country, postcode) in
        [("FR", "9210"), ("FR", "921000"), ("FR", "9210a"), ("DE", "10115"), ("", "92100")]
    {
        let page = typing(&[(FieldId::Country, country), (FieldId::ZipCode, postcode)]);
        assert_eq!(page.call(Lane::Places), None, "{country} {postcode}");
    }
}

#[test]
fn the_only_town_is_filled_in_and_announced() {
    let mut page = asking();
    let effects = page.offer(&["Boulogne-Billancourt"]);
    assert_eq!(effects, [Effect::Announce(Text::new("announce.town"))]);
    assert_eq!(page.typed(FieldId::City), "Boulogne-Billancourt");
}

#[test]
fn the_first_digits_of_a_postcode_of_birth_are_no_department_yet() {
    let mut page = typing(&[(FieldId::BirthCountry, "FR")]);
    for typed in ["9", "92", "921", "9210"] {
        page.edit(FieldId::BirthZipCode, typed);
        assert_eq!(
            page.call(Lane::Places),
            None,
            "{typed}: Nanterre would be filled in as the town of birth"
        );
    }
    page.edit(FieldId::BirthZipCode, "92100");
    assert!(page.call(Lane::Places).is_some());
}

#[test]
fn a_postcode_of_birth_that_may_stand_for_the_department_fills_in_no_town() {
    let mut page = typing(&[(FieldId::BirthCountry, "FR"), (FieldId::BirthZipCode, "78000")]);
    assert_eq!(page.offer(&["Versailles"]), []);
    assert_eq!(page.typed(FieldId::BirthCity), "", "the customer was born in Argenteuil");
    assert_eq!(offered(&page, FieldId::BirthCity), ["Versailles"]);
    page.edit(FieldId::BirthZipCode, "92100");
    page.offer(&["Boulogne-Billancourt"]);
    assert_eq!(page.typed(FieldId::BirthCity), "Boulogne-Billancourt");
}

#[test]
fn a_town_that_was_filled_in_follows_a_correction_of_the_postcode() {
    let mut page = asking();
    page.offer(&["Boulogne-Billancourt"]);
    page.edit(FieldId::ZipCode, "75001");
    let effects = page.offer(&["Paris"]);
    assert_eq!(effects, [Effect::Announce(Text::new("announce.town"))]);
    assert_eq!(page.typed(FieldId::City), "Paris");
    page.edit(FieldId::ZipCode, "01000");
    assert_eq!(page.offer(&["Bourg-en-Bresse", "Saint-Denis-lès-Bourg"]), []);
    assert_eq!(
        page.typed(FieldId::City),
        "",
        "Paris is certainly wrong, and which of the two is right nobody knows"
    );
}

#[test]
fn a_town_that_was_filled_in_and_changed_stays() {
    let mut page = asking();
    page.offer(&["Boulogne-Billancourt"]);
    page.edit(FieldId::City, "Boulogne");
    page.edit(FieldId::ZipCode, "75001");
    page.offer(&["Paris"]);
    assert_eq!(page.typed(FieldId::City), "Boulogne");
}

#[test]
fn a_town_that_was_typed_stays() {
    let mut page = asking();
    page.edit(FieldId::City, "Boul");
    assert_eq!(page.offer(&["Boulogne-Billancourt"]), []);
    assert_eq!(page.typed(FieldId::City), "Boul");
    assert_eq!(offered(&page, FieldId::City), ["Boulogne-Billancourt"]);
}

#[test]
fn several_towns_are_offered_and_none_is_filled_in() {
    let mut page = asking();
    assert_eq!(page.offer(&["Arches", "Archettes"]), []);
    assert_eq!(page.typed(FieldId::City), "");
    assert_eq!(offered(&page, FieldId::City), ["Arches", "Archettes"]);
    assert_eq!(offered(&page, FieldId::BirthCity), [""; 0], "the offers belong to the town of the address");
}

#[test]
fn towns_of_a_previous_postcode_are_ignored() {
    let mut page = asking();
    page.edit(FieldId::ZipCode, "9210");
    page.offer(&["Boulogne-Billancourt"]);
    assert_eq!(page.typed(FieldId::City), "");
    assert_eq!(offered(&page, FieldId::City), [""; 0]);
}

#[test]
fn a_failed_look_up_is_silent() {
    let mut page = asking();
    assert_eq!(page.fail(Lane::Places, FailureKind::SessionExpired), []);
    assert_eq!(page.form().step, Profile);
}

#[test]
fn a_town_that_is_not_in_the_list_is_sent_and_the_server_decides() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.offer(&["Boulogne-Billancourt"]);
    page.submit();
    page.fail(
        Lane::Submit,
        FailureKind::Fields(vec![FieldError::new("address.city", FieldErrorCode::TownMismatch)]),
    );
    assert_eq!(page.field(FieldId::City).error, Some(Text::new("error.town")));
}

#[test]
fn the_postcode_comes_before_the_town() {
    let page = typing(&[(FieldId::BirthCountry, "FR")]);
    let fields: Vec<_> = page.all_fields().iter().map(|field| field.spec.id).collect();
    let at = |id| fields.iter().position(|known| *known == id).unwrap();
    assert!(at(FieldId::BirthZipCode) < at(FieldId::BirthCity) && at(FieldId::ZipCode) < at(FieldId::City));
}

fn sent_number(number: &str, country: Option<&str>) -> (String, String) {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    if let Some(country) = country {
        page.edit(FieldId::PhoneCountry, country);
    }
    page.edit(FieldId::PhoneNumber, number);
    page.submit();
    match page.sent().1 {
        Submission::Profile(profile) => (profile.phone_number, profile.phone_country),
        _ => panic!("no profile is being sent"),
    }
}

#[test]
fn a_number_is_accepted_in_national_and_international_form() {
    let text = |number: &str, country: &str| (number.to_owned(), country.to_owned());
    assert_eq!(sent_number("06 12 34 56 78", None), text("0612345678", "FR"));
    assert_eq!(sent_number("0470 12 34 56", Some("BE")), text("0470123456", "BE"));
    assert_eq!(sent_number("+33 6 12 34 56 78", Some("BE")), text("+33612345678", ""));
    assert_eq!(sent_number("0033 (0)6 12 34 56 78", None), text("+33612345678", ""));
}

#[test]
fn the_country_of_a_number_starts_as_that_of_the_address_and_stays_once_a_number_is_typed() {
    let mut page = Page::at(&Server::start());
    assert_eq!(page.typed(FieldId::PhoneCountry), "FR");
    page.edit(FieldId::Country, "BE");
    assert_eq!(page.typed(FieldId::PhoneCountry), "BE");
    page.edit(FieldId::PhoneNumber, "0470 12 34 56");
    page.edit(FieldId::Country, "DE");
    assert_eq!(page.typed(FieldId::PhoneCountry), "BE", "only the typed field changes");
}

#[test]
fn a_landline_gets_another_error_than_an_invalid_number() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.submit();
    let wrong = FieldError::new("phoneNumber", FieldErrorCode::NotAllowed);
    page.fail(Lane::Submit, FailureKind::Fields(vec![wrong]));
    let error = |page: &Page| Some(page.form().field(FieldId::PhoneNumber)?.error.as_ref()?.key.to_string());
    assert_eq!(error(&page).as_deref(), Some("error.landline"));
    page.edit(FieldId::PhoneNumber, "06 12");
    page.send(Message::FieldFinished(FieldId::PhoneNumber));
    assert_eq!(error(&page), None, "only a phone library knows that it is too short");
    page.edit(FieldId::PhoneNumber, "06");
    page.send(Message::FieldFinished(FieldId::PhoneNumber));
    assert_eq!(error(&page).as_deref(), Some("error.phone"));
}

#[test]
fn a_landline_is_refused_at_the_field_and_never_sent() {
    for (country, number) in
        [("FR", "+39 06 1234 5678"), ("FR", "01 45 67 89 01"), ("IT", "06 1234 5678"), ("BE", "02/345.67.89")]
    {
        let mut page = Page::at(&Server::start());
        page.fill(Profile);
        page.edit(FieldId::PhoneCountry, country);
        page.edit(FieldId::PhoneNumber, number);
        page.send(Message::FieldFinished(FieldId::PhoneNumber));
        let error = page.field(FieldId::PhoneNumber).error.clone().expect("an error");
        assert_eq!(error.key, "error.landline", "{number}");
        page.submit();
        assert_eq!(page.call(Lane::Submit), None, "{number}");
    }
}

#[test]
fn two_postcodes_typed_quickly_each_get_their_towns() {
    for fails in [false, true] {
        let mut page = asking();
        page.edit(FieldId::BirthCountry, "FR");
        page.edit(FieldId::BirthZipCode, "75001");
        let asked = |postcode: &str| Call::FetchPlaces { country: "FR".into(), postcode: postcode.into() };
        assert!(page.call(Lane::Places) == Some(&asked("92100")));
        if fails {
            page.fail(Lane::Places, FailureKind::Timeout);
        } else {
            page.offer(&["Boulogne-Billancourt"]);
            assert_eq!(page.typed(FieldId::City), "Boulogne-Billancourt");
        }
        assert!(page.call(Lane::Places) == Some(&asked("75001")));
        page.offer(&["Paris"]);
        assert_eq!(page.typed(FieldId::BirthCity), "Paris");
        assert_eq!(page.call(Lane::Places), None);
    }
}

#[test]
fn a_postcode_looks_up_its_towns_however_it_is_written() {
    for (country, typed, postcode) in
        [("FR", "92 100", "92100"), ("FR", "F-92100", "92100"), ("PF", "98 713", "98713")]
    {
        let page = typing(&[(FieldId::Country, country), (FieldId::ZipCode, typed)]);
        let asked = Call::FetchPlaces { country: country.into(), postcode: postcode.into() };
        assert!(page.call(Lane::Places) == Some(&asked), "{typed}");
    }
}

#[test]
fn the_towns_of_the_postcode_are_named_if_it_does_not_match_the_town() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.edit(FieldId::ZipCode, "01000");
    page.offer(&["Paris"]); // of the place of birth, which was requested before
    page.offer(&["Bourg-en-Bresse", "Saint-Denis-lès-Bourg"]);
    page.submit();
    let wrong = ["address.zipCode", "birthCity"];
    let wrong = wrong.map(|field| FieldError::new(field, FieldErrorCode::TownMismatch));
    page.fail(Lane::Submit, FailureKind::Fields(wrong.into()));
    let error = |id| page.field(id).error.clone();
    let named = Text::new("error.town_named").with("towns", "Bourg-en-Bresse, Saint-Denis-lès-Bourg".into());
    assert_eq!(error(FieldId::ZipCode), Some(named));
    assert_eq!(error(FieldId::BirthCity), Some(Text::new("error.town_birth")));
}

#[test]
fn the_country_beside_a_number_follows_a_number_that_is_certain() {
    let mut page = Page::at(&Server::start());
    for (number, country) in [
        ("06 12 34 56 78", "FR"),
        ("0692 86 12 34", "RE"),
        ("0639 12 34 56", "YT"),
        ("0696 12 34 56", "MQ"),
        ("06 12 34 56 78", "FR"),
        ("01 23 45 67 89", "FR"),
    ] {
        page.edit(FieldId::PhoneNumber, number);
        assert_eq!(page.typed(FieldId::PhoneCountry), country, "{number}");
    }
    assert_eq!(sent_number("0692 86 12 34", None), ("0692861234".into(), "RE".into()));
}
