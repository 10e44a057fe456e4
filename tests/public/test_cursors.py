"""A page by cursor: its rows, and the rows from which its neighbours begin."""

import pytest

from tianfu.queries.cursors import leaf_of

NUMBERS = list(range(10, 0, -1))


def page(before=None, after=None, size=3):
    rows = [n for n in NUMBERS if (before is None or n < before) and (after is None or n > after)]
    read = (rows if after is None else rows[::-1])[: size + 1]
    return leaf_of(read, size, before=before, after=after)


def test_all_pages_forth_and_back_show_each_row_once():
    forth, leaf = [], page()
    while True:
        forth.append(leaf.rows)
        if leaf.older is None:
            break
        leaf = page(before=leaf.older)
    assert [row for rows in forth for row in rows] == NUMBERS
    back = [leaf.rows]
    while leaf.newer is not None:
        leaf = page(after=leaf.newer)
        back.append(leaf.rows)
    assert sorted({row for rows in back for row in rows}, reverse=True) == NUMBERS


@pytest.mark.parametrize(
    ("asked", "rows", "newer", "older"),
    [
        ({}, [10, 9, 8], None, 8),
        ({"before": 8}, [7, 6, 5], 7, 5),
        ({"before": 2}, [1], 1, None),
        ({"after": 7}, [10, 9, 8], None, 8),
        ({"after": 5}, [8, 7, 6], 8, 6),
        ({"before": 1}, [], None, None),
        ({"after": 10}, [], None, None),
    ],
)
def test_a_page_says_where_the_list_goes_on(asked, rows, newer, older):
    assert page(**asked) == (rows, newer, older)
