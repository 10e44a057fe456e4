from supervision.models.blacklist import BlacklistEntry

__all__ = ["BlacklistEntry"]
