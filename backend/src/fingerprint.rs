//! Which programs compute the same snapshots: those of the same build with the same settings. Each may use what another stored.

use std::{fs::File, io::Read as _};

use crate::{digest::sha256_hex, journey::view::Process};

/// The first bytes of a program contain the id that the linker gives to its build.
const HEAD: u64 = 65_536;

/// A text that is the same for these programs only.
///
/// # Errors
/// If the file of this program cannot be read.
pub fn of(process: &Process) -> std::io::Result<String> {
    let program = File::open(std::env::current_exe()?)?;
    let length = program.metadata()?.len();
    let mut head = Vec::new();
    program.take(HEAD).read_to_end(&mut head)?;
    Ok(sha256_hex(format!("{length} {} {process:?}", sha256_hex(&head)).as_bytes()))
}
