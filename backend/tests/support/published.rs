//! The published callbacks, one file for each payload of the documentation: `contract/callbacks/`.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// The user in all files.
pub const USER: &str = "4711abcde";

/// A file: what was published, and whether it has an effect on an onboarding.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    pub published: String,
    pub says: bool,
    #[serde(default)]
    pub body: Value,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    #[serde(default)]
    pub query: String,
}

/// All files, in the order of their names.
pub fn published() -> Vec<Published> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../contract/callbacks");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 30, "each payload of the documentation has a file");
    paths.iter().map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()).collect()
}
