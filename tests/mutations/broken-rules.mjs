// @ts-check
// The rules that `npm run mutations` breaks, one at a time. A break of them would not be visible on a screen. The
// original and the replacement are expressions of the same type, because both are compiled.

/**
 * @typedef {object} BrokenRule
 * @property {string} rule the broken rule as a sentence
 * @property {string} file
 * @property {string} [before] the text directly before `text`, if `text` alone is not unique
 * @property {string} text an expression that occurs once
 * @property {string} broken the replacement
 * @property {string[]} tests the test programs that must fail, the fastest first: the folder of a crate for its unit
 *   tests, the name of a file in its `tests` for others
 */

const MODEL = ['src', 'native'];
/** Module, backend and sandbox together, with faults between them. */
const JOURNEYS = ['journeys'];

/** @type {BrokenRule[]} */
const ORDER = [
  {
    rule: 'the module offers the steps in the order of the server',
    file: 'src/model/rules/place.rs',
    text: 'places().find(|place| *place != Place::Transfer)',
    broken: 'places().filter(|place| *place != Place::Transfer).last()',
    tests: MODEL,
  },
  {
    rule: 'the module opens no step before those it requires',
    file: 'src/model/rules/place.rs',
    text: '!is_open || !requirements_are_met(snapshot, step)',
    broken: '!is_open',
    tests: MODEL,
  },
  {
    rule: 'a confirmation on the phone comes before the next form',
    file: 'src/model/rules/place.rs',
    before: '} else if ',
    text: 'snapshot.confirmation.is_some()',
    broken: 'false',
    tests: MODEL,
  },
  {
    rule: 'tax and terms wait for the phone of an agent',
    file: 'backend/src/journey/view.rs',
    text: '&[StepId::Profile, StepId::Device]',
    broken: '&[StepId::Profile]',
    tests: ['backend', 'journey'],
  },
  {
    rule: 'the backend accepts no step before those it requires',
    file: 'backend/src/journey/view.rs',
    text: 'found.requires.iter().all(is_required_met)',
    broken: 'true',
    tests: ['backend', 'journey'],
  },
];

/** Messages in any order and duplicated give one state; each answer to a call counts once. @type {BrokenRule[]} */
const MERGE = [
  {
    rule: 'the module never goes back to an older snapshot',
    file: 'src/model/arrival.rs',
    before: 'if ',
    text: 'snapshot.revision < open.snapshot.revision',
    broken: 'false',
    tests: MODEL,
  },
  {
    rule: 'no tab of whole journeys ever goes back to an older snapshot',
    file: 'src/model/arrival.rs',
    before: 'if ',
    text: 'snapshot.revision < open.snapshot.revision',
    broken: 'false',
    tests: JOURNEYS,
  },
  {
    rule: 'no message changes the module after the end',
    file: 'src/model/mod.rs',
    before: 'if ',
    text: 'self.is_final()',
    broken: 'false',
    tests: MODEL,
  },
  {
    rule: 'the answer to an earlier call is dropped',
    file: 'src/model/calls.rs',
    before: '|(_, known)| ',
    text: '*known == id',
    broken: 'true',
    tests: MODEL,
  },
  {
    rule: 'a step is sent again with the key of the first try',
    file: 'src/model/press.rs',
    text: 'self.key.get_or_insert_with(|| random.key()).clone()',
    broken: 'self.key.insert(random.key()).clone()',
    tests: MODEL,
  },
  {
    rule: 'after an edit, a form is sent with another key',
    file: 'src/model/form/mod.rs',
    before: 'fn change(&mut self) {\n        ',
    text: 'self.press.reset()',
    broken: '()',
    tests: MODEL,
  },
  {
    rule: 'callbacks are sorted by the time at which they were created',
    file: 'backend/src/journey/fact.rs',
    text: '(a.at, a.report.rank(), &a.key).cmp(&(b.at, b.report.rank(), &b.key))',
    broken: '(a.report.rank(), &a.key).cmp(&(b.report.rank(), &b.key))',
    tests: ['backend'],
  },
  {
    rule: 'of two callbacks with the same date, the one with the later stage comes last',
    file: 'backend/src/journey/fact.rs',
    text: '(a.at, a.report.rank(), &a.key).cmp(&(b.at, b.report.rank(), &b.key))',
    broken: 'a.at.cmp(&b.at)',
    tests: ['backend'],
  },
  {
    rule: 'the status of a validated or refused customer never changes again',
    file: 'backend/src/journey/progress.rs',
    text: 'latest >= Some(Record::Validated)',
    broken: 'false',
    tests: ['backend'],
  },
  {
    rule: 'the record never goes back to a lower status',
    file: 'backend/src/journey/progress.rs',
    text: 'latest.max(Some(record))',
    broken: 'Some(record)',
    tests: ['backend'],
  },
  {
    rule: 'an accepted transfer stays accepted',
    file: 'backend/src/journey/proof.rs',
    text: '!is_news || self.is_validated()',
    broken: '!is_news',
    tests: ['backend', 'transfer'],
  },
  {
    rule: 'a callback delivered twice counts once',
    file: 'backend/src/journey/progress.rs',
    text: 'code.digest.as_ref() != Some(digest)',
    broken: 'true',
    tests: ['backend'],
  },
];

