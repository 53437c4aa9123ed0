"""The kinds of the customers module."""

from clew.ground.thread.api import Kind, register

ACCOUNT, PERSON, SEGMENT = "account", "person", "segment"


def register_all() -> None:
    register(
        kinds=(
            Kind(ACCOUNT, "Account", "Accounts", "building-2", "accounts"),
            Kind(PERSON, "Person", "People", "user-round", "people"),
            Kind(SEGMENT, "Segment", "Segments", "users-round", "segments"),
        ),
    )
