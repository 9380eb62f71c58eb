//! The configuration: a TOML file, flags that override it, and secrets from the environment. Every default is here.

mod address;
mod error;
mod limits;
mod problems;
mod secrets;

use std::{collections::BTreeSet, fmt::Write as _};

use contract::{step::StepId, terms::TermsDocuments};
use serde::Deserialize;

pub use self::{
    error::ConfigError,
    limits::Limits,
    secrets::{Replacements, Secrets},
};
use crate::{
    generation::{Generation, Workflow},
    journey::view::{PartnerKind, Process},
    proof_settings::ProofSettings,
};

/// The default steps, in the order of the straight-through process.
const STEPS: [StepId; 6] =
    [StepId::Profile, StepId::Device, StepId::Identity, StepId::Declarative, StepId::Tax, StepId::Terms];
/// Further steps that can be configured.
const FURTHER_STEPS: [StepId; 2] = [StepId::Proof, StepId::Screening];

/// The content of the file. Unknown keys are refused by name.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Address to listen on. Default `127.0.0.1:8080`.
    pub listen: String,
    /// Address for Prometheus to read `/metrics` at, without a credential: one that only it can reach. Default: none.
    pub metrics_listen: Option<String>,
    /// SQLite file, created if missing; `:memory:` keeps nothing after the end. Default `onboarding.sqlite`.
    pub database: String,
    /// Whether a proxy in front of this program terminates TLS. Only then may it listen on an address that other computers can
    /// reach. Default `false`.
    pub behind_tls_proxy: bool,
    /// Base address of the provider's API. No default.
    pub provider: Option<String>,
    /// Address of the provider's token endpoint. Default: `/connect/token` of `provider`.
    pub token_url: Option<String>,
    /// The steps, in the order to offer them. Default: all six.
    pub steps: Vec<String>,
    /// `legacy` (default) or `current`: see [`Generation`].
    pub generation: Generation,
    /// `Identity` (default) or `Electronic_Sign`, in the current generation: see [`Workflow`].
    pub workflow_code: Workflow,
    /// `agent` (default) or `psee`: see [`PartnerKind`].
    pub partner_kind: PartnerKind,
    /// ISO 3166-1 alpha-2 country of the partner (`CountryCode`). Default `FR`.
    pub partner_country: String,
    /// Limits and lifetimes.
    pub limits: Limits,
    /// The texts of the step `terms`. No default: if that step is configured, the backend does not start without them.
    pub terms: Option<Terms>,
    /// The ways to prove the customer's identity.
    pub proof: ProofSettings,
    /// Notices to the partner.
    pub notices: NoticeSettings,
    /// Events to the partner's server.
    pub events: EventSettings,
}

/// Events to the partner's server: see [`crate::events`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EventSettings {
    /// `https` address to post to. Default: none, there are no events.
    pub webhook_url: Option<String>,
}

/// Notices to the partner: see [`crate::notices`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeSettings {
    /// `https` address to post to. Default: none, only the log has the notice.
    pub webhook_url: Option<String>,
}

/// The texts to accept, as [`TermsDocuments`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The version of these texts.
    pub version: String,
    /// `https` address of the terms of the account.
    pub account_url: String,
    /// `https` address of the terms of the card.
    pub card_url: String,
    /// `https` address of the partner's own terms.
    pub partner_url: String,
}

impl From<Terms> for TermsDocuments {
    fn from(terms: Terms) -> Self {
        let Terms { version, account_url, card_url, partner_url } = terms;
        Self { version, account_url, card_url, partner_url }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            metrics_listen: None,
            database: "onboarding.sqlite".into(),
            behind_tls_proxy: false,
            provider: None,
            token_url: None,
            steps: STEPS.iter().map(|step| step.as_str().to_owned()).collect(),
            generation: Generation::default(),
            workflow_code: Workflow::default(),
            partner_kind: PartnerKind::default(),
            partner_country: "FR".into(),
            limits: Limits::default(),
            terms: None,
            proof: ProofSettings::default(),
            notices: NoticeSettings::default(),
            events: EventSettings::default(),
        }
    }
}

