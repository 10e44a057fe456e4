"""Step 1 and 2 of TFMP-DRAW-1 written down as trust A.5 says them, without any care for speed: the oracle of the real one."""

import hashlib
import json
from typing import Any


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def result(
    plan: bytes, objects: bytes, inspectors: bytes, values: dict[str, str], secret: str | None
) -> dict[str, Any]:
    """The result of files that hold."""
    document = json.loads(plan)
    things, people = ([json.loads(line) for line in data.split(b"\n")[:-1]] for data in (objects, inspectors))
    text = f"TFMP-SEED-1\nplan={hashlib.sha256(plan).hexdigest()}\n"
    text += "".join(f"{source['id']}={values[source['id']]}\n" for source in document["sources"])
    text += f"secret={secret}\n" if document["secret_commit"] else ""
    seed = _hash(text)

    def ticket(*names: str) -> str:
        return _hash("|".join(("TFMP-DRAW-1", seed, *names)))

    picks, strata = [], []
    for stratum in document["strata"]:
        listed = [thing for thing in things if thing["stratum"] == stratum["key"]]
        pool = sorted((thing for thing in listed if not thing["excl"]), key=lambda o: (ticket("obj", o["id"]), o["id"]))
        whole, rest = divmod(len(pool) * stratum["num"], stratum["den"])
        want = max(stratum["min"], whole + (1 if rest else 0))
        k = min(want, len(pool))
        picks += pool[:k]
        strata.append({"key": stratum["key"], "listed": len(listed), "eligible": len(pool), "k": k, "short": want - k})

    rule, load = document["team"], {person["id"]: 0 for person in people}
    teams: dict[str, tuple[list[str], str]] = {}

    def able(thing: dict) -> list[dict]:
        return [
            person
            for person in people
            if person["avail"] == 1
            and thing["id"] not in person["recuse"]
            and any(thing["region"].startswith(area) for area in person["areas"])
            and not (rule["region"] == "cross" and thing["region"].startswith(person["home"]))
        ]

    for thing in sorted(picks, key=lambda o: (len(able(o)), ticket("obj", o["id"]), o["id"])):
        everybody = able(thing)
        free = [person for person in everybody if not rule["max_load"] or load[person["id"]] < rule["max_load"]]
        capped = len(free) < len(everybody)
        free.sort(key=lambda i: (load[i["id"]], ticket("insp", thing["id"], i["id"]), i["id"]))
        team: list[dict] = []
        failures = []
        leads = [person for person in free if person["lead"] == 1]
        if leads:
            team.append(leads[0])
        else:
            failures.append("NO_LEAD")
        for tag in thing["need"]:
            if not any(tag in person["tags"] for person in team):
                skilled = [person for person in free if tag in person["tags"] and person not in team]
                if skilled:
                    team.append(skilled[0])
                else:
                    failures.append(f"NO_TAG:{tag}")
        for person in free:
            if len(team) < rule["size"] and person not in team:
                team.append(person)
        if len(team) < rule["size"]:
            failures.append("TEAM_SHORT")
        names = [] if failures else [person["id"] for person in team]
        teams[thing["id"]] = (names, failures[0] + ("+CAP" if capped else "") if failures else "")
        for name in names:
            load[name] += 1

    return {
        "alg": "TFMP-DRAW-1",
        "plan": document["id"],
        "plan_sha256": hashlib.sha256(plan).hexdigest(),
        "seed_text": text,
        "seed": seed,
        "strata": strata,
        "picks": [
            {
                "object": thing["id"],
                "stratum": thing["stratum"],
                "ticket": ticket("obj", thing["id"]),
                "team": teams[thing["id"]][0],
                "failure": teams[thing["id"]][1],
            }
            for thing in picks
        ],
        "load": {name: count for name, count in load.items() if count},
    }
