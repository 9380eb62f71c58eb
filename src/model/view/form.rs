//! A form as it is drawn: its fields in groups, what is said of each, what its button says.

use contract::{
    link::is_web_address,
    snapshot::Snapshot,
    step::{StepId, StepState},
    tax,
};

use super::{FieldView, FormView, GroupView, record, words};
use crate::{
    model::{FieldId, form::Form, place},
    text::Text,
};

/// What names the form.
pub(super) fn heading(form: &Form) -> Text {
    let of_step = || Text::joined(&[form.step.as_str(), ".heading"]);
    record::words_of(form).map_or_else(of_step, |(heading, ..)| heading)
}

pub(super) fn form_view(snapshot: &Snapshot, form: &Form) -> FormView {
    let name = form.step.as_str();
    let text = |suffix: &str| Text::joined(&[name, ".", suffix]);
    let step = snapshot.step(form.step);
    let reasons = step.filter(|step| step.state == StepState::ActionRequired).map(|step| &step.reasons);
    let is_tax = form.step == StepId::Tax;
    let record = record::words_of(form);
    FormView {
        step: form.step,
        heading: heading(form),
        intro: record.as_ref().map_or_else(|| text("intro"), |(_, intro, _)| intro.clone()),
        reasons: reasons.into_iter().flatten().copied().map(words::reason).collect(),
        groups: form
            .groups()
            .into_iter()
            .map(|(legend, fields)| GroupView {
                legend: legend_of(form, legend, &fields),
                fields: fields.into_iter().map(|id| field_view(snapshot, form, id)).collect(),
            })
            .collect(),
        notice: form.failure.as_ref().map(words::failure),
        is_sending: form.is_sending,
        submit_label: match (form.is_sending, &form.failure) {
            (true, _) => Text::new("form.sending"),
            (false, Some(_)) => Text::new("form.again"),
            (false, None) => record.as_ref().map_or_else(|| text("submit"), |(.., submit)| submit.clone()),
        },
        can_submit: form.can_submit(),
        can_go_back: record.is_some() || snapshot.steps.iter().any(place::is_begun),
        can_add_residence: is_tax.then(|| usize::from(form.residences) < tax::MAX_RESIDENCES),
        can_remove_residence: is_tax && form.residences > 1,
    }
}

/// What names a group. Several of a kind have the same fields: their legends tell them apart.
fn legend_of(form: &Form, name: &str, fields: &[FieldId]) -> Option<Text> {
    match fields.first() {
        Some(FieldId::ResidenceCountry(index)) if form.residences > 1 => Some(
            Text::new("group.residences")
                .with_number("number", usize::from(*index) + 1)
                .with_number("count", form.residences.into()),
        ),
        _ => (!name.is_empty()).then(|| Text::joined(&["group.", name])),
    }
}

fn field_view(snapshot: &Snapshot, form: &Form, id: FieldId) -> FieldView {
    let spec = id.spec();
    let name = id.text_name();
    let hint = if form.locks(id) {
        // Where everything is locked, the sentence above the form says so once.
        form.can_submit().then(|| Text::new("field.locked"))
    } else {
        spec.has_hint.then(|| Text::joined(&["hint.", name]))
    };
    let is_optional = match id {
        FieldId::Tin(index) => !tax::tin_is_required(form.value(FieldId::ResidenceCountry(index))),
        _ => spec.is_optional && !form.locks(id),
    };
    let document_url = snapshot.terms.as_ref().and_then(|terms| match id {
        FieldId::AcceptAccount => Some(&terms.account_url),
        FieldId::AcceptCard => Some(&terms.card_url),
        FieldId::AcceptPartner => Some(&terms.partner_url),
        _ => None,
    });
    FieldView {
        spec,
        label: Text::joined(&["field.", name]),
        hint,
        // An address of another kind could run code: it is not offered.
        document_url: document_url.filter(|url| is_web_address(url)).cloned(),
        value: form.value(id).into(),
        is_locked: form.locks(id),
        correction: form.correction(id).map(|(before, after)| (before.clone(), after.clone())),
        suggestions: form.towns.of(id),
        error: form.error(id).map(|code| words::field_error(id, code)),
        is_optional,
        is_shown: form.shows(id),
    }
}
