#!/usr/bin/env node
// @ts-check
// The command `xpollens-onboarding`. It runs on Node alone. Each subcommand is a file beside this one with its name, which exports
// `summary`, a line for the help, and `run`, which takes the arguments and resolves to the exit code.

/** @type {Record<string, () => Promise<{ summary: string, run: (args: string[]) => Promise<number> }>>} */
const SUBCOMMANDS = {
  check: () => import('./check.mjs'),
  trigger: () => import('./trigger.mjs'),
};

/** The exit code of a command that was not understood. */
const MISUSED = 2;

/** @returns {Promise<string>} */
async function help() {
  const lines = ['Usage: xpollens-onboarding <command> [options]', '', 'Commands:'];
  for (const [name, load] of Object.entries(SUBCOMMANDS)) lines.push(`  ${name.padEnd(10)} ${(await load()).summary}`);
  return [...lines, '', 'xpollens-onboarding <command> --help explains a command.'].join('\n');
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main([name, ...args]) {
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(await help());
    return name === undefined ? MISUSED : 0;
  }
  const load = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (!load) {
    console.error(`xpollens-onboarding: there is no command ${name}\n\n${await help()}`);
    return MISUSED;
  }
  return (await load()).run(args);
}

process.exitCode = await main(process.argv.slice(2));
