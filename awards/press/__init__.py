"""The press kit: made of the release whenever it is asked for, and kept nowhere.

So what is taken down, or a consent withdrawn, is gone from it at once.
"""
