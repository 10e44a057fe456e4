"""What stages are for: from the intake to what concludes a case."""

from enum import IntEnum


class Phase(IntEnum):
    """What a stage is for; a programme's order follows it, a notice stands anywhere between intake and conclusion."""

    INTAKE = 1
    REVIEW = 2
    NOTICE = 3
    DECISION = 4
    CONCLUSION = 5
