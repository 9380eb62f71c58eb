//! What a control holds, in the form that the model reads.

use js_sys::JsString;

use crate::dom::FormControl;

/// What is typed, its letters with accents composed (Unicode NFC), as [`contract::text`] wants them. What the page
/// shows stays as it is: to write there would move the caret.
pub(super) fn composed(input: &FormControl) -> String {
    JsString::from(input.value()).normalize("NFC").into()
}
