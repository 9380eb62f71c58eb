//! The person who opens an account. Start with [`prospect`], its state; [`onboarding`] is its life from creation to the
//! opened account.

pub mod generation;
pub mod onboarding;
pub mod place;
pub mod profile;
pub mod prospect;
pub mod record;
