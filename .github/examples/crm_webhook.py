#!/usr/bin/env python3
"""A CRM calls this (port 8080) when somebody logs an activity in it; what it tells is passed on to Tend.

TEND_ADDRESS and TEND_KEY say where to and by which key; PORT where to listen. It expects a list of activities like
{"id": 4711, "type": "CALL", "company": "Acme Corp", "at": "2026-05-12T09:30:00Z", "by": "ana@our.com", "summary": ""}:
change `touch` to what your CRM tells. It answers what Tend answered, so that a CRM that repeats what failed repeats it.
"""

import json
import os
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KINDS = {"CALL": "call", "MEETING": "meeting", "EMAIL": "email", "NOTE": "note"}


def touch(activity):
    """An activity of the CRM as the intake takes it."""
    return {
        "external_id": f"crm-{activity['id']}",
        "account": activity["company"],
        "kind": KINDS.get(activity["type"], "note"),
        "direction": "two-way",
        "occurred_at": activity["at"],
        "people": [activity["by"]],
        "note": activity["summary"],
    }


def post(body):
    """Pass it on; Tend's status and answer."""
    request = urllib.request.Request(
        f"{os.environ['TEND_ADDRESS']}/intake/touches",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {os.environ['TEND_KEY']}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class Webhook(BaseHTTPRequestHandler):
    """One call of the CRM."""

    def do_POST(self):
        activities = json.loads(self.rfile.read(int(self.headers["content-length"])))
        status, answer = post({"touches": [touch(activity) for activity in activities]})
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Webhook).serve_forever()
