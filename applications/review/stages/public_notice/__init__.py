"""公示: period, publication, objections and their public pages. Imports `cases`; nothing of other stages."""
