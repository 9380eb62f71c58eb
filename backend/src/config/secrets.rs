//! Secrets: read only from the environment, never from a file or a flag.

use super::error::ConfigError;
use crate::events::EventSecret;

/// Minimum length, in characters, of a secret that the operator chooses: the length of a random one with 96 bits.
const LEAST_LENGTH: usize = 16;

const EVENT_SECRET: &str = "ONBOARDING_EVENT_SECRET";
const SECOND_EVENT_SECRET: &str = "ONBOARDING_EVENT_SECRET_2";

/// The other value of each secret while it is replaced, from the variables of the same names with `_2` at the end. There is no `Debug`.
#[derive(Clone, Default)]
pub struct Replacements {
    /// The partner's server may present this key as well.
    pub partner_key: Option<String>,
    /// Id and secret of the provider's OAuth 2 client, for when the provider refuses the others.
    pub client: Option<(String, String)>,
    /// User and password that the provider's callbacks may present as well.
    pub callbacks: Option<(String, String)>,
}

/// The secrets. There is no `Debug`.
#[derive(Clone)]
pub struct Secrets {
    /// `ONBOARDING_PARTNER_KEY`: the partner's server presents it to open sessions.
    pub partner_key: String,
    /// `ONBOARDING_CLIENT_ID`: the provider's OAuth 2 client.
    pub client_id: String,
    /// `ONBOARDING_CLIENT_SECRET`: its secret.
    pub client_secret: String,
    /// `ONBOARDING_CALLBACK_USER`: basic authentication of the provider's callbacks.
    pub callback_user: String,
    /// `ONBOARDING_CALLBACK_PASSWORD`: its password.
    pub callback_password: String,
    /// The other values.
    pub replacements: Replacements,
}

impl Secrets {
    /// Reads the secrets. `variable` returns the value of a variable, usually from the environment.
    ///
    /// # Errors
    /// If secrets are missing, empty or too easy to guess; the message names all of them.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut missing = Vec::new();
        let mut take = |name: &'static str| {
            let value = variable(name).filter(|value| !value.is_empty());
            if value.is_none() {
                missing.push(name);
            }
            value.unwrap_or_default()
        };
        let secrets = Self {
            partner_key: take("ONBOARDING_PARTNER_KEY"),
            client_id: take("ONBOARDING_CLIENT_ID"),
            client_secret: take("ONBOARDING_CLIENT_SECRET"),
            callback_user: take("ONBOARDING_CALLBACK_USER"),
            callback_password: take("ONBOARDING_CALLBACK_PASSWORD"),
            replacements: Replacements::default(),
        };
        let secrets = Self { replacements: secrets.read_replacements(&variable), ..secrets };
        let mut problems = Vec::new();
        if !missing.is_empty() {
            problems.push(ConfigError::MissingSecret(missing.join(", ")));
        }
        problems.extend(secrets.problems());
        if !problems.is_empty() {
            let problems: Vec<String> = problems.iter().map(ConfigError::to_string).collect();
            return Err(ConfigError::Value(problems.join("\n")));
        }
        Ok(secrets)
    }

    /// If only one half of a pair has another value, the other half keeps its own.
    fn read_replacements(&self, variable: &impl Fn(&str) -> Option<String>) -> Replacements {
        let given = |name: &str| variable(name).filter(|value| !value.is_empty());
        let pair = |first: &str, second: &str, own: (&String, &String)| {
            let (first, second) = (given(first), given(second));
            (first.is_some() || second.is_some())
                .then(|| (first.unwrap_or_else(|| own.0.clone()), second.unwrap_or_else(|| own.1.clone())))
        };
        Replacements {
            partner_key: given("ONBOARDING_PARTNER_KEY_2"),
            client: pair(
                "ONBOARDING_CLIENT_ID_2",
                "ONBOARDING_CLIENT_SECRET_2",
                (&self.client_id, &self.client_secret),
            ),
            callbacks: pair(
                "ONBOARDING_CALLBACK_USER_2",
                "ONBOARDING_CALLBACK_PASSWORD_2",
                (&self.callback_user, &self.callback_password),
            ),
        }
    }

    /// What is wrong with those that the operator chooses.
    fn problems(&self) -> Vec<ConfigError> {
        let mut problems = Vec::new();
        let Replacements { partner_key, callbacks, .. } = &self.replacements;
        for (name, secret) in [
            ("ONBOARDING_PARTNER_KEY", Some(&self.partner_key)),
            ("ONBOARDING_CALLBACK_PASSWORD", Some(&self.callback_password)),
            ("ONBOARDING_PARTNER_KEY_2", partner_key.as_ref()),
            ("ONBOARDING_CALLBACK_PASSWORD_2", callbacks.as_ref().map(|(_, password)| password)),
        ] {
            problems.extend(
                secret.filter(|secret| !secret.is_empty()).and_then(|secret| check(name, secret).err()),
            );
        }
        for (name, user) in [
            ("ONBOARDING_CALLBACK_USER", Some(&self.callback_user)),
            ("ONBOARDING_CALLBACK_USER_2", callbacks.as_ref().map(|(user, _)| user)),
        ] {
            if user.is_some_and(|user| user.contains(':')) {
                let why = "a name for basic authentication has no colon";
                problems.push(ConfigError::Value(format!("{name}: {why}")));
            }
        }
        problems
    }

    /// The keys of the partner's server: any of them opens sessions.
    pub fn partner_keys(&self) -> impl Iterator<Item = &str> {
        [Some(&self.partner_key), self.replacements.partner_key.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// `user:password` of the provider's callbacks: any of them is right.
    pub fn callback_logins(&self) -> impl Iterator<Item = String> {
        let own = format!("{}:{}", self.callback_user, self.callback_password);
        let other = self.replacements.callbacks.as_ref().map(|(user, password)| format!("{user}:{password}"));
        [Some(own), other].into_iter().flatten()
    }

    /// The keys for notices: `ONBOARDING_NOTICE_KEY`, which is optional, and `ONBOARDING_NOTICE_KEY_2` for when the first is
    /// refused.
    ///
    /// # Errors
    /// If one is too easy to guess.
    pub fn notice_keys(variable: impl Fn(&str) -> Option<String>) -> Result<Vec<String>, ConfigError> {
        let names = ["ONBOARDING_NOTICE_KEY", "ONBOARDING_NOTICE_KEY_2"];
        let given = names.into_iter().filter_map(|name| Some((name, variable(name)?)));
        let keys =
            given.filter(|(_, key)| !key.is_empty()).map(|(name, key)| check(name, &key).map(|()| key));
        keys.collect()
    }

    /// The secrets that sign events: `ONBOARDING_EVENT_SECRET` and, while it is replaced, `ONBOARDING_EVENT_SECRET_2`.
    ///
    /// # Errors
    /// If the first is missing, or if one is not a secret of that kind.
    pub fn event_secrets(variable: impl Fn(&str) -> Option<String>) -> Result<Vec<EventSecret>, ConfigError> {
        let given = |name: &'static str| {
            let value = variable(name).filter(|value| !value.is_empty())?;
            let wrong = |why| ConfigError::Value(format!("{name}: {why}"));
            Some(EventSecret::parse(&value).map_err(wrong))
        };
        let first = given(EVENT_SECRET).ok_or_else(|| ConfigError::MissingSecret(EVENT_SECRET.into()))?;
        [Some(first), given(SECOND_EVENT_SECRET)].into_iter().flatten().collect()
    }
}

