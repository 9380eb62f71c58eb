//! Enumerations that are written as words in JSON.

/// Declares an enumeration with the word of each variant, and implements reading and writing. The variant after `else`
/// stands for words of a later version, so that an unknown word is no error.
///
/// Written by hand instead of serde's derive, because in the browser each derived enumeration costs about a kilobyte before compression.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+
        } $(else {
            $(#[$other_meta:meta])* $other:ident = $other_word:literal,
        })?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            $($(#[$other_meta])* $other,)?
        }

        impl $name {
            /// Every variant.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+ $(Self::$other,)?];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                    $(Self::$other => $other_word,)?
                }
            }

            /// The variant for a word; `None` if this version does not know the word.
            pub fn parse(word: &str) -> Option<Self> {
                const KNOWN: &[$name] = &[$($name::$variant),+];
                KNOWN.iter().copied().find(|variant| variant.as_str() == word)
            }
        }

        $(impl $crate::message::Read for $name {
            fn read<V: $crate::message::Value>(from: &$crate::message::Reader<'_, V>) -> Self {
                Self::parse(&<alloc::string::String as $crate::message::Read>::read(from)).unwrap_or(Self::$other)
            }
        })?

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <alloc::string::String as serde::Deserialize>::deserialize(deserializer)?;
                match Self::parse(&word) {
                    Some(variant) => Ok(variant),
                    $(None => Ok(Self::$other),)?
                    #[allow(unreachable_patterns, reason = "reached by enumerations without `else`")]
                    None => Err(serde::de::Error::custom("not one of the accepted words")),
                }
            }
        }
    };
}

pub(crate) use words;
