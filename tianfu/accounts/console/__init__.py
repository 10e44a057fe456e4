"""The console's pages about people and organisations (registered by autodiscover)."""

from tianfu.accounts.console import organisations, people, records
from tianfu.accounts.factors.resets import console as resets

__all__ = ["organisations", "people", "records", "resets"]
