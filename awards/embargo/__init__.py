"""Whether anything gives a laureate away before the embargo ends; see `check`."""
