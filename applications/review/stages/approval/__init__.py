"""准予决定 by two people of the province. Imports `cases`."""
