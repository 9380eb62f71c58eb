//! A countdown: a ring that empties, and the time left as text. Screen readers read it only on request.

use contract::decimal::decimal;

use crate::dom::{Node, Text, svg};

/// Circumference of the ring: the full length of the dash pattern.
const LENGTH: u32 = 100;

pub(super) struct Ring {
    ring: Node,
    figures: Text,
    node: Option<Node>,
}

impl Ring {
    pub(super) fn new(label: &str, left: u32, total: u32) -> Self {
        let track = circle().class("ring-track");
        let ring = circle().class("ring-left");
        let drawing = svg("svg[class=ring-drawing][viewBox=0 0 36 36][aria-hidden=true]");
        drawing.attach(track.element());
        drawing.attach(ring.element());
        let figures_node =
            Node::new("span[class=ring-figures][role=timer][dir=ltr]").attribute("aria-label", label);
        let figures = figures_node.only_text("");
        let node = Node::new("div[class=ring]").child(drawing).child(figures_node);
        let ring = Self { ring, figures, node: Some(node) };
        ring.set(left, total);
        ring
    }

    /// The element to insert into the page; it can be taken only once.
    pub(super) fn take(&mut self) -> Option<Node> {
        self.node.take()
    }

    pub(super) fn set(&self, left: u32, total: u32) {
        let _ = self.ring.element().set_attribute("stroke-dasharray", &dash(left, total));
        self.figures.set(&clock(left));
    }
}

fn circle() -> Node {
    // A circumference of 100, starting at the top.
    svg("path[d=M18 2.085a15.915 15.915 0 0 1 0 31.83a15.915 15.915 0 0 1 0-31.83][fill=none]")
}

fn dash(left: u32, total: u32) -> String {
    let filled = left.min(total) * LENGTH / total.max(1);
    [decimal(filled.into()), " ".into(), decimal(LENGTH.into())].concat()
}

/// Minutes and seconds: `4:05`.
fn clock(seconds: u32) -> String {
    let rest = seconds % 60;
    let colon = if rest < 10 { ":0" } else { ":" };
    [decimal((seconds / 60).into()).as_str(), colon, &decimal(rest.into())].concat()
}
