//! Each screen, drawn from the model's views: its texts, its announcements, and what a patch leaves in place.

use std::{cell::RefCell, rc::Rc};

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    reason::Reason,
    snapshot::{ActivationState, OnboardingStatus},
    step::{
        StepId::{self, *},
        StepState::*,
    },
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlSelectElement, ShadowRoot};
use xpollens_onboarding::{
    dom::Locale,
    error::{Failure, FailureKind},
    model::{FieldId, Focus, Lane, Message, Timer, view::View},
    text::Text,
    ui::{Context, Dispatch, Ui},
};

use crate::{
    fakes::{Watch, bubbling, count, english, find, input, listeners, press, shadow_root, text, type_into},
    page::Page,
    server::Server,
};

/// A mounted view, and the messages it sent.
pub(crate) struct Screen {
    pub(crate) root: ShadowRoot,
    pub(crate) ui: Ui,
    sent: Rc<RefCell<Vec<Message>>>,
}

impl Screen {
    pub(crate) fn of(view: &View) -> Self {
        let root = shadow_root();
        let sent = Rc::new(RefCell::new(Vec::new()));
        let sink = sent.clone();
        let dispatch = Dispatch::new(move |message| sink.borrow_mut().push(message));
        let ui = Ui::mount(&root, Context::new(Locale::new("en", english()), dispatch), view);
        Self { root, ui, sent }
    }

    pub(crate) fn text(&self, selector: &str) -> String {
        text(&self.root, selector)
    }

    pub(crate) fn is_shown(&self, selector: &str) -> bool {
        !find(&self.root, selector).has_attribute("hidden")
    }

    /// Id of the focused element.
    pub(crate) fn focused(&self) -> String {
        self.root.active_element().map(|element| element.id()).unwrap_or_default()
    }

    pub(crate) fn has_sent(&self) -> bool {
        !self.sent.borrow().is_empty()
    }

    pub(crate) fn sent(&self) -> Vec<Message> {
        self.sent.take()
    }
}

#[wasm_bindgen_test]
fn the_first_screen_appears_before_the_first_answer() {
    let screen = Screen::of(&Page::started().view());
    assert_eq!(screen.text("#heading"), "One moment");
    assert!(!screen.is_shown("nav"));
    assert_eq!(find(&screen.root, ".screen").get_attribute("aria-busy").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
fn every_control_of_every_form_has_a_label_and_a_description() {
    let first = [
        (Profile, FieldId::FirstName),
        (Profile, FieldId::BirthDate),
        (Profile, FieldId::Email),
        (Profile, FieldId::City),
        (Declarative, FieldId::Income),
        (Tax, FieldId::IsUsPerson),
        (Terms, FieldId::AcceptCard),
    ];
    for (step, id) in first {
        let mut page = Page::at(&Server::start().order(&[(step, &[])]));
        page.turn_to(id);
        page.submit();
        let screen = Screen::of(&page.view());
        for field in page.form().fields() {
            let name = field.spec.id.path();
            let control = control(&screen.root, name);
            assert!(is_labelled(&screen.root, &control, name), "{name} has no label");
            if let Some(error) = &field.error {
                let described = control.get_attribute("aria-describedby").unwrap_or_default();
                let error_id = format!("{name}-error");
                assert!(described.split(' ').any(|id| id == error_id), "{name}: {described}");
                assert_eq!(control.get_attribute("aria-invalid").as_deref(), Some("true"));
                let said = screen.text(&format!("[id='{error_id}']"));
                assert!(!said.is_empty() && !said.contains("error."), "{name}: {error:?}: {said}");
            }
            if field.hint.is_some() {
                let control = control.closest("[role=group]").unwrap().unwrap_or(control);
                let described = control.get_attribute("aria-describedby").unwrap_or_default();
                assert!(described.contains(&format!("{name}-hint")), "{name}: {described}");
            }
        }
    }
}

fn control(root: &ShadowRoot, name: &str) -> web_sys::Element {
    let field = format!("[data-field='{name}']");
    let selector = format!("{field} [role=radiogroup], {field} [data-part]");
    let group = root.query_selector(&selector).unwrap();
    group.unwrap_or_else(|| find(root, &format!("[id='{name}']")))
}

fn is_labelled(root: &ShadowRoot, control: &web_sys::Element, name: &str) -> bool {
    let by_id = |id: String| !text(root, &format!("[id='{id}']")).is_empty();
    control.get_attribute("aria-labelledby").is_some_and(by_id)
        || control.closest("[role=group]").unwrap().is_some_and(|group| {
            group.get_attribute("aria-labelledby").is_some_and(by_id)
                && !text(root, &format!("label[for='{}']", control.id())).is_empty()
        })
        || !text(root, &format!("label[for='{name}']")).is_empty()
        || control.closest("label").unwrap().is_some()
}

#[wasm_bindgen_test]
fn every_id_is_unique() {
    let mut tax = Page::at(&Server::start().order(&[(Tax, &[])]));
    tax.send(Message::ResidenceAdded);
    let mut code = Page::at(&Server::code_ready());
    code.reveal(1);
    let mut check = Page::at(&Server::start());
    check.fill(Profile);
    check.send(Message::SubmitPressed);
    for page in [Page::at(&Server::start()), check, tax, code, Page::at(&Server::confirming(60))] {
        let screen = Screen::of(&page.view());
        let all = screen.root.query_selector_all("[id]").unwrap();
        let mut ids: Vec<_> = (0..all.length())
            .map(|index| all.get(index).unwrap().unchecked_into::<web_sys::Element>().id())
            .collect();
        let total = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), total);
    }
}

