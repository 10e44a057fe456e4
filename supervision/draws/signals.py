"""What others hear of a draw; sent inside the transaction that did it."""

from django.dispatch import Signal

# sender = DrawPlan; plan, picks (list of Pick with members). Inspections make their tasks.
picks_assigned = Signal()

# sender = DrawPlan; deviation: a member of a drawn team was replaced by the draw's own next candidate.
team_changed = Signal()

# sender = DrawPlan; plan: sealed picks have become public, or the plan was voided.
plan_opened = Signal()
plan_voided = Signal()

# sender = DrawPlan; plan, result: its numbers were corrected, another result counts by now.
result_superseded = Signal()
