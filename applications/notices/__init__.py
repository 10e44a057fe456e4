"""公示: its period. Objections stand above it (`applications.objections`), publication in `applications.noticing`.
Imports the workflow floor and no model, so that the models may ask it."""
