//! Describes the scenarios, for the table in the README and for `GET /control/scenarios`.

use serde_json::{Value, json};

use super::{
    story::{Course, Given, Scenario, Set, Transfer},
    table,
};
use crate::{
    phone::authentication::Fate,
    world::faults::{ApiFault, CallbackFault},
};

/// The Markdown table, with a line feed at its end.
pub fn table() -> String {
    let mut lines =
        vec!["| scenario | story | what is set | what follows |".to_owned(), "|---|---|---|---|".to_owned()];
    lines.extend(table::all().map(line));
    lines.join("\n") + "\n"
}

fn line(scenario: &Scenario) -> String {
    let Scenario { name, story, .. } = scenario;
    format!("| `{name}` | {story} | {} | {} |", setting(scenario), following(scenario))
}

/// The scenario as a control call shows it.
pub fn describe(scenario: &Scenario) -> Value {
    let course = |course: Option<Course>| {
        course.map(|course| {
            json!({ "callbacks": course.callbacks, "never": course.never, "end": course.end.name() })
        })
    };
    json!({
        "name": scenario.name,
        "story": scenario.story,
        "sets": scenario.sets.iter().map(set).collect::<Vec<_>>(),
        "given": scenario.given.iter().map(given).collect::<Vec<_>>(),
        "legacy": course(scenario.legacy),
        "current": course(scenario.current),
    })
}

fn setting(scenario: &Scenario) -> String {
    let sets = scenario.sets.iter().map(set);
    sets.chain(scenario.given.iter().map(given)).collect::<Vec<_>>().join("; ")
}

fn set(set: &Set) -> String {
    match set {
        Set::Aliases(aliases) => {
            let named = aliases.iter().filter_map(|alias| serde_json::to_value(alias).ok());
            let named: Vec<_> =
                named.map(|name| format!("`{}`", name.as_str().unwrap_or_default())).collect();
            named.join(" and ")
        }
        Set::Mismatch(mismatch) => format!("mismatch `{}`", json!(mismatch).as_str().unwrap_or_default()),
        Set::Review => "review".into(),
        Set::NoSignature => "the signature is refused".into(),
        Set::Screening(finding) => format!("screening `{}`", json!(finding).as_str().unwrap_or_default()),
        Set::Confirmation(Fate::Refused) => "the next confirmation is refused automatically".into(),
        Set::Confirmation(Fate::Unanswered) => "the next confirmation is not shown".into(),
        Set::Confirmation(Fate::NoWallet) => "the next confirmation finds no wallet".into(),
        Set::NoFirstCode => "the next code cannot be made".into(),
        Set::TransferReview(hours) => format!("a transfer is looked at for {hours} hours"),
        Set::DocumentRefused => "the next tax document is refused".into(),
        Set::Life(minutes) => format!("the prospect lives {minutes} minutes"),
        Set::Creation(times, fault) => format!("creating: {} {times} times", api_fault(*fault)),
        Set::Calls(route, times, fault) => format!("{}: {}", many("call", route, *times), api_fault(*fault)),
        Set::Callbacks(kind, times, fault) => {
            format!("{}: {}", many("callback", kind, *times), callback_fault(*fault))
        }
    }
}

/// `the next call of x`, `the next 5 calls`, `every callback`.
fn many(what: &str, which: &str, times: u32) -> String {
    let which = if which == "*" { String::new() } else { format!(" `{which}`") };
    match times {
        1 => format!("the next {what}{which}"),
        2..10 => format!("the next {times} {what}s{which}"),
        _ => format!("every {what}{which}"),
    }
}

fn api_fault(fault: ApiFault) -> String {
    match fault {
        ApiFault::Status { status } => format!("{status}"),
        ApiFault::NeverAnswer => "no answer".into(),
        ApiFault::Cut => "cut".into(),
        ApiFault::CutAfter => "carried out, the answer cut off".into(),
        ApiFault::Delay { millis } => format!("{} later", minutes(millis)),
    }
}

fn callback_fault(fault: CallbackFault) -> String {
    match fault {
        CallbackFault::Late { millis } => format!("{} late", minutes(millis)),
        CallbackFault::Doubled => "twice".into(),
        CallbackFault::Lost => "lost".into(),
        CallbackFault::Reordered => "after the next one".into(),
    }
}

fn minutes(millis: u64) -> String {
    format!("{} minutes", millis / 60_000)
}

fn given(given: &Given) -> String {
    match given {
        Given::Workflow(code) => format!("with the workflow `{code}`"),
        Given::Pays(transfers) => {
            let paid = transfers.iter().map(transfer).collect::<Vec<_>>().join(", then ");
            format!("the scan is refused; {paid}")
        }
        Given::Taxes(countries) => format!("taxes in {}", countries.join(" and ")),
        Given::Born(country) => format!("born in {country}"),
        Given::Leaves => "the customer leaves".into(),
    }
}

fn transfer(transfer: &Transfer) -> String {
    let Transfer { amount_cents, is_own, is_instant } = *transfer;
    let payer = if is_own { "their own" } else { "another person's" };
    let kind = if is_instant { "instant" } else { "ordinary" };
    format!("{} € from {payer} account, {kind}", amount_cents / 100)
}

fn following(scenario: &Scenario) -> String {
    let of = |course: Option<Course>| course.map(following_in);
    match (of(scenario.legacy), of(scenario.current)) {
        (Some(legacy), Some(current)) if legacy == current => legacy,
        (legacy, current) => {
            let named = [("legacy", legacy), ("current", current)];
            let courses = named.into_iter().filter_map(|(name, course)| Some(format!("{name}: {}", course?)));
            courses.collect::<Vec<_>>().join("<br>")
        }
    }
}

fn following_in(course: Course) -> String {
    let listed = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut parts = Vec::new();
    if !course.callbacks.is_empty() {
        parts.push(listed(course.callbacks));
    }
    if !course.never.is_empty() {
        parts.push(format!("never {}", listed(course.never)));
    }
    parts.push(format!("**{}**", course.end.name()));
    parts.join("; ")
}
