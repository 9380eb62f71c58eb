//! The integrator's options, read strictly. Every default is here and only here.

use contract::link::is_web_address;

use std::fmt;

use crate::{error::OptionError, qr::MAX_BYTES, text::fill};

/// The value of one option, as the host page gave it.
#[derive(Clone, PartialEq, Eq)]
pub enum OptionValue {
    /// A string.
    Text(String),
    /// `null` or `undefined`: as if the option had not been given.
    Absent,
    /// Anything else, by the name of its type.
    Other(String),
}

/// What the integrator decided.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// Where the partner's backend answers, without a final slash. Required.
    pub endpoint: String,
    /// First bearer token; empty where the host gives `getToken` or the backend reads a cookie. Default: empty.
    pub token: String,
    /// BCP 47 tag of the texts, set as `lang`. Default: `en`.
    pub language: String,
    /// What the QR code holds: a text with `{code}` where the activation code goes. Default: the bare code.
    pub code_template: String,
    /// Page of the app in Apple's store. Default: none, no link is shown.
    pub app_store_url: Option<String>,
    /// Page of the app in Google's store. Default: none, no link is shown.
    pub play_store_url: Option<String>,
    /// Where the customer gets help. Default: none, no link is shown.
    pub help_url: Option<String>,
    /// Who handles the data, and how. Default: none, no link is shown.
    pub privacy_url: Option<String>,
}

impl fmt::Debug for Config {
    /// Without the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, language, code_template, .. } = self;
        write!(f, "Config({endpoint}, {language}, {code_template})")
    }
}

impl Config {
    /// Reads named options.
    ///
    /// # Errors
    /// An [`OptionError`] for an unknown name, a value of the wrong type, a missing `endpoint`, an address that
    /// is not `https` (or of this computer).
    pub fn from_options(
        options: impl IntoIterator<Item = (String, OptionValue)>,
    ) -> Result<Self, OptionError> {
        let mut config = Self {
            endpoint: String::new(),
            token: String::new(),
            language: "en".into(),
            code_template: "{code}".into(),
            app_store_url: None,
            play_store_url: None,
            help_url: None,
            privacy_url: None,
        };
        let mut has_endpoint = false;
        for (name, value) in options {
            let text = match value {
                OptionValue::Absent => continue,
                OptionValue::Text(text) => Ok(text),
                OptionValue::Other(kind) => Err(kind),
            };
            config.set(&name, text)?;
            has_endpoint |= name == "endpoint";
        }
        if !has_endpoint {
            return Err(refusal(
                "endpoint",
                "is missing",
                "the address of your backend, for example \"/api\"",
            ));
        }
        Ok(config)
    }

    fn set(&mut self, name: &str, text: Result<String, String>) -> Result<(), OptionError> {
        let string = |text: Result<String, String>| {
            text.map_err(|kind| refusal(name, &["is a ", &kind].concat(), "a string"))
        };
        match name {
            "endpoint" => {
                let endpoint = string(text)?;
                if !is_endpoint(&endpoint) {
                    return Err(refusal(
                        name,
                        "is no address",
                        "a path of this site (\"/api\") or an https address",
                    ));
                }
                self.endpoint = endpoint.trim_end_matches('/').into();
            }
            "token" => self.token = string(text)?,
            "language" => self.language = string(text)?,
            "codeTemplate" => {
                self.code_template = string(text)?;
                // A template without a place, or with two, does not give a marker back once.
                if self.qr_payload(&"0".repeat(32)).len() > MAX_BYTES {
                    return Err(refusal(name, "is too long to scan", "at most 119 bytes beside the code"));
                }
                if self.qr_payload("\n").matches('\n').count() != 1 {
                    return Err(refusal(name, "has no place for the code", "a text with {code} in it, once"));
                }
            }
            "appStoreUrl" => self.app_store_url = Some(https(name, string(text)?)?),
            "playStoreUrl" => self.play_store_url = Some(https(name, string(text)?)?),
            "helpUrl" => self.help_url = Some(https(name, string(text)?)?),
            "privacyUrl" => self.privacy_url = Some(https(name, string(text)?)?),
            _ => return Err(refusal(name, "is not known", KNOWN)),
        }
        Ok(())
    }

