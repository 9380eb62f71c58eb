//! A document on its way: the one call that tells its progress, which `fetch` cannot.

use contract::{
    document::{FILE, JUSTIFICATION, KIND},
    step::DocumentKind,
};
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, File, FormData, ProgressEvent, Response, ResponseInit, XmlHttpRequest};

use crate::{
    dom::Listener,
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

impl Upload {
    /// Sends it; the answer as `fetch` would give it, or `None` where none came.
    pub(super) async fn send(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        is_cookie: bool,
        signal: &AbortSignal,
    ) -> Option<Response> {
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
        let _progress = Listener::new(&request.upload().ok()?.into(), "progress", move |event| {
            let event = event.unchecked_ref::<ProgressEvent>();
            let percent = 100.0 * event.loaded() / event.total();
            dispatch.send(Message::UploadProgressed(id, percent as u8));
        });
        let aborted = request.clone();
        let _abort = Listener::new(signal, "abort", move |_| {
            let _ = aborted.abort();
        });
        let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        request.send_with_opt_form_data(Some(&self.form()?)).ok()?;
        let _ = JsFuture::from(ended).await;
        answer(&request)
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

/// `None` where the connection was lost: the status is 0 then. The headers are left out: the customer tries again by
/// hand, and the reference for support is in the body.
fn answer(request: &XmlHttpRequest) -> Option<Response> {
    let init = ResponseInit::new();
    init.set_status(request.status().ok()?);
    let text = request.response_text().ok()?;
    Response::new_with_opt_str_and_init(text.as_deref(), &init).ok()
}
