import pytest

from tianfu.files.names import LONGEST, display_name, extension_of


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("检测报告.pdf", "检测报告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\li\\桌面\\报告.pdf", "报告.pdf"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie_ x.pdf"),
        ("  两  个  空格 .pdf ", "两 个 空格 .pdf"),
        ("零\u200b宽.png", "零宽.png"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("...", "未命名文件"),
        ("", "未命名文件"),
        ("/", "未命名文件"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("\ud800坏.pdf", "坏.pdf"),
    ],
)
def test_a_name_is_made_safe_to_show(raw: str, shown: str) -> None:
    assert display_name(raw) == shown


def test_a_long_name_keeps_its_beginning_and_extension() -> None:
    shown = display_name("天府" * 200 + ".docx")
    assert len(shown) == LONGEST
    assert shown.startswith("天府天府")
    assert shown.endswith("….docx")


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.pdf", ".pdf"),
        ("a.pdf.exe", ".exe"),
        ("a", ""),
        (".pdf", ""),
        ("v1.2 报告", ""),
        ("a.", ""),
        ("A.PDF", ".PDF"),
    ],
)
def test_the_last_extension_counts(name: str, extension: str) -> None:
    assert extension_of(name) == extension
