"""The evening on paper and in figures: running times, what is said, guests from a file, codes."""
