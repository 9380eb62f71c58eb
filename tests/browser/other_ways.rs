//! The options of proof, the transfer, the documents and the self-certification, shown and operated.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use contract::{
    diligence::DiligenceState,
    snapshot::{ProofKind, ProofState},
    step::DocumentKind,
};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use xpollens_onboarding::model::{Focus, Message, PaymentField};

use crate::{
    app::Module,
    fakes::{Network, count, drop_file, find, press, text, until},
    page::Page,
    server::Server,
    ui::Screen,
};

const DOCUMENTS: &str = include_str!("../../contract/fixtures/snapshot.documents.json");
const OPENED: &str = include_str!("../../contract/fixtures/snapshot.opened.json");
const TRANSFER: &str = include_str!("../../contract/fixtures/snapshot.transfer.json");

#[wasm_bindgen_test]
fn the_account_is_formatted_as_banks_do_and_each_line_can_be_copied() {
    let mut page = Page::at(&Server::paying().payment_url("https://pay.bank.example/start"));
    let mut screen = Screen::of(&page.view());
    assert_eq!(screen.text(".account-line:nth-child(2) .account-value"), "FR7630001007941234567890185");
    assert_eq!(count(&screen.root, ".account-line:nth-child(2) .account-value span"), 7);
    assert_eq!(screen.text(".account-line:nth-child(5) .account-value"), "From €1 to €1,000");
    assert_eq!(screen.text(".account-line:nth-child(2) button"), "Copy IBAN");
    press(&screen.root, ".account-line:nth-child(2) button");
    let message = Message::PaymentCopyPressed(PaymentField::Iban);
    assert_eq!(screen.sent(), std::slice::from_ref(&message));
    page.send(message);
    page.send(Message::CopyEnded(true));
    screen.ui.render(&page.view());
    assert_eq!(screen.text(".account > .text"), "IBAN: copied.");
    let pay = find(&screen.root, "a.button");
    assert_eq!(pay.get_attribute("rel").as_deref(), Some("noopener noreferrer"));
    assert_eq!(count(&screen.root, ".symbol[role=img][aria-label]"), 1);
}

#[wasm_bindgen_test]
fn the_ways_are_radio_buttons_and_the_change_is_asked_for_once_more() {
    let options = [(ProofKind::FacialScan, ProofState::Chosen), (ProofKind::Transfer, ProofState::Available)];
    let mut page = Page::at(&Server::code_ready().options(&options));
    let mut screen = Screen::of(&page.view());
    let ask = "Verify without a face scan";
    assert!(screen.text(".handoff").contains(ask));
    page.send(Message::OptionsPressed);
    screen.ui.render(&page.view());
    screen.ui.focus(Focus::Heading, true);
    assert_eq!(screen.focused(), "heading");
    assert_eq!(count(&screen.root, ".choice > input[type=radio]"), 2);
    assert_eq!(count(&screen.root, ".choice[data-mark=done] > :checked"), 1);
    press(&screen.root, ".screen > .primary");
    assert_eq!(screen.sent(), [Message::ContinuePressed], "nothing changed");
    press(&screen.root, ".choice[data-mark=todo] > input");
    press(&screen.root, ".screen > .primary");
    assert_eq!(screen.sent(), [], "it is asked once more");
    assert_eq!(count(&screen.root, ".choices[hidden]"), 1);
    press(&screen.root, ".column > .primary");
    press(&screen.root, ".button.quiet");
    assert_eq!(screen.sent(), [Message::AlternativePressed, Message::ContinuePressed]);
}

#[wasm_bindgen_test]
async fn a_document_form_shows_what_it_accepts_and_its_errors() {
    let documents =
        [(DocumentKind::Other, DiligenceState::Expected), (DocumentKind::W9, DiligenceState::Review)];
    let mut page = Page::at(
        &Server::bound()
            .step(contract::step::StepId::Declarative, contract::step::StepState::Done)
            .documents(&documents),
    );
    page.send(Message::UploadPressed);
    let mut screen = Screen::of(&page.view());
    assert_eq!(screen.text("#file-hint"), "JPG, PNG or PDF, up to 5 MB.");
    assert_eq!(
        screen.text("#justification-error"),
        "Tell us why you don’t pay taxes in the country where you live."
    );
    assert_eq!(screen.text("#file-error"), "Choose a file.");
    assert!(screen.text("label[for=justification]").starts_with("Why don’t you pay taxes"));
    screen.ui.focus(Focus::File, true);
    assert_eq!(screen.focused(), "file");
    screen.ui.focus(Focus::Justification, true);
    assert_eq!(screen.focused(), "justification");
    // The browser names no type, so the bytes decide.
    drop_file(&find(&screen.root, ".documents"), "mine", "", 9);
    until("the file", || screen.has_sent()).await;
    let chosen = Message::FileChosen { kind: DocumentKind::Other, size: 9, media_type: "application/pdf" };
    assert_eq!(screen.sent(), std::slice::from_ref(&chosen));
    page.send(chosen);
    screen.ui.render(&page.view());
    assert_eq!(screen.text("#file-name"), "mine");
    assert!(!screen.is_shown("#file-error") && !screen.is_shown(".sending"));
    assert_eq!(screen.text(".check-state"), "Under review");
}

