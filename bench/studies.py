"""The room for interviews, filled: one study as large as a study may be, the rest spread over others; two hundred notes of one talk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from clew.ground.thread.api import link_many
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.findings import MOST_FINDINGS
from clew.rooms.interviews.guide_content import content_of, hash_of
from clew.rooms.interviews.guide_draft import Item, Section
from clew.rooms.interviews.models import Candidate, Finding, Guide, GuideVersion, Interview, Note, Study
from clew.rooms.interviews.models.studies import MOST_WANTED

TODAY, NOTED = date(2026, 6, 30), 200
SEVERITIES = ("critical", "high", "medium", "low")
Nodes = Callable[..., list[int]]
Put = Callable[[Access, Any, Sequence[dict[str, Any]]], None]


def fill_studies(
    access: Access, count: int, made: dict[str, list[int]], nodes: Nodes, put: Put
) -> dict[str, list[int]]:
    """`nodes` and `put` write records and rows in bulk."""
    studies = nodes(access, "study", [f"Study {n}" for n in range(max(2, count // 20))], "recruiting")
    put(access, Study, [{"node_id": pk, "question": "What slows them down?", "wanted": 1000} for pk in studies])
    interviews = nodes(access, "interview", [f"Talk {n}" for n in range(count)], "held")
    put(access, Interview, [_interview(access, n, pk, studies, made) for n, pk in enumerate(interviews)])
    link_many(access, [(pk, "held_for", _study(studies, n, count)) for n, pk in enumerate(interviews)])
    link_many(access, [(made["source"][n], "heard_in", pk) for n, pk in enumerate(interviews) if _has_words(n)])
    put(access, Candidate, [_candidate(n, pk, studies, count) for n, pk in enumerate(made["person"])])
    findings = nodes(access, "finding", [f"Finding {n}" for n in range(count)], "open")
    put(access, Finding, [_finding(n, pk, studies, count) for n, pk in enumerate(findings)])
    tied = [(pk, "supports", findings[n % count]) for n, pk in enumerate(made["excerpt"])]
    link_many(access, tied)
    _notes(access, count, interviews, put)
    guides = nodes(access, "guide", [f"Guide {n}" for n in range(max(1, count // 20))])
    put(
        access,
        Guide,
        [{"node_id": pk, "study_id": studies[n % len(studies)], "version": 1} for n, pk in enumerate(guides)],
    )
    content = content_of((Section("The last time", None, (Item("question", "When did you count last?"),)),))
    put(
        access,
        GuideVersion,
        [{"guide_id": pk, "number": 1, "content": content, "content_hash": hash_of(content)} for pk in guides],
    )
    return {"study": studies, "interview": interviews, "finding": findings, "guide": guides}


def _study(studies: list[int], n: int, count: int, most: int = MOST_WANTED) -> int:
    """The first has as many as one may have, but never the last of all, so that it leaves somebody out; the others share what is left."""
    return studies[0] if n < min(most, count - 1) else studies[1 + n % (len(studies) - 1)]


def _has_words(n: int) -> bool:
    return n % 5 == 0


def _interview(access: Access, n: int, pk: int, studies: list[int], made: dict[str, list[int]]) -> dict[str, Any]:
    starts = datetime(2026, 1, 1, 9, tzinfo=timezone.get_current_timezone()) + timedelta(hours=n)
    return {
        "node_id": pk,
        "study_id": _study(studies, n, len(made["person"])),
        "person_id": made["person"][n],
        "interviewer_id": access.user_id,
        "source_id": made["source"][n] if _has_words(n) else None,
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=45),
        "held_on": TODAY - timedelta(days=n % 400),
    }


def _candidate(n: int, person: int, studies: list[int], count: int) -> dict[str, Any]:
    states = ("found", "invited", "accepted", "done")
    return {"study_id": _study(studies, n, count), "person_id": person, "state": states[n % 4]}


def _finding(n: int, pk: int, studies: list[int], count: int) -> dict[str, Any]:
    told = {
        "severity": SEVERITIES[n % 4],
        "area": "Shop",
        "detail": "The list stops.",
        "recommendation": "Let it resume.",
    }
    return {"node_id": pk, "study_id": _study(studies, n, count, MOST_FINDINGS), **told}


def _notes(access: Access, count: int, interviews: list[int], put: Put) -> None:
    def one(n: int) -> dict[str, Any]:
        talk = interviews[0] if n < NOTED else interviews[n % len(interviews)]
        key = UUID(int=interviews[0] << 32 | n)
        return {"interview_id": talk, "client_id": key, "at_ms": n * 1000, "text": f"The list stops again, {n}"}

    put(access, Note, [one(n) for n in range(count)])
