#!/usr/bin/env python3
"""A mail server pipes an e-mail into this, which passes on that there was one: `tend: |/opt/forward_email.py`.

TEND_ADDRESS and TEND_KEY say where to and by which key, OUR_DOMAIN which addresses are ours. Of what was written only
the subject goes on. Exits with 75, by which a mail server tries again later, where Tend cannot be reached.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from email import message_from_binary_file, policy
from email.utils import getaddresses, parsedate_to_datetime

TRY_AGAIN = 75


def touch(mail, our_domain):
    """The e-mail as the intake takes it."""
    sender = [address.lower() for _, address in getaddresses(mail.get_all("from", []))]
    to = [address.lower() for _, address in getaddresses([*mail.get_all("to", []), *mail.get_all("cc", [])])]
    ours = [address for address in [*sender, *to] if address.endswith(f"@{our_domain}")]
    return {
        "external_id": mail["message-id"].strip()[:200],
        "kind": "email",
        "direction": "to-client" if sender[0] in ours else "from-client",
        "occurred_at": parsedate_to_datetime(mail["date"]).astimezone().isoformat(),
        "note": (mail["subject"] or "")[:3000],
        "contacts": [address for address in [*sender, *to] if address not in ours][:20],
        "people": ours[:20],
    }


def post(body):
    """Pass it on; what came of it."""
    request = urllib.request.Request(
        f"{os.environ['TEND_ADDRESS']}/intake/touches",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {os.environ['TEND_KEY']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["results"][0]["outcome"]


def main():
    mail = message_from_binary_file(sys.stdin.buffer, policy=policy.default)
    try:
        print(post(touch(mail, os.environ["OUR_DOMAIN"])))
    except urllib.error.HTTPError as error:
        print(json.load(error)["detail"], file=sys.stderr)
        return TRY_AGAIN if error.code in (429, 503) else 0
    except OSError as error:
        print(error, file=sys.stderr)
        return TRY_AGAIN
    return 0


if __name__ == "__main__":
    sys.exit(main())
