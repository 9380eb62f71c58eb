//! A document handed to the browser to be saved.

use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlElement};

use crate::dom::Node;

#[wasm_bindgen(module = "/www/resources.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = createAddress)]
    fn create_address(blob: &Blob) -> Result<String, JsValue>;
    #[wasm_bindgen(js_name = revokeAddress)]
    fn revoke_address(address: &str);
}

/// Name that the saved file gets.
const NAME: &str = "self-certification.pdf";

/// A document that the browser can save under an address of the page; dropping it ends the address.
pub(super) struct Saved(String);

impl Drop for Saved {
    fn drop(&mut self) {
        revoke_address(&self.0);
    }
}

/// Has the browser save the body of an answer; `None` where that cannot be. The browser reads it in its own time: the
/// address must not end at once.
pub(super) fn save(body: &JsValue) -> Option<Saved> {
    let blob: &Blob = body.unchecked_ref();
    let saved = Saved(create_address(blob).ok()?);
    let link = Node::new("a").attribute("href", &saved.0).attribute("download", NAME);
    link.as_element::<HtmlElement>().click();
    Some(saved)
}
