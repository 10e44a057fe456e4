"""Tables that people upload or open in Excel or WPS: text stays text.
Imports uploads and inspection/."""
