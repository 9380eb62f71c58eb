//! The host page: what it is told, and its clipboard.

use js_sys::{Function, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::{
    dom::window,
    model::{HostEvent, Message},
    ui::Dispatch,
};

/// Opens an app. A link of the web opens in another tab where no app takes it: this page stays. A scheme of an app's own
/// leads to no page.
pub(super) fn open(address: &str) {
    let Some(window) = window() else { return };
    if address.starts_with("http") {
        let _ = window.open_with_url_and_target_and_features(address, "_blank", "noopener,noreferrer");
    } else {
        let _ = window.location().assign(address);
    }
}

/// Who is told.
pub struct Host(Function);

impl Host {
    /// `on_event` is called with one `Map` an event: `type`, and what the type carries.
    pub fn new(on_event: Function) -> Self {
        Self(on_event)
    }

    /// Tells an event. What the host does with it, failing included, is not the module's.
    pub(super) fn tell(&self, event: &HostEvent) {
        let Ok(event) = event.serialize(&Serializer::new()) else { return };
        let _ = self.0.call1(&JsValue::UNDEFINED, &event);
    }

    /// Copies a text; the outcome comes as a message.
    pub(super) fn copy(&self, text: &str, dispatch: Dispatch) {
        let Some(window) = window() else { return };
        let navigator = window.navigator();
        // It is absent where the page is not secure.
        let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok().filter(JsValue::is_object);
        match clipboard {
            Some(_) => {
                let written = navigator.clipboard().write_text(text);
                spawn_local(async move {
                    dispatch.send(Message::CopyEnded(JsFuture::from(written).await.is_ok()));
                });
            }
            None => dispatch.send(Message::CopyEnded(false)),
        }
    }
}
