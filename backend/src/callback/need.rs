//! Which callbacks the onboarding needs. The provider also reports card payments, one-time codes and transfers of customers whose
//! account is open. None of that is stored.

use serde_json::{Map, Value};

use super::{delivery::Arrival, envelope::Envelope, report};
use crate::reading::{json, words::plain};

/// What is to be stored of a delivery. Its bytes are not, if they hold more than that.
pub(crate) fn needed(arrivals: Vec<Arrival>) -> Vec<Arrival> {
    let all = arrivals.len();
    let mut needed: Vec<Arrival> =
        arrivals.into_iter().filter(|arrival| is_needed(&arrival.envelope)).collect();
    let is_whole = needed.len() == all;
    for arrival in &mut needed {
        let is_stripped = strip(&mut arrival.envelope);
        if is_stripped || !is_whole {
            arrival.original = None;
        }
    }
    needed
}

/// Whether the onboarding can need a callback of this type. A callback without a type may be of any type.
pub(crate) fn is_needed(envelope: &Envelope) -> bool {
    let Some(kind) = envelope.kind.as_deref() else { return true };
    match plain(kind).as_str() {
        "34" | "35" | "4" | "36" | "44" | "47" | "48" | "31" | "45" => true,
        "politicallyexposedpersonstatuscreatedorupdated" | "usercreatedorupdated" => true,
        // Of payments, only the return of money counts.
        "16" | "38" | "sepacredittransfercreatedorupdated" | "instantpaymentcreatedorupdated" => {
            !envelope.is_readable || report::read(envelope).is_some()
        }
        _ => false,
    }
}

/// Members of the callbacks that hold more about the person than the onboarding needs, by type.
const MEMBERS: [(&[&str], &[&str]); 4] = [
    // The payer's name, the amount and the score of a transfer.
    (&["31"], &["status", "reason", "diligencetype"]),
    (&["politicallyexposedpersonstatuscreatedorupdated"], &["riskanalysisstatus", "riskanalysisstatut"]),
    (&["usercreatedorupdated"], &["datacorrectionlogs"]),
    (&["16", "38", "sepacredittransfercreatedorupdated", "instantpaymentcreatedorupdated"], &["status"]),
];
/// Members that say what a callback is and about whom.
const COMMON: [&str; 5] = ["type", "appuserid", "userid", "authenticationid", "payload"];

/// Removes what the onboarding does not need from the body of a callback; `false` if there was nothing to remove.
pub(crate) fn strip(envelope: &mut Envelope) -> bool {
    let kind = envelope.kind.as_deref().map(plain).unwrap_or_default();
    let Some((_, members)) = MEMBERS.iter().find(|(kinds, _)| kinds.contains(&kind.as_str())) else {
        return false;
    };
    let Some(mut body) = json::object(&envelope.body) else { return false };
    if !retain(&mut body, members) {
        return false;
    }
    envelope.body = Value::Object(body).to_string();
    true
}

fn retain(object: &mut Map<String, Value>, members: &[&str]) -> bool {
    let before = object.len();
    object.retain(|name, _| {
        let name = plain(name);
        COMMON.contains(&name.as_str()) || members.contains(&name.as_str())
    });
    let mut has_changed = object.len() < before;
    for (name, value) in object.iter_mut() {
        if plain(name) == "payload"
            && let Value::Object(inner) = value
        {
            has_changed |= retain(inner, members);
        }
    }
    has_changed
}

/// Removes the values of the provider's corrections from a stored callback, once the onboarding has ended. Which details were
/// corrected stays.
pub(crate) fn without_values(body: &str) -> Option<String> {
    let mut body = json::object(body)?;
    forget_values(&mut body);
    Some(Value::Object(body).to_string())
}

fn forget_values(object: &mut Map<String, Value>) {
    object.retain(|name, _| !matches!(plain(name).as_str(), "originalvalue" | "newvalue"));
    for value in object.values_mut() {
        match value {
            Value::Object(inner) => forget_values(inner),
            Value::Array(items) => items.iter_mut().filter_map(Value::as_object_mut).for_each(forget_values),
            _ => {}
        }
    }
}
