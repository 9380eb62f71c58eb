//! A document upload: the one call that reports its progress, which `fetch` cannot do.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use web_sys::{AbortSignal, File, FormData, ProgressEvent, Response, ResponseInit, XmlHttpRequest};

use crate::{
    dom::{Listener, bare},
    wire::Document,
};

/// The destination of a document.
pub(super) struct Target<'a> {
    pub(super) url: &'a str,
    pub(super) headers: &'a [(&'static str, String)],
    pub(super) is_cookie: bool,
}

/// An upload in progress, and its listeners.
pub(super) struct Sending {
    request: XmlHttpRequest,
    #[allow(dead_code, reason = "they listen until they are dropped")]
    listeners: [Listener; 2],
}

/// Starts to send a document; `None` if that fails. `progress` is called with a percentage.
pub(super) fn send(
    document: &Document,
    file: &File,
    target: &Target<'_>,
    signal: &AbortSignal,
    progress: impl Fn(u8) + 'static,
) -> Option<Sending> {
    // The call may be aborted while the token is renewed; an aborted upload then sends no event.
    if signal.aborted() {
        return None;
    }
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", target.url).ok()?;
    request.set_with_credentials(target.is_cookie);
    for (name, value) in target.headers {
        request.set_request_header(name, value).ok()?;
    }
    let progress = Listener::new(&request.upload().ok()?.into(), "progress", move |event| {
        let event = event.unchecked_ref::<ProgressEvent>();
        progress((100.0 * event.loaded() / event.total()) as u8);
    });
    let aborted = request.clone();
    let abort = Listener::new(signal, "abort", move |_| {
        let _ = aborted.abort();
    });
    request.send_with_opt_form_data(Some(&form(document, file)?)).ok()?;
    Some(Sending { request, listeners: [progress, abort] })
}

fn form(document: &Document, file: &File) -> Option<FormData> {
    let form = FormData::new().ok()?;
    for (name, text) in &document.parts {
        form.append_with_str(name, text).ok()?;
    }
    form.append_with_blob_and_filename(document.file, file, document.file).ok()?;
    Some(form)
}

impl Sending {
    /// Resolves when the upload ends, with or without success.
    pub(super) fn ended(&self) -> Promise {
        Promise::new(&mut |resolve, _| self.request.set_onloadend(Some(&resolve)))
    }

    /// The answer as `fetch` would give it; `None` if the connection was lost, in which case the status is 0. The headers
    /// are left out: the customer retries by hand, and the reference for support is in the body.
    pub(super) fn response(&self) -> Option<Response> {
        let init = bare(ResponseInit::new());
        init.set_status(self.request.status().ok()?);
        let text = self.request.response_text().ok()?;
        Response::new_with_opt_str_and_init(text.as_deref(), &init).ok()
    }
}
