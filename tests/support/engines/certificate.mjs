// @ts-check
// A certificate that no browser knows, for a server of a test. `engines.mjs` opens browsers that trust it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines } from '../../../scripts/setup-browsers.mjs';

/**
 * Makes a key and its certificate for 127.0.0.1. They are never kept.
 * @returns {{ key: Buffer, cert: Buffer }}
 */
export function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync(engines().openssl, ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...names], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
