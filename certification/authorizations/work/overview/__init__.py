"""总览: all authorizations by what they need, a calendar, reminders to many holders. Imports models, needs and access."""
