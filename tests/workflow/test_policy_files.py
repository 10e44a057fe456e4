"""The proposed values of a rule stand beside the subject that reads it; one that nobody gave is said at the start."""

from datetime import date
from pathlib import Path

import pytest

from tianfu.workflow.checks import policies_have_values, unknown_policies, wrong_policies
from tianfu.workflow.policies.catalogue import POLICIES, PolicyDefault


def test_every_policy_that_is_read_has_a_proposed_value_of_its_unit() -> None:
    assert policies_have_values() == []


@pytest.mark.parametrize(
    "line",
    [
        'days = policy("no.such_days", scope=slug)',
        'policy_values(["claim.check_days", "no.such_days"])',
        'KEY = "no.such_days"; row = policy_row(KEY)',
        'policy("claim.check_days" if first else "no.such_days")',
    ],
)
def test_a_policy_that_is_read_without_a_proposed_value_stops_the_start(line: str, tmp_path: Path) -> None:
    (tmp_path / "supervision").mkdir()
    (tmp_path / "supervision" / "acts.py").write_text(line)
    said = "supervision/acts.py:1 要读取政策参数“no.such_days”，但没有 policies.toml 给出建议值。"
    assert unknown_policies(tmp_path) == [said]


def test_a_proposed_value_of_another_unit_stops_the_start() -> None:
    entry = PolicyDefault("issue.days", "制证期限", "五天", "working_days", "建议值。", date(2021, 1, 1))
    found = wrong_policies([entry])
    assert len(found) == 1
    assert found[0].startswith("政策参数“issue.days”的建议值不对：")


def test_a_stage_keeps_its_days_in_its_own_folder() -> None:
    for key in ("completeness_check", "prefecture_review", "eligibility_check", "document_review", "approval"):
        assert POLICIES.place_of(f"stage.{key}.days") == f"applications/review/stages/{key}/policies.toml"
    own = {POLICIES.place_of(key) for key in POLICIES if POLICIES.place_of(key).startswith("tianfu/")}
    assert own == {"tianfu/workflow/policies/policies.toml"}
