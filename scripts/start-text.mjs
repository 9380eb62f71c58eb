// @ts-check
// The text that `npm start` prints once the funnel runs: the addresses, how to move a frozen clock, how to try a page of
// your own, and how to send a callback.

/**
 * @param {import('./start-options.mjs').StartOptions} options
 * @param {Pick<import('./funnel.mjs').Funnel, 'urls' | 'secrets'>} funnel
 */
export function startText({ speed, language }, { urls, secrets }) {
  const query = language ? `?lang=${language}` : '';
  return `
The funnel runs${speed > 0 ? `, at ${speed} times the real speed` : ', and its clock stands still'}. Ctrl-C ends it.

  The partner's page    ${urls.page}${query}
  The customer's phone  ${urls.phone}${query}
  The backend           ${urls.backend}
  The sandbox           ${urls.sandbox}
${speed > 0 ? '' : clockText(urls.sandbox)}
To try a page of your own (docs/INTEGRATION.md, "Your own page"), open a session as your server would, with the demo key of this run:

  curl -s -X POST ${urls.backend}/sessions -H 'authorization: Bearer ${secrets.ONBOARDING_PARTNER_KEY}' \\
    -d '{"customerReference":"customer-1"}'

To send a callback about this customer in the provider's place, with the credentials of this run:

  ONBOARDING_PARTNER_KEY=${secrets.ONBOARDING_PARTNER_KEY} ONBOARDING_CALLBACK_USER=${secrets.ONBOARDING_CALLBACK_USER} \\
    ONBOARDING_CALLBACK_PASSWORD=${secrets.ONBOARDING_CALLBACK_PASSWORD} \\
    node bin/xpollens-onboarding.mjs trigger 34 ${urls.backend} --customer customer-1
`;
}

/** @param {string} sandbox */
const clockText = (sandbox) => `
Nothing happens until you move the clock. This moves the clock by five seconds:

  curl -X POST ${sandbox}/control/clock/advance -H 'content-type: application/json' -d '{"millis":5000}'
`;
