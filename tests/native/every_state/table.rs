//! docs/states.md: every state that the customer can meet, from the walk, the English texts and `shown_by`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use xpollens_onboarding::{
    model::view::{Panel, View},
    text::{Parameter, Text, fill},
};

use super::{
    controls, name,
    shown_by::SHOWN_BY,
    texts::{self, Role},
};
use crate::locales;

const HEAD: &str = "# Every state the customer can meet

Made by `UPDATE_STATES=1 cargo test --test native docs_states`; the same test fails while this page is not up to date. The states
are those that the walk in `tests/native/every_state` reaches: it goes breadth-first through all that the customer, the server, the
network and the clock can do, and checks in each state that the customer can continue, go back or sees whom to contact, that every text
exists in every language, that the focus or the live region tells what changed, and that nothing typed is lost.

*The screen says* is the heading and the first sentence in English. *The customer can* is what the screen itself offers; besides, the
steps that can be opened are buttons beside it where there is room (720 pixels), the help link is there, and whatever runs elsewhere is
followed automatically. *Shown by* is the test to read first; `no_state_is_a_dead_end` is the walk.
";

/// The data of a named state.
#[derive(Clone, Default)]
pub(super) struct Seen {
    /// Heading and first sentence: those of the journeys first.
    said: BTreeSet<(bool, String, String)>,
    fields: Vec<String>,
    buttons: Vec<String>,
    /// Details that a summary leaves out.
    also: BTreeSet<&'static str>,
}

/// The states by their names.
pub(super) type Named = BTreeMap<String, Seen>;

/// Records a view under the names of its states.
///
/// `is_expected`: the state belongs to a journey, not to a deviation.
pub(super) fn note(named: &mut Named, view: &View, is_expected: bool) {
    if let Some(name) = name::of_banner(view) {
        let said = view.banner.as_ref().map(|text| (false, String::new(), say(text)));
        named.entry(name).or_default().said.extend(said);
    }
    let state = named.entry(name::of(&view.panel)).or_default();
    state.note(view, is_expected);
}

/// Adds the states of another walk.
pub(super) fn merge(named: &mut Named, other: Named) {
    for (name, other) in other {
        let state = named.entry(name).or_default();
        state.said.extend(other.said);
        state.also.extend(other.also);
        add(&mut state.fields, other.fields);
        add(&mut state.buttons, other.buttons);
    }
}

