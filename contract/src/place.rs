//! Towns of a postcode, suggested while the customer types: the provider refuses a postcode and a town that do not match.

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
    /// The towns of the postcode, sorted by name; empty if it has none or the backend does not know the country.
    pub places: Vec<Place>,
}
