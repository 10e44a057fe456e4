"""What must hold of every draw (trust A.10): nothing may be changed unseen, nothing but the ticket decides, every team obeys."""

import random
from itertools import count

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from supervision.draws.algorithm.selection import Refusal, draw, freeze, ticket
from tests.supervision.draws import plans
from tests.supervision.draws.files import DICE, SECRET, Files, dice, lines, person, plan, sha256, thing

TRIED = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
SEED = sha256(b"a fixed seed")
numbers = st.integers(0, 10**6)


def sound(number: int) -> Files:
    return plans.sound(random.Random(number))


def frozen(files: Files):
    return freeze(*files.bytes())


def order(files: Files, stratum: str, seed: str = SEED) -> list[str]:
    """Drawn objects of a stratum in the order of their tickets."""
    picks = frozen(files).drawn_by(seed).result["picks"]
    return [pick["object"] for pick in picks if pick["stratum"] == stratum]


@TRIED
@given(st.integers(0, 2), st.data())
def test_one_changed_byte_is_refused_and_a_new_plan_for_it_changes_every_ticket(which, data):
    files = Files(plan(title="抽查"))
    four = list(files.arguments())
    place = data.draw(st.integers(0, len(four[which]) - 1))
    changed = bytearray(four[which])
    changed[place] ^= data.draw(st.integers(1, 255))
    four[which] = bytes(changed)
    before = draw(*files.arguments()).result
    if which:
        with pytest.raises(Refusal, match=r"^COMMIT: "):
            draw(*four)
        return
    # Only what is free in the plan can change without a refusal; then everything that was drawn by it changes too.
    try:
        after = draw(*four).result
    except Refusal:
        return
    assert after["plan_sha256"] != before["plan_sha256"]
    assert after["seed"] != before["seed"]
    assert not {pick["ticket"] for pick in after["picks"]} & {pick["ticket"] for pick in before["picks"]}


def test_the_smallest_change_of_a_directory_with_its_hash_in_the_plan_changes_seed_and_every_ticket():
    files = Files()
    before = draw(*files.arguments()).result
    for change in (
        lambda: files.objects[0].update(excl="SUSPENDED"),
        lambda: files.objects[1].update(region="510101"),
        lambda: files.inspectors[0].update(tags=["白酒"]),
        lambda: files.inspectors[1].update(avail=0),
    ):
        change()
        after = draw(*files.arguments()).result
        assert after["seed"] != before["seed"]
        assert not {pick["ticket"] for pick in after["picks"]} & {pick["ticket"] for pick in before["picks"]}
        before = after


@TRIED
@given(numbers)
def test_lines_in_another_order_are_refused(number):
    files = sound(number)
    rows = files.objects if len(files.objects) > 1 else files.inspectors
    assume(len(rows) > 1)
    random.Random(number).shuffle(rows)
    assume([row["id"] for row in rows] != sorted(row["id"] for row in rows))
    with pytest.raises(Refusal, match=r"^ORDER: "):
        draw(*files.arguments())


def many(size: int = 40, **changes) -> Files:
    everybody = [{"key": "A", "num": 1, "den": 1, "min": 0}, {"key": "B", "num": 1, "den": 2, "min": 0}]
    things = [thing(f"O{number:03d}", "AAB"[number % 3]) for number in range(size)]
    return Files(dice(**{"strata": everybody, **changes}), things, [person(f"P{n}", n % 2) for n in range(6)], DICE)


@TRIED
@given(st.integers(0, 39), numbers)
def test_with_the_seed_held_fixed_removing_an_object_leaves_the_order_of_the_others(index, number):
    """A ticket belongs to an id: neither the place in a list nor anybody else's presence matters."""
    files, seed = many(), sha256(f"{number}".encode())
    before = order(files, "A", seed)
    gone = files.objects.pop(index)["id"]
    assert order(files, "A", seed) == [name for name in before if name != gone]
    assert before == sorted(before, key=lambda name: ticket(seed, "obj", name))


@TRIED
@given(st.integers(1, 30), numbers)
def test_strata_are_independent(added, number):
    files, seed = many(), sha256(f"{number}".encode())
    before = order(files, "A", seed)
    files.objects += [thing(f"X{extra:03d}", "B") for extra in range(added)]
    assert order(files, "A", seed) == before


