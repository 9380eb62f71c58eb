//! The integrator's options, read strictly. Every default is defined here.

use contract::link::is_web_address;

use std::fmt;

use crate::{error::OptionError, qr::MAX_BYTES, text::fill};

/// The value of one option, as the host page gave it.
#[derive(Clone, PartialEq, Eq)]
pub enum OptionValue {
    /// A string.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// `null` or `undefined`: treated as if the option had not been given.
    Absent,
    /// Any other value, with the name of its type.
    Other(String),
}

/// The integrator's options.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// The address of the partner's backend, without a trailing slash. Required.
    pub endpoint: String,
    /// First bearer token; empty if the host gives `getToken` or the backend reads a cookie. Default: empty.
    pub token: String,
    /// BCP 47 tag of the texts, set as `lang`. Default: `en`.
    pub language: String,
    /// The content of the QR code: a text with `{code}` for the activation code. Default: the bare code.
    pub code_template: String,
    /// Address that opens the app on the phone that shows the page; `{code}` in it is the activation code. Default: none.
    pub app_link: Option<String>,
    /// Page of the app in Apple's store. Default: none, no link is shown.
    pub app_store_url: Option<String>,
    /// Page of the app in Google's store. Default: none, no link is shown.
    pub play_store_url: Option<String>,
    /// The partner's help page. Default: none, no link is shown.
    pub help_url: Option<String>,
    /// Where the customer goes on once the account is open. Default: none, no button is shown.
    pub done_url: Option<String>,
    /// The partner's privacy page. Default: none, no link is shown.
    pub privacy_url: Option<String>,
    /// Whether the page's title shows that the onboarding moved on while the customer was looking elsewhere. Default: no.
    pub announce_in_title: bool,
}

impl fmt::Debug for Config {
    /// Omits the token.
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
    /// is neither `https` nor on this computer.
    pub fn from_options(
        options: impl IntoIterator<Item = (String, OptionValue)>,
    ) -> Result<Self, OptionError> {
        let mut config = Self {
            endpoint: String::new(),
            token: String::new(),
            language: "en".into(),
            code_template: "{code}".into(),
            app_link: None,
            app_store_url: None,
            play_store_url: None,
            help_url: None,
            done_url: None,
            privacy_url: None,
            announce_in_title: false,
        };
        for (name, value) in options {
            match value {
                OptionValue::Absent => {}
                OptionValue::Flag(fact) if name == ANNOUNCE => config.announce_in_title = fact,
                OptionValue::Flag(_) => return Err(wrong_type(&name, "boolean")),
                OptionValue::Other(kind) => return Err(wrong_type(&name, &kind)),
                OptionValue::Text(text) => config.set(&name, text)?,
            }
        }
        if config.endpoint.is_empty() {
            return Err(refusal(
                "endpoint",
                "is missing",
                "the address of your backend, for example \"/api\"",
            ));
        }
        while config.endpoint.ends_with('/') {
            config.endpoint.pop();
        }
        Ok(config)
    }

    fn set(&mut self, name: &str, text: String) -> Result<(), OptionError> {
        let Some(TextOption { rules, keep, .. }) = text_option(name) else {
            return Err(wrong_type(name, "string"));
        };
        match rules.iter().find(|(is_good, ..)| !is_good(&text)) {
            Some((_, what, expected)) => Err(refusal(name, what, expected)),
            None => {
                keep(self, text);
                Ok(())
            }
        }
    }

    /// The text to put in the QR code for `code`.
    pub fn qr_payload(&self, code: &str) -> String {
        with_code(&self.code_template, code)
    }

    /// The address that opens the app with `code`, if one is configured.
    pub fn app_link(&self, code: &str) -> Option<String> {
        self.app_link.as_ref().map(|link| with_code(link, code))
    }

    /// Whether the link to the app contains the code.
    pub fn app_link_has_code(&self) -> bool {
        self.app_link.as_ref().is_some_and(|link| places(link) > 0)
    }
}

fn with_code(template: &str, code: &str) -> String {
    fill(template, &[("code", code.into())])
}

/// How many placeholders for the code a template has.
fn places(template: &str) -> usize {
    with_code(template, "\n").matches('\n').count()
}

/// Schemes that open no app: they run code, read a file, use the web without encryption, or write a message to somebody.
const NO_APP: &str =
    "javascript data blob file filesystem about view-source http https ws wss ftp mailto sms tel";

/// Whether an address can open an app. The part after `#` is not sent to any server: if no app takes the link, the code does
/// not leave the phone.
fn is_app_link(link: &str) -> bool {
    let Some((scheme, _)) = link.split_once(':') else { return false };
    let is_place_good = places(link) <= 1 && !link.contains('\n');
    if is_web_address(link) {
        let (sent, _) = link.split_once('#').unwrap_or((link, ""));
        return is_place_good && places(sent) == 0;
    }
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte));
    is_place_good && is_scheme && NO_APP.split(' ').all(|other| other != scheme)
}

/// The only option that is not a text.
const ANNOUNCE: &str = "announceInTitle";

/// A test of a text, what is wrong if it fails, and what is expected.
type Rule = (fn(&str) -> bool, &'static str, &'static str);

/// An option that is a text.
struct TextOption {
    name: &'static str,
    rules: &'static [Rule],
    keep: fn(&mut Config, String),
}

