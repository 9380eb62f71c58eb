//! A document on its way: the one call that tells its progress, which `fetch` cannot.

use contract::{
    document::{FILE, JUSTIFICATION, KIND},
    step::DocumentKind,
};
use js_sys::Promise;
use wasm_bindgen::JsCast;
use web_sys::{AbortSignal, File, FormData, ProgressEvent, Response, ResponseInit, XmlHttpRequest};

use crate::{
    dom::{Listener, bare},
    model::{CallId, Message},
    ui::Dispatch,
};

/// What is sent, and who is told of the progress.
pub(super) struct Upload {
    pub(super) id: CallId,
    pub(super) dispatch: Dispatch,
    pub(super) kind: DocumentKind,
    pub(super) justification: String,
    pub(super) file: File,
}

/// A document under way, and what is to be told meanwhile.
pub(super) struct Sending {
    request: XmlHttpRequest,
    #[allow(dead_code, reason = "they listen until they are dropped")]
    listeners: [Listener; 2],
}

impl Upload {
    /// Begins to send it; `None` where that cannot be.
    pub(super) fn send(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        is_cookie: bool,
        signal: &AbortSignal,
    ) -> Option<Sending> {
        // While a token was renewed: what is aborted already tells nobody any more.
        if signal.aborted() {
            return None;
        }
        let request = XmlHttpRequest::new().ok()?;
        request.open("POST", url).ok()?;
        request.set_with_credentials(is_cookie);
        for (name, value) in headers {
            request.set_request_header(name, value).ok()?;
        }
        let (id, dispatch) = (self.id, self.dispatch.clone());
        let progress = Listener::new(&request.upload().ok()?.into(), "progress", move |event| {
            let event = event.unchecked_ref::<ProgressEvent>();
            let percent = 100.0 * event.loaded() / event.total();
            dispatch.send(Message::UploadProgressed(id, percent as u8));
        });
        let aborted = request.clone();
        let abort = Listener::new(signal, "abort", move |_| {
            let _ = aborted.abort();
        });
        request.send_with_opt_form_data(Some(&self.form()?)).ok()?;
        Some(Sending { request, listeners: [progress, abort] })
    }

    fn form(&self) -> Option<FormData> {
        let form = FormData::new().ok()?;
        form.append_with_str(KIND, self.kind.as_str()).ok()?;
        if !self.justification.is_empty() {
            form.append_with_str(JUSTIFICATION, &self.justification).ok()?;
        }
        // The file's own name may be personal, and nobody needs it.
        form.append_with_blob_and_filename(FILE, &self.file, FILE).ok()?;
        Some(form)
    }
}

impl Sending {
    /// Resolves when it ends, well or badly.
    pub(super) fn ended(&self) -> Promise {
        Promise::new(&mut |resolve, _| self.request.set_onloadend(Some(&resolve)))
    }

    /// The answer as `fetch` would give it; `None` where the connection was lost: the status is 0 then. The headers
    /// are left out: the customer tries again by hand, and the reference for support is in the body.
    pub(super) fn response(&self) -> Option<Response> {
        let init = bare(ResponseInit::new());
        init.set_status(self.request.status().ok()?);
        let text = self.request.response_text().ok()?;
        Response::new_with_opt_str_and_init(text.as_deref(), &init).ok()
    }
}
