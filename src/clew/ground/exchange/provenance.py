"""Where every record comes from, in the terms of PROV-O (https://www.w3.org/TR/prov-o/), for readers other than Clew."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from clew.ground.exchange.numbers import BATCH, Numbers
from clew.ground.exchange.shapes import USERS
from clew.ground.ledger.api import moment_text
from clew.ground.thread.api import Link, Node

NODES = str(Node._meta.db_table)


def terms() -> dict[str, Any]:
    """What the names in `prov.jsonl` mean: with this context every line of it is JSON-LD."""
    return {
        "@context": {
            "prov": "http://www.w3.org/ns/prov#",
            "record": "urn:clew:record:",
            "person": "urn:clew:person:",
            "prov:wasDerivedFrom": {"@type": "@id"},
            "prov:wasAttributedTo": {"@type": "@id"},
            "prov:generatedAtTime": {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
        },
        "prov:type": "prov:Bundle",
    }


def statements(workspace_id: int, numbers: Numbers) -> Iterator[dict[str, Any]]:
    """One line for every record: what it was derived from (its links that stand), by whom and when it was made."""
    nodes = Node._base_manager.filter(workspace_id=workspace_id).order_by("id")
    derived = _derived(workspace_id)
    ahead = next(derived, None)
    for pk, author, made in nodes.values_list("id", "created_by_id", "created_at").iterator(BATCH):
        said: dict[str, Any] = {"@id": f"record:{numbers.of(NODES, pk)}", "@type": "prov:Entity"}
        said["prov:generatedAtTime"] = moment_text(made)
        if author is not None and (person := numbers.of(USERS, author)) is not None:
            said["prov:wasAttributedTo"] = f"person:{person}"
        if ahead is not None and ahead[0] == pk:
            said["prov:wasDerivedFrom"] = [f"record:{numbers.of(NODES, up)}" for up in ahead[1]]
            ahead = next(derived, None)
        yield said


def _derived(workspace_id: int) -> Iterator[tuple[int, list[int]]]:
    links = Link._base_manager.filter(workspace_id=workspace_id, withdrawn_at__isnull=True)
    pairs = links.order_by("downstream_id", "upstream_id").values_list("downstream_id", "upstream_id").distinct()
    for down, group in groupby(pairs.iterator(BATCH), key=lambda pair: pair[0]):
        yield down, [up for _, up in group]
