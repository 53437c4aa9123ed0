"""Print one hash over the names and contents of the given files and folders; an absent one counts as empty.

Used by ./run and ./test to see whether a step has anything to do. Built, cached and installed things do not count.
"""

import hashlib
import os
import sys

SKIPPED = {"node_modules", "__pycache__", "dist", ".cache"}


def files(place: str) -> list[str]:
    if not os.path.isdir(place):
        return [place] if os.path.isfile(place) else []
    found = []
    for folder, inner, names in os.walk(place):
        inner[:] = [name for name in inner if name not in SKIPPED]
        found += [os.path.join(folder, name) for name in names]
    return sorted(found)


digest = hashlib.sha256()
for argument in sys.argv[1:]:
    for path in files(argument):
        with open(path, "rb") as file:
            content = file.read()
        digest.update(f"{path}\0{len(content)}\0".encode(errors="surrogateescape") + content)
print(digest.hexdigest())
