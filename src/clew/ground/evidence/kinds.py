"""The kinds and verbs of evidence: from a source's words to an outcome."""

from clew.ground.thread.api import DECISION, Kind, Verb, register

SOURCE, EXCERPT, CODE, IMPORT, THEME = "source", "excerpt", "code", "import", "theme"
NEED, IDEA, OUTCOME = "need", "idea", "outcome"
SUPPORTS, CONTRADICTS, MENTIONS = "supports", "contradicts", "mentions"
STANCES = (SUPPORTS, CONTRADICTS, MENTIONS)
QUOTED, UNDER, ADDRESSED, CHOSEN, REJECTED, GATHERED = "quoted_in", "under", "addressed_by", "chosen_by", "rejected_by", "gathered_in"


def register_all() -> None:
    register(
        kinds=(
            Kind(SOURCE, "Source", "Sources", "file-text", "sources"),
            Kind(EXCERPT, "Excerpt", "Excerpts", "quote"),
            Kind(CODE, "Code", "Codes", "tag", "codes"),
            Kind(IMPORT, "Import", "Imports", "upload", "imports"),
            Kind(THEME, "Theme", "Themes", "shapes", "themes"),
            Kind(NEED, "Need", "Needs", "circle-help", "needs"),
            Kind(IDEA, "Idea", "Ideas", "lightbulb", "ideas"),
            Kind(OUTCOME, "Outcome", "Outcomes", "target", "outcomes"),
        ),
        verbs=(
            Verb(SOURCE, QUOTED, EXCERPT, "is quoted in", "is quoted from"),
            Verb(EXCERPT, SUPPORTS, NEED, "supports", "is supported by"),
            Verb(EXCERPT, CONTRADICTS, NEED, "contradicts", "is contradicted by"),
            Verb(EXCERPT, MENTIONS, NEED, "mentions", "is mentioned by"),
            Verb(THEME, GATHERED, NEED, "led to", "came from the theme"),
            Verb(NEED, UNDER, NEED, "is under", "stands over"),
            Verb(NEED, UNDER, OUTCOME, "is under", "stands over"),
            Verb(NEED, ADDRESSED, IDEA, "is addressed by", "addresses"),
            Verb(IDEA, CHOSEN, DECISION, "was chosen by", "chose"),
            Verb(IDEA, REJECTED, DECISION, "was rejected by", "rejected"),
        ),
    )
