//! A form: its fields in groups, and the texts around them. A form that shows what is on record has other texts.

use contract::{
    link::is_web_address,
    problem::FieldErrorCode,
    snapshot::Snapshot,
    step::{StepId, StepState},
    tax,
};

use super::{notice::NoticeView, words};
use crate::{
    model::{
        Control, DatePart, FieldId, FieldSpec, Typed, date,
        form::{Form, ReadBack, SHEETS},
        rules,
    },
    text::Text,
};

/// Most towns of a postcode that an error names; if there are more, the list beside the field has them.
const MAX_NAMED_TOWNS: usize = 6;

#[derive(Clone, PartialEq, Debug)]
pub struct FormView {
    /// The step that it belongs to.
    pub step: StepId,
    pub heading: Text,
    /// Which part of the form is on the screen, of a form that is shown in parts.
    pub position: Option<Text>,
    pub intro: Option<Text>,
    /// Whether the answers are shown to be checked, as text.
    pub is_review: bool,
    /// Why the customer is asked again; empty the first time.
    pub reasons: Vec<Text>,
    /// The fields that were wrong when the form was last sent, if there were several; with what is still wrong.
    pub errors: Vec<(FieldId, Option<Text>)>,
    pub groups: Vec<GroupView>,
    /// Why it could not be sent, and what to do.
    pub notice: Option<NoticeView>,
    /// Whether it is being sent. Nothing can be changed meanwhile.
    pub is_sending: bool,
    pub submit_label: Text,
    /// Whether there is anything to send: not if every field is locked.
    pub can_submit: bool,
    /// Whether there is something to go back to: narrow screens have no room for the steps.
    pub can_go_back: bool,
    /// Whether one more residence can be added; absent if the form has none.
    pub can_add_residence: Option<bool>,
    /// Whether the last residence can be removed.
    pub can_remove_residence: bool,
}

/// A group of fields under one legend.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupView {
    pub legend: Option<Text>,
    pub fields: Vec<FieldView>,
    /// Whether the customer can change any of them.
    pub can_change: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub struct FieldView {
    /// The description of the field for the browser.
    pub spec: FieldSpec,
    pub label: Text,
    pub hint: Option<Text>,
    /// The address of a document to read before answering.
    pub document_url: Option<String>,
    /// The typed value, else the value on record.
    pub value: Typed,
    /// Whether it cannot be changed; the hint says so.
    pub is_locked: bool,
    /// Whether its value is shown as text.
    pub is_told: bool,
    /// The value that the customer entered, and the provider's value in its place.
    pub correction: Option<(Typed, Typed)>,
    /// The button that takes over another answer, if there is one.
    pub same: Option<Text>,
    /// The suggestions while typing; absent for a field that never offers anything.
    pub suggestions: Option<Vec<Typed>>,
    /// The error, and what to do about it.
    pub error: Option<Text>,
    /// The part of a date that is wrong; `None`: any.
    pub wrong_part: Option<DatePart>,
    /// Whether it may be empty.
    pub is_optional: bool,
    pub is_shown: bool,
}

impl FormView {
    /// All fields.
    pub fn fields(&self) -> impl Iterator<Item = &FieldView> {
        self.groups.iter().flat_map(|group| &group.fields)
    }

    /// Whether an answer on the screen is wrong.
    pub fn has_errors(&self) -> bool {
        self.fields().any(|field| field.is_shown && field.error.is_some())
    }

    /// The field with that id, if it is on the screen.
    pub fn field(&self, id: FieldId) -> Option<&FieldView> {
        self.fields().find(|field| field.spec.id == id)
    }
}

/// Heading, sentence and button.
fn words_of(form: &Form) -> (Text, Option<Text>, Text) {
    if let Some((at, name)) = form.sheet() {
        let intro = (at == 0).then(|| Text::new("profile.first_intro"));
        return (Text::joined(&["group.", name]), intro, Text::new("form.next"));
    }
    let (heading, intro) = match &form.read_back {
        ReadBack::Read(record) if record.is_prefill => {
            return (
                Text::new("profile.heading"),
                Some(Text::new("profile.known_intro")),
                Text::new("profile.submit"),
            );
        }
        ReadBack::Read(_) if !form.can_submit() => ("step.profile", "record.locked_intro"),
        ReadBack::Read(_) if form.is_correction() => ("record.correct", "record.correct_intro"),
        ReadBack::Read(_) => ("step.profile", "record.intro"),
        _ => {
            let text = |suffix| Text::joined(&[form.step.as_str(), suffix]);
            return (text(".heading"), Some(text(".intro")), text(".submit"));
        }
    };
    (Text::new(heading), Some(Text::new(intro)), Text::new("record.submit"))
}

pub(super) fn heading(form: &Form) -> Text {
    words_of(form).0
}

/// The name of the step, and which of its parts is on the screen.
fn position(form: &Form) -> Option<Text> {
    let (at, _) = form.sheet()?;
    let text = Text::new("form.position").with_text("step", &Text::new("step.profile"));
    Some(text.with_number("number", at + 1).with_number("count", SHEETS))
}

