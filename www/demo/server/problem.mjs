// @ts-check
// JSON answers and failures: the problem document of the contract (RFC 9457).

import { randomUUID } from 'node:crypto';

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} body
 * @param {string} [type] media type
 */
export function sendJson(response, status, body, type = 'application/json') {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

/**
 * Answers with a problem document. It never repeats the request.
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} code a problem code of the contract
 * @param {string} title a short English summary for developers
 */
export function problem(response, status, code, title) {
  const requestId = randomUUID();
  response.setHeader('X-Request-Id', requestId);
  sendJson(response, status, { type: 'about:blank', title, status, code, requestId }, 'application/problem+json');
}
