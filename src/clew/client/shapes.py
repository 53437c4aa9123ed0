"""What the API answers. Made by scripts/client.py from docs/openapi.json; not written by hand."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

CellComment = list[Any]

Field = Literal[
    "text",
    "title",
    "said_on",
    "person_name",
    "person_email",
    "account",
    "channel",
    "rating",
    "external_id",
    "url",
    "language",
    "segment",
]

Role = Literal["viewer", "editor", "owner"]

Scope = Literal["read", "write"]

SheetSize = list[Any]

UnplacedCell = list[Any]


class AccountDetail(TypedDict):
    id: int
    name: str
    external_id: str
    facts: list[Fact]
    people: list[PersonRow]
    segments: list[list[Any]]
    currency: str


class AccountRow(TypedDict):
    id: int
    name: str
    plan: str
    arr: int | None
    size: int | None
    people: int
    sources: int


class AccountsPage(TypedDict):
    items: list[AccountRow]
    next: NotRequired[str | None]


class AddHookAnswer(TypedDict):
    id: int
    secret: NotRequired[str | None]


class Advice(TypedDict):
    """`instead_of`: a question that was asked, `ask` what could be asked in its place; both may be empty."""

    title: str
    why: str
    instead_of: NotRequired[str]
    ask: NotRequired[str]


class Agreement(TypedDict):
    """`touched`: alpha on the text that anybody coded; `whole`: on all of it."""

    at: str
    seed: int
    draws: int
    inputs_hash: str
    method: str
    touched: Figure | None
    whole: Figure | None
    touched_share: float
    passages: int
    warnings: list[str]
    codes: list[CodeFigures]


class Aid(TypedDict):
    """What Clew itself says of a source: its central sentences, and needs and codes that are near to its passages."""

    summary: list[Central]
    of: int
    offers: list[Offer]
    methods: list[str]
    warnings: list[str]


class Answered(TypedDict):
    """`reason`: why the rules said so, in words; for colleagues alone."""

    version: int
    given_at: str
    verdict: str
    reason: str
    is_open: bool
    lines: list[list[Any]]


class Apart(TypedDict):
    """Words that some gave the code and others did not."""

    source_id: int
    start: int
    end: int
    marked_by: list[str]
    not_by: list[str]


class AskPeopleAnswer(TypedDict):
    people: int
    links: NotRequired[list[NewSurveyLink] | None]


class AskedPerson(TypedDict):
    person_id: int
    name: str
    begun_at: str | None
    answered_at: str | None


class AskedQuestion(TypedDict):
    """A question that was asked, and where it stands in the transcript. `faults`: what the coach speaks against, with what to ask rather."""

    text: str
    kind: str
    label: str
    start: int
    end: int
    at_ms: int | None
    faults: list[str]
    rather: str


class AssumptionRow(TypedDict):
    """`title`: what must be true; `counts`: what result would count; `state`: open, holds or fails."""

    id: int
    title: str
    state: str
    how: str
    counts: str
    learnt: str
    settled_on: str | None
    idea_id: int | None
    idea: str


class AssumptionsPage(TypedDict):
    items: list[AssumptionRow]
    next: NotRequired[str | None]


class AttachedFile(TypedDict):
    """`is_picture`: it can be shown small."""

    id: int
    name: str
    size: int
    added_at: str
    added_by: str
    is_picture: bool


class AuditRow(TypedDict):
    """One act. `cards`: the first records it concerned; `more`: it concerned others too."""

    id: int
    act: str
    name: str
    at: str
    who: str
    cards: list[Card]
    more: bool


class Axis(TypedDict):
    key: str
    name: str
    unit: str


class Backing(TypedDict):
    """Who stands behind a theme: distinct accounts, and what they pay a year (minor units of `currency`) on a day."""

    accounts: int
    revenue_minor: int
    currency: str


class Balance(TypedDict):
    """What a guide asks, by its lines that are questions, and how long it takes."""

    questions: int
    stories: int
    closed: int
    minutes: int
    planned: int
    notes: list[str]


class BaselineRow(TypedDict):
    id: int
    name: str
    taken_at: str
    taken_by: str


class Beside(TypedDict):
    """Where reading goes on from a source: the unread ones before and after it, and how many there are in all."""

    before: int | None
    after: int | None
    count: int


class BlindIn(TypedDict):
    factor_id: int
    factor: str
    round_id: int
    round: str


class BlindMarkRow(TypedDict):
    id: int
    source_id: int
    coder_id: int
    code_id: int
    code: str
    start: int
    end: int


class BlindMarksPage(TypedDict):
    items: list[BlindMarkRow]
    next: NotRequired[str | None]


class Booked(TypedDict):
    """`zone`: in which the participant reads hours; `its_zone`: the interviewer's. `sequence` grows with each change. `is_put_away`: it was archived, so that it does not take place although nobody called it off."""

    interview_id: int
    title: str
    state: str
    starts_at: str
    ends_at: str
    zone: str
    its_zone: str
    place: str
    user_id: int | None
    interviewer: str
    person_id: int | None
    person: str
    study_id: int
    study: str
    candidate_id: int
    uid: str
    sequence: int
    is_standing: bool
    is_put_away: bool


class Box(TypedDict):
    """One box of the tree. `path`: the numbers from the top down to it, joined by dots. `children`: how many boxes stand right under it, of which `below` are given; `tests`, `open_tests`: assumption tests under it."""

    id: int
    kind: str
    title: str
    state: str
    path: str
    weight: Weight
    tests: int
    open_tests: int
    children: int
    below: list[Box]


class Branch(TypedDict):
    """A need, outcome or idea of the tree with what stands under it. `path`: the ids from the top to its parent. `more`: needs directly under it that are not shown."""

    id: int
    kind: str
    title: str
    state: str
    weight: Weight
    below: list[Branch]
    path: list[int]
    more: int


class Brief(TypedDict):
    workspace: str
    on: str
    needs: list[BriefNeed]
    decisions: list[DecisionRow]
    predictions: list[PredictionRow]


class BriefNeed(TypedDict):
    id: int
    title: str
    weight: Weight
    supporting: list[Said]
    contradicting: list[Said]
    ideas: list[Named]


class Brought(TypedDict):
    """`known`: respondents of the file who were brought in before, and stay as they are."""

    respondents: int
    answers: int
    known: int


class CalibrationBin(TypedDict):
    """Predictions that said about the same: their mean, and the share that happened with its interval."""

    n: int
    mean: float
    share: float
    low: float
    high: float


class CalibrationReport(TypedDict):
    """`parts`: Murphy's parts of the Brier score. `yes_no`: the calibration of probabilities; `quantities`: how often intervals held. Either is None when there is nothing to judge."""

    yes_no: Any
    quantities: Any
    stated_level: float
    rows: list[PredictionRow]
    quantity_count: int
    probability_count: int
    bins: list[CalibrationBin]
    verdict: str
    hits: int
    parts: Any


class CandidateDetail(TypedDict):
    row: CandidateRow
    study_id: int
    study: str
    what: str
    answered: Answered | None


class CandidateRow(TypedDict):
    id: int
    person_id: int
    name: str
    email: str
    account: str
    segments: list[str]
    state: str
    label: str
    source: str
    note: str
    verdict: str
    mails: list[MailRow]
    incentive_minor: int | None
    currency: str
    given_on: str | None
    is_unwanted: bool
    asked_elsewhere: str | None


class CandidatesPage(TypedDict):
    items: list[CandidateRow]
    next: NotRequired[str | None]


class Card(TypedDict):
    """`path`: the record's address inside its workspace."""

    id: int
    kind: str
    title: str
    state: str
    archived: bool
    created_at: str


class Cell(TypedDict):
    """What all hold one factor of one idea to be: the outer ends, how many estimated, and one's own."""

    low: float
    high: float
    how_many: int
    mine: EstimateRow | None


class Central(TypedDict):
    """A sentence of the source, and where it stands."""

    start: int
    end: int
    text: str


class Change(TypedDict):
    """A measure of the latest interviews against those before them. `verdict`: better, worse, or unclear where the interval holds 0."""

    measure: str
    label: str
    before: Estimate
    now: Estimate
    change: Estimate
    verdict: str


class ChangeHookSecretAnswer(TypedDict):
    id: int
    secret: NotRequired[str | None]


class Choice(TypedDict):
    id: int
    name: str


class ChoiceRow(TypedDict):
    """`gap`: a better choice is worth at most so much more, as a share. `draw_gap`: so much for any draw, None before one was chosen. `is_current`: nothing has changed since. `knowing`: what finding all out is worth."""

    id: int
    seed: int
    draws: int
    drawn: int
    value: float | None
    gap: float
    draw_gap: float | None
    knowing: float | None
    knowing_low: float | None
    knowing_high: float | None
    clash: Clash | None
    inputs_hash: str
    made_at: str
    is_current: bool


class Clash(TypedDict):
    """What is settled and cannot all hold, by whose lack of capacity alone (none: by several, or for other reasons), and the fewest that would have to go."""

    reasons: list[ClashReason]
    lacks: list[Lack]
    lift: list[str]


class ClashReason(TypedDict):
    """`said`: what is settled about the idea, and what it needs or excludes."""

    idea_id: int
    title: str
    said: str


class ClashRow(TypedDict):
    """`theirs`: in the tracker's words, which mean the state `means` here. `settled`: whose holds; empty while nobody said so."""

    id: int
    idea_id: int
    title: str
    tracker_id: int
    tracker: str
    key: str
    ours: str
    theirs: str
    means: str
    found_at: str
    settled: str
    settled_by: str


class ClipChoice(TypedDict):
    """Words of the study that could become a clip: somebody's who agreed, from an interview that was recorded."""

    excerpt_id: int
    words: str
    who: str
    interview: str


class ClipRow(TypedDict):
    """`number`: its place, from 1. `why_not`: why it is neither shown nor cut today; then nothing of it is here. `is_cut`: its piece is ready. `card`: the words as they stand on a picture, without names."""

    id: int
    number: int
    excerpt_id: int
    words: str
    card: str
    who: str
    caption: str
    recording_id: int
    is_film: bool
    start_ms: int
    end_ms: int
    is_cut: bool
    why_not: str


class CoachPage(TypedDict):
    rules: list[RuleRow]
    known: list[str]
    team: list[str]


class CodeBranch(TypedDict):
    """`excerpts`: coded with this very code; `with_below`: and with codes under it, each excerpt counted per code. `more`: codes directly under it that are not shown."""

    id: int
    title: str
    definition: str
    depth: int
    excerpts: int
    with_below: int
    below: list[CodeBranch]
    more: int


class CodeDetail(TypedDict):
    id: int
    title: str
    definition: str
    parent_id: int | None
    parent: str
    quotes: list[Quote]


class CodeFigures(TypedDict):
    code_id: int
    code: str
    touched: Figure | None
    whole: Figure | None
    overlap: float
    apart: list[Apart]


class CodeName(TypedDict):
    id: int
    title: str


class CodeTag(TypedDict):
    id: int
    title: str


class CodeTree(TypedDict):
    """`cut`: only the first of each branch are shown."""

    top: list[CodeBranch]
    cut: bool


class CodedMark(TypedDict):
    """One excerpt as a row: its words, where they stand, who said them, which codes they have, and who marked them when."""

    excerpt_id: int
    source_id: int
    source: str
    said_on: str | None
    start: int | None
    end: int | None
    words: str
    who: str
    codes: list[str]
    needs: list[str]
    marked_by: str
    marked_at: str


