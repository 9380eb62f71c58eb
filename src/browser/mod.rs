//! The browser half: performs the effects of the model, and turns what happens in the page into messages.

mod app;
mod download;
mod host;
mod http;
pub mod json;
mod page;
mod record;
mod tabs;
mod timer;
mod upload;

pub use self::{
    app::App,
    host::Host,
    http::{Http, TokenSource},
    record::{read_draft, read_record, read_towns},
};
