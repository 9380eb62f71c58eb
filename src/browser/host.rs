//! The host page: the events sent to it, and its clipboard.

use js_sys::{Function, Reflect};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_wasm_bindgen::Serializer as JsSerializer;
use wasm_bindgen::prelude::*;

use crate::{
    dom::{settle, window},
    model::{HostEvent, Message},
    ui::Dispatch,
};

/// Opens an app. A web link opens in another tab if no app takes it, so this page stays. An app's own scheme opens no
/// page.
pub(super) fn open(address: &str) {
    let Some(window) = window() else { return };
    if address.starts_with("http") {
        let _ = window.open_with_url_and_target_and_features(address, "_blank", "noopener,noreferrer");
    } else {
        let _ = window.location().assign(address);
    }
}

/// The function of `www/element.js` that passes events and title changes to the page.
pub struct Host(Function);

impl Host {
    /// `on_event` is called with one `Map` at a time: its `type`, and the fields of that type.
    pub fn new(on_event: Function) -> Self {
        Self(on_event)
    }

    /// Sends an event to the host page. The host is responsible for its own handling, including errors.
    pub(super) fn tell(&self, event: &HostEvent) {
        self.send(&ElementMessage::Event(event));
    }

    /// Puts a word in front of the page's title; an empty word removes it. `www/element.js` does so without an event to the host.
    pub(super) fn mark_title(&self, word: &str) {
        self.send(&ElementMessage::Title(word));
    }

    fn send(&self, message: &ElementMessage) {
        let Ok(message) = message.serialize(&JsSerializer::new()) else { return };
        let _ = self.0.call1(&JsValue::UNDEFINED, &message);
    }

    /// Copies a text; the outcome arrives as a message.
    pub(super) fn copy(&self, text: &str, dispatch: Dispatch) {
        let Some(window) = window() else { return };
        let navigator = window.navigator();
        // The clipboard is absent if the page is not secure.
        let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok().filter(JsValue::is_object);
        match clipboard {
            Some(_) => {
                settle(&navigator.clipboard().write_text(text), move |written| {
                    dispatch.send(Message::CopyEnded(written.is_ok()));
                });
            }
            None => dispatch.send(Message::CopyEnded(false)),
        }
    }
}

/// The message passed to `www/element.js`.
enum ElementMessage<'a> {
    Event(&'a HostEvent),
    Title(&'a str),
}

impl Serialize for ElementMessage<'_> {
    /// Writes the event as a map: for a struct, serde-wasm-bindgen caches the names of the members in a hash table, which costs
    /// more bytes than all events together.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        let mut put = |name, word: &str| members.serialize_entry(name, word);
        match self {
            Self::Event(HostEvent::Ready) => put("type", "ready")?,
            Self::Event(HostEvent::Step { step, state }) => {
                put("type", "step")?;
                put("step", step.as_str())?;
                put("state", state.as_str())?;
            }
            Self::Event(HostEvent::Reported) => put("type", "reported")?,
            Self::Event(HostEvent::Status { status }) => {
                put("type", "status")?;
                put("status", status.as_str())?;
            }
            Self::Event(HostEvent::Error { code, is_retryable, request_id }) => {
                put("type", "error")?;
                put("code", code)?;
                put("requestId", request_id)?;
                members.serialize_entry("retryable", is_retryable)?;
            }
            Self::Event(HostEvent::End { status }) => {
                put("type", "end")?;
                put("status", status.as_str())?;
            }
            Self::Title(word) => {
                put("type", "title")?;
                put("word", word)?;
            }
        }
        members.end()
    }
}
