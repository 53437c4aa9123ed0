"""Send one letter, once, and write down what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from clew.ground.assist.keys import key_for
from clew.ground.assist.models import SUGGESTIONS, Letter, LetterWords
from clew.ground.assist.tasks import MOST_CHARACTERS, Judged, Nonsense, Question, body_of, hash_of, judged
from clew.ground.assist.wire import Answer, Unanswered, ask_model
from clew.ground.customers.api import withdrawn_since
from clew.ground.workspaces.api import Access, act, within

HEARD = "hear from a language model"
EMPTY: Mapping[str, Any] = MappingProxyType({})
MOST_KEPT = 20_000
NOTHING_HELD = "Nothing of the answer could be shown to come from the words it was given."
WITHDRAWN = "Somebody withdrew consent since it was written, so it was not sent."
MIDWAY = "It was stopped midway. It is not sent a second time."


def send(access: Access, letter_id: int, *, meanwhile: Callable[[float], None] = lambda seconds: None) -> str:
    """Gives the error, if there is one. What was sent already is never sent again."""
    with within(access):
        letter = Letter.objects.select_related("words").get(pk=letter_id)
    if letter.ended_at is not None:
        return letter.error
    if not _leaves(access, letter_id):
        return end(access, letter_id, error=MIDWAY)
    if withdrawn_since(access, letter.created_at):
        return end(access, letter_id, error=WITHDRAWN)
    body = body_of(letter.words.sent)
    if hash_of(body) != letter.sent_hash:
        return end(access, letter_id, error="It is not what was shown, so it was not sent.")
    try:
        answer = ask_model(letter.address, key_for(access.workspace_id, letter.address), body, meanwhile=meanwhile)
    except Unanswered as error:
        return end(access, letter_id, error=str(error))
    return _judge(access, letter, answer)


@act("send to a language model")
def _leaves(access: Access, letter_id: int) -> bool:
    """Written down before it goes: whatever happens then, it is not sent again."""
    return bool(Letter.objects.filter(pk=letter_id, sent_at__isnull=True).update(sent_at=timezone.now()))


def _judge(access: Access, letter: Letter, answer: Answer) -> str:
    told = {"milliseconds": answer.milliseconds, "tokens_in": answer.tokens_in, "tokens_out": answer.tokens_out}
    said = {"answer": answer.content[:MOST_KEPT]}
    try:
        found = judged(_question(letter), answer.content)
    except Nonsense as error:
        return end(access, letter.pk, error=str(error), words=said, told=told)
    words = {**said, **_plain(found)}
    return end(access, letter.pk, error="" if found.kept else NOTHING_HELD, words=words, told=told)


@act(HEARD)
def end(
    access: Access,
    letter_id: int,
    *,
    error: str = "",
    words: Mapping[str, Any] = EMPTY,
    told: Mapping[str, Any] = EMPTY,
) -> str:
    """The end of a letter, once: its error if there is one, the words that came back, and what was told beside them."""
    still_open = Letter.objects.filter(pk=letter_id, ended_at__isnull=True)
    if still_open.update(ended_at=timezone.now(), error=error[:500], **told) and words:
        LetterWords.objects.filter(letter=letter_id).update(**words)
    return error


def _question(letter: Letter) -> Question:
    """What was asked, read from what was sent: the answer is held against these very words."""
    words = str(letter.words.sent["messages"][1]["content"])
    mark = words[words.rindex("</data ") + 7 : -1]
    opening, closing = f"<data {mark}>\n", f"\n</data {mark}>"
    text = words[words.index(opening) + len(opening) : -len(closing)]
    return Question(letter.task, text[:MOST_CHARACTERS], _listed(letter))


def _listed(letter: Letter) -> dict[str, str]:
    if letter.task != SUGGESTIONS:
        return {}
    form = letter.words.sent["response_format"]["json_schema"]["schema"]["properties"]["suggestions"]["items"][
        "properties"
    ]
    words = str(letter.words.sent["messages"][1]["content"])
    head = words[: words.index("\n\n<data ")]
    names = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    return {mark: names[mark] for mark in form["about"]["enum"] if mark in names}


def _plain(found: Judged) -> dict[str, Any]:
    return {"kept": [asdict(k) for k in found.kept], "dropped": [asdict(d) for d in found.dropped]}
