"""What the public's pages ask the register by: stands in the querysets of a kept question (`tianfu/queries`)."""

from tianfu.queries.given import given_day, given_text

# Of one authorization, as printed.
NUMBER = given_text("number")
TODAY = given_day("today")
