"""A process of its own that sweeps and sends once at a given moment: what a crash test kills.

`python -m tests.faults.child DATABASE_URL SLACK_API_URL MOMENT`
"""

from __future__ import annotations

import sys
from datetime import datetime

from bot.nudges.schedule import Ticker
from bot.slack import SlackClients
from bot.tend import Tend
from storage.engine import Store
from tests.nudges.house import SILENCE


def main(database_url: str, api_url: str, moment: str) -> int:
    now = datetime.fromisoformat(moment)
    store = Store.open(database_url)
    ticker = Ticker(Tend(store, lambda: now, SlackClients(api_url, "xoxb-stand-in"), "U0TEND"), rules=SILENCE)
    ticker.tick(now)
    store.close()
    return sum(ticker.failures.values())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
