"""One module a subject; each has `mesurer(cadre)`, which gives lines of the table."""
