//! A document handed to the browser to be saved.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};

use crate::dom::Node;

/// Name that the saved file gets.
const NAME: &str = "self-certification.pdf";

/// A document that the browser can save under an address of the page; dropping it ends the address.
pub(super) struct Saved(String);

impl Drop for Saved {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// Has the browser save the body of an answer; `None` where it is no PDF document. The browser reads it in its own time:
/// the address must not end at once.
pub(super) fn save(body: JsValue) -> Option<Saved> {
    let blob: Blob = body.unchecked_into();
    if !blob.type_().starts_with("application/pdf") {
        return None;
    }
    let saved = Saved(Url::create_object_url_with_blob(&blob).ok()?);
    let link = Node::new("a").attribute("href", &saved.0).attribute("download", NAME);
    link.as_element::<HtmlElement>().click();
    Some(saved)
}
