"""Chromium for the browser tests: found, or installed where the system allows it."""

import os
import shutil
import subprocess

from deploy.refusal import Refusal, say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str:
    given = os.environ.get("CHROMIUM", "")
    if given and not os.access(given, os.X_OK):
        raise Refusal(f"变量 CHROMIUM 指向的 {given} 不能执行。")
    return given or next((path for name in NAMES if (path := shutil.which(name))), "")


def ensure() -> str:
    """The path of Chromium, "" when there is none; with CI=true having none is an error, not a skip."""
    found = find()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        say("正在安装 Chromium(apt-get)…")
        quiet = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], **quiet)  # type: ignore[call-overload]
        found = find()
    if not found:
        if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
            raise Refusal("CI 中必须运行浏览器测试，但找不到也无法安装 Chromium。")
        say(
            "\n" + "!" * 78 + "\n!! 找不到 Chromium：浏览器测试将全部跳过 (browser tests SKIPPED)。"
            "\n!! 请安装 chromium，或以变量 CHROMIUM 指明其路径。\n" + "!" * 78 + "\n"
        )
    return found
