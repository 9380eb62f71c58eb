// @ts-check
// The hand-over to the phone, and the report of a code.

import { first, letCopy, press, seen } from './actions.mjs';
import { at, HANDOFF, OPTIONS, REPORTED, REVEALED, SERVER_FAILS } from './snapshots.mjs';

/** @type {import('./state.mjs').State[]} */
export const PHONE_STATES = [
  // Hand-over
  {
    name: 'code-awaited',
    heading: 'handoff.heading',
    snapshot: at({ profile: 'done' }, { activation: { state: 'waiting_code', issue: 0 } }),
  },
  { name: 'code', heading: 'handoff.heading', snapshot: HANDOFF, act: (desktop) => desktop.seeCode() },
  {
    name: 'code-scan-can-be-refused',
    heading: 'handoff.heading',
    snapshot: { ...HANDOFF, options: OPTIONS },
    act: (desktop) => desktop.seeCode(),
  },
  {
    name: 'code-other-ways',
    heading: 'handoff.heading',
    snapshot: HANDOFF,
    act: first((desktop) => desktop.seeCode(), (desktop) => desktop.page.getByText(desktop.text('handoff.cannot_scan')).click()),
  },
  ...[true, false].map((isAllowed) => ({
    name: isAllowed ? 'code-copied' : 'code-not-copied',
    heading: 'handoff.heading',
    snapshot: HANDOFF,
    act: first(letCopy(isAllowed), press('handoff.copy'), seen('.code > .text')),
  })),
  {
    name: 'code-hidden',
    heading: 'handoff.heading',
    snapshot: HANDOFF,
    act: first((desktop) => desktop.seeCode(), (desktop) => desktop.hidePage(true), (desktop) => desktop.hidePage(false)),
  },
  {
    name: 'code-not-made',
    heading: 'handoff.heading',
    snapshot: at({ profile: 'done' }, { activation: { state: 'error', issue: 0 } }),
  },
  {
    name: 'code-not-fetched',
    heading: 'handoff.heading',
    snapshot: HANDOFF,
    answers: { 'POST /onboarding/activation': SERVER_FAILS },
    act: seen('.notice:visible'),
  },

  // Used by somebody else
  {
    name: 'code-revealed',
    heading: 'handoff.heading',
    snapshot: REVEALED,
    act: first(press('handoff.show'), (desktop) => desktop.seeCode()),
  },
  { name: 'code-seen-before', heading: 'handoff.heading', snapshot: REVEALED, act: seen('.code-rest') },
  ...[
    { name: 'not-me' },
    { name: 'not-me-sending', answers: { 'POST /onboarding/activation/report': /** @type {const} */ ('none') } },
    { name: 'not-me-not-sent', answers: { 'POST /onboarding/activation/report': SERVER_FAILS } },
  ].map(({ name, answers }) => ({
    name,
    before: 'handoff.heading',
    heading: 'report.heading',
    snapshot: REVEALED,
    answers,
    act: first(
      press('footer.not_me'),
      (desktop) => desktop.heading(desktop.text('report.heading')).waitFor(),
      ...(answers ? [press('report.confirm'), seen('.notice:visible, [aria-disabled="true"]')] : []),
    ),
  })),
  { name: 'not-me-told', heading: 'report.told_heading', snapshot: REPORTED },
];
