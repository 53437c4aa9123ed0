"""The only door to webhooks, and to guarded requests to addresses that somebody typed."""

from clew.ground.hooks.actions import (
    NewSecret,
    add_hook,
    change_hook_secret,
    edit_hook,
    remove_hook,
    replay_delivery,
    replay_failed,
    send_test_event,
    switch_hook_off,
    switch_hook_on,
)
from clew.ground.hooks.addresses import check_url
from clew.ground.hooks.events import HAPPENINGS, event_types
from clew.ground.hooks.posting import Answered, ask
from clew.ground.hooks.queries import DeliveryRow, HookRow, deliveries, hook, hooks
from clew.ground.hooks.sender import begin_sending, stop_sending

__all__ = [
    "HAPPENINGS",
    "Answered",
    "DeliveryRow",
    "HookRow",
    "NewSecret",
    "add_hook",
    "ask",
    "begin_sending",
    "change_hook_secret",
    "check_url",
    "deliveries",
    "edit_hook",
    "event_types",
    "hook",
    "hooks",
    "remove_hook",
    "replay_delivery",
    "replay_failed",
    "send_test_event",
    "stop_sending",
    "switch_hook_off",
    "switch_hook_on",
]