pub(super) fn form_view(snapshot: &Snapshot, form: &Form) -> FormView {
    let step = snapshot.step(form.step);
    let reasons = step.filter(|step| step.state == StepState::ActionRequired).map(|step| &step.reasons);
    let is_tax = form.step == StepId::Tax;
    let (heading, intro, submit_label) = words_of(form);
    FormView {
        step: form.step,
        heading,
        position: position(form),
        intro,
        is_review: form.is_review(),
        reasons: reasons.into_iter().flatten().copied().map(words::reason).collect(),
        errors: form
            .listed
            .iter()
            .map(|id| (*id, form.error(*id).map(|code| error_text(form, *id, code))))
            .collect(),
        groups: form
            .groups()
            .iter()
            .map(|(legend, fields)| group_view(snapshot, form, legend, fields))
            .filter(|group| !group.fields.is_empty())
            .collect(),
        notice: form.press.failure().map(words::failed_entry),
        is_sending: form.is_sending,
        submit_label: match (form.is_sending, form.press.failure()) {
            (true, _) => Text::new("form.sending"),
            (false, Some(_)) if form.sheet().is_none() => Text::new("form.again"),
            _ => submit_label,
        },
        can_submit: form.can_submit(),
        can_go_back: form.sheet_before().is_some()
            || form.is_of_record()
            || snapshot.steps.iter().any(rules::is_begun),
        can_add_residence: is_tax.then(|| usize::from(form.residences) < tax::MAX_RESIDENCES),
        can_remove_residence: is_tax && form.residences > 1,
    }
}

fn group_view(snapshot: &Snapshot, form: &Form, name: &str, fields: &[FieldId]) -> GroupView {
    let in_scope = fields.iter().filter(|id| form.is_in_scope(**id));
    GroupView {
        // The heading of the screen says it.
        legend: if form.sheet().is_some() { None } else { legend_of(form, name, fields) },
        can_change: fields.iter().any(|id| form.shows(*id) && !form.locks(*id)),
        fields: in_scope.map(|id| field_view(snapshot, form, *id)).collect(),
    }
}

/// The legend of a group. Several residences have the same fields, so their legends are numbered.
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

/// What is wrong with a date that is no day.
fn date_problem(form: &Form, id: FieldId, code: FieldErrorCode) -> Option<date::DateProblem> {
    let is_no_day = id.spec().control == Control::Date && code == FieldErrorCode::InvalidFormat;
    if is_no_day { date::problem(form.value(id)) } else { None }
}

/// What is wrong with a field and what to do.
fn error_text(form: &Form, id: FieldId, code: FieldErrorCode) -> Text {
    match date_problem(form, id, code) {
        Some(problem) => Text::new(problem.key),
        None => field_error(form, id, code),
    }
}

/// The error of a field. If postcode and town of an address do not go together, the towns of the postcode are named.
fn field_error(form: &Form, id: FieldId, code: FieldErrorCode) -> Text {
    let is_home = matches!(id, FieldId::City | FieldId::ZipCode) && code == FieldErrorCode::TownMismatch;
    let towns = if is_home { form.towns.of(FieldId::City) } else { None };
    match towns.filter(|towns| (1..=MAX_NAMED_TOWNS).contains(&towns.len())) {
        Some(towns) => {
            let names: Vec<&str> = towns.iter().map(|name| &**name).collect();
            Text::new("error.town_named").with("towns", names.join(", "))
        }
        None => words::field_error(id, code, form.value(id)),
    }
}

fn field_view(snapshot: &Snapshot, form: &Form, id: FieldId) -> FieldView {
    let spec = id.spec();
    let name = id.text_name();
    let is_told = form.is_review() || form.locks(id);
    let hint = if form.locks(id) {
        // If every field is locked, the sentence above the form says so once. What the partner knows is explained where the
        // customer would change it.
        let is_of_record = form.is_of_record();
        let text = if is_of_record { "field.locked" } else { "field.known" };
        (form.can_submit() && (is_of_record || !form.is_review())).then(|| Text::new(text))
    } else {
        (spec.has_hint && !form.is_review()).then(|| Text::joined(&["hint.", name]))
    };
    let is_optional = match id {
        FieldId::Tin(index) => !tax::tin_is_required(form.value(FieldId::ResidenceCountry(index))),
        _ => spec.is_optional && !is_told,
    };
    let error = form.error(id);
    FieldView {
        spec,
        label: Text::joined(&["field.", name]),
        hint,
        document_url: document_url(snapshot, id),
        value: form.value(id).into(),
        is_locked: form.locks(id),
        is_told,
        correction: form.correction(id).map(|(before, after)| (before.clone(), after.clone())),
        same: (id == FieldId::BirthName && !is_told).then(|| Text::new("birthName.same")),
        suggestions: form.towns.of(id),
        error: error.map(|code| error_text(form, id, code)),
        wrong_part: error.and_then(|code| date_problem(form, id, code)).and_then(|problem| problem.part),
        is_optional,
        is_shown: form.shows(id) && !(form.is_review() && form.value(id).is_empty()),
    }
}

/// The document to read before an acceptance. An address of another scheme could run code, so it is not offered.
fn document_url(snapshot: &Snapshot, id: FieldId) -> Option<String> {
    let terms = snapshot.terms.as_ref()?;
    let url = match id {
        FieldId::AcceptAccount => &terms.account_url,
        FieldId::AcceptCard => &terms.card_url,
        FieldId::AcceptPartner => &terms.partner_url,
        _ => return None,
    };
    is_web_address(url).then(|| url.clone())
}
