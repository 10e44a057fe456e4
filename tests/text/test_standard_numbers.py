"""Standard numbers are compared whole: code, number, parts and year, whatever the dashes and widths."""

import pytest

from tianfu.text.standard_numbers import names_standard, standard_numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GB/T 1234—2020", "gb／t1234-2020"),
        ("GB/T 1234—2020", "GB/T 1234–2020"),
        ("GB/T 1234—2020", "ＧＢ／Ｔ　１２３４－２０２０"),
        ("GB/T 1234—2020", "GB / T 1234 － 2020"),
        ("GB 18580-2017", "GB18580—2017"),
        ("T/DEMO 001—2024", "t/demo001-2024"),
        ("T/DEMO 001—2024", "T／DEMO 001‐2024"),
        ("Q/ABC 001S—2023", "q/abc 001s-2023"),
        ("DB51/T 2860-2021", "DB 51/T 2860—2021"),
        ("GB/T 29186.4-2021", "GB/T29186.4—2021"),
        ("ISO 9001:2015", "iso 9001：2015"),
        ("ISO/IEC 17025:2017", "ISO／IEC 17025-2017"),
        ("IEC 60068-2-1:2013", "IEC 60068—2—1:2013"),
        ("Q/91510100TFMP0101X4 001-2024", "Q／91510100TFMP0101X4 001—2024"),
    ],
)
def test_one_number_is_itself_however_it_is_written(one, other):
    assert standard_numbers(one) == standard_numbers(other)
    assert len(standard_numbers(one)) == 1
    assert names_standard(one, other)
    assert names_standard(f"{other} 板式家具", one)


@pytest.mark.parametrize(
    ("listed", "number"),
    [
        ("GB/T 1234—2020", "1"),
        ("GB/T 1234—2020", "1234"),
        ("GB/T 1234—2020", "2020"),
        ("GB/T 1234—2020", "1234-2020"),
        ("GB/T 1234—2020", "GB/T 1234"),
        ("GB/T 1234", "GB/T 1234—2020"),
        ("GB/T 1234—2020", "GB/T 1234—2019"),
        ("GB/T 1234—2020", "GB/T 123—2020"),
        ("GB/T 1234—2020", "GB/T 234—2020"),
        ("GB/T 1234—2020", "GB 1234—2020"),
        ("GB/T 1234—2020", "T 1234—2020"),
        ("GB/T 1234—2020", "GB"),
        ("GB/T 1234—2020", "GB/T"),
        ("GB/T 1234.1—2020", "GB/T 1234—2020"),
        ("GB/T 1234.1—2020", "GB/T 1234.11—2020"),
        ("IEC 60068-2-1:2013", "IEC 60068-2:2013"),
        ("T/DEMO 001—2024", "T/DEMO 01—2024"),
        ("T/DEMO 001—2024", "T/DEMOS 001—2024"),
        ("DB51/T 100-2020", "DB5101/T 100-2020"),
        ("GB/T 1234—2020", ""),
        ("GB/T 1234—2020", "——"),
        ("", "GB/T 1234—2020"),
        ("1", "1"),
        ("1 板式家具", "1"),
        ("2024", "2024"),
    ],
)
def test_another_number_and_a_piece_of_one_fit_nothing(listed, number):
    assert not names_standard(listed, number)


@pytest.mark.parametrize(
    "listed",
    [
        "GB 18580—2017、T/DEMO 001—2024",
        "GB 18580-2017 室内装饰装修材料，T/DEMO 001-2024 板式家具",
        "T/DEMO001-2024;GB 18580",
        "《板式家具》T/DEMO 001—2024（2024 年发布）",
        "T/DEMO 001—2024/GB/T 3324-2017",
        "GB/T 19001-2016/ISO 9001:2015 和 T/DEMO 001—2024",
    ],
)
def test_a_list_on_a_certificate_is_read_number_by_number(listed):
    assert names_standard(listed, "T/DEMO 001-2024")
    assert not names_standard(listed, "T/DEMO 001-2023")


def test_an_old_number_without_the_shape_counts_as_a_whole_item_only():
    assert names_standard("企标001 板式家具、GB 18580-2017", "企标 001")
    assert not names_standard("企标0012 板式家具", "企标001")


def test_a_product_of_two_standards_needs_both():
    assert names_standard("GB 18580-2017、T/DEMO 001—2024、GB/T 3324", "T/DEMO 001-2024、GB 18580—2017")
    assert not names_standard("T/DEMO 001—2024", "T/DEMO 001-2024、GB 18580—2017")
