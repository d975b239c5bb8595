"""How dates, times and numbers are written; what is not named here, Django's own files say."""
