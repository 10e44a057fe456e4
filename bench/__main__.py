"""`make bench [SIZE=million] [BENCH_DIR=var/bench] [ONLY=pages,acts] [AS=before]`: the platform beside a bare Django page.

On first use it loads the demo into a database of its own, and into a copy of that a generated register: by default
100,000 authorizations and 10,000 open cases, with SIZE=million a million and 100,000. Both stay in BENCH_DIR for the
next time. Then it serves the platform and the bare page (`bench/bare.py`) with the same server, asks both in turn on four
connections, and prints a table, which it also puts into docs/performance.md under the name of the size (and AS).
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench import tables
from bench.load import Sample, sample
from bench.servers import MEASURED, Running, bare, platform
from deploy.account import server_account
from deploy.places import ROOT, Places
from deploy.refusal import Refusal, refuse, say
from deploy.run import prepare
from deploy.servers import DATABASE, Servers
from deploy.surroundings import surroundings

SIZES = {"demo": (0, 0), "thousands": (100_000, 10_000), "million": (1_000_000, 100_000)}
ROUNDS = int(os.environ.get("ROUNDS") or 5)
SECONDS = float(os.environ.get("SECONDS") or 0.6)
WARM, WARMING = 150, 20.0  # requests to each page before it is measured, in so many seconds at most
MANY = 10_000  # requests after which memory is looked at


def python(module: str, env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env={**env, **MEASURED}, stdout=subprocess.PIPE, text=True
    )
    if done.returncode != 0:
        raise Refusal(f"{module} failed: {done.stdout[-2000:]}")
    return done.stdout


def at(env: dict[str, str], servers: Servers, name: str) -> dict[str, str]:
    """The surroundings of another database of the same cluster."""
    assert servers.postgres is not None
    return {**env, "DATABASE_URL": servers.postgres.url(name)}


def build(env: dict[str, str], servers: Servers, size: str) -> dict[str, str]:
    """The surroundings of the database of this size, made when it is not there."""
    assert servers.postgres is not None
    name = DATABASE if size == "demo" else f"{DATABASE}_{size}"
    if not servers.postgres.holds(name):
        say(f"{size}: making the register …")
        making, began = f"{name}_making", time.monotonic()  # one that was given up half-way bears this name
        servers.postgres.drop_database(making)
        servers.postgres.ensure_database(making, template=DATABASE)
        say(python("bench.register", at(env, servers, making), *map(str, SIZES[size])))
        servers.postgres.rename_database(making, name)
        say(f"{size}: made in {time.monotonic() - began:.0f} s")
    given = at(env, servers, name)
    prepare(given)
    return given


class Measured:
    """One page at one size."""

    def __init__(self) -> None:
        self.ratios: list[float] = []
        self.sample, self.alone = Sample(), Sample()
        # Milliseconds of processor time a request, the database's not counted; the bare page's beside it.
        self.work: list[float] = []
        self.bare: list[float] = []


def measure(web: Running, yardstick: Running, visitors: dict[str, Any], *, rounds: int) -> dict[str, Measured]:
    """Each page in turn with the bare page, several times; then alone, one request after the other."""
    found = {name: Measured() for name, _, _ in visitors["pages"]}
    for _, path, who in visitors["pages"]:  # every process has read its templates and planned its statements
        warm(web, path, visitors["cookies"].get(who, ""))
    warm(yardstick, "/", "")
    for _ in range(rounds):
        for name, path, who in visitors["pages"]:
            one, cookie = found[name], visitors["cookies"].get(who, "")
            plain, bare_work = working(yardstick, "/", "")
            here, work = working(web, path, cookie)
            one.work.append(work)
            one.bare.append(bare_work)
            one.ratios.append(here.rate / plain.rate)
            one.sample.add(here)
            one.alone.add(sample(web.port, path, cookie=cookie, connections=1, seconds=SECONDS / 3))
    return found


def warm(server: Running, path: str, cookie: str) -> None:
    """By asking so often, not so long: on a busy machine a second is a few requests, and what was measured was the start."""
    asked, until = 0, time.monotonic() + WARMING
    while asked < WARM and time.monotonic() < until:
        asked += len(sample(server.port, path, cookie=cookie, seconds=SECONDS).times)


def working(server: Running, path: str, cookie: str) -> tuple[Sample, float]:
    """A sample, and the milliseconds of processor time that each of its requests took the server."""
    before = server.processor_seconds()
    found = sample(server.port, path, cookie=cookie, seconds=SECONDS)
    return found, 1000 * (server.processor_seconds() - before) / max(1, len(found.times))


def rows(env: dict[str, str], logs: Path, sizes: list[str], given: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What every page costs at each size: uncached at all, cached at the last."""
    table: dict[str, Any] = {}
    for size in sizes:
        visitors = json.loads(python("bench.visitors", {**given[size], "PAGE_CACHE": "0"}))
        for name, (status, queries, size_in_bytes) in visitors["costs"].items():
            if status != 200:
                raise Refusal(f"{name}: {status}")
            table.setdefault(name, {})[size] = {"queries": queries, "bytes": size_in_bytes}
        with bare(given[size], logs) as yardstick:
            with platform(given[size], logs, PAGE_CACHE="0") as web:
                for name, one in measure(web, yardstick, visitors, rounds=ROUNDS).items():
                    table[name][size] |= figures(one)
            if size == sizes[-1]:
                public = {**visitors, "pages": [page for page in visitors["pages"] if not page[2]]}
                with platform(given[size], logs) as web:
                    for name, one in measure(web, yardstick, public, rounds=max(2, ROUNDS // 2)).items():
                        table[name]["cached"] = figures(one)
    return table


def figures(one: Measured) -> dict[str, float]:
    return {
        "ratio": median(one.ratios),
        "median": one.sample.quantile(0.5),
        "p95": one.sample.quantile(0.95),
        "alone": one.alone.quantile(0.5),
        "work": median(one.work),
        "bare": median(one.bare),
        "wrong": one.sample.wrong,
    }


def memory(given: dict[str, str], logs: Path) -> list[str]:
    """Resident MiB of each process of the web server, at the start and after many requests."""
    visitors = json.loads(python("bench.visitors", given))
    with platform(given, logs) as web:
        first = web.memory()
        asked = 0
        while asked < MANY:
            for _, path, who in visitors["pages"]:
                asked += len(sample(web.port, path, cookie=visitors["cookies"].get(who, ""), seconds=1.0).times)
        return [f"{before} → {after} MB" for before, after in zip(first, web.memory(), strict=False)]


def main() -> int:
    size = os.environ.get("SIZE") or "thousands"
    parts = (os.environ.get("ONLY") or "pages,memory,acts").split(",")
    try:
        if size not in SIZES:
            raise Refusal(f"SIZE is one of {', '.join(SIZES)}")
        places = Places.at(os.environ.get("BENCH_DIR") or ROOT / "var" / "bench", server_account())
        with places.lock(f"bench {os.getpid()}"):
            servers = Servers(places)
            env = surroundings(places, servers)
            servers.start()
            try:
                sizes = ["demo"] if size == "demo" else ["demo", size]
                given = {name: build(env, servers, name) for name in sizes}
                found: dict[str, Any] = {"size": size, "counts": SIZES[size]}
                if "pages" in parts:
                    found["pages"] = rows(env, places.logs, sizes, given)
                if "memory" in parts:
                    found["memory"] = memory(given[size], places.logs)
                if "acts" in parts:
                    found["acts"] = json.loads(python("bench.acts", given[size]).splitlines()[-1])
                text = tables.text(found)
                print(text)
                tables.keep(f"{os.environ.get('AS') or 'now'}-{size}", text)
            finally:
                servers.stop()
    except Refusal as refusal:
        return refuse(refusal)
    return 0


if __name__ == "__main__":
    sys.exit(main())
