"""Which acts may not be recorded without a reason (trust.md D).

An action is named `subject.verb`; the verb decides, or the whole name does. An app with a verb of its own calls
`demand_reason` at start-up. The forms and the door ask for the reason first, in words; this is the
second net, so that no path writes such an act without one.
"""

_DEMANDING: set[str] = {
    "reject", "decline", "not_accept", "send_back", "ask_correction",
    "suspend", "reinstate", "withdraw", "revoke", "cancel", "terminate", "void", "deviate",
    "role.granted", "role.ended", "export", "exported", "reveal", "revealed",
}  # fmt: skip


def demand_reason(*names: str) -> None:
    """From now on these verbs, or whole action names, need a reason too."""
    _DEMANDING.update(names)


def needs_reason(action: str) -> bool:
    return action in _DEMANDING or action.rpartition(".")[2] in _DEMANDING
