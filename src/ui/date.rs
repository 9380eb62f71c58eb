//! A date that the customer knows by heart: three inputs under one label. A whole date that is pasted or filled into one of
//! them is spread over all three.

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{Context, composed::composed};
use crate::{
    dom::{FormControl, Node},
    model::{DatePart, DateTexts, view::FieldView},
    text::Text,
};

/// The group of inputs.
pub(super) fn group(context: &Context, view: &FieldView) -> Node {
    let parts = DatePart::ON_PAGE.into_iter().map(|part| {
        let name = part.name();
        let id = [view.spec.id.path(), "-", name].concat();
        let input = Node::new(
            "input[class=control][part=control][type=text][inputmode=numeric][spellcheck=false][autocorrect=off][dir=ltr]",
        )
        .attribute("id", &id)
        .attribute("name", &id)
        .attribute("data-part", name)
        .attribute("autocomplete", &[view.spec.autocomplete, "-", name].concat());
        let label = context.says("label[class=part-label]", &Text::joined(&["date.", name]));
        Node::new("div").child(label.attribute("for", &id)).child(input)
    });
    Node::new("div[class=date][role=group]").children(parts)
}

/// The inputs of a group, in the order of [`DatePart::ON_PAGE`].
pub(super) struct DateInputs(Vec<(DatePart, FormControl)>);

impl DateInputs {
    pub(super) fn of(group: &Element) -> Self {
        let input = |part: DatePart| {
            let found = group.query_selector(&["[data-part=", part.name(), "]"].concat()).ok().flatten();
            Some((part, found?.unchecked_into()))
        };
        Self(DatePart::ON_PAGE.into_iter().filter_map(input).collect())
    }

    /// The value of the field, from its inputs.
    pub(super) fn value(&self) -> String {
        let mut texts = DateTexts::default();
        for (part, input) in &self.0 {
            *texts.part_mut(*part) = composed(input);
        }
        texts.value()
    }

    pub(super) fn write(&self, texts: &DateTexts) {
        for (part, input) in &self.0 {
            input.set_value(texts.part(*part));
        }
    }

    /// Spreads a whole date in one of the inputs over all. `may_grow`: another key may follow, so `6/12/19` is not a date yet.
    pub(super) fn spread(&self, may_grow: bool) {
        let whole = self.0.iter().find_map(|(_, input)| {
            let text = composed(input);
            DateTexts::read(&text).filter(|date| !may_grow || date.is_whole(&text))
        });
        if let Some(date) = whole {
            self.write(&date);
        }
    }

    /// The inputs, each with whether it is the one in error.
    pub(super) fn states(&self, wrong: Option<DatePart>) -> impl Iterator<Item = (&FormControl, bool)> {
        self.0.iter().map(move |(part, input)| (input, wrong.is_none_or(|wrong| wrong == *part)))
    }
}
