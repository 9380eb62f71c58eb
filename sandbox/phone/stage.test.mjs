// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stageOf } from './stage.js';

/** @returns {import('./api.js').Device} */
function linked() {
  return { wallet: 'ready', appUserId: 'a', firstName: 'Corinne', identification: 'running', proof: 'selfie', transfer: null, notifications: [], account: 'Initialized', userRecordStatus: 'InProgress' };
}

/** @returns {import('./stage.js').Local} */
function settled() {
  return { linking: 'link', isEligible: true, hasSecretCode: true, isInWebview: false, isIdentityPostponed: false, isInBank: false, answered: new Set() };
}

/** @param {string} authenticationId */
function pending(authenticationId) {
  return { authenticationId, title: 'Une opération sensible requiert votre validation', rows: [], expiresInMillis: 300_000, status: 'Pending' };
}

test('the splash screen is shown until the sandbox has answered', () => {
  assert.equal(stageOf(null, settled()).name, 'splash');
  assert.equal(stageOf({ ...linked(), wallet: 'onProvisioningRequired' }, { ...settled(), isEligible: null }).name, 'splash');
});

test('an unlinked phone shows the way to enter the code that the customer chose', () => {
  const device = { ...linked(), wallet: 'onProvisioningRequired' };
  for (const linking of /** @type {const} */ (['link', 'scan', 'paste', 'launching'])) {
    assert.equal(stageOf(device, { ...settled(), linking }).name, linking);
  }
  assert.equal(stageOf(device, { ...settled(), isEligible: false }).name, 'ineligible');
});

test('a linked phone asks for a secret code before anything else', () => {
  const device = { ...linked(), identification: 'required', notifications: [pending('1')] };
  assert.equal(stageOf(device, { ...settled(), hasSecretCode: false }).name, 'secret');
});

test('a confirmation does not interrupt the capture and comes right after it', () => {
  const device = { ...linked(), notifications: [pending('1')] };
  assert.equal(stageOf(device, { ...settled(), isInWebview: true }).name, 'webview');
  assert.equal(stageOf(device, settled()).name, 'confirm');
});

test('an answered or expired confirmation is not asked again', () => {
  const device = { ...linked(), notifications: [pending('1'), { ...pending('2'), expiresInMillis: 0 }] };
  assert.equal(stageOf(device, { ...settled(), answered: new Set(['1']) }).name, 'home');
});

test('confirmations are shown one after the other', () => {
  const device = { ...linked(), notifications: [pending('1'), pending('2')] };
  const next = stageOf(device, { ...settled(), answered: new Set(['1']) });
  assert.equal(next.name === 'confirm' && next.notification.authenticationId, '2');
});

test('a postponed proof of identity leads to the home page', () => {
  const device = { ...linked(), identification: 'required' };
  assert.equal(stageOf(device, settled()).name, 'identity');
  assert.equal(stageOf(device, { ...settled(), isIdentityPostponed: true }).name, 'home');
});

test('the other bank is open only while a transfer is awaited', () => {
  const local = { ...settled(), isInBank: true };
  assert.equal(stageOf({ ...linked(), identification: 'transfer' }, local).name, 'bank');
  assert.equal(stageOf({ ...linked(), identification: 'done' }, local).name, 'home');
  const confirmed = { ...linked(), identification: 'transfer', notifications: [pending('1')] };
  assert.equal(stageOf(confirmed, local).name, 'confirm');
});

test('a killed wallet ends everything else', () => {
  const device = { ...linked(), wallet: 'killed', notifications: [pending('1')] };
  assert.equal(stageOf(device, { ...settled(), isInWebview: true }).name, 'killed');
});

test('an unknown identification state still has a screen', () => {
  assert.equal(stageOf({ ...linked(), identification: 'somethingNew' }, settled()).name, 'home');
});
