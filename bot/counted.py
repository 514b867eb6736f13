"""A Slack client that counts its calls."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot import metrics

_FINE = 200


class CountedClient(WebClient):
    """slack_sdk's, and every call is counted by its method and by what came of it."""

    def api_call(self, api_method: str, **how: Any) -> SlackResponse:
        """As slack_sdk's."""
        try:
            answer = super().api_call(api_method, **how)
        except SlackApiError as error:
            metrics.slack_call(api_method, _refusal(error.response))
            raise
        except Exception as error:
            metrics.slack_call(api_method, type(error).__name__)
            raise
        metrics.slack_call(api_method, "ok")
        return answer


def _refusal(response: Any) -> str:
    status = response.status_code
    return str(response.get("error") or "other") if status == _FINE else f"http_{status}"