class Coder(TypedDict):
    """`left`: taken out of the round; their marks count for nothing."""

    user_id: int
    name: str
    finished: bool
    left: bool


class CodingRoundsPage(TypedDict):
    items: list[RoundRow]
    next: NotRequired[str | None]


class CodingSheet(TypedDict):
    """What a coder sees: the words as consent allows, and the marks that are theirs."""

    round_id: int
    title: str
    source_id: int
    source: str
    text: str
    turns: list[Turn]
    marks: list[BlindMarkRow]


class Column(TypedDict):
    """`key`: what a card gets that is moved here; `count`: how many there are, of which the first are shown."""

    key: str
    name: str
    count: int
    ideas: list[ListedIdea]


class CommentRow(TypedDict):
    """A withdrawn comment keeps its place; its words are not shown."""

    id: int
    text: str
    author_id: int | None
    author: str
    at: str
    withdrawn_at: str | None


class CommentsPage(TypedDict):
    items: list[CommentRow]
    next: NotRequired[str | None]


class Compared(TypedDict):
    """Portfolios side by side. `differ`: of each idea that not all choose alike, its number, title, and in each the name of its period (empty: not chosen, None: not weighed there)."""

    portfolios: list[PortfolioDetail]
    differ: list[list[Any]]
    alike: int


class Conduct(TypedDict):
    """`started_at`, `ended_at`: when it was really held; of one that was taken in only the day is known, if that."""

    id: int
    title: str
    state: str
    study_id: int
    study: str
    person_id: int | None
    person: str
    held_on: str | None
    started_at: str | None
    ended_at: str | None


class ConsentRow(TypedDict):
    """`state` on the day it is read; `number`: the version of the text that was shown."""

    id: int
    person_id: int
    person: str
    about_id: int | None
    about: str
    number: int
    title: str
    state: str
    asked: list[str]
    given: list[str]
    how: str
    asked_at: str
    given_on: str | None
    expires_on: str | None
    refused_at: str | None
    withdrawn_at: str | None
    replaced_at: str | None


class ConsentTextRow(TypedDict):
    id: int
    number: int
    title: str
    body: str
    body_hash: str
    made_at: str
    made_by: str


class ConsentTextsPage(TypedDict):
    items: list[ConsentTextRow]
    next: NotRequired[str | None]


class ConsentsPage(TypedDict):
    items: list[ConsentRow]
    next: NotRequired[str | None]


class Conversation(TypedDict):
    """`people`: which speakers are known to be which person, as (name, person)."""

    source_id: int
    version: int
    turns: list[TurnSpoken]
    people: list[list[Any]]


class Cut(TypedDict):
    """The records at which the walk stopped although it could go on, by the limit that stopped it."""

    depth: NotRequired[list[int]]
    nodes: NotRequired[list[int]]
    fan_out: NotRequired[list[int]]


class DecisionDetail(TypedDict):
    id: int
    title: str
    state: str
    question: str
    flips: str
    options: list[OptionRow]
    grounds: list[Ground]
    decided_on: str | None
    decided_by: str
    snapshot: dict[str, Any] | None
    snapshot_hash: str
    snapshot_intact: bool
    snapshot_here: dict[str, Any] | None
    snapshot_withheld: bool


class DecisionRow(TypedDict):
    id: int
    title: str
    state: str
    options: int
    chosen: str
    predictions: int
    open_predictions: int
    next_due: str | None
    decided_on: str | None
    decided_by: str


class DecisionsPage(TypedDict):
    items: list[DecisionRow]
    next: NotRequired[str | None]


class DeliveriesPage(TypedDict):
    items: list[DeliveryRow]
    next: NotRequired[str | None]


class DeliveryRow(TypedDict):
    """`record`: which record it tells of, as it is called now; none for a test, for what is gone, and for an act on very many, which is told with their `count`."""

    id: int
    message_id: str
    type: str
    body: str
    state: str
    attempts: int
    created_at: str
    due_at: str
    tried_at: str | None
    status: int | None
    answer: str
    error: str
    record: Card | None
    count: int | None


class Done(TypedDict):
    """What an act did. `id`: what it made or changed; `count`: how many; `act`: what undo asks for."""

    id: NotRequired[int | None]
    count: NotRequired[int | None]
    act: NotRequired[str | None]


class DraftDecision(TypedDict):
    """What a ranking says about a choice, before anybody decides. `flips`: what would change the order; empty where nothing can."""

    ranking_id: int
    title: str
    question: str
    chosen_id: int
    options: list[DraftOption]
    flips: str


class DraftOption(TypedDict):
    idea_id: int
    title: str
    reason: str


class Due(TypedDict):
    """What a rule would take today: `kept` are old enough too, but decisions rest on them. `titles` are the oldest few."""

    before: str
    sources: int
    words: int
    kept: int
    titles: list[list[Any]]


class EntriesBeside(TypedDict):
    """The entries before and after one in a narrowed inbox, and how many are in it."""

    before: int | None
    after: int | None
    total: int


class Erased(TypedDict):
    """What went, and the proof that it is gone. `mails`: those to the person that were kept in the outbox. `bytes_left`: in how many of SQLite's own files something is still found; None elsewhere."""

    sources: int
    excerpts: int
    turns: int
    elsewhere: int
    files: int
    entries: int
    mails: int
    namesakes: int
    proof: Proof
    bytes_left: int | None


class Estimate(TypedDict):
    """A value with the interval that holds it at the level stated, how it was made, and from how many observations."""

    value: float
    low: float
    high: float
    level: float
    method: str
    n: int
    warnings: NotRequired[list[str]]


class EstimateRow(TypedDict):
    """`is_mine`: made by who asks."""

    id: int
    factor_id: int
    factor: str
    kind: str
    low: float
    likely: float | None
    high: float
    level: float
    basis: str
    basis_name: str
    source_id: int | None
    source: str
    note: str
    author: str
    made_at: str
    is_mine: bool
    stands: bool


class EstimatedIdea(TypedDict):
    id: int
    title: str
    cells: dict[str, Cell]


class EstimatedIdeasPage(TypedDict):
    items: list[EstimatedIdea]
    next: NotRequired[str | None]


class EstimatesOfPage(TypedDict):
    items: list[EstimateRow]
    next: NotRequired[str | None]


class EstimatingRoundDetail(TypedDict):
    id: int
    title: str
    state: str
    begun_by_id: int | None
    begun_by: str
    opened_at: str | None
    factors: list[FactorRow]
    ideas: list[RoundIdeaRow]
    estimators: list[Estimator]
    i_estimate: bool


class EstimatingRoundRow(TypedDict):
    """`done`: how many estimators have given everything. `mine`: how many of one's own numbers are missing; none for who is not asked."""

    id: int
    title: str
    state: str
    ideas: int
    factors: int
    people: int
    done: int
    mine: int | None


class EstimatingRoundsPage(TypedDict):
    items: list[EstimatingRoundRow]
    next: NotRequired[str | None]


class Estimator(TypedDict):
    """`given`: how many of the round's numbers. Not which. `is_asked`: is waited for; not who left the workspace or may no longer edit."""

    user_id: int
    name: str
    given: int
    is_done: bool
    is_asked: NotRequired[bool]


class Exceptional(TypedDict):
    """One day that differs: `is_off` without its usual hours, `hours` it has besides."""

    day: str
    is_off: bool
    hours: str


class Expected(TypedDict):
    """When something was expected at a moment."""

    horizon: str
    earliest: str | None
    latest: str | None


class Facet(TypedDict):
    value: str
    label: str
    count: int


class Facets(TypedDict):
    """How many sources there are of each kind, channel and import, and how many have marked words."""

    total: int
    marked: int
    kinds: list[Facet]
    channels: list[Facet]
    imports: list[Facet]


class Fact(TypedDict):
    id: int
    kind: str
    label: str
    amount: int | None
    text: str
    starts_on: str
    ends_on: str | None


class FactorRow(TypedDict):
    id: int
    key: str
    label: str
    unit: str
    kind: str
    lowest: float | None
    highest: float | None
    question: str


class FanWeek(TypedDict):
    week: int
    low: int
    quarter: int
    middle: int
    three_quarters: int
    high: int


class FeedbackRecord(TypedDict):
    """One piece of feedback. `rows` are the spreadsheet rows it came from."""

    rows: list[int]
    text: str
    title: NotRequired[str]
    said_on: NotRequired[str | None]
    person_name: NotRequired[str]
    person_email: NotRequired[str]
    account: NotRequired[str]
    channel: NotRequired[str]
    rating: NotRequired[float | None]
    external_id: NotRequired[str]
    url: NotRequired[str]
    language: NotRequired[str]
    segment: NotRequired[str]
    extra: NotRequired[dict[str, str]]
    content_hash: NotRequired[str]


class FieldChange(TypedDict):
    name: str
    before: str
    after: str


class FieldRow(TypedDict):
    id: int
    name: str
    kind: str
    kind_name: str
    unit: str
    choices: list[Choice]


class Figure(TypedDict):
    value: float
    low: float
    high: float
    warnings: list[str]


class Figures(TypedDict):
    """Counts and shares of one interview, no words. `sound`: questions of a kind that nothing speaks against."""

    word_share: float | None
    questions: int
    stories_asked: int
    stories_told: int
    sound: int
    longest: int
    covered: int
    guide_questions: int


class FileShape(TypedDict):
    """How to read a file. Data begin behind `header_row`; without a header (`headed` is false) columns are called by place."""

    kind: Literal["csv", "xlsx", "jsonl", "vtt", "srt", "transcript", "docx", "findings", "qdpx", "qdc"]
    encoding: NotRequired[str]
    delimiter: NotRequired[str]
    quote: NotRequired[str]
    header: NotRequired[list[str]]
    warnings: NotRequired[list[str]]
    header_row: NotRequired[int]
    sheet: NotRequired[str | None]
    headed: NotRequired[bool]


class FindPage(TypedDict):
    items: list[Hit]
    next: NotRequired[str | None]
    total: int
    capped: bool
    by_meaning: int


class Finding(TypedDict):
    """One row of the sheet. `other` holds the columns that have no place of their own, by heading. `aside`: why this row says nothing that was found, or ''. `columns`: the letter and heading of the column in which each field stands, to tell a person where to look."""

    title: str
    detail: NotRequired[str]
    severity: NotRequired[str]
    recommendation: NotRequired[str]
    ticket: NotRequired[str]
    status: NotRequired[str]
    by_participant: NotRequired[list[Said]]
    quotes: NotRequired[str]
    grouping: NotRequired[str]
    category: NotRequired[str]
    participants: NotRequired[str]
    participant_count: NotRequired[str]
    other: NotRequired[list[list[Any]]]
    sheet: NotRequired[str]
    row: NotRequired[int]
    columns: NotRequired[dict[str, str]]
    aside: NotRequired[Literal["", "heading", "participants", "unstated"]]
    comments: NotRequired[list[CellComment]]


class FindingDetail(TypedDict):
    """`severity_said` and `status_said`: in the words of a study that was brought in."""

    row: FindingRow
    study_id: int
    study: str
    detail: str
    counted: int | None
    severity_said: str
    status_said: str
    quotes: list[FindingQuote]


class FindingMatrixPage(TypedDict):
    items: list[MatrixRow]
    next: NotRequired[str | None]
    people: list[MatrixPerson]
    people_total: int
    total: int


class FindingQuote(TypedDict):
    stance: str
    quote: Quote


