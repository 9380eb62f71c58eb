//! Why the backend cannot start.

/// Why the backend cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {path}: {source}")]
    Read {
        /// The path of the file.
        path: String,
        /// The cause.
        source: std::io::Error,
    },
    /// The file does not have the expected content.
    #[error("the configuration file {path} is wrong: {source}")]
    Parse {
        /// The path of the file.
        path: String,
        /// The position and the cause.
        source: Box<toml::de::Error>,
    },
    /// A value is not valid.
    #[error("{0}")]
    Value(String),
    /// Secrets are missing.
    #[error(
        "missing in the environment: {0}. Set it before starting; it is never read from a file or a flag"
    )]
    MissingSecret(String),
}
