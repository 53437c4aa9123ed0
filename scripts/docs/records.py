"""Kinds of records and the ties between them, from the registry of the thread."""

from scripts.docs.markdown import code, page, section, table

ABOUT = """
Every record that matters is of one of these kinds, and every tie of one of these verbs. A tie goes from what is nearer to the customers'
words to what rests on it: *why* walks against it, *so what* along it. The database refuses any other tie.
"""


def pages() -> dict[str, str]:
    from clew.ground.thread.api import ANY, kinds, verbs

    labels = {kind.name: kind.label for kind in kinds()} | {ANY: "any record"}
    kinds_ = table(
        ("Kind", "Stored as", "Can be renamed"),
        ((kind.label, code(kind.name), "yes" if kind.renamable else "no") for kind in kinds()),
    )
    ties = table(
        ("From", "So what", "To", "Why", "Stored as", "Tied"),
        (
            (
                labels[v.upstream],
                v.down,
                labels[v.downstream],
                v.up,
                code(v.name),
                "by hand" if v.by_hand else "by an act",
            )
            for v in verbs()
        ),
    )
    parts = section("Kinds", kinds_, label="kinds-of-records"), section("Ties", ties, label="ties-of-records")
    return {"reference/kinds": page("Kinds and ties", ABOUT, *parts)}
