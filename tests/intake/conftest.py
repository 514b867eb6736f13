from tests.work.conftest import scene, sqlite_scene

__all__ = ["scene", "sqlite_scene"]
