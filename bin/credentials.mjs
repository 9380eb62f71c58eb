// @ts-check
// The secrets of the commands that call a backend. They come from the environment, because other users of a computer can read arguments.

/** For the help of the commands. */
export const CREDENTIALS_HELP = `Secrets come from the environment:
  ONBOARDING_PARTNER_KEY        the key with which your server opens sessions
  ONBOARDING_CALLBACK_USER      user of the basic authentication of the provider's callbacks
  ONBOARDING_CALLBACK_PASSWORD  its password`;

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {import('./check/client.mjs').Credentials}
 * @throws {Error} if there is no partner key
 */
export function credentialsOf(environment) {
  const { ONBOARDING_PARTNER_KEY: partnerKey, ONBOARDING_CALLBACK_USER: user, ONBOARDING_CALLBACK_PASSWORD: password } = environment;
  if (!partnerKey) throw new Error('ONBOARDING_PARTNER_KEY is missing in the environment');
  return { partnerKey, callbacks: user && password ? { user, password } : undefined };
}

/**
 * @param {string | undefined} text
 * @returns {string} the address of a backend
 * @throws {Error} if it is none
 */
export function backendUrl(text) {
  if (!text || !URL.canParse(text) || !/^https?:/.test(text)) throw new Error(`${text} is not an address that begins with https:// or http://`);
  return text;
}
