"""How pages are drawn: the loader of templates, filters, and parts that are drawn without one.
Imports tianfu/text/."""