/// Checks a secret that the operator chooses.
fn check(name: &str, secret: &str) -> Result<(), ConfigError> {
    let refuse = |why: String| Err(ConfigError::Value(format!("{name}: {why}")));
    if secret.trim() != secret {
        return refuse("begins or ends with white space, perhaps a line break from a file".into());
    }
    if secret.chars().count() < LEAST_LENGTH {
        return refuse(format!(
            "at least {LEAST_LENGTH} characters are needed; `openssl rand -base64 24` makes a good one"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_secrets_are_named() {
        let error =
            Secrets::read(|name| (name != "ONBOARDING_CLIENT_SECRET").then(|| "0123456789abcdef".into()));
        let text = error.err().unwrap().to_string();
        assert!(text.contains("ONBOARDING_CLIENT_SECRET") && !text.contains("PARTNER_KEY"), "{text}");
    }

    #[test]
    fn a_guessable_secret_is_refused_with_its_name_and_not_shown() {
        let read = |weak: &'static str, value: &'static str| {
            let good = "0123456789abcdef".to_owned();
            Secrets::read(move |name| Some(if name == weak { value.into() } else { good.clone() }))
        };
        assert!(read("", "").is_ok());
        for (name, value) in [
            ("ONBOARDING_PARTNER_KEY", "0123456789abcde"),
            ("ONBOARDING_CALLBACK_PASSWORD", "secret"),
            ("ONBOARDING_PARTNER_KEY", "0123456789abcdef\n"),
            ("ONBOARDING_CALLBACK_USER", "xpollens:production"),
            ("ONBOARDING_PARTNER_KEY_2", "short"),
            ("ONBOARDING_CALLBACK_PASSWORD_2", "short"),
            ("ONBOARDING_CALLBACK_USER_2", "xpollens:production"),
        ] {
            let text = read(name, value).err().unwrap().to_string();
            assert!(text.contains(name) && !text.contains(value), "{text}");
        }
        assert!(
            read("ONBOARDING_CLIENT_SECRET", "short").is_ok(),
            "the provider chooses this secret, so any length is accepted"
        );
        assert!(Secrets::notice_keys(|_| None).is_ok_and(|keys| keys.is_empty()));
        assert!(Secrets::notice_keys(|_| Some("short".into())).is_err());
        let second = |name: &str| (name == "ONBOARDING_NOTICE_KEY_2").then(|| "short".into());
        assert!(Secrets::notice_keys(second).is_err_and(|error| error.to_string().contains("KEY_2")));
        assert!(
            Secrets::event_secrets(|_| None).is_err_and(|error| error.to_string().contains("EVENT_SECRET"))
        );
    }

    #[test]
    fn a_second_value_is_read_from_the_variable_with_a_2() {
        let read = |name: &str| match name {
            "ONBOARDING_CLIENT_SECRET_2" => Some("new-client-secret".to_owned()),
            "ONBOARDING_CALLBACK_USER_2" => Some("new-user".to_owned()),
            "ONBOARDING_PARTNER_KEY_2" => Some("new-partner-key-1".to_owned()),
            _ if name.ends_with("_2") => None,
            _ => Some("0123456789abcdef".to_owned()),
        };
        let secrets = Secrets::read(read).ok().unwrap();
        let own = "0123456789abcdef";
        assert!(secrets.partner_keys().eq([own, "new-partner-key-1"]));
        assert!(secrets.callback_logins().eq([format!("{own}:{own}"), format!("new-user:{own}")]));
        let client = secrets.replacements.client.unwrap();
        assert_eq!((client.0.as_str(), client.1.as_str()), (own, "new-client-secret"));
    }
}
