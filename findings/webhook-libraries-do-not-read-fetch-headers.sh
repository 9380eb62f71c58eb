#!/usr/bin/env bash
# The JavaScript libraries for Standard Webhooks do not read the Headers object of a fetch Request: standardwebhooks 1.1.1 and svix 2.5.0 (npm) say "Missing required
# headers" although all three are there. Both accept a plain object with names in any case. A list of values, as Node's headersDistinct gives, is a TypeError.
#
# Handlers of Next, Remix, Hono, Deno and workers get a Request, so a good guess is verify(await request.text(), request.headers). It type-checks with a cast and refuses
# every genuine event. Object.fromEntries(request.headers) works. The answer of verify differs too: standardwebhooks returns the body as JSON, svix nothing.
# standardwebhooks 1.1.0 (PyPI) reads any mapping with items(), also one with names in upper case.
# Output seen: see the end. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module","private":true}' > package.json
npm install --silent --no-audit --no-fund standardwebhooks@1.1.1 svix@2.5.0 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check standardwebhooks==1.1.0
cat > verify.mjs <<'JS'
import * as standard from 'standardwebhooks';
import * as svix from 'svix';
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const body = '{"type":"onboarding.changed"}';
for (const [name, { Webhook }] of Object.entries({ standard, svix })) {
  const webhook = new Webhook(secret);
  const now = new Date();
  const plain = {
    'Webhook-Id': 'evt_1',
    'Webhook-Timestamp': String(Math.floor(now.getTime() / 1000)),
    'Webhook-Signature': webhook.sign('evt_1', now, body),
  };
  const lists = Object.fromEntries(Object.entries(plain).map(([header, value]) => [header.toLowerCase(), [value]]));
  const ways = { plain, headers: new Headers(plain), entries: Object.fromEntries(new Headers(plain)), lists };
  for (const [way, headers] of Object.entries(ways)) {
    try {
      console.log(name, way, JSON.stringify(webhook.verify(body, headers)));
    } catch (error) {
      console.log(name, way, error.constructor.name, error.message.includes('headers') ? error.message : '');
    }
  }
}
JS
cat > verify.py <<'PY'
from base64 import b64encode
from datetime import datetime, timezone
from email.message import Message
from standardwebhooks.webhooks import Webhook
webhook = Webhook("whsec_" + b64encode(bytes([7]) * 24).decode())
now, body = datetime.now(timezone.utc), '{"type":"onboarding.changed"}'
headers = Message()
headers["WEBHOOK-ID"] = "evt_1"
headers["WEBHOOK-TIMESTAMP"] = str(int(now.timestamp()))
headers["WEBHOOK-SIGNATURE"] = webhook.sign("evt_1", now, body)
print("python mapping", webhook.verify(body, headers)["type"])
PY
found=$(node verify.mjs; venv/bin/python verify.py)
echo "$found"
[ "$found" = 'standard plain {"type":"onboarding.changed"}
standard headers WebhookVerificationError Missing required headers
standard entries {"type":"onboarding.changed"}
standard lists TypeError 
svix plain undefined
svix headers WebhookVerificationError Missing required headers
svix entries undefined
svix lists TypeError 
python mapping onboarding.changed' ]
