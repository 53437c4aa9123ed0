"""Customers' words: sources and who speaks in them, excerpts and quotations, sound, what is withheld or forgotten."""

from clew.ground.evidence.actions.excerpts import drop_stance, mark, place_again, take_stance, tie, withdraw_excerpt
from clew.ground.evidence.actions.forgetting import (
    Forgotten,
    cover_places,
    cover_versions,
    cover_words,
    forget_person,
    forget_sources,
    said_by_others,
)
from clew.ground.evidence.actions.reading import mark_read, mark_unread
from clew.ground.evidence.actions.sources import (
    add_source,
    bring_back_version,
    correct_source,
    describe_source,
    first_words,
    hear_for,
    read_spoken,
)
from clew.ground.evidence.actions.speakers import bind_speaker, correct_turn, merge_speakers, rename_speaker
from clew.ground.evidence.actions.splitting import move_words
from clew.ground.evidence.actions.vectors import meaning_of_these
from clew.ground.evidence.heard import watch_hearing
from clew.ground.evidence.queries.conversations import Conversation, TurnSpoken, conversations
from clew.ground.evidence.queries.quotes import CodeTag, Quote, Tie, quotations
from clew.ground.evidence.queries.sources import (
    Facet,
    Facets,
    MarkedWords,
    SourceDetail,
    SourcePage,
    SourceRow,
    Turn,
    Version,
    excerpt,
    place_of_words,
    source,
    source_facets,
    sources,
)
from clew.ground.evidence.queries.spoken import SpeakerRow, WordTimes, word_times
from clew.ground.evidence.queries.turns import turn_heads
from clew.ground.evidence.queries.waiting import Waiting, broken_excerpts, unheard_needs, unread_beside, unread_sources
from clew.ground.evidence.queries.withheld import is_anything_withheld, refuse_withheld
from clew.ground.evidence.speech.hearing import Word, as_transcript, listen
from clew.ground.evidence.speech.silencing import silenced, why_not_silenced
from clew.ground.evidence.speech.sound import Sound, sound_of
from clew.ground.evidence.speech.weights import GET_IT as GET_SPEECH
from clew.ground.evidence.speech.weights import why_not as why_no_speech
from clew.ground.evidence.turns import kept_turns

__all__ = [
    "GET_SPEECH",
    "CodeTag",
    "Conversation",
    "Facet",
    "Facets",
    "Forgotten",
    "MarkedWords",
    "Quote",
    "Sound",
    "SourceDetail",
    "SourcePage",
    "SourceRow",
    "SpeakerRow",
    "Tie",
    "Turn",
    "TurnSpoken",
    "Version",
    "Waiting",
    "Word",
    "WordTimes",
    "add_source",
    "as_transcript",
    "bind_speaker",
    "bring_back_version",
    "broken_excerpts",
    "conversations",
    "correct_source",
    "correct_turn",
    "cover_places",
    "cover_versions",
    "cover_words",
    "describe_source",
    "drop_stance",
    "excerpt",
    "first_words",
    "forget_person",
    "forget_sources",
    "hear_for",
    "is_anything_withheld",
    "kept_turns",
    "listen",
    "mark",
    "mark_read",
    "mark_unread",
    "meaning_of_these",
    "merge_speakers",
    "move_words",
    "place_again",
    "place_of_words",
    "quotations",
    "read_spoken",
    "refuse_withheld",
    "rename_speaker",
    "said_by_others",
    "silenced",
    "sound_of",
    "source",
    "source_facets",
    "sources",
    "take_stance",
    "tie",
    "turn_heads",
    "unheard_needs",
    "unread_beside",
    "unread_sources",
    "watch_hearing",
    "why_no_speech",
    "why_not_silenced",
    "withdraw_excerpt",
    "word_times",
]
