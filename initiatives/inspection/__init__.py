"""Programs that look into one file from outside, each in a process that may die: no Django in here.

A small file may unfold to gigabytes, and the libraries that read it are written in C. So the web
process never opens one: it starts `picture` or `pdf` as a program of its own, which gives itself
limits, reads the file from its input and answers with a line of JSON, after it the bytes to keep.
"""
