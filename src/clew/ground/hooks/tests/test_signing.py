"""Signatures, checked by the library that the specification's authors offer to receivers."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from clew.ground.hooks.signing import headers, new_secret


@given(st.text(max_size=200), st.text("abc_0123456789", min_size=1, max_size=40))
def test_the_reference_library_accepts_it(words: str, message_id: str) -> None:
    secret, body = new_secret(), json.dumps({"type": "need.created", "data": words})
    made = headers(message_id, int(time.time()), body, [secret])
    assert Webhook(secret).verify(body, made) == json.loads(body)


def test_two_keys_sign_side_by_side() -> None:
    old, new = new_secret(), new_secret()
    made = headers("evt_1", int(time.time()), "{}", [new, old])
    for key in (old, new):
        assert Webhook(key).verify("{}", made) == {}
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify("{}", made)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp"])
def test_whatever_is_changed_breaks_it(name: str) -> None:
    secret, now = new_secret(), int(time.time())
    made = headers("evt_1", now, '{"a":1}', [secret])
    other = headers("evt_2", now - 9, '{"a":1}', [secret])
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify('{"a":1}', {**made, name: other[name]})
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify('{"a":2}', made)


def test_secrets_are_long_and_never_twice() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(one.startswith("whsec_") and len(one) == 50 for one in made)
