"""The authorization and its queryset. Imports the rules of `authorizations` and the models of `certificates`."""
