//! The generations of the provider's API that partners meet, and the options of the current one. Their spelling is in
//! [`crate::provider`], their meaning for the steps in [`crate::journey`].

use serde::Deserialize;

/// Which generation of the provider's API the partner has (documentation, versions).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// Users of version 1.1; the identification opens automatically, and the activation code follows the creation.
    #[default]
    Legacy,
    /// Users of version 2.0; a KYC demand opens the identification, and the activation code follows the demand.
    Current,
}

/// What a KYC demand asks for (`workflowCode`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
pub enum Workflow {
    /// Document and complementary proof; the terms are a separate step.
    #[default]
    Identity,
    /// Document, face, and the signature of the terms on the identification page: the step `terms` is left out.
    #[serde(rename = "Electronic_Sign")]
    ElectronicSign,
}

impl Generation {
    /// Length of the ids for new users: version 1.1 requires exactly 9 characters, the current one 9 to 30.
    pub const fn app_user_id_length(self) -> usize {
        match self {
            Self::Legacy => 9,
            Self::Current => 20,
        }
    }
}

impl Workflow {
    /// The provider's spelling.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::ElectronicSign => "Electronic_Sign",
        }
    }
}
