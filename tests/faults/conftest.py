from tests.nudges.conftest import post_office

__all__ = ["post_office"]
