from tianfu.files.console import stored_files

__all__ = ["stored_files"]
