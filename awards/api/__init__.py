"""The open data as JSON, to be read by anybody: calls, initiatives, laureates. Nothing is written.

Addresses and parameters are those of the pages, fields are called as in the code. What is not
public at the moment of the question does not exist here either.
"""
