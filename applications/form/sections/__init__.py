"""Importing the package registers every section of this floor."""

from applications.form.sections import comparison, declaration, evidence, honors, product, standard, subject

__all__ = ["comparison", "declaration", "evidence", "honors", "product", "standard", "subject"]