#[wasm_bindgen_test]
fn typing_and_leaving_a_field_send_their_messages() {
    let screen = Screen::of(&Page::at(&Server::start()).view());
    let first_name = input(&screen.root, "firstName");
    type_into(&first_name, "Zoé");
    first_name.dispatch_event(&bubbling("change")).unwrap();
    press(&screen.root, "input[value=miss]");
    assert_eq!(
        screen.sent(),
        [
            Message::FieldEdited(FieldId::FirstName, "Zoé".into()),
            Message::FieldFinished(FieldId::FirstName),
            Message::FieldEdited(FieldId::Civility, "miss".into()),
        ]
    );
    press(&screen.root, "button[type=submit]");
    assert_eq!(screen.sent(), [Message::SubmitPressed]);
    let screen = Screen::of(&Page::on_sheet_of(FieldId::Nationality).view());
    let country: HtmlSelectElement = find(&screen.root, "[id='nationality']").unchecked_into();
    country.set_value("FR");
    country.dispatch_event(&bubbling("change")).unwrap();
    assert_eq!(screen.sent(), [Message::FieldEdited(FieldId::Nationality, "FR".into())]);
}

#[wasm_bindgen_test]
fn a_patch_keeps_each_input_its_text_and_the_focus() {
    let mut page = Page::on_sheet_of(FieldId::Email);
    let mut screen = Screen::of(&page.view());
    let before = input(&screen.root, "email");
    before.focus().unwrap();
    type_into(&before, "corinne");
    page.edit(FieldId::Email, "corinne");
    page.send(Message::FieldFinished(FieldId::Email));
    screen.ui.render(&page.view());
    let after = input(&screen.root, "email");
    assert!(after.is_same_node(Some(&before)));
    assert_eq!((after.value().as_str(), screen.focused().as_str()), ("corinne", "email"));
    assert!(screen.is_shown("[id='email-error']"));

    page.edit(FieldId::Email, "corinne@example.fr");
    screen.ui.render(&page.view());
    assert!(!screen.is_shown("[id='email-error']"));
    assert_eq!(after.get_attribute("aria-invalid"), None);
    assert_eq!(after.get_attribute("aria-describedby"), None);
}

#[wasm_bindgen_test]
fn a_field_is_hidden_until_it_is_required() {
    let mut page = Page::on_sheet_of(FieldId::BirthZipCode);
    let mut screen = Screen::of(&page.view());
    assert!(!screen.is_shown("[data-field=birthZipCode]"));
    page.edit(FieldId::BirthCountry, "FR");
    screen.ui.render(&page.view());
    assert!(screen.is_shown("[data-field=birthZipCode]"));
}

#[wasm_bindgen_test]
fn a_form_being_sent_cannot_be_changed_and_a_failure_shows_advice() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.submit();
    let mut screen = Screen::of(&page.view());
    assert_eq!(count(&screen.root, "fieldset[disabled]"), 4);
    assert_eq!(screen.text("button[type=submit]"), "Sending…");
    let failure = Failure { request_id: "01JDBQ4ZK8".into(), ..Failure::new(FailureKind::Timeout) };
    page.fail_with(Lane::Submit, failure);
    screen.ui.render(&page.view());
    assert_eq!(count(&screen.root, "fieldset[disabled]"), 0);
    assert_eq!(screen.text("button[type=submit]"), "Try again");
    let notice = screen.text(".notice:not([role])");
    assert!(notice.contains("This is taking too long"), "{notice}");
    assert!(notice.contains("01JDBQ4ZK8"), "{notice}");
    assert_eq!(screen.text("[data-value=firstName]"), "Corinne");
    screen.ui.focus(Focus::Notice, true);
    assert!(screen.root.active_element().unwrap().class_list_contains("notice"));
}

