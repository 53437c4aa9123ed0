"""What to ask instead: towards a story, out of the question's own words where that stays grammatical."""

import re

from .shape import Joint, Shape
from .words import FROM_PARTICIPLE, IRREGULAR, OTHER_SIDE, PLAIN, STATES, past

STUMBLED = "Tell me about the last time you stumbled over something here. What happened?"
MISSED = "Tell me about the last time something was missing here. What did you do instead?"
EXPECTED = "Tell me what you expected to find here."
LEFT_OUT = "Tell me what you used here the last time, and what you left aside."
WHO_ELSE = "Tell me who else has to do with this."
WHAT_ELSE = "Tell me about the last time you wanted something else here. What did you do?"
_ADVERBS = r"(?:(?:currently|ever|usually|often|normally|typically|generally|also|really|just|still|always|actually|even|already|sometimes)\s+)*"
_DO_YOU = re.compile(rf"(?:do|did|does|would|will|could|can|might)\s+you\s+{_ADVERBS}([a-z]+)\b\s*(.*)", re.I)
_HAVE_YOU = re.compile(rf"(?:have|had)\s+you\s+{_ADVERBS}([a-z]+)\b\s*(.*)", re.I)
_HOW_WOULD_YOU = re.compile(
    rf"(?:how|what|where|when|why|which)(?:\s+[\w'-]+){{0,3}}?\s+would\s+you\s+{_ADVERBS}([a-z]+)\b\s*(.*)", re.I
)
_IF_YOU_WANTED = re.compile(r"if you (wanted|needed|had) to\s+([^,?]{3,200})", re.I)
_WANT = re.compile(rf"(?:(?:how|why|where)\s+)?would\s+you\s+{_ADVERBS}(?:like|want|need|love)\s+(to\s+)?(.+)", re.I)
_NAMED = re.compile(
    r"\b((?:the|this|these|those|your|our)\s+(?:[\w'-]+\s+){0,4}?[\w'-]+)(?=\s+(?:is|are|was|were|to|when|where|why|how|what|who|if|that|which|on|in|for|with|at|and|or|from|would|could|will|can|they|you|you're|i|we|useful|helpful|easy|make|makes|made|once|before|after|while|anymore)\b|\s*[?.,!]|$)",
    re.I,
)
# What stands between "is" and what is said of it, with or without an article: "Is natural gas useful?", "Did the map make sense?".
_SUBJECT = re.compile(
    r"(?:is|are|was|were|does|do|did)\s+(?!(?:it|there|you|they|we|i|he|she|that|this|anything|any|one)\b)"
    rf"((?:[\w'-]+\s+){{0,6}}?[\w'-]+)\s+(?=(?:{'|'.join(sorted(OTHER_SIDE, key=len, reverse=True))}|make\s+sense)\b)",
    re.I,
)
_BEFORE_WORD = re.compile(r"(?:\s+(?:an?|the|very|really|too|so|more|most|all|quite|not))+$", re.I)
_INTERESTED = re.compile(r"(?:are|were) you interested in\s+([a-z]{2,})ing\b\s*(.*)", re.I)
_ABLE = re.compile(
    r"(?:to be able|(?:the|an?) (?:ability|option|possibility|way|chance)) (?=to\b)|to (?:want|need|have) (?=to\b)",
    re.I,
)
_ANY = re.compile(r"(?:is|are|was|were) there\b|(?:was|is) anything\b", re.I)
# What is asked for after "Is there any …", and what brings it out.
_ANY_ASKS = (
    (re.compile(r"\bany(?:one|body)\b", re.I), WHO_ELSE),
    (re.compile(r"\b(?:wouldn't|don't|didn't|not|never) use\b", re.I), LEFT_OUT),
    (re.compile(r"\b(?:add|improved?|change|missing|(?:don't|didn't) see)\b", re.I), MISSED),
    (re.compile(r"\b(?:other|else|more)\b", re.I), WHAT_ELSE),
)  # fmt: skip
_EXPECTING = re.compile(r"\byou (?:\w+ ){0,2}?expect(?:ed|ing)?\b", re.I)
_TAIL = re.compile(r"[\s?.!,]+$")
_WORN = re.compile(r"\b(?:before|again|yet|at all|right away|so far)\b|\b(?:for|with|about|to|in|on)$", re.I)
_ASIDE = re.compile(r"\s+and (?:what|how|why|which|when|where|who)\b.*|\s*\?.*", re.I | re.S)
_TAGGED = re.compile(r"[,;]\s*[\w' ]{1,20}\?\W*$")


def closed(shape: Shape) -> str:
    asked = shape.text[shape.opening[0] :]
    if had := _HAVE_YOU.match(asked):
        verb = had[1].casefold()
        return _last_time(FROM_PARTICIPLE.get(verb, verb), had[2])
    return _wish(asked) or _story(asked) or _done(_DO_YOU.match(asked)) or _topic(shape)


