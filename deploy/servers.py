"""Database and queue of one DATA_DIR: the given ones, or the embedded ones, behind the same four verbs."""

import os
from dataclasses import dataclass, field

from deploy.binaries import choose_postgres, reachable, redis_server
from deploy.places import Places
from deploy.postgres import FAST, Postgres
from deploy.refusal import say
from deploy.valkey import Valkey

DATABASE = "tianfu"


@dataclass
class Servers:
    places: Places
    fast: bool = False  # only make test: no fsync
    postgres: Postgres | None = field(default=None, init=False)
    valkey: Valkey | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """DATABASE_URL and REDIS_URL, where given, stand; what is missing is embedded."""
        places = self.places
        if not os.environ.get("DATABASE_URL"):
            binaries = choose_postgres(os.environ.get("PG", ""), places.clusters())
            binaries = reachable(binaries, places.account, places.programs_home())
            log = places.logs / "postgres.log"
            sockets = places.sockets() / "postgres"
            self.postgres = Postgres(binaries, places.cluster(binaries.major), sockets, log, places.account)
            if self.fast:
                self.postgres.options = FAST
        if not os.environ.get("REDIS_URL"):
            self.valkey = Valkey(redis_server(), places.valkey_data, places.sockets(), places.logs / "valkey.log")

    @property
    def database_url(self) -> str:
        return self.postgres.url(DATABASE) if self.postgres else os.environ["DATABASE_URL"]

    @property
    def redis_url(self) -> str:
        return self.valkey.url if self.valkey else os.environ["REDIS_URL"]

    def start(self) -> None:
        if self.postgres is not None:
            if self.postgres.answers():
                say("接管仍在运行的 PostgreSQL。")
            self.postgres.start()
            self.postgres.ensure_database(DATABASE)
        if self.valkey is not None:
            self.valkey.start()

    def mend(self) -> None:
        """Start again what has died."""
        if self.postgres is not None and not self.postgres.running():
            say("PostgreSQL 已退出，正在重新启动 …")
            self.postgres.start()
        if self.valkey is not None and not self.valkey.running():
            say("Valkey 已退出，正在重新启动 …")
            self.valkey.start()

    def stop(self) -> None:
        if self.valkey is not None:
            self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop()
