// @ts-check
// Pages that are made from code: the error codes from their comments, and a project for each framework from those that
// `npm run matrix` builds and opens.

import { readFileSync } from 'node:fs';
import { inRepository } from '../../scripts/repository.mjs';
import { BUILD_TOOLS } from '../../tests/support/build-tools.mjs';
import { FRAMEWORKS } from '../../tests/support/frameworks.mjs';

/** Files that a new project of the framework already has. */
const OF_EVERY_PROJECT = /config|icon|layout|root\.tsx|routes\.ts|app\.html|index\.html|angular\.json|main\.ts/;

export function projectsPage() {
  const seen = new Set();
  const projects = FRAMEWORKS.filter(({ files }) => files && !seen.has(files) && seen.add(files)).map((framework) => {
    const way = framework.ways.default === 'form' ? 'default' : 'inline';
    const files = typeof framework.files === 'function' ? framework.files(way) : (framework.files ?? {});
    const own = Object.entries(files).filter(([path]) => !OF_EVERY_PROJECT.test(path));
    const blocks = own.map(([path, text]) => `\`${path}\`\n\n\`\`\`${path.split('.').at(-1)}\n${text.trimEnd()}\n\`\`\`\n`);
    return `## ${framework.name.replace(/ \d.*/, '')}\n\n${blocks.join('\n')}`;
  });
  return `# A project for each framework

\`npm run matrix\` builds these projects from the packed package and opens each in Chromium, with the versions that the table of [build tools](build-tools.md)
names. \`getToken\` returns a fixed text there; yours asks your server, as in the [quick start](quick-start.md). The ${BUILD_TOOLS.length} build tools without a framework
use \`mount()\` as shown there.

${projects.join('\n')}`;
}

export function errorCodesPage() {
  const contract = JSON.parse(readFileSync(inRepository('contract', 'openapi.json'), 'utf8')).components.schemas;
  const rust = readFileSync(inRepository('contract', 'src', 'problem.rs'), 'utf8');
  return `# Error codes

## Of the module

They are the \`code\` of \`onboarding-error\`, and of the error that \`mount\` throws.

${table(moduleCodes())}

## Of the contract

They are the \`code\` of a problem document (RFC 9457), which each call may answer.

${table(wordsOf(rust, 'ProblemCode', contract.ProblemCode))}

## Of a field

They are the \`code\` of each entry in \`errors\`, with the \`field\` it is about.

${table(wordsOf(rust, 'FieldErrorCode', contract.FieldErrorCode))}
`;
}

/** The codes in www/index.d.ts. A code without a comment shares that of the codes above it. */
function moduleCodes() {
  const types = readFileSync(inRepository('www', 'index.d.ts'), 'utf8');
  const [, body = ''] = /type OnboardingErrorCode =\n([^;]*);/.exec(types) ?? [];
  let meaning = '';
  return [...body.matchAll(/(?:\/\*\* (.*?) \*\/\s*)?\| '(\w+)'/g)].map(([, comment, code]) => [code, (meaning = comment ?? meaning)]);
}

/**
 * The words of a list of the contract with their comments.
 * @param {string} rust
 * @param {string} name
 * @param {{ enum?: string[] }} schema
 */
function wordsOf(rust, name, schema) {
  const [, body = ''] = new RegExp(`pub enum ${name} \\{\\n([^]*?)\\n    \\}\\n\\}`).exec(rust) ?? [];
  const rows = [...body.matchAll(/((?: *\/\/\/ .*\n)+) *\w+ = "(\w+)"/g)].map(([, comment, word]) => [word, comment.replace(/^ *\/\/\/ /gm, '').trim()]);
  for (const word of schema.enum ?? []) if (!rows.some(([known]) => known === word)) throw new Error(`${name} has no comment for ${word}.`);
  return rows.map(([word, comment]) => [word, comment.replace(/\[`(.*?)`\]/g, '`$1`').replace(/\s+/g, ' ')]);
}

/** @param {string[][]} rows */
const table = (rows) => ['| code | meaning |', '|---|---|', ...rows.map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)].join('\n');
