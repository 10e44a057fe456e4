"""Other processes on the test database."""

import os
from urllib.parse import urlsplit, urlunsplit


def environment(database: str, **more: str) -> dict[str, str]:
    """This environment, pointed at the test database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{database}"))
    settings_module = os.environ.get("DJANGO_SETTINGS_MODULE", "tianfu.settings")
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings_module, **more}
