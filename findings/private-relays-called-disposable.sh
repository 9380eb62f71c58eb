#!/usr/bin/env bash
# npm mailchecker 6.0.21, a list of throw-away e-mail addresses, refuses the permanent forwarding addresses of DuckDuckGo (duck.com), Firefox Relay
# (mozmail.com), Proton Pass (passmail.net), SimpleLogin (simplelogin.com, slmail.me) and addy.io. npm disposable-email-domains 1.0.62 lists none of them,
# and neither refuses Apple's "Hide My Email" (privaterelay.appleid.com).
#
# Such an address belongs to one person and stays: a customer of a bank can keep it for years. A good guess is that a list of disposable addresses
# tells relays from ten-minute mailboxes (yopmail.com, which both list). An account opening that refuses "temporary" addresses with one of these
# lists turns away people who chose a private address, and with the other one it does not.
# Output seen: yopmail.com refused and listed; the six relays refused and not listed. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . mailchecker@6.0.21 disposable-email-domains@1.0.62 > /dev/null
cat > lists.cjs <<'JS'
const mailchecker = require('mailchecker');
const listed = new Set(require('disposable-email-domains'));
const domains = ['yopmail.com', 'duck.com', 'mozmail.com', 'passmail.net', 'simplelogin.com', 'slmail.me', 'addy.io', 'privaterelay.appleid.com'];
for (const domain of domains)
  console.log(domain, 'mailchecker:', mailchecker.isValid(`someone@${domain}`) ? 'fine' : 'refused', 'disposable-email-domains:', listed.has(domain) ? 'listed' : 'not listed');
JS
found=$(node lists.cjs)
echo "$found"
expected=$(
  echo 'yopmail.com mailchecker: refused disposable-email-domains: listed'
  for relay in duck.com mozmail.com passmail.net simplelogin.com slmail.me addy.io; do echo "$relay mailchecker: refused disposable-email-domains: not listed"; done
  echo 'privaterelay.appleid.com mailchecker: fine disposable-email-domains: not listed'
)
[ "$found" = "$expected" ]
