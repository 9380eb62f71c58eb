//! What must be true at the end of a journey, according to the provider and the backend's database.

use std::time::Duration;

use backend::generation::Workflow;
use contract::{snapshot::OnboardingStatus, step::StepId};
use sandbox::{customer::record::UserRecordStatus, scenario::Set, world::faults::ApiFault};
use serde_json::Value;

use crate::{
    customer::Ended,
    network::Network,
    plan::Plan,
    provider::Sandboxed,
    server::{Server, TERMS_VERSION},
    weather::{Hop, Weather},
};

/// Pause between two looks for a running process.
const SECOND: Duration = Duration::from_secs(1);

/// The promises of a journey.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Promise {
    /// It ends, or the customer can do something that continues it.
    NeverStuck,
    /// It ends as its story says.
    RightEnd,
    /// The provider carries out an intention once.
    NoDoubleSubmit,
    /// The accepted terms and the time of acceptance are stored.
    ConsentKept,
    /// No tab goes back to an older revision, shows the code longer or to others than allowed, or cancels a submission
    /// by sending another.
    TabKeepsItsWord,
}

/// The broken promises.
pub async fn judge(
    plan: &Plan,
    ended: &Ended,
    server: &Server,
    provider: &Sandboxed,
    network: &Network,
    weather: &Weather,
) -> Vec<(Promise, String)> {
    let mut broken: Vec<_> =
        network.complaints().into_iter().map(|what| (Promise::TabKeepsItsWord, what)).collect();
    broken.extend(double_submits(plan, provider, network, weather));
    if *ended == Ended::With(OnboardingStatus::Validated) {
        broken.extend(lost_consent(plan, server, provider, network).await);
        let statuses: Vec<_> =
            provider.sandbox().world().prospects.values().map(|prospect| prospect.status).collect();
        let open = UserRecordStatus::Validated;
        for prospect in
            provider.sandbox().world().prospects.values().filter(|prospect| prospect.status == open)
        {
            for path in network.typed.borrow().lost_on_the_way_out(&prospect.profile) {
                broken.push((Promise::RightEnd, format!("the provider has another {path} than was typed")));
            }
        }
        if !statuses.contains(&UserRecordStatus::Validated) {
            broken.push((Promise::RightEnd, "the page says open, the provider does not".into()));
        }
    }
    broken
}

/// The step that a call changes at the provider.
fn step_of(method: &str, path: &str) -> Option<&'static str> {
    let path = path.to_ascii_lowercase();
    let ends = |end: &str| path.ends_with(end);
    match method {
        "POST" if ends("/declarative") => Some("declarative"),
        "POST" if ends("/attachments") => Some("document"),
        "POST" if ends("/cgu") => Some("terms"),
        "PATCH" if ends("/fatcaeai") || ends("/fatca-eai") => Some("tax"),
        _ => None,
    }
}

/// Number of answers that the story loses on purpose.
fn told_to_lose(plan: &Plan) -> usize {
    let lost = plan.scenario.sets.iter().map(|set| match set {
        Set::Calls(_, times, ApiFault::CutAfter) => *times,
        _ => 0,
    });
    usize::try_from(lost.sum::<u32>()).unwrap_or(usize::MAX)
}

fn double_submits(
    plan: &Plan,
    provider: &Sandboxed,
    network: &Network,
    weather: &Weather,
) -> Vec<(Promise, String)> {
    let mut broken = Vec::new();
    let received = provider.sandbox().world().received.report();
    let text = |call: &Value, name: &str| call[name].as_str().unwrap_or_default().to_owned();
    // A call that requests a confirmation answers 201 if it did so.
    let is_done = |call: &Value| match call["status"].as_u64() {
        Some(200) => !text(call, "path").contains("/sca/"),
        Some(status) => (201..300).contains(&status),
        None => false,
    };
    let done: Vec<_> = received.iter().filter(|call| is_done(call)).collect();
    let created = done.iter().filter(|call| {
        text(call, "method") == "POST"
            && ["/api/v1.1/users", "/api/v2.0/users"].contains(&&*text(call, "path"))
    });
    let (created, begun) = (created.count(), provider.sandbox().world().used_ids.len());
    let restarts = network.restarts();
    if created != begun || created > 1 + restarts {
        broken.push((Promise::NoDoubleSubmit, format!("{created} users for {} beginnings", 1 + restarts)));
    }
    // If the answer never came, nobody can know whether the call was carried out, so the intention is repeated once.
    let unknown = weather.lost_answers(Hop::Provider) + weather.crashes() + told_to_lose(plan);
    for step in ["declarative", "tax", "terms", "document"] {
        let carried_out = done
            .iter()
            .filter(|call| step_of(&text(call, "method"), &text(call, "path")) == Some(step))
            .count();
        let wanted = network.intentions_of(step);
        if carried_out > wanted + unknown {
            broken.push((
                Promise::NoDoubleSubmit,
                format!("{step}: {carried_out} times for {wanted} intentions, {unknown} answers lost"),
            ));
        }
    }
    broken
}

/// Checks that the backend has stored the accepted version of the terms and its time, if the provider has the
/// acceptance.
async fn lost_consent(
    plan: &Plan,
    server: &Server,
    provider: &Sandboxed,
    network: &Network,
) -> Vec<(Promise, String)> {
    let mut broken = Vec::new();
    if !plan.steps.contains(&StepId::Terms) {
        return broken;
    }
    // A process that crashes meanwhile never answers, so the next process is asked.
    let kept = loop {
        if let Some(app) = server.app_now()
            && let Ok(kept) = tokio::time::timeout(SECOND, app.store.consents(1)).await
        {
            break kept.expect("the storage works");
        }
        tokio::time::sleep(SECOND).await;
    };
    let is_kept = kept.iter().any(|consent| consent.version == TERMS_VERSION && consent.at.as_millis() > 0);
    let (has_accepted, is_signed) = {
        let world = provider.sandbox().world();
        let open = world.prospects.values().find(|prospect| prospect.status == UserRecordStatus::Validated);
        (
            open.is_some_and(|prospect| prospect.terms_accepted_at.is_some()),
            network.intentions_of("terms") == 0,
        )
    };
    // Terms that were signed on the identification provider's page were no step here.
    if plan.workflow == Workflow::ElectronicSign && is_signed {
        return broken;
    }
    if !is_kept {
        broken.push((Promise::ConsentKept, "which terms were accepted is not in the records".into()));
    }
    if !has_accepted {
        broken.push((Promise::ConsentKept, "the provider has no acceptance of the terms".into()));
    }
    broken
}