class FindingRow(TypedDict):
    """`shown`: how many people showed it, of the `heard`; `share` with its interval is empty while nobody was heard. `against`: how many contradicted it. `words`: the excerpts tied to it."""

    id: int
    title: str
    state: str
    severity: str
    severity_name: str
    area: str
    recommendation: str
    ticket: str
    shown: int
    against: int
    words: int
    heard: int
    share: Estimate | None


class Findings(TypedDict):
    codes: list[int]
    needs: list[int]


class FindingsLook(TypedDict):
    """What an import of a findings sheet would make. Nothing is written."""

    needs: int
    quotations: int
    observations: int
    participants: list[str]
    first_needs: list[SheetNeed]
    first_words: list[SheetWords]
    left_out: list[RowLeftOut]


class FindingsPage(TypedDict):
    items: list[FindingRow]
    next: NotRequired[str | None]


class FindingsSheet(TypedDict):
    """`source_id`: the source that says the same, if the sheet was brought in before."""

    name: str
    study: FindingsStudy
    source_id: int | None


class FindingsStudy(TypedDict):
    title: str
    participants: list[str]
    findings: list[Finding]
    unplaced: NotRequired[list[UnplacedCell]]
    warnings: NotRequired[list[str]]


class FollowedIdea(TypedDict):
    """How an idea stands in the trackers that are followed: `key` is empty while the issue is still to be opened."""

    tracker_id: int
    tracker: str
    key: str
    error: str
    clash: ClashRow | None


class ForecastDetail(TypedDict):
    row: ForecastRow
    weekly: list[int]
    fan: list[FanWeek]
    method: str
    warnings: list[str]


class ForecastRow(TypedDict):
    """`record`: how often the 80 % interval of such forecasts held."""

    id: int
    title: str
    items: int | None
    by: str | None
    history: str
    history_id: int | None
    first_day: str
    last_day: str
    promises: list[Promise]
    record: HowOften | None
    seed: int
    inputs_hash: str
    made_at: str


class ForecastsPage(TypedDict):
    items: list[ForecastRow]
    next: NotRequired[str | None]


class FormDetail(TypedDict):
    """`origins`: the sites whose pages may send to it, as https://shop.example."""

    token: str
    title: str
    intro: str
    origins: list[str]
    is_open: bool


class FreeInterview(TypedDict):
    id: int
    title: str
    said_on: str | None
    person: str


class FreeInterviewsPage(TypedDict):
    items: list[FreeInterview]
    next: NotRequired[str | None]


class Given(TypedDict):
    low: float
    likely: float | None
    high: float
    basis: str
    source_id: int | None
    note: str


class Ground(TypedDict):
    node_id: int
    kind: str
    title: str
    link_id: int


class Group(TypedDict):
    """The neighbours tied by one verb; `label` reads as a sentence from the record in the middle. `total` counts what stands, `withdrawn` what does not; of a hub's links, the newest `COUNTED` each way."""

    direction: str
    verb: str
    label: str
    total: int
    withdrawn: int
    items: list[Neighbour]
    by_hand: bool


class Growth(TypedDict):
    """Pieces a month, the oldest first. `change`: how many times as many came in the later half of the months as in the earlier one; 1 is no change, None is too few months to say."""

    months: list[list[Any]]
    change: Estimate | None


class Guess(TypedDict):
    field: Field
    column: str
    reason: str


class GuestLinkRow(TypedDict):
    id: int
    name: str
    record: Card
    made_by: str
    created_at: str
    expires_at: str
    used_at: str | None


class GuideAsked(TypedDict):
    """A question of the guide. `question`: the one asked that is most like it, if it is near enough; `ticked_ms`: when it was ticked by hand."""

    section: str
    text: str
    question: AskedQuestion | None
    similarity: float
    ticked_ms: int | None


class GuideCovered(TypedDict):
    guide_id: int
    title: str
    version: int
    asked: list[GuideAsked]


class GuideDetail(TypedDict):
    """A guide to be read or edited; `shown` is the version that `sections` are of."""

    id: int
    title: str
    study_id: int | None
    study: str
    minutes: int
    version: int
    shown: int
    sections: list[Section]
    versions: list[VersionRow]
    looked: Looked
    markdown: str


class GuideQuestion(TypedDict):
    text: str
    probes: list[str]


class GuideRow(TypedDict):
    id: int
    title: str
    study_id: int | None
    study: str
    version: int
    questions: int
    minutes: int
    saved_at: str


class GuideSection(TypedDict):
    """`notes`: what whoever asks should know or say; the questions come in their order."""

    title: str
    minutes: int | None
    questions: list[GuideQuestion]
    notes: list[str]


class GuideView(TypedDict):
    """A guide as one asks from it."""

    id: int
    title: str
    version: int
    sections: list[GuideSection]


class GuidesPage(TypedDict):
    items: list[GuideRow]
    next: NotRequired[str | None]


class Hangs(TypedDict):
    """Without `part` the idea would fall by `places` (below 0: rise), and its chance to be among the first would change by `share_top`."""

    id: int
    title: str
    place: float
    part: str
    places: float
    share_top: float


class Heard(TypedDict):
    """How much of all customers has been heard on a need."""

    accounts: int
    of_accounts: int
    revenue_minor: int
    of_revenue_minor: int


class HeardSegment(TypedDict):
    """Shares between 0 and 1; `low` and `high` are Wilson's interval (95 %) of the share of interviews."""

    id: int
    name: str
    interviews: int
    accounts: int
    of_interviews: float
    low: float
    high: float
    of_accounts: float
    of_revenue: float


class Held(TypedDict):
    """Of `n` intervals that were said to hold with the chance `said`, the `share` that did, with its 90 % interval. `widening`: how many times as wide they should have been; ends: its 90 % interval."""

    said: float
    share: float
    low: float
    high: float
    n: int
    widening: float
    widening_low: float
    widening_high: float
    sentence: str
    warnings: list[str]


class HeldRow(TypedDict):
    """One interview. `sound_share`: of its questions, those that ask for a story or are open, with the interval for such questions."""

    id: int
    title: str
    study_id: int
    study: str
    on: str | None
    interviewer_id: int | None
    interviewer: str
    figures: Figures
    sound_share: Estimate | None


class History(TypedDict):
    """`id`: none for the roadmap's own. `last_day` ends its last week."""

    id: int | None
    name: str
    first_day: str
    last_day: str
    weekly: list[int]
    total: int
    made_by: str
    made_at: str | None


class HistoryEntry(TypedDict):
    """One act, as far as it concerned this record. `act` is what undo needs; `asked_by` the assistant that asked for it."""

    act: str
    act_name: str
    at: str
    actor_id: int | None
    who: str
    asked_by: str
    lines: list[HistoryLine]


class HistoryLine(TypedDict):
    sentence: str
    changes: NotRequired[list[FieldChange]]


class Hit(TypedDict):
    node_id: int
    kind: str
    title: str
    snippet: str
    found_by: NotRequired[Literal["words", "meaning", "both"]]


class HookRow(TypedDict):
    """`waiting` and `failed`: how many deliveries; `old_secret_until`: so long a secret that was replaced signs as well."""

    id: int
    url: str
    description: str
    events: list[str]
    is_on: bool
    why_off: str
    created_at: str
    failing_since: str | None
    old_secret_until: str | None
    waiting: int
    failed: int


class HoursDetail(TypedDict):
    """`weekly`: Monday first, as one types it. `before` and `after` in minutes. `is_set`: they said so themselves."""

    user_id: int
    name: str
    is_set: bool
    zone: str
    place: str
    weekly: list[str]
    notice_hours: int
    ahead_days: int
    before: int
    after: int
    most_a_day: int
    days: list[Exceptional]


class HowOften(TypedDict):
    """Of `forecasts` of this kind, made at past weeks from what was known then, a `share` held. They overlap: they are worth `trials`."""

    said: float
    share: float
    low: float
    high: float
    trials: int
    forecasts: int


class IdeaBranch(TypedDict):
    """An outcome, need, idea or test with what stands under it. `path`: the numbers from the top to it, joined by dots; `ideas`: how many of the ideas are under it, each once; `idea`: what the list says of it, where it is one."""

    id: int
    kind: str
    title: str
    state: str
    path: str
    ideas: int
    idea: ListedIdea | None
    below: list[IdeaBranch]


class IdeaCard(TypedDict):
    """What the room knows of one idea beside its evidence."""

    id: int
    state: str
    owner_id: int | None
    owner: str
    tags: list[str]
    values: list[Value]


class IdeaDecision(TypedDict):
    """A decision about an idea, and what the idea is to it: 'was chosen by' and so on."""

    decision: Named
    said: str


class IdeaDetail(TypedDict):
    id: int
    title: str
    state: str
    detail: str
    weight: Weight
    needs: list[Named]
    decisions: list[IdeaDecision]
    supporting: list[Said]
    contradicting: list[Said]


class IdeaImport(TypedDict):
    """What a file would bring. `headings`: of a CSV, from which a person chooses. `gone`: known from there, and not in this file. `words`: what the file says of how far its issues are, and what each word means here; `more_words`: how many others there are. `moved`: ideas that are here already and get another state."""

    file_id: int
    file: str
    shape: str
    place: str
    headings: list[str]
    mapped: dict[str, str]
    new: int
    changed: int
    same: int
    gone: int
    examples: list[ImportExample]
    words: list[TrackerWord]
    more_words: int
    moved: int


class IdeaOnPlan(TypedDict):
    """`items`: what delivers it, with days. It begins with the first of them and is out with the last; `conflict`: why that cannot hold."""

    idea: ListedIdea
    items: list[Tied]
    goals: list[Tied]
    starts_on: str | None
    earliest: str
    latest: str
    conflict: str


class IdeaParts(TypedDict):
    """`parts`: the items that deliver it, without those that were dropped, or archived before they were out; `out`: how many of these are released."""

    id: int
    title: str
    parts: int
    out: int


class IdeaResult(TypedDict):
    """What the answers say of one idea. `category`: by Kano; `measures` and `shares` carry their intervals."""

    idea_id: int
    place: int
    label: str
    n: int
    measures: list[Measured]
    shares: list[Measured]
    category: str
    is_clear: bool
    facts: list[str]
    warnings: list[str]


class IdeaRow(TypedDict):
    id: int
    title: str
    state: str
    created_at: str
    weight: Weight
    needs: list[Named]


class IdeaTree(TypedDict):
    """`loose`: the ideas that stand nowhere else; `is_cut`: not all of them for want of a need, but some because theirs stand too deep or in too many places. `has_more`: there are more ideas, on the next page."""

    tops: list[IdeaBranch]
    loose: list[IdeaBranch]
    is_cut: bool
    has_more: bool


class IdeaVotes(TypedDict):
    """`by_segment`: an account may stand in several segments, and in none."""

    votes: Votes
    currency: str
    by_segment: list[SegmentVotes]


class IdeasImported(TypedDict):
    """`kept`: ideas that were renamed or described here, and in the tracker too; they keep the words of here. `moved`: those that were here and got another state."""

    new: int
    changed: int
    same: int
    kept: int
    first_idea: int | None
    moved: NotRequired[int]


class IdeasOnPlan(TypedDict):
    """`without_days`: those of which nothing is planned with days; `is_cut`, `has_more`: there are more of the one and of the other."""

    ideas: list[IdeaOnPlan]
    without_days: list[ListedIdea]
    is_cut: bool
    has_more: bool


class IdeasPage(TypedDict):
    items: list[IdeaRow]
    next: NotRequired[str | None]


