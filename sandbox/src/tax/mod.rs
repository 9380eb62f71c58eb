//! The tax step: the declaration, its documents and their review, and the self-certification.

pub mod declaration;
pub mod document;
pub mod pdf;
pub mod review;
pub mod self_certification;
