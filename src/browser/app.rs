//! The loop: one queue of messages, one model, and effects performed in order.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

use js_sys::Function;
use wasm_bindgen::JsValue;
use web_sys::ShadowRoot;

use super::{
    Host, Http,
    clock::now_ms,
    host,
    page::{self, PageEvents},
    tabs::Tabs,
    timer::Timers,
};
use crate::{
    config::Config,
    dom::{Locale, Surroundings, window},
    model::{Effect, Focus, Lane, Message, Model},
    text::Text,
    ui::{Context, Dispatch, Ui},
};

/// A running module. Dropping it releases everything it holds in the page.
pub struct App {
    shadow: ShadowRoot,
    model: RefCell<Model>,
    /// Taken out while the page is changed, so that an event caused by the change is queued instead of borrowing twice.
    ui: Cell<Option<Ui>>,
    queue: RefCell<VecDeque<Message>>,
    is_running: Cell<bool>,
    http: Http,
    host: Host,
    timers: RefCell<Timers>,
    page: RefCell<Option<PageEvents>>,
    surroundings: RefCell<Option<Surroundings>>,
    /// The function of `www/tabs.js`, and the place it returned.
    join_tabs: Function,
    tabs: RefCell<Option<Tabs>>,
    dispatch: Dispatch,
}

impl App {
    /// Draws the first screen into `shadow` and asks for the snapshot.
    pub fn start(
        shadow: ShadowRoot,
        config: Config,
        locale: Locale,
        http: Http,
        host: Host,
        join_tabs: Function,
    ) -> Rc<Self> {
        let app = Rc::new_cyclic(|weak: &Weak<Self>| {
            let weak = weak.clone();
            let dispatch = Dispatch::new(move |message| {
                if let Some(app) = weak.upgrade() {
                    app.send(message);
                }
            });
            let model = Model::new(config, seed());
            let ui = Ui::mount(&shadow, Context::new(locale, dispatch.clone()), &model.view());
            Self {
                shadow,
                model: RefCell::new(model),
                ui: Cell::new(Some(ui)),
                queue: RefCell::default(),
                is_running: Cell::new(false),
                http,
                host,
                timers: RefCell::default(),
                page: RefCell::new(None),
                surroundings: RefCell::new(None),
                join_tabs,
                tabs: RefCell::new(None),
                dispatch,
            }
        });
        app.page.replace(PageEvents::listen(&app.dispatch));
        // Until the visibility is known, the module counts as unseen: no code is revealed that nobody can see.
        app.send(Message::OutOfSight);
        let dispatch = app.dispatch.clone();
        app.surroundings.replace(Some(Surroundings::new(&app.shadow, move |is_seen| {
            dispatch.send(if is_seen { Message::InSight } else { Message::OutOfSight });
        })));
        if page::is_hidden() {
            app.send(Message::PageHidden);
        }
        app.send(Message::DeviceSeen(page::device()));
        app.send(Message::Started);
        app
    }

    /// Draws the same state in another language. If the focus is in the module, it moves to the heading.
    pub fn speak(&self, locale: Locale) {
        self.take(None);
        let had_focus = self.shadow.active_element().is_some();
        drop(self.ui.take());
        let view = self.model.borrow().view();
        let ui = Ui::mount(&self.shadow, Context::new(locale, self.dispatch.clone()), &view);
        if had_focus {
            ui.focus(Focus::Heading, true);
        }
        self.ui.set(Some(ui));
        if let Some(surroundings) = &*self.surroundings.borrow() {
            surroundings.watch();
        }
    }

    /// The module leaves the page, as the page itself may.
    pub fn leave(&self) {
        self.send(Message::PageLeft);
    }

    /// Applies a message: at once, or after the messages that came before it.
    fn send(&self, message: Message) {
        self.take(Some(message));
    }

    /// Applies what was filled in without an event, then a message, so that the message acts on everything the page holds.
    fn take(&self, message: Option<Message>) {
        let is_running = self.is_running.replace(true);
        if !is_running {
            self.touch(|ui| self.queue.borrow_mut().extend(ui.unread()));
        }
        self.queue.borrow_mut().extend(message);
        if is_running {
            return;
        }
        while let Some(message) = self.next() {
            let effects = self.model.borrow_mut().update(now_ms(), message);
            let view = self.model.borrow().view();
            self.touch(|ui| ui.render(&view));
            let mut said = Vec::new();
            for effect in effects {
                self.perform(effect, &mut said);
            }
            if !said.is_empty() {
                self.touch(|ui| ui.announce(&said));
            }
        }
        self.is_running.set(false);
    }

    fn next(&self) -> Option<Message> {
        self.queue.borrow_mut().pop_front()
    }

    fn touch(&self, touch: impl FnOnce(&mut Ui)) {
        if let Some(mut ui) = self.ui.take() {
            touch(&mut ui);
            self.ui.set(Some(ui));
        }
    }

    /// Performs an effect; texts for the live region are added to `said`.
    fn perform(&self, effect: Effect, said: &mut Vec<Text>) {
        match effect {
            Effect::Call(id, call) => self.http.call(id, call, self.dispatch.clone()),
            Effect::StartTimer(timer, delay_ms) => {
                self.timers.borrow_mut().start(timer, delay_ms, self.dispatch.clone());
            }
            Effect::StopTimer(timer) => self.timers.borrow_mut().stop(timer),
            Effect::MoveFocus(focus) => self.touch(|ui| {
                let surroundings = self.surroundings.borrow();
                let is_last_press_here = surroundings.as_ref().is_some_and(Surroundings::is_last_press_here);
                // For a customer who is elsewhere on the page, the new screen is announced.
                if !ui.focus(focus, is_last_press_here) && focus == Focus::Heading {
                    said.extend(self.model.borrow().heading());
                }
            }),
            Effect::Announce(text) => said.push(text),
            Effect::CopyPayment(payment, field) => {
                self.host.copy(payment.value(field), self.dispatch.clone());
            }
            Effect::AbortStatus => self.http.abort(Lane::Status),
            Effect::AbortUpload => self.http.abort(Lane::Upload),
            Effect::ForgetFile(kind) => self.dispatch.files().forget(kind.as_str()),
            Effect::CopyCode(code) => self.host.copy(code.text(), self.dispatch.clone()),
            Effect::OpenApp(link) => host::open(link.address()),
            Effect::TellHost(event) => self.host.tell(&event),
            Effect::MarkTitle(word) => self.touch(|ui| {
                let word = word.map(|word| ui.say(&word)).unwrap_or_default();
                self.host.mark_title(&word);
            }),
            Effect::JoinTabs(channel) => {
                drop(self.tabs.take());
                let tabs = Tabs::join(&self.join_tabs, &channel, self.dispatch.clone());
                self.tabs.replace(tabs);
            }
            Effect::TellTabs(news) => {
                if let Some(tabs) = &*self.tabs.borrow() {
                    tabs.tell(news);
                }
            }
            Effect::LeaveTabs => drop(self.tabs.take()),
        }
    }
}

/// A seed from the browser's randomness.
fn seed() -> u64 {
    let mut bytes = [0; 8];
    let crypto = window().and_then(|window| window.crypto().ok());
    if let Some(crypto) = crypto {
        let _: Result<_, JsValue> = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    u64::from_le_bytes(bytes)
}
