"""公示 for everybody: the list, one notice, its feed. Imports rules and models of this stage, and `cases`."""
