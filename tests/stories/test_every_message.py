"""Every message of the catalogue is sent by the act it tells of: each kind is driven here for real.

A kind that no story drives fails `test_every_kind_of_message_has_a_story`: a promise nobody keeps must not stand in
the catalogue. Each story names the kinds it drives and fails when one of them was not written.
"""

import ast
from functools import cache

import pytest
from django.conf import settings

from tests.stories import accounts, cases, marks  # noqa: F401  # each registers its stories
from tests.stories.driven_elsewhere import DRIVEN_ELSEWHERE
from tests.stories.drives import STORIES
from tianfu.inbox.catalogue import CATALOGUE
from tianfu.inbox.models import InboxMessage

pytestmark = pytest.mark.django_db


def driven():
    return {kind for kinds in STORIES.values() for kind in kinds} | set(DRIVEN_ELSEWHERE)


@pytest.mark.parametrize("kind", sorted(CATALOGUE))
def test_every_kind_of_message_has_a_story(kind):
    assert kind in driven(), f"write the story that sends {kind}, or take it out of the catalogue"


def test_no_story_names_a_message_that_is_gone():
    assert driven() - set(CATALOGUE) == set()


def texts(node):
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


@cache
def looked_for(path):
    """Test → the texts it names, itself or by a constant of its file. A test that is gone is not in here."""
    tree = ast.parse((settings.BASE_DIR / path).read_text())
    constants = {}
    for line in tree.body:
        if isinstance(line, ast.Assign):
            names = [part.id for target in line.targets for part in ast.walk(target) if isinstance(part, ast.Name)]
            constants |= dict.fromkeys(names, texts(line.value))
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            used = [constants.get(part.id, set()) for part in ast.walk(node) if isinstance(part, ast.Name)]
            found[node.name] = texts(node).union(*used)
    return found


@pytest.mark.parametrize("kind", sorted(DRIVEN_ELSEWHERE))
def test_the_test_that_drives_a_message_elsewhere_looks_for_that_very_message(kind):
    path, name = DRIVEN_ELSEWHERE[kind]
    assert kind in looked_for(path).get(name, set())


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_message_is_sent_by_the_act_it_tells_of(story, clock, reference):
    clock.set("2026-03-02")
    story(clock)
    written = set(InboxMessage.objects.values_list("key", flat=True))
    assert set(STORIES[story]) - written == set()
