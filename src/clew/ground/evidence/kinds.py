"""The kinds and verbs of evidence: from a source's words to an outcome."""

from clew.ground.thread.api import Kind, Verb, register, tell_nothing_of, tell_of_act

SOURCE, EXCERPT, CODE, IMPORT, THEME = "source", "excerpt", "code", "import", "theme"
NEED, IDEA, OUTCOME = "need", "idea", "outcome"
SUPPORTS, CONTRADICTS, MENTIONS = "supports", "contradicts", "mentions"
STANCES = (SUPPORTS, CONTRADICTS, MENTIONS)
READ = "read"  # the state of a source that somebody read and found nothing to mark in
QUOTED, UNDER, ADDRESSED, GATHERED, MERGED = "quoted_in", "under", "addressed_by", "gathered_in", "merged_into"
SPLIT = "split_into"


def register_all() -> None:
    register(
        kinds=(
            Kind(SOURCE, "Source", "Sources", "file-text", "sources", shared=True),
            Kind(EXCERPT, "Excerpt", "Excerpts", "quote", renamable=False),
            Kind(CODE, "Code", "Codes", "tag", "codes"),
            Kind(IMPORT, "Import", "Imports", "upload", "imports"),
            Kind(THEME, "Theme", "Themes", "shapes", "themes"),
            Kind(NEED, "Need", "Needs", "circle-help", "needs", shared=True),
            Kind(IDEA, "Idea", "Ideas", "lightbulb", "ideas", shared=True),
            Kind(OUTCOME, "Outcome", "Outcomes", "target", "needs"),
        ),
        verbs=(
            Verb(SOURCE, QUOTED, EXCERPT, "is quoted in", "is quoted from"),
            Verb(EXCERPT, SUPPORTS, NEED, "supports", "is supported by", by_hand=True),
            Verb(EXCERPT, CONTRADICTS, NEED, "contradicts", "is contradicted by", by_hand=True),
            Verb(EXCERPT, MENTIONS, NEED, "mentions", "is mentioned by", by_hand=True),
            Verb(THEME, GATHERED, NEED, "led to", "came from the theme"),
            Verb(THEME, MERGED, THEME, "was merged into", "took in"),
            Verb(NEED, MERGED, NEED, "was merged into", "took in"),
            Verb(CODE, MERGED, CODE, "was merged into", "took in"),
            Verb(CODE, SPLIT, CODE, "was split into", "was split off"),
            Verb(NEED, UNDER, NEED, "is under", "stands over"),
            Verb(NEED, UNDER, OUTCOME, "is under", "stands over"),
            Verb(NEED, ADDRESSED, IDEA, "is addressed by", "addresses", by_hand=True),
        ),
    )
    tell_nothing_of("evidence_theme_member")  # which pieces went, and how near each is to the middle now
    tell_of_act("split a theme", "split a theme into its parts")
    tell_of_act("split off a theme", "split pieces off into a theme of their own")
    tell_of_act("move sources to a theme", "moved pieces from one theme to another")
