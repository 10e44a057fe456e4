"""A report on its way: written from last year's, signed and filed, shown as it was signed.
Imports term/years and what stands beside the folders."""
