"""Bring words in, and correct them without losing the marks made in them."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from clew.ground.customers.api import Account, Person
from clew.ground.evidence.formats import content_hash, parse_transcript
from clew.ground.evidence.formats.cleaning import tidy_line, tidy_text
from clew.ground.evidence.formats.turn_marks import looks_like_transcript
from clew.ground.evidence.heard import may_be_heard_for
from clew.ground.evidence.kinds import SOURCE
from clew.ground.evidence.models import Excerpt, Source, SourceVersion, ThemeMember
from clew.ground.evidence.queries.withheld import refuse_withheld
from clew.ground.evidence.turns import TurnRow, kept_turns, moved_turns, timed_again
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.search import api as search
from clew.ground.thread.api import NewNode, Node, add_node
from clew.ground.workspaces.api import Access, act
from clew.science import anchors

TEXT_LIMIT = 2_000_000
TITLE_WORDS = 80
Stays = Callable[[int, int], tuple[int, int] | None]


@act("add a source")
def add_source(
    access: Access,
    *,
    text: str,
    title: str = "",
    kind: str = "note",
    person_id: int | None = None,
    account_id: int | None = None,
    said_on: date | None = None,
    channel: str = "",
    url: str = "",
    turns: Sequence[dict[str, Any]] = (),
    about: int | None = None,
) -> Source:
    """Words with whoever said them and when. `turns` are offsets into the tidied text; the same words twice are refused.

    `about`: what they were heard for, such as a study; consent given for that decides about them.
    """
    _check(kind, said_on, url)
    _check_about(about)
    words = _tidied(text)
    person = _person(person_id)
    if about is not None:
        may_be_heard_for(access, None, person_id, about)
    account = _account(account_id) or (person.account_id if person else None)
    key = content_hash(words, person.email if person else "", person.node.title if person else "", "")
    _refuse_twice(key)
    node = add_node(access, NewNode(SOURCE, tidy_line(title) or first_words(words), text=words))
    source = Source(
        node=node, workspace_id=access.workspace_id, kind=kind, person=person, account_id=account, said_on=said_on,
        channel=tidy_line(channel)[:60], url=url, words=len(words.split()), content_hash=key, about_id=about,
    )  # fmt: skip
    _save_once(source, key)
    _add_version(access, source, words, turns)
    return source


@act("describe a source")
def describe_source(
    access: Access,
    *,
    source_id: int,
    kind: str,
    person_id: int | None = None,
    account_id: int | None = None,
    said_on: date | None = None,
    channel: str = "",
) -> Source:
    """Say of what kind a source is, who said it, when and where."""
    _check(kind, said_on, "")
    source = get_source(source_id)
    person = _person(person_id)
    source.kind, source.person, source.said_on, source.channel = kind, person, said_on, tidy_line(channel)[:60]
    source.account_id = _account(account_id) or (person.account_id if person else None)
    source.save(update_fields=["kind", "person", "account", "said_on", "channel"])
    return source


@act("say what a source was heard for")
def hear_for(access: Access, *, source_id: int, about: int | None = None) -> Source:
    """The study, or another record, for which somebody spoke: consent given for that decides about these words."""
    _check_about(about)
    source = get_source(source_id)
    may_be_heard_for(access, source.pk, source.person_id, about)
    source.about_id = about
    source.save(update_fields=["about"])
    return source


@act("correct a source's text")
def correct_source(access: Access, *, source_id: int, text: str, turns: Sequence[dict[str, Any]] = ()) -> Source:
    """A new version; every excerpt finds its place in it, or says that it lost it."""
    source = get_source(source_id, lock=True)
    refuse_withheld(access, source_id, partly=True)
    words, before = _tidied(text), current_version(source)
    if words == before.text:
        raise Refused("Nothing was changed.", field="text", remedy="Change the text first.")
    moved = turns or moved_turns(before.text, before.turns, words)
    new_version(access, source, before, words, timed_again(before.text, before.turns, words, moved))
    return source


@act("bring back a version")
def bring_back_version(access: Access, *, source_id: int, number: int) -> Source:
    """The words and turns of an earlier version become the newest one."""
    source = get_source(source_id, lock=True)
    refuse_withheld(access, source_id, partly=True)
    before = current_version(source)
    wanted = SourceVersion.objects.filter(source=source, number=number).first()
    if wanted is None:
        raise NotFound("No such version.")
    if (wanted.text, wanted.turns) == (before.text, before.turns):
        raise Refused("These are its words now.", field="number", remedy="Choose another version.")
    new_version(access, source, before, wanted.text, wanted.turns)
    return source


def new_version(
    access: Access,
    source: Source,
    before: SourceVersion,
    words: str,
    turns: Sequence[TurnRow],
    stays: Stays | None = None,
) -> None:
    """`stays` tells where a place that was not touched stands now; every other excerpt looks for its own."""
    newest = SourceVersion.objects.filter(source=source).aggregate(newest=Max("number"))["newest"]
    source.version, source.words = newest + 1, len(words.split())
    source.save(update_fields=["version", "words"])
    _add_version(access, source, words, turns)
    if words != before.text:
        _anchor_again(source, words, stays)
        _passages_again(source, before.text, words, stays)
    if source.node.title == first_words(before.text) != first_words(words):
        source.node.title = first_words(words)
        source.node.save(update_fields=["title"])
    search.put(access.workspace_id, [search.Document(source.pk, SOURCE, source.node.title, words)])


def get_source(source_id: int, *, lock: bool = False) -> Source:
    """Called inside an act. `lock`: nobody else corrects or marks it until this act is over."""
    rows = Source.objects.select_related("node")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=source_id).first()
    if found is None:
        raise NotFound("No such source.")
    return found


def current_version(source: Source) -> SourceVersion:
    return SourceVersion.objects.get(source=source, number=source.version)


def first_words(text: str, limit: int = TITLE_WORDS) -> str:
    """A title made of the first words: one line, cut between words."""
    flat = " ".join(text[: limit * 8].split())
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0].rstrip(".,;:–- ") + "…"


def read_spoken(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Pasted words as they will be stored, with the turns of a transcript's speakers (none for other texts)."""
    if not looks_like_transcript(text):
        return tidy_text(text), []
    return kept_turns(parse_transcript(text, "transcript"))


