//! The customer's other tabs: a place on their channel and in the queue for the lead, held until it is dropped.
//! `www/tabs.js` implements both; only `model::polling` interprets the messages.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{
    model::{Message, TabNews},
    ui::Dispatch,
};

/// A place among the tabs. Dropping it leaves the channel and the queue.
pub(super) struct Tabs {
    tell: Function,
    #[allow(dead_code, reason = "it hears until it is dropped")]
    hear: Closure<dyn Fn(f64)>,
}

impl Tabs {
    /// Takes a place. `None` if the page broke the function that makes it; this tab then works alone.
    pub(super) fn join(join: &Function, channel: &str, dispatch: Dispatch) -> Option<Self> {
        let lead = dispatch.clone();
        let hear = Closure::<dyn Fn(f64)>::new(move |news: f64| {
            dispatch.send(if news < 0.0 {
                Message::LeadTaken
            } else if news < 1.0 {
                Message::LeadWanted
            } else {
                Message::RevisionAnnounced(news as u32)
            });
        });
        let tell = join.call2(&JsValue::UNDEFINED, &channel.into(), hear.as_ref());
        let tell = tell.ok().and_then(|tell| tell.dyn_into().ok());
        if tell.is_none() {
            lead.send(Message::LeadTaken);
        }
        Some(Self { tell: tell?, hear })
    }

    pub(super) fn tell(&self, news: TabNews) {
        let number = match news {
            TabNews::Revision(revision) => revision,
            TabNews::VisibleFirst => 0,
        };
        let _ = self.tell.call1(&JsValue::UNDEFINED, &number.into());
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        let _ = self.tell.call0(&JsValue::UNDEFINED);
    }
}
