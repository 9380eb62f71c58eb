//! The record, towns and a new start, read from the contract's examples and drawn.

use contract::step::{StepId::*, StepState::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlSelectElement;
use xpollens_onboarding::{
    dom::Locale,
    error::FailureKind,
    model::{FieldId, Focus, Lane, Message},
};

use crate::{
    fakes::{count, english, find, input, press, type_into},
    page::{Page, on_record},
    server::Server,
    ui::Screen,
};

fn looking(locked: &[&str]) -> Page {
    let mut page = Page::at(&Server::code_ready());
    page.send(Message::StepChosen(Profile));
    let mut answer = on_record();
    answer.locked.extend(locked.iter().map(|path| (*path).to_owned()));
    page.read_back(answer);
    page
}

#[wasm_bindgen_test]
fn locked_fields_can_be_focused_and_read_but_not_changed() {
    let mut page = looking(&["civility"]);
    for (id, name, words) in [
        (FieldId::Nationality, "nationality", "France"),
        (FieldId::Civility, "civility", "Miss"),
        (FieldId::BirthDate, "birthDate", "6\u{a0}December 1965"),
    ] {
        page.turn_to(id);
        let screen = Screen::of(&page.view());
        let control = find(&screen.root, &format!("[id='{name}']"));
        assert_eq!(control.tag_name(), "DIV", "{name}");
        assert_eq!(control.text_content().as_deref(), Some(words), "{name}");
        let described = control.get_attribute("aria-describedby").unwrap_or_default();
        assert!(described.contains(&format!("{name}-hint")), "{described}");
        assert_eq!(screen.text(&format!("[id='{name}-hint']")), "You can’t change this any more.");
    }
    let screen = Screen::of(&page.view());
    screen.ui.focus(Focus::Field(FieldId::BirthDate), true);
    assert_eq!(screen.focused(), "birthDate");
    page.turn_to(FieldId::FirstName);
    assert_eq!(find(&Screen::of(&page.view()).root, "[id=firstName]").tag_name(), "INPUT");
}

#[wasm_bindgen_test]
fn details_on_record_are_shown_as_text_each_group_with_a_button_to_change_it() {
    let screen = Screen::of(&looking(&[]).view());
    assert_eq!(screen.text("[data-value='firstName']"), "Corinne");
    assert_eq!(screen.text("[data-value='birthDate']"), "6\u{a0}December 1965");
    assert_eq!(screen.text("[data-value='nationality']"), "France");
    assert_eq!(count(&screen.root, "input, select"), 0);
    let change = screen.root.query_selector_all(".account button").unwrap();
    assert_eq!(change.length(), 4);
    assert_eq!(change.get(0).unwrap().text_content().as_deref(), Some("Change Your name"));
    change.get(3).unwrap().unchecked_into::<web_sys::HtmlElement>().click();
    assert_eq!(screen.sent(), [Message::ChangePressed(3)]);
}

#[wasm_bindgen_test]
fn a_correction_is_shown_beside_its_field() {
    let mut page = looking(&[]);
    let told = "You wrote “Boulogne”. We corrected it to “Boulogne-Billancourt”.";
    assert_eq!(Screen::of(&page.view()).text("[id='address.city-correction']"), told);
    page.turn_to(FieldId::City);
    let screen = Screen::of(&page.view());
    assert_eq!(screen.text("[id='address.city-correction']"), told);
    let described = input(&screen.root, "address.city").get_attribute("aria-describedby").unwrap();
    assert!(described.contains("address.city-correction"), "{described}");
}

#[wasm_bindgen_test]
fn if_all_fields_are_locked_the_only_button_leads_back() {
    let all: Vec<_> = FieldId::all().map(FieldId::path).collect();
    let screen = Screen::of(&looking(&all).view());
    assert!(!screen.is_shown(".foot"));
    press(&screen.root, "form > button:last-of-type");
    assert_eq!(screen.sent(), [Message::BackPressed]);
}

#[wasm_bindgen_test]
fn details_that_could_not_be_read_offer_a_retry_and_a_way_back() {
    let mut page = Page::at(&Server::code_ready());
    page.send(Message::StepChosen(Profile));
    page.fail(Lane::Profile, FailureKind::Unavailable);
    let screen = Screen::of(&page.view());
    assert_eq!(screen.text("#heading"), "We couldn’t load your details");
    press(&screen.root, ".problem > button:first-of-type");
    press(&screen.root, ".problem > button:last-of-type");
    assert_eq!(screen.sent(), [Message::RetryPressed, Message::BackPressed]);
}

#[wasm_bindgen_test]
fn towns_are_offered_in_a_datalist_and_a_single_town_is_filled_in() {
    let mut page = Page::on_sheet_of(FieldId::City);
    page.edit(FieldId::Country, "FR");
    let mut screen = Screen::of(&page.view());
    let city = input(&screen.root, "address.city");
    assert_eq!(city.get_attribute("list").as_deref(), Some("address.city-list"));
    page.edit(FieldId::ZipCode, "88500");
    page.offer(&["Ambacourt", "Mirecourt"]);
    screen.ui.render(&page.view());
    assert_eq!(count(&screen.root, "datalist[id='address.city-list'] > option"), 2);
    page.edit(FieldId::ZipCode, "92100");
    page.offer(&["Boulogne-Billancourt"]);
    screen.ui.render(&page.view());
    assert_eq!(city.value(), "Boulogne-Billancourt");
    assert!(city.is_same_node(Some(&input(&screen.root, "address.city"))));
}

#[wasm_bindgen_test]
fn the_country_of_the_number_follows_the_address_until_a_number_is_typed() {
    let mut page = Page::on_sheet_of(FieldId::PhoneNumber);
    let mut screen = Screen::of(&page.view());
    let country: HtmlSelectElement = find(&screen.root, "[id=phoneCountry]").unchecked_into();
    assert_eq!(country.value(), "FR");
    page.edit(FieldId::Country, "BE");
    screen.ui.render(&page.view());
    assert_eq!(country.value(), "BE");
    assert_eq!(input(&screen.root, "phoneNumber").get_attribute("autocomplete").as_deref(), Some("tel"));
    assert_eq!(country.get_attribute("autocomplete").as_deref(), Some("off"));
    type_into(&input(&screen.root, "phoneNumber"), "0470");
    assert_eq!(screen.sent(), [Message::FieldEdited(FieldId::PhoneNumber, "0470".into())]);
}

#[wasm_bindgen_test]
fn dates_are_formatted_in_the_page_language() {
    let millis = js_sys::Date::parse("2027-02-21T09:00:00Z");
    assert_eq!(Locale::new("fr", english()).day(millis), "21\u{a0}février 2027");
    assert_eq!(Locale::new("en-GB", english()).day(millis), "21\u{a0}February 2027");
    assert_eq!(Locale::new("en", english()).day(f64::NAN), "");
}

#[wasm_bindgen_test]
fn the_waiting_screen_shows_the_deadline_and_offers_other_steps() {
    let server = Server::bound().step(Declarative, Done).step(Tax, Done).step(Terms, Done);
    let server = server.check_closed(true).corrections(1).kept_until("2027-02-21T09:00:00Z");
    let mut page = Page::at(&server);
    let mut screen = Screen::of(&page.view());
    assert!(screen.text(".waiting").contains("You can come back until 21\u{a0}February 2027."));
    press(&screen.root, ".waiting > button.quiet:not([hidden])");
    press(&screen.root, ".waiting > button.primary");
    assert_eq!(screen.sent(), [Message::StepChosen(Profile), Message::NewCheckPressed]);
    page.send(Message::NewCheckPressed);
    screen.ui.render(&page.view());
    let button = find(&screen.root, ".waiting > button.primary");
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
    page.fail(Lane::Demand, FailureKind::Timeout);
    screen.ui.render(&page.view());
    screen.ui.focus(Focus::Notice, true);
    assert_eq!(screen.root.active_element().unwrap().class_name(), "notice");
}

#[wasm_bindgen_test]
fn an_expired_onboarding_offers_one_button() {
    let mut page = Page::at(&Server::expired());
    let mut screen = Screen::of(&page.view());
    assert_eq!(screen.text(".outcome button"), "Start again");
    press(&screen.root, ".outcome button");
    assert_eq!(screen.sent(), [Message::RestartPressed]);
    page.send(Message::RestartPressed);
    page.fail(Lane::Restart, FailureKind::Unavailable);
    screen.ui.render(&page.view());
    assert!(screen.text(".outcome .notice").contains("on our side"));
    page.send(Message::RestartPressed);
    page.restart(&Server::start());
    screen.ui.render(&page.view());
    assert_eq!(screen.text("#heading"), "Your name");
}

#[wasm_bindgen_test]
fn a_restored_draft_is_shown_in_every_kind_of_control() {
    for (step, draft) in [
        (Profile, &[(FieldId::FirstName, "Corinne"), (FieldId::Civility, "miss")][..]),
        (Declarative, &[(FieldId::EconomicActivity, "38"), (FieldId::Income, "3")]),
        (
            Tax,
            &[(FieldId::IsUsPerson, "false"), (FieldId::ResidenceCountry(2), "DE"), (FieldId::Tin(2), "12")],
        ),
    ] {
        let server = Server::start().order(&[(step, &[])]);
        let mut page = Page::at(&server.with(|snapshot| snapshot.drafts = Some([step].into())));
        let mut screen = Screen::of(&page.view());
        page.draft(draft);
        screen.ui.render(&page.view());
        for (id, value) in draft {
            let name = id.path();
            let is_shown = if *id == FieldId::Civility || *id == FieldId::IsUsPerson {
                count(&screen.root, &format!("input[name='{name}'][value='{value}']:checked")) == 1
            } else if *id == FieldId::EconomicActivity {
                count(&screen.root, &format!("[data-field='{name}'] [type=hidden][value='{value}']")) == 1
            } else if let Ok(select) =
                find(&screen.root, &format!("[id='{name}']")).dyn_into::<HtmlSelectElement>()
            {
                select.value() == *value
            } else {
                input(&screen.root, name).value() == *value
            };
            assert!(is_shown, "{name}");
        }
    }
}
