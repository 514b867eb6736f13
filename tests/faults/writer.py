"""A process of its own that logs touches as fast as it can, and names each once it is acknowledged, until killed.

`python -m tests.faults.writer DATABASE_URL ACCOUNT_ID`
"""

from __future__ import annotations

import sys
from datetime import timedelta

from bot.policy import Direction, Kind
from bot.work import touches
from bot.work.deed import Deed
from storage.engine import Store
from tests.work.scene import ANA, NOW, TEAM


def main(database_url: str, account_id: str) -> None:
    store = Store.open(database_url)
    while True:
        said = touches.NewTouch(account_id, Kind.CALL, Direction.TWO_WAY, NOW - timedelta(days=1), note="x" * 2_000)
        print(touches.log(store, Deed(TEAM, ANA, NOW), said).touch.id, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
