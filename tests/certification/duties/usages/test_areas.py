"""Where on a picture something is wrong, as an officer types or draws it."""

import pytest
from django.core.exceptions import ValidationError

from certification.duties.usages.pictures.areas import Area, read_area


@pytest.mark.parametrize(
    ("typed", "area", "words"),
    [
        ("A1", Area(0, 0, 125, 125), "A1"),
        ("h8", Area(875, 875, 125, 125), "H8"),
        ("B2-D4", Area(125, 125, 375, 375), "B2-D4"),
        ("d4 － b2", Area(125, 125, 375, 375), "B2-D4"),
        ("Ｂ２到Ｃ３", Area(125, 125, 250, 250), "B2-C3"),
        ("B2—C3", Area(125, 125, 250, 250), "B2-C3"),
        ("12.5,30.0,20.0,10.0", Area(125, 300, 200, 100), "B3-C4"),
        ("0,0,100,100", Area(0, 0, 1000, 1000), "A1-H8"),
        ("12.5、30.0、20.0、10.0", Area(125, 300, 200, 100), "B3-C4"),
    ],
)
def test_a_place_is_a_field_of_the_grid_or_a_rectangle(typed, area, words):
    assert (read_area(typed), read_area(typed).words) == (area, words)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请填写格号，如 B2，或 B2-D4；列为 A 至 H，行为 1 至 8。"),
        ("I1", "请填写格号，如 B2，或 B2-D4；列为 A 至 H，行为 1 至 8。"),
        ("B9", "请填写格号，如 B2，或 B2-D4；列为 A 至 H，行为 1 至 8。"),
        ("左上角", "请填写格号，如 B2，或 B2-D4；列为 A 至 H，行为 1 至 8。"),
        ("B2-", "请填写格号，如 B2，或 B2-D4；列为 A 至 H，行为 1 至 8。"),
        ("-1,0,5,5", "请填写格号，如 B2，或 B2-D4；列为 A 至 H，行为 1 至 8。"),
        ("90,0,20,5", "所标位置超出图片，请重新框选，或填写格号。"),
        ("0,95,5,5.1", "所标位置超出图片，请重新框选，或填写格号。"),
        ("10,10,0,5", "所标位置超出图片，请重新框选，或填写格号。"),
    ],
)
def test_what_names_no_place_on_the_picture_is_refused(typed, said):
    with pytest.raises(ValidationError) as refusal:
        read_area(typed)
    assert refusal.value.messages == [said]