    /// The text to put in the QR code for `code`.
    pub fn qr_payload(&self, code: &str) -> String {
        fill(&self.code_template, &[("code", code.into())])
    }
}

const KNOWN: &str = "one of endpoint, token, getToken, language, texts, codeTemplate, appStoreUrl, playStoreUrl, \
     helpUrl, privacyUrl";

fn refusal(name: &str, what: &str, expected: &str) -> OptionError {
    OptionError(["Option \"", name, "\" ", what, "; expected ", expected, "."].concat())
}

fn https(name: &str, address: String) -> Result<String, OptionError> {
    if is_web_address(&address) {
        Ok(address)
    } else {
        Err(refusal(name, "is no https address", "one that begins with https://"))
    }
}

fn is_endpoint(address: &str) -> bool {
    let is_path =
        address.starts_with('/') && !address.starts_with("//") && !address.contains(['?', '#', '\\']);
    is_path || is_web_address(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(options: &[(&str, &str)]) -> Result<Config, String> {
        let options =
            options.iter().map(|(name, value)| ((*name).into(), OptionValue::Text((*value).into())));
        Config::from_options(options).map_err(|error| error.to_string())
    }

    #[test]
    fn the_endpoint_is_enough() {
        let config = read(&[("endpoint", "/api/")]).unwrap();
        assert_eq!(config.endpoint, "/api");
        assert_eq!((config.language.as_str(), config.token.as_str()), ("en", ""));
        assert_eq!(config.qr_payload("d14c"), "d14c");
    }

    #[test]
    fn a_template_wraps_the_code() {
        let config = read(&[("endpoint", "/api"), ("codeTemplate", "bank:{code}")]).unwrap();
        assert_eq!(config.qr_payload("d14c"), "bank:d14c");
        assert!(read(&[("endpoint", "/api"), ("codeTemplate", "bank")]).is_err());
        let template = |length| [&"x".repeat(length), "{code}"].concat();
        assert!(read(&[("endpoint", "/api"), ("codeTemplate", &template(119))]).is_ok());
        assert!(read(&[("endpoint", "/api"), ("codeTemplate", &template(120))]).is_err());
    }

    #[test]
    fn a_refusal_names_the_option_and_what_was_expected() {
        assert!(read(&[]).unwrap_err().starts_with("Option \"endpoint\" is missing; expected"));
        assert!(
            read(&[("endpoint", "/a"), ("colour", "red")])
                .unwrap_err()
                .starts_with("Option \"colour\" is not known")
        );
        let number = [("endpoint".into(), OptionValue::Other("number".into()))];
        let error = Config::from_options(number).unwrap_err().to_string();
        assert_eq!(error, "Option \"endpoint\" is a number; expected a string.");
    }

    #[test]
    fn addresses_are_of_this_site_or_secure() {
        for good in ["/", "/api", "https://bank.example/api", "http://localhost:8080", "http://127.0.0.1/x"] {
            assert!(read(&[("endpoint", good)]).is_ok(), "{good}");
        }
        for bad in [
            "api",
            "//evil.example",
            "http://bank.example",
            "javascript:alert(1)",
            "/a?b",
            "https://",
            "http://localhost.evil.example",
        ] {
            assert!(read(&[("endpoint", bad)]).is_err(), "{bad}");
        }
        assert!(read(&[("endpoint", "/a"), ("helpUrl", "javascript:alert(1)")]).is_err());
    }

    #[test]
    fn absent_options_keep_their_default() {
        let options =
            [("endpoint".into(), OptionValue::Text("/a".into())), ("helpUrl".into(), OptionValue::Absent)];
        assert_eq!(Config::from_options(options).unwrap().help_url, None);
    }
}
