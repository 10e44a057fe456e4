"""Files that lie here, and files that were discarded. Imports the kinds."""

from tianfu.files.models.discarded_file import DiscardedFile
from tianfu.files.models.stored_file import ScanState, StoredFile

__all__ = ["DiscardedFile", "ScanState", "StoredFile"]
