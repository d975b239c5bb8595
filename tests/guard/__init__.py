"""Who gets in where, who reads what, and what a conflict keeps apart: over every route there is."""