@TRIED
@given(numbers)
def test_every_team_obeys_every_rule_and_loads_are_the_teams(number):
    files = sound(number)
    result = draw(*files.arguments()).result
    people = {row["id"]: row for row in files.inspectors}
    things = {row["id"]: row for row in files.objects}
    rule = files.plan["team"]
    visits: dict[str, int] = {}
    assert len(result["picks"]) == sum(row["k"] for row in result["strata"])
    for pick in result["picks"]:
        seen, team = things[pick["object"]], [people[name] for name in pick["team"]]
        assert seen["excl"] == "" and seen["stratum"] == pick["stratum"]
        assert pick["ticket"] == ticket(result["seed"], "obj", seen["id"]) and len(pick["ticket"]) == 64
        assert bool(team) != bool(pick["failure"])
        for who in team:
            visits[who["id"]] = visits.get(who["id"], 0) + 1
            assert who["avail"] == 1 and seen["id"] not in who["recuse"]
            assert any(seen["region"].startswith(area) for area in who["areas"])
            assert rule["region"] == "same" or not seen["region"].startswith(who["home"])
        if team:
            assert team[0]["lead"] == 1 and len(team) >= rule["size"] and len(set(pick["team"])) == len(team)
            assert set(seen["need"]) <= {tag for who in team for tag in who["tags"]}
    assert result["load"] == visits
    assert not rule["max_load"] or max(visits.values(), default=0) <= rule["max_load"]
    tickets = [pick["ticket"] for pick in result["picks"]]
    assert len(set(tickets)) == len(tickets)


