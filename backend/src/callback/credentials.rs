//! Credentials in callbacks. They are stored apart from the inbox, which has only their digests.

use contract::activation::normalise_code;
use serde_json::{Map, Value};

use super::envelope::content;
use crate::{digest::sha256_hex, reading::words};

/// Prefix of the digest that replaces a credential in a stored body.
pub(super) const DIGEST_MARK: &str = "sha256:";
/// Replaces a value that is not an activation code in the place of one.
const NO_CODE: &str = "not an activation code";

/// A credential from a callback, stored apart from the inbox.
#[derive(Default)]
pub struct Credentials {
    /// An activation code.
    pub code: Option<ArrivedCode>,
    /// An identification page.
    pub webview: Option<ArrivedWebview>,
}

/// The address of an identification page, which opens the page for anyone who has it. There is no `Debug`.
pub struct ArrivedWebview {
    /// The callback's type. If there are addresses of several types, 48 takes precedence over 47 and 35.
    pub kind: String,
    /// The full address.
    pub url: String,
}

/// An activation code from a callback: a credential, stored apart from the inbox.
pub struct ArrivedCode {
    /// SHA-256 of `code`, hexadecimal.
    pub digest: String,
    /// 32 lower-case hexadecimal characters.
    pub code: String,
}

/// Takes the credentials out of `body`, a callback of type `kind`; `false` if there were none.
pub(super) fn take_out(body: &mut Map<String, Value>, kind: Option<&str>, taken: &mut Credentials) -> bool {
    let has_code = hide_code(body, &mut taken.code);
    taken.webview =
        webview_url(body).map(|url| ArrivedWebview { kind: kind.unwrap_or_default().to_owned(), url });
    hide_addresses(body) || has_code
}

/// The address of an identification page: `url` and `token` (48), `webviewUrl` (47, 48), `ExtraData.WebViewUrl` (35).
fn webview_url(body: &Map<String, Value>) -> Option<String> {
    let content = content(body);
    let in_parts = words::text(content, "url").map(|url| match words::text(content, "token") {
        Some(token) => format!("{url}{}token={token}", if url.contains('?') { '&' } else { '?' }),
        None => url,
    });
    let extra = || words::text(words::get(content, "extraData")?.as_object()?, "webviewUrl");
    in_parts.or_else(|| words::text(content, "webviewUrl")).or_else(extra)
}

/// Replaces addresses and their tokens with digests, wherever they occur. Returns `false` if there were none.
fn hide_addresses(object: &mut Map<String, Value>) -> bool {
    let mut has_any = false;
    for (name, value) in object.iter_mut() {
        let is_address = matches!(words::plain(name).as_str(), "url" | "token" | "webviewurl");
        match value {
            Value::Null => {}
            _ if is_address => {
                *value = Value::String(format!("{DIGEST_MARK}{}", sha256_hex(value.to_string().as_bytes())));
                has_any = true;
            }
            Value::Object(inner) => has_any |= hide_addresses(inner),
            Value::Array(items) => {
                let objects = items.iter_mut().filter_map(Value::as_object_mut);
                has_any = objects.fold(has_any, |has_any, inner| hide_addresses(inner) || has_any);
            }
            _ => {}
        }
    }
    has_any
}

/// Replaces the value in the place of the activation code, and returns it if it is a code; `false` if there is no such value.
fn hide_code(body: &mut Map<String, Value>, taken: &mut Option<ArrivedCode>) -> bool {
    let wrapper = body.iter().find(|(name, value)| words::plain(name) == "payload" && value.is_object());
    if let Some(name) = wrapper.map(|(name, _)| name.clone()) {
        let inner = body.get_mut(&name).and_then(Value::as_object_mut);
        return inner.is_some_and(|inner| hide_code(inner, taken));
    }
    let field = body.iter_mut().find(|(name, _)| words::plain(name) == "activationcode");
    let Some((_, field)) = field.filter(|(_, field)| !field.is_null()) else { return false };
    let text = field.as_str().map_or_else(|| field.to_string(), str::to_owned);
    if text.is_empty() {
        return false;
    }
    *taken = normalise_code(&text).map(|code| ArrivedCode { digest: sha256_hex(code.as_bytes()), code });
    // Whatever its form, this value may be a code.
    *field = Value::String(match taken {
        Some(code) => format!("{DIGEST_MARK}{}", code.digest),
        None => NO_CODE.into(),
    });
    true
}
