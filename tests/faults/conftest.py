from tests.nudges.conftest import logged, post_office

__all__ = ["logged", "post_office"]
