//! Towns of a postcode, to choose from while typing: the provider refuses a postcode and a town that do not match.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

/// A town.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Its name, as the provider expects it.
    pub city: String,
    /// One of its postcodes.
    pub zip_code: String,
}

/// Answer to `GET /places`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlacesResponse {
    /// The towns of the postcode, by name; empty where it has none or the country is not known here.
    pub places: Vec<Place>,
}