class ImportDetail(TypedDict):
    row: ImportRow
    fields: list[list[Any]]
    join: str
    is_feedback: bool
    is_undone: bool
    excerpts: int
    needs: list[list[Any]]
    need_count: int
    first_errors: list[RowError]
    files: list[str]
    left_out: list[str]


class ImportExample(TypedDict):
    """`becomes`: the state that its idea gets, '' where it is left as it is."""

    key: str
    title: str
    state: str
    labels: list[str]
    said: str
    becomes: str


class ImportRow(TypedDict):
    """While it runs the counts are those of its run."""

    id: int
    title: str
    file: str
    state: str
    rows_read: int
    empty: int
    added: int
    duplicates: int
    failed: int
    at: str
    by: str
    run: RunRow | None


class ImportsPage(TypedDict):
    items: list[ImportRow]
    next: NotRequired[str | None]


class InboxEntry(TypedDict):
    """`withheld`: why its words may not be shown today, if so. `marks`: what of it is tied to needs. `said_on`: the day of the words, which may be long before they came in. `email`: where the person can be answered; `mail`: whether the answer's mail is due or sent; `is_proved`: whether somebody vouches for who said it."""

    row: InboxRow
    text: str
    withheld: str
    url: str
    email: str
    is_proved: bool
    said_on: str | None
    plan: str
    segments: list[list[Any]]
    currency: str
    marks: list[MarkedWords]
    duplicate_of: InboxRow | None
    duplicates: list[InboxRow]
    answer: str
    answered_at: str | None
    answered_by: str
    mail: str


class InboxPage(TypedDict):
    items: list[InboxRow]
    next: NotRequired[str | None]
    total: int
    waiting: int


class InboxRow(TypedDict):
    """`arr`: the account's yearly revenue today, in cents. `duplicates`: how many others say the same. `found`: where it was searched for, the piece of it that holds the words."""

    id: int
    title: str
    state: str
    channel: str
    received_at: str
    person_id: int | None
    person: str
    account_id: int | None
    account: str
    arr: int | None
    rating: float | None
    duplicate_of: int | None
    duplicates: int
    found: NotRequired[str]


class IncomingRow(TypedDict):
    """A recording of which parts are here. `size`: null while it is being recorded."""

    upload_id: int
    name: str
    how: str
    received: int
    size: int | None
    finished: bool
    kept_until: str


class InterviewConsent(TypedDict):
    """Whether the study of an interview asks for consent, and what its person said. `state`: of the asking that waits, else of what stands, else of the newest; empty while they were not asked. `no_recording`: why it may not be recorded or heard; empty when it may."""

    asks: bool
    person_id: int | None
    person: str
    state: str
    given: list[str]
    missing: list[str]
    expires_on: str | None
    no_recording: str


class InterviewRow(TypedDict):
    """`marks`: the excerpts taken from what was said."""

    id: int
    title: str
    state: str
    held_on: str | None
    starts_at: str | None
    person_id: int | None
    person: str
    source_id: int | None
    marks: int


class InterviewTalk(TypedDict):
    """`how`: by what we know who asked (said, member, role, rest, unknown). `missing`: why there is no score."""

    id: int
    title: str
    study_id: int
    study: str
    source_id: int | None
    on: str | None
    person: str
    interviewer_id: int | None
    interviewer: str
    speakers: list[SpeakerShare]
    how: str
    missing: str
    score: TalkScore | None


class Interviewer(TypedDict):
    """`minutes`: how many a week; `is_chosen`: for the study that was asked about."""

    user_id: int
    name: str
    zone: str
    minutes: int
    is_chosen: bool


class InterviewerRow(TypedDict):
    """`words`: the mean of the shares of words; its interval `word_share` needs two interviews."""

    id: int
    name: str
    interviews: int
    words: float | None
    word_share: Estimate | None
    story_share: Estimate | None
    sound_share: Estimate | None


class InvitationRow(TypedDict):
    id: int
    email: str
    role: Role
    invited_by: str
    created_at: str
    expires_at: str
    is_over: bool


class Item(TypedDict):
    """A question to ask, a probe to fall back on after it, or a note for who asks."""

    kind: Literal["question", "probe", "note"]
    text: str


class ItemDetail(TypedDict):
    row: PlannedItem
    detail: str
    waited_for_by: list[Tied]


class ItemMove(TypedDict):
    """What was expected before."""

    horizon: str
    earliest: str | None
    latest: str | None
    why: str
    moved_at: str
    moved_by: str


class ItemSlip(TypedDict):
    """`first`: the latest day first stated for an item that is not out. `days`: by when it is out with each chance, if it slips as plans do."""

    first: str
    days: list[list[Any]]
    report: SlipReport


class ItemWordsPage(TypedDict):
    items: list[Said]
    next: NotRequired[str | None]
    total: int


class JoinOffer(TypedDict):
    """Rows seem to belong together. `continued`: the id stands only in the first row of each piece."""

    column: str
    repeating_share: float
    rows_per_id: float
    example: list[str]
    continued: NotRequired[bool]
    reason: NotRequired[str]
    same_text: NotRequired[bool]


class Kept(TypedDict):
    """What became of one coder's marks when the round was reconciled."""

    user_id: int
    name: str
    marks: int
    kept: int
    not_kept: int


class KindCount(TypedDict):
    """How many questions were of a kind. `share`: with the interval for what this interviewer's questions are like."""

    kind: str
    label: str
    count: int
    share: Estimate


class Lack(TypedDict):
    """A team whose capacity alone is the reason: what each idea takes of it, and what it can do in each period."""

    team: str
    takes: list[float]
    rooms: list[float]


class Landed(TypedDict):
    """`estimates`: how many were written; `answers`: how many respondents they rest on; `left_out`: ideas of which the measure says nothing."""

    estimates: int
    answers: int
    left_out: NotRequired[list[str]]


class LandedRow(TypedDict):
    factor: str
    measure: str
    segment: str
    answers: int
    by: str
    landed_at: str


class LeftOut(TypedDict):
    """`why`: no transcript (or withheld words), or nobody knows who asked."""

    id: int
    title: str
    why: str


class LetterRow(TypedDict):
    """`words`: what was sent, for people to read; `dropped`: sentences of the answer that may not stand, each with the reason."""

    id: int
    task: str
    what: str
    node_id: int | None
    asked_by: str
    created_at: str
    sent_at: str | None
    ended_at: str | None
    address: str
    model: str
    sent_bytes: int
    sent_hash: str
    ground_hash: str
    words: str
    answer: str
    kept: list[dict[str, Any]]
    dropped: list[dict[str, Any]]
    error: str
    milliseconds: int | None
    tokens_in: int | None
    tokens_out: int | None


class LettersPage(TypedDict):
    items: list[LetterRow]
    next: NotRequired[str | None]


class ListedIdea(TypedDict):
    """`votes`: with their accounts and what these pay a year, as of today."""

    id: int
    title: str
    state: str
    created_at: str
    owner_id: int | None
    owner: str
    tags: list[str]
    votes: Votes
    values: list[Value]


class ListedIdeasPage(TypedDict):
    items: list[ListedIdea]
    next: NotRequired[str | None]


class Looked(TypedDict):
    marks: list[Mark]
    balance: Balance


class MailRow(TypedDict):
    """`state`: waiting, being sent, sent, not sent; perhaps not sent when the server stopped or refused while it was handed over."""

    kind: str
    state: str
    at: str


class MakeLinkAnswer(TypedDict):
    id: int
    candidate_id: int
    secret: NotRequired[str | None]


class MakeTokenAnswer(TypedDict):
    id: int
    secret: NotRequired[str | None]
    expires_at: str | None


class Mapping(TypedDict):
    """`columns` says which column fills a field; columns not named go to `extra`, except those in `ignored`."""

    columns: dict[str, str]
    date_order: NotRequired[Literal["dmy", "mdy"]]
    ignored: NotRequired[list[str]]
    guesses: NotRequired[list[Guess]]
    warnings: NotRequired[list[str]]


class Mark(TypedDict):
    """What the coach says of one question: in which section and line (from 0) its words stand."""

    section: int
    item: int
    question: str
    rule: Literal["closed", "leading", "double_barrelled", "hypothetical", "jargon", "story", "open"]
    reason: str
    rewrite: str
    instead: list[str]
    dismissed: bool


class MarkedWords(TypedDict):
    quote: Quote
    ties: list[Tie]
    codes: list[CodeTag]


class Marking(TypedDict):
    """One code on the same words, by one coder or several. `kept` is None until it is settled."""

    mark_ids: list[int]
    code_id: int
    code: str
    start: int
    end: int
    exact: str
    coder_ids: list[int]
    coders: list[str]
    kept: bool | None
    excerpt_id: int | None


class Matrix(TypedDict):
    """`without`: how many of the ideas looked at lack one of the two."""

    x: Axis
    y: Axis
    ideas: list[PlacedIdea]
    without: int


class MatrixPerson(TypedDict):
    """`short`: their name without that of the study, which those who were brought in with it carry."""

    id: int
    name: str
    short: str


class MatrixRow(TypedDict):
    """`stances`: one for each person of the matrix: supports, contradicts, both, mentions, or nothing."""

    finding: FindingRow
    stances: list[str]


class MayBook(TypedDict):
    candidate_id: int
    person_id: int
    person: str


class MayBookPage(TypedDict):
    items: list[MayBook]
    next: NotRequired[str | None]


class MeaningProgress(TypedDict):
    """Whether records are found by meaning: `why_not` says why by words alone; so many texts wait to be read."""

    why_not: str
    unread: int


class Measured(TypedDict):
    """`level`: how much of the cases low to high hold."""

    key: str
    label: str
    value: float
    low: float
    high: float
    level: float


class Member(TypedDict):
    user_id: int
    name: str
    email: str
    role: Role


class ModelRow(TypedDict):
    id: int
    title: str
    version: ModelVersion


class ModelVersion(TypedDict):
    id: int
    number: int
    method: str
    method_name: str
    settings: dict[str, Any]
    made_at: str
    made_by: str


class Moment(TypedDict):
    """One step of the story. `feeling`: from 2, delighted, to -2, fed up."""

    text: str
    feeling: NotRequired[int]


class MovesOfPage(TypedDict):
    items: list[ItemMove]
    next: NotRequired[str | None]


class Musts(TypedDict):
    """The share of the capacity that the Must ideas take: of one team, or of all. `warning`: where it is above 60 %."""

    team: str
    share: float
    warning: str


class Named(TypedDict):
    id: int
    kind: str
    title: str
    state: str


class NearTheLine(TypedDict):
    idea_id: int
    idea: str
    place: int
    is_in: bool
    turns: list[TurningPoint]


class Nearest(TypedDict):
    """The idea that is not chosen but nearest to it, in which period it would fit best, and what each team lacks there."""

    idea_id: int
    title: str
    share: float
    period: str
    lacks: list[list[Any]]


class NeedDetail(TypedDict):
    id: int
    title: str
    state: str
    detail: str
    archived: bool
    above: list[Named]
    below: list[Named]
    ideas: list[Named]
    weight: Weight
    heard: Heard
    supporting: list[Said]
    contradicting: list[Said]
    mentioning: list[Said]


class NeedHeard(TypedDict):
    """How many pieces of this interview's words speak for, against, or only of a need."""

    id: int
    title: str
    supports: int
    contradicts: int
    mentions: int


class NeedRow(TypedDict):
    id: int
    title: str
    created_at: str
    weight: Weight
    parent: Named | None