def hypothetical(shape: Shape) -> str:
    asked = shape.text[shape.at :]
    if wanted := _IF_YOU_WANTED.search(asked):
        return f"Tell me about the last time you {wanted[1]} to {_bare(wanted[2])}. What did you do?"
    if wish := _wish(asked):
        return wish
    if how := _HOW_WOULD_YOU.match(asked):
        verb, rest = how[1].casefold(), _bare(how[2])
        if verb not in STATES or verb in {"find", "see"}:
            way = "where" if asked.casefold().startswith("where") else "how"
            return f"Show me {way} you {' '.join(filter(None, (verb, rest)))}, or tell me about the last time you did."
    return _story(asked) or _done(_DO_YOU.search(asked)) or _topic(shape)


def pushed(shape: Shape) -> str:
    return closed(shape) if shape.is_inverted else _topic(shape, _TAGGED.sub("", shape.text))


def one_sided(shape: Shape, said: re.Match[str]) -> str:
    """Both sides of what was named, after a story where the thing is known."""
    word = (said.group(said.lastindex or 0)).casefold()
    thing = _thing(shape)
    if word not in OTHER_SIDE:
        return f"What did you make of {thing}?" if thing else "What did you make of it?"
    both = f"{word} or {OTHER_SIDE[word]}"
    if said.lastindex:
        return f"{shape.text[shape.at : said.start(1)]}{both}{shape.text[said.end(1) :]}".strip()
    if thing:
        return f"Tell me about the last time you used {thing}. How {both} was that?"
    return f"Tell me about the last time this came up. How {both} was it?"


def halves(shape: Shape, joint: Joint) -> tuple[str, ...]:
    """The two questions, where each is one by itself."""
    first, second = shape.text[shape.at : joint.span[0]], shape.text[joint.second :]
    return (_sentence(first), _sentence(second)) if joint.whole else ()


def double(parts: tuple[str, ...]) -> str:
    if parts:
        return f"Ask one at a time: “{parts[0]}” Then: “{parts[1]}”"
    return "Ask about one at a time, and wait for the answer before the next."


def plain(shape: Shape, term: re.Match[str]) -> str:
    """The question in words that anybody would use; empty where none are known."""
    instead = PLAIN.get(term.group().casefold())
    return f"{shape.text[: term.start()]}{instead}{shape.text[term.end() :]}".strip() if instead else ""


def _wish(asked: str) -> str:
    if wish := _WANT.match(asked):
        what = _ABLE.sub("", f"{wish[1] or ''}{_bare(wish[2])}", count=1)
        return f"Tell me about the last time you needed {what}. What did you do?"
    return ""


def _story(asked: str) -> str:
    """Openings that each want a sentence of their own."""
    if _ANY.match(asked):
        return next((rather for asks, rather in _ANY_ASKS if asks.search(asked)), STUMBLED)
    if (interest := _INTERESTED.match(asked)) and "future" not in interest[2]:
        return _last_time(_from_gerund(interest[1].casefold()), interest[2])
    return EXPECTED if _EXPECTING.search(asked) else ""


def _from_gerund(stem: str) -> str:
    """The past of what "-ing" was taken off of: compar(ing), see(ing), mak(ing), plann(ing)."""
    return next((IRREGULAR[base] for base in (stem, f"{stem}e") if base in IRREGULAR), f"{stem}ed")


def _done(match: re.Match[str] | None) -> str:
    if match is None or (verb := match[1].casefold()) in STATES:
        return ""
    return _last_time(past(verb), match[2])


def _last_time(verb: str, rest: str) -> str:
    return f"Tell me about the last time you {' '.join(filter(None, (verb, _bare(rest))))}."


def _topic(shape: Shape, text: str = "") -> str:
    thing = _thing(shape, text)
    if thing:
        return f"Tell me what you make of {thing}."
    return "Tell me about the last time this came up. What did you do?"


def _thing(shape: Shape, text: str = "") -> str:
    """What the question is about, when it names a thing in so many words."""
    text = text or shape.text[shape.opening[0] :]
    match = _SUBJECT.match(text) or _NAMED.search(text)
    return _BEFORE_WORD.sub("", match[1]) if match else ""


def _bare(rest: str) -> str:
    """The end of a sentence without its mark, a second question, and words that only fit a question."""
    text = _TAIL.sub("", _ASIDE.sub("", rest))
    return re.sub(r"\bany(thing|one|body|where)\b", r"some\1", " ".join(_WORN.sub("", text).split()))


def _sentence(text: str) -> str:
    text = _TAIL.sub("", text.strip())
    return f"{text[:1].upper()}{text[1:]}?"
