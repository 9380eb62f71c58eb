//! The boundary with JavaScript: the only file with exported items. `www/element.js` is the other side.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::ShadowRoot;

use crate::{
    browser::{App, Host, Http, TokenSource},
    config::{Config, OptionValue},
    dom::{Locale, absolute},
};

/// A running module.
#[wasm_bindgen]
pub struct Handle(RefCell<Option<Rc<App>>>);

/// Starts the module in an empty shadow root.
///
/// `options` holds only texts and flags; `texts` is the locale table of `options.language`; `get_token` returns a promise of
/// a fresh bearer token; `on_event` is called with a `Map` for each event; `join_tabs` is the function of `www/tabs.js`.
///
/// # Errors
/// A text that names the option to fix.
#[wasm_bindgen]
pub fn start(
    root: ShadowRoot,
    options: &Object,
    texts: JsValue,
    get_token: Option<Function>,
    on_event: Function,
    join_tabs: Function,
) -> Result<Handle, JsValue> {
    let config = Config::from_options(entries(options)).map_err(|error| error.0)?;
    let locale = Locale::new(&config.language, texts);
    let http = Http::new(&absolute(&config.endpoint), TokenSource::new(config.token.clone(), get_token));
    let app = App::start(root, config, locale, http, Host::new(on_event), join_tabs);
    Ok(Handle(RefCell::new(Some(app))))
}

#[wasm_bindgen]
impl Handle {
    /// Switches to another language; nothing typed is lost.
    pub fn speak(&self, language: &str, texts: JsValue) {
        let app = self.0.borrow().clone();
        if let Some(app) = app {
            app.speak(Locale::new(language, texts));
        }
    }

    /// Stops the module: saves what was typed last, aborts all other requests, releases timers and listeners, and empties the
    /// shadow root. Calling it again does nothing.
    pub fn stop(&self) {
        if let Some(app) = self.0.take() {
            app.leave();
        }
    }
}

fn entries(options: &Object) -> Vec<(String, OptionValue)> {
    let read = |entry: JsValue| {
        let entry = Array::from(&entry);
        let value = entry.get(1);
        let value = match value.as_string() {
            Some(text) => OptionValue::Text(text),
            None if value.is_undefined() || value.is_null() => OptionValue::Absent,
            None => match value.as_bool() {
                Some(fact) => OptionValue::Flag(fact),
                None => OptionValue::Other(value.js_typeof().as_string().unwrap_or_default()),
            },
        };
        (entry.get(0).as_string().unwrap_or_default(), value)
    };
    Object::entries(options).iter().map(read).collect()
}
