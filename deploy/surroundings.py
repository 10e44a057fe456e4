"""The environment variables of manage.py, web, worker and beat on one DATA_DIR (the table is in README.md)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from deploy.places import ROOT, Places
from deploy.refusal import Refusal
from deploy.servers import Servers

DEFAULT_DATA_DIR = ROOT / "var"


def data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR") or DEFAULT_DATA_DIR)


def port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Refusal(f"变量 PORT 应为 1 至 65535 的整数，现为 {text!r}。")
    return int(text)


def public_url() -> str:
    return os.environ.get("PUBLIC_URL") or f"http://localhost:{port()}"


def surroundings(places: Places, servers: Servers) -> dict[str, str]:
    """What is given in the environment stands; the rest is the demo default of `make run`."""
    given = {name: value for name, value in os.environ.items() if value != ""}
    host = urlsplit(public_url()).hostname or "localhost"
    defaults = {
        "DEMO": "1",
        "ALLOWED_HOSTS": ",".join(dict.fromkeys([host, "localhost", "127.0.0.1", "[::1]"])),
        "PYTHONUNBUFFERED": "1",
    }
    if "SECRET_KEY" not in given:
        defaults["SECRET_KEY"] = places.secret_key()
    if "ENCRYPTION_KEYS" not in given:
        defaults["ENCRYPTION_KEYS"] = places.encryption_keys()
    return {
        **defaults,
        **given,
        "DATA_DIR": str(places.data),
        "PUBLIC_URL": public_url(),
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "DJANGO_SETTINGS_MODULE": "tianfu.settings",
    }
