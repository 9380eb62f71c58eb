// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { run } from '../../scripts/command.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { HELP, OptionError, readStartOptions, STEPS, USUAL_PORTS } from '../../scripts/start-options.mjs';
import { startText } from '../../scripts/start-text.mjs';

test('without options the documented defaults hold', () => {
  const options = readStartOptions([]);
  assert.deepEqual(options, {
    help: false,
    pagePort: undefined,
    backendPort: undefined,
    sandboxPort: undefined,
    speed: 20,
    language: undefined,
    steps: undefined,
    generation: 'legacy',
    scenario: undefined,
    postgres: false,
  });
  for (const value of [...Object.values(USUAL_PORTS), options.speed, options.generation]) assert.match(HELP, new RegExp(`\\(${value}\\)`));
});

test('every option is accepted in both notations', () => {
  assert.deepEqual(
    readStartOptions(['--page-port', '1', '--backend-port=2', '--sandbox-port', '65535', '--speed=0', '--language', 'fr', '--steps=tax, profile', '--generation', 'current', '--scenario=document-blurred', '--postgres']),
    {
      help: false,
      pagePort: 1,
      backendPort: 2,
      sandboxPort: 65535,
      speed: 0,
      language: 'fr',
      steps: 'tax, profile',
      generation: 'current',
      scenario: 'document-blurred',
      postgres: true,
    },
  );
  for (const help of ['--help', '-h']) assert.equal(readStartOptions([help]).help, true);
});

/** Invalid options and the expected messages. @type {[string[], RegExp][]} */
const REFUSED = [
  [['--page-port', '70000'], /--page-port takes a port from 1 to 65535, not 70000/],
  [['--backend-port', '0'], /--backend-port takes a port from 1 to 65535, not 0/],
  [['--sandbox-port', 'abc'], /--sandbox-port takes a port from 1 to 65535, not abc/],
  [['--page-port', '80.5'], /not 80.5/],
  [['--page-port', '0x50'], /not 0x50/],
  [['--page-port', '8080', '--backend-port', '8080'], /three different ports/],
  [['--port', 'abc'], /There is no option --port/],
  [['--speed', 'fast'], /--speed takes a whole number from 0 to 50000, not fast/],
  [['--speed', '-1'], /--speed takes .*, not -1/],
  [['--speed=-1'], /--speed takes .*, not -1/],
  [['--speed', '1.5'], /not 1.5/],
  [['--speed', '1e3'], /not 1e3/],
  [['--speed', '50001'], /not 50001/],
  [['--speed', 'Infinity'], /not Infinity/],
  [['--speed', '99999999999999999999'], /not 9/],
  [['--speed', ' 20'], /not {2}20/],
  [['--speed'], /--speed needs a value/],
  [['--speed='], /--speed needs a value/],
  [['--speed', ''], /--speed needs a value/],
  [['--speed', '--scenario', 'fraud'], /--speed needs a value/],
  [['--speed', '1', '2'], /2 belongs to no option/],
  [['--speed', '1', '--speed', '2'], /--speed is given twice/],
  [['--foo'], /There is no option --foo/],
  [['--foo=1'], /There is no option --foo/],
  [['-s', '1'], /There is no option -s/],
  [['--lang', 'fr'], /There is no option --lang; did you mean --language\?/],
  [['--page', '1'], /did you mean --page-port\?/],
  [['fraud'], /fraud belongs to no option: options are written --name value/],
  [['--', 'fraud'], /fraud belongs to no option/],
  [['--generation', 'next'], /--generation takes legacy or current, not next/],
  [['--generation', ''], /--generation needs a value/],
  [['--language', 'de'], /--language takes en or fr, not de/],
  [['--language', 'FR'], /not FR/],
  [['--steps', 'profile,taxes'], /--steps takes profile, .*, not taxes/],
  [['--steps', 'profile,,tax'], /not an empty name/],
  [['--steps', 'profile,tax,profile'], /--steps names profile twice/],
  [['--steps', 'device,tax'], /--steps needs profile/],
  [['--postgres=yes'], /--postgres takes no value/],
  [['--postgre'], /did you mean --postgres\?/],
  [['--scenario', 'unheard-of'], /--scenario takes accepted, .*document-blurred.*, not unheard-of/],
];

for (const [args, message] of REFUSED) {
  test(`${args.join(' ')} is refused with its name and a pointer to the help`, () => {
    assert.throws(() => readStartOptions(args), (error) => {
      assert.ok(error instanceof OptionError);
      assert.match(error.message, message);
      assert.match(error.message, /\nAll options: npm start -- --help$/);
      return true;
    });
  });
}

test('an option that npm consumed must follow two dashes', () => {
  assert.throws(() => readStartOptions([], { npm_config_speed: '0' }), /Options follow two dashes: npm start -- --speed/);
  assert.throws(() => readStartOptions([], { npm_config_page_port: '1' }), /npm start -- --page-port/);
});

test('the steps are those that the backend knows', () => {
  const source = readFileSync(inRepository('backend', 'src', 'config', 'mod.rs'), 'utf8');
  const listed = [...source.matchAll(/const (?:FURTHER_)?STEPS: [^=]*=\s*\[([^\]]*)\]/g)].flatMap(([, list]) => list?.match(/(?<=StepId::)\w+/g) ?? []);
  assert.deepEqual(STEPS, listed.map((name) => name.toLowerCase()));
});

test('npm start refuses invalid options before the build, without a stack', async () => {
  const { code, output } = await run(process.execPath, [inRepository('scripts', 'start.mjs'), '--speed', '-1'], { show: false });
  assert.equal(code, 1);
  assert.equal(output.trim(), '--speed takes a whole number from 0 to 50000, not -1\nAll options: npm start -- --help');
});

test('the start text has the credentials of the run and explains how to move a frozen clock', () => {
  const funnel = {
    urls: { page: 'http://p/', phone: 'http://s/phone/', backend: 'http://b', sandbox: 'http://s' },
    secrets: { ONBOARDING_PARTNER_KEY: 'the-demo-key', ONBOARDING_CALLBACK_USER: 'the-user', ONBOARDING_CALLBACK_PASSWORD: 'the-password' },
  };
  const runs = startText(readStartOptions([]), funnel);
  assert.match(runs, /at 20 times the real speed/);
  assert.match(runs, /POST http:\/\/b\/sessions .*Bearer the-demo-key/);
  assert.match(runs, /the-demo-key .*the-user \\\n.*the-password \\\n.* trigger 34 http:\/\/b --customer/);
  assert.doesNotMatch(runs, /clock/);
  const stands = startText(readStartOptions(['--speed', '0', '--language', 'fr']), funnel);
  assert.match(stands, /its clock stands still/);
  assert.match(stands, /http:\/\/s\/control\/clock\/advance/);
  assert.match(stands, /http:\/\/p\/\?lang=fr/);
});
