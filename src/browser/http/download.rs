//! A document that is handed to the browser to be saved.

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

/// The name of the saved file.
const NAME: &str = "self-certification.pdf";

/// A document that the browser can save from an object URL; dropping it revokes the URL.
pub(super) struct Saved(String);

impl Drop for Saved {
    fn drop(&mut self) {
        revoke_address(&self.0);
    }
}

/// Makes the browser save the body of an answer; `None` if that fails. The browser reads the body later, so the URL must not
/// be revoked at once.
pub(super) fn save(body: &JsValue) -> Option<Saved> {
    let blob: &Blob = body.unchecked_ref();
    let saved = Saved(create_address(blob).ok()?);
    let link = Node::new("a").attribute("href", &saved.0).attribute("download", NAME);
    link.as_element::<HtmlElement>().click();
    Some(saved)
}
