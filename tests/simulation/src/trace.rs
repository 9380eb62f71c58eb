//! The record of events, line by line: as a digest to compare two runs, and as text to look for an error.

use std::sync::{Arc, Mutex};

use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

/// The events of one world, in order. Clones write to the same record.
#[derive(Clone)]
pub struct Trace(Arc<Mutex<Lines>>);

struct Lines {
    began: Instant,
    digest: Sha256,
    /// Kept and printed if somebody wants to read them.
    kept: Option<Vec<String>>,
}

impl Trace {
    /// An empty record. Lines are kept for reading if `is_kept`.
    pub fn new(is_kept: bool) -> Self {
        let kept = is_kept.then(Vec::new);
        Self(Arc::new(Mutex::new(Lines { began: Instant::now(), digest: Sha256::new(), kept })))
    }

    /// Writes a line, with its time.
    pub fn line(&self, line: &str) {
        let mut lines = self.0.lock().expect("no thread panics with the lock");
        let at = lines.began.elapsed().as_millis();
        let line = format!("{:>10}.{:03} {line}", at / 1000, at % 1000);
        lines.digest.update(line.as_bytes());
        lines.digest.update(b"\n");
        if let Some(kept) = &mut lines.kept {
            println!("{line}");
            kept.push(line);
        }
    }

    /// SHA-256 of all lines so far, in hexadecimal.
    pub fn digest(&self) -> String {
        let digest = self.0.lock().expect("no thread panics with the lock").digest.clone();
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The lines, if they were kept.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no thread panics with the lock").kept.clone().unwrap_or_default()
    }
}
