"""Files that a person saves from a page and a program by the API: the same from both."""

from datetime import date
from io import TextIOWrapper
from tempfile import TemporaryFile

from clew.ground.doors.api import Outgoing
from clew.ground.evidence import api as evidence
from clew.ground.exchange.api import export
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import canonical, decision
from clew.ground.workspaces.api import Access


def download_codebook(access: Access) -> Outgoing:
    """All codes as a REFI-QDA codebook (.qdc), for other programs for qualitative analysis."""
    return Outgoing(f"{access.slug}.qdc", "application/xml; charset=utf-8", evidence.codebook_file(access))


def download_brief(access: Access, on: date) -> Outgoing:
    """The brief of a day as Markdown."""
    text = evidence.brief_markdown(evidence.brief(access, on=on))
    return Outgoing(f"brief-{on.isoformat()}.md", "text/markdown; charset=utf-8", text.encode())


def download_import_errors(access: Access, batch_id: int) -> Outgoing:
    """The rows that could not be read, as a table to correct and import again."""
    header, found = evidence.failed_rows(access, batch_id)
    kept = TemporaryFile()  # noqa: SIM115 - the answer closes it
    out = TextIOWrapper(kept, encoding="utf-8-sig", newline="")
    evidence.write_errors_csv(found, out, header=header)
    out.detach()
    kept.seek(0)
    return Outgoing(f"import-{batch_id}-errors.csv", "text/csv; charset=utf-8", kept)


def download_decision(access: Access, decision_id: int) -> Outgoing:
    """What was known when a decision was taken: the very bytes its fingerprint was taken of."""
    found = decision(access, decision_id)
    if found.snapshot is None:
        raise NotFound("This decision is open.")
    return Outgoing(f"decision-{decision_id}.json", "application/json", canonical(found.snapshot or {}))


def download_workspace(access: Access) -> Outgoing:
    """Everything in the workspace in one file, for its owner. It holds also words that consent covers no more."""
    made = export(access)
    return Outgoing(made.name, "application/zip", made.file)
