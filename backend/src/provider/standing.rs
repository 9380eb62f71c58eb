//! Where the provider says that a customer stands: the status of the record and of the identity folder, without personal data
//! (documentation, users: read; KYC: read the demand).

use serde_json::{Map, Value};

use crate::reading::words;

/// Where a customer stands, in the provider's words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// `userRecordStatus`.
    pub record: Option<String>,
    /// The identity folder. `None` if there is none.
    pub folder: Option<Folder>,
}

/// The identity folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folder {
    /// Its status.
    pub status: String,
    /// Its diligences: type, status and reason of each.
    pub diligences: Vec<[Option<String>; 3]>,
}

/// The folder in the answer about a demand.
pub(super) fn folder(demand: &Map<String, Value>) -> Option<Folder> {
    let listed = words::list(demand, "diligences").into_iter().filter_map(Value::as_object);
    let diligences =
        listed.map(|one| ["type", "status", "reason"].map(|key| words::text(one, key))).collect();
    Some(Folder { status: words::text(demand, "status")?, diligences })
}
