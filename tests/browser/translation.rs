//! Page translation: a translator replaces text nodes with its own elements. Later texts of the model still appear on
//! the page.

use std::collections::BTreeSet;

use contract::{
    diligence::DiligenceState,
    step::{
        DocumentKind,
        StepId::{Declarative, Identity, Profile, Terms},
        StepState::Done,
    },
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Node};
use xpollens_onboarding::{
    error::FailureKind,
    model::{FieldId, Lane, Message, view::View},
    text::Text,
};

use crate::{
    fakes::{count, find},
    page::Page,
    server::Server,
    ui::Screen,
};

/// Replaces every text by `<font>` elements with other words, as Google Translate does.
fn translate(node: &Node) {
    let children = node.child_nodes();
    let children: Vec<_> = (0..children.length()).filter_map(|index| children.get(index)).collect();
    for child in children {
        if child.node_type() != Node::TEXT_NODE {
            translate(&child);
        } else if child.text_content().is_some_and(|text| !text.trim().is_empty()) {
            let document = node.owner_document().unwrap();
            let font = document.create_element("font").unwrap();
            font.set_inner_html("<font>übersetzt</font>");
            node.replace_child(&font, &child).unwrap();
        }
    }
}

/// The visible texts, each with the element that contains it.
fn texts(node: &Node, found: &mut BTreeSet<String>) {
    let children = node.child_nodes();
    for child in (0..children.length()).filter_map(|index| children.get(index)) {
        if child.node_type() == Node::TEXT_NODE {
            let element: Element = node.clone().unchecked_into();
            found.insert(format!(
                "{}.{} {}",
                element.tag_name(),
                element.class_name(),
                child.text_content().unwrap()
            ));
        } else {
            texts(&child, found);
        }
    }
}

fn texts_of(screen: &Screen) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    texts(&screen.root, &mut found);
    found
}

/// Checks that every new text of `after` is visible in a page that was translated at `before`.
fn assert_is_read(before: &View, after: &View) {
    let (old, new) = (texts_of(&Screen::of(before)), texts_of(&Screen::of(after)));
    let new: BTreeSet<_> = new.difference(&old).collect();
    assert!(!new.is_empty(), "the screen has no new text");
    let mut screen = Screen::of(before);
    translate(&screen.root);
    screen.ui.render(after);
    let read = texts_of(&screen);
    for text in new {
        assert!(read.contains(text), "{text} is not on the page");
    }
}

/// A page, and an event after its first view.
type Change = (Page, fn(&mut Page));

#[wasm_bindgen_test]
fn every_text_after_a_translation_is_on_the_page() {
    let mut failing = Page::at(&Server::start());
    failing.fill(Profile);
    failing.edit(FieldId::LastName, "Ирина");
    failing.send(Message::FieldFinished(FieldId::LastName));
    let filled = || {
        let mut page = Page::at(&Server::start());
        page.fill(Profile);
        page
    };
    let code = || {
        let mut page = Page::at(&Server::code_ready());
        page.reveal(1);
        page
    };
    let document = [(DocumentKind::W9, DiligenceState::Expected)];
    let documents = || Page::at(&Server::bound().step(Declarative, Done).documents(&document));
    let changes: [Change; 12] = [
        (Page::at(&Server::start()), |page| {
            page.submit();
        }),
        (failing, |page| {
            page.edit(FieldId::LastName, "Berthier");
            page.edit(FieldId::BirthName, "Ирина");
            page.send(Message::FieldFinished(FieldId::BirthName));
        }),
        (filled(), |page| {
            page.submit();
        }),
        (filled(), |page| {
            page.submit();
            page.fail(Lane::Submit, FailureKind::Timeout);
        }),
        (filled(), |page| {
            page.send(Message::WentOffline);
        }),
        (code(), |page| {
            page.pass(15_000);
            page.send(Message::CopyEnded(true));
        }),
        (code(), |page| {
            page.send(Message::PageHidden);
        }),
        (Page::at(&Server::confirming(90)), |page| {
            page.pass(5_000);
        }),
        (Page::at(&Server::paying()), |page| {
            page.send(Message::PaymentCopyPressed(xpollens_onboarding::model::PaymentField::Iban));
            page.send(Message::CopyEnded(true));
        }),
        (documents(), |page| {
            page.send(Message::UploadPressed);
        }),
        (documents(), |page| {
            page.choose_file(9, "application/pdf");
            page.send(Message::UploadPressed);
        }),
        (Page::at(&Server::bound()), |page| {
            page.send(Message::StepChosen(Identity));
        }),
    ];
    for (mut page, change) in changes {
        let before = page.view();
        change(&mut page);
        assert_is_read(&before, &page.view());
    }
}

#[wasm_bindgen_test]
fn announcements_after_a_translation_are_read_aloud() {
    let mut screen = Screen::of(&Page::started().view());
    screen.ui.announce(&[Text::new("announce.online")]);
    translate(&screen.root);
    screen.ui.announce(&[Text::new("announce.resent")]);
    assert_eq!(screen.text("[aria-live]").trim(), "We sent the request to your phone again.");
    assert_eq!(find(&screen.root, "[aria-live]").child_element_count(), 0);
}

#[wasm_bindgen_test]
fn codes_accounts_names_and_references_are_not_translated() {
    let mut code = Page::at(&Server::code_ready());
    code.reveal(1);
    let screen = Screen::of(&code.view());
    assert_eq!(count(&screen.root, ".figures[translate=no]"), 1);

    let screen = Screen::of(&Page::at(&Server::paying()).view());
    let values = count(&screen.root, ".account-value");
    assert_eq!(
        count(&screen.root, ".account-value[translate=no]"),
        values - 1,
        "all but the amounts, in words"
    );

    let mut failed = Page::at(&Server::start().order(&[(Terms, &[])]));
    failed.fill(Terms);
    failed.submit();
    let failure = xpollens_onboarding::error::Failure {
        request_id: "01JDBQ4ZK8".into(),
        ..xpollens_onboarding::error::Failure::new(FailureKind::Timeout)
    };
    failed.fail_with(Lane::Submit, failure);
    let screen = Screen::of(&failed.view());
    assert_eq!(screen.text(".reference [translate=no]"), "01JDBQ4ZK8");

    let document = [(DocumentKind::W9, DiligenceState::Expected)];
    let screen = Screen::of(&Page::at(&Server::bound().step(Declarative, Done).documents(&document)).view());
    assert_eq!(count(&screen.root, "#file-name[translate=no]"), 1);
}