impl Settings {
    /// Reads the TOML file at `path`.
    ///
    /// # Errors
    /// If it cannot be read, or contains an unknown key or value.
    pub fn read(path: &str) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        toml::from_str(&text)
            .map_err(|source| ConfigError::Parse { path: path.to_owned(), source: Box::new(source) })
    }

    /// The process that customers go through.
    ///
    /// # Errors
    /// If a step is unknown or named twice, or `profile` is missing.
    pub fn process(&self) -> Result<Process, ConfigError> {
        let mut seen = BTreeSet::new();
        let mut steps = Vec::new();
        for name in &self.steps {
            let known = StepId::parse(name.trim())
                .filter(|step| STEPS.contains(step) || FURTHER_STEPS.contains(step));
            let step = known.ok_or_else(|| ConfigError::Value(unknown_step(name)))?;
            if !seen.insert(step) {
                return Err(ConfigError::Value(format!(
                    "steps: `{name}` is named twice; name each step once"
                )));
            }
            steps.push(step);
        }
        if !seen.contains(&StepId::Profile) {
            return Err(ConfigError::Value("steps: `profile` is missing; it creates the prospect".into()));
        }
        Ok(Process {
            steps,
            generation: self.generation,
            partner_kind: self.partner_kind,
            terms: self.terms.clone().map(Into::into),
            workflow: self.workflow_code,
            proof: self.proof.clone(),
            upload_max_bytes: self.limits.upload_bytes,
        })
    }
}

fn unknown_step(name: &str) -> String {
    let mut text = format!("steps: `{name}` is not a step; known are");
    for step in STEPS.into_iter().chain(FURTHER_STEPS) {
        // Writing to a String cannot fail.
        let _ = write!(text, " {}", step.as_str());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::progress::Progress;

    const EXAMPLE: &str = include_str!("../../backend.example.toml");

    /// The shipped example with its table of texts, which is commented out there because each partner has its own.
    fn example_with_texts() -> String {
        let (settings, texts) = EXAMPLE.split_once("# [terms]").unwrap();
        [settings, "[terms]", &texts.replace("\n# ", "\n")].concat()
    }

    #[test]
    fn the_shipped_example_is_the_default() {
        let example: Settings = toml::from_str(EXAMPLE).unwrap();
        let default = Settings::default();
        assert_eq!(example.process().unwrap().steps, default.process().unwrap().steps);
        assert_eq!(format!("{:?}", example.limits), format!("{:?}", default.limits));
        assert_eq!((example.generation, example.workflow_code), (default.generation, default.workflow_code));
        assert_eq!(example.proof, default.proof);
        assert_eq!(example.listen, default.listen);
        assert_eq!(example.database, default.database);
    }

    #[test]
    fn terms_that_cannot_be_read_are_refused_at_the_start() {
        let error = toml::from_str::<Settings>(EXAMPLE).unwrap().check().unwrap_err().to_string();
        assert!(error.contains("[terms]") && error.contains("account_url"), "{error}");
        let without = Settings { steps: vec!["profile".into(), "tax".into()], ..Settings::default() };
        without.check().unwrap();

        let text = example_with_texts();
        toml::from_str::<Settings>(&text).unwrap().check().unwrap();
        let unnamed: Settings = toml::from_str(&text.replace("\"2026-01\"", "\" \"")).unwrap();
        let error = unnamed.check().unwrap_err().to_string();
        assert!(error.contains("terms.version"), "{error}");
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_name() {
        let error = toml::from_str::<Settings>("[limits]\nsesion_hours = 3").unwrap_err().to_string();
        assert!(error.contains("sesion_hours"), "{error}");
    }

    #[test]
    fn invalid_steps_are_refused_with_their_names() {
        for (steps, word) in [
            (vec!["profile", "selfie"], "selfie"),
            (vec!["profile", "tax", "tax"], "twice"),
            (vec!["device"], "profile"),
        ] {
            let settings =
                Settings { steps: steps.into_iter().map(str::to_owned).collect(), ..Settings::default() };
            let error = settings.process().unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn a_signature_replaces_the_terms() {
        let text = example_with_texts().replace("\"legacy\"\n", "\"current\"\n");
        let text = text.replace("\"Identity\"\n", "\"Electronic_Sign\"\n");
        let settings: Settings = toml::from_str(&text).unwrap();
        settings.check().unwrap();
        let process = settings.process().unwrap();
        let has_terms = |progress: Progress| process.steps_of(&progress).any(|step| step == StepId::Terms);
        assert!(!has_terms(Progress::default()));
        assert!(
            has_terms(Progress { has_refused_scan: true, ..Progress::default() }),
            "there is no signature"
        );
        let error = Settings { generation: Generation::Legacy, ..settings }.check().unwrap_err().to_string();
        assert!(error.contains("workflow_code"), "{error}");
    }
}
