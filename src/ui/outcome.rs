//! The end: opened, refused or expired.

use contract::snapshot::OnboardingStatus;

use super::{Context, icon};
use crate::{dom::Node, model::view::OutcomeView};

pub(super) fn build(context: &Context, view: &OutcomeView) -> Node {
    let (name, drawing) = match view.status {
        OnboardingStatus::Validated => ("opened", "M5 12.5l4.5 4.5L19 7.5"),
        OnboardingStatus::Expired => ("expired", "M12 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14M12 8v4l2.5 2.5"),
        _ => ("refused", "M7 12h10"),
    };
    Node::new("div")
        .class(&["screen outcome ", name].concat())
        .child(Node::new("div").class("emblem").child(icon::drawing(drawing)))
        .child(context.heading(&view.heading))
        .child(context.paragraph(&view.intro))
}
