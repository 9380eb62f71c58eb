//! A tiny DOM builder. A [`Node`] owns its element's listeners and its children; dropping it releases them.
//! It knows nothing about the product.

mod bare;
mod document;
mod files;
mod form_control;
mod key;
mod listener;
mod locale;
mod node;
mod request_controller;
mod settle;
mod surroundings;
mod timeout;
mod window;

pub use self::{
    bare::bare,
    document::{Document, document},
    files::{Files, read_start},
    form_control::FormControl,
    key::{is_for_control, is_keystroke, key_of},
    listener::Listener,
    locale::Locale,
    node::{Node, Text, show, svg},
    request_controller::RequestController,
    settle::{Settled, settle},
    surroundings::{Surroundings, begin, keep_readable},
    timeout::Timeout,
    window::{absolute, window},
};