fn add(known: &mut Vec<String>, more: Vec<String>) {
    for one in more {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}

impl Seen {
    fn note(&mut self, view: &View, is_expected: bool) {
        let (mut heading, mut intro) = (String::new(), String::new());
        let mut also = BTreeSet::new();
        let is_end = matches!(view.panel, Panel::Outcome(_))
            || name::of(&view.panel) == "wait: a step was not accepted";
        texts::each(view, &mut |role, text| match role {
            Role::Heading => heading = say(text),
            // The last sentence of a final screen says where to turn.
            Role::Intro if is_end => intro = say(text),
            Role::Intro => intro = sentence(&say(text)),
            Role::Notice => {
                also.insert("What happened, and what to do.");
            }
            Role::Reason => {
                also.insert("Why it is asked again.");
            }
            Role::Error => {
                also.insert("An error beside each wrong answer.");
            }
            _ => {}
        });
        self.said.insert((!is_expected, heading, intro));
        self.also.extend(also);
        if let Panel::Form(form) = &view.panel
            && form.can_submit
            && !form.is_review
            && !form.is_sending
        {
            let answers = form.groups.iter().flat_map(|group| match &group.legend {
                Some(legend) => vec![say(legend)],
                None => group.fields.iter().map(|field| say(&field.label)).collect(),
            });
            add(&mut self.fields, answers.collect());
        }
        if let Panel::Documents(documents) = &view.panel
            && documents.progress.is_none()
        {
            let reason = documents.justification.as_ref().map(|_| say(&Text::new("documents.justification")));
            add(&mut self.fields, reason.into_iter().chain([say(&Text::new("documents.choose"))]).collect());
        }
        let buttons = controls::of_panel(&view.panel);
        add(&mut self.buttons, buttons.into_iter().map(|control| template(&control.label)).collect());
    }

    fn screen(&self) -> String {
        let Some((_, heading, sentence)) = self.said.first() else { return String::new() };
        let heading = if heading.is_empty() { String::new() } else { format!("**{heading}**") };
        let also = self.also.iter().copied();
        [heading.as_str(), sentence.as_str()]
            .into_iter()
            .chain(also)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn can(&self, name: &str) -> String {
        let answers = (!self.fields.is_empty()).then(|| format!("answer: {}", self.fields.join(", ")));
        let buttons = self.buttons.iter().map(|label| format!("“{label}”"));
        let all: Vec<_> = answers.into_iter().chain(buttons).collect();
        match all.as_slice() {
            [] if name.starts_with("end") && !name.contains("being") => "nothing to do here".into(),
            [] => "wait: it continues automatically".into(),
            all => all.join("; "),
        }
    }
}

/// The English words of a text.
fn say(text: &Text) -> String {
    let english = &locales::known()[0].1;
    let values: Vec<_> = text
        .parameters
        .iter()
        .filter_map(|(name, value)| match value {
            Parameter::Text(key) => Some((*name, english[&**key].clone())),
            Parameter::Literal(_) | Parameter::Cents(_) | Parameter::Bytes(_) | Parameter::Day(_) => None,
        })
        .collect();
    fill(&english[&*text.key], &values)
}

/// The English words with their placeholders.
fn template(text: &Text) -> String {
    locales::known()[0].1[&*text.key].clone()
}

fn sentence(words: &str) -> String {
    match words.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => words.to_owned(),
    }
}

/// The expected content of the page.
pub(super) fn page(named: &Named) -> String {
    let mut page = HEAD.to_owned();
    page.push_str("\n| state | the screen says | the customer can | shown by |\n|---|---|---|---|\n");
    for (name, (file, test)) in SHOWN_BY {
        let Some(state) = named.get(*name) else { continue };
        let is_banner = name.starts_with("connection");
        let can = if is_banner { "what the screen under it offers".into() } else { state.can(name) };
        let _ = writeln!(page, "| {name} | {} | {can} | `{test}` in [{file}](../{file}) |", state.screen());
    }
    for (title, family) in
        [("Why something is asked again", "reason."), ("What happened to a call", "failure.")]
    {
        let _ = write!(page, "\n## {title}\n\n| text | in English |\n|---|---|\n");
        for (key, words) in locales::known()[0].1.range(family.to_owned()..) {
            if !key.starts_with(family) {
                break;
            }
            let _ = writeln!(page, "| `{key}` | {words} |");
        }
    }
    page
}

/// States, rows and tests that do not match.
pub(super) fn misfits(named: &Named) -> Vec<String> {
    let rows: BTreeSet<&str> = SHOWN_BY.iter().map(|(name, _)| *name).collect();
    let mut misfits = Vec::new();
    let without_row = named.keys().filter(|name| !rows.contains(name.as_str()));
    misfits.extend(without_row.map(|name| format!("“{name}” has no row in shown_by.rs")));
    let without_state = rows.iter().filter(|name| !named.contains_key(**name));
    misfits.extend(without_state.map(|name| format!("“{name}” is no state of the walk")));
    if rows.len() != SHOWN_BY.len() {
        misfits.push("a state has two rows".into());
    }
    for (name, (file, test)) in SHOWN_BY {
        let source = fs::read_to_string(root().join(file)).unwrap_or_default();
        let is_there = source.contains(&format!("fn {test}()")) || source.contains(&format!("test('{test}'"));
        if !is_there {
            misfits.push(format!("“{name}”: {file} has no test {test}"));
        }
    }
    misfits
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(super) fn path() -> PathBuf {
    root().join("docs/states.md")
}
