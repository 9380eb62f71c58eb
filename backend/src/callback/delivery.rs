//! A callback as it is delivered: its bytes, the relevant headers, and what can be read of them. A delivery is stored
//! byte for byte if the inbox does not have the same bytes, so that it can be read again after a fix.

use std::collections::BTreeMap;

use contract::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    credentials::{self, Credentials},
    envelope::{Envelope, Fields},
    payload, process_date,
};
use crate::{
    digest::sha256_hex,
    reading::{
        body::{self, Declared},
        unreadable::Unreadable,
    },
};

/// Headers that carry callback 36 if it has no body (documentation, callbacks).
const CONFIRMATION_HEADERS: [&str; 9] = [
    "AuthenticationId",
    "Type",
    "AppUserId",
    "AuthenticationResultDate",
    "RequestProcessDate",
    "RequestResponseCode",
    "RequestDate",
    "Status",
    "Reason",
];
/// The provider's id of a callback, the same for each delivery attempt.
pub const ID_HEADER: &str = "Webhook-Id";
/// An id of more bytes is replaced by its digest: an index of a database has a limit.
const LONGEST_ID: usize = 256;
/// When the provider made it. The documentation spells this header in two ways.
pub const DATE_HEADERS: [&str; 2] = ["Webhook-Processdate", "Webook-Processdate"];
const CONTENT_TYPE: &str = "Content-Type";
const CONTENT_ENCODING: &str = "Content-Encoding";

/// A delivery. It may contain personal data and credentials: there is no `Debug`.
#[derive(Clone, Default)]
pub struct Delivery {
    /// The delivery's metadata, without the body.
    pub frame: Frame,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

/// The metadata of a delivery that is needed to read it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Frame {
    /// The type in the path, if any.
    pub path_type: Option<String>,
    /// The fields of the query (callback 15).
    pub query: BTreeMap<String, String>,
    /// The relevant headers, by the names that this file defines.
    pub headers: BTreeMap<String, String>,
}

/// One callback of a delivery.
pub struct Arrival {
    /// The part to store in the inbox.
    pub envelope: Envelope,
    /// The credentials to store apart.
    pub credentials: Credentials,
    /// The delivery as it arrived. `None` if the envelope already has it, or if it contains a credential.
    pub original: Option<Original>,
}

/// A delivery as it arrived.
#[derive(Clone)]
pub struct Original {
    /// The body and its metadata.
    pub delivery: Delivery,
    /// Why it cannot be read, as a sentence without values for the operator. `None` if it can.
    pub unreadable: Option<String>,
}

impl Frame {
    /// The metadata with the relevant headers. `header` returns the value of a header by its name.
    pub fn new(path_type: Option<String>, header: impl Fn(&str) -> Option<String>) -> Self {
        let known = [ID_HEADER, CONTENT_TYPE, CONTENT_ENCODING].into_iter();
        let known = known.chain(DATE_HEADERS).chain(CONFIRMATION_HEADERS);
        let headers = known.filter_map(|name| Some((name.to_owned(), header(name)?))).collect();
        Self { path_type, query: BTreeMap::new(), headers }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn declared(&self) -> Declared<'_> {
        Declared {
            content_type: self.header(CONTENT_TYPE).unwrap_or_default(),
            content_encoding: self.header(CONTENT_ENCODING).unwrap_or_default(),
        }
    }

