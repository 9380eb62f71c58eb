//! The page around the module under test. See `fakes.js`.

use js_sys::{Array, JSON, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, ShadowRoot};

#[wasm_bindgen(module = "/tests/browser/fakes.js")]
extern "C" {
    #[wasm_bindgen(js_name = fakeNetwork)]
    fn fake_network(table: &str);
    #[wasm_bindgen(js_name = realNetwork)]
    fn real_network();
    #[wasm_bindgen(js_name = askedRoutes)]
    fn asked_routes() -> Array;
    #[wasm_bindgen(js_name = sent)]
    fn sent_parts() -> Array;
    #[wasm_bindgen(js_name = saved)]
    fn saved_files() -> Array;
    #[wasm_bindgen(js_name = dropFile)]
    pub(crate) fn drop_file(target: &Element, name: &str, kind: &str, size: u32);
    #[wasm_bindgen(js_name = badFetchCalls)]
    fn bad_fetch_calls() -> Array;
    #[wasm_bindgen(js_name = warnings)]
    fn console_warnings() -> Array;
    #[wasm_bindgen(js_name = spoilPrototype)]
    pub(crate) fn spoil_prototype();
    #[wasm_bindgen(js_name = restorePrototype)]
    pub(crate) fn restore_prototype();
    #[wasm_bindgen(js_name = hideLocks)]
    pub(crate) fn hide_locks();
    #[wasm_bindgen(js_name = showLocks)]
    pub(crate) fn show_locks();
    #[wasm_bindgen(js_name = unknownRoutes)]
    fn unknown_routes() -> Array;
    #[wasm_bindgen(js_name = watchPage)]
    fn watch_page();
    #[wasm_bindgen(js_name = unwatchPage)]
    fn unwatch_page();
    pub(crate) fn listeners() -> u32;
    pub(crate) fn timers() -> u32;
    #[wasm_bindgen(js_name = shadowRoot)]
    pub(crate) fn shadow_root() -> ShadowRoot;
    fn turn() -> Promise;
}

/// The network of a test. Dropping it ends the fake.
pub(crate) struct Network;

impl Network {
    /// Answers from a JSON table: `{"GET /api/onboarding": [{"status": 200, "body": …}, "held"]}`.
    pub(crate) fn answering(table: &str) -> Self {
        fake_network(table);
        Self
    }

    /// The requested routes, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        texts(&asked_routes())
    }

    /// The warnings written to the console.
    pub(crate) fn warnings(&self) -> Vec<String> {
        texts(&console_warnings())
    }

    /// Headers and parts of the last upload.
    pub(crate) fn sent(&self) -> Vec<String> {
        texts(&sent_parts())
    }

    /// Names of the documents that the browser was asked to save.
    pub(crate) fn saved(&self) -> Vec<String> {
        texts(&saved_files())
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        real_network();
        assert_eq!(texts(&unknown_routes()), Vec::<String>::new(), "routes outside the contract");
        assert_eq!(
            texts(&bad_fetch_calls()),
            Vec::<String>::new(),
            "calls that a wrapper of fetch does not expect"
        );
    }
}

/// Counts listeners and timers until it is dropped.
pub(crate) struct Watch;

impl Watch {
    pub(crate) fn begin() -> Self {
        watch_page();
        Self
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        unwatch_page();
    }
}

fn texts(array: &Array) -> Vec<String> {
    array.iter().filter_map(|text| text.as_string()).collect()
}

/// Waits until `is_so` holds. Fails after two thousand turns of the event loop.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..2_000 {
        if is_so() {
            return;
        }
        let _ = JsFuture::from(turn()).await;
    }
    panic!("it never came: {what}");
}

/// The English texts.
pub(crate) fn english() -> JsValue {
    JSON::parse(include_str!("../../www/locales/en.json")).unwrap()
}

/// The element that matches a selector.
pub(crate) fn find(root: &ShadowRoot, selector: &str) -> Element {
    root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}"))
}

pub(crate) fn count(root: &ShadowRoot, selector: &str) -> u32 {
    root.query_selector_all(selector).unwrap().length()
}

/// The text of the first element that matches a selector. Empty if there is none.
pub(crate) fn text(root: &ShadowRoot, selector: &str) -> String {
    root.query_selector(selector).unwrap().and_then(|element| element.text_content()).unwrap_or_default()
}

pub(crate) fn input(root: &ShadowRoot, name: &str) -> HtmlInputElement {
    find(root, &format!("[id='{name}']")).dyn_into().unwrap()
}

/// Types into an input as a customer does.
pub(crate) fn type_into(input: &HtmlInputElement, value: &str) {
    input.set_value(value);
    input.dispatch_event(&bubbling("input")).unwrap();
}

/// An event as a control sends it.
pub(crate) fn bubbling(name: &str) -> Event {
    let options = EventInit::new();
    options.set_bubbles(true);
    Event::new_with_event_init_dict(name, &options).unwrap()
}

pub(crate) fn press(root: &ShadowRoot, selector: &str) {
    find(root, selector).unchecked_into::<HtmlElement>().click();
}
