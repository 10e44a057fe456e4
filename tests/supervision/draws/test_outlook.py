"""What is known of a draw before its values: who can never get a team, chances, room under a limit of visits (trust A.6)."""

from fractions import Fraction

from supervision.draws.algorithm import outlook, words
from supervision.draws.algorithm.plan import commitment
from supervision.draws.algorithm.selection import freeze
from tests.supervision.draws.files import DICE, SECRET, VALUES, Files, dice, person, plan, sha256, thing

ALL = [{"key": "A", "num": 1, "den": 1, "min": 0}]


def frozen(files: Files):
    return freeze(*files.bytes())


def test_entropy_is_that_of_all_sources_together():
    assert round(outlook.bits(frozen(Files())), 1) == 71.6  # 61.6 of twenty balls, 10.0 of three digits
    assert round(outlook.bits(frozen(Files(dice()))), 1) == 66.4
    both = plan(sources=[{"id": "a", "fmt": "S6/33+S1/16"}, {"id": "b", "fmt": "S5/35+S2/12"}])
    assert round(outlook.bits(frozen(Files(both))), 1) == 48.4
    assert outlook.bits(frozen(Files(plan(sources=[{"id": "drand", "fmt": "H64"}])))) == 256
    assert outlook.bits(frozen(Files(plan(sources=[])))) == 0


def test_who_gets_no_team_whatever_the_seed_gets_none_in_any_draw():
    things = [
        thing("O1", "A"),
        thing("O2", "A", "990000"),
        thing("O3", "A", need=("核",)),
        thing("O4", "A", "510700"),
        thing("O5", "A", "990000", excl="SUSPENDED"),
        thing("O6", "A"),
    ]
    people = [
        person("P1", areas=["51"], recuse=["O6"]),
        person("P2", areas=["5101"]),
        person("P3", areas=["5101"], avail=0),
    ]
    files = frozen(Files(dice(strata=ALL), things, people, DICE))
    failures = outlook.lasting_failures(files)
    assert failures == {"O2": "NO_LEAD", "O3": "NO_TAG:核", "O4": "TEAM_SHORT", "O6": "TEAM_SHORT"}
    for number in range(50):
        picks = files.drawn_by(sha256(f"{number}".encode())).result["picks"]
        assert {pick["object"]: pick["failure"] for pick in picks if pick["failure"]} == failures
    assert [words.failure(code) for code in failures.values()] == [
        "没有可任主检人的人员",
        "没有具备“核”专长的人员",
        "可派人员不足",
        "可派人员不足",
    ]


def test_the_chance_of_an_object_is_its_stratum_s_picks_by_its_eligible():
    things = [thing(f"O{number}", "A", excl="X" if number > 6 else "") for number in range(9)]
    strata = [{"key": "A", "num": 1, "den": 4, "min": 1}, {"key": "B", "num": 1, "den": 1, "min": 1}]
    files = frozen(Files(dice(strata=strata), things, values=DICE))
    assert outlook.chance(files, "A") == Fraction(2, 7)
    assert outlook.chance(files, "B") == 0


def crowded(most: int):
    rule = {"size": 2, "region": "same", "max_load": most}
    things = [thing(f"O{number}", "A", "510100") for number in range(4)] + [thing("Z1", "A", "510700")]
    people = [person("P1", areas=["51"]), person("P2", 0, ["5101"]), person("P3", 0, ["51"])]
    return frozen(Files(dice(strata=ALL, team=rule), things, people, DICE))


def test_room_under_a_limit_is_counted_by_region_for_leads_and_for_all():
    assert outlook.rooms(crowded(0)) == []
    rooms = outlook.rooms(crowded(5))
    assert [(room.region, room.lead, room.visits, room.expected, room.enough) for room in rooms] == [
        ("510100", True, 5, 4, False),
        ("510100", False, 15, 8, True),
        ("510700", True, 5, 1, True),
        ("510700", False, 10, 2, True),
    ]


def test_tried_draws_show_where_the_limit_leaves_objects_without_team():
    assert list(outlook.trials(crowded(5), 20)) == [0] * 20
    tried = list(outlook.trials(crowded(2), 20))
    assert tried == [3] * 20  # one lead with two visits serves two of five
    assert list(outlook.trials(crowded(0), 3)) == [0, 0, 0]


def test_what_a_sealed_plan_publishes_of_its_secret():
    assert commitment(SECRET) == sha256(b"TFMP-SECRET-1|" + SECRET.encode())
    assert VALUES["fc.3d"] == "417"
