//! Which programs compute the same snapshots: those of the same build with the same settings. Each may use what another stored.

use crate::{digest::sha256_hex, journey::view::Process};

/// A text that is the same for these programs only.
///
/// # Errors
/// If the file of this program cannot be read.
pub fn of(process: &Process) -> std::io::Result<String> {
    let program = sha256_hex(&std::fs::read(std::env::current_exe()?)?);
    Ok(sha256_hex(format!("{program} {process:?}").as_bytes()))
}