class NeedsPage(TypedDict):
    items: list[NeedRow]
    next: NotRequired[str | None]


class Neighbour(TypedDict):
    """A record one link away, and the link."""

    card: Card
    link_id: int
    note: str
    tied_by: str
    tied_at: str
    withdrawn_at: str | None
    withdrawn_by: str
    withdrawn_reason: str


class Neighbours(TypedDict):
    up: list[Group]
    down: list[Group]


class NeighboursByPage(TypedDict):
    items: list[Neighbour]
    next: NotRequired[str | None]
    direction: str
    verb: str
    label: str
    total: int
    withdrawn: int
    by_hand: bool


class NewSurveyLink(TypedDict):
    """`secret` is what the link holds; nobody can read it again. `person_id`: whose it is; 0 for a link to post anywhere."""

    person_id: int
    secret: str


class NotAsked(TypedDict):
    """`who`: whom was heard. Below it whom was not, the largest first."""

    who: WhoIsHeard
    segments: list[SilentSegment]
    accounts: list[SilentAccount]


class NoteRow(TypedDict):
    """`at_ms`: how long after the start."""

    client_id: str
    at_ms: int
    text: str
    tag: str
    author_id: int | None
    author: str


class NotesPage(TypedDict):
    items: list[NoteRow]
    next: NotRequired[str | None]


class NowRanked(TypedDict):
    """`share_top`: in which share of the draws it is among the first. Ranks: the 90 % interval."""

    idea_id: int
    title: str
    place: int
    share_top: float
    rank_low: int
    rank_high: int
    point_place: int


class Offer(TypedDict):
    """Words of the source that may speak of a need or a code (`target_id`, of `kind`); without a number it is a new need of that name."""

    kind: str
    target_id: int | None
    name: str
    start: int
    end: int
    exact: str
    by_model: bool


class OneGave(TypedDict):
    name: str
    low: float
    likely: float | None
    high: float
    note: str


class OpenHour(TypedDict):
    """An hour that can be booked, and whose it would be, whoever has fewest interviews first."""

    starts_at: str
    ends_at: str
    user_ids: list[int]


class OpenHoursPage(TypedDict):
    items: list[OpenHour]
    next: NotRequired[str | None]


class OpenLinkRow(TypedDict):
    id: int
    made_at: str
    answers: int


class OpenScreenerAnswer(TypedDict):
    id: int
    secret: NotRequired[str | None]


class OpenUploadsPage(TypedDict):
    items: list[UploadRow]
    next: NotRequired[str | None]


class OpportunityTree(TypedDict):
    """`root`: the branch that is drawn alone; `above` the way to it. `more`: how many more stand at the top, or right under the root."""

    outcomes: list[Box]
    loose: list[Box]
    on: str
    root: Named | None
    above: list[Named]
    more: int


class OptionRow(TypedDict):
    id: int
    title: str
    idea_id: int | None
    chosen: bool
    reason: str


class Outcome(TypedDict):
    """What became of an idea: `begins`, the number of the period from 1, or None. `share` of the draws in which it was chosen, None before any was; `cost`: what its pin gives up, between `cost_low` and `cost_high`."""

    begins: int | None
    value_low: float
    value: float
    value_high: float
    share: float | None
    share_low: float
    share_high: float
    cost: float | None
    cost_low: float | None
    cost_high: float | None


class OutcomeDetail(TypedDict):
    id: int
    title: str
    state: str
    metric: str
    unit: str
    baseline: float | None
    target: float | None
    due_on: str | None
    weight: Weight
    needs: list[Branch]


class OutcomeWanted(TypedDict):
    """An open prediction of a decision of which what was chosen is out."""

    prediction_id: int
    question: str
    release: str
    released_on: str
    resolve_by: str


class PairChance(TypedDict):
    """How likely one idea is found better than another, both by place."""

    place: int
    other: int
    value: float
    low: float
    high: float


class PanelPage(TypedDict):
    items: list[PanelRow]
    next: NotRequired[str | None]


class PanelRow(TypedDict):
    """`state`: how far this study got with them, empty for who is no candidate. `is_too_soon`: asked within the study's days."""

    id: int
    name: str
    email: str
    account_id: int | None
    account: str
    plan: str
    arr: int | None
    segments: list[str]
    asked_at: str | None
    heard: int
    state: str
    is_too_soon: bool
    is_unwanted: bool


class Part(TypedDict):
    """Of whom a weight is asked; `share`: how much of all reach it stands for, each account counting alike."""

    key: str
    name: str
    share: float


class Passage(TypedDict):
    """Marks that overlap, with the words around them. `agreed`: every coder gave the same codes to the same words."""

    start: int
    end: int
    before: str
    text: str
    after: str
    markings: list[Marking]
    agreed: bool
    settled: bool


class PassagesPage(TypedDict):
    items: list[Passage]
    next: NotRequired[str | None]


class PeoplePage(TypedDict):
    items: list[PersonRow]
    next: NotRequired[str | None]


class PeriodRow(TypedDict):
    """`begun`: the numbers of the ideas that begin in it."""

    name: str
    begun: list[int]
    rooms: list[Room]


class PersonRow(TypedDict):
    id: int
    name: str
    email: str
    role: str
    account_id: int | None
    account: str
    sources: int


class PersonalDataPage(TypedDict):
    items: list[Suggestion]
    next: NotRequired[str | None]
    interview_id: int
    source_id: int | None
    version: int
    recordings: int
    sound: str
    no_model: str


class PlaceIn(TypedDict):
    """Where words stand, which they are, and in what: 'transcript', 'note 12', 'finding 31 detail', 'need 7 title' or 'comment 9'."""

    start: int
    end: int
    exact: str
    where: NotRequired[str]


class PlacedIdea(TypedDict):
    """`x`, `y`: the middle of what it is held to be; low and high hold nine of ten cases, or are the same where it is one number."""

    id: int
    title: str
    x: float
    x_low: float
    x_high: float
    y: float
    y_low: float
    y_high: float


class PlanViewRow(TypedDict):
    """`shows_words`: whoever holds a link to it may read customers' words behind its items, as far as consent covers sharing."""

    id: int
    title: str
    audience: str
    arrangement: str
    team: str
    shows_words: bool


class PlannedItem(TypedDict):
    """`conflict`: why its days cannot hold, if so. `was`: what was expected of it at the moment asked about, if that changed since; `moved`: by how many days its latest day did; `is_new`: it was planned after that moment."""

    id: int
    title: str
    state: str
    horizon: str
    team: str
    starts_on: str | None
    earliest: str | None
    latest: str | None
    audience: str
    ideas: list[Tied]
    goals: list[Tied]
    waits_for: list[Tied]
    release: Tied | None
    conflict: str
    moved: int | None
    was: Expected | None
    is_new: bool


class PlannedItemsPage(TypedDict):
    items: list[PlannedItem]
    next: NotRequired[str | None]


class Point(TypedDict):
    """Findings known after so many participants: in the order they were heard, and over all orders with a band (90 %)."""

    participants: int
    heard: int
    mean: float
    low: float
    high: float


class PortalQueue(TypedDict):
    comments: list[WaitingComment]
    suggestions: list[WaitingSuggestion]


class PortalSettings(TypedDict):
    slug: str
    title: str
    intro: str
    accent: str
    is_on: bool
    is_public: bool
    holds_comments: bool
    logo_id: int | None
    logo_alt: str


class PortfolioDetail(TypedDict):
    """`not_yet`: why nothing can be chosen as it stands. `shakiest`: the chosen idea that is chosen in the fewest draws, unless it is pinned."""

    id: int
    title: str
    period_names: list[str]
    teams: list[str]
    capacity: list[list[float]]
    model_id: int | None
    ideas: list[PutRow]
    periods: list[PeriodRow]
    choice: ChoiceRow | None
    run: RunRow | None
    not_yet: str
    musts: list[Musts]
    nearest: Nearest | None
    shakiest: PutRow | None


class PortfolioRow(TypedDict):
    """`chosen`: how many ideas, None before anything was chosen. `is_clash`: what must be cannot all be."""

    id: int
    title: str
    ideas: int
    periods: int
    teams: int
    chosen: int | None
    value: float | None
    is_clash: bool
    made_at: str | None


class PortfoliosPage(TypedDict):
    items: list[PortfolioRow]
    next: NotRequired[str | None]


class PostSurveyAnswer(TypedDict):
    person_id: int
    secret: NotRequired[str | None]


class Practice(TypedDict):
    """`rows` the newest first, of at most `MOST_HELD` interviews. `latest`: how many of them are compared with the others."""

    rows: list[HeldRow]
    interviewers: list[InterviewerRow]
    latest: int
    changes: list[Change]
    advice: list[Advice]
    left_out: list[LeftOut]


class PredictionRow(TypedDict):
    id: int
    question: str
    kind: str
    probability: float | None
    low: float | None
    best: float | None
    high: float | None
    level: float | None
    unit: str
    registered_on: str
    resolve_by: str
    made_by_id: int | None
    made_by: str
    state: str
    withdrawn_reason: str
    decision_id: int | None
    decision: str
    resolution_id: NotRequired[int | None]
    outcome: NotRequired[bool | None]
    value: NotRequired[float | None]
    resolved_on: NotRequired[str | None]
    note: NotRequired[str]
    score: NotRequired[float | None]
    method: NotRequired[str]


class PredictionsPage(TypedDict):
    items: list[PredictionRow]
    next: NotRequired[str | None]


class Preview(TypedDict):
    """All that would leave this machine, and whereto. `sent_hash` is of the very bytes; `is_cut` says that the text goes on."""

    task: str
    what: str
    node_id: int | None
    address: str
    model: str
    request: dict[str, Any]
    words: str
    sent_hash: str
    sent_bytes: int
    ground_hash: str
    is_cut: bool


class Problem(TypedDict):
    type: str
    title: str
    status: int
    field: NotRequired[str]
    remedy: str
    expected: NotRequired[str]
    errors: NotRequired[list[dict[str, Any]]]


class Progress(TypedDict):
    """How many people were asked and take part, how many interviews are booked, held and marked in."""

    wanted: int | None
    asked: int
    taking_part: int
    booked: int
    held: int
    marked: int


class ProjectLook(TypedDict):
    """What of another program's project would come in, and what would not. `known_texts`, `known_codes`, `known_marks`: what is here already, as it will be told when it comes in: by its GUID, a text also by its words and a code by its name."""

    name: str
    origin: str
    people: list[str]
    texts: int
    codes: int
    marks: int
    known_texts: int
    known_codes: int
    known_marks: int
    moved: int
    doubtful: int
    left_out: list[str]
    first_codes: list[str]
    first_texts: list[str]


class Promise(TypedDict):
    """With `chance` all is done by `day` (none is beyond three years), or at least `count` are; `kept`: none while none has come due."""

    chance: float
    day: str | None
    count: int | None
    kept: HowOften | None


class Proof(TypedDict):
    """`found`: places that still hold them, such as “thread_comment.text 7” or “file outbox/1.log”. `others`: places where another person said the same themselves."""

    columns: int
    rows: int
    files: int
    found: list[str]
    others: int


class ProposalRow(TypedDict):
    """`accepted` is None while it waits."""

    id: int
    call: str
    arguments: dict[str, Any]
    words: str
    assistant: str
    asked_by: str
    created_at: str
    accepted: bool | None
    settled_by: str
    settled_at: str | None
    reason: str


