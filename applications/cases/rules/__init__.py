"""What each verb of a case demands, asked by the door: leaves, each a rule of the field. Imports states and registries of `cases`."""
