"""Tables of the lists."""

from supervision.lists.models.blacklist import BlacklistEntry

__all__ = ["BlacklistEntry"]
