//! A tiny DOM builder: a [`Node`] owns its element's listeners and its children; dropping it gives them back.
//! It knows no word of the product.

mod files;
mod listener;
mod locale;
mod node;

pub use self::{
    files::Files,
    listener::Listener,
    locale::Locale,
    node::{Node, Text, show, svg},
};
