"""What the hall sees: the pictures of a show, and the envelopes they are sent ahead in."""
