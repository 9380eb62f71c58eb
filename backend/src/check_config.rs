//! `backend --check-config`: all that would keep the backend from starting, without starting it. No secret is printed.

use backend::config::{ConfigError, Secrets, Settings};

/// What is wrong with the settings and the secrets, one sentence for each.
pub(crate) fn problems(settings: Result<Settings, ConfigError>) -> Vec<String> {
    let variable = |name: &str| std::env::var(name).ok();
    let secrets = Secrets::read(variable).err();
    let (mut problems, sends_notices, sends_events) = match settings {
        Ok(settings) => {
            let mut problems = settings.problems();
            problems.extend(settings.provider.is_none().then(|| super::NO_PROVIDER.to_owned()));
            (problems, settings.notices.webhook_url.is_some(), settings.events.webhook_url.is_some())
        }
        Err(error) => (vec![error.to_string()], false, false),
    };
    let notice_key = if sends_notices { Secrets::notice_keys(variable).err() } else { None };
    let event_secret = if sends_events { Secrets::event_secrets(variable).err() } else { None };
    problems.extend([secrets, notice_key, event_secret].into_iter().flatten().map(|error| error.to_string()));
    problems
}