const ENDPOINT: &[Rule] =
    &[(is_endpoint, "is not an address", "a path of this site (\"/api\") or an https address")];
const TEMPLATE: &[Rule] = &[
    (is_scannable, "is too long to scan", "at most 119 bytes beside the code"),
    (has_one_place, "has no place for the code", "a text with {code} in it, once"),
];
const APP: &[Rule] =
    &[(is_app_link, "is no link to an app", "the app's own scheme, or https with {code} only behind a #")];
const HTTPS: &[Rule] =
    &[(is_web_address, "is no https address", "one that begins with https:// and has no user name")];

#[rustfmt::skip]
const TEXTS: &[TextOption] = &[
    TextOption { name: "endpoint", rules: ENDPOINT, keep: |config, text| config.endpoint = text },
    TextOption { name: "token", rules: &[], keep: |config, text| config.token = text },
    TextOption { name: "language", rules: &[], keep: |config, text| config.language = text },
    TextOption { name: "codeTemplate", rules: TEMPLATE, keep: |config, text| config.code_template = text },
    TextOption { name: "appLink", rules: APP, keep: |config, text| config.app_link = Some(text) },
    TextOption { name: "appStoreUrl", rules: HTTPS, keep: |config, text| config.app_store_url = Some(text) },
    TextOption { name: "playStoreUrl", rules: HTTPS, keep: |config, text| config.play_store_url = Some(text) },
    TextOption { name: "helpUrl", rules: HTTPS, keep: |config, text| config.help_url = Some(text) },
    TextOption { name: "doneUrl", rules: HTTPS, keep: |config, text| config.done_url = Some(text) },
    TextOption { name: "privacyUrl", rules: HTTPS, keep: |config, text| config.privacy_url = Some(text) },
];

const KNOWN: &str = "one of endpoint, token, getToken, language, texts, codeTemplate, appLink, appStoreUrl, \
     playStoreUrl, helpUrl, doneUrl, privacyUrl, announceInTitle";

fn text_option(name: &str) -> Option<&'static TextOption> {
    TEXTS.iter().find(|option| option.name == name)
}

/// The refusal of a value of this type.
fn wrong_type(name: &str, kind: &str) -> OptionError {
    let expected = match name {
        ANNOUNCE => "true or false",
        _ if text_option(name).is_none() => return refusal(name, "is not known", KNOWN),
        _ => "a string",
    };
    refusal(name, &["is a ", kind].concat(), expected)
}

fn refusal(name: &str, what: &str, expected: &str) -> OptionError {
    OptionError(["Option \"", name, "\" ", what, "; expected ", expected, "."].concat())
}

fn is_scannable(template: &str) -> bool {
    with_code(template, &"0".repeat(32)).len() <= MAX_BYTES
}

fn has_one_place(template: &str) -> bool {
    places(template) == 1
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
    fn a_link_opens_an_app_and_shows_the_code_to_no_server() {
        let link = |link| read(&[("endpoint", "/api"), ("appLink", link)]).map(|config| config.app_link);
        for good in [
            "bank-app://activate/{code}",
            "com.bank.app:activate?code={code}",
            "bank://",
            "intent://activate/{code}#Intent;scheme=bank;package=com.bank;end",
            "https://bank.example/activate",
            "https://bank.example/activate#{code}",
            "http://localhost:8080/app#{code}",
        ] {
            assert_eq!(link(good).unwrap().as_deref(), Some(good));
        }
        for bad in [
            "",
            "bank",
            "/activate/{code}",
            "//bank.example/{code}",
            "https://bank.example/{code}",
            "https://bank.example/?code={code}#x",
            "https://{code}#{code}",
            "http://bank.example/#{code}",
            "HTTPS://bank.example/{code}",
            "javascript:alert(1)//{code}",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,{code}",
            "blob:https://bank.example/x",
            "file:///{code}",
            "mailto:help@bank.example?body={code}",
            "sms:+33612345678?body={code}",
            "bank://{code}/{code}",
            "1bank://{code}",
        ] {
            assert!(link(bad).is_err(), "{bad}");
        }
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
    fn announce_in_title_is_true_or_false_and_off_by_default() {
        let with = |value| {
            let options =
                [("endpoint".into(), OptionValue::Text("/a".into())), ("announceInTitle".into(), value)];
            Config::from_options(options)
                .map(|config| config.announce_in_title)
                .map_err(|error| error.to_string())
        };
        assert_eq!(with(OptionValue::Absent), Ok(false));
        assert_eq!(with(OptionValue::Flag(false)), Ok(false));
        assert_eq!(with(OptionValue::Flag(true)), Ok(true));
        let refusal = "Option \"announceInTitle\" is a string; expected true or false.";
        assert_eq!(with(OptionValue::Text("yes".into())), Err(refusal.into()));
        let endpoint = Config::from_options([("endpoint".into(), OptionValue::Flag(true))]);
        assert_eq!(endpoint.unwrap_err().to_string(), "Option \"endpoint\" is a boolean; expected a string.");
    }

    #[test]
    fn absent_options_keep_their_default() {
        let options =
            [("endpoint".into(), OptionValue::Text("/a".into())), ("helpUrl".into(), OptionValue::Absent)];
        assert_eq!(Config::from_options(options).unwrap().help_url, None);
    }
}
