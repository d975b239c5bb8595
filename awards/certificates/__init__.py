"""Certificates: what they say, and the sentence that stands for the jury's reasons."""