trait HasClass {
    fn class_list_contains(&self, name: &str) -> bool;
}

impl HasClass for web_sys::Element {
    fn class_list_contains(&self, name: &str) -> bool {
        self.class_name().split(' ').any(|known| known == name)
    }
}

#[wasm_bindgen_test]
fn the_focus_goes_where_the_model_says() {
    let page = Page::on_sheet_of(FieldId::BirthDate);
    let screen = Screen::of(&page.view());
    for id in page.form().fields().filter(|field| field.is_shown).map(|field| field.spec.id) {
        screen.ui.focus(Focus::Field(id), true);
        let active: HtmlElement = screen.root.active_element().unwrap().unchecked_into();
        let name = active.get_attribute("name").unwrap_or_default();
        assert_eq!(name.split('-').next(), Some(id.path()), "a date has three inputs");
    }
    screen.ui.focus(Focus::Heading, true);
    assert_eq!(screen.focused(), "heading");
    screen.ui.focus(Focus::Field(FieldId::Income), true);
    assert_eq!(screen.focused(), "heading", "the heading takes the focus if the field is not in the form");
}

/// Focuses the button of the panel with these words.
fn focus_on(screen: &Screen, words: &str) {
    let buttons = screen.root.query_selector_all(".panel button").unwrap();
    let button = (0..buttons.length())
        .map(|index| buttons.get(index).unwrap().unchecked_into::<HtmlElement>())
        .find(|button| button.text_content().as_deref() == Some(words));
    button.unwrap_or_else(|| panic!("there is no {words}")).focus().unwrap();
}

#[wasm_bindgen_test]
fn the_focus_is_kept_when_the_code_or_an_offered_step_disappears() {
    let mut page = Page::at(&Server::code_ready());
    page.reveal(1);
    let mut screen = Screen::of(&page.view());
    focus_on(&screen, "Copy the code");
    page.send(Message::PageHidden);
    screen.ui.render(&page.view());
    assert!(
        screen.root.active_element().unwrap().class_list_contains("code"),
        "the focus is beside the button that shows the code again"
    );

    let server = Server::bound();
    let mut page = Page::at(&server);
    page.send(Message::BackPressed);
    let mut screen = Screen::of(&page.view());
    focus_on(&screen, "Continue: Your situation");
    page.answer(&server.step(Declarative, Done).step(Tax, Done).step(Terms, Done));
    screen.ui.render(&page.view());
    assert_eq!(screen.focused(), "heading");
}

#[wasm_bindgen_test]
fn adding_a_residence_keeps_the_typed_text() {
    let mut page = Page::at(&Server::start().order(&[(Tax, &[])]));
    page.fill(Tax);
    let mut screen = Screen::of(&page.view());
    assert!(!screen.is_shown("form > button:nth-of-type(2)"), "there is no residence to remove");
    page.send(Message::ResidenceAdded);
    screen.ui.render(&page.view());
    let first: HtmlSelectElement = find(&screen.root, "[id='residences.0.country']").unchecked_into();
    assert_eq!(first.value(), "FR");
    assert_eq!(count(&screen.root, "[data-field='residences.1.tin']"), 1);
    assert!(screen.is_shown("form > button:nth-of-type(2)"));
}

#[wasm_bindgen_test]
fn the_terms_are_links_to_another_tab() {
    let page = Page::at(&Server::start().order(&[(Terms, &[])]));
    let screen = Screen::of(&page.view());
    let link = find(&screen.root, "[data-field=card] a");
    let attribute = |name| link.get_attribute(name).unwrap_or_default();
    assert_eq!(attribute("href"), "https://bank.example/terms/card.pdf");
    assert_eq!((attribute("target").as_str(), attribute("rel").as_str()), ("_blank", "noopener noreferrer"));
    assert!(link.closest("label").unwrap().is_none(), "a press on it does not accept");
}

