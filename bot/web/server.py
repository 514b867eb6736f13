"""uvicorn in a thread of its own."""

from __future__ import annotations

import socket
import threading
from types import TracebackType

from starlette.types import ASGIApp
from uvicorn import Config
from uvicorn import Server as Uvicorn

FINISH_WITHIN_S = 15


class Server:
    """Serves an ASGI app while the block lasts. The port is taken on construction; raises `OSError` when it cannot be.

    `port` 0 is any free one.
    """

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family)
        self.port: int = self._socket.getsockname()[1]
        self._uvicorn = Uvicorn(
            Config(
                app,
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=FINISH_WITHIN_S,
            )
        )
        self._thread = threading.Thread(target=self._uvicorn.run, args=([self._socket],), name="web")

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Accept nothing more, finish what is in flight (within `FINISH_WITHIN_S`), and end the thread."""
        self._uvicorn.should_exit = True
        self._thread.join()
