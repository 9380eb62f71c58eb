//! Codes and account numbers: shown in groups, but selected and copied as one text without spaces.

use crate::dom::Node;

/// An element with `groups`, one after the other. The gaps between them are margins. Without `wbr`, WebKit breaks no line
/// between two groups.
pub(super) fn grouped<'a>(selector: &str, groups: impl Iterator<Item = &'a str>) -> Node {
    let groups =
        groups.flat_map(|group| [Node::new("span[class=figure-group]").text(group), Node::new("wbr")]);
    Node::new(selector).attribute("translate", "no").children(groups)
}
