//! A tiny DOM builder: a [`Node`] owns its element's listeners and its children; dropping it gives them back.
//! It knows no word of the product.

mod listener;
mod locale;
mod node;

pub use self::{
    listener::Listener,
    locale::Locale,
    node::{Node, Text, show, svg},
};
