#!/usr/bin/env bash
# segno 1.6.6 (PyPI), the usual Python library for EPC ("GiroCode") payment symbols, makes none without an amount or without a text.
#
# EPC069-12 v2.1 marks the amount and the remittance information as optional: the payer fills them in. A module that asks a customer to
# send "between 1 and 1,000 euros" wants exactly that symbol. A good guess is that amount=None and no text leave two lines empty.
# Seen: amount=None raises TypeError from Decimal; no text raises ValueError "Either a text or a creditor reference ... must be provided";
# with both given it writes the amount without trailing zero (EUR12.5).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check segno==1.6.6
"$work/venv/bin/python" - <<'PY'
from segno import helpers
who = dict(name='Example Bank', iban='FR7630006000011234567890189')
def outcome(**more):
    try:
        return helpers._make_epc_qr_data(**who, **more).decode().split('\n')[7] if 'text' in more and more['amount'] else helpers.make_epc_qr(**who, **more).designator
    except Exception as error:
        return type(error).__name__
seen = {
    'no amount': outcome(amount=None, text='Account opening'),
    'no text': outcome(amount=12),
    'both': outcome(amount=12.5, text='Account opening'),
}
print(seen)
assert seen == {'no amount': 'TypeError', 'no text': 'ValueError', 'both': 'EUR12.5'}, 'the behaviour changed'
PY
