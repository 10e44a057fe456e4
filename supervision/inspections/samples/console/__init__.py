"""Pages of samples on the console: the sheet of the field form, the report, its confirmation, the retest."""
