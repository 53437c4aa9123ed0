"""What a browser calls itself, as people say it: "Firefox on Windows"."""

# The first name that is found counts: Edge and Opera call themselves Chrome as well, and Chrome calls itself Safari.
PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    program, system = _first(PROGRAMS, user_agent), _first(SYSTEMS, user_agent)
    if program and system:
        return f"{program} on {system}"
    return program or system or "An unknown program"


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((said for mark, said in names if mark in text), "")