def _anchor_again(source: Source, words: str, stays: Stays | None) -> None:
    excerpts = list(Excerpt.objects.filter(source=source))
    for excerpt in excerpts:
        if stays and excerpt.now_start is not None and excerpt.now_end is not None:
            place = stays(excerpt.now_start, excerpt.now_end)
            if place is not None:
                excerpt.now_start, excerpt.now_end = place
                excerpt.status = _status(excerpt, words)
                continue
        anchor = anchors.Anchor(
            exact=excerpt.exact, prefix=excerpt.prefix, suffix=excerpt.suffix,
            start=excerpt.start, end=excerpt.end, source_hash=excerpt.source_hash,
        )  # fmt: skip
        found = anchors.resolve(anchor, words)
        excerpt.status, excerpt.now_start, excerpt.now_end = found.status, found.start, found.end
    Excerpt.objects.bulk_update(excerpts, ["status", "now_start", "now_end"], batch_size=200)


def _passages_again(source: Source, before: str, words: str, stays: Stays | None) -> None:
    """Passages that are in themes go where their words stand now; one that lost its place leaves its themes."""
    passages = ThemeMember.objects.filter(source=source, end__gt=0).order_by("start")
    ended: dict[int, int] = {}  # by theming, where the passage before ends
    lost, moved = [], []
    for passage in passages:
        place = _place_again(before, words, (passage.start, passage.end), stays)
        if place is None or place[0] < ended.get(passage.theming_id, 0):
            lost.append(passage.pk)
            continue
        ended[passage.theming_id] = place[1]
        if place != (passage.start, passage.end):
            passage.start, passage.end = place
            moved.append(passage)
    ThemeMember.objects.filter(pk__in=lost).delete()
    aside = ThemeMember.objects.filter(pk__in=[p.pk for p in moved])  # for one may go where another has been
    aside.update(start=F("start") + TEXT_LIMIT, end=F("end") + TEXT_LIMIT)
    ThemeMember.objects.bulk_update(moved, ["start", "end"], batch_size=200)


def _place_again(before: str, words: str, place: tuple[int, int], stays: Stays | None) -> tuple[int, int] | None:
    if stays and (kept := stays(*place)) is not None:
        return kept
    found = anchors.resolve(anchors.make_anchor(before, *place), words)
    return None if found.start is None or found.end is None else (found.start, found.end)


def _status(excerpt: Excerpt, words: str) -> str:
    if words[excerpt.now_start : excerpt.now_end] != excerpt.exact:
        return "healed"
    return "exact" if excerpt.now_start == excerpt.start else "moved"


def _add_version(access: Access, source: Source, words: str, turns: Sequence[dict[str, Any]]) -> None:
    SourceVersion.objects.create(
        workspace_id=access.workspace_id, source=source, number=source.version, text=words,
        text_hash=anchors.text_hash(words), turns=list(turns), created_by_id=access.user_id,
    )  # fmt: skip


def _tidied(text: str) -> str:
    words = tidy_text(text)
    if not words:
        raise Refused("The text is empty.", field="text", remedy="Paste or type what was said.")
    if len(words) > TEXT_LIMIT:
        raise Refused("The text is longer than 2,000,000 characters.", field="text", remedy="Add it in parts.")
    return words


def _check(kind: str, said_on: date | None, url: str) -> None:
    if kind not in dict(Source.KINDS):
        raise Refused("This kind of source is not known.", field="kind", remedy="Choose one of the list.")
    if said_on and said_on > timezone.localdate():
        raise Refused("This day has not come yet.", field="said_on", remedy="Type the day on which it was said.")
    try:
        if url:
            URLValidator(["http", "https"])(url[:1001])
    except ValidationError as error:
        raise Refused("This is no web address.", field="url", remedy="It begins with https://.") from error


def _check_about(about: int | None) -> None:
    if about is not None and not Node.objects.filter(pk=about).exists():
        raise Refused("This record is not here.", field="about", remedy="Choose another.")


def _person(person_id: int | None) -> Person | None:
    if person_id is None:
        return None
    found = Person.objects.select_related("node").filter(pk=person_id).first()
    if found is None:
        raise Refused("This person is not here.", field="person_id", remedy="Choose one of the list.")
    return found


def _account(account_id: int | None) -> int | None:
    if account_id is not None and not Account.objects.filter(pk=account_id).exists():
        raise Refused("This account is not here.", field="account_id", remedy="Choose one of the list.")
    return account_id


def _refuse_twice(key: str) -> None:
    there = Source.objects.select_related("node").filter(content_hash=key, put_away=False).first()
    if there is not None:
        where = "among the archived sources" if there.node.archived_at else "here"
        raise Refused(
            f"These words are {where} already: “{there.node.title}”.", field="text", remedy="Open that source."
        )


def _save_once(source: Source, key: str) -> None:
    """Two people may add the same words at the same moment; the database lets the second one know."""
    try:
        with transaction.atomic():
            source.save(force_insert=True)
    except IntegrityError:
        _refuse_twice(key)
        raise
