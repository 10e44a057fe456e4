"""Tables of the lists."""

from supervision.lists.models.blacklist import BlacklistChange, BlacklistEndorsement, BlacklistEntry

__all__ = ["BlacklistChange", "BlacklistEndorsement", "BlacklistEntry"]
