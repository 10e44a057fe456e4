"""One word for one thing in every text for people (docs/glossary.md): templates, strings, verbose names, data files."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest
from django.apps import apps

from tests.architecture.test_punctuation import texts

OURS = ("tianfu", "applications", "certification", "supervision")
# The word as it must not stand, and what is written instead.
WRONG = {
    r"路径": "方式",
    r"(?<!认证)标志": "标识",
    r"阶段": "环节",
    # 申请 is what a person asks for (to join, to restore, to change a name, a review); the case itself is a 申报.
    r"申请(?=批次|方式|编号|表格|件|授权|标识|品牌|失效)|重新申请授权|(?<!变更)(?<!认领)(?<!恢复)(?<!加入)申请(?=材料|书)": "申报",
    r"续期申请": "申报续期",
    r"(?:已结束|已关闭|已过期|已终止)(?:的)?批次|批次(?:已结束|已关闭|已过期|已终止)": "已截止",
}
# Another thing with the same word, or words that are not ours: a place in a file system, an outline in a drawing, a
# statute or a notice as it was published.
OTHER_THINGS = {
    "tianfu/files/models/stored_file.py": ["存储路径"],
    "tianfu/files/inspection/packages.py": ["文件内部的路径不合规"],
    "tianfu/papers/art/artwork.py": ["请把文字转为路径"],
    "applications/programmes/reference_files/indicators_2024_v1.toml": ["品质认证路径证书无效"],
    "applications/programmes/tfmp.toml": ["凭认证证书申请品牌标识授权（2024-04-03 启动）"],
    "applications/programmes/shapes/first.toml": ["凭认证证书申请品牌标识授权（2024-04-03 启动）"],
    "certification/certificates/stages/certificate_check/stage.py": ["凭认证证书申请品牌标识授权（2024-04-03 启动）"],
    "applications/cases/policies.toml": ["自收到申请材料之日起即为受理"],
    "applications/review/stages/completeness_check/policies.toml": ["自收到申请材料之日起即为受理"],
}


def wrong(text: str) -> list[str]:
    return [
        f"{found[0]}（{better}）：{text[:60]}" for word, better in WRONG.items() for found in re.finditer(word, text)
    ]


def names() -> Iterator[tuple[str, str]]:
    """Verbose names and choices as the running models have them, whatever they were built from."""
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in OURS:
            continue
        meta = model._meta
        yield meta.label, f"{meta.verbose_name} {meta.verbose_name_plural}"
        for field in meta.get_fields():
            yield f"{meta.label}.{field.name}", str(getattr(field, "verbose_name", ""))
            yield from ((f"{meta.label}.{field.name}", str(label)) for _, label in getattr(field, "flatchoices", ()))


def test_one_word_for_one_thing():
    found: dict[str, list[str]] = {}
    for name, text in chain(texts(), names()):
        for other in OTHER_THINGS.get(name, []):
            text = text.replace(other, "")
        if name != "files.StoredFile.path" and (hits := wrong(text)):
            found.setdefault(name, []).extend(hits)
    assert found == {}


def test_what_is_excepted_is_still_there():
    everything: dict[str, str] = {}
    for name, text in texts():
        everything[name] = everything.get(name, "") + text
    gone = [
        (name, text) for name, kept in OTHER_THINGS.items() for text in kept if text not in everything.get(name, "")
    ]
    assert gone == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("申报路径", "路径"),
        ("验证标志真伪", "标志"),
        ("办理阶段", "阶段"),
        ("请选择申请批次", "申请"),
        ("提交申请材料", "申请"),
        ("您的续期申请", "续期申请"),
        ("批次已结束", "批次已结束"),
    ],
)
def test_the_wrong_word_is_found(text, word):
    assert [hit.split("（")[0] for hit in wrong(text)] == [word]


@pytest.mark.parametrize(
    "text",
    [
        "申报方式",
        "认证标志由机构管理",
        "申请加入企业",
        "撤回变更申请",
        "申请恢复",
        "书面申请复核",
        "批次已截止",
        "认领申请材料",
    ],
)
def test_the_right_word_passes(text):
    assert wrong(text) == []
