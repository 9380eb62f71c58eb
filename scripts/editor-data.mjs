// @ts-check
// What editors know about the tag: custom-elements.json (the custom elements manifest) and html-data.json (for VS Code). Nothing is
// written for them by hand: options and events come from www/index.d.ts, attributes from www/options.js, custom
// properties from the head of www/style.css.

import { readFileSync } from 'node:fs';
import { ATTRIBUTES } from '../www/options.js';
import { inRepository } from './repository.mjs';

const TAG = 'xpollens-onboarding';
const ABOUT = 'Takes a customer through the Xpollens account opening.';

/** @typedef {{ name: string, type: string, description: string }} Member */

/** A comment, then a member with its type, which may have lines that are indented further. */
const MEMBER = /^ {2}\/\*\*([\s\S]*?)\*\/\n {2}(?:readonly )?'?([\w-]+)'?\??: ([\s\S]*?);\n(?= {2}\S|\})/gm;

/**
 * The members of an interface, as its comments describe them.
 * @param {string} name
 * @returns {Member[]}
 */
function membersOf(name) {
  const text = readFileSync(inRepository('www', 'index.d.ts'), 'utf8');
  const [, body = ''] = new RegExp(`^export interface ${name} {\\n([\\s\\S]*?^})`, 'm').exec(text) ?? [];
  return [...body.matchAll(MEMBER)].map(([, comment = '', member = '', type = '']) => ({
    name: member,
    type: inOneLine(type),
    description: inOneLine(comment.replace(/^\s*\* ?/gm, '')),
  }));
}

/** @param {string} text */
const inOneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** The custom properties of the style sheet. */
function customProperties() {
  const [head = ''] = readFileSync(inRepository('www', 'style.css'), 'utf8').split('*/');
  return [...head.matchAll(/^ \* {3}(--xo-\w+) \((.*?)\) +(.*)$/gm)].map(([, name, value, description]) => ({
    name,
    description: `${description}. Default: ${value}.`,
  }));
}

/** The option of an attribute. @param {string} attribute */
const optionOf = (attribute) => attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** @returns {Record<string, unknown>} */
export function elementsManifest() {
  const options = membersOf('OnboardingOptions');
  const events = membersOf('OnboardingEvents');
  const element = {
    kind: 'class',
    customElement: true,
    tagName: TAG,
    name: 'XpollensOnboardingElement',
    description: ABOUT,
    superclass: { name: 'HTMLElement' },
    members: options.map(({ name, type, description }) => ({ kind: 'field', name, type: { text: type }, description })),
    attributes: ATTRIBUTES.map((name) => {
      const option = optionOf(name);
      return { name, fieldName: option, description: described(options, option) };
    }),
    events: events.map(({ name, type, description }) => ({ name, type: { text: type }, description })),
    cssProperties: customProperties(),
  };
  const exports = [{ kind: 'custom-element-definition', name: TAG, declaration: { name: element.name, module: 'dist/index.js' } }];
  return { schemaVersion: '1.0.0', modules: [{ kind: 'javascript-module', path: 'dist/index.js', declarations: [element], exports }] };
}

/** @returns {Record<string, unknown>} */
export function htmlData() {
  const options = membersOf('OnboardingOptions');
  const attributes = ATTRIBUTES.map((name) => ({ name, description: described(options, optionOf(name)) }));
  return { version: 1.1, tags: [{ name: TAG, description: ABOUT, attributes }] };
}

/**
 * @param {Member[]} members
 * @param {string} name
 */
function described(members, name) {
  const member = members.find((one) => one.name === name);
  if (!member) throw new Error(`www/index.d.ts does not describe ${name}.`);
  return member.description;
}
