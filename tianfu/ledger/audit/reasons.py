"""Which acts may not be recorded without a reason (trust.md D), and after which the trail is sealed in public at once.

An action is named `subject.verb`; the verb decides, or the whole name does. Each app says so in its `audit_names.py`.
The forms and the door ask for the reason first, in words; this is the second net, so that no path writes such an act
without one.
"""

from tianfu.registry.table import Table

REASONS: Table[bool] = Table("须写理由的操作")
WEIGHTY: Table[bool] = Table("即时封存的操作")


def demand_reason(place: str, *names: str) -> None:
    """These verbs, or whole action names, need a reason."""
    for name in names:
        REASONS.add(name, True, place)


def weigh(place: str, *verbs: str) -> None:
    """After acts of these verbs the seal of the trail goes into the public log at once, not with the hour."""
    for verb in verbs:
        WEIGHTY.add(verb, True, place)


def needs_reason(action: str) -> bool:
    return action in REASONS or action.rpartition(".")[2] in REASONS


def weighty_pattern() -> str:
    """A regular expression for the database: actions of these verbs."""
    return rf"\.({'|'.join(WEIGHTY)})$"
