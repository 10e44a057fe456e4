"""The console's pages about people and organisations (registered by autodiscover)."""

from tianfu.accounts.console import organisations, people, records

__all__ = ["organisations", "people", "records"]
