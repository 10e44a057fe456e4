"""公示: its period. Objections stand above it (`applications.review.stages.public_notice.objections`), publication in `applications.review.stages.public_notice.publication`.
Imports the workflow floor and no model, so that the models may ask it."""
