"""What opens a door by being known stays out of the log, though it stands in the address that is logged; and what strangers send fills no screen."""

import logging
import re

OPENS = re.compile(
    r"(/(?:guest|invited|asked|screen|enter|unsubscribe|accounts/password/reset/key|accounts/confirm-email)/)[^/\s]+"
)


class Unsaid(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(OPENS.sub(r"\1…", a) if isinstance(a, str) else a for a in record.args)
        return True


class InOneLine(logging.Filter):
    """A request that is refused for what it is (a wrong host, a forged cookie) is one line: where in the code says nothing of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
            record.msg = str(record.msg).replace("ALLOWED_HOSTS", "CLEW_HOSTS")
        return True
