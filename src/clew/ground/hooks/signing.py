"""Signatures as the Standard Webhooks specification has them: HMAC-SHA256 over id, time and body, with a secret that begins with `whsec_`."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

MARK = "whsec_"


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(message_id: str, seconds: int, body: str, keys: Iterable[str]) -> dict[str, str]:
    """One signature for each key, so that a receiver may change over from one to the other."""
    signed = f"{message_id}.{seconds}.{body}".encode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(_signature(key, signed) for key in keys),
    }


def _signature(key: str, signed: bytes) -> str:
    secret = base64.b64decode(key.removeprefix(MARK))
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
