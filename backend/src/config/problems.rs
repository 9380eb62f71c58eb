//! What is wrong with settings that can be read: values that their types do not check.

use contract::{routes::MAX_WAIT_SECONDS, step::StepId};

use super::{ConfigError, Settings, address};
use crate::{
    generation::{Generation, Workflow},
    store::{opening::is_postgres, postgres},
};

/// The error if the texts of the step `terms` are missing: why the backend does not start, and what to write.
const NO_TEXTS: &str = "terms: `steps` has `terms`, as it has by default, but the table [terms] is missing: nobody can accept \
    what cannot be read. Write [terms] with version, account_url, card_url and partner_url into the file of --config, as \
    backend.example.toml shows, or leave `terms` out of `steps`";

impl Settings {
    /// Checks the values that their types do not check.
    ///
    /// # Errors
    /// If values are not valid; the message names each and says what is expected.
    pub fn check(&self) -> Result<(), ConfigError> {
        let problems = self.problems();
        if problems.is_empty() { Ok(()) } else { Err(ConfigError::Value(problems.join("\n"))) }
    }

    /// What is wrong with the values, one sentence for each.
    pub fn problems(&self) -> Vec<String> {
        let limits = &self.limits;
        let mut problems = Vec::new();
        let mut refuse = |is_wrong: bool, text: &str| problems.extend(is_wrong.then(|| text.to_owned()));
        refuse(
            limits.long_poll_seconds > MAX_WAIT_SECONDS,
            "limits.long_poll_seconds: at most 25, under the usual 30 s of proxies",
        );
        refuse(!(1..=24 * 7).contains(&limits.session_hours), "limits.session_hours: 1 to 168");
        refuse(
            self.workflow_code == Workflow::ElectronicSign && self.generation == Generation::Legacy,
            "workflow_code: Electronic_Sign needs generation = \"current\"",
        );
        refuse(!(1..=20_000_000).contains(&limits.upload_bytes), "limits.upload_bytes: 1 to 20000000");
        refuse(
            limits.missed_callbacks_seconds > 24 * 3600,
            "limits.missed_callbacks_seconds: at most 86400; the queue must be emptied daily",
        );
        refuse(limits.overdue_hours > 24 * 7, "limits.overdue_hours: at most 168; 0: never");
        refuse(
            !contract::country::is_country(&self.partner_country),
            "partner_country: an ISO 3166-1 alpha-2 code is expected, such as FR",
        );
        problems.extend(self.proof.check().err().map(str::to_owned));
        problems.extend(self.process().err().map(|error| error.to_string()));
        problems.extend(self.address_problems());
        problems.extend(self.database_problem());
        problems.extend(self.terms_problems().map(str::to_owned));
        problems
    }

    /// The texts that customers must accept.
    fn terms_problems(&self) -> impl Iterator<Item = &'static str> {
        let asks_for_terms = self.steps.iter().any(|name| name.trim() == StepId::Terms.as_str());
        let missing = (asks_for_terms && self.terms.is_none()).then_some(NO_TEXTS);
        let is_unnamed = self.terms.as_ref().is_some_and(|terms| terms.version.trim().is_empty());
        let unnamed =
            is_unnamed.then_some("terms.version: must not be empty; it is kept with what was accepted");
        let mut urls =
            self.terms.iter().flat_map(|terms| [&terms.account_url, &terms.card_url, &terms.partner_url]);
        let insecure = urls.any(|url| !contract::link::is_web_address(url)).then_some(
            "terms: the addresses must begin with https:// (or be on this computer) and contain no user name",
        );
        [missing, unnamed, insecure].into_iter().flatten()
    }

    /// Personal data is sent to the address of a database.
    fn database_problem(&self) -> Option<String> {
        let check = || postgres::check(&self.database).err();
        is_postgres(&self.database).then(check).flatten().map(|error| format!("database: {error}"))
    }

    /// Secrets are sent to these addresses, and received at the address to listen on.
    fn address_problems(&self) -> Vec<String> {
        let addresses = [
            ("provider", &self.provider),
            ("token_url", &self.token_url),
            ("notices.webhook_url", &self.notices.webhook_url),
            ("events.webhook_url", &self.events.webhook_url),
        ];
        let wrong = |(name, url): (&str, &Option<String>)| address::check(name, url.as_deref()?).err();
        let mut problems: Vec<String> =
            addresses.into_iter().filter_map(wrong).map(|error| error.to_string()).collect();
        if self.provider.as_ref().is_some_and(|url| url.contains('?')) {
            problems.push("provider: a base address has no query".into());
        }
        if !self.behind_tls_proxy && address::is_local_listen(&self.listen) == Some(false) {
            problems.push(format!(
                "listen: {} is reached from other computers, and this program speaks plain HTTP, while keys, passwords and session \
                 tokens come in. Put a proxy with TLS before it and set behind_tls_proxy = true (--behind-tls-proxy), or listen on 127.0.0.1",
                self.listen
            ));
        }
        problems
    }
}