class ProposalsPage(TypedDict):
    items: list[ProposalRow]
    next: NotRequired[str | None]


class PublicComment(TypedDict):
    id: int
    who: str
    is_member: bool
    text: str
    made_at: str


class PublicIdea(TypedDict):
    """`has_voted`: whether the person who looks has. `reason`: why it has this status. `comments`: how many are shown."""

    id: int
    title: str
    detail: str
    status: str
    reason: str
    votes: int
    comments: int
    published_at: str
    has_voted: bool


class PublicItem(TypedDict):
    id: int
    title: str
    horizon: str
    state: str
    earliest: str | None
    latest: str | None


class PublicRelease(TypedDict):
    """`items`: the names of those that everybody may see."""

    id: int
    title: str
    version: str
    released_on: str
    notes: str
    items: list[str]


class PublicReleasesPage(TypedDict):
    items: list[PublicRelease]
    next: NotRequired[str | None]


class PublishedIdeasPage(TypedDict):
    items: list[PublicIdea]
    next: NotRequired[str | None]


class PutRow(TypedDict):
    """`efforts`: of each team of the portfolio, in its order. `begins`: the number of the period it is pinned to, from 1."""

    idea_id: int
    title: str
    efforts: list[float]
    lasts: int
    low: float | None
    likely: float | None
    high: float | None
    label: str
    label_name: str
    begins: int | None
    needs: list[TiedIdea]
    excludes: list[TiedIdea]
    outcome: Outcome | None


class Question(TypedDict):
    """`key` stays the same from version to version, so that older answers are still answers to it."""

    key: str
    text: str
    kind: str
    is_required: NotRequired[bool]
    options: NotRequired[list[str]]


class QuotaRow(TypedDict):
    """`taken`: those who were accepted, booked or heard. `is_full`: nobody more is accepted by the screener."""

    segment_id: int
    segment: str
    wanted: int
    taken: int
    heard: int


class Quote(TypedDict):
    """`status`: how the anchor fares in the newest version of the source (exact, moved, healed, broken). `withheld`: consent does not cover these words today; then a sentence that says so stands in `exact`, and nothing of them is shown. `kind`: of the source; empty where the words are withheld. `is_observed`: a researcher noted that somebody has it, and no words; then `exact` is the mark in the sheet, and is not to be quoted."""

    id: int
    exact: str
    status: str
    source_id: int
    source: str
    said_on: str | None
    channel: str
    person_id: int | None
    person: str
    account_id: int | None
    account: str
    speaker: str
    start: NotRequired[int | None]
    end: NotRequired[int | None]
    withheld: NotRequired[bool]
    is_observed: NotRequired[bool]
    kind: NotRequired[str]


class RankedIdeasPage(TypedDict):
    items: list[RankedRow]
    next: NotRequired[str | None]


class RankedRow(TypedDict):
    """`share_top`: in which share of the draws it was among the first. Ranks and scores: the 90 % interval."""

    id: int
    title: str
    place: int
    share_top: float
    rank_low: int
    rank_high: int
    score_low: float
    score_middle: float
    score_high: float
    point_score: float
    point_place: int


class RankingRow(TypedDict):
    """`since`: how many estimates of its factors were made or withdrawn after it was drawn. `capacity`: where the first are those that fit, into what."""

    id: int
    title: str
    model_id: int
    model: str
    version: int
    method: str
    top: int
    draws: int
    seed: int
    inputs_hash: str
    ideas: int
    made_at: str
    since: int
    capacity: str


class Recomputed(TypedDict):
    """The stored figures beside those of the marks as they are now."""

    is_same: bool
    stored_hash: str
    inputs_hash: str


class RecordHistory(TypedDict):
    """Newest first; `cut` says that older entries are not shown."""

    entries: list[HistoryEntry]
    cut: bool


class RecordingRow(TypedDict):
    """`starts_ms`: how long after the interview's start it begins. `pauses`: where it was paused, and for how long."""

    id: int
    file_id: int
    name: str
    kind: str
    how: str
    type: str
    size: int
    duration_ms: int | None
    starts_ms: int
    pauses: list[list[Any]]
    added_at: str


class RecruitingPlan(TypedDict):
    """`counts`: candidates by state. `spent`: incentives by currency; `left_minor`: what of the budget is not promised yet."""

    study_id: int
    contact_days: int
    subject: str
    message: str
    reminder: str
    counts: dict[str, int]
    spent: list[Spent]
    budget_minor: int | None
    left_minor: int | None


class RedactedInterview(TypedDict):
    """How many places of all versions and writings were covered, how many uploads went, and the runs that silence recordings."""

    places: int
    files: int
    run_ids: list[int]


class ReelDetail(TypedDict):
    """`has_film`: one that may be shown. `is_current`: it is made of these clips in this order. `missing`: why none can be made here."""

    id: int
    title: str
    study_id: int
    study: str
    has_cards: bool
    clips: list[ClipRow]
    has_film: bool
    is_current: bool
    made_at: str | None
    run: RunRow | None
    missing: str


class ReelRow(TypedDict):
    id: int
    title: str
    clips: int
    made_at: str | None


class ReelsPage(TypedDict):
    items: list[ReelRow]
    next: NotRequired[str | None]


class ReleaseRow(TypedDict):
    id: int
    title: str
    version: str
    released_on: str | None
    notes: str
    audience: str
    items: list[Tied]


class ReleasesPage(TypedDict):
    items: list[ReleaseRow]
    next: NotRequired[str | None]


class Report(TypedDict):
    """`interviews`: held. `people`: heard in those that are written down. `segments`: how many interviews were with customers of each."""

    study_id: int
    title: str
    question: str
    whom: str
    method: str
    starts_on: str | None
    ends_on: str | None
    on: str
    decisions: list[str]
    wanted: int | None
    interviews: int
    people: int
    segments: list[list[Any]]
    unplaced: int
    findings: list[ReportFinding]
    needs: list[ReportNeed]
    more_findings: int
    more_needs: int
    not_shared: int


class ReportFinding(TypedDict):
    """`shown`: how many people showed it, of those heard; `low`, `high` as of a need."""

    id: int
    title: str
    severity: str
    area: str
    recommendation: str
    shown: int
    against: int
    of: int
    low: float
    high: float
    supporting: list[ReportWords]
    contradicting: list[ReportWords]
    more: int


class ReportNeed(TypedDict):
    """`spoke_for`, `spoke_against`: how many people of the study; `low`, `high`: Wilson's interval (95 %) of the share that spoke for it. `accounts`: of all the workspace has heard on this need, in other studies too. `more`: quotations that are not shown here."""

    id: int
    title: str
    spoke_for: int
    spoke_against: int
    of: int
    low: float
    high: float
    accounts: int
    supporting: list[ReportWords]
    contradicting: list[ReportWords]
    more: int


class ReportWords(TypedDict):
    """`who`: P1, P2, …"""

    who: str
    text: str


class Room(TypedDict):
    """What a team can do in a period, and what of it the choice takes."""

    team: str
    used: float
    capacity: float


class RoundDetail(TypedDict):
    """`codes`: what the round is about; none means the whole code book. `kept` is empty until marks are shown."""

    id: int
    title: str
    state: str
    study_id: int
    study: str
    coders: list[Coder]
    parts: list[RoundPart]
    codes: list[CodeName]
    i_code: bool
    i_finished: bool
    kept: list[Kept]


class RoundIdeaRow(TypedDict):
    """`mine`: one's own numbers by factor."""

    id: int
    title: str
    mine: dict[str, Given]


class RoundPart(TypedDict):
    """A source of the round. `open_marks`: marks to be settled, once they are shown."""

    source_id: int
    title: str
    version: int
    marks: int
    open_marks: int


class RoundRow(TypedDict):
    id: int
    title: str
    state: str
    coders: int
    finished: int
    sources: int
    closed_at: str | None


class RowError(TypedDict):
    """One row that was not read. `row` is the number the person sees in their spreadsheet."""

    row: int
    field: str
    message: str
    remedy: str


class RowLeftOut(TypedDict):
    """A row of which no need is made, and why."""

    place: str
    title: str
    why: str


class Rule(TypedDict):
    days: int
    spares_grounds: bool


class RuleRow(TypedDict):
    """A rule with its record: on labelled questions, and in this workspace."""

    rule: str
    is_on: bool
    is_quiet: bool
    right: int
    labelled: int
    raised: int
    dismissed: int


class RunRow(TypedDict):
    """`text` says in words where it stands; `cursor` is the job's own note of where to go on."""

    id: int
    job: str
    title: str
    state: str
    done: int
    total: int
    text: str
    error: str
    result: dict[str, Any]
    cursor: dict[str, Any]
    subject_id: int | None
    asked_by: str
    created_at: str
    ended_at: str | None
    cancel_asked: bool


class RunsPage(TypedDict):
    items: list[RunRow]
    next: NotRequired[str | None]


class Said(TypedDict):
    """Words with their stance on the need that is asked about; `need`: the need below it which they were tied to."""

    quote: Quote
    stance: str
    note: str
    need_id: int
    need: str


class SaidPage(TypedDict):
    """Some of the quotations of one stance, the newest tie first; `total`: how many there are, each counted once."""

    total: int
    rows: list[Said]


class SavedViewRow(TypedDict):
    id: int
    name: str
    asked: str
    for_all: bool
    is_mine: bool


class ScoreModelsPage(TypedDict):
    items: list[ModelRow]
    next: NotRequired[str | None]


class ScreenerRule(TypedDict):
    """If the answer to `question` passes `test` against `value`, then accept, queue or reject."""

    question: str
    test: str
    value: str
    then: str


class ScreenerVersion(TypedDict):
    """`answers`: how many were given to any version."""

    id: int
    study_id: int
    number: int
    title: str
    intro: str
    questions: list[Question]
    rules: list[ScreenerRule]
    made_at: str
    answers: int


class Section(TypedDict):
    """A part of the guide and the time it is given; the first has no title when the document begins without one."""

    title: str
    minutes: int | None
    items: list[Item]


class SegmentCount(TypedDict):
    """A segment, and how many of it answered; an empty name for everybody. `categories`: by Kano, of each idea by place."""

    name: str
    n: int
    categories: list[str]


class SegmentDetail(TypedDict):
    row: SegmentRow
    rule: dict[str, Any]
    accounts: list[AccountRow]


class SegmentRow(TypedDict):
    id: int
    name: str
    rule_words: str
    is_picked: bool
    accounts: int
    arr: int
    people: int


class SegmentVotes(TypedDict):
    id: int
    name: str
    votes: int
    accounts: int
    revenue_minor: int


class SegmentsPage(TypedDict):
    items: list[SegmentRow]
    next: NotRequired[str | None]


class SentInvitation(TypedDict):
    """An invitation whose mail is on its way. The link is in the mail and nowhere else."""

    id: int
    email: str
    role: Role
    expires_at: str


class Setup(TypedDict):
    """`has_key` says that a key is kept; nothing shows it."""

    address: str
    model: str
    summaries: bool
    suggestions: bool
    briefs: bool
    keep_days: int
    has_key: bool


class ShareWithGuestAnswer(TypedDict):
    id: int
    secret: NotRequired[str | None]


class SheetExample(TypedDict):
    title: str
    severity: str
    state: str
    who: list[str]


