"""The database of a DATA_DIR or of DATABASE_URL, and the pg_dump and pg_restore that fit it."""

import os
import subprocess
from dataclasses import dataclass

import dj_database_url
import psycopg2

from deploy.binaries import PostgresBinaries, all_postgres
from deploy.refusal import Refusal


@dataclass(frozen=True)
class Database:
    url: str
    name: str

    @classmethod
    def at(cls, url: str) -> "Database":
        return cls(url, str(dj_database_url.parse(url)["NAME"]))

    def connect(self, name: str = "") -> "psycopg2.extensions.connection":
        """A connection in autocommit to this database, or to another one of the same server."""
        settings = dj_database_url.parse(self.url)
        try:
            connection = psycopg2.connect(
                host=settings["HOST"] or None,
                port=settings["PORT"] or None,
                user=settings["USER"] or None,
                password=settings["PASSWORD"] or None,
                dbname=name or self.name,
                connect_timeout=10,
                **settings.get("OPTIONS", {}),
            )
        except psycopg2.OperationalError as error:
            raise Refusal(f"无法连接数据库：{str(error).strip().splitlines()[0]}") from error
        connection.autocommit = True
        return connection

    def rows(self, query: str, *arguments: object, database: str = "") -> list[tuple]:
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query, arguments)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def major(self) -> int:
        return int(self.rows("show server_version_num")[0][0]) // 10000

    def is_empty(self) -> bool:
        """No table in it: neither ours nor anybody's."""
        found = self.rows("select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')")
        return int(found[0][0]) == 0

    def programs(self) -> PostgresBinaries:
        """Those of the server's own major version: pg_restore of another one writes settings the server may not know."""
        major = self.major()
        for binaries in all_postgres():
            if binaries.major == major:
                return binaries
        raise Refusal(
            f"数据库服务器的版本是 PostgreSQL {major}，本机没有同版本的 pg_dump/pg_restore；请安装 postgresql-client-{major}。"
        )

    def run(self, program: str, *arguments: str, name: str = "") -> None:
        """pg_dump or pg_restore on this server; the password goes through the environment, not the command line."""
        settings = dj_database_url.parse(self.url)
        env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        if settings["PASSWORD"]:
            env["PGPASSWORD"] = settings["PASSWORD"]
        command = [self.programs().path(program), "-w", "-d", name or self.name]
        for option, value in (("-h", settings["HOST"]), ("-p", settings["PORT"]), ("-U", settings["USER"])):
            if value:
                command += [option, str(value)]
        done = subprocess.run([*command, *arguments], env=env, capture_output=True, text=True)
        if done.returncode != 0:
            raise Refusal(f"{program} 失败：{done.stderr.strip()[-1500:]}")