@TRIED
@given(numbers)
def test_each_stratum_takes_its_share_rounded_up_and_at_least_its_minimum(number):
    files = sound(number)
    result = draw(*files.arguments()).result
    for wanted, row in zip(files.plan["strata"], result["strata"], strict=True):
        stratum = [seen for seen in files.objects if seen["stratum"] == wanted["key"]]
        pool = [seen for seen in stratum if not seen["excl"]]
        share = next(
            k
            for k in count(len(pool) * wanted["num"] // wanted["den"])
            if k * wanted["den"] >= len(pool) * wanted["num"]
        )
        want = max(wanted["min"], share)
        assert (row["listed"], row["eligible"]) == (len(stratum), len(pool))
        assert (row["k"], row["k"] + row["short"]) == (min(want, len(pool)), want)
        picks = [pick["ticket"] for pick in result["picks"] if pick["stratum"] == row["key"]]
        assert picks == sorted(ticket(result["seed"], "obj", seen["id"]) for seen in pool)[: row["k"]]


@pytest.mark.parametrize(("eligible", "num", "den", "least", "k"), [
    (0, 1, 1, 0, 0), (0, 1, 1, 3, 0), (1, 1, 100, 0, 1), (100, 1, 100, 0, 1), (101, 1, 100, 0, 2), (10, 0, 1, 0, 0),
    (10, 0, 1, 4, 4), (10, 3, 10, 1, 3), (10, 1, 3, 1, 4), (3, 1, 3, 2, 2), (3, 7, 2, 0, 3),
    (10, 999_999_999_999_999, 999_999_999_999_999, 0, 10), (10, 1, 999_999_999_999_999, 0, 1),
])  # fmt: skip
def test_shares_are_rounded_up_in_whole_numbers(eligible, num, den, least, k):
    strata = [{"key": "A", "num": num, "den": den, "min": least}]
    files = Files(dice(strata=strata), [thing(f"O{n:03d}", "A") for n in range(eligible)], values=DICE)
    assert draw(*files.arguments()).result["strata"][0]["k"] == k


def test_a_draw_computed_twice_is_the_same_bytes():
    files = sound(12)
    assert draw(*files.arguments()).canonical == draw(*files.arguments()).canonical


def test_a_sealed_draw_depends_on_its_secret_and_an_open_one_has_none():
    sealed = plan(secret_commit=sha256(f"TFMP-SECRET-1|{SECRET}".encode()))
    result = draw(*Files(sealed, secret=SECRET).arguments()).result
    assert result["seed_text"].endswith(f"fc.3d=417\nsecret={SECRET}\n")
    assert "secret" not in draw(*Files().arguments()).result["seed_text"]


def test_nothing_is_normalised_in_names_of_strata_and_skills():
    """Two spellings of é are two skills, on both sides."""
    things = [thing("O1", "A", need=("e\u0301",)), thing("O2", "A", need=("\u00e9",))]
    people = [person("P1", tags=["\u00e9"]), person("P2", tags=["\u00e9"])]
    files = Files(dice(strata=[{"key": "A", "num": 1, "den": 1, "min": 0}]), things, people, DICE)
    failures = {pick["object"]: pick["failure"] for pick in draw(*files.arguments()).result["picks"]}
    assert failures == {"O1": "NO_TAG:e\u0301", "O2": ""}


def team_of(need=(), size=2, region="same", most=0, objects=1, people=()) -> list[tuple[list[str], str]]:
    rule = {"size": size, "region": region, "max_load": most}
    things = [thing(f"O{n}", "A", need=need) for n in range(objects)]
    files = Files(dice(strata=[{"key": "A", "num": 1, "den": 1, "min": 0}], team=rule), things, list(people), DICE)
    return [(pick["team"], pick["failure"]) for pick in draw(*files.arguments()).result["picks"]]


def test_the_first_failing_step_names_the_failure():
    helper, lead = person("P1", lead=0, tags=["茶"]), person("P2", lead=1, tags=["酒"])
    assert team_of(need=("茶",), people=[helper]) == [([], "NO_LEAD")]
    assert team_of(need=("核", "茶"), people=[helper, lead]) == [([], "NO_TAG:核")]
    assert team_of(need=("茶", "核"), people=[helper, lead]) == [([], "NO_TAG:核")]
    assert team_of(size=3, people=[helper, lead]) == [([], "TEAM_SHORT")]
    assert team_of(need=("核",), size=3, people=[helper]) == [([], "NO_LEAD")]
    assert team_of(people=[]) == [([], "NO_LEAD")]


def test_a_need_may_make_the_team_larger_than_its_size_and_a_skill_of_the_team_adds_nobody():
    people = [
        person("P1", lead=1),
        person("P2", lead=0, tags=["茶"]),
        person("P3", lead=0, tags=["酒"]),
        person("P4", lead=0, tags=["药"]),
    ]
    assert team_of(need=("茶", "酒", "药"), people=people) == [(["P1", "P2", "P3", "P4"], "")]
    both = [person("P1", lead=1, tags=["茶", "酒"]), person("P2", lead=0)]
    assert team_of(need=("茶", "酒", "茶"), people=both) == [(["P1", "P2"], "")]


def test_a_limit_of_visits_is_named_only_where_it_took_somebody_away():
    people = [person("P1", lead=1), person("P2", lead=0)]
    done = team_of(most=1, objects=3, people=people)
    assert sorted(failure for _, failure in done) == ["", "NO_LEAD+CAP", "NO_LEAD+CAP"]
    assert [failure for _, failure in team_of(most=1, size=3, people=people)] == ["TEAM_SHORT"]


def test_cross_sends_nobody_home_and_an_absent_home_is_everywhere():
    near, far, nowhere = person("P1", home="5101"), person("P2", home="5107"), person("P3", home="")
    assert team_of(region="cross", people=[near, far]) == [([], "TEAM_SHORT")]
    assert team_of(region="cross", people=[far, nowhere]) == [([], "TEAM_SHORT")]
    assert sorted(team_of(people=[near, far])[0][0]) == ["P1", "P2"]


def test_the_object_with_the_fewest_inspectors_is_served_first():
    """O2 can only be inspected by P1 and P2; with one visit each it gets them, whatever the tickets say."""
    things = [thing("O1", "A", "510100"), thing("O2", "A", "510700")]
    people = [
        person("P1", areas=["51"]),
        person("P2", areas=["51"]),
        person("P3", areas=["5101"]),
        person("P4", areas=["5101"]),
    ]
    rule = {"size": 2, "region": "same", "max_load": 1}
    for number in range(20):
        plan_ = dice(strata=[{"key": "A", "num": 1, "den": 1, "min": 0}], team=rule, title=str(number))
        picks = draw(*Files(plan_, things, people, DICE).arguments()).result["picks"]
        teams = {pick["object"]: set(pick["team"]) for pick in picks}
        assert teams["O2"] == {"P1", "P2"}
        assert teams["O1"] in ({"P3", "P4"}, set())


def test_an_odd_line_is_read_like_a_plain_one():
    """Escapes take the slow way through the reader; the draw is the oracle's either way (test_oracle), also for picks."""
    odd = [thing("O1", 'A"', "51\t", ('茶"', "\\")), thing("O2", 'A"', "51\t", ("",))]
    files = Files(
        dice(strata=[{"key": 'A"', "num": 1, "den": 1, "min": 0}]),
        odd,
        [person("P1", areas=["51\t"]), person("P2")],
        DICE,
    )
    rows = list(frozen(files).objects.all())
    assert [(row.id, row.need) for row in rows] == [("O1", ('茶"', "\\")), ("O2", ("",))]
    assert lines(odd) == frozen(files).objects.data