class SheetLook(TypedDict):
    """What would be made. `needs`: findings that are problems. `comments`: on the cells of findings. `counted`: the largest number of people told for one finding. `study_id`: the study that was made of this sheet before. `problems` are the first of `problem_count`."""

    file_id: int
    file: str
    title: str
    findings: int
    participants: list[str]
    quotations: int
    observations: int
    needs: int
    comments: int
    counted: int
    severities: list[WordMeaning]
    states: list[WordMeaning]
    examples: list[SheetExample]
    problems: list[SheetProblem]
    problem_count: int
    left_out: list[RowLeftOut]
    study_id: int | None


class SheetNeed(TypedDict):
    """A need that would be made, and how many passages would speak for and against it."""

    title: str
    supports: int
    contradicts: int
    mentions: int


class SheetProblem(TypedDict):
    """What is doubtful, where it stands, and what to do about it."""

    place: str
    message: str
    remedy: str


class SheetWords(TypedDict):
    """An excerpt that would be marked. `is_observed`: a mark without words."""

    need: str
    who: str
    words: str
    stance: str
    is_observed: bool


class SideBySide(TypedDict):
    """All who estimated one factor of one idea. Pool: the 90 % interval and middle of everybody together, each counting alike. `verdict`: agree, differ or apart; `words` say why."""

    idea_id: int
    idea: str
    factor: str
    unit: str
    gave: list[OneGave]
    low: float
    middle: float
    high: float
    least: float
    most: float
    verdict: str
    words: str


class Sides(TypedDict):
    """A need by the words of a study alone. `balance`: of the people who take one side, the share that speaks for it."""

    id: int
    title: str
    weight: Weight
    supporting: list[Said]
    contradicting: list[Said]
    balance: Estimate | None


class SignedIn(TypedDict):
    """A browser in which a person is signed in: which, from where, since when."""

    id: int
    device: str
    place: str
    started: str
    seen: str


class SilentAccount(TypedDict):
    """`people`: the first few who may be asked."""

    account: AccountRow
    people: list[ToAsk]


class SilentSegment(TypedDict):
    """`elsewhere`: interviews with its customers that were held at all; of a study: by others, of a need: in which it did not come up."""

    segment: HeardSegment
    elsewhere: int


class SlipBy(TypedDict):
    """With this chance a plan is out no later than so many weeks after the latest day first stated. Ends: the 80 % interval of that."""

    chance: float
    weeks: float
    low: float
    high: float


class SlipReport(TypedDict):
    """`later`: the share of plans that came later than first stated. `own`: how many own plans speak; `prior_share`: how much is others' word."""

    later: float
    later_low: float
    later_high: float
    by: list[SlipBy]
    own: int
    prior_share: float
    public: str
    warnings: list[str]


class SnapshotView(TypedDict):
    """`known`: facts the workspace has of the person and their company. `quotes`: those that may be chosen. `withheld`: why nothing of what the person told is shown today; empty when it is."""

    interview_id: int
    title: str
    study_id: int
    study: str
    person_id: int | None
    person: str
    held_on: str | None
    known: list[list[Any]]
    quote: Quote | None
    quotes: list[Quote]
    facts: list[str]
    insights: list[str]
    moments: list[Moment]
    needs: list[NeedHeard]
    withheld: str


class SourceDetail(TypedDict):
    """One source. `shown` is the version whose text this is; marks are placed in the newest version only. `withheld` says why consent does not cover its words today, or some of them; then `text` has only what may be shown."""

    id: int
    title: str
    kind: str
    channel: str
    said_on: str | None
    person_id: int | None
    person: str
    account_id: int | None
    account: str
    batch_id: int | None
    batch: str
    rating: float | None
    url: str
    extra: dict[str, str]
    words: int
    text: str
    turns: list[Turn]
    speakers: list[SpeakerRow]
    newest: int
    shown: int
    versions: list[Version]
    marks: list[MarkedWords]
    withheld: str


class SourceRow(TypedDict):
    id: int
    title: str
    kind: str
    channel: str
    said_on: str | None
    person_id: int | None
    person: str
    account_id: int | None
    account: str
    batch_id: int | None
    rating: float | None
    words: int
    excerpts: int
    needs: int
    group: str


class SourcesPage(TypedDict):
    items: list[SourceRow]
    next: NotRequired[str | None]
    total: int
    capped: bool


class SpeakerRow(TypedDict):
    """One of those who speak, how often, and the person they are, if somebody said so."""

    name: str
    turns: int
    person_id: int | None
    person: str


class SpeakerShare(TypedDict):
    name: str
    words: int
    turns: int
    asks: bool


class Spent(TypedDict):
    currency: str
    promised: int
    given: int


class SpokenTurn(TypedDict):
    """`start`, `end`: where its words stand in the source. `start_ms`: how long after the beginning they were said."""

    speaker: str
    start_ms: int | None
    start: int
    end: int
    words: str


class Step(TypedDict):
    """A record on the walk, `depth` links away from its start."""

    card: Card
    depth: int


class Stretch(TypedDict):
    """Words in one go, and where they stand; `after` is the question that led to them."""

    words: int
    seconds: float | None
    start: int
    end: int
    after: NotRequired[str]


class StudiesPage(TypedDict):
    items: list[StudyRow]
    next: NotRequired[str | None]


class StudyConsent(TypedDict):
    """`asks`: whether the study asks at all; without, everything else is what it would ask. `number`: None for the newest text. `agreed`: people whose consent stands today; `waiting`: people who were asked and have not answered."""

    study_id: int
    asks: bool
    number: int | None
    shown_number: int | None
    scopes: list[str]
    days: int | None
    agreed: int
    waiting: int


class StudyDecision(TypedDict):
    id: int
    title: str
    state: str


class StudyDetail(TypedDict):
    row: StudyRow
    whom: str
    budget_minor: int | None
    decisions: list[StudyDecision]


class StudyDue(TypedDict):
    """What a rule would take of what is here today; `kept`: sources that decisions rest on."""

    ended_on: str | None
    on: str | None
    sources: int
    words: int
    kept: int
    recordings: int
    notes: int


class StudyInterviewsPage(TypedDict):
    items: list[InterviewRow]
    next: NotRequired[str | None]


class StudyMarksPage(TypedDict):
    items: list[CodedMark]
    next: NotRequired[str | None]


class StudyPlan(TypedDict):
    """`minutes` is None until somebody says how long an interview is."""

    study_id: int
    minutes: int | None
    interviewers: list[Interviewer]


class StudyRow(TypedDict):
    id: int
    title: str
    state: str
    method: str
    question: str
    starts_on: str | None
    ends_on: str | None
    progress: Progress


class StudyRule(TypedDict):
    """`ended_on`: the day that is counted from, None while the study goes on without a last day; `on`: when its words go."""

    days: int
    spares_grounds: bool
    ended_on: str | None
    on: str | None


class StudySaturation(TypedDict):
    """`held`: interviews held; `unmarked`: of these, held but nothing marked, so that they tell nothing yet. `reached_at`: Guest's rule, see the method. `more`: the findings that `MORE` further participants are expected to add, where there are enough participants to say so."""

    of: str
    held: int
    unmarked: list[int]
    participants: list[Told]
    findings: int
    points: list[Point]
    more: Estimate | None
    reached_at: int | None
    base: int
    run: int
    threshold: float
    warnings: list[str]


class StudySidesPage(TypedDict):
    items: list[Sides]
    next: NotRequired[str | None]
    needs: int
    one_sided: int


class SuggestedPlace(TypedDict):
    """A need or idea. `found_by`: words, meaning or both; `start`, `end`: the passage of the entry that speaks of it. `needs`: of an idea, those it addresses, through which it is tied."""

    id: int
    kind: str
    title: str
    score: float
    found_by: str
    start: int
    end: int
    needs: list[Through]


class Suggestion(TypedDict):
    """`where`: the transcript, or which note, finding, need or comment; `name` says it to people, `node_id`: the record in which it stands. `start_ms`, `end_ms`: where it is heard; null where that is not known."""

    kind: str
    start: int
    end: int
    words: str
    before: str
    after: str
    start_ms: int | None
    end_ms: int | None
    where: str
    name: str
    node_id: int


class SurveyDetail(TypedDict):
    row: SurveyRow
    intro: str
    consent: str
    amount: int
    segments: list[str]
    most_answers: int
    is_posted: bool
    ideas: list[SurveyIdeaRow]
    people: list[AskedPerson]
    landed: list[LandedRow]


class SurveyIdeaRow(TypedDict):
    idea_id: int
    place: int
    label: str
    words: str


class SurveyResults(TypedDict):
    """Of one segment, or of everybody where none is named. `segments`: whom else one may look at, the largest first."""

    survey_id: int
    method: str
    segment: str
    n: int
    ideas: list[IdeaResult]
    segments: list[SegmentCount]
    chances: list[PairChance]
    science: str
    warnings: list[str]


class SurveyRow(TypedDict):
    """`invited`: people with a personal link; `begun`, `answered`: respondents of all ways, and those who came to the end."""

    id: int
    title: str
    method: str
    method_name: str
    state: str
    takes_answers: bool
    closes_on: str | None
    ideas: int
    invited: int
    begun: int
    answered: int


class SurveysPage(TypedDict):
    items: list[SurveyRow]
    next: NotRequired[str | None]


class TalkScore(TypedDict):
    """The numbers of one interview. `word_share`, `time_share`: of the interviewers. Seconds need a transcript with times."""

    word_share: float | None
    time_share: float | None
    questions: list[AskedQuestion]
    kinds: list[KindCount]
    stories_asked: int
    story_share: Estimate | None
    stories: list[Stretch]
    longest: Stretch | None
    longest_answer: Stretch | None
    waits: int
    broken_waits: int
    median_wait: float | None
    guide: GuideCovered | None
    warnings: list[str]
    advice: list[Advice]


class Telling(TypedDict):
    """Words of a member (`piece_id`) and where they stand in the newest text of its source."""

    piece_id: int
    source_id: int
    exact: str
    start: int
    end: int
    person: str
    account: str
    said_on: str | None
    centrality: float


class ThemePage(TypedDict):
    items: list[ThemePiece]
    next: NotRequired[str | None]
    row: ThemeRow
    theming: ThemingInfo
    state: str
    archived: bool
    siblings: list[Named]


class ThemePiece(TypedDict):
    """`start`, `end`: where a passage stands in its transcript; a whole source ends at 0."""

    id: int
    source_id: int
    start: int
    end: int
    title: str
    text: str
    cut: bool
    person: str
    account: str
    said_on: str | None
    centrality: float


class ThemeQuote(TypedDict):
    """Words of a central member; `cut`: the piece goes on."""

    source_id: int
    text: str
    cut: bool
    person: str
    account: str
    said_on: str | None


class ThemeRow(TypedDict):
    id: int
    title: str
    is_human: bool
    locked: bool
    terms: list[str]
    size: int
    share: float
    stability: float | None
    cohesion: float | None
    growth: Growth
    backing: Backing
    quotes: list[ThemeQuote]
    needs: list[Named]


class ThemeScope(TypedDict):
    """What themes can be looked for in: an import, or all feedback (`id` None)."""

    id: int | None
    title: str
    pieces: int
    themes: int


class ThemesPage(TypedDict):
    items: list[ThemeRow]
    next: NotRequired[str | None]
    theming: ThemingInfo | None
    total: int
    there: int


class ThemingInfo(TypedDict):
    """How the themes were found. `new`: sources that came since and are in no theme yet. `about`: the record, such as a study, for which the pieces were noted."""

    id: int
    about: int | None
    batch_id: int | None
    batch: str
    model: str
    seed: int
    items: int
    stability: float | None
    silhouette: float | None
    made_at: str
    warnings: list[str]
    inputs_hash: str
    new: int