#[wasm_bindgen_test]
fn the_code_is_one_path_without_a_colour_and_eight_groups_of_four() {
    let mut page = Page::at(&Server::code_ready());
    let mut screen = Screen::of(&page.view());
    assert_eq!(screen.text(".code-rest"), "We are preparing your code. It usually takes a few seconds.");
    page.reveal(1);
    screen.ui.render(&page.view());
    let symbol = find(&screen.root, "svg.symbol");
    assert_eq!((symbol.child_element_count(), count(&screen.root, "svg.symbol > filter")), (2, 1));
    assert_eq!(count(&screen.root, "svg.symbol > g[filter] > path"), 1);
    let coloured = "svg.symbol :is([fill], [stroke], [style], [flood-color], [color])";
    assert_eq!(count(&screen.root, coloured), 0, "no attribute sets a colour");
    assert_eq!(symbol.get_attribute("viewBox").as_deref(), Some("0 0 37 37"));
    assert_eq!(symbol.get_attribute("width").as_deref(), Some("296"));
    assert_eq!(symbol.get_attribute("aria-label").as_deref(), Some("QR code to scan with the app"));
    let groups = screen.root.query_selector_all(".figures > span").unwrap();
    let words: Vec<_> =
        (0..groups.length()).map(|index| groups.get(index).unwrap().text_content().unwrap()).collect();
    assert_eq!(words, ["d14c", "2ab9", "0f6e", "4f0c", "8a7b", "6c5d", "4e3f", "2a1b"]);

    page.pass(15_000);
    screen.ui.render(&page.view());
    assert_eq!(screen.text(".ring-figures"), "1:45");
    assert!(
        find(&screen.root, "svg.symbol").is_same_node(Some(&symbol)),
        "the countdown does not redraw the code"
    );

    page.send(Message::PageHidden);
    screen.ui.render(&page.view());
    assert_eq!((count(&screen.root, "svg.symbol"), count(&screen.root, ".figures")), (0, 0));
    screen.ui.focus(Focus::Code, true);
    press(&screen.root, ".code button");
    assert_eq!(screen.sent(), [Message::ShowCodePressed]);
}

#[wasm_bindgen_test]
fn a_failed_code_offers_a_retry() {
    let mut page = Page::at(&Server::code_ready());
    page.fail(Lane::Reveal, FailureKind::Unavailable);
    let screen = Screen::of(&page.view());
    assert!(screen.text(".code .notice").contains("Something isn’t working on our side."));
    press(&screen.root, ".code button");
    assert_eq!(screen.sent(), [Message::ShowCodePressed]);
}

#[wasm_bindgen_test]
fn the_waiting_screen_shows_each_check_and_the_next_form() {
    let server = Server::bound()
        .step(Identity, Submitted)
        .diligence(DiligenceKind::IdentityDocument, DiligenceState::Validated)
        .diligence(DiligenceKind::Selfie, DiligenceState::Received);
    let mut page = Page::at(&server);
    page.send(Message::StepChosen(Identity));
    let mut screen = Screen::of(&page.view());
    assert_eq!(count(&screen.root, ".check"), 2);
    assert_eq!(screen.text(".check:nth-child(1) .check-state"), "Accepted");
    assert_eq!(screen.text(".check:nth-child(2) .check-state"), "Being checked");
    press(&screen.root, ".waiting > button");
    assert_eq!(screen.sent(), [Message::ContinuePressed]);
    assert_eq!(screen.text(".waiting > button"), "Continue: Your situation");

    page.answer(&server.diligence(DiligenceKind::Selfie, DiligenceState::Validated));
    screen.ui.render(&page.view());
    assert_eq!(screen.text(".check:nth-child(2) .check-state"), "Accepted");
}

#[wasm_bindgen_test]
fn a_confirmation_counts_down_and_can_be_sent_again() {
    let mut page = Page::at(&Server::confirming(90));
    let mut screen = Screen::of(&page.view());
    assert_eq!(screen.text("#heading"), "Approve “Tax details” in your app");
    assert_eq!(screen.text(".ring-figures"), "1:30");
    press(&screen.root, ".confirm > button.secondary");
    assert_eq!(screen.sent(), [Message::ResendPressed]);
    page.send(Message::ResendPressed);
    page.fail(Lane::Resend, FailureKind::Unavailable);
    screen.ui.render(&page.view());
    assert!(screen.is_shown(".confirm > .notice"));

    let lapsed = Server::confirming(90).confirmation(None);
    page.answer(&lapsed.step_because(Tax, ActionRequired, &[Reason::ConfirmationTimedOut]));
    screen.ui.render(&page.view());
    assert_eq!(count(&screen.root, ".ring"), 0);
    assert_eq!(screen.text(".confirm > button.primary"), "Send again");
    assert_eq!(page.timer(Timer::Second), None);
}

