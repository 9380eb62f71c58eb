//! Addresses that may be shown as links or receive requests.

/// Whether an address is `https`, or `http` on this computer (for development). Any other kind could run code in the page
/// or be read in transit.
pub fn is_web_address(address: &str) -> bool {
    let is_local = ["http://localhost", "http://127.0.0.1"].iter().any(|local| {
        address.strip_prefix(local).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    is_local
        || address.strip_prefix("https://").is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_this_computer_are_linked_to() {
        for good in ["https://bank.example/terms", "http://localhost:8080", "http://127.0.0.1/x"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "http://bank.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "//x",
            "http://localhost.evil.example",
            "",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
