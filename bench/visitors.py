"""Who asks in the measurement, and what each page costs in queries: `python -m bench.visitors` prints both as JSON."""

import json
import sys
import time

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.pages import Page, pages

OFFICERS = {"operator": "operator@demo.example", "prefecture": "city@demo.example", "firm": "solar@demo.example"}


def signed_in(email: str) -> Client:
    """A session as after signing in with a password just now."""
    from tianfu.accounts.access.sessions import LAST_SEEN_AT, SIGNED_IN_AT
    from tianfu.accounts.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email), backend="tianfu.accounts.backends.RoleBackend")
    session = client.session
    session[LAST_SEEN_AT] = session[SIGNED_IN_AT] = time.time()
    session.save()
    return client


def cost(client: Client, page: Page) -> tuple[int, int, int]:
    """(status, queries, bytes) of a second visit."""
    client.get(page.path)
    with CaptureQueriesContext(connection) as found:
        answer = client.get(page.path)
    return answer.status_code, len(found), len(answer.content)


def main() -> None:
    clients = {name: signed_in(email) for name, email in OFFICERS.items()} | {"": Client(SERVER_NAME="localhost")}
    measured = {page.name: cost(clients[page.who], page) for page in pages()}
    cookies = {
        name: "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
        for name, client in clients.items()
    }
    found = [(page.name, page.path, page.who) for page in pages()]
    json.dump({"pages": found, "costs": measured, "cookies": cookies}, sys.stdout)


if __name__ == "__main__":
    django.setup()
    main()