/** @type {BrokenRule[]} */
const TAXPAYER_NUMBERS = [
  {
    rule: 'a tax number is required where the list says so',
    file: 'contract/src/tax.rs',
    text: 'residence.tin.is_empty() && !tin_is_required(&residence.country)',
    broken: 'residence.tin.is_empty()',
    tests: ['contract'],
  },
  {
    rule: 'a tax number is optional elsewhere',
    file: 'contract/src/tax.rs',
    text: 'residence.tin.is_empty() && !tin_is_required(&residence.country)',
    broken: 'false',
    tests: ['contract'],
  },
  {
    rule: 'tax residences are different countries',
    file: 'contract/src/tax.rs',
    text: 'self.residences.iter().take(index).any(|earlier| earlier.country == residence.country)',
    broken: 'false',
    tests: ['contract'],
  },
  {
    rule: 'there are three tax residences at most',
    file: 'contract/src/tax.rs',
    text: 'self.residences.len() > MAX_RESIDENCES',
    broken: 'self.residences.len() > 2 * MAX_RESIDENCES',
    tests: ['contract'],
  },
  {
    rule: 'the form marks a tax number as optional only where it is',
    file: 'src/model/view/form.rs',
    text: '!tax::tin_is_required(form.value(FieldId::ResidenceCountry(index)))',
    broken: 'true',
    tests: MODEL,
  },
];

/** @type {BrokenRule[]} */
const LOCKS = [
  {
    rule: 'identification data is locked once entered',
    file: 'backend/src/journey/lock.rs',
    text: '!is_asked(path)',
    broken: 'is_asked(path)',
    tests: ['backend'],
  },
  {
    rule: 'a mismatch unlocks the fields that it is about',
    file: 'contract/src/read_back.rs',
    before: 'Reason::FirstNameMismatch => ',
    text: '&[path::FIRST_NAME]',
    broken: '&[]',
    tests: ['contract', 'profile'],
  },
  {
    rule: 'a mismatch unlocks no other fields',
    file: 'contract/src/read_back.rs',
    before: 'Reason::FirstNameMismatch => ',
    text: '&[path::FIRST_NAME]',
    broken: '&[path::FIRST_NAME, path::BIRTH_DATE]',
    tests: ['contract', 'profile'],
  },
  {
    rule: 'all fields are locked once the identity is validated',
    file: 'backend/src/journey/lock.rs',
    text: 'has_ended || progress.identity.status == Some(IdentityStatus::Complete)',
    broken: 'has_ended',
    tests: ['backend'],
  },
  {
    rule: 'a changed locked field is refused',
    file: 'backend/src/profile/entry.rs',
    text: 'locked.contains(&path.as_str())',
    broken: 'false',
    tests: ['backend', 'profile'],
  },
  {
    rule: 'the form ignores edits of a locked field',
    file: 'src/model/forms/mod.rs',
    before: 'if ',
    text: 'form.locks(id)',
    broken: 'false',
    tests: MODEL,
  },
  {
    rule: 'the form sends the value on record of a locked field, whatever was typed before',
    file: 'src/model/form/mod.rs',
    text: 'if self.locks(id) { None } else { self.typed(id) }',
    broken: 'self.typed(id)',
    tests: MODEL,
  },
];

/** Writing calls and reading answers. The native tests and the whole journeys must each notice every break. */
const WIRE_RULES = [
  {
    rule: 'the module sends a step to the path of steps',
    file: 'src/wire/request.rs',
    text: 'of_step(routes::STEPS, submission.step(), "")',
    broken: 'of_step(routes::DRAFTS, submission.step(), "")',
  },
  {
    rule: 'the module sends the idempotency key of a step',
    file: 'src/wire/request.rs',
    before: 'body: Body::Json(json::write(submission)),\n                header: ',
    text: 'Some((routes::IDEMPOTENCY_KEY, idempotency_key.clone()))',
    broken: 'None',
  },
  {
    rule: 'the module names the client in every call',
    file: 'src/wire/request.rs',
    before: 'vec![("Accept", accept.into()), ',
    text: '(routes::CLIENT, "1".into())',
    broken: '("Accept-Language", "en".into())',
  },
  {
    rule: 'the module reads an optional member',
    file: 'contract/src/message.rs',
    before: 'let member = self.member(name);\n        ',
    text: 'if member.value.is_some() { T::read(&member) } else { T::default() }',
    broken: 'T::default()',
  },
  {
    rule: 'the module reads the town of a place',
    file: 'src/wire/record.rs',
    text: 'text_at(&town, "city")',
    broken: 'text_at(&town, "zipCode")',
  },
  {
    rule: 'the module reads the details within an address',
    file: 'src/wire/record.rs',
    text: 'object.member(path).or_else(at_path)?',
    broken: 'object.member(path)?',
  },
  {
    rule: 'the module reads the wait that a server asks for',
    file: 'src/wire/answer.rs',
    text: '(self.header)("Retry-After")?',
    broken: '(self.header)("Retry-Before")?',
  },
];
/** Each rule is broken for both, because one does not replace the other. @type {BrokenRule[]} */
const WIRE = WIRE_RULES.flatMap((rule) => [
  { ...rule, tests: ['native'] },
  { ...rule, rule: `${rule.rule} (whole journeys)`, tests: JOURNEYS },
]);

export const BROKEN_RULES = [...WIRE, ...ORDER, ...MERGE, ...TAXPAYER_NUMBERS, ...LOCKS];
