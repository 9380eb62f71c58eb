//! The text of a control in the form that the model reads.

use js_sys::JsString;

use crate::dom::FormControl;

/// The typed text with accents composed (Unicode NFC), as [`contract::text`] requires. The text on the page is not changed:
/// writing to the control would move the caret.
pub(super) fn composed(input: &FormControl) -> String {
    JsString::from(input.value()).normalize("NFC").into()
}
