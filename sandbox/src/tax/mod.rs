//! The tax step: what is declared, which documents it needs, how they are reviewed, and the self-certification.

pub mod declaration;
pub mod document;
pub mod pdf;
pub mod review;
pub mod self_certification;
