"""What became of each change: a line for each is written as soon as it is known, so that a run that is stopped loses none."""

from deploy.places import ROOT

KILLED, SURVIVED, BROKEN = "killed", "survived", "broken"
LINES = ROOT / "var" / "mutants" / "outcomes"


def note(owner: str, name: str, outcome: str, test: str = "") -> None:
    LINES.parent.mkdir(parents=True, exist_ok=True)
    with LINES.open("a") as file:
        file.write("\t".join([outcome, owner, name, test]) + "\n")


def noted() -> dict[tuple[str, str], str]:
    """The last outcome of each change, by owner and name."""
    lines = LINES.read_text().splitlines() if LINES.exists() else []
    rows = [line.split("\t") for line in lines]
    return {(owner, name): outcome for outcome, owner, name, _ in rows}
