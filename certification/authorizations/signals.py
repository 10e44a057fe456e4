"""What subjects above and the wiring hear of an authorization besides its passages (`state_changed`)."""

from django.dispatch import Signal

# Sent in the act's own transaction.
granted = Signal()
"""`authorization`: decided, pending; its papers are to be made."""
waiting = Signal()
"""`authorization`: renewed, its papers are made, its first day is still to come."""
cause_added = Signal()
"""`authorization`, `cause`, `reason`: one more cause of a suspension that stands already."""
cause_lifted = Signal()
"""`authorization`, `cause`, `reason`: one cause is gone while another keeps the mark down."""
