//! The provider's corrections (`UserCreatedOrUpdated`, `dataCorrectionLogs`). Their values are personal: they are read from
//! the inbox on demand, and stored nowhere else.

use contract::{
    path,
    read_back::{Correction, CorrectionKind},
};
use serde_json::{Map, Value};

use super::envelope::{Envelope, content};
use crate::{
    journey::fact,
    reading::{
        detail, json,
        words::{self, plain},
    },
};

/// The details that were corrected, without their values.
pub(super) fn fields(content: &Map<String, Value>) -> Vec<fact::Correction> {
    let logs = logs(content);
    logs.map(|(field, log)| fact::Correction {
        field: field.to_owned(),
        is_normalization: kind(log) == CorrectionKind::Normalization,
    })
    .collect()
}

/// The details that a stored callback corrected, with their values.
pub fn values(envelope: &Envelope) -> Vec<Correction> {
    let Some(body) = json::object(&envelope.body) else { return Vec::new() };
    let value = |log: &Map<String, Value>, field: &str, key: &str| {
        detail::value(field, &words::text(log, key).unwrap_or_default())
    };
    logs(content(&body))
        .map(|(field, log)| Correction {
            field: field.to_owned(),
            original_value: value(log, field, "originalValue"),
            new_value: value(log, field, "newValue"),
            kind: kind(log),
        })
        // Once the onboarding has ended, their values are removed.
        .filter(|correction| !(correction.original_value.is_empty() && correction.new_value.is_empty()))
        .collect()
}

/// Each entry with its path. Entries about data that the customer never enters are left out.
fn logs(content: &Map<String, Value>) -> impl Iterator<Item = (&'static str, &Map<String, Value>)> {
    let logs = words::list(content, "dataCorrectionLogs").into_iter().filter_map(Value::as_object);
    logs.filter_map(|log| {
        let property = plain(&words::text(log, "propertyName")?);
        let property = property.strip_prefix("profile.").unwrap_or(&property);
        Some((path::ALL.into_iter().find(|path| plain(path) == property)?, log))
    })
}

fn kind(log: &Map<String, Value>) -> CorrectionKind {
    match words::text(log, "reason").as_deref().map(plain).as_deref() {
        Some("correction") => CorrectionKind::Correction,
        Some("normalization" | "normalisation") => CorrectionKind::Normalization,
        _ => CorrectionKind::Unknown,
    }
}
