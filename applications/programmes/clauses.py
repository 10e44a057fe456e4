"""Clauses as a decision cites them: that a rule is still a proposal stands with the rule, not in the decision."""

_PROPOSAL = "（提案）"


def clause(text: str) -> str:
    """The clause without its mark of a proposal."""
    return text.replace(_PROPOSAL, "").strip()
