"""How long a draw takes and how much memory it needs: `python bench/draw.py [objects …]` (default 10,000 and 1,000,000).

Files of the size asked for are written to a temporary folder and drawn by the command everybody uses, in a process of its own.
5,000 inspectors; four strata with 1 % of the objects drawn; two thirds of the inspectors work in one to three of the 21
prefectures, one third in the whole province; one object in a hundred has somebody recused.
"""

import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REGIONS = [f"51{number:02d}" for number in (1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 32, 33, 34)]
TAGS = ["食品", "白酒", "茶叶", "纺织", "装备", "建材", "医药", "服务"]
PEOPLE = 5_000
STRATA = ("甲", "乙", "丙", "丁")


def line(row: dict) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def objects(count: int, chance: random.Random) -> bytes:
    return "".join(
        line(
            {
                "id": f"9151{number:014d}",
                "stratum": STRATA[number % 4],
                "region": chance.choice(REGIONS) + "00",
                "need": [chance.choice(TAGS)],
                "excl": "" if chance.random() < 0.97 else "CHECKED_180D",
            }
        )
        for number in range(count)
    ).encode()


def inspectors(count: int, chance: random.Random) -> bytes:
    rows = []
    for number in range(PEOPLE):
        home = chance.choice(REGIONS)
        areas = ["51"] if number % 3 == 0 else sorted({home, *chance.sample(REGIONS, chance.randint(0, 2))})
        recuse = sorted({f"9151{chance.randrange(count):014d}" for _ in range(count // 100 // PEOPLE + 1)})
        rows.append(
            {
                "id": f"SC23{number:06d}",
                "areas": areas,
                "home": home,
                "lead": int(chance.random() < 0.4),
                "tags": sorted(chance.sample(TAGS, 3)),
                "recuse": recuse,
                "avail": int(chance.random() < 0.95),
            }
        )
    return "".join(map(line, rows)).encode()


def write_folder(folder: Path, count: int, permille: int = 10) -> None:
    """The four files of a draw of `count` objects, `permille` of a thousand drawn."""
    chance = random.Random(count)
    files = {"objects.jsonl": objects(count, chance), "inspectors.jsonl": inspectors(count, chance)}
    hashes = {name.replace(".jsonl", "_sha256"): hashlib.sha256(data).hexdigest() for name, data in files.items()}
    plan = {
        "alg": "TFMP-DRAW-1",
        "id": f"BENCH-{count}",
        "secret_commit": "",
        "sources": [{"id": "dice", "fmt": "D20"}],
        "strata": [{"key": key, "num": permille, "den": 1000, "min": 1} for key in STRATA],
        "team": {"size": 2, "region": "same", "max_load": 0},
        **hashes,
    }
    files["plan.json"] = line(plan).removesuffix("\n").encode()
    files["values.json"] = json.dumps({"values": {"dice": "01234567890123456789"}}).encode()
    for name, data in files.items():
        (folder / name).write_bytes(data)


MEASURED = """
import resource, runpy, sys
sys.argv = ["manage.py", "draw_verify", sys.argv[1]]
try:
    runpy.run_path("manage.py", run_name="__main__")
finally:
    sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
"""


def measure(count: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        write_folder(Path(name), count)
        size = sum(path.stat().st_size for path in Path(name).iterdir())
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", MEASURED, name], cwd=ROOT, capture_output=True, check=True)
        seconds = time.perf_counter() - begin
    picks = json.loads(done.stdout)["picks"]
    failed = sum(1 for pick in picks if pick["failure"])
    return (
        f"{count:>9,} objects ({size / 1e6:.0f} MB), {PEOPLE:,} inspectors: {len(picks):,} picks ({failed} without team) "
        f"in {seconds:.1f} s, {int(done.stderr):,} MB at most"
    )


if __name__ == "__main__":
    for asked in [int(text) for text in sys.argv[1:]] or [10_000, 1_000_000]:
        print(measure(asked), flush=True)
