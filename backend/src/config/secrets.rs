//! Secrets: read only from the environment, never from a file or a flag.

use super::error::ConfigError;

/// Minimum length, in characters, of a secret that the operator chooses: the length of a random one with 96 bits.
const LEAST_LENGTH: usize = 16;

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
        };
        let mut problems = Vec::new();
        if !missing.is_empty() {
            problems.push(ConfigError::MissingSecret(missing.join(", ")));
        }
        for (name, secret) in [
            ("ONBOARDING_PARTNER_KEY", &secrets.partner_key),
            ("ONBOARDING_CALLBACK_PASSWORD", &secrets.callback_password),
        ] {
            problems.extend(if secret.is_empty() { None } else { check(name, secret).err() });
        }
        if secrets.callback_user.contains(':') {
            problems.push(ConfigError::Value(
                "ONBOARDING_CALLBACK_USER: a name for basic authentication has no colon".into(),
            ));
        }
        if !problems.is_empty() {
            let problems: Vec<String> = problems.iter().map(ConfigError::to_string).collect();
            return Err(ConfigError::Value(problems.join("\n")));
        }
        Ok(secrets)
    }

    /// The key for notices, which is optional.
    ///
    /// # Errors
    /// If it is too easy to guess.
    pub fn notice_key(variable: impl Fn(&str) -> Option<String>) -> Result<String, ConfigError> {
        let key = variable("ONBOARDING_NOTICE_KEY").unwrap_or_default();
        if !key.is_empty() {
            check("ONBOARDING_NOTICE_KEY", &key)?;
        }
        Ok(key)
    }
}

/// Checks a secret that the operator chooses.
fn check(name: &str, secret: &str) -> Result<(), ConfigError> {
    let refuse = |why: String| Err(ConfigError::Value(format!("{name}: {why}")));
    if secret.trim() != secret {
        return refuse("begins or ends with white space; a line break of a file, perhaps".into());
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
        ] {
            let text = read(name, value).err().unwrap().to_string();
            assert!(text.contains(name) && !text.contains(value), "{text}");
        }
        assert!(
            read("ONBOARDING_CLIENT_SECRET", "short").is_ok(),
            "the provider chooses this secret, so any length is accepted"
        );
        assert!(Secrets::notice_key(|_| None).is_ok_and(|key| key.is_empty()));
        assert!(Secrets::notice_key(|_| Some("short".into())).is_err());
    }
}
