"""The words exports use for their columns: English, German, French, Spanish, Portuguese, Italian, Dutch."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Field(StrEnum):
    """What a column can become."""

    TEXT = "text"
    TITLE = "title"
    SAID_ON = "said_on"
    PERSON_NAME = "person_name"
    PERSON_EMAIL = "person_email"
    ACCOUNT = "account"
    CHANNEL = "channel"
    RATING = "rating"
    EXTERNAL_ID = "external_id"
    URL = "url"
    LANGUAGE = "language"
    SEGMENT = "segment"


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


# Best word first; written as `plain_words` leaves them (lower case, no accents).
COLUMN_WORDS: dict[Field, tuple[str, ...]] = {
    Field.TEXT: _listed(
        "feedback text|review text|review body|comment text|verbatim|feedback|review|content|comment|comments|text|body|message"
        "|description|note|notes|details|response|answer|quote|sentence|request|suggestion|opinion|what they said"
        "|kommentar|bewertungstext|nachricht|rezension|inhalt|beschreibung|antwort|ruckmeldung"
        "|commentaire|avis|contenu|texte|message client|remarque|reponse"
        "|comentario|comentarios|resena|mensaje|texto|contenido|opinion|respuesta"
        "|mensagem|avaliacao|conteudo|resposta|commento|recensione|testo|messaggio|contenuto|opmerking|beoordeling|bericht|inhoud"
    ),
    Field.TITLE: _listed(
        "title|subject|summary|headline|review title|titel|betreff|uberschrift|titre|sujet|objet|titulo|asunto|assunto"
        "|titolo|oggetto|onderwerp"
    ),
    Field.SAID_ON: _listed(
        "said on|review date|created at|created|submitted at|submitted|date|created on|posted at|posted|published at|published"
        "|timestamp|submission date|date submitted|date created|received|response date|at|time|updated at|datum|erstellt|erstellt am|eingegangen|gesendet am"
        "|date de creation|cree le|fecha|fecha de creacion|creado|data|criado em|data di creazione|aangemaakt"
    ),
    Field.PERSON_NAME: _listed(
        "person|person name|customer name|full name|user name|username|name|author|reviewer|reviewer name|contact name|contact|requester|user"
        "|submitted by|respondent|participant|first name|author name|kunde|kundenname|ansprechpartner|verfasser|autor|nutzer|benutzer"
        "|nom|auteur|client|utilisateur|nombre|usuario|cliente|nome|autore|utente|naam|klant|gebruiker"
    ),
    Field.PERSON_EMAIL: _listed(
        "email|e mail|email address|mail|user email|customer email|contact email|requester email|e mail adresse|adresse e mail|courriel"
        "|correo|correo electronico|e mail do cliente|posta elettronica|e mailadres"
    ),
    Field.ACCOUNT: _listed(
        "account|account name|company|company name|organisation|organization|org|customer|workspace|firm|business|unternehmen|firma|konto|organisation name"
        "|entreprise|societe|compte|empresa|compania|cuenta|organizacion|conta|azienda|societa|bedrijf"
    ),
    Field.CHANNEL: _listed(
        "channel|source|via|platform|medium|origin|kanal|quelle|herkunft|canal|plateforme|source du retour|fuente|origen|plataforma|origem|canale"
        "|fonte|origine|kanaal|bron"
    ),
    Field.RATING: _listed(
        "rating|stars|star rating|score|nps|nps score|csat|csat score|satisfaction|grade|sterne|bewertung|punkte|note|note sur 5|etoiles"
        "|calificacion|puntuacion|estrellas|valoracion|nota|estrelas|valutazione|stelle|punteggio|waardering|sterren"
    ),
    Field.EXTERNAL_ID: _listed(
        "external id|review id|feedback id|ticket id|response id|submission id|comment id|message id|conversation id|ticket|ticket number"
        "|case id|case number|issue key|key|id|uuid|number|nummer|kennung|ticketnummer|identifiant|numero|identificador|identificativo"
    ),
    Field.URL: _listed("url|link|permalink|review url|web address|href|adresse web|lien|enlace|collegamento|verweis"),
    Field.LANGUAGE: _listed("language|lang|locale|sprache|langue|idioma|lingua|taal"),
    Field.SEGMENT: _listed(
        "segment|customer segment|tier|plan|plan name|industry|persona|kundensegment|branche|segmento|piano|segmento di clientela"
    ),
}


@lru_cache(maxsize=2048)
def plain_words(header: str) -> str:
    """`Créé_le (UTC)` -> `cree le utc`; `createdAt` -> `created at`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header[:200])
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", bare.casefold().replace("ß", "ss")))


def name_score(field: Field, header: str) -> float:
    """3 to 4 when the heading is one of the field's words (earlier words count more), 1 to 2 when it contains one."""
    words = plain_words(header)
    if not words:
        return 0.0
    known = COLUMN_WORDS[field]
    if words in known:
        return 4.0 - known.index(words) / len(known)
    if len(words) > 60:
        return 0.0
    inside = [place for place, word in enumerate(known) if len(word) > 3 and f" {word} " in f" {words} "]
    return 2.0 - inside[0] / len(known) if inside else 0.0


def is_known_header(header: str) -> bool:
    words = plain_words(header)
    return len(words) <= 40 and any(words in known for known in COLUMN_WORDS.values())