#[wasm_bindgen_test]
async fn a_dropped_document_is_sent_with_progress_and_kept_for_a_retry() {
    let network = Network::answering(&format!(
        r#"{{
            "GET /api/onboarding": [{{ "body": {DOCUMENTS} }}, "held"],
            "POST /api/onboarding/documents": [{{ "status": 503 }}, "held", {{ "body": {TRANSFER} }}]
        }}"#
    ));
    let module = Module::start();
    module.until_shown(".documents").await;
    drop_file(&find(&module.root, ".drop"), "my secret.pdf", "application/pdf", 1234);
    until("the file", || text(&module.root, "#file-name") == "my secret.pdf").await;
    press(&module.root, ".documents > .primary");
    until("the failure", || text(&module.root, ".notice").contains("on our side")).await;
    let first = network.sent();
    assert!(first.contains(&"Authorization: Bearer a-token".to_owned()), "{first:?}");
    assert!(first.contains(&"X-Onboarding-Client: 1".to_owned()), "{first:?}");
    assert!(
        first.ends_with(&["kind=w9".to_owned(), "file=file application/pdf 1234".to_owned()]),
        "{first:?}"
    );
    press(&module.root, ".documents > .primary");
    until("half of it", || text(&module.root, "#percent") == "Sending: 50%").await;
    assert_eq!(network.sent(), first, "the same file under the same key");
    press(&module.root, ".sending button");
    assert_eq!(module.root.active_element().unwrap().id(), "file");
    assert_eq!(text(&module.root, "#file-name"), "my secret.pdf");
    module.handle.stop();
    assert!(module.events.borrow().iter().all(|event| !event.contains("secret")));
}

#[wasm_bindgen_test]
async fn the_self_certification_is_saved_only_if_it_is_a_pdf() {
    let network = Network::answering(&format!(
        r#"{{
            "GET /api/onboarding": [{{ "body": {OPENED} }}],
            "GET /api/onboarding/self-certification": [
                {{ "body": "<p>not it</p>", "headers": {{ "Content-Type": "text/html" }} }},
                {{ "body": "PDF", "headers": {{ "Content-Type": "application/pdf" }} }}
            ]
        }}"#
    ));
    let module = Module::start();
    module.until_shown(".outcome .secondary").await;
    press(&module.root, ".outcome .secondary");
    until("the failure", || text(&module.root, ".notice").contains("on our side")).await;
    assert_eq!(network.saved(), Vec::<String>::new());
    press(&module.root, ".outcome .secondary");
    until("the saving", || text(&module.root, "[aria-live]").contains("downloaded")).await;
    assert_eq!(network.saved(), ["self-certification.pdf"]);
    assert_eq!(text(&module.root, ".notice"), "");
    module.handle.stop();
}

#[wasm_bindgen_test]
async fn a_document_cancelled_during_a_token_renewal_is_not_sent() {
    let network = Network::answering(&format!(
        r#"{{
            "GET /api/onboarding": [{{ "body": {DOCUMENTS} }}, "held"],
            "POST /api/onboarding/documents": [{{ "status": 401 }}]
        }}"#
    ));
    // It answers once the upload is cancelled.
    let renewed = Rc::new(RefCell::new(None));
    let keeper = renewed.clone();
    let token = Promise::new(&mut |resolve, _| {
        keeper.replace(Some(resolve));
    });
    let asks = Rc::new(Cell::new(0));
    let counter = asks.clone();
    let get_token = Closure::<dyn FnMut() -> Promise>::new(move || {
        counter.set(counter.get() + 1);
        token.clone()
    });
    let get_token: Function = get_token.into_js_value().unchecked_into();
    let module = Module::with(&[("endpoint", "/api"), ("token", "old")], Some(get_token));
    module.until_shown(".documents").await;
    drop_file(&find(&module.root, ".drop"), "mine.pdf", "application/pdf", 9);
    until("the file", || text(&module.root, "#file-name") == "mine.pdf").await;
    press(&module.root, ".documents > .primary");
    until("the question for a token", || asks.get() == 1).await;
    press(&module.root, ".sending button");
    let resolve = renewed.take().expect("the host is asked");
    resolve.call1(&JsValue::UNDEFINED, &"another".into()).expect("it answers");
    press(&module.root, ".documents > .primary");
    until("its end", || text(&module.root, "#heading") == "Your session has ended").await;
    let sent = network.asked().iter().filter(|route| route.starts_with("POST")).count();
    assert_eq!(sent, 3, "the cancelled one once, the next one again with its new token");
    module.handle.stop();
}
