import pytest

from tianfu.accounts.templatetags.devices import device


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) AppleWebKit/605 Version/17 Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8.0", "微信 · 安卓"),
        ("curl/8.5", "curl/8.5"),
        ("", "未知设备"),
    ],
)
def test_a_browser_is_named_in_words(says: str, shown: str) -> None:
    assert device(says) == shown
