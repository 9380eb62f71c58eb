//! The activation code: a credential. It travels on its own call and in no other message.

use alloc::string::String;
use core::fmt;

use crate::message::message;

message! {
    /// Answer to `POST /onboarding/activation`.
    #[derive(Clone, PartialEq, Eq)]
    pub struct ActivationResponse {
        /// 32 lower-case hexadecimal characters, without prefix or spaces.
        activation_code: String = "activationCode",
        /// The number of the code: [`crate::snapshot::Activation::issue`].
        issue: u32 = "issue",
    }
}

impl fmt::Debug for ActivationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivationResponse").field("issue", &self.issue).finish_non_exhaustive()
    }
}

/// The 32 hexadecimal characters of a code that the provider wrote (callback 35). Spaces, dashes and a leading `0x` are
/// removed, and letters become lower case. `None` if anything else remains.
pub fn normalise_code(text: &str) -> Option<String> {
    // Allocated once, at its full length, so that growing leaves no copy of a part of the code.
    let mut bare = String::with_capacity(text.len());
    bare.extend(
        text.chars()
            .filter(|character| !character.is_whitespace() && *character != '-')
            .map(|character| character.to_ascii_lowercase()),
    );
    if bare.starts_with("0x") {
        bare.drain(..2);
    }
    (bare.len() == 32 && bare.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_spellings_of_a_code_are_one_code() {
        let bare = "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b";
        for text in [
            bare,
            "0xd14c2ab90f6e4f0c8a7b6c5d4e3f2a1b",
            " D14C2AB9 0F6E4F0C 8A7B6C5D 4E3F2A1B\n",
            "0XD14C2AB90F6E4F0C8A7B6C5D4E3F2A1B",
        ] {
            assert_eq!(normalise_code(text).as_deref(), Some(bare), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not_codes() {
        for text in
            ["", "0x", "d14c", "g14c2ab90f6e4f0c8a7b6c5d4e3f2a1b", "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b0"]
        {
            assert_eq!(normalise_code(text), None, "{text}");
        }
    }
}
