"""The console's pages about files (registered by autodiscover). Imports the models."""

from tianfu.files.console import stored_files

__all__ = ["stored_files"]
