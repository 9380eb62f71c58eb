// @ts-check
// Decides which screen is shown, from the sandbox's answer and the state of the phone.

/** @typedef {import('./api.js').Device} Device */
/**
 * @typedef {object} Local the state that exists only on the phone
 * @property {'link' | 'scan' | 'paste' | 'launching'} linking how the customer is entering the code
 * @property {boolean | null} isEligible null until it was checked
 * @property {boolean} hasSecretCode
 * @property {boolean} isInWebview
 * @property {boolean} isIdentityPostponed
 * @property {boolean} isInBank the customer has opened the app of the other bank
 * @property {ReadonlySet<string>} answered the authentications answered here, which may still be listed for a moment
 */

/**
 * A stage and, for a confirmation, its notification. A change of either changes the screen.
 * @typedef {{ name: 'splash' | 'ineligible' | 'link' | 'scan' | 'paste' | 'launching' | 'secret' | 'identity' |
 *   'webview' | 'bank' | 'home' | 'killed' } | { name: 'confirm', notification: import('./api.js').Notification }} Stage
 */

/**
 * @param {Device | null} device null until the first answer
 * @param {Local} local
 * @returns {Stage}
 */
export function stageOf(device, local) {
  if (device === null) return { name: 'splash' };
  if (device.wallet === 'killed') return { name: 'killed' };
  if (device.wallet !== 'ready') {
    if (local.isEligible === null) return { name: 'splash' };
    return { name: local.isEligible ? local.linking : 'ineligible' };
  }
  if (!local.hasSecretCode) return { name: 'secret' };
  // The capture is not interrupted: a confirmation waits five minutes, but an interrupted video is lost.
  if (local.isInWebview) return { name: 'webview' };
  const notification = firstPending(device, local.answered);
  if (notification) return { name: 'confirm', notification };
  if (device.identification === 'required' && !local.isIdentityPostponed) return { name: 'identity' };
  // The other bank's app stays open during other changes, until no transfer is expected any more.
  if (local.isInBank && device.identification === 'transfer') return { name: 'bank' };
  return { name: 'home' };
}

/**
 * @param {Device} device
 * @param {ReadonlySet<string>} answered
 * @returns {import('./api.js').Notification | undefined}
 */
export function firstPending(device, answered) {
  return device.notifications.find(
    (one) => one.status === 'Pending' && one.expiresInMillis > 0 && !answered.has(one.authenticationId),
  );
}
