"""`clew interviews`: the room on the command line. Nothing heavy is imported before a command runs."""

import click

from clew.ground.doors.commands import LazyGroup

HERE = "clew.rooms.interviews.commands"
STUDIES = {
    "list": (f"{HERE}.studies", "list_studies", "Studies and how far along they are."),
    "show": (f"{HERE}.studies", "show", "One study with its interviews."),
    "add": (f"{HERE}.studies", "add", "Begin a study."),
    "move": (f"{HERE}.studies", "move", "Say how far along a study is."),
    "take-in": (f"{HERE}.studies", "take_in", "Interviews that are here become interviews of a study."),
    "keep": (f"{HERE}.keeping", "keep", "How long a study keeps what was heard in it."),
    "bring-in": (f"{HERE}.findings", "bring_in", "Bring in a finished study with its findings sheet."),
}
FINDINGS = {
    "list": (f"{HERE}.findings", "list_findings", "What a study found, and how many showed it."),
    "add": (f"{HERE}.findings", "add", "Add a finding to a study."),
}
CANDIDATES = {
    "list": (f"{HERE}.recruiting", "list_candidates", "Who may be asked for a study, and how far that got."),
    "add": (f"{HERE}.recruiting", "add", "People become candidates of a study."),
    "settle": (f"{HERE}.recruiting", "settle", "Say which candidates fit."),
}
GUIDES = {
    "list": (f"{HERE}.guides", "list_guides", "Interview guides."),
    "show": (f"{HERE}.guides", "show", "A guide as Markdown."),
    "add": (f"{HERE}.guides", "add", "Bring a guide in from a file."),
    "check": (f"{HERE}.guides", "check", "What the coach says of the questions in a file."),
}
TRANSCRIPTS = {
    "import": (f"{HERE}.transcripts", "bring_in", "Bring transcripts into a study or an interview."),
    "show": (f"{HERE}.transcripts", "show", "What was said in an interview, by whom."),
    "redact": (f"{HERE}.privacy", "redact", "Find personal data in what was said, and cover it for good."),
}
CONSENT = {
    "show": (f"{HERE}.consent", "show", "Whether the person of an interview agreed."),
    "ask": (f"{HERE}.consent", "ask", "Ask them for what the study asks."),
    "agreed": (f"{HERE}.consent", "agreed", "Write down that they agreed, on paper or aloud."),
    "refused": (f"{HERE}.consent", "refused", "Write down that they said no."),
}
CODES = {
    "rounds": (f"{HERE}.coding", "rounds", "The coding rounds of a study."),
    "agreement": (f"{HERE}.coding", "agreement", "How far the coders of a round agreed."),
}
EXCHANGE = {
    "out": (f"{HERE}.exchange", "out", "Write a study as .qdpx, or all codes as .qdc."),
    "in": (f"{HERE}.exchange", "bring_in", "Bring in a .qdpx or .qdc of another program."),
}
PLACES = {
    "studies": (HERE, "of_studies", "What is to be found out."),
    "panel": (f"{HERE}.recruiting", "panel", "Everybody who could be asked."),
    "heard": (f"{HERE}.recruiting", "heard", "Who is heard more or less than their share, and who never."),
    "candidates": (HERE, "of_candidates", "Who may be asked for a study."),
    "link": (f"{HERE}.recruiting", "link", "Make a candidate's personal link."),
    "invite": (f"{HERE}.recruiting", "invite", "See who would be mailed, or mail them."),
    "who": (f"{HERE}.consent", "who", "Say whose interview it is."),
    "schedule": (f"{HERE}.schedule", "schedule", "Which interviews are booked."),
    "consent": (HERE, "of_consent", "Who agreed to what, before anything is kept."),
    "guides": (HERE, "of_guides", "Interview guides and their coach."),
    "transcripts": (HERE, "of_transcripts", "What was said."),
    "transcribe": (f"{HERE}.transcripts", "transcribe", "Write down what a recording says, on this machine."),
    "talk": (f"{HERE}.learnt", "talk", "How an interview was held: shares, questions, stories."),
    "snapshot": (f"{HERE}.learnt", "snapshot", "An interview on one page."),
    "saturation": (f"{HERE}.learnt", "saturation", "What three more people would bring."),
    "tree": (f"{HERE}.learnt", "tree", "The opportunity solution tree."),
    "silent": (f"{HERE}.learnt", "silent", "Who has not been asked."),
    "findings": (HERE, "of_findings", "What studies found."),
    "codes": (HERE, "of_codes", "Blind coding and its agreement."),
    "exchange": (HERE, "of_exchange", "Projects and codebooks of other programs."),
}


@click.group(cls=LazyGroup, places=PLACES)
def interviews() -> None:
    """Interviews: from whom to ask to what was learnt."""


@click.group("studies", cls=LazyGroup, places=STUDIES)
def of_studies() -> None:
    """Studies: a question to be answered by talking with customers."""


@click.group("candidates", cls=LazyGroup, places=CANDIDATES)
def of_candidates() -> None:
    """Candidates: people who may be asked for a study."""


@click.group("guides", cls=LazyGroup, places=GUIDES)
def of_guides() -> None:
    """Interview guides, and the coach that looks at their questions."""


@click.group("transcripts", cls=LazyGroup, places=TRANSCRIPTS)
def of_transcripts() -> None:
    """Transcripts of interviews."""


@click.group("consent", cls=LazyGroup, places=CONSENT)
def of_consent() -> None:
    """Consent of the people who are interviewed."""


@click.group("findings", cls=LazyGroup, places=FINDINGS)
def of_findings() -> None:
    """Findings of a study."""


@click.group("codes", cls=LazyGroup, places=CODES)
def of_codes() -> None:
    """Coding by several people, blind."""


@click.group("exchange", cls=LazyGroup, places=EXCHANGE)
def of_exchange() -> None:
    """Other programs for qualitative analysis (REFI-QDA)."""
