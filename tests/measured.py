"""Runs a program and notes the most memory it held: `measured.py <log> <program> …`.

What starts a program counts into its peak until it has begun; so this is a small one of its own.
"""

import resource
import subprocess
import sys

if __name__ == "__main__":
    code = subprocess.call(sys.argv[2:])
    with open(sys.argv[1], "a") as log:
        log.write(f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}\n")
    sys.exit(code != 0)
