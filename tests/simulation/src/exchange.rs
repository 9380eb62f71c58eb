//! Converts requests and answers of the module to the types of the server, as `src/browser/http/exchange.rs` does for a
//! browser. The content is made and read by the module's `wire`.

use axum::{
    body::{Body, Bytes},
    http::{Request, Response, header},
};
use contract::time::Timestamp;
use xpollens_onboarding::{
    error::Failure,
    model::{Call, CallId, Message},
    wire::{self, Answer, Document},
};

/// Separates the parts of a document's body.
const BOUNDARY: &str = "part-of-a-simulation";
/// Content of the customer's file.
pub const FILE: &[u8] = b"%PDF-1.4 a document";

/// Converts a request of the module, with the token of a session. A browser without locks does not let the server hold
/// an answer.
pub fn request(request: &wire::Request, token: &str, has_locks: bool) -> Request<Body> {
    let path = request.unheld_path.as_ref().filter(|_| !has_locks).unwrap_or(&request.path);
    let mut built = Request::builder().method(request.method).uri(path);
    for (name, value) in request.headers(token) {
        built = built.header(name, value);
    }
    let body = match &request.body {
        wire::Body::Empty => Body::empty(),
        wire::Body::Json(text) => Body::from(text.clone()),
        wire::Body::Document(document) => {
            built = built.header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
            Body::from(form(document))
        }
    };
    built.body(body).expect("a valid request")
}

/// Writes a `FormData` as a browser does.
fn form(document: &Document) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, text) in &document.parts {
        let part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        form.extend_from_slice(part.as_bytes());
    }
    let name = document.file;
    let file = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\n\
         Content-Type: application/pdf\r\n\r\n"
    );
    form.extend_from_slice(file.as_bytes());
    form.extend_from_slice(FILE);
    form.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    form
}

/// Converts an answer to a message for the module.
pub fn read(id: CallId, call: &Call, response: &Response<Bytes>) -> Message {
    let header = |name: &str| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
    let body = serde_json::from_slice::<serde_json::Value>(response.body()).ok();
    let status = response.status().as_u16();
    let answer = Answer { status, header: &header, body: body.as_ref(), came_at: Timestamp::default() };
    answer.read(id, call).unwrap_or_else(|failure: Failure| Message::CallFailed(id, failure))
}

/// How long an answer asks the page to wait, in milliseconds: read here without the code that is tested.
pub fn retry_after_ms(response: &Response<Bytes>) -> Option<u64> {
    let seconds: u64 = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(seconds * 1_000)
}
