"""`make manage ARGS="…"`: manage.py on the servers of DATA_DIR, which are started for it when nothing runs."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from deploy.account import server_account
from deploy.places import ROOT, Places
from deploy.refusal import Refusal, refuse
from deploy.servers import Servers
from deploy.surroundings import data_dir, surroundings


@contextlib.contextmanager
def servers_of(places: Places) -> Iterator[Servers]:
    """The servers of the folder: those of the running supervisor, else started here and stopped again."""
    servers = Servers(places)
    if places.holder():
        yield servers
        return
    with places.lock(f"维护命令（进程 {os.getpid()}）"):
        try:
            servers.start()
            yield servers
        finally:
            servers.stop()


def main() -> int:
    try:
        places = Places.at(data_dir(), server_account())
        with servers_of(places) as servers:
            command = [sys.executable, "manage.py", *sys.argv[1:]]
            return subprocess.run(command, env=surroundings(places, servers), cwd=ROOT).returncode
    except Refusal as refusal:
        return refuse(refusal)


if __name__ == "__main__":
    sys.exit(main())
