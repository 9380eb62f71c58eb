//! A callback as it arrives and as the inbox keeps it: headers, body, and what is needed to find it again.

use contract::{activation::normalise_code, time::Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::process_date;
use crate::{digest::sha256_hex, reading::words};

/// Headers that carry callback 36 where it has no body (documentation, callbacks).
const CONFIRMATION_HEADERS: [&str; 9] = [
    "AuthenticationId",
    "Type",
    "AppUserId",
    "AuthenticationResultDate",
    "RequestProcessDate",
    "RequestResponseCode",
    "RequestDate",
    "Status",
    "Reason",
];
const ID_HEADERS: [&str; 1] = ["Webhook-Id"];
/// The documentation spells it in two ways.
const DATE_HEADERS: [&str; 2] = ["Webhook-Processdate", "Webook-Processdate"];
/// Stands before the digest that replaces an activation code in a kept body.
pub(super) const DIGEST_MARK: &str = "sha256:";
/// Stands in the place of what is no activation code where one should be.
const NO_CODE: &str = "not an activation code";

/// A callback to keep. Its body may hold personal data: there is no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Envelope {
    /// The same for every delivery of one callback: the provider's id, else a digest of all that arrived.
    pub key: String,
    /// `34`, `4`, `UserCreatedOrUpdated`, …; `None` where nothing tells.
    pub kind: Option<String>,
    /// Whom it is about, in lower case.
    pub app_user_id: Option<String>,
    /// Which confirmation it answers (callback 36).
    pub authentication_id: Option<String>,
    /// When the provider made it.
    pub process_at: Option<Timestamp>,
    /// When it arrived.
    pub received_at: Timestamp,
    /// Whether it could be read. Those that could not are kept and flagged.
    pub is_readable: bool,
    /// The fields that came as headers (callback 36), as a JSON object.
    pub headers: String,
    /// The body as it came, except that activation codes, and addresses of identification pages, are replaced by their
    /// digests.
    pub body: String,
}

/// What came with a callback and is kept apart from the inbox: credentials.
#[derive(Default)]
pub struct Arrived {
    /// An activation code.
    pub code: Option<ArrivedCode>,
    /// An identification page.
    pub webview: Option<ArrivedWebview>,
}

/// The address of an identification page, which opens it to whoever has it. There is no `Debug`.
pub struct ArrivedWebview {
    /// The callback's type: of several, that of 48 counts before 47 and 35.
    pub kind: String,
    /// The full address.
    pub url: String,
}

/// An activation code that came with a callback: a credential, kept apart from the inbox.
pub struct ArrivedCode {
    /// SHA-256 of `code`, hexadecimal.
    pub digest: String,
    /// 32 lower-case hexadecimal characters.
    pub code: String,
}

/// Reads what arrived. `header` gives the value of a header by its name; `path_type` is the last path segment.
pub fn open(
    header: impl Fn(&str) -> Option<String>,
    path_type: Option<&str>,
    body: &[u8],
    received_at: Timestamp,
) -> (Envelope, Arrived) {
    let first = |names: &[&str]| names.iter().find_map(|name| header(name)).filter(|text| !text.is_empty());
    let headers: Map<String, Value> = CONFIRMATION_HEADERS
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), Value::String(header(name)?))))
        .collect();
    let parsed: Option<Value> = serde_json::from_slice(body).ok();
    let is_header_only = body.iter().all(u8::is_ascii_whitespace) && !headers.is_empty();
    let mut json = match parsed {
        Some(Value::Object(object)) => Some(object),
        _ => None,
    };
    let is_readable = json.is_some() || is_header_only;
    let process_date = first(&DATE_HEADERS);
    let key = first(&ID_HEADERS).map_or_else(
        || digest_key(path_type, process_date.as_deref(), &headers, body),
        |id| format!("id:{id}"),
    );

    let mut code = None;
    let has_code = json.as_mut().is_some_and(|json| hide_code(json, &mut code));
    let fields = Fields { headers: &headers, body: json.as_ref() };
    let named = fields.text("type").or_else(|| path_type.map(str::to_owned));
    let url = json.as_ref().and_then(webview_url);
    let webview = url.map(|url| ArrivedWebview { kind: named.clone().unwrap_or_default(), url });
    let has_address = json.as_mut().is_some_and(hide_addresses);
    let fields = Fields { headers: &headers, body: json.as_ref() };
    let body = match &json {
        Some(json) if has_code || has_address => Value::Object(json.clone()).to_string(),
        _ => String::from_utf8_lossy(body).into_owned(),
    };
    let authentication_id = fields.text("authenticationId");
    let envelope = Envelope {
        key,
        kind: if authentication_id.is_some() { Some("36".to_owned()) } else { named },
        app_user_id: fields.user_id().map(|id| id.to_lowercase()),
        authentication_id,
        process_at: process_date.as_deref().and_then(process_date::parse),
        received_at,
        is_readable,
        headers: Value::Object(headers.clone()).to_string(),
        body,
    };
    (envelope, Arrived { code, webview })
}

/// The content of a body, whatever it is wrapped in: bare, `Payload`, `payload`.
///
/// Callback 36 has a `Header` beside its `Payload`: that one is no wrapper.
pub(super) fn content(body: &Map<String, Value>) -> &Map<String, Value> {
    if words::get(body, "header").is_some() {
        return body;
    }
    match words::get(body, "payload") {
        Some(Value::Object(inner)) => content(inner),
        _ => body,
    }
}

/// The `Header` of callback 36, where the content has one.
pub(super) fn confirmation_header(content: &Map<String, Value>) -> Option<&Map<String, Value>> {
    words::get(content, "header").and_then(Value::as_object)
}

/// Where a field can stand.
struct Fields<'a> {
    headers: &'a Map<String, Value>,
    body: Option<&'a Map<String, Value>>,
}

impl Fields<'_> {
    /// Transfers and old account callbacks (15, 16, 38) write `userId` or `userid`.
    fn user_id(&self) -> Option<String> {
        self.text("appUserId").or_else(|| self.text("userId"))
    }

    fn text(&self, key: &str) -> Option<String> {
        let of_body = self.body.and_then(|body| {
            let content = content(body);
            let of_header = confirmation_header(content).and_then(|header| words::text(header, key));
            of_header.or_else(|| words::text(content, key)).or_else(|| words::text(body, key))
        });
        of_body.or_else(|| words::text(self.headers, key))
    }
}

fn digest_key(
    path_type: Option<&str>,
    process_date: Option<&str>,
    headers: &Map<String, Value>,
    body: &[u8],
) -> String {
    let headers = Value::Object(headers.clone()).to_string();
    let parts = [
        path_type.unwrap_or_default().as_bytes(),
        process_date.unwrap_or_default().as_bytes(),
        headers.as_bytes(),
        body,
    ];
    format!("sha256:{}", sha256_hex(&parts.join(&b"\n"[..])))
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

/// Replaces addresses and their tokens by digests, wherever they stand; `false` where there is none.
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

/// Replaces what stands in the place of the activation code, and hands it over where it is one; `false` where nothing does.
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
    // Whatever its form, what stands here may be a code.
    *field = Value::String(match taken {
        Some(code) => format!("{DIGEST_MARK}{}", code.digest),
        None => NO_CODE.into(),
    });
    true
}
