//! The browser half: performs the effects of the model, and turns events of the page into messages.

mod app;
mod clock;
mod host;
mod http;
mod page;
mod tabs;
mod timer;

pub use self::{
    app::App,
    host::Host,
    http::{Http, Json, TokenSource},
};
