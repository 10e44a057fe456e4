"""Serials have no gaps and no doubles; the check character tells a typing mistake."""

import random
import string
import threading

import pytest
from django.db import connection, transaction

from tianfu.workflow.models import Counter
from tianfu.workflow.numbers import (
    NotInTransaction,
    authorization_number,
    check_character,
    filing_number,
    find,
    is_mistyped,
    next_serial,
    normalise,
    parse,
)

FILING = filing_number("TFMP", "A", 2026, 1)
AUTHORIZATION = authorization_number("TFMP", "C", "510700", 2026, 12)


@pytest.mark.django_db
def test_serials_run_from_one_in_each_scope_and_year():
    assert [next_serial("TFMP-A", 2026) for _ in range(3)] == [1, 2, 3]
    assert next_serial("TFMP-A", 2027) == 1
    assert next_serial("TFMP-C-510700", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_rollback_leaves_no_gap():
    with transaction.atomic():
        assert next_serial("TFMP-A", 2026) == 1
        transaction.set_rollback(True)
    with transaction.atomic():
        assert next_serial("TFMP-A", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_serial_outside_a_transaction_is_refused():
    with pytest.raises(NotInTransaction):
        next_serial("TFMP-A", 2026)
    assert not Counter.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_fifty_threads_numbering_leave_no_gap_and_no_double():
    taken, failed, lock = [], [], threading.Lock()

    def number(index):
        try:
            # Every fifth one takes a number and fails.
            with transaction.atomic():
                serial = next_serial("TFMP-A", 2026)
                if index % 5 == 0:
                    raise ZeroDivisionError
            with lock:
                taken.append(serial)
        except ZeroDivisionError:
            failed.append(index)
        finally:
            connection.close()

    threads = [threading.Thread(target=number, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(failed) == list(range(0, 50, 5))
    assert sorted(taken) == list(range(1, 41))
    assert Counter.objects.get().value == 40


def test_formats():
    assert f"TFMP-A-2026-00001-{check_character('TFMPA202600001')}" == FILING
    assert f"TFMP-C-510700-2026-00012-{check_character('TFMPC510700202600012')}" == AUTHORIZATION
    assert filing_number("TFMP", "A", 2026, 123456).startswith("TFMP-A-2026-123456-")


def test_check_character_is_iso_7064_mod_37_36():
    # The example of ISO 7064: "A12425GABC1234002" has the check character M.
    assert check_character("A12425GABC1234002") == "M"


@pytest.mark.parametrize("arguments", [("TF1", "A", 2026, 1), ("tfmp", "A", 2026, 1), ("TFMP", "AA", 2026, 1)])
def test_number_that_would_not_parse_is_never_made(arguments):
    with pytest.raises(ValueError, match="not a number"):
        filing_number(*arguments)


def test_region_is_a_six_digit_code():
    with pytest.raises(ValueError, match="region"):
        authorization_number("TFMP", "C", "5107", 2026, 1)


@pytest.mark.parametrize("number", [FILING, AUTHORIZATION, filing_number("TFMP", "S", 2026, 654321)])
def test_number_is_read_however_it_was_typed(number):
    wide = number.translate({ord(c): ord(c) + 0xFEE0 for c in string.ascii_uppercase + string.digits + "-"})
    for typed in (
        number,
        number.lower(),
        number.replace("-", ""),
        number.replace("-", " "),
        number.replace("-", "—"),
        f"  {number}\n",
        "\u200b".join(number),
        wide,
        f"https://tfmp.example.cn/V/{number}",
        f"HTTPS://TFMP.EXAMPLE.CN/V/{number}/?from=qr#top",
    ):
        assert normalise(typed) == number, typed
        assert not is_mistyped(typed), typed


def test_parts_are_read_back():
    found = parse(AUTHORIZATION.lower())
    assert (found.prefix, found.route, found.region, found.year, found.serial) == ("TFMP", "C", "510700", 2026, 12)
    assert parse(FILING).region == ""


def test_every_single_typing_mistake_is_found():
    for number in (FILING, AUTHORIZATION):
        for place, right in enumerate(number):
            if right == "-":
                continue
            for wrong in (string.ascii_uppercase + string.digits).replace(right, ""):
                assert is_mistyped(number[:place] + wrong + number[place + 1 :]), (place, wrong)


def test_swapped_neighbours_are_nearly_always_found():
    # A hybrid system of ISO 7064 finds every single wrong character, but not quite every swap.
    swaps, missed = 0, 0
    for seed in range(300):
        number = random.Random(seed).randrange(1, 99999)
        text = authorization_number("TFMP", "C", "510700", 2026, number).replace("-", "")
        for place in range(len(text) - 1):
            swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            if swapped != text:
                swaps += 1
                missed += not is_mistyped(swapped)
    assert swaps > 3000
    assert missed / swaps < 0.02


def test_superfluous_zero_is_not_another_spelling():
    assert find(FILING.replace("-00001-", "-000001-")) is None


@pytest.mark.parametrize(
    "text", ["", "hello", "TFMP", "四川泡菜", "TFMP-A-2026-1-K", "'; DROP TABLE", "9" * 500, "٣" * 20]
)
def test_text_that_is_no_number_is_neither_shaped_nor_correct(text):
    assert find(text) is None
    assert is_mistyped(text)


def test_shape_is_told_from_a_wrong_check_character():
    wrong = FILING[:-1] + ("A" if FILING[-1] != "A" else "B")
    assert find(wrong) is not None
    assert is_mistyped(wrong)


WIDE = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in string.ascii_uppercase + string.digits + "-"})


@pytest.mark.parametrize("number", [FILING, AUTHORIZATION, filing_number("TFMP", "S", 2026, 654321)])
@pytest.mark.parametrize(
    "around",
    [
        "{},", "{}，", "{}。", "{}.", "（{}）", "“{}”", "编号：{}", "授权编号{}有效吗？", "No. {}", "NO.{} 2026年", "{}、", "{}；",
        "请帮我查一下 {} 这个号码，谢谢", "https://tfmp.example.cn/V/{}，打不开", "见 https://tfmp.example.cn/brands/{}/?a=1 2026",
        "【{}】", "\u202a{}\u202c", "\ufeff{}\u200b", "{}\n{}", "1. {}",
    ],
)  # fmt: skip
def test_number_is_found_inside_a_text(number, around):
    shapes = [
        number, number.lower(), number.translate(WIDE), number.replace("-", " "), number.replace("-", "—"),
        number.replace("-", "－"), number.replace("-", " - "), number.replace("-", "·"), number.replace("-", "一"),
    ]  # fmt: skip
    if "NO." not in around:  # glued to other letters a number without dashes cannot be told from them
        shapes += [number.replace("-", ""), number.replace("-", "").lower()]
    for shape in shapes:
        assert str(find(around.replace("{}", shape))) == number, around.replace("{}", shape)


def test_the_number_that_fits_goes_before_one_that_is_mistyped():
    wrong = FILING[:-1] + ("A" if FILING[-1] != "A" else "B")
    assert str(find(f"{wrong} 还是 {AUTHORIZATION}？")) == AUTHORIZATION
    assert find(f"编号 {wrong}。").mistyped


@pytest.mark.parametrize(
    "text", ["13800000000", "91510100TFMP0101X4", "GB/T 19001-2016", "T/DEMO 001—2024", "TFMP-C-510100", "2026-00001"]
)
def test_other_numbers_are_not_taken_for_ours(text):
    assert find(text) is None
