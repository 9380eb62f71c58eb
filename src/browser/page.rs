//! Events of the surrounding page: hidden, shown, left, frozen, restored, resumed, blurred, focused, offline, online.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use web_sys::{Event, EventTarget};

use super::clock::now_ms;
use crate::{
    dom::{Document, Listener, Timeout, document, window},
    model::{Device, Message},
    ui::Dispatch,
};

/// How often a visible page checks the clocks, in milliseconds.
const PULSE_MS: u32 = 2_000;
/// A gap this long on either clock, in milliseconds, means that the computer slept.
const SLEPT_MS: u64 = 12_000;

/// The events that are listened for.
#[derive(Clone, Copy)]
enum PageEvent {
    Visibility,
    Left,
    Restored,
    Resumed,
    Blur,
    Focus,
    Offline,
    Online,
}

/// Events of the document, then of the window.
const EVENTS: [(&str, PageEvent); 9] = [
    ("visibilitychange", PageEvent::Visibility),
    ("freeze", PageEvent::Left),
    ("resume", PageEvent::Resumed),
    ("pagehide", PageEvent::Left),
    ("pageshow", PageEvent::Restored),
    ("blur", PageEvent::Blur),
    ("focus", PageEvent::Focus),
    ("offline", PageEvent::Offline),
    ("online", PageEvent::Online),
];
const OF_DOCUMENT: usize = 3;

pub(super) struct PageEvents(
    #[allow(dead_code, reason = "they listen until they are dropped")] [Listener; EVENTS.len()],
);

impl PageEvents {
    /// Listens; `None` if there is no page.
    pub(super) fn listen(dispatch: &Dispatch) -> Option<Self> {
        let window = window()?;
        let document = document()?;
        let page = Rc::new_cyclic(|weak| Page {
            document,
            dispatch: dispatch.clone(),
            clocks: Cell::new((0, 0)),
            pulse: RefCell::default(),
            weak: weak.clone(),
        });
        page.watch_clocks();
        let mut rest = OF_DOCUMENT;
        Some(Self(EVENTS.map(|(name, kind)| {
            let target: &EventTarget = if rest > 0 { &page.document } else { &window };
            rest = rest.saturating_sub(1);
            let page = page.clone();
            Listener::boxed(target, name, Box::new(move |event| page.receive(kind, &event)))
        })))
    }
}

struct Page {
    document: Document,
    dispatch: Dispatch,
    /// The page's monotonic clock and the wall clock when last checked, in milliseconds.
    clocks: Cell<(u64, u64)>,
    pulse: RefCell<Option<Timeout>>,
    weak: Weak<Self>,
}

impl Page {
    fn receive(&self, kind: PageEvent, event: &Event) {
        let is_hidden = self.document.hidden();
        let message = match kind {
            PageEvent::Left => Message::PageLeft,
            // The first event belongs to the loading of the page; only a page restored from the cache has slept.
            PageEvent::Restored if !is_persisted(event) => return,
            PageEvent::Visibility if is_hidden => Message::PageHidden,
            PageEvent::Restored | PageEvent::Resumed if is_hidden => Message::PageResumed,
            PageEvent::Visibility | PageEvent::Restored | PageEvent::Resumed => Message::PageShown,
            // A frame in the page also takes the focus from the window.
            PageEvent::Blur if self.document.has_focus() => return,
            PageEvent::Blur => Message::LookedAway,
            PageEvent::Focus => Message::LookedBack,
            PageEvent::Offline => Message::WentOffline,
            PageEvent::Online => Message::WentOnline,
        };
        self.watch_clocks();
        self.dispatch.send(message);
    }

    /// Detects that the computer slept: a page that stays in front gets no event for that. In some browsers the page's clock
    /// stops meanwhile, so the wall clock is checked too, and is used for nothing else because people set it. A hidden page is
    /// not checked: the browser slows it down, which looks like sleep.
    fn watch_clocks(&self) {
        self.clocks.set((now_ms(), js_sys::Date::now() as u64));
        let page = self.weak.clone();
        let beat = move || {
            if let Some(page) = page.upgrade() {
                page.look_at_clocks();
            }
        };
        self.pulse.replace((!self.document.hidden()).then(|| Timeout::new(PULSE_MS, beat)));
    }

    fn look_at_clocks(&self) {
        let previous = self.clocks.get();
        self.watch_clocks();
        let now = self.clocks.get();
        let has_passed = now.0.saturating_sub(previous.0) > SLEPT_MS;
        let has_stood_still = !has_passed && now.1.saturating_sub(previous.1) > SLEPT_MS;
        if has_stood_still {
            // A code on the screen, or a call, is older than the page's clock says.
            self.dispatch.send(Message::PageHidden);
        }
        if has_stood_still || has_passed {
            self.dispatch.send(Message::PageShown);
        }
    }
}

fn is_persisted(event: &Event) -> bool {
    let persisted = js_sys::Reflect::get(event, &"persisted".into());
    persisted.is_ok_and(|persisted| persisted.is_truthy())
}

/// The device that shows the page.
pub(super) fn device() -> Device {
    let Some(window) = window() else { return Device::default() };
    let pointer = window.match_media("(pointer: coarse)").ok().flatten();
    Device {
        platform: window.navigator().platform().unwrap_or_default(),
        is_coarse: pointer.is_some_and(|pointer| pointer.matches()),
        touch_points: window.navigator().max_touch_points(),
    }
}

/// Whether the page is hidden now: a page opened in a background tab starts hidden.
pub(super) fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}
