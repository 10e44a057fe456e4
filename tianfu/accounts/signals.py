"""What this floor tells the floors above; they may refuse by raising, which rolls the change back."""

from django.dispatch import Signal

invited = Signal()
"""Sent inside the transaction that made an account for somebody else, or when its link is sent again.

Arguments: user, actor (User or None), path (the one-time link within this site), valid_until (moment).
"""

access_changed = Signal()
"""Sent inside the transaction of every change of access.

Arguments: actor (User, or None for the system or an unknown person), user (whose access it is, or None), action
(e.g. "role.granted", listed in docs of the senders), data (dict, no secret and no password in it).
"""

personal_viewed = Signal()
"""Sent when a page of this floor shows personal data of somebody else.

Arguments: request, subject (row, or None for a list), fields (names), about (dict: what list it was).
"""
