//! Proof of identity. Start with [`identification`], its state; [`pictures`] and [`screening`] change it.

pub mod demand;
pub mod diligence;
pub mod identification;
pub mod mismatch;
pub mod outcome;
pub mod pictures;
pub mod proof;
pub mod scan_refusal;
pub mod screening;
pub mod screening_run;
pub mod workflow;
