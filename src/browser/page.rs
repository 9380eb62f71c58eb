//! What happens to the page around: hidden, shown, left, offline, online.

use crate::{
    dom::{Listener, window},
    model::{Device, Message},
    ui::Dispatch,
};

pub(super) struct PageEvents(
    #[allow(dead_code, reason = "they listen until they are dropped")] [Listener; 5],
);

impl PageEvents {
    /// Listens; `None` where there is no page.
    pub(super) fn listen(dispatch: &Dispatch) -> Option<Self> {
        let window = window()?;
        let document = window.document()?;
        // Made anew each time: a copy of a message is a copy of any message.
        let sends = |message: fn() -> Message| {
            let dispatch = dispatch.clone();
            move |_| dispatch.send(message())
        };
        let visibility = {
            let (dispatch, document) = (dispatch.clone(), document.clone());
            move |_| dispatch.send(if document.hidden() { Message::PageHidden } else { Message::PageShown })
        };
        Some(Self([
            Listener::new(&document, "visibilitychange", visibility),
            Listener::new(&window, "pagehide", sends(|| Message::PageLeft)),
            Listener::new(&window, "pageshow", {
                let dispatch = dispatch.clone();
                move |event| {
                    // The first one belongs to the loading of the page; only a page taken out of the cache slept.
                    let is_persisted = js_sys::Reflect::get(&event, &"persisted".into());
                    if is_persisted.is_ok_and(|persisted| persisted.is_truthy()) {
                        dispatch.send(Message::PageShown);
                    }
                }
            }),
            Listener::new(&window, "offline", sends(|| Message::WentOffline)),
            Listener::new(&window, "online", sends(|| Message::WentOnline)),
        ]))
    }
}

/// What the page is on.
pub(super) fn device() -> Device {
    let Some(window) = window() else { return Device::default() };
    let pointer = window.match_media("(pointer: coarse)").ok().flatten();
    Device {
        platform: window.navigator().platform().unwrap_or_default(),
        is_coarse: pointer.is_some_and(|pointer| pointer.matches()),
        touch_points: window.navigator().max_touch_points(),
    }
}

/// Whether the page is hidden now: one opened in a background tab begins so.
pub(super) fn is_hidden() -> bool {
    window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}