class Through(TypedDict):
    """A need that an idea addresses."""

    id: int
    title: str


class ThroughputsPage(TypedDict):
    items: list[History]
    next: NotRequired[str | None]


class Tie(TypedDict):
    """An excerpt's stance on a need."""

    need_id: int
    need: str
    stance: str
    note: str


class Tied(TypedDict):
    id: int
    title: str
    state: str


class TiedIdea(TypedDict):
    """`other`: the other idea of the tie."""

    tie_id: int
    other_id: int
    other: str


class TiedTogether(TypedDict):
    """How many entries were tied; `need_id`: to which need, unless it was to an idea."""

    tied: int
    need_id: int | None


class ToAnswer(TypedDict):
    """What one person is asked and answered for a study. `number`, `title`, `body`: the version of the text they are shown; no number where nothing can be answered. `consent_id`: the asking that waits for them. `stands`: what holds now. `last`: the newest that they answered."""

    number: int | None
    title: str
    body: str
    scopes: list[str]
    days: int | None
    consent_id: int | None
    stands: ConsentRow | None
    last: ConsentRow | None


class ToAsk(TypedDict):
    """`state`: how far the study got with them, empty for who is no candidate. `is_too_soon`: asked within the days of the study."""

    id: int
    name: str
    asked_at: str | None
    is_too_soon: bool
    state: str


class TokenRow(TypedDict):
    id: int
    name: str
    prefix: str
    scope: Scope
    created_at: str
    expires_at: str | None
    used_at: str | None


class Told(TypedDict):
    """A participant, in the order they were heard: findings in what they said, and how many of these nobody before them had told."""

    interviews: list[int]
    title: str
    on: str | None
    findings: int
    new: int


class TrackedRow(TypedDict):
    shape: str
    place: str
    key: str
    state: str
    url: str
    votes: int


class TrackerRound(TypedDict):
    """What one time brought: `new` ideas, `changed` ones, states `told` there, `clashes`, statuses that mean nothing here (`unknown`)."""

    at: str
    new: int
    changed: int
    told: int
    clashes: int
    unknown: int
    error: str


class TrackerRow(TypedDict):
    """`error` and `remedy`: why it was not asked the last time. `again_at`: when it is asked next. `waiting`: changes to be told there."""

    id: int
    kind: str
    kind_label: str
    address: str
    project: str
    account: str
    brings_new: bool
    label: str
    wins: str
    states: dict[str, list[str]]
    is_on: bool
    why_off: str
    has_token: bool
    error: str
    remedy: str
    looked_at: str | None
    again_at: str | None
    ideas: int
    waiting: int
    open_clashes: int
    rounds: list[TrackerRound]


class TrackerWord(TypedDict):
    """`state`: what the word becomes here, '' where the ideas are left as they are. `note`: what is not sure about it; `is_told`: somebody said so, now or before."""

    word: str
    rows: int
    state: str
    note: str
    is_told: bool


class Transcribing(TypedDict):
    """`missing`: why this machine cannot write down what it hears, and `get_it` what installs that."""

    source_id: int | None
    run: RunRow | None
    missing: str
    get_it: str


class TranscriptPage(TypedDict):
    items: list[SpokenTurn]
    next: NotRequired[str | None]
    interview_id: int
    source_id: int | None
    title: str
    withheld: str
    total: int


class TranscriptPlan(TypedDict):
    """One transcript. `people` says who a speaker is, by name; the others stay what the file calls them."""

    file_id: int
    shape: FileShape
    title: NotRequired[str]
    people: NotRequired[dict[str, str]]
    said_on: NotRequired[str | None]


class Tree(TypedDict):
    """`loose`: needs that stand under nothing yet; `more`: outcomes and loose needs that are not shown. `cut`: only the first of each branch are shown, and no ideas."""

    outcomes: list[Branch]
    loose: list[Branch]
    on: str
    more: int
    cut: bool


class Trial(TypedDict):
    """What an import would do with the first `rows` rows that hold anything (`is_all`: those are all). Nothing is written."""

    rows: int
    empty: int
    is_all: bool
    added: int
    duplicates: int
    failed: int
    records: list[FeedbackRecord]
    errors: list[RowError]


class Tried(TypedDict):
    """What rules would have said of the answers so far, quotas aside. `by_rule`: how many each decided."""

    answers: int
    accepted: int
    queued: int
    rejected: int
    by_rule: list[int]


class Turn(TypedDict):
    start: int
    end: int
    speaker: str
    start_ms: int | None
    end_ms: int | None


class TurnSpoken(TypedDict):
    """`start`, `end`: where its words stand in the newest version, without the speaker's name before them."""

    speaker: str
    words: str
    start: int
    end: int
    start_ms: int | None
    end_ms: int | None


class TurningPoint(TypedDict):
    """The idea enters or leaves the first when the factor passes `value`, all else at its middle: so likely is that."""

    factor: str
    now: float
    value: float | None
    chance: float


class Understood(TypedDict):
    """What a file is, and how it would be read unless a person says otherwise."""

    file_id: int
    name: str
    shape: FileShape
    reading: Literal["", "table", "transcript", "findings", "project"]
    mapping: NotRequired[Mapping | None]
    offer: NotRequired[JoinOffer | None]
    sheets: NotRequired[list[SheetSize]]
    speakers: NotRequired[list[list[Any]]]
    turns: NotRequired[int]
    findings: NotRequired[int]
    participants: NotRequired[list[str]]
    examples: NotRequired[list[str]]
    like: NotRequired[str]
    join: NotRequired[str | None]
    cells: NotRequired[list[list[str]]]
    warnings: NotRequired[list[str]]
    project: NotRequired[ProjectLook | None]
    sheet: NotRequired[FindingsLook | None]
    questions: NotRequired[list[str]]


class UntoldRow(TypedDict):
    """An idea whose state could not be told there, or that could not be made an issue, and why."""

    idea_id: int
    title: str
    key: str
    error: str


class UploadRow(TypedDict):
    """`received`: where the next part begins. `size`: null while nobody knows. `file_id`: what it became, once it is finished."""

    id: int
    name: str
    type: str
    size: int | None
    received: int
    begun_at: str
    kept_until: str
    file_id: int | None


class Value(TypedDict):
    """What a field says of an idea. `words`: as it is shown; by the field's kind one of the others holds it."""

    field_id: int
    words: str
    text: NotRequired[str]
    number: NotRequired[float | None]
    day: NotRequired[str | None]
    member_id: NotRequired[int | None]
    choice_ids: NotRequired[list[int]]


class Version(TypedDict):
    number: int
    created_at: str
    created_by: str


class VersionRow(TypedDict):
    number: int
    by: str
    at: str


class VersionsOfPage(TypedDict):
    items: list[ModelVersion]
    next: NotRequired[str | None]


class VotedIdea(TypedDict):
    id: int
    title: str
    state: str
    votes: Votes


class VotedIdeasPage(TypedDict):
    items: list[VotedIdea]
    next: NotRequired[str | None]


class VoterRow(TypedDict):
    """`given_by`: the member who voted for them, if one did; `person`: nobody's once they were erased."""

    person_id: int | None
    person: str
    account: str
    cast_at: str
    given_by: str
    note: str


class VotersPage(TypedDict):
    items: list[VoterRow]
    next: NotRequired[str | None]


class Votes(TypedDict):
    """`accounts`: each once, whoever of it voted. `revenue_minor`: what these pay a year, in cents, as of today."""

    votes: NotRequired[int]
    accounts: NotRequired[int]
    revenue_minor: NotRequired[int]


class Waiting(TypedDict):
    """The first few, and how many there are (counted up to `COUNT_LIMIT`)."""

    rows: list[list[Any]]
    count: int


class WaitingComment(TypedDict):
    id: int
    idea_id: int
    idea: str
    person_id: int | None
    person: str
    text: str
    made_at: str


class WaitingStudy(TypedDict):
    study_id: int
    title: str
    answers: int


class WaitingSuggestion(TypedDict):
    id: int
    person_id: int | None
    person: str
    title: str
    text: str
    made_at: str


class Walk(TypedDict):
    """`steps` by depth, the start first; `links` between them; `cut` says what was left out, and where."""

    root: int
    steps: list[Step]
    links: list[WalkLink]
    cut: Cut


class WalkLink(TypedDict):
    id: int
    upstream: int
    verb: str
    downstream: int
    withdrawn: bool


class WaysToLook(TypedDict):
    tags: list[str]
    segments: list[Choice]


class WeighedIdea(TypedDict):
    """`share_low`, `share_high`: the 90 % interval of `share_top`, which so few draws give. `moved`: how many places it rises (above 0) or falls against the same weights for all."""

    id: int
    title: str
    place: float
    share_top: float
    share_low: float
    share_high: float
    moved: float


class Weighing(TypedDict):
    ranking_id: int
    top: int
    ideas: int
    draws: int
    parts: list[Part]
    rows: list[WeighedIdea]


class Weight(TypedDict):
    """Counts of one record on one day. Amounts are in minor units (cents) of `currency`, a year. Whoever speaks for and against counts on both sides; `people_both` says how many did."""

    on: str
    currency: str
    people: NotRequired[int]
    accounts: NotRequired[int]
    revenue_minor: NotRequired[int]
    supports: NotRequired[int]
    contradicts: NotRequired[int]
    mentions: NotRequired[int]
    accounts_for: NotRequired[int]
    accounts_against: NotRequired[int]
    people_for: NotRequired[int]
    people_against: NotRequired[int]
    people_both: NotRequired[int]
    revenue_for_minor: NotRequired[int]
    revenue_against_minor: NotRequired[int]
    excerpts: NotRequired[int]
    warnings: NotRequired[list[str]]


class WhatWouldChange(TypedDict):
    """`everything`: by how much better choices would be in the mean if all were known, as a share of what the first are worth. `of`: how many ideas were looked at, the first of the ranking. `worth`: what has a cost first, the most for its cost before the others. `unit`: in what costs are told, days or money (the `currency`). `next`: what to find out next, or that nothing is worth its cost."""

    top: int
    of: int
    everything: float
    worth: list[Worth]
    near: list[NearTheLine]
    method: str
    unit: str
    currency: str
    next: str


class WhoIsHeard(TypedDict):
    """`interviews`: held with somebody of a known account; `unknown`: held with whom we cannot place. `accounts`, `revenue`: of all customers."""

    interviews: int
    unknown: int
    accounts: int
    revenue: int
    accounts_heard: int
    revenue_heard: int
    segments: list[HeardSegment]
    silent_accounts: list[AccountRow]


class Withdrawal(TypedDict):
    """Who took a link back, when and why."""

    by: str
    at: str
    reason: str


class WordMeaning(TypedDict):
    """A word of the sheet, how often it stands there, and what it is taken for."""

    word: str
    times: int
    means: str


class WordTimes(TypedDict):
    """When the words of the newest version were said: (start, end, start in ms, end in ms) of each word, cue or turn."""

    version: int
    times: list[list[Any]]


class Worth(TypedDict):
    """To know this factor of this idea is worth `share` of what it would be worth to know everything. `per_cost`: that for each unit of what finding it out costs, where somebody said that. Each with the ends of its 90 % interval."""

    idea_id: int
    idea: str
    factor_id: int
    factor: str
    share: float
    low: float
    high: float
    cost: float | None
    per_cost: float | None
    per_cost_low: float | None
    per_cost_high: float | None