#[wasm_bindgen_test]
fn a_problem_has_one_button() {
    let mut page = Page::started();
    page.fail(Lane::Status, FailureKind::SessionExpired);
    let screen = Screen::of(&page.view());
    assert_eq!(screen.text("#heading"), "Your session has ended");
    press(&screen.root, ".problem button");
    assert_eq!(screen.sent(), [Message::RetryPressed]);
}

#[wasm_bindgen_test]
fn each_end_has_its_text() {
    for (status, heading) in [
        (OnboardingStatus::Validated, "Your account is open"),
        (OnboardingStatus::Refused, "We can’t open this account"),
        (OnboardingStatus::Expired, "Your application has expired"),
    ] {
        let screen = Screen::of(&Page::at(&Server::bound().ended(status)).view());
        assert_eq!(screen.text("#heading"), heading);
        assert_eq!(count(&screen.root, ".panel button"), 0);
    }
}

#[wasm_bindgen_test]
fn the_rail_names_every_step_its_state_and_where_the_customer_is() {
    let page = Page::at(&Server::bound());
    let screen = Screen::of(&page.view());
    let shown: Vec<StepId> = page.rail();
    assert_eq!(count(&screen.root, ".step"), u32::try_from(shown.len()).unwrap());
    assert_eq!(screen.text("[aria-current=step] .step-label"), "Your situation");
    assert_eq!(screen.text("[data-step=profile] .step-state"), "Done");
    assert_eq!(screen.text(".position"), "Your situation · 2 of 6 steps done");
    press(&screen.root, "[data-step=tax] button");
    assert_eq!(screen.sent(), [Message::StepChosen(Tax)]);
}

#[wasm_bindgen_test]
fn a_repeated_announcement_is_announced_again() {
    let mut screen = Screen::of(&Page::started().view());
    screen.ui.announce(&[Text::new("announce.resent")]);
    let first = screen.text("[aria-live]");
    screen.ui.announce(&[Text::new("announce.resent")]);
    let second = screen.text("[aria-live]");
    assert_eq!(first.trim(), "We sent the request to your phone again.");
    assert_ne!(first, second);
    assert_eq!(first.trim(), second.trim());
}

#[wasm_bindgen_test]
fn texts_of_the_server_are_never_markup() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.submit();
    let hostile = "<img src=x onerror=alert(1)>";
    page.fail_with(
        Lane::Submit,
        Failure { request_id: hostile.into(), ..Failure::new(FailureKind::Timeout) },
    );
    let screen = Screen::of(&page.view());
    assert_eq!(count(&screen.root, "img"), 0);
    assert!(screen.text(".reference").contains(hostile));
}

#[wasm_bindgen_test]
fn every_listener_of_every_screen_is_removed() {
    let watch = Watch::begin();
    let mut page = Page::at(&Server::start());
    let mut screen = Screen::of(&page.view());
    let drawn = listeners();
    assert!(drawn > 10, "{drawn}");
    let server = Server::code_ready();
    for (server, status) in [
        (server.clone(), OnboardingStatus::Initialized),
        (server.activation(ActivationState::Bound, 1).step(Device, Done), OnboardingStatus::InProgress),
        (Server::confirming(60).revision(50), OnboardingStatus::InProgress),
    ] {
        page.answer(&server.onboarding(status));
        screen.ui.render(&page.view());
    }
    let root = screen.root.clone();
    drop(screen);
    assert_eq!((listeners(), root.child_nodes().length()), (0, 0));
    drop(watch);
}

#[wasm_bindgen_test]
fn a_withdrawn_consent_leaves_no_box_ticked() {
    let server = Server::start().order(&[(Terms, &[])]);
    let mut page = Page::at(&server);
    page.fill(Terms);
    let mut screen = Screen::of(&page.view());
    let root = screen.root.clone();
    let boxes = || ["account", "card", "partner"].map(|name| input(&root, name).checked());
    assert_eq!(boxes(), [true; 3]);
    page.answer(&server.terms_version("another"));
    screen.ui.render(&page.view());
    assert_eq!(boxes(), [false; 3]);
}

#[wasm_bindgen_test]
fn a_confirmation_is_sent_again_beside_a_new_check() {
    let lapsed = Server::bound()
        .step_because(Tax, ActionRequired, &[Reason::ConfirmationTimedOut])
        .step(Declarative, Done)
        .step(Terms, Done)
        .check_closed(true);
    let screen = Screen::of(&Page::at(&lapsed).view());
    press(&screen.root, ".waiting > .secondary");
    press(&screen.root, ".waiting > .primary");
    assert_eq!(screen.sent(), [Message::ResendPressed, Message::NewCheckPressed]);
}
