"""Known weaknesses of packages stop the build; an index that cannot be asked is said and stops nothing."""

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import audit
from deploy.places import ROOT


@pytest.fixture
def index(request) -> Iterator[str]:
    """A package index that knows what the test says of each package."""
    known: dict[str, list[dict]] = getattr(request, "param", {})

    class Index(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            package = self.path.split("/")[2]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"vulnerabilities": known.get(package, [])}).encode())

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/pypi"
    server.shutdown()
    server.server_close()


def run(index: str) -> tuple[int, str]:
    env = {"AUDIT_INDEX": index, "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-m", "deploy.audit"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_every_pinned_package_is_asked_for(index):
    names = dict(audit.pinned())
    lines = [line for file in ROOT.glob("requirements*.txt") for line in file.read_text().splitlines()]
    assert len(audit.pinned()) == len([line for line in lines if "==" in line and not line.startswith("#")]) > 40
    assert names["Django" if "Django" in names else "django"].startswith("5.2")
    assert run(index) == (0, f"已检查 {len(audit.pinned())} 个依赖包，发现 0 个已知漏洞。\n")


WEAK = [{"id": "GHSA-0", "aliases": ["CVE-2026-1"], "summary": "说明", "fixed_in": ["9.9"], "withdrawn": None}]


@pytest.mark.parametrize("index", [{"pytest": WEAK}], indirect=True)
def test_a_known_weakness_stops_the_build_and_says_where_it_is_mended(index):
    code, said = run(index)
    assert code == 1
    assert "GHSA-0，已在 9.9 修复。说明" in said


@pytest.mark.parametrize(
    "index", [{"pytest": WEAK, "ruff": [{**WEAK[0], "id": "X", "withdrawn": "2026"}]}], indirect=True
)
def test_what_was_taken_back_or_is_accepted_with_a_reason_counts_no_more(index, monkeypatch):
    monkeypatch.setitem(audit.ACCEPTED, "CVE-2026-1", "not used here")
    assert audit.findings("pytest", "1", index) == audit.findings("ruff", "1", index) == []


def test_an_index_out_of_reach_is_said_and_stops_nothing(tmp_path: Path):
    code, said = run("http://127.0.0.1:9/pypi")
    assert code == 0
    assert said.startswith("未检查依赖包的已知漏洞：http://127.0.0.1:9/pypi 无法访问，或不提供漏洞信息")