    /// Uses the operator's content coding and media type instead of the sender's.
    pub fn declare(&mut self, content_type: Option<String>, content_encoding: Option<String>) {
        let given = [(CONTENT_TYPE, content_type), (CONTENT_ENCODING, content_encoding)];
        self.headers.extend(given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
}

impl Delivery {
    /// Reads the callbacks of the delivery, which arrived at `received_at`: one, or those of an array. If none can be read, the
    /// result is one that is marked as unreadable.
    pub fn read(self, received_at: Timestamp) -> Vec<Arrival> {
        let confirmation: Map<String, Value> = CONFIRMATION_HEADERS
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), self.frame.headers.get(*name)?.clone().into())))
            .collect();
        let is_blank = self.body.iter().all(u8::is_ascii_whitespace);
        let objects = if is_blank && !self.frame.query.is_empty() {
            let fields = self.frame.query.iter().map(|(name, value)| (name.clone(), value.clone().into()));
            Ok(vec![fields.collect()])
        } else if is_blank && !confirmation.is_empty() {
            Ok(vec![Map::new()])
        } else {
            let read = body::objects(&self.body, self.frame.declared()).map(payload::unwrapped);
            // Callback 36 may have no body.
            if confirmation.contains_key("AuthenticationId") {
                read.or_else(|_| Ok(vec![Map::new()]))
            } else {
                read
            }
        };
        let key = self.key(&confirmation);
        match objects {
            Ok(objects) => self.arrivals(objects, &key, &confirmation, received_at),
            Err(why) => vec![self.unreadable(key, &confirmation, received_at, why)],
        }
    }

    fn arrivals(
        self,
        objects: Vec<Map<String, Value>>,
        key: &str,
        confirmation: &Map<String, Value>,
        received_at: Timestamp,
    ) -> Vec<Arrival> {
        let is_single = objects.len() == 1;
        let none = Map::new();
        let mut holds_credential = false;
        let mut arrivals: Vec<Arrival> = objects
            .into_iter()
            .enumerate()
            .map(|(index, object)| {
                let key = if is_single { key.to_owned() } else { format!("{key}#{index}") };
                let headers = if is_single { confirmation } else { &none };
                let (arrival, has_credential) = self.arrival(object, key, headers, received_at);
                holds_credential |= has_credential;
                arrival
            })
            .collect();
        let is_blank = self.body.iter().all(u8::is_ascii_whitespace);
        let is_kept_as_it_came = is_blank
            || (is_single && arrivals.iter().all(|arrival| arrival.envelope.body.as_bytes() == self.body));
        if let (false, false, Some(first)) = (holds_credential, is_kept_as_it_came, arrivals.first_mut()) {
            first.original = Some(Original { delivery: self, unreadable: None });
        }
        arrivals
    }

    /// One callback, and whether it contains a credential.
    fn arrival(
        &self,
        mut object: Map<String, Value>,
        key: String,
        headers: &Map<String, Value>,
        received_at: Timestamp,
    ) -> (Arrival, bool) {
        let fields = Fields { headers, body: &object };
        let named = fields.text("type").or_else(|| self.path_type());
        let mut credentials = Credentials::default();
        let holds_credential = credentials::take_out(&mut object, named.as_deref(), &mut credentials);
        let fields = Fields { headers, body: &object };
        let authentication_id = fields.text("authenticationId");
        let as_it_came = std::str::from_utf8(&self.body).ok();
        let as_it_came = as_it_came.filter(|text| serde_json::from_str(text).ok().as_ref() == Some(&object));
        let envelope = Envelope {
            key,
            kind: if authentication_id.is_some() { Some("36".to_owned()) } else { named },
            app_user_id: fields.user_id().map(|id| id.to_lowercase()),
            authentication_id,
            process_at: self.process_date().and_then(process_date::parse),
            received_at,
            is_readable: true,
            headers: Value::Object(headers.clone()).to_string(),
            body: as_it_came.map_or_else(|| Value::Object(object.clone()).to_string(), str::to_owned),
        };
        (Arrival { envelope, credentials, original: None }, holds_credential)
    }

    fn unreadable(
        self,
        key: String,
        confirmation: &Map<String, Value>,
        received_at: Timestamp,
        why: Unreadable,
    ) -> Arrival {
        let envelope = Envelope {
            key,
            kind: self.path_type(),
            app_user_id: None,
            authentication_id: None,
            process_at: self.process_date().and_then(process_date::parse),
            received_at,
            is_readable: false,
            headers: Value::Object(confirmation.clone()).to_string(),
            body: String::new(),
        };
        let original = Original { delivery: self, unreadable: Some(why.to_string()) };
        Arrival { envelope, credentials: Credentials::default(), original: Some(original) }
    }

    fn path_type(&self) -> Option<String> {
        self.frame.path_type.clone().or_else(|| self.frame.query.get("type").cloned())
    }

    fn process_date(&self) -> Option<&str> {
        DATE_HEADERS.into_iter().find_map(|name| self.frame.header(name))
    }

    fn key(&self, confirmation: &Map<String, Value>) -> String {
        if let Some(id) = self.frame.header(ID_HEADER) {
            let is_long = id.len() > LONGEST_ID;
            return if is_long {
                format!("long-id:{}", sha256_hex(id.as_bytes()))
            } else {
                format!("id:{id}")
            };
        }
        let headers = Value::Object(confirmation.clone()).to_string();
        let query = if self.body.iter().all(u8::is_ascii_whitespace) && !self.frame.query.is_empty() {
            serde_json::to_vec(&self.frame.query).unwrap_or_default()
        } else {
            Vec::new()
        };
        let path_type = self.path_type().unwrap_or_default();
        let body = if query.is_empty() { &self.body } else { &query };
        let parts = [
            path_type.as_bytes(),
            self.process_date().unwrap_or_default().as_bytes(),
            headers.as_bytes(),
            body,
        ];
        format!("sha256:{}", sha256_hex(&parts.join(&b"\n"[..])))
    }
}
