//! Addresses that may be shown as links or receive requests.

/// Whether an address is `https`, or `http` on this computer (for development). Any other kind could run code in the page
/// or be read in transit. An address with user information (`name:password@host`) is refused, because its host is easily
/// mistaken: `http://localhost:80@bank.example` leads to `bank.example`.
pub fn is_web_address(address: &str) -> bool {
    let (rest, must_be_local) = match address.strip_prefix("https://") {
        Some(rest) => (rest, false),
        None => (address.strip_prefix("http://").unwrap_or_default(), true),
    };
    // Browsers read a backslash as a slash.
    let authority = part_before(rest, b"/\\?#");
    let host = part_before(authority, b":");
    // Browsers drop tabs and line breaks, which could hide where the host begins.
    let is_plain = authority.bytes().all(|byte| byte > b' ' && byte != b'@');
    let is_local = host == "localhost" || host == "127.0.0.1";
    is_plain && !host.is_empty() && (is_local || !must_be_local)
}

/// The text before the first of these characters. By bytes: a search for characters is many times larger in the module.
fn part_before<'a>(text: &'a str, ends: &[u8]) -> &'a str {
    let end = text.bytes().position(|byte| ends.contains(&byte));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_this_computer_are_accepted() {
        for good in [
            "https://bank.example/terms",
            "https://bank.example:8443?for=me@bank.example",
            "https://bank.example/@me",
            "http://localhost:8080",
            "http://127.0.0.1/x",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "http://bank.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "//x",
            "http://localhost.bank.example",
            "http://localhost@bank.example",
            "http://localhost:8080@bank.example/terms",
            "http://127.0.0.1:80@bank.example",
            "https://name@bank.example",
            "https://name:word@bank.example/terms",
            "https:///name@bank.example",
            "https://\\name@bank.example",
            "https://\t/name@bank.example",
            "http://localhost\t:1@bank.example",
            "",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
