"""Every act and query, as a method. Made by scripts/client.py from docs/openapi.json; not written by hand."""

from pathlib import Path
from typing import Any, Literal

from clew.client.shapes import (
    AccountDetail,
    AccountsPage,
    AddHookAnswer,
    Agreement,
    Aid,
    AskPeopleAnswer,
    AssumptionRow,
    AssumptionsPage,
    AttachedFile,
    AuditRow,
    Axis,
    BaselineRow,
    Beside,
    BlindIn,
    BlindMarksPage,
    Booked,
    Brief,
    Brought,
    CalibrationReport,
    CandidateDetail,
    CandidatesPage,
    Card,
    ChangeHookSecretAnswer,
    ClashRow,
    ClipChoice,
    CoachPage,
    CodeDetail,
    CodedMark,
    CodeTree,
    CodingRoundsPage,
    CodingSheet,
    Column,
    CommentsPage,
    Compared,
    Conduct,
    ConsentRow,
    ConsentsPage,
    ConsentTextsPage,
    Conversation,
    DecisionDetail,
    DecisionsPage,
    DeliveriesPage,
    Done,
    DraftDecision,
    Due,
    EntriesBeside,
    Erased,
    EstimatedIdeasPage,
    EstimatesOfPage,
    EstimatingRoundDetail,
    EstimatingRoundsPage,
    Facets,
    FactorRow,
    FieldRow,
    FileShape,
    FindingDetail,
    FindingMatrixPage,
    Findings,
    FindingsPage,
    FindingsSheet,
    FindPage,
    FollowedIdea,
    ForecastDetail,
    ForecastsPage,
    FormDetail,
    FreeInterviewsPage,
    GuestLinkRow,
    GuideDetail,
    GuideRow,
    GuidesPage,
    GuideView,
    Hangs,
    Held,
    HookRow,
    HoursDetail,
    IdeaCard,
    IdeaDetail,
    IdeaImport,
    IdeaParts,
    IdeasImported,
    IdeasOnPlan,
    IdeasPage,
    IdeaTree,
    IdeaVotes,
    ImportDetail,
    ImportsPage,
    InboxEntry,
    InboxPage,
    InboxRow,
    IncomingRow,
    InterviewConsent,
    Interviewer,
    InterviewTalk,
    InvitationRow,
    ItemDetail,
    ItemSlip,
    ItemWordsPage,
    Landed,
    LetterRow,
    LettersPage,
    ListedIdeasPage,
    Looked,
    MakeLinkAnswer,
    MakeTokenAnswer,
    Mapping,
    MarkedWords,
    Matrix,
    MayBookPage,
    MeaningProgress,
    Member,
    Moment,
    MovesOfPage,
    NeedDetail,
    NeedsPage,
    Neighbours,
    NeighboursByPage,
    NotAsked,
    NotesPage,
    NowRanked,
    OpenHoursPage,
    OpenLinkRow,
    OpenScreenerAnswer,
    OpenUploadsPage,
    OpportunityTree,
    OutcomeDetail,
    OutcomeWanted,
    PanelPage,
    PassagesPage,
    PeoplePage,
    PersonalDataPage,
    PersonRow,
    PlaceIn,
    PlannedItemsPage,
    PlanViewRow,
    PortalQueue,
    PortalSettings,
    PortfolioDetail,
    PortfoliosPage,
    PostSurveyAnswer,
    Practice,
    PredictionRow,
    PredictionsPage,
    Preview,
    ProposalRow,
    ProposalsPage,
    PublicComment,
    PublicIdea,
    PublicItem,
    PublicReleasesPage,
    PublishedIdeasPage,
    QuotaRow,
    Quote,
    RankedIdeasPage,
    RankingRow,
    Recomputed,
    RecordHistory,
    RecordingRow,
    RecruitingPlan,
    RedactedInterview,
    ReelDetail,
    ReelsPage,
    ReleaseRow,
    ReleasesPage,
    Report,
    Role,
    RoundDetail,
    RowError,
    Rule,
    RunRow,
    RunsPage,
    Said,
    SaidPage,
    SavedViewRow,
    ScoreModelsPage,
    ScreenerVersion,
    SegmentDetail,
    SegmentsPage,
    SentInvitation,
    Setup,
    ShareWithGuestAnswer,
    SheetLook,
    SideBySide,
    SignedIn,
    SlipReport,
    SnapshotView,
    SourceDetail,
    SourcesPage,
    StudiesPage,
    StudyConsent,
    StudyDetail,
    StudyDue,
    StudyInterviewsPage,
    StudyMarksPage,
    StudyPlan,
    StudyRule,
    StudySaturation,
    StudySidesPage,
    SuggestedPlace,
    SurveyDetail,
    SurveyResults,
    SurveysPage,
    Telling,
    ThemePage,
    ThemeScope,
    ThemesPage,
    ThroughputsPage,
    Tied,
    TiedTogether,
    ToAnswer,
    TokenRow,
    TrackedRow,
    TrackerRow,
    Transcribing,
    TranscriptPage,
    TranscriptPlan,
    Tree,
    Trial,
    Tried,
    Understood,
    UntoldRow,
    UploadRow,
    Value,
    VersionsOfPage,
    VotedIdeasPage,
    VotersPage,
    Votes,
    Waiting,
    WaitingStudy,
    Walk,
    WaysToLook,
    Weighing,
    Weight,
    WhatWouldChange,
    WhoIsHeard,
    Withdrawal,
    WordTimes,
)
from clew.client.transport import UNSET, Transport, Unset


class Operations(Transport):
    """One method for each address of the API."""

    def accounts(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        search: Unset | str = UNSET,
        plan: Unset | str = UNSET,
        on: Unset | str | None = UNSET,
        sort: Unset | str = UNSET,
        by_plan: Unset | bool = UNSET,
    ) -> AccountsPage:
        """Accounts"""
        told: AccountsPage = self._get(
            "/api/v1/accounts",
            {
                "limit": limit,
                "cursor": cursor,
                "search": search,
                "plan": plan,
                "on": on,
                "sort": sort,
                "by_plan": by_plan,
            },
        )
        return told

    def add_account(self, *, name: str, external_id: Unset | str = UNSET) -> Done:
        """Add an account"""
        told: Done = self._post("/api/v1/accounts", {"name": name, "external_id": external_id})
        return told

    def plans(self) -> list[str]:
        """The names of plans in use today."""
        told: list[str] = self._get("/api/v1/accounts/plans", {})
        return told

    def account(self, account_id: int) -> AccountDetail:
        """Account"""
        told: AccountDetail = self._get(f"/api/v1/accounts/{account_id}", {})
        return told

    def set_fact(
        self,
        account_id: int,
        *,
        kind: str,
        amount: Unset | int | None = UNSET,
        text: Unset | str = UNSET,
        starts_on: Unset | str | None = UNSET,
        ends_on: Unset | str | None = UNSET,
    ) -> Done:
        """From this day on it is so; what was stated before ends there. Money in cents."""
        told: Done = self._post(
            f"/api/v1/accounts/{account_id}/facts",
            {"kind": kind, "amount": amount, "text": text, "starts_on": starts_on, "ends_on": ends_on},
        )
        return told

    def assumptions(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        state: Unset | str = UNSET,
        idea_id: Unset | int | None = UNSET,
        search: Unset | str = UNSET,
    ) -> AssumptionsPage:
        """Assumption tests, the newest first; of one state or one idea if asked for."""
        told: AssumptionsPage = self._get(
            "/api/v1/assumption-tests",
            {"limit": limit, "cursor": cursor, "state": state, "idea_id": idea_id, "search": search},
        )
        return told

    def add_assumption(
        self, *, idea_id: int, title: str, how: Unset | str = UNSET, counts: Unset | str = UNSET
    ) -> Done:
        """What must be true for an idea to work (`title`), how it is tested, and what result would count."""
        told: Done = self._post(
            "/api/v1/assumption-tests", {"idea_id": idea_id, "title": title, "how": how, "counts": counts}
        )
        return told

    def assumption(self, test_id: int) -> AssumptionRow:
        """Assumption"""
        told: AssumptionRow = self._get(f"/api/v1/assumption-tests/{test_id}", {})
        return told

    def plan_assumption(self, test_id: int, *, how: str, counts: str) -> Done:
        """Say anew how it is tested and what result would count, as long as there is no result."""
        told: Done = self._post(f"/api/v1/assumption-tests/{test_id}", {"how": how, "counts": counts})
        return told

    def move_assumption(self, test_id: int, *, idea_id: int) -> Done:
        """It tests what this idea rests on, and no other. It stands under one idea at a time."""
        told: Done = self._post(f"/api/v1/assumption-tests/{test_id}/move", {"idea_id": idea_id})
        return told

    def settle_assumption(self, test_id: int, *, result: str, learnt: Unset | str = UNSET) -> Done:
        """It holds, it fails, or it is open again. What would count has to be said before the result is."""
        told: Done = self._post(f"/api/v1/assumption-tests/{test_id}/result", {"result": result, "learnt": learnt})
        return told

    def detach_file(self, attachment_id: int) -> Done:
        """For a day it can be undone; then its content leaves the disk, unless it is something else as well."""
        told: Done = self._post(f"/api/v1/attachments/{attachment_id}/detach", {})
        return told

    def attachment_file(self, attachment_id: int, *, to: Path) -> Path:
        """One of them, to be saved."""
        return self._save(f"/api/v1/attachments/{attachment_id}/file", {}, to)

    def audit(
        self,
        *,
        before: Unset | int | None = UNSET,
        person: Unset | int | None = UNSET,
        until: Unset | str | None = UNSET,
        limit: Unset | int = UNSET,
    ) -> list[AuditRow]:
        """The newest acts first; `before`: the number of the last one seen; `until`: a day, and what came before its end."""
        told: list[AuditRow] = self._get(
            "/api/v1/audit", {"before": before, "person": person, "until": until, "limit": limit}
        )
        return told

    def people_of_audit(self) -> list[list[Any]]:
        """Who ever acted here, also those who left."""
        told: list[list[Any]] = self._get("/api/v1/audit/people", {})
        return told

    def brief(self, *, on: Unset | str = UNSET, limit: Unset | int = UNSET, is_outside: Unset | bool = UNSET) -> Brief:
        """The needs with most weight that somebody spoke about, open decisions, predictions whose day has come. `is_outside`: for people who are no members, or another machine; words that may not be shared are withheld."""
        told: Brief = self._get("/api/v1/brief", {"on": on, "limit": limit, "is_outside": is_outside})
        return told

    def download_brief(self, *, to: Path, on: Unset | str = UNSET) -> Path:
        """The brief of a day as Markdown."""
        return self._save("/api/v1/brief/markdown", {"on": on}, to)

    def settle_candidates(self, *, candidate_ids: list[int], state: str) -> Done:
        """Accept, queue, reject or put back, whatever the screener said. Answers with the segments that are now beyond their quota."""
        told: Done = self._post("/api/v1/candidates/settle", {"candidate_ids": candidate_ids, "state": state})
        return told

    def candidate(self, candidate_id: int) -> CandidateDetail:
        """One candidate with their answers and why the rules decided as they did."""
        told: CandidateDetail = self._get(f"/api/v1/candidates/{candidate_id}", {})
        return told

    def standing_booking(self, candidate_id: int) -> Booked | None:
        """What a candidate has booked and what is still to come, or going on."""
        told: Booked | None = self._get(f"/api/v1/candidates/{candidate_id}/booking", {})
        return told

    def set_incentive(
        self,
        candidate_id: int,
        *,
        amount_minor: int,
        currency: Unset | str = UNSET,
        what: Unset | str = UNSET,
        given_on: Unset | str | None = UNSET,
    ) -> Done:
        """What a candidate is promised in minor units (cents), in the workspace's currency unless another is named; and when they got it."""
        told: Done = self._post(
            f"/api/v1/candidates/{candidate_id}/incentive",
            {"amount_minor": amount_minor, "currency": currency, "what": what, "given_on": given_on},
        )
        return told

    def remove_incentive(self, candidate_id: int) -> Done:
        """Take an incentive away"""
        told: Done = self._post(f"/api/v1/candidates/{candidate_id}/incentive/remove", {})
        return told

    def make_link(
        self, candidate_id: int, *, days: Unset | int = UNSET, despite: Unset | bool = UNSET
    ) -> MakeLinkAnswer:
        """A new link for a candidate; the links made for them before lead nowhere any more. `despite`: an owner asks although another study asked within the days in which this one leaves people alone."""
        told: MakeLinkAnswer = self._post(f"/api/v1/candidates/{candidate_id}/link", {"days": days, "despite": despite})
        return told

    def may_book_now(self, candidate_id: int) -> bool:
        """Whether a participant may choose an hour: a study that screens hears those who were accepted."""
        told: bool = self._get(f"/api/v1/candidates/{candidate_id}/may-book", {})
        return told

    def note_candidate(self, candidate_id: int, *, note: str) -> Done:
        """Note something about a candidate"""
        told: Done = self._post(f"/api/v1/candidates/{candidate_id}/note", {"note": note})
        return told

    def change_clip(self, clip_id: int, *, start_ms: int, end_ms: int, caption: Unset | str = UNSET) -> Done:
        """Where it begins and ends in the recording, and what its title card says."""
        told: Done = self._post(
            f"/api/v1/clips/{clip_id}", {"caption": caption, "start_ms": start_ms, "end_ms": end_ms}
        )
        return told

    def download_clip(self, clip_id: int, *, to: Path) -> Path:
        """The piece of film of a clip, once it is cut and while it may be shown."""
        return self._save(f"/api/v1/clips/{clip_id}/film", {}, to)

    def remove_clip(self, clip_id: int) -> Done:
        """It can be undone; its piece leaves the disk with the next hour."""
        told: Done = self._post(f"/api/v1/clips/{clip_id}/remove", {})
        return told

    def code_tree(self, *, whole: Unset | bool = UNSET) -> CodeTree:
        """All codes with how many excerpts have them; of very many the first of each branch, unless the `whole` is asked for."""
        told: CodeTree = self._get("/api/v1/codes", {"whole": whole})
        return told

    def add_code(self, *, title: str, definition: Unset | str = UNSET, under: Unset | int | None = UNSET) -> Done:
        """Add a code"""
        told: Done = self._post("/api/v1/codes", {"title": title, "definition": definition, "under": under})
        return told

    def download_codebook(self, *, to: Path) -> Path:
        """All codes as a REFI-QDA codebook (.qdc), for other programs for qualitative analysis."""
        return self._save("/api/v1/codes/codebook.qdc", {}, to)

    def code(self, code_id: int, *, limit: Unset | int = UNSET) -> CodeDetail:
        """One code and the words that have it."""
        told: CodeDetail = self._get(f"/api/v1/codes/{code_id}", {"limit": limit})
        return told

    def change_code(self, code_id: int, *, title: str, definition: str, under: int | None) -> Done:
        """Name, definition and place at once: all of it or nothing."""
        told: Done = self._post(f"/api/v1/codes/{code_id}", {"title": title, "definition": definition, "under": under})
        return told

    def define_code(self, code_id: int, *, definition: str) -> Done:
        """Define a code"""
        told: Done = self._post(f"/api/v1/codes/{code_id}/define", {"definition": definition})
        return told

    def merge_codes(self, code_id: int, *, into: int) -> Done:
        """What had the one code gets the other. The merged code stays in the history, with a link to where it went."""
        told: Done = self._post(f"/api/v1/codes/{code_id}/merge", {"into": into})
        return told

    def move_code(self, code_id: int, *, under: int | None) -> Done:
        """Put a code under another, or (None) at the top."""
        told: Done = self._post(f"/api/v1/codes/{code_id}/move", {"under": under})
        return told

    def rename_code(self, code_id: int, *, title: str) -> Done:
        """Rename a code"""
        told: Done = self._post(f"/api/v1/codes/{code_id}/rename", {"title": title})
        return told

    def split_code(
        self,
        code_id: int,
        *,
        title: str,
        excerpt_ids: list[int],
        definition: Unset | str = UNSET,
        under: Unset | int | None = UNSET,
    ) -> Done:
        """Some of a code's words get a new code instead. The new one remembers from which it was split off."""
        told: Done = self._post(
            f"/api/v1/codes/{code_id}/split",
            {"title": title, "excerpt_ids": excerpt_ids, "definition": definition, "under": under},
        )
        return told

    def coders_of_excerpt(self, excerpt_id: int) -> list[str]:
        """Who had marked these words before they became an excerpt in a coding round."""
        told: list[str] = self._get(f"/api/v1/coding-rounds/coders-of/{excerpt_id}", {})
        return told

    def withdraw_blind_mark(self, mark_id: int) -> Done:
        """Your own; before you have finished."""
        told: Done = self._post(f"/api/v1/coding-rounds/marks/{mark_id}/withdraw", {})
        return told

    def coding_round(self, round_id: int) -> RoundDetail:
        """One round: who codes what, who has finished; how many marks there are only once all may be seen."""
        told: RoundDetail = self._get(f"/api/v1/coding-rounds/{round_id}", {})
        return told

    def coding_agreement(self, round_id: int) -> Agreement:
        """How far the coders agreed before they talked, with its interval; refused while somebody still codes."""
        told: Agreement = self._get(f"/api/v1/coding-rounds/{round_id}/agreement", {})
        return told

    def recompute_agreement(self, round_id: int) -> Recomputed:
        """Reckon a round's agreement again from its marks, and say whether the same comes out."""
        told: Recomputed = self._get(f"/api/v1/coding-rounds/{round_id}/agreement/again", {})
        return told

    def close_round(self, round_id: int) -> Done:
        """Everything is settled. From now on the excerpts are changed, not the round."""
        told: Done = self._post(f"/api/v1/coding-rounds/{round_id}/close", {})
        return told

    def codes_in_scope(
        self, round_id: int, *, search: Unset | str = UNSET, limit: Unset | int = UNSET
    ) -> list[list[Any]]:
        """For the coders' picker: the round's codes whose name holds these words."""
        told: list[list[Any]] = self._get(f"/api/v1/coding-rounds/{round_id}/codes", {"search": search, "limit": limit})
        return told

    def finish_coding(self, round_id: int) -> Done:
        """You are done with all sources. When the last coder is, everybody's marks are shown and the agreement is reckoned."""
        told: Done = self._post(f"/api/v1/coding-rounds/{round_id}/finish", {})
        return told

    def leave_out_coder(self, round_id: int, *, user_id: int) -> Done:
        """Somebody will not code after all. Their marks are shown to nobody and count for nothing; two coders must remain."""
        told: Done = self._post(f"/api/v1/coding-rounds/{round_id}/leave-out", {"user_id": user_id})
        return told

    def blind_marks(
        self,
        round_id: int,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        source_id: Unset | int | None = UNSET,
    ) -> BlindMarksPage:
        """Your own marks while the round is open; everybody's once all have finished."""
        told: BlindMarksPage = self._get(
            f"/api/v1/coding-rounds/{round_id}/marks", {"limit": limit, "cursor": cursor, "source_id": source_id}
        )
        return told

    def settle_marks(self, round_id: int, *, keep: Unset | list[int] = UNSET, drop: Unset | list[int] = UNSET) -> Done:
        """Marks to keep become an excerpt with their code; the others do not. May be said anew until the round is closed."""
        told: Done = self._post(f"/api/v1/coding-rounds/{round_id}/settle", {"keep": keep, "drop": drop})
        return told

    def coding_sheet(self, round_id: int, source_id: int) -> CodingSheet:
        """The words of one source as the round has them, with your own marks and nobody else's, nor any that were there before."""
        told: CodingSheet = self._get(f"/api/v1/coding-rounds/{round_id}/sources/{source_id}", {})
        return told

    def mark_blind(self, round_id: int, source_id: int, *, start: int, end: int, exact: str, codes: list[str]) -> Done:
        """Give these words codes, by their names, for yourself alone. `exact` proves that they are the words you saw."""
        told: Done = self._post(
            f"/api/v1/coding-rounds/{round_id}/sources/{source_id}/mark",
            {"start": start, "end": end, "exact": exact, "codes": codes},
        )
        return told

    def passages(
        self, round_id: int, source_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET
    ) -> PassagesPage:
        """Where anybody marked, in the order of the text; refused while somebody still codes."""
        told: PassagesPage = self._get(
            f"/api/v1/coding-rounds/{round_id}/sources/{source_id}/passages", {"limit": limit, "cursor": cursor}
        )
        return told

    def settle_agreed(self, round_id: int, source_id: int) -> Done:
        """Every mark that all coders made alike, and that is not settled yet, is kept; answers how many marks these were."""
        told: Done = self._post(f"/api/v1/coding-rounds/{round_id}/sources/{source_id}/settle-agreed", {})
        return told

    def withdraw_comment(self, comment_id: int) -> Done:
        """Only its author takes a comment back."""
        told: Done = self._post(f"/api/v1/comments/{comment_id}/withdraw", {})
        return told

    def consent_texts(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> ConsentTextsPage:
        """Every version, the newest first."""
        told: ConsentTextsPage = self._get("/api/v1/consent-texts", {"limit": limit, "cursor": cursor})
        return told

    def write_consent_text(self, *, title: str, body: str) -> Done:
        """A new version, for whoever is asked from now on. What was given before refers to the version that was shown then."""
        told: Done = self._post("/api/v1/consent-texts", {"title": title, "body": body})
        return told

    def consents(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        person_id: Unset | int | None = UNSET,
        about: Unset | int | None = UNSET,
    ) -> ConsentsPage:
        """What one person was asked, or who was asked for one record; the newest first."""
        told: ConsentsPage = self._get(
            "/api/v1/consents", {"limit": limit, "cursor": cursor, "person_id": person_id, "about": about}
        )
        return told

    def ask_for_consent(
        self,
        *,
        person_id: int,
        scopes: list[str],
        about: Unset | int | None = UNSET,
        number: Unset | int | None = UNSET,
    ) -> Done:
        """Show somebody a version of the text (the newest, unless `number` says which) and ask for these scopes, for a record or in general."""
        told: Done = self._post(
            "/api/v1/consents", {"person_id": person_id, "scopes": scopes, "about": about, "number": number}
        )
        return told

    def allows(
        self, *, scope: str, people: list[int], about: Unset | int | None = UNSET, on: Unset | str | None = UNSET
    ) -> list[int]:
        """Which of these people allow it on a day. One statement, however many they are."""
        told: list[int] = self._post(
            "/api/v1/consents/allows", {"scope": scope, "people": people, "about": about, "on": on}
        )
        return told

    def ask_people_for_consent(
        self, *, person_ids: list[int], scopes: list[str], about: int, number: Unset | int | None = UNSET
    ) -> Done:
        """The same of many at once for one record, such as everybody a study hears. Whoever has not answered yet is not asked twice."""
        told: Done = self._post(
            "/api/v1/consents/ask-people",
            {"person_ids": person_ids, "scopes": scopes, "about": about, "number": number},
        )
        return told

    def withdrawn_since(self, *, at: str) -> bool:
        """Whether anybody withdrew consent after that moment."""
        told: bool = self._get("/api/v1/consents/withdrawn-since", {"at": at})
        return told

    def consent(self, consent_id: int) -> ConsentRow:
        """Consent"""
        told: ConsentRow = self._get(f"/api/v1/consents/{consent_id}", {})
        return told

    def give_consent(
        self,
        consent_id: int,
        *,
        scopes: list[str],
        how: str,
        given_on: Unset | str | None = UNSET,
        expires_on: Unset | str | None = UNSET,
    ) -> Done:
        """The answer to what was asked: these scopes, from this day (today) up to another. It takes the place of an earlier one."""
        told: Done = self._post(
            f"/api/v1/consents/{consent_id}/give",
            {"scopes": scopes, "how": how, "given_on": given_on, "expires_on": expires_on},
        )
        return told

    def refuse_consent(self, consent_id: int) -> Done:
        """The answer was no. What was given before stands until it is withdrawn."""
        told: Done = self._post(f"/api/v1/consents/{consent_id}/refuse", {})
        return told

    def withdraw_consent(self, consent_id: int) -> Done:
        """At once: from now on the words given under it are shown to nobody."""
        told: Done = self._post(f"/api/v1/consents/{consent_id}/withdraw", {})
        return told

    def decisions(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        state: Unset | str = UNSET,
        search: Unset | str = UNSET,
    ) -> DecisionsPage:
        """Decisions, open ones first, then the newest."""
        told: DecisionsPage = self._get(
            "/api/v1/decisions", {"limit": limit, "cursor": cursor, "state": state, "search": search}
        )
        return told

    def open_decision(self, *, title: str, question: Unset | str = UNSET, flips: Unset | str = UNSET) -> Done:
        """Open a decision"""
        told: Done = self._post("/api/v1/decisions", {"title": title, "question": question, "flips": flips})
        return told

    def decision(self, decision_id: int) -> DecisionDetail:
        """One decision with its options and what it rests on; says whether the frozen snapshot still has its hash. `snapshot_here`: what was known, with the numbers that records have here. `snapshot_withheld`: quotations in it may not be shown today; the fingerprint is of what was frozen, words and all."""
        told: DecisionDetail = self._get(f"/api/v1/decisions/{decision_id}", {})
        return told

    def decide_with_evidence(
        self, decision_id: int, *, chosen: int, reasons: dict[str, str], decided_on: Unset | str | None = UNSET
    ) -> Done:
        """Take a decision and freeze with it how heavy the evidence was on that very day."""
        told: Done = self._post(
            f"/api/v1/decisions/{decision_id}/decide", {"chosen": chosen, "reasons": reasons, "decided_on": decided_on}
        )
        return told

    def edit_decision(self, decision_id: int, *, question: str, flips: str) -> Done:
        """Edit a decision"""
        told: Done = self._post(f"/api/v1/decisions/{decision_id}/edit", {"question": question, "flips": flips})
        return told

    def download_decision(self, decision_id: int, *, to: Path) -> Path:
        """What was known when a decision was taken: the very bytes its fingerprint was taken of."""
        return self._save(f"/api/v1/decisions/{decision_id}/known.json", {}, to)

    def add_option(self, decision_id: int, *, title: Unset | str = UNSET, idea_id: Unset | int | None = UNSET) -> Done:
        """An option in words, or an idea of the thread."""
        told: Done = self._post(f"/api/v1/decisions/{decision_id}/options", {"title": title, "idea_id": idea_id})
        return told

    def note_reasons(self, decision_id: int, *, reasons: dict[str, str]) -> Done:
        """What speaks for and against each option so far; it can change until the decision is taken."""
        told: Done = self._post(f"/api/v1/decisions/{decision_id}/reasons", {"reasons": reasons})
        return told

    def rest_on(self, decision_id: int, *, node_id: int) -> Done:
        """Rest a decision on a record"""
        told: Done = self._post(f"/api/v1/decisions/{decision_id}/rest-on", {"node_id": node_id})
        return told

    def replay_delivery(self, delivery_id: int) -> Done:
        """The same message under the same number, however it fared before."""
        told: Done = self._post(f"/api/v1/deliveries/{delivery_id}/replay", {})
        return told

    def estimated_ideas(
        self,
        *,
        factor_ids: list[int],
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        idea_ids: Unset | list[int] | None = UNSET,
        search: Unset | str = UNSET,
        missing: Unset | bool = UNSET,
    ) -> EstimatedIdeasPage:
        """Ideas with what was estimated of these factors, the newest first; `missing`: only those that lack one."""
        told: EstimatedIdeasPage = self._get(
            "/api/v1/estimates",
            {
                "limit": limit,
                "cursor": cursor,
                "factor_ids": factor_ids,
                "idea_ids": idea_ids,
                "search": search,
                "missing": missing,
            },
        )
        return told

    def track_record(self) -> list[Held]:
        """One's own, by what the intervals said of themselves: predictions of quantities that are resolved, and estimates of which the true value was measured later (an estimate taken from a metric, whose low and high are the same)."""
        told: list[Held] = self._get("/api/v1/estimates/track-record", {})
        return told

    def estimating_rounds(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> EstimatingRoundsPage:
        """The newest first."""
        told: EstimatingRoundsPage = self._get("/api/v1/estimating-rounds", {"limit": limit, "cursor": cursor})
        return told

    def begin_estimating(
        self, *, title: str, idea_ids: list[int], factor_ids: list[int], estimator_ids: list[int]
    ) -> Done:
        """These people estimate these factors of these ideas, nobody seeing others' numbers before the round is open."""
        told: Done = self._post(
            "/api/v1/estimating-rounds",
            {"title": title, "idea_ids": idea_ids, "factor_ids": factor_ids, "estimator_ids": estimator_ids},
        )
        return told

    def estimating_round(self, round_id: int) -> EstimatingRoundDetail:
        """With one's own numbers. Others' are told by `side_by_side` once it is open."""
        told: EstimatingRoundDetail = self._get(f"/api/v1/estimating-rounds/{round_id}", {})
        return told

    def ask_to_estimate(self, round_id: int, *, estimator_ids: list[int]) -> Done:
        """Those who come later estimate as blind as the others, and are waited for. Only who began the round, or an owner, asks them. Of those who estimate in it already nothing changes; gives who came along."""
        told: Done = self._post(f"/api/v1/estimating-rounds/{round_id}/estimators", {"estimator_ids": estimator_ids})
        return told

    def estimate_blind(self, round_id: int, idea_id: int, *, values: list[dict[str, Any]]) -> Done:
        """What one holds the round's factors of an idea to be, for oneself alone until the round is open; values as in `estimate_idea`. Until then another takes its place. When the last has estimated everything, the round opens by itself."""
        told: Done = self._post(f"/api/v1/estimating-rounds/{round_id}/ideas/{idea_id}", {"values": values})
        return told

    def open_estimating(self, round_id: int) -> Done:
        """Everybody sees all numbers, which now stand as estimates. Only who began it, or an owner, opens it before all have estimated."""
        told: Done = self._post(f"/api/v1/estimating-rounds/{round_id}/open", {})
        return told

    def side_by_side(self, round_id: int) -> list[SideBySide]:
        """Once the round is open; before, nobody's numbers are told. Where people are furthest apart comes first."""
        told: list[SideBySide] = self._get(f"/api/v1/estimating-rounds/{round_id}/side-by-side", {})
        return told

    def broken_excerpts(self, *, limit: Unset | int = UNSET) -> Waiting:
        """Quotations whose words are no longer in their source."""
        told: Waiting = self._get("/api/v1/excerpts/broken", {"limit": limit})
        return told

    def quotations(self, *, excerpt_ids: list[int]) -> dict[str, Quote]:
        """These excerpts' words, by number; archived ones are left out. `is_outside`: for people who are no members. `scopes`: what else consent has to cover, for whoever does more than quote."""
        told: dict[str, Quote] = self._post("/api/v1/excerpts/quotations", {"excerpt_ids": excerpt_ids})
        return told

    def excerpt(self, excerpt_id: int) -> MarkedWords:
        """One excerpt with its ties and codes."""
        told: MarkedWords = self._get(f"/api/v1/excerpts/{excerpt_id}", {})
        return told

    def apply_code(self, excerpt_id: int, *, code_id: Unset | int | None = UNSET, name: Unset | str = UNSET) -> Done:
        """Code an excerpt, by a code's number or by a name, which becomes a code when it is none yet. Twice is once."""
        told: Done = self._post(f"/api/v1/excerpts/{excerpt_id}/code", {"code_id": code_id, "name": name})
        return told

    def place_again(self, excerpt_id: int, *, start: int, end: int, exact: str) -> Done:
        """For a quotation that lost its place: these are its words now. Its needs, codes and comments stay."""
        told: Done = self._post(f"/api/v1/excerpts/{excerpt_id}/place", {"start": start, "end": end, "exact": exact})
        return told

    def tie(self, excerpt_id: int, *, need_id: int, stance: str) -> Done:
        """Say that an excerpt supports, contradicts or mentions a need. A change of stance withdraws the old tie."""
        told: Done = self._post(f"/api/v1/excerpts/{excerpt_id}/tie", {"need_id": need_id, "stance": stance})
        return told

    def remove_code(self, excerpt_id: int, *, code_id: int) -> Done:
        """Remove a code from words"""
        told: Done = self._post(f"/api/v1/excerpts/{excerpt_id}/uncode", {"code_id": code_id})
        return told

    def withdraw_excerpt(self, excerpt_id: int, *, need_id: int, reason: Unset | str = UNSET) -> Done:
        """The words stay an excerpt; they no longer speak for or against this need."""
        told: Done = self._post(f"/api/v1/excerpts/{excerpt_id}/withdraw", {"need_id": need_id, "reason": reason})
        return told

    def factors(self) -> list[FactorRow]:
        """Factors"""
        told: list[FactorRow] = self._get("/api/v1/factors", {})
        return told

    def add_factor(
        self,
        *,
        label: str,
        key: Unset | str = UNSET,
        unit: Unset | str = UNSET,
        kind: Unset | str = UNSET,
        lowest: Unset | float | None = UNSET,
        highest: Unset | float | None = UNSET,
        question: Unset | str = UNSET,
    ) -> Done:
        """By its key it stands in formulas; without one, it is made of the label."""
        told: Done = self._post(
            "/api/v1/factors",
            {
                "label": label,
                "key": key,
                "unit": unit,
                "kind": kind,
                "lowest": lowest,
                "highest": highest,
                "question": question,
            },
        )
        return told

    def factor(self, factor_id: int) -> FactorRow:
        """Factor"""
        told: FactorRow = self._get(f"/api/v1/factors/{factor_id}", {})
        return told

    def change_factor(
        self, factor_id: int, *, label: str, unit: Unset | str = UNSET, question: Unset | str = UNSET
    ) -> Done:
        """What it is called and asked. Its kind and its ends stay, since estimates were made by them."""
        told: Done = self._post(f"/api/v1/factors/{factor_id}", {"label": label, "unit": unit, "question": question})
        return told

    def remove_fact(self, fact_id: int) -> Done:
        """For a fact that never was; the history keeps it."""
        told: Done = self._post(f"/api/v1/facts/{fact_id}/remove", {})
        return told

    def inbox(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        state: Unset | str = UNSET,
        channel: Unset | str = UNSET,
        search: Unset | str = UNSET,
    ) -> InboxPage:
        """Entries of a state, the newest first; with an empty `state` all of them. `search`: those that hold every word."""
        told: InboxPage = self._get(
            "/api/v1/feedback", {"limit": limit, "cursor": cursor, "state": state, "channel": channel, "search": search}
        )
        return told

    def capture_feedback(
        self,
        *,
        text: str,
        channel: Unset | str = UNSET,
        person_id: Unset | int | None = UNSET,
        account_id: Unset | int | None = UNSET,
        said_on: Unset | str | None = UNSET,
        said_in: Unset | str = UNSET,
        title: Unset | str = UNSET,
        url: Unset | str = UNSET,
        email: Unset | str = UNSET,
        name: Unset | str = UNSET,
    ) -> Done:
        """What a customer said, in the customer's own words, into the inbox. The words are a source like any other. `channel`: by which way they come in; `said_in`: where they were said, such as a call. Who said it is `person_id`, or the person with the address `email`: one that is known keeps its name, one that is not becomes a person called `name`."""
        told: Done = self._post(
            "/api/v1/feedback",
            {
                "text": text,
                "channel": channel,
                "person_id": person_id,
                "account_id": account_id,
                "said_on": said_on,
                "said_in": said_in,
                "title": title,
                "url": url,
                "email": email,
                "name": name,
            },
        )
        return told

    def feedback_form(self) -> FormDetail | None:
        """None before one was made."""
        told: FormDetail | None = self._get("/api/v1/feedback/form", {})
        return told

    def set_form(
        self,
        *,
        title: str,
        intro: Unset | str = UNSET,
        origins: Unset | list[str] = UNSET,
        is_open: Unset | bool = UNSET,
    ) -> Done:
        """What the form says, and which sites may embed it. It is made the first time; `is_open` false closes it."""
        told: Done = self._post(
            "/api/v1/feedback/form", {"title": title, "intro": intro, "origins": origins, "is_open": is_open}
        )
        return told

    def change_form_address(self) -> Done:
        """The old address opens nothing any more; a widget needs the new line."""
        told: Done = self._post("/api/v1/feedback/form/address", {})
        return told

    def not_in_inbox(self) -> int:
        """How many pieces of feedback are here that are not in the inbox; counted up to 10,000."""
        told: int = self._get("/api/v1/feedback/outside", {})
        return told

    def put_back(self, *, entry_ids: list[int]) -> Done:
        """Among what waits to be sorted again. What it was tied to stays tied; how many were put back."""
        told: Done = self._post("/api/v1/feedback/put-back", {"entry_ids": entry_ids})
        return told

    def set_aside(self, *, entry_ids: list[int]) -> Done:
        """It says nothing to be done. It stays, and can be put back; how many were set aside."""
        told: Done = self._post("/api/v1/feedback/set-aside", {"entry_ids": entry_ids})
        return told

    def sort_together(
        self,
        *,
        entry_ids: list[int],
        need_id: Unset | int | None = UNSET,
        new_need: Unset | str = UNSET,
        idea_id: Unset | int | None = UNSET,
        stance: Unset | str = UNSET,
        words: Unset | str = UNSET,
    ) -> TiedTogether:
        """To one need, one that is there or a new one, or to one idea. Entries whose words are withheld stay. `words`: by which they were found; of a long entry the sentence that holds them is taken."""
        told: TiedTogether = self._post(
            "/api/v1/feedback/sort",
            {
                "entry_ids": entry_ids,
                "need_id": need_id,
                "new_need": new_need,
                "idea_id": idea_id,
                "stance": stance,
                "words": words,
            },
        )
        return told

    def take_in_sources(
        self, *, batch_id: Unset | int | None = UNSET, source_ids: Unset | list[int] | None = UNSET
    ) -> Done:
        """Feedback that is here and not in the inbox: of one import, of these sources, or all there is; how much came in. That in which words are marked already is sorted. At most 5,000 at once: the rest the next time."""
        told: Done = self._post("/api/v1/feedback/take-in", {"batch_id": batch_id, "source_ids": source_ids})
        return told

    def inbox_entry(self, entry_id: int) -> InboxEntry:
        """One entry: the words, who said them and what they pay today, and what became of it."""
        told: InboxEntry = self._get(f"/api/v1/feedback/{entry_id}", {})
        return told

    def alike(self, entry_id: int, *, limit: Unset | int = UNSET) -> list[InboxRow]:
        """Older entries that say nearly the same: most of the same words, or nearly the same meaning. None of words that are withheld."""
        told: list[InboxRow] = self._get(f"/api/v1/feedback/{entry_id}/alike", {"limit": limit})
        return told

    def answer_feedback(self, entry_id: int, *, answer: str, with_duplicates: Unset | bool = UNSET) -> Done:
        """What the person is told. Where their address is known it goes out by mail; else it is noted that they were answered. `with_duplicates`: who said the same hears the same."""
        told: Done = self._post(
            f"/api/v1/feedback/{entry_id}/answer", {"answer": answer, "with_duplicates": with_duplicates}
        )
        return told

    def beside(
        self, entry_id: int, *, state: Unset | str = UNSET, channel: Unset | str = UNSET, search: Unset | str = UNSET
    ) -> EntriesBeside:
        """By place, not by number: also an entry that left the narrowed list has a next one."""
        told: EntriesBeside = self._get(
            f"/api/v1/feedback/{entry_id}/beside", {"state": state, "channel": channel, "search": search}
        )
        return told

    def is_duplicate(self, entry_id: int, *, of: int) -> Done:
        """Another entry says the same. Both stay, each with who said it; what said the same as this one, says the same as that."""
        told: Done = self._post(f"/api/v1/feedback/{entry_id}/duplicate", {"of": of})
        return told

    def sort_to_idea(
        self, entry_id: int, *, idea_id: int, need_id: Unset | int | None = UNSET, stance: Unset | str = UNSET
    ) -> Done:
        """Through a need that the idea addresses: the one named, else the one that the words speak of most. An idea that addresses none gets a need of its own name, for words speak of what is needed and not of what could be built."""
        told: Done = self._post(
            f"/api/v1/feedback/{entry_id}/ideas", {"idea_id": idea_id, "need_id": need_id, "stance": stance}
        )
        return told

    def sort_to_need(self, entry_id: int, *, need_id: int, stance: Unset | str = UNSET) -> Done:
        """The words of the entry that speak of the need become a quotation for or against it."""
        told: Done = self._post(f"/api/v1/feedback/{entry_id}/needs", {"need_id": need_id, "stance": stance})
        return told

    def new_idea_from(
        self, entry_id: int, *, title: str, need: Unset | str = UNSET, need_id: Unset | int | None = UNSET
    ) -> Done:
        """A new idea that addresses a need, one that is there or a new one, with the entry's words behind it."""
        told: Done = self._post(
            f"/api/v1/feedback/{entry_id}/new-idea", {"title": title, "need": need, "need_id": need_id}
        )
        return told

    def new_need_from(self, entry_id: int, *, title: str, under: Unset | int | None = UNSET) -> Done:
        """A new need, with the entry's words as the first that support it."""
        told: Done = self._post(f"/api/v1/feedback/{entry_id}/new-need", {"title": title, "under": under})
        return told

    def is_no_duplicate(self, entry_id: int) -> Done:
        """It stands for itself again."""
        told: Done = self._post(f"/api/v1/feedback/{entry_id}/no-duplicate", {})
        return told

    def suggestions(self, entry_id: int, *, limit: Unset | int = UNSET) -> list[SuggestedPlace]:
        """The needs and ideas that an entry most likely speaks of, best first; none of words that are withheld."""
        told: list[SuggestedPlace] = self._get(f"/api/v1/feedback/{entry_id}/suggestions", {"limit": limit})
        return told

    def take_answer_back(self, entry_id: int) -> Done:
        """Until its mail has gone out."""
        told: Done = self._post(f"/api/v1/feedback/{entry_id}/take-answer-back", {})
        return told

    def findings_sheet(self, file_id: int) -> FindingsSheet:
        """Everything an uploaded findings sheet holds; refused in words a person can act on when it is none."""
        told: FindingsSheet = self._get(f"/api/v1/files/{file_id}/findings-sheet", {})
        return told

    def look_at_sheet(self, file_id: int) -> SheetLook:
        """Nothing is written. Refused, with row and column, where the sheet cannot be read as a study."""
        told: SheetLook = self._get(f"/api/v1/files/{file_id}/finished-study", {})
        return told

    def bring_in_study(
        self,
        file_id: int,
        *,
        title: Unset | str = UNSET,
        question: Unset | str = UNSET,
        decision_id: Unset | int | None = UNSET,
        heard: Unset | int | None = UNSET,
        severities: Unset | dict[str, str] | None = UNSET,
        states: Unset | dict[str, str] | None = UNSET,
        needs: Unset | bool = UNSET,
    ) -> Done:
        """A findings sheet becomes a finished study, with its participants, interviews, findings and the words behind them. `heard`: how many took part, where the sheet does not name them all. `severities` and `states` say what the sheet's words mean. `needs`: every finding that is a problem is a need too. The same sheet twice is the same study: it adds nothing."""
        told: Done = self._post(
            f"/api/v1/files/{file_id}/finished-study",
            {
                "title": title,
                "question": question,
                "decision_id": decision_id,
                "heard": heard,
                "severities": severities,
                "states": states,
                "needs": needs,
            },
        )
        return told

    def begin_import(
        self,
        file_id: int,
        *,
        shape: FileShape,
        mapping: Mapping,
        join: Unset | str = UNSET,
        continued: Unset | bool = UNSET,
        title: Unset | str = UNSET,
        kind: Unset | str = UNSET,
    ) -> Done:
        """Bring in a table of feedback. The same file read in the same way is the same import: it adds nothing, or goes on where it stopped."""
        told: Done = self._post(
            f"/api/v1/files/{file_id}/import",
            {"shape": shape, "mapping": mapping, "join": join, "continued": continued, "title": title, "kind": kind},
        )
        return told

    def begin_findings(self, file_id: int, *, shape: FileShape, title: Unset | str = UNSET) -> Done:
        """Bring in a findings sheet: a study, its participants, each finding as a need and each note as an excerpt."""
        told: Done = self._post(f"/api/v1/files/{file_id}/import-findings", {"shape": shape, "title": title})
        return told

    def begin_project(
        self, file_id: int, *, shape: FileShape, title: Unset | str = UNSET, kind: Unset | str = UNSET
    ) -> Done:
        """Bring in a project of another program for qualitative analysis (.qdpx), or its codebook alone (.qdc)."""
        told: Done = self._post(
            f"/api/v1/files/{file_id}/import-project", {"shape": shape, "title": title, "kind": kind}
        )
        return told

    def try_import(
        self,
        file_id: int,
        *,
        shape: FileShape,
        mapping: Mapping,
        join: Unset | str = UNSET,
        continued: Unset | bool = UNSET,
        whole: Unset | bool = UNSET,
    ) -> Trial:
        """The records as they would be, and how many would be added, are here already or cannot be read. Of the first rows, or of the whole file; `tell` hears now and then how many were tried."""
        told: Trial = self._post(
            f"/api/v1/files/{file_id}/try",
            {"shape": shape, "mapping": mapping, "join": join, "continued": continued, "whole": whole},
        )
        return told

    def understand(
        self,
        file_id: int,
        *,
        sheet: Unset | str = UNSET,
        reading: Unset | Literal["", "table", "transcript", "findings", "project"] = UNSET,
    ) -> Understood:
        """Look at an upload. `reading` says what to take it for, when the first look was wrong."""
        told: Understood = self._get(f"/api/v1/files/{file_id}/understand", {"sheet": sheet, "reading": reading})
        return told

    def find(
        self, *, text: str, limit: Unset | int = UNSET, cursor: Unset | str = UNSET, kinds: Unset | list[str] = UNSET
    ) -> FindPage:
        """The records of this workspace that hold every word typed, best first; then those that mean the like, nearest first."""
        told: FindPage = self._get("/api/v1/find", {"limit": limit, "cursor": cursor, "text": text, "kinds": kinds})
        return told

    def meaning_progress(self) -> MeaningProgress:
        """How much of this workspace can be found by meaning."""
        told: MeaningProgress = self._get("/api/v1/find/meaning", {})
        return told

    def say_finding_costs(self, *, costs: list[dict[str, Any]], unit: Unset | str | None = UNSET) -> Done:
        """`costs`: each with idea_id, factor_id and cost, above 0; one without a cost is taken back. `unit`: days (person-days) or money, in the workspace's currency; by default as it was said last. How many changed."""
        told: Done = self._post("/api/v1/finding-costs", {"costs": costs, "unit": unit})
        return told

    def finding(self, finding_id: int) -> FindingDetail:
        """One finding with the words that speak for and against it."""
        told: FindingDetail = self._get(f"/api/v1/findings/{finding_id}", {})
        return told

    def describe_finding(
        self,
        finding_id: int,
        *,
        severity: Unset | str = UNSET,
        area: Unset | str = UNSET,
        detail: Unset | str = UNSET,
        recommendation: Unset | str = UNSET,
        ticket: Unset | str = UNSET,
        counted: Unset | int | None = UNSET,
    ) -> Done:
        """Say anew how bad it is, what was seen, what should be done, and where the work on it is."""
        told: Done = self._post(
            f"/api/v1/findings/{finding_id}",
            {
                "severity": severity,
                "area": area,
                "detail": detail,
                "recommendation": recommendation,
                "ticket": ticket,
                "counted": counted,
            },
        )
        return told

    def move_finding(self, finding_id: int, *, state: str) -> Done:
        """What became of it."""
        told: Done = self._post(f"/api/v1/findings/{finding_id}/move", {"state": state})
        return told

    def excerpts_to_tie(
        self, finding_id: int, *, search: Unset | str = UNSET, limit: Unset | int = UNSET
    ) -> list[list[Any]]:
        """For a picker: marked words of what was said for the finding's study, the newest first."""
        told: list[list[Any]] = self._get(f"/api/v1/findings/{finding_id}/words", {"search": search, "limit": limit})
        return told

    def tie_finding(self, finding_id: int, *, excerpt_id: int, stance: Unset | str = UNSET) -> Done:
        """Say that an excerpt supports, contradicts or mentions a finding. A change of stance withdraws the old tie."""
        told: Done = self._post(f"/api/v1/findings/{finding_id}/words", {"excerpt_id": excerpt_id, "stance": stance})
        return told

    def untie_finding(self, finding_id: int, *, excerpt_id: int, reason: Unset | str = UNSET) -> Done:
        """The words stay an excerpt; they no longer speak for or against this finding."""
        told: Done = self._post(
            f"/api/v1/findings/{finding_id}/words/withdraw", {"excerpt_id": excerpt_id, "reason": reason}
        )
        return told

    def forecasts(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> ForecastsPage:
        """The newest first."""
        told: ForecastsPage = self._get("/api/v1/forecasts", {"limit": limit, "cursor": cursor})
        return told

    def forecast(
        self,
        *,
        items: Unset | int | None = UNSET,
        by: Unset | str | None = UNSET,
        throughput_id: Unset | int | None = UNSET,
        since: Unset | str | None = UNSET,
        until: Unset | str | None = UNSET,
        title: Unset | str = UNSET,
        seed: Unset | int = UNSET,
    ) -> Done:
        """When `items` more will be done, or how many `by` a day: one of the two, counted from the day after the history ends. From an imported history, or without `throughput_id` from the roadmap's own. `since`, `until`: only the whole weeks between these days. The forecast keeps how often forecasts of this kind, made at past weeks from what was known then, have held."""
        told: Done = self._post(
            "/api/v1/forecasts",
            {
                "items": items,
                "by": by,
                "throughput_id": throughput_id,
                "since": since,
                "until": until,
                "title": title,
                "seed": seed,
            },
        )
        return told

    def one_forecast(self, forecast_id: int) -> ForecastDetail:
        """One forecast"""
        told: ForecastDetail = self._get(f"/api/v1/forecasts/{forecast_id}", {})
        return told

    def guest_links(self, *, node_id: Unset | int | None = UNSET) -> list[GuestLinkRow]:
        """Those that open the door still, the newest first; of one record or of all. Every member may know what is shown outside."""
        told: list[GuestLinkRow] = self._get("/api/v1/guest-links", {"node_id": node_id})
        return told

    def withdraw_guest_link(self, link_id: int) -> Done:
        """Withdraw a guest's link"""
        told: Done = self._post(f"/api/v1/guest-links/{link_id}/withdraw", {})
        return told

    def coach_rules(self) -> CoachPage:
        """Its rules, each with its record on labelled questions and in this workspace."""
        told: CoachPage = self._get("/api/v1/guide-coach", {})
        return told

    def choose_rules(
        self, *, rules: list[str], known: Unset | list[str] = UNSET, team: Unset | list[str] = UNSET
    ) -> Done:
        """`known`: words that participants know, so no jargon. `team`: words that only the team says, so jargon."""
        told: Done = self._post("/api/v1/guide-coach", {"rules": rules, "known": known, "team": team})
        return told

    def bring_flag_back(self, *, rule: str, question: str) -> Done:
        """Gives how many dismissals were taken back: none or one."""
        told: Done = self._post("/api/v1/guide-coach/bring-back", {"rule": rule, "question": question})
        return told

    def dismiss_flag(self, *, rule: str, question: str) -> Done:
        """It is not raised on this question again, in no guide of the workspace. The same twice is once."""
        told: Done = self._post("/api/v1/guide-coach/dismiss", {"rule": rule, "question": question})
        return told

    def look_at_guide(self, *, content: dict[str, Any], minutes: Unset | int = UNSET) -> Looked:
        """What the coach says of a guide that need not be saved: `content` holds its sections with their items."""
        told: Looked = self._post("/api/v1/guide-coach/look", {"content": content, "minutes": minutes})
        return told

    def guides(
        self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET, search: Unset | str = UNSET
    ) -> GuidesPage:
        """Newest first; `search` looks at their names."""
        told: GuidesPage = self._get("/api/v1/guides", {"limit": limit, "cursor": cursor, "search": search})
        return told

    def write_guide(
        self,
        *,
        title: Unset | str = UNSET,
        text: Unset | str = UNSET,
        study_id: Unset | int | None = UNSET,
        minutes: Unset | int = UNSET,
    ) -> Done:
        """A guide in Markdown: `#` its title, `##` sections with their minutes, `-` questions, indented `-` probes, paragraphs as notes."""
        told: Done = self._post(
            "/api/v1/guides", {"title": title, "text": text, "study_id": study_id, "minutes": minutes}
        )
        return told

    def guide_view(self, guide_id: int) -> GuideView:
        """The newest version, each question with its probes."""
        told: GuideView = self._get(f"/api/v1/guides/{guide_id}", {})
        return told

    def edit_guide(self, guide_id: int, *, text: str, minutes: Unset | int | None = UNSET) -> Done:
        """The whole guide anew, in Markdown. It is another version when something was changed."""
        told: Done = self._post(f"/api/v1/guides/{guide_id}", {"text": text, "minutes": minutes})
        return told

    def guide(self, guide_id: int, *, version: Unset | int | None = UNSET) -> GuideDetail:
        """One guide with what the coach says of it; of an older version when that is asked for."""
        told: GuideDetail = self._get(f"/api/v1/guides/{guide_id}/coached", {"version": version})
        return told

    def copy_guide(self, guide_id: int, *, study_id: Unset | int | None = UNSET, title: Unset | str = UNSET) -> Done:
        """Its newest version becomes the first of another guide, for another study or for none."""
        told: Done = self._post(f"/api/v1/guides/{guide_id}/copy", {"study_id": study_id, "title": title})
        return told

    def tie_guide(self, guide_id: int, *, study_id: Unset | int | None = UNSET) -> Done:
        """Without a study it is tied to none."""
        told: Done = self._post(f"/api/v1/guides/{guide_id}/study", {"study_id": study_id})
        return told

    def rename_choice(self, choice_id: int, *, name: str) -> Done:
        """Ideas that have it keep it."""
        told: Done = self._post(f"/api/v1/idea-choices/{choice_id}/rename", {"name": name})
        return told

    def fields(self) -> list[FieldRow]:
        """Those that are asked of ideas, in their order."""
        told: list[FieldRow] = self._get("/api/v1/idea-fields", {})
        return told

    def add_field(
        self, *, name: str, kind: Unset | str = UNSET, unit: Unset | str = UNSET, choices: Unset | list[str] = UNSET
    ) -> Done:
        """`kind`: text, number, choice, choices, date, member, check or link. A number may have a unit; a list has its choices."""
        told: Done = self._post("/api/v1/idea-fields", {"name": name, "kind": kind, "unit": unit, "choices": choices})
        return told

    def change_field(
        self, field_id: int, *, name: str, unit: Unset | str = UNSET, choices: Unset | list[str] | None = UNSET
    ) -> Done:
        """Its name, its unit, its list; the kind stays. Who leaves a choice out takes it from the list, if no idea has it."""
        told: Done = self._post(f"/api/v1/idea-fields/{field_id}", {"name": name, "unit": unit, "choices": choices})
        return told

    def put_field_away(self, field_id: int) -> Done:
        """It is asked and shown no more; what was said there is kept."""
        told: Done = self._post(f"/api/v1/idea-fields/{field_id}/away", {})
        return told

    def import_ideas(
        self,
        *,
        file_id: int,
        shape: Unset | str = UNSET,
        place: Unset | str = UNSET,
        mapped: Unset | dict[str, str] | None = UNSET,
        states: Unset | dict[str, str] | None = UNSET,
    ) -> IdeasImported:
        """What is new becomes an idea, what changed in the tracker changes here, what is the same is left. See the preview first. `states`: by a word of the file what it means here, '' to leave such ideas as they are. It is kept for when such a file comes again, and holds for ideas that are here already and stay where the file put them."""
        told: IdeasImported = self._post(
            "/api/v1/idea-imports",
            {"file_id": file_id, "shape": shape, "place": place, "mapped": mapped, "states": states},
        )
        return told

    def tracked_places(self) -> list[list[Any]]:
        """From which files ideas came: shape, place, how many."""
        told: list[list[Any]] = self._get("/api/v1/idea-imports/places", {})
        return told

    def preview_idea_import(
        self,
        *,
        file_id: int,
        shape: Unset | str = UNSET,
        place: Unset | str = UNSET,
        mapped: Unset | dict[str, str] | None = UNSET,
        states: Unset | dict[str, str] | None = UNSET,
    ) -> IdeaImport:
        """Nothing is written. Without a shape, the file's own headings tell it; `mapped`: a heading for each field, where they do not. `states`: by a word of the file what it means here, '' to leave such ideas as they are; other words mean what was said before, else what is likely."""
        told: IdeaImport = self._post(
            "/api/v1/idea-imports/preview",
            {"file_id": file_id, "shape": shape, "place": place, "mapped": mapped, "states": states},
        )
        return told

    def import_headings(self, file_id: int) -> list[str]:
        """The headings of a CSV, from which a person says what is what; none of JSON."""
        told: list[str] = self._get(f"/api/v1/idea-imports/{file_id}/headings", {})
        return told

    def ideas(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        on: Unset | str = UNSET,
        search: Unset | str = UNSET,
        sort: Unset | str = UNSET,
        by_need: Unset | bool = UNSET,
    ) -> IdeasPage:
        """Ideas with the weight of the needs they address; `by_need` keeps those of one need together."""
        told: IdeasPage = self._get(
            "/api/v1/ideas",
            {"limit": limit, "cursor": cursor, "on": on, "search": search, "sort": sort, "by_need": by_need},
        )
        return told

    def add_idea(self, *, title: str, detail: Unset | str = UNSET, addresses: Unset | list[int] = UNSET) -> Done:
        """Something that could be done, and the needs it addresses."""
        told: Done = self._post("/api/v1/ideas", {"title": title, "detail": detail, "addresses": addresses})
        return told

    def voted_ideas(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        sort: Unset | str = UNSET,
        segment_id: Unset | int | None = UNSET,
    ) -> VotedIdeasPage:
        """Ideas that have votes, by their number or by what the accounts pay; `segment_id`: votes of these accounts alone."""
        told: VotedIdeasPage = self._get(
            "/api/v1/ideas-by-votes", {"limit": limit, "cursor": cursor, "sort": sort, "segment_id": segment_id}
        )
        return told

    def download_ideas(
        self, *, to: Path, shape: Unset | str = UNSET, place: Unset | str | None = UNSET, which: Unset | str = UNSET
    ) -> Path:
        """Ideas in the shape of a tracker's file, with what changed since: those that came from there (`there`; all, where none did), with those that began here (`ours`), or `all`."""
        return self._save("/api/v1/ideas/file", {"shape": shape, "place": place, "which": which}, to)

    def idea(self, idea_id: int, *, on: Unset | str = UNSET) -> IdeaDetail:
        """One idea, the needs it addresses, and what was said for and against these."""
        told: IdeaDetail = self._get(f"/api/v1/ideas/{idea_id}", {"on": on})
        return told

    def address(self, idea_id: int, *, need_id: int) -> Done:
        """Say which need an idea addresses"""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/address", {"need_id": need_id})
        return told

    def attachments(self, idea_id: int) -> list[AttachedFile]:
        """The files of an idea, the first attached first."""
        told: list[AttachedFile] = self._get(f"/api/v1/ideas/{idea_id}/attachments", {})
        return told

    def attach_files(self, idea_id: int, *, file_ids: list[int], names: Unset | list[str] = UNSET) -> Done:
        """Uploads that are here, all of them or none; `names` in their order, otherwise each has the name it was uploaded under."""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/attachments", {"file_ids": file_ids, "names": names})
        return told

    def blind_of(self, idea_id: int) -> list[BlindIn]:
        """Which factors of an idea are estimated blind now, and in which round."""
        told: list[BlindIn] = self._get(f"/api/v1/ideas/{idea_id}/blind", {})
        return told

    def describe_idea(self, idea_id: int, *, detail: str) -> Done:
        """Describe an idea"""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/describe", {"detail": detail})
        return told

    def estimates_of(
        self, idea_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET, all: Unset | bool = UNSET
    ) -> EstimatesOfPage:
        """Of one idea, the newest first; with `all` also those that another took the place of."""
        told: EstimatesOfPage = self._get(
            f"/api/v1/ideas/{idea_id}/estimates", {"limit": limit, "cursor": cursor, "all": all}
        )
        return told

    def estimate_idea(self, idea_id: int, *, values: list[dict[str, Any]]) -> Done:
        """What one holds some of its factors to be; all are kept, or none. Each takes the place of what one estimated before. A value: factor_id, low, high, and as one likes likely, level (the share of cases between low and high, mostly 0.9), basis (guess, study, metric, survey, other), source_id (the record it was taken from), note."""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/estimates", {"values": values})
        return told

    def withdraw_estimate(self, idea_id: int, *, factor_id: int) -> Done:
        """One's own. What others estimated stands."""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/estimates/withdraw", {"factor_id": factor_id})
        return told

    def followed(self, idea_id: int) -> list[FollowedIdea]:
        """Where an idea's state is kept alike with a tracker's."""
        told: list[FollowedIdea] = self._get(f"/api/v1/ideas/{idea_id}/followed", {})
        return told

    def open_issue(self, idea_id: int, *, tracker_id: int) -> Done:
        """Its name and description go to the tracker as a new issue, soon, and once; one that was refused is tried again."""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/issues", {"tracker_id": tracker_id})
        return told

    def drop_opening(self, idea_id: int, *, tracker_id: int) -> Done:
        """An issue that is not opened yet, or was refused, is wanted no more."""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/issues/drop", {"tracker_id": tracker_id})
        return told

    def move_idea(self, idea_id: int, *, from_need: int, to_need: int) -> Done:
        """It addresses this need instead of that one; what else it addresses stands."""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/move", {"from_need": from_need, "to_need": to_need})
        return told

    def next_to_estimate(self, idea_id: int, *, factor_ids: list[int]) -> int | None:
        """The idea after this one in the list that lacks an estimate; after the last the first that was left out."""
        told: int | None = self._get(f"/api/v1/ideas/{idea_id}/next-to-estimate", {"factor_ids": factor_ids})
        return told

    def idea_parts(self, idea_id: int) -> IdeaParts:
        """How much of an idea is released: it is out with the last of the items that deliver it."""
        told: IdeaParts = self._get(f"/api/v1/ideas/{idea_id}/parts", {})
        return told

    def plan_idea(self, idea_id: int, *, day: str) -> Done:
        """Into the quarter of a day, which becomes the range in which it is out. What is planned of it and has no days yet gets them; otherwise an item is made that delivers it."""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/plan", {"day": day})
        return told

    def items_of_idea(self, idea_id: int) -> list[Tied]:
        """What is planned of an idea."""
        told: list[Tied] = self._get(f"/api/v1/ideas/{idea_id}/roadmap-items", {})
        return told

    def stop_addressing(self, idea_id: int, *, need_id: int, reason: Unset | str = UNSET) -> Done:
        """Say that an idea does not address a need"""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/stop-addressing", {"need_id": need_id, "reason": reason})
        return told

    def tracked(self, idea_id: int) -> list[TrackedRow]:
        """Where an idea stands in trackers."""
        told: list[TrackedRow] = self._get(f"/api/v1/ideas/{idea_id}/tracked", {})
        return told

    def voters(self, idea_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> VotersPage:
        """Whose votes stand, the last first."""
        told: VotersPage = self._get(f"/api/v1/ideas/{idea_id}/voters", {"limit": limit, "cursor": cursor})
        return told

    def idea_votes(self, idea_id: int) -> IdeaVotes:
        """How many votes an idea has, of how many accounts, what these pay, and the same by segment."""
        told: IdeaVotes = self._get(f"/api/v1/ideas/{idea_id}/votes", {})
        return told

    def vote_for(self, idea_id: int, *, person_id: int, note: Unset | str = UNSET) -> Done:
        """On behalf of somebody who said so elsewhere; `note`: where. Whoever voted already keeps their one vote."""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/votes", {"person_id": person_id, "note": note})
        return told

    def take_back_vote_for(self, idea_id: int, *, person_id: int, note: Unset | str = UNSET) -> Done:
        """Whoever gave it."""
        told: Done = self._post(f"/api/v1/ideas/{idea_id}/votes/take-back", {"person_id": person_id, "note": note})
        return told

    def imports(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> ImportsPage:
        """The newest first."""
        told: ImportsPage = self._get("/api/v1/imports", {"limit": limit, "cursor": cursor})
        return told

    def begin_transcripts(self, *, transcripts: list[TranscriptPlan], title: Unset | str = UNSET) -> Done:
        """Bring in transcripts, each as an interview with its turns."""
        told: Done = self._post("/api/v1/imports/transcripts", {"transcripts": transcripts, "title": title})
        return told

    def import_detail(self, batch_id: int) -> ImportDetail:
        """Import detail"""
        told: ImportDetail = self._get(f"/api/v1/imports/{batch_id}", {})
        return told

    def bring_import_back(self, batch_id: int) -> Done:
        """What was put away returns, except words that came in anew with another import."""
        told: Done = self._post(f"/api/v1/imports/{batch_id}/bring-back", {})
        return told

    def import_errors(self, batch_id: int) -> list[RowError]:
        """Every error that was noted, in the order of the rows; at most 10,000 are noted."""
        told: list[RowError] = self._get(f"/api/v1/imports/{batch_id}/errors", {})
        return told

    def download_import_errors(self, batch_id: int, *, to: Path) -> Path:
        """The rows that could not be read, as a table to correct and import again."""
        return self._save(f"/api/v1/imports/{batch_id}/errors.csv", {}, to)

    def undo_import(self, batch_id: int) -> Done:
        """Put away its sources with what was marked in them, and the needs, people and accounts that only this import knows."""
        told: Done = self._post(f"/api/v1/imports/{batch_id}/undo", {})
        return told

    def hours(self, *, user_id: Unset | int | None = UNSET) -> HoursDetail:
        """When a member interviews; one's own without a number."""
        told: HoursDetail = self._get("/api/v1/interview-hours", {"user_id": user_id})
        return told

    def set_hours(
        self,
        *,
        zone: str,
        weekly: list[str],
        place: Unset | str = UNSET,
        notice_hours: Unset | int = UNSET,
        ahead_days: Unset | int = UNSET,
        before: Unset | int = UNSET,
        after: Unset | int = UNSET,
        most_a_day: Unset | int = UNSET,
        user_id: Unset | int | None = UNSET,
    ) -> Done:
        """Hours of each week, Monday first, like “9-12, 13:30-17”, by the clock of the zone; and on which terms others may book them. `before` and `after`: minutes kept free around each interview. An owner may say it for another member."""
        told: Done = self._post(
            "/api/v1/interview-hours",
            {
                "zone": zone,
                "weekly": weekly,
                "place": place,
                "notice_hours": notice_hours,
                "ahead_days": ahead_days,
                "before": before,
                "after": after,
                "most_a_day": most_a_day,
                "user_id": user_id,
            },
        )
        return told

    def set_day(
        self,
        *,
        day: str,
        hours: Unset | str = UNSET,
        besides: Unset | bool = UNSET,
        user_id: Unset | int | None = UNSET,
    ) -> Done:
        """Hours of one day instead of the usual ones, or `besides` them. None at all is a day off."""
        told: Done = self._post(
            "/api/v1/interview-hours/days", {"day": day, "hours": hours, "besides": besides, "user_id": user_id}
        )
        return told

    def clear_day(self, *, day: str, user_id: Unset | int | None = UNSET) -> Done:
        """Say that a day is as usual"""
        told: Done = self._post("/api/v1/interview-hours/days/usual", {"day": day, "user_id": user_id})
        return told

    def interviewers(self) -> list[Interviewer]:
        """Members who said when they interview."""
        told: list[Interviewer] = self._get("/api/v1/interview-hours/interviewers", {})
        return told

    def book(
        self, *, candidate_id: int, starts_at: str, zone: Unset | str = UNSET, user_id: Unset | int | None = UNSET
    ) -> Done:
        """One of the free hours for a candidate who was invited or accepted. `zone`: in which the participant reads hours."""
        told: Done = self._post(
            "/api/v1/interviews",
            {"candidate_id": candidate_id, "starts_at": starts_at, "zone": zone, "user_id": user_id},
        )
        return told

    def answers_to_look_at(self) -> list[WaitingStudy]:
        """Studies with answers that somebody has to look at, those with the most first."""
        told: list[WaitingStudy] = self._get("/api/v1/interviews/answers-to-look-at", {})
        return told

    def heard(self, *, study_id: Unset | int | None = UNSET, need_id: Unset | int | None = UNSET) -> WhoIsHeard:
        """Of all studies or of one, or where somebody spoke of a need, as of today. A customer may be in several segments. The largest silent accounts come by revenue."""
        told: WhoIsHeard = self._get("/api/v1/interviews/heard", {"study_id": study_id, "need_id": need_id})
        return told

    def mails_not_sent(self) -> list[WaitingStudy]:
        """Studies with candidates who were to be invited and whose last mail did not go out."""
        told: list[WaitingStudy] = self._get("/api/v1/interviews/mails-not-sent", {})
        return told

    def practice(self, *, study_id: Unset | int | None = UNSET, interviewer_id: Unset | int | None = UNSET) -> Practice:
        """Of all interviews that were held, or of one study's, or of those that one member led."""
        told: Practice = self._get(
            "/api/v1/interviews/practice", {"study_id": study_id, "interviewer_id": interviewer_id}
        )
        return told

    def conduct(self, interview_id: int) -> Conduct:
        """An interview, with whom, for which study, and when it was really held."""
        told: Conduct = self._get(f"/api/v1/interviews/{interview_id}", {})
        return told

    def booking(self, interview_id: int) -> Booked:
        """When, where and with whom an interview is or was."""
        told: Booked = self._get(f"/api/v1/interviews/{interview_id}/booking", {})
        return told

    def call_off(self, interview_id: int) -> Done:
        """Its hour is free at once, and the participant may book another."""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/call-off", {})
        return told

    def interview_consent(self, interview_id: int) -> InterviewConsent:
        """Whether the person of an interview agreed to what its study asks, and whether they may be recorded."""
        told: InterviewConsent = self._get(f"/api/v1/interviews/{interview_id}/consent", {})
        return told

    def ask_in_interview(self, interview_id: int) -> Done:
        """To what the study asks: somebody who was not asked before, or whose consent does not stand any more."""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/consent", {})
        return told

    def finish_interview(self, interview_id: int) -> Done:
        """It is over and was held on the day it began. Notes and recordings can still be added."""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/finish", {})
        return told

    def guide_of(self, interview_id: int) -> GuideView | None:
        """What is to be asked in this interview: the newest guide of its study."""
        told: GuideView | None = self._get(f"/api/v1/interviews/{interview_id}/guide", {})
        return told

    def note_held(self, interview_id: int) -> Done:
        """Note that an interview was held"""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/held", {})
        return told

    def incoming(self, interview_id: int) -> list[IncomingRow]:
        """Recordings that are not whole yet: they come in now, or whoever sent them is gone and what came is here."""
        told: list[IncomingRow] = self._get(f"/api/v1/interviews/{interview_id}/incoming", {})
        return told

    def may_record(self, interview_id: int) -> bool:
        """Whether the person of this interview may be recorded and heard: by the consent asked of them for its study. Every recording asks here before it begins, before it is kept, and whenever it is played."""
        told: bool = self._get(f"/api/v1/interviews/{interview_id}/may-record", {})
        return told

    def note_missed(self, interview_id: int) -> Done:
        """The participant may book another hour."""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/missed", {})
        return told

    def move_booking(self, interview_id: int, *, starts_at: str) -> Done:
        """To another free hour, with the same interviewer if they can. The old hour is free at once."""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/move", {"starts_at": starts_at})
        return told

    def notes(self, interview_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> NotesPage:
        """What was noted, in the order of the talk, without what was taken back."""
        told: NotesPage = self._get(f"/api/v1/interviews/{interview_id}/notes", {"limit": limit, "cursor": cursor})
        return told

    def note(self, interview_id: int, *, client_id: str, at_ms: int, text: str, tag: Unset | str = UNSET) -> Done:
        """Something heard or seen, so many milliseconds after the start. The same `client_id` once more is the same note."""
        told: Done = self._post(
            f"/api/v1/interviews/{interview_id}/notes",
            {"client_id": client_id, "at_ms": at_ms, "text": text, "tag": tag},
        )
        return told

    def bring_note_back(self, interview_id: int, *, client_id: str) -> Done:
        """Bring a note back"""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/notes/bring-back", {"client_id": client_id})
        return told

    def change_note(self, interview_id: int, *, client_id: str, text: str, tag: Unset | str = UNSET) -> Done:
        """Change a note"""
        told: Done = self._post(
            f"/api/v1/interviews/{interview_id}/notes/change", {"client_id": client_id, "text": text, "tag": tag}
        )
        return told

    def take_note_back(self, interview_id: int, *, client_id: str) -> Done:
        """It is shown no more; the history keeps it."""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/notes/take-back", {"client_id": client_id})
        return told

    def say_whose(self, interview_id: int, *, person_id: int) -> Done:
        """They are asked for consent if the study asks and the interview is not over; what was said in it is theirs from now on."""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/person", {"person_id": person_id})
        return told

    def personal_data(
        self, interview_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET
    ) -> PersonalDataPage:
        """Addresses, numbers, birthdays and known names in a transcript, and in what was written of the same interview. By rules and, where it is installed, by a model; nothing is changed until a person says so."""
        told: PersonalDataPage = self._get(
            f"/api/v1/interviews/{interview_id}/personal-data", {"limit": limit, "cursor": cursor}
        )
        return told

    def recordings(self, interview_id: int) -> list[RecordingRow]:
        """What was recorded of an interview and not taken away, the first one first; nothing while its person does not agree to it."""
        told: list[RecordingRow] = self._get(f"/api/v1/interviews/{interview_id}/recordings", {})
        return told

    def begin_recording(
        self,
        interview_id: int,
        *,
        name: str,
        type: str,
        size: Unset | int | None = UNSET,
        how: Unset | str = UNSET,
        started_at: Unset | str | None = UNSET,
    ) -> Done:
        """Sound or film that will come in parts: while it is recorded, or from a file."""
        told: Done = self._post(
            f"/api/v1/interviews/{interview_id}/recordings",
            {"name": name, "type": type, "size": size, "how": how, "started_at": started_at},
        )
        return told

    def attach_recording(
        self,
        interview_id: int,
        *,
        file_id: int,
        type: str,
        how: Unset | str = UNSET,
        duration_ms: Unset | int | None = UNSET,
        started_at: Unset | str | None = UNSET,
        pauses: Unset | list[list[int]] = UNSET,
    ) -> Done:
        """A file that is here becomes a recording. `started_at` ties notes to its places; without it, it began with the interview."""
        told: Done = self._post(
            f"/api/v1/interviews/{interview_id}/recordings/attach",
            {
                "file_id": file_id,
                "type": type,
                "how": how,
                "duration_ms": duration_ms,
                "started_at": started_at,
                "pauses": pauses,
            },
        )
        return told

    def redact_interview(self, interview_id: int, *, places: list[PlaceIn]) -> RedactedInterview:
        """These words are covered in every version of the transcript, in notes, snapshot, findings, needs and comments, and runs silence them in every recording. It cannot be undone. Refused as a whole when a recording cannot follow: then it has to be taken away first."""
        told: RedactedInterview = self._post(f"/api/v1/interviews/{interview_id}/redact", {"places": places})
        return told

    def snapshot(self, interview_id: int) -> SnapshotView:
        """An interview's snapshot as it stands, with what is known without it: the person, their company, the needs that were heard."""
        told: SnapshotView = self._get(f"/api/v1/interviews/{interview_id}/snapshot", {})
        return told

    def write_snapshot(
        self,
        interview_id: int,
        *,
        excerpt_id: Unset | int | None = UNSET,
        facts: Unset | str = UNSET,
        insights: Unset | str = UNSET,
        moments: Unset | list[Moment] = UNSET,
    ) -> Done:
        """A quotation from the interview to remember it by, facts and insights a line each, and the story moment by moment."""
        told: Done = self._post(
            f"/api/v1/interviews/{interview_id}/snapshot",
            {"excerpt_id": excerpt_id, "facts": facts, "insights": insights, "moments": moments},
        )
        return told

    def start_interview(self, interview_id: int) -> Done:
        """From now on it runs, and notes are counted from here. Started again, it goes on where it began."""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/start", {})
        return told

    def study_of_interview(self, interview_id: int) -> list[Any]:
        """The numbers of an interview's study and of the source with its words."""
        told: list[Any] = self._get(f"/api/v1/interviews/{interview_id}/study", {})
        return told

    def talk(self, interview_id: int) -> InterviewTalk:
        """The score of one interview's transcript, with the places in it; or what is missing for one."""
        told: InterviewTalk = self._get(f"/api/v1/interviews/{interview_id}/talk", {})
        return told

    def say_who_asked(
        self, interview_id: int, *, speakers: list[str], interviewer_id: Unset | int | None = UNSET
    ) -> Done:
        """Which of those who speak in its transcript are the interviewers, and which member led it if that is said."""
        told: Done = self._post(
            f"/api/v1/interviews/{interview_id}/talk/who-asked",
            {"speakers": speakers, "interviewer_id": interviewer_id},
        )
        return told

    def transcribe(self, interview_id: int, *, file_id: int) -> Done:
        """Turn a recording into a transcript of this interview, in the background. Asked again for the same recording it goes on where it stopped."""
        told: Done = self._post(f"/api/v1/interviews/{interview_id}/transcribe", {"file_id": file_id})
        return told

    def transcribing(self, interview_id: int) -> Transcribing:
        """Whether an interview has its transcript, whether one is being made, and whether one can be made here."""
        told: Transcribing = self._get(f"/api/v1/interviews/{interview_id}/transcribing", {})
        return told

    def transcript(
        self, interview_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET
    ) -> TranscriptPage:
        """What was said in an interview, turn by turn with its speaker, as far as consent lets it be read."""
        told: TranscriptPage = self._get(
            f"/api/v1/interviews/{interview_id}/transcript", {"limit": limit, "cursor": cursor}
        )
        return told

    def use_transcript(self, interview_id: int, *, source_id: int, replace: Unset | bool = UNSET) -> Done:
        """Words that are here already, from a file or from elsewhere, are what was said in this interview. `replace`: also when others stood for it before. These are free again, with their marks; who asked is said anew."""
        told: Done = self._post(
            f"/api/v1/interviews/{interview_id}/transcript", {"source_id": source_id, "replace": replace}
        )
        return told

    def invitations(self) -> list[InvitationRow]:
        """Those that wait for an answer, the newest first."""
        told: list[InvitationRow] = self._get("/api/v1/invitations", {})
        return told

    def invite_by_mail(self, *, email: str, role: Role) -> SentInvitation:
        """Invite somebody; the link goes to the address by mail. Nobody is invited when the mail cannot be sent."""
        told: SentInvitation = self._post("/api/v1/invitations", {"email": email, "role": role})
        return told

    def invite_again_by_mail(self, invitation_id: int) -> SentInvitation:
        """Send an invitation again: a new link with a new life; the old one is shut."""
        told: SentInvitation = self._post(f"/api/v1/invitations/{invitation_id}/again", {})
        return told

    def withdraw_invitation(self, invitation_id: int) -> Done:
        """Withdraw an invitation"""
        told: Done = self._post(f"/api/v1/invitations/{invitation_id}/withdraw", {})
        return told

    def link(self, *, upstream: int, verb: str, downstream: int, note: Unset | str = UNSET) -> Done:
        """Tie two records. The same tie twice is one tie."""
        told: Done = self._post(
            "/api/v1/links", {"upstream": upstream, "verb": verb, "downstream": downstream, "note": note}
        )
        return told

    def withdrawals(self, *, link_ids: list[int]) -> dict[str, Withdrawal]:
        """What is known of these links' withdrawals, by the link's number; links that stand are left out."""
        told: dict[str, Withdrawal] = self._post("/api/v1/links/withdrawals", {"link_ids": link_ids})
        return told

    def withdraw_link(self, link_id: int, *, reason: Unset | str = UNSET) -> Done:
        """The link stays visible as withdrawn: who, when, why."""
        told: Done = self._post(f"/api/v1/links/{link_id}/withdraw", {"reason": reason})
        return told

    def members(self) -> list[Member]:
        """Members"""
        told: list[Member] = self._get("/api/v1/members", {})
        return told

    def set_role(self, user_id: int, *, role: Role) -> Done:
        """Change a member's role"""
        told: Done = self._post(f"/api/v1/members/{user_id}", {"role": role})
        return told

    def remove_member(self, user_id: int) -> Done:
        """Their tokens end with it: whoever is invited again makes new ones."""
        told: Done = self._post(f"/api/v1/members/{user_id}/remove", {})
        return told

    def model_setup(self) -> Setup | None:
        """Which language model this workspace may ask; None where there is none, as at the beginning."""
        told: Setup | None = self._get("/api/v1/model", {})
        return told

    def set_up_model(
        self,
        *,
        address: str,
        model: str,
        key: Unset | str = UNSET,
        summaries: Unset | bool = UNSET,
        suggestions: Unset | bool = UNSET,
        briefs: Unset | bool = UNSET,
        keep_days: Unset | int = UNSET,
    ) -> Done:
        """Say which model may be asked, and for what. An empty `key` keeps the one that was typed for this very address."""
        told: Done = self._post(
            "/api/v1/model",
            {
                "address": address,
                "model": model,
                "key": key,
                "summaries": summaries,
                "suggestions": suggestions,
                "briefs": briefs,
                "keep_days": keep_days,
            },
        )
        return told

    def ask(
        self, *, task: str, seen: str, source_id: Unset | int | None = UNSET, on: Unset | str | None = UNSET
    ) -> Done:
        """Send what a person saw (`seen` is its hash) and nothing else. It is written down first, then sent by long work."""
        told: Done = self._post("/api/v1/model/ask", {"task": task, "seen": seen, "source_id": source_id, "on": on})
        return told

    def letters(
        self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET, node_id: Unset | int | None = UNSET
    ) -> LettersPage:
        """What left this machine, or was to leave it, the newest first."""
        told: LettersPage = self._get("/api/v1/model/letters", {"limit": limit, "cursor": cursor, "node_id": node_id})
        return told

    def letter(self, letter_id: int) -> LetterRow:
        """Letter"""
        told: LetterRow = self._get(f"/api/v1/model/letters/{letter_id}", {})
        return told

    def preview(self, *, task: str, source_id: Unset | int | None = UNSET, on: Unset | str | None = UNSET) -> Preview:
        """What would be sent, to the last character. Refused where the workspace does not allow it."""
        told: Preview = self._get("/api/v1/model/preview", {"task": task, "source_id": source_id, "on": on})
        return told

    def take_model_away(self) -> Done:
        """Nothing is asked any more, and the key is gone. What was sent stays listed."""
        told: Done = self._post("/api/v1/model/remove", {})
        return told

    def try_connection(self) -> LetterRow:
        """Ask the model to repeat a sentence of ours; no word of a customer leaves. It is listed like all else."""
        told: LetterRow = self._post("/api/v1/model/try", {})
        return told

    def needs(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        on: Unset | str = UNSET,
        search: Unset | str = UNSET,
        sort: Unset | str = UNSET,
    ) -> NeedsPage:
        """Needs as a list. By weight: first who matters to most accounts, then the revenue these pay."""
        told: NeedsPage = self._get(
            "/api/v1/needs", {"limit": limit, "cursor": cursor, "on": on, "search": search, "sort": sort}
        )
        return told

    def add_need(self, *, title: str, detail: Unset | str = UNSET, under: Unset | int | None = UNSET) -> Done:
        """What customers need, want or suffer from, under an outcome or another need if it is known which."""
        told: Done = self._post("/api/v1/needs", {"title": title, "detail": detail, "under": under})
        return told

    def said_about(self, *, node_ids: list[int], limit: Unset | int = UNSET) -> list[Said]:
        """What speaks for and against these needs, with those under them, and the needs that these ideas address. `is_outside`: for people who are no members; words that may not be shared are withheld."""
        told: list[Said] = self._post("/api/v1/needs/said-about", {"node_ids": node_ids, "limit": limit})
        return told

    def said_for_or_against(
        self,
        *,
        node_ids: list[int],
        stance: Unset | str = UNSET,
        limit: Unset | int = UNSET,
        offset: Unset | int = UNSET,
    ) -> SaidPage:
        """One side of the same, page by page, with how many quotations there are."""
        told: SaidPage = self._post(
            "/api/v1/needs/said-for-or-against",
            {"node_ids": node_ids, "stance": stance, "limit": limit, "offset": offset},
        )
        return told

    def said_in(self, *, need_ids: list[int], source_ids: list[int]) -> dict[str, list[Said]]:
        """What was said in these sources on each of these needs with what stands under it."""
        told: dict[str, list[Said]] = self._post(
            "/api/v1/needs/said-in", {"need_ids": need_ids, "source_ids": source_ids}
        )
        return told

    def need_tree(self, *, on: Unset | str = UNSET, sort: Unset | str = UNSET, whole: Unset | bool = UNSET) -> Tree:
        """Outcomes, the needs under them, the ideas that address these: each with its weight on a day. Of a large tree the first of each branch, unless the `whole` is asked for."""
        told: Tree = self._get("/api/v1/needs/tree", {"on": on, "sort": sort, "whole": whole})
        return told

    def unheard_needs(self, *, limit: Unset | int = UNSET) -> Waiting:
        """Needs nothing speaks against: nobody looked, or nobody marked it."""
        told: Waiting = self._get("/api/v1/needs/unheard", {"limit": limit})
        return told

    def need(self, need_id: int, *, on: Unset | str = UNSET, below: Unset | bool = UNSET) -> NeedDetail:
        """One need: what speaks for it and what against it, as equals."""
        told: NeedDetail = self._get(f"/api/v1/needs/{need_id}", {"on": on, "below": below})
        return told

    def describe_need(self, need_id: int, *, detail: str) -> Done:
        """Describe a need"""
        told: Done = self._post(f"/api/v1/needs/{need_id}/describe", {"detail": detail})
        return told

    def merge_needs(self, need_id: int, *, into: int) -> Done:
        """Two names for one need: words, needs below and ideas of the one go to the other. The merged need stays in the history, with a link to where it went."""
        told: Done = self._post(f"/api/v1/needs/{need_id}/merge", {"into": into})
        return told

    def move_need(self, need_id: int, *, under: int | None) -> Done:
        """Put a need under an outcome or another need, or (None) under nothing. It stands in one place at a time."""
        told: Done = self._post(f"/api/v1/needs/{need_id}/move", {"under": under})
        return told

    def move_words(
        self, need_id: int, *, excerpt_ids: list[int], to: Unset | int | None = UNSET, new_need: Unset | str = UNSET
    ) -> Done:
        """These excerpts speak to the other need as they spoke to this one. A new need stands where this one stands."""
        told: Done = self._post(
            f"/api/v1/needs/{need_id}/move-words", {"excerpt_ids": excerpt_ids, "to": to, "new_need": new_need}
        )
        return told

    def need_not_asked(self, need_id: int, *, study_id: Unset | int | None = UNSET) -> NotAsked:
        """Whom no interview heard in which somebody spoke of this need or one under it. `study_id`: the study that would ask them."""
        told: NotAsked = self._get(f"/api/v1/needs/{need_id}/not-asked", {"study_id": study_id})
        return told

    def sources_on_need(self, need_id: int) -> list[int]:
        """The sources in which somebody speaks of a need, or of one that stands under it."""
        told: list[int] = self._get(f"/api/v1/needs/{need_id}/sources", {})
        return told

    def opportunity_tree(
        self,
        *,
        on: Unset | str = UNSET,
        study_id: Unset | int | None = UNSET,
        root: Unset | str = UNSET,
        at: Unset | str = UNSET,
        page: Unset | int = UNSET,
    ) -> OpportunityTree:
        """Outcomes, needs, ideas and their assumption tests, each with its weight on a day. Of a study: what was heard in it, weighed by its words alone. `root`: a branch that is drawn alone; `at`: a box that is to be among those given; both by their path or their number. `page`: of what stands at the top, or right under the root."""
        told: OpportunityTree = self._get(
            "/api/v1/opportunity-tree", {"on": on, "study_id": study_id, "root": root, "at": at, "page": page}
        )
        return told

    def remove_option(self, option_id: int) -> Done:
        """Remove an option"""
        told: Done = self._post(f"/api/v1/options/{option_id}/remove", {})
        return told

    def add_outcome(
        self,
        *,
        title: str,
        metric: Unset | str = UNSET,
        unit: Unset | str = UNSET,
        baseline: Unset | float | None = UNSET,
        target: Unset | float | None = UNSET,
        due_on: Unset | str | None = UNSET,
    ) -> Done:
        """The result a team is after: a metric, where it stands, where it shall stand, by when."""
        told: Done = self._post(
            "/api/v1/outcomes",
            {"title": title, "metric": metric, "unit": unit, "baseline": baseline, "target": target, "due_on": due_on},
        )
        return told

    def outcomes_wanted(self, *, limit: Unset | int = UNSET) -> list[OutcomeWanted]:
        """Predictions not due by their day yet, of decisions whose idea or item went out: the longest out first."""
        told: list[OutcomeWanted] = self._get("/api/v1/outcomes-wanted", {"limit": limit})
        return told

    def outcome(self, outcome_id: int, *, on: Unset | str = UNSET) -> OutcomeDetail:
        """One outcome and the needs that stand directly under it."""
        told: OutcomeDetail = self._get(f"/api/v1/outcomes/{outcome_id}", {"on": on})
        return told

    def describe_outcome(
        self,
        outcome_id: int,
        *,
        metric: str,
        unit: Unset | str = UNSET,
        baseline: Unset | float | None = UNSET,
        target: Unset | float | None = UNSET,
        due_on: Unset | str | None = UNSET,
    ) -> Done:
        """Describe an outcome"""
        told: Done = self._post(
            f"/api/v1/outcomes/{outcome_id}/describe",
            {"metric": metric, "unit": unit, "baseline": baseline, "target": target, "due_on": due_on},
        )
        return told

    def people(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        search: Unset | str = UNSET,
        account_id: Unset | int | None = UNSET,
    ) -> PeoplePage:
        """People"""
        told: PeoplePage = self._get(
            "/api/v1/people", {"limit": limit, "cursor": cursor, "search": search, "account_id": account_id}
        )
        return told

    def add_person(
        self,
        *,
        name: str,
        email: Unset | str = UNSET,
        role: Unset | str = UNSET,
        account_id: Unset | int | None = UNSET,
    ) -> Done:
        """Add a person"""
        told: Done = self._post(
            "/api/v1/people", {"name": name, "email": email, "role": role, "account_id": account_id}
        )
        return told

    def person(self, person_id: int) -> PersonRow:
        """Person"""
        told: PersonRow = self._get(f"/api/v1/people/{person_id}", {})
        return told

    def edit_person(self, person_id: int, *, email: str, role: str, account_id: int | None) -> Done:
        """Edit a person"""
        told: Done = self._post(f"/api/v1/people/{person_id}", {"email": email, "role": role, "account_id": account_id})
        return told

    def ask_again(self, person_id: int) -> Done:
        """An owner lifts it, when the person said so."""
        told: Done = self._post(f"/api/v1/people/{person_id}/ask-again", {})
        return told

    def erase_person(self, person_id: int, *, typed_name: str) -> Erased:
        """Take a person's name and words out for good, everywhere in the workspace; then search it all for them."""
        told: Erased = self._post(f"/api/v1/people/{person_id}/erase", {"typed_name": typed_name})
        return told

    def stop_asking(self, person_id: int) -> Done:
        """No study asks this person any more."""
        told: Done = self._post(f"/api/v1/people/{person_id}/stop-asking", {})
        return told

    def plan_views(self) -> list[PlanViewRow]:
        """The views of the plan, by name."""
        told: list[PlanViewRow] = self._get("/api/v1/plan-views", {})
        return told

    def add_plan_view(
        self,
        *,
        title: str,
        audience: Unset | str = UNSET,
        arrangement: Unset | str = UNSET,
        team: Unset | str = UNSET,
        shows_words: Unset | bool = UNSET,
    ) -> Done:
        """What an audience may see of the plan, under a name; share it by a link for guests. `shows_words`: who holds a link may open its items and read what customers said, as far as their consent covers sharing."""
        told: Done = self._post(
            "/api/v1/plan-views",
            {
                "title": title,
                "audience": audience,
                "arrangement": arrangement,
                "team": team,
                "shows_words": shows_words,
            },
        )
        return told

    def plan_view(self, view_id: int) -> PlanViewRow:
        """Plan view"""
        told: PlanViewRow = self._get(f"/api/v1/plan-views/{view_id}", {})
        return told

    def change_plan_view(
        self,
        view_id: int,
        *,
        audience: Unset | str = UNSET,
        arrangement: Unset | str = UNSET,
        team: Unset | str = UNSET,
        shows_words: Unset | bool = UNSET,
    ) -> Done:
        """Links to it show the change at once."""
        told: Done = self._post(
            f"/api/v1/plan-views/{view_id}",
            {"audience": audience, "arrangement": arrangement, "team": team, "shows_words": shows_words},
        )
        return told

    def download_plan_view(self, view_id: int, *, to: Path, format: Unset | str = UNSET) -> Path:
        """A view of the plan: pdf, png or pptx."""
        return self._save(f"/api/v1/plan-views/{view_id}/file", {"format": format}, to)

    def portal(self) -> PortalSettings | None:
        """Portal"""
        told: PortalSettings | None = self._get("/api/v1/portal", {})
        return told

    def set_up_portal(
        self,
        *,
        title: str,
        slug: Unset | str = UNSET,
        intro: Unset | str = UNSET,
        accent: Unset | str = UNSET,
        is_public: Unset | bool = UNSET,
        holds_comments: Unset | bool = UNSET,
        is_on: Unset | bool = UNSET,
    ) -> Done:
        """Without a slug it keeps the one it has, or gets one that nobody guesses."""
        told: Done = self._post(
            "/api/v1/portal",
            {
                "title": title,
                "slug": slug,
                "intro": intro,
                "accent": accent,
                "is_public": is_public,
                "holds_comments": holds_comments,
                "is_on": is_on,
            },
        )
        return told

    def settle_comment(self, comment_id: int, *, is_shown: bool) -> Done:
        """Shown to everybody, or not; either can be changed later."""
        told: Done = self._post(f"/api/v1/portal/comments/{comment_id}", {"is_shown": is_shown})
        return told

    def published_ideas(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        status: Unset | str = UNSET,
        sort: Unset | str = UNSET,
        words: Unset | str = UNSET,
        person_id: Unset | int | None = UNSET,
        voted_by: Unset | int | None = UNSET,
    ) -> PublishedIdeasPage:
        """As the portal shows them; `words`: that all stand in their title or description; `person_id`: says which of them this person voted for; `voted_by`: only those that this person voted for."""
        told: PublishedIdeasPage = self._get(
            "/api/v1/portal/ideas",
            {
                "limit": limit,
                "cursor": cursor,
                "status": status,
                "sort": sort,
                "words": words,
                "person_id": person_id,
                "voted_by": voted_by,
            },
        )
        return told

    def ideas_alike(self, *, words: str, person_id: Unset | int | None = UNSET) -> list[PublicIdea]:
        """Those that say most of these words, at most five. `person_id`: says which of them this person voted for."""
        told: list[PublicIdea] = self._get("/api/v1/portal/ideas-alike", {"words": words, "person_id": person_id})
        return told

    def published_idea(self, idea_id: int, *, person_id: Unset | int | None = UNSET) -> PublicIdea:
        """Published idea"""
        told: PublicIdea = self._get(f"/api/v1/portal/ideas/{idea_id}", {"person_id": person_id})
        return told

    def publish_idea(
        self,
        idea_id: int,
        *,
        title: str,
        detail: Unset | str = UNSET,
        status: Unset | str = UNSET,
        reason: Unset | str = UNSET,
    ) -> Done:
        """With these words, which are all that is shown of it; or with others, when it is published already."""
        told: Done = self._post(
            f"/api/v1/portal/ideas/{idea_id}", {"title": title, "detail": detail, "status": status, "reason": reason}
        )
        return told

    def public_comments(self, idea_id: int) -> list[PublicComment]:
        """Those that are shown, the oldest first."""
        told: list[PublicComment] = self._get(f"/api/v1/portal/ideas/{idea_id}/comments", {})
        return told

    def answer_on_portal(self, idea_id: int, *, text: str) -> Done:
        """A comment with the member's name."""
        told: Done = self._post(f"/api/v1/portal/ideas/{idea_id}/comments", {"text": text})
        return told

    def merge_published(self, idea_id: int, *, into: int) -> Done:
        """Votes and comments go over, each person's vote once; whoever has the address of the one is led to the other. Both stay ideas of their own for the team, but the votes count for the other from then on: published again, the one has none."""
        told: Done = self._post(f"/api/v1/portal/ideas/{idea_id}/merge", {"into": into})
        return told

    def set_public_status(self, idea_id: int, *, status: str, reason: Unset | str = UNSET) -> Done:
        """Whoever voted for it gets a mail. `reason`: why, shown beside it; what is not planned has one always."""
        told: Done = self._post(f"/api/v1/portal/ideas/{idea_id}/status", {"status": status, "reason": reason})
        return told

    def unpublish_idea(self, idea_id: int) -> Done:
        """Its votes and comments stay, for when it is published again."""
        told: Done = self._post(f"/api/v1/portal/ideas/{idea_id}/take-off", {})
        return told

    def public_items(self) -> list[PublicItem]:
        """What is planned for everybody's eyes; the ideas and words behind it are not among it."""
        told: list[PublicItem] = self._get("/api/v1/portal/items", {})
        return told

    def set_portal_logo(self, *, file_id: int, alt: Unset | str = UNSET) -> Done:
        """From a PNG, JPEG or WebP that was uploaded; it is drawn anew, and that is shown. `alt`: what it shows; without it nothing is read out beside the name."""
        told: Done = self._post("/api/v1/portal/logo", {"file_id": file_id, "alt": alt})
        return told

    def remove_portal_logo(self) -> Done:
        """Take the portal's logo away"""
        told: Done = self._post("/api/v1/portal/logo/away", {})
        return told

    def portal_queue(self, *, limit: Unset | int = UNSET) -> PortalQueue:
        """What waits for a member, the oldest first."""
        told: PortalQueue = self._get("/api/v1/portal/queue", {"limit": limit})
        return told

    def public_releases(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> PublicReleasesPage:
        """What went out for everybody, the newest first."""
        told: PublicReleasesPage = self._get("/api/v1/portal/releases", {"limit": limit, "cursor": cursor})
        return told

    def refuse_suggestion(self, suggestion_id: int) -> Done:
        """Refuse a suggestion"""
        told: Done = self._post(f"/api/v1/portal/suggestions/{suggestion_id}/refuse", {})
        return told

    def take_suggestion(
        self,
        suggestion_id: int,
        *,
        title: Unset | str = UNSET,
        detail: Unset | str = UNSET,
        idea_id: Unset | int | None = UNSET,
    ) -> Done:
        """It becomes a published idea, with its own words or with these; or, with `idea_id`, a vote for an idea that is there, or for the one it was merged into."""
        told: Done = self._post(
            f"/api/v1/portal/suggestions/{suggestion_id}/take", {"title": title, "detail": detail, "idea_id": idea_id}
        )
        return told

    def portfolios(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> PortfoliosPage:
        """The newest first."""
        told: PortfoliosPage = self._get("/api/v1/portfolios", {"limit": limit, "cursor": cursor})
        return told

    def add_portfolio(
        self, *, title: str, periods: list[str], capacity: dict[str, Any], model_id: Unset | int | None = UNSET
    ) -> Done:
        """A scenario. `capacity`: of each team, by its name, what it can do in each period. Ideas without a value of their own are valued by the score model."""
        told: Done = self._post(
            "/api/v1/portfolios", {"title": title, "periods": periods, "capacity": capacity, "model_id": model_id}
        )
        return told

    def compared(self, *, portfolio_ids: list[int]) -> Compared:
        """Two or three of them."""
        told: Compared = self._post("/api/v1/portfolios/compared", {"portfolio_ids": portfolio_ids})
        return told

    def portfolio(self, portfolio_id: int) -> PortfolioDetail:
        """With its ideas in the order in which they were put in, and what was chosen last."""
        told: PortfolioDetail = self._get(f"/api/v1/portfolios/{portfolio_id}", {})
        return told

    def set_capacity(self, portfolio_id: int, *, periods: list[str], capacity: dict[str, Any]) -> Done:
        """Of each team, by its name, what it can do in each period. What an idea takes of a team that is gone does not count."""
        told: Done = self._post(
            f"/api/v1/portfolios/{portfolio_id}/capacity", {"periods": periods, "capacity": capacity}
        )
        return told

    def choose_portfolio(self, portfolio_id: int, *, draws: Unset | int = UNSET, seed: Unset | int = UNSET) -> Done:
        """In the background: first by the middle values, then for each draw of them, for as long as two minutes. While that is at work, and while nothing changed, asking again is asking once; draws that are left over are taken up."""
        told: Done = self._post(f"/api/v1/portfolios/{portfolio_id}/choose", {"draws": draws, "seed": seed})
        return told

    def copy_portfolio(self, portfolio_id: int, *, title: str) -> Done:
        """As a new scenario, with all but what was chosen."""
        told: Done = self._post(f"/api/v1/portfolios/{portfolio_id}/copies", {"title": title})
        return told

    def put_idea(
        self,
        portfolio_id: int,
        idea_id: int,
        *,
        efforts: Unset | dict[str, Any] | None = UNSET,
        lasts: Unset | int = UNSET,
        low: Unset | float | None = UNSET,
        likely: Unset | float | None = UNSET,
        high: Unset | float | None = UNSET,
    ) -> Done:
        """Or change what it takes and is worth. `efforts`: of each team, by its name, over all `lasts` periods together."""
        told: Done = self._post(
            f"/api/v1/portfolios/{portfolio_id}/ideas/{idea_id}",
            {"efforts": efforts, "lasts": lasts, "low": low, "likely": likely, "high": high},
        )
        return told

    def take_out(self, portfolio_id: int, idea_id: int) -> Done:
        """With what it needs and excludes there."""
        told: Done = self._post(f"/api/v1/portfolios/{portfolio_id}/ideas/{idea_id}/out", {})
        return told

    def settle_idea(self, portfolio_id: int, idea_id: int, *, label: str, begins: Unset | int | None = UNSET) -> Done:
        """Must is in whatever it is worth, Won't is out; should and could are chosen by their worth. `begins`: the number of the period in which it begins, from 1."""
        told: Done = self._post(
            f"/api/v1/portfolios/{portfolio_id}/ideas/{idea_id}/settle", {"label": label, "begins": begins}
        )
        return told

    def tie_ideas(self, portfolio_id: int, idea_id: int, *, other_id: int, sort: Unset | str = UNSET) -> Done:
        """`needs`: the first comes only with the other, and not before it is done. `excludes`: at most one of them."""
        told: Done = self._post(
            f"/api/v1/portfolios/{portfolio_id}/ideas/{idea_id}/ties", {"other_id": other_id, "sort": sort}
        )
        return told

    def value_portfolio(self, portfolio_id: int, *, model_id: Unset | int | None = UNSET) -> Done:
        """For ideas without a value of their own; none: each has its own."""
        told: Done = self._post(f"/api/v1/portfolios/{portfolio_id}/score-model", {"model_id": model_id})
        return told

    def untie_ideas(self, portfolio_id: int, tie_id: int) -> Done:
        """Untie ideas of a portfolio"""
        told: Done = self._post(f"/api/v1/portfolios/{portfolio_id}/ties/{tie_id}/away", {})
        return told

    def predictions(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        state: Unset | str = UNSET,
        person: Unset | int | None = UNSET,
        decision_id: Unset | int | None = UNSET,
    ) -> PredictionsPage:
        """Open predictions first, the next to be known before the others; then the newest known. `state`: open, due, resolved, withdrawn, or all."""
        told: PredictionsPage = self._get(
            "/api/v1/predictions",
            {"limit": limit, "cursor": cursor, "state": state, "person": person, "decision_id": decision_id},
        )
        return told

    def register_prediction(
        self,
        *,
        question: str,
        resolve_by: str,
        decision_id: Unset | int | None = UNSET,
        probability: Unset | float | None = UNSET,
        low: Unset | float | None = UNSET,
        best: Unset | float | None = UNSET,
        high: Unset | float | None = UNSET,
        level: Unset | float = UNSET,
        unit: Unset | str = UNSET,
        made_on: Unset | str | None = UNSET,
    ) -> Done:
        """Yes-or-no with a probability, or a quantity with its most likely value and an interval. `made_on`: for predictions that were written down elsewhere before; the ledger keeps the moment they came here."""
        told: Done = self._post(
            "/api/v1/predictions",
            {
                "question": question,
                "resolve_by": resolve_by,
                "decision_id": decision_id,
                "probability": probability,
                "low": low,
                "best": best,
                "high": high,
                "level": level,
                "unit": unit,
                "made_on": made_on,
            },
        )
        return told

    def calibration_of(self, *, person: Unset | int | None = UNSET) -> CalibrationReport:
        """Calibration of"""
        told: CalibrationReport = self._get("/api/v1/predictions/calibration", {"person": person})
        return told

    def predictions_due(self, *, on: Unset | str | None = UNSET, limit: Unset | int = UNSET) -> list[PredictionRow]:
        """Open predictions whose day has come by `on`, the longest waiting first."""
        told: list[PredictionRow] = self._get("/api/v1/predictions/due", {"on": on, "limit": limit})
        return told

    def forecasters(self) -> list[list[Any]]:
        """Who has predicted here, and how often."""
        told: list[list[Any]] = self._get("/api/v1/predictions/forecasters", {})
        return told

    def scored(self, *, person: Unset | int | None = UNSET) -> list[PredictionRow]:
        """All that was resolved, for the calibration page; the newest `SCORED_LIMIT`."""
        told: list[PredictionRow] = self._get("/api/v1/predictions/scored", {"person": person})
        return told

    def prediction(self, prediction_id: int) -> PredictionRow:
        """Prediction"""
        told: PredictionRow = self._get(f"/api/v1/predictions/{prediction_id}", {})
        return told

    def resolve(
        self,
        prediction_id: int,
        *,
        outcome: Unset | bool | None = UNSET,
        value: Unset | float | None = UNSET,
        resolved_on: Unset | str | None = UNSET,
        note: Unset | str = UNSET,
    ) -> Done:
        """Say what happened; the score follows by itself."""
        told: Done = self._post(
            f"/api/v1/predictions/{prediction_id}/resolve",
            {"outcome": outcome, "value": value, "resolved_on": resolved_on, "note": note},
        )
        return told

    def withdraw_prediction(self, prediction_id: int, *, reason: str) -> Done:
        """It stays visible as withdrawn and counts in no score."""
        told: Done = self._post(f"/api/v1/predictions/{prediction_id}/withdraw", {"reason": reason})
        return told

    def proposals(
        self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET, waiting: Unset | bool = UNSET
    ) -> ProposalsPage:
        """What waits, or with `waiting` false all there ever were; the newest first."""
        told: ProposalsPage = self._get("/api/v1/proposals", {"limit": limit, "cursor": cursor, "waiting": waiting})
        return told

    def proposal(self, proposal_id: int) -> ProposalRow:
        """Proposal"""
        told: ProposalRow = self._get(f"/api/v1/proposals/{proposal_id}", {})
        return told

    def rank(
        self, *, model_id: Unset | int | None = UNSET, top: Unset | int | None = UNSET, limit: Unset | int = UNSET
    ) -> list[NowRanked]:
        """By a score model, else the newest: how likely each idea is among the first `top` (by default ten, of fewer than twenty ideas half), from what is estimated now. Nothing is kept."""
        told: list[NowRanked] = self._get("/api/v1/ranked-now", {"model_id": model_id, "top": top, "limit": limit})
        return told

    def newest_ranking(self, *, model_id: Unset | int | None = UNSET) -> RankingRow | None:
        """The last that was drawn, by any score model or by one."""
        told: RankingRow | None = self._get("/api/v1/rankings/newest", {"model_id": model_id})
        return told

    def ranking(self, ranking_id: int) -> RankingRow:
        """Ranking"""
        told: RankingRow = self._get(f"/api/v1/rankings/{ranking_id}", {})
        return told

    def decide_from_ranking(
        self,
        ranking_id: int,
        *,
        prediction: str,
        resolve_by: str,
        chosen_id: Unset | int | None = UNSET,
        title: Unset | str = UNSET,
        question: Unset | str = UNSET,
        flips: Unset | str = UNSET,
        reasons: Unset | dict[str, str] | None = UNSET,
        probability: Unset | float | None = UNSET,
        low: Unset | float | None = UNSET,
        best: Unset | float | None = UNSET,
        high: Unset | float | None = UNSET,
        level: Unset | float = UNSET,
        unit: Unset | str = UNSET,
    ) -> Done:
        """What to build first, by default the first of the ranking: the others are rejected, and what would change the order is kept. `reasons`: by idea; for others the place and the chances of the ranking. `prediction`: what one expects of it, with a `probability`, or `low`, `best` and `high` of a quantity, and the day it is `resolve_by`."""
        told: Done = self._post(
            f"/api/v1/rankings/{ranking_id}/decision",
            {
                "prediction": prediction,
                "resolve_by": resolve_by,
                "chosen_id": chosen_id,
                "title": title,
                "question": question,
                "flips": flips,
                "reasons": reasons,
                "probability": probability,
                "low": low,
                "best": best,
                "high": high,
                "level": level,
                "unit": unit,
            },
        )
        return told

    def draft_decision(self, ranking_id: int, *, chosen_id: Unset | int | None = UNSET) -> DraftDecision:
        """The first ideas of a ranking as options; the first of them chosen, or another."""
        told: DraftDecision = self._get(f"/api/v1/rankings/{ranking_id}/draft-decision", {"chosen_id": chosen_id})
        return told

    def what_places_hang_on(
        self,
        ranking_id: int,
        *,
        by: Unset | str = UNSET,
        weights: Unset | dict[str, float] | None = UNSET,
        revenue: Unset | float = UNSET,
        limit: Unset | int = UNSET,
    ) -> list[Hangs]:
        """For each of the first ideas the segment or customer that its place hangs on most: each is left out in turn. Ideas of which none changes anything are not among them."""
        told: list[Hangs] = self._post(
            f"/api/v1/rankings/{ranking_id}/hangs-on",
            {"by": by, "weights": weights, "revenue": revenue, "limit": limit},
        )
        return told

    def ranked_ideas(
        self, ranking_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET
    ) -> RankedIdeasPage:
        """The likeliest of the first come first."""
        told: RankedIdeasPage = self._get(f"/api/v1/rankings/{ranking_id}/ideas", {"limit": limit, "cursor": cursor})
        return told

    def ranking_warnings(self, ranking_id: int) -> list[str]:
        """What its method says against the order, such as that what must be done takes too much of the capacity."""
        told: list[str] = self._get(f"/api/v1/rankings/{ranking_id}/warnings", {})
        return told

    def weighed(
        self,
        ranking_id: int,
        *,
        by: Unset | str = UNSET,
        weights: Unset | dict[str, float] | None = UNSET,
        revenue: Unset | float = UNSET,
        limit: Unset | int = UNSET,
        offset: Unset | int = UNSET,
    ) -> Weighing:
        """The ideas of a ranking in the order that these weights make. `by`: segment or customer; `weights`: by the key of a part, 1 where none is named; `revenue`: from 0, every account counts alike, to 1, it counts by what it pays."""
        told: Weighing = self._post(
            f"/api/v1/rankings/{ranking_id}/weighed",
            {"by": by, "weights": weights, "revenue": revenue, "limit": limit, "offset": offset},
        )
        return told

    def what_would_change(
        self, ranking_id: int, *, unit: Unset | str | None = UNSET, idea_id: Unset | int | None = UNSET
    ) -> WhatWouldChange:
        """From the estimates that the ranking was drawn from. `unit`: in what finding out costs, days or money; by default the one that was said last. `idea_id`: `near` says of this idea how far its estimates would have to be off; by default of those beside the line."""
        told: WhatWouldChange = self._get(
            f"/api/v1/rankings/{ranking_id}/what-would-change", {"unit": unit, "idea_id": idea_id}
        )
        return told

    def download_recording(self, recording_id: int, *, to: Path) -> Path:
        """A recording, while its person agrees to it."""
        return self._save(f"/api/v1/recordings/{recording_id}/media", {}, to)

    def take_recording_away(self, recording_id: int) -> Done:
        """Nobody hears it any more. For a day it can be undone; then it leaves the disk."""
        told: Done = self._post(f"/api/v1/recordings/{recording_id}/take-away", {})
        return told

    def archive(self, *, node_ids: list[int]) -> Done:
        """Put records away; they are found no more but stay in every history."""
        told: Done = self._post("/api/v1/records/archive", {"node_ids": node_ids})
        return told

    def cards(self, *, node_ids: list[int]) -> dict[str, Card]:
        """The cards of these records, by number, in the order asked for; those of other workspaces are left out."""
        told: dict[str, Card] = self._post("/api/v1/records/cards", {"node_ids": node_ids})
        return told

    def count_kinds(self) -> dict[str, int]:
        """Records by kind, without archived ones."""
        told: dict[str, int] = self._get("/api/v1/records/counts", {})
        return told

    def newest(self, *, kinds: Unset | list[str] = UNSET, limit: Unset | int = UNSET) -> list[Card]:
        """The records made last, where a walk could start."""
        told: list[Card] = self._get("/api/v1/records/newest", {"kinds": kinds, "limit": limit})
        return told

    def restore(self, *, node_ids: list[int]) -> Done:
        """Bring back"""
        told: Done = self._post("/api/v1/records/restore", {"node_ids": node_ids})
        return told

    def card(self, node_id: int) -> Card:
        """Card"""
        told: Card = self._get(f"/api/v1/records/{node_id}", {})
        return told

    def comments(self, node_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> CommentsPage:
        """The oldest first, as a conversation is read."""
        told: CommentsPage = self._get(f"/api/v1/records/{node_id}/comments", {"limit": limit, "cursor": cursor})
        return told

    def comment(self, node_id: int, *, text: str) -> Done:
        """Comment"""
        told: Done = self._post(f"/api/v1/records/{node_id}/comments", {"text": text})
        return told

    def share_with_guest(self, node_id: int, *, name: str, days: Unset | int = UNSET) -> ShareWithGuestAnswer:
        """A link that shows this record and what speaks for and against it, read only, for so many days."""
        told: ShareWithGuestAnswer = self._post(f"/api/v1/records/{node_id}/guest-links", {"name": name, "days": days})
        return told

    def record_history(self, node_id: int, *, limit: Unset | int = UNSET) -> RecordHistory:
        """Record history"""
        told: RecordHistory = self._get(f"/api/v1/records/{node_id}/history", {"limit": limit})
        return told

    def neighbours(self, node_id: int, *, limit: Unset | int = UNSET) -> Neighbours:
        """What this record is tied to, by verb and direction; the first `limit` of each verb."""
        told: Neighbours = self._get(f"/api/v1/records/{node_id}/neighbours", {"limit": limit})
        return told

    def rename(self, node_id: int, *, title: str) -> Done:
        """Rename"""
        told: Done = self._post(f"/api/v1/records/{node_id}/rename", {"title": title})
        return told

    def so_what(
        self,
        node_id: int,
        *,
        depth: Unset | int = UNSET,
        nodes: Unset | int = UNSET,
        fan_out: Unset | int = UNSET,
        withdrawn: Unset | bool = UNSET,
    ) -> Walk:
        """What rests on this record, forward to how good the predictions were."""
        told: Walk = self._get(
            f"/api/v1/records/{node_id}/so-what",
            {"depth": depth, "nodes": nodes, "fan_out": fan_out, "withdrawn": withdrawn},
        )
        return told

    def neighbours_by(
        self, node_id: int, *, direction: str, verb: str, limit: Unset | int = UNSET, cursor: Unset | str = UNSET
    ) -> NeighboursByPage:
        """One page of the records tied by one verb."""
        told: NeighboursByPage = self._get(
            f"/api/v1/records/{node_id}/ties", {"limit": limit, "cursor": cursor, "direction": direction, "verb": verb}
        )
        return told

    def why(
        self,
        node_id: int,
        *,
        depth: Unset | int = UNSET,
        nodes: Unset | int = UNSET,
        fan_out: Unset | int = UNSET,
        withdrawn: Unset | bool = UNSET,
    ) -> Walk:
        """What this record rests on, back to the customers' own words."""
        told: Walk = self._get(
            f"/api/v1/records/{node_id}/why",
            {"depth": depth, "nodes": nodes, "fan_out": fan_out, "withdrawn": withdrawn},
        )
        return told

    def reel(self, reel_id: int) -> ReelDetail:
        """One reel, its clips in their order, and how far the film of it is."""
        told: ReelDetail = self._get(f"/api/v1/reels/{reel_id}", {})
        return told

    def choose_cards(self, reel_id: int, *, has_cards: bool) -> Done:
        """Choose whether a reel has title cards"""
        told: Done = self._post(f"/api/v1/reels/{reel_id}/cards", {"has_cards": has_cards})
        return told

    def add_clips(self, reel_id: int, *, excerpt_ids: list[int]) -> Done:
        """Behind those that are there. Each needs consent to be recorded, quoted, cut and shared, and a time in the transcript."""
        told: Done = self._post(f"/api/v1/reels/{reel_id}/clips", {"excerpt_ids": excerpt_ids})
        return told

    def download_reel(self, reel_id: int, *, to: Path) -> Path:
        """A reel's film, while everybody in it may be shown."""
        return self._save(f"/api/v1/reels/{reel_id}/film", {}, to)

    def make_reel(self, reel_id: int) -> Done:
        """Cut its clips and join them, in the background. Those that may not be shown are left out. While it is made, asking again changes nothing."""
        told: Done = self._post(f"/api/v1/reels/{reel_id}/make", {})
        return told

    def order_clips(self, reel_id: int, *, clip_ids: list[int]) -> Done:
        """All of them, in the order in which they are to come."""
        told: Done = self._post(f"/api/v1/reels/{reel_id}/order", {"clip_ids": clip_ids})
        return told

    def releases(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        only_out: Unset | bool = UNSET,
        audience: Unset | str = UNSET,
    ) -> ReleasesPage:
        """What is prepared first, then what went out, the newest first. `audience`: only what these may see."""
        told: ReleasesPage = self._get(
            "/api/v1/releases", {"limit": limit, "cursor": cursor, "only_out": only_out, "audience": audience}
        )
        return told

    def add_release(
        self,
        *,
        title: str,
        version: Unset | str = UNSET,
        notes: Unset | str = UNSET,
        audience: Unset | str = UNSET,
        item_ids: Unset | list[int] = UNSET,
    ) -> Done:
        """What will go out together. Nothing is out yet."""
        told: Done = self._post(
            "/api/v1/releases",
            {"title": title, "version": version, "notes": notes, "audience": audience, "item_ids": item_ids},
        )
        return told

    def one_release(self, release_id: int, *, is_outside: Unset | bool = UNSET) -> ReleaseRow:
        """`is_outside`: as guests see it, who are told what its audience may know."""
        told: ReleaseRow = self._get(f"/api/v1/releases/{release_id}", {"is_outside": is_outside})
        return told

    def write_release(
        self,
        release_id: int,
        *,
        version: Unset | str = UNSET,
        notes: Unset | str = UNSET,
        audience: Unset | str = UNSET,
    ) -> Done:
        """Write release notes"""
        told: Done = self._post(
            f"/api/v1/releases/{release_id}", {"version": version, "notes": notes, "audience": audience}
        )
        return told

    def release_ideas(self, release_id: int) -> list[IdeaParts]:
        """What the items of a release deliver, and how much of each idea is released: an idea in several parts is out with the last of them."""
        told: list[IdeaParts] = self._get(f"/api/v1/releases/{release_id}/ideas", {})
        return told

    def ship(self, release_id: int, *, item_id: int) -> Done:
        """An item goes out once."""
        told: Done = self._post(f"/api/v1/releases/{release_id}/items", {"item_id": item_id})
        return told

    def release(self, release_id: int, *, released_on: str) -> Done:
        """It went out on that day, with all its items but those that were put into the archive before: they do not come. An idea is released with the last item that delivers it."""
        told: Done = self._post(f"/api/v1/releases/{release_id}/out", {"released_on": released_on})
        return told

    def unship(self, release_id: int, *, item_id: int) -> Done:
        """Take an item out of a release"""
        told: Done = self._post(f"/api/v1/releases/{release_id}/take-out", {"item_id": item_id})
        return told

    def withdraw_resolution(self, resolution_id: int, *, reason: str) -> Done:
        """For a wrong reading: it stays visible, and the prediction can be resolved again."""
        told: Done = self._post(f"/api/v1/resolutions/{resolution_id}/withdraw", {"reason": reason})
        return told

    def retention(self) -> Rule | None:
        """Retention"""
        told: Rule | None = self._get("/api/v1/retention", {})
        return told

    def set_retention(self, *, days: int, spares_grounds: bool) -> Done:
        """Set how long words are kept"""
        told: Done = self._post("/api/v1/retention", {"days": days, "spares_grounds": spares_grounds})
        return told

    def drop_retention(self) -> Done:
        """Keep words without limit"""
        told: Done = self._post("/api/v1/retention/drop", {})
        return told

    def due(self, *, days: int, spares_grounds: bool) -> Due:
        """A dry run: nothing is changed."""
        told: Due = self._get("/api/v1/retention/due", {"days": days, "spares_grounds": spares_grounds})
        return told

    def start_retention(self, *, today: str) -> Done:
        """Queue it; asked twice on one day it is one run."""
        told: Done = self._post("/api/v1/retention/start", {"today": today})
        return told

    def listed_ideas(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        text: Unset | str = UNSET,
        state: Unset | list[str] = UNSET,
        tag: Unset | list[str] = UNSET,
        owner_id: Unset | list[int] = UNSET,
        field: Unset | list[str] = UNSET,
        field_id: Unset | int | None = UNSET,
        value: Unset | str = UNSET,
        segment_id: Unset | list[int] = UNSET,
        sort: Unset | str = UNSET,
        group: Unset | str = UNSET,
    ) -> ListedIdeasPage:
        """Ideas that fit all that is asked; of several of the same kind, such as two states, one is enough. `owner_id` 0: nobody's. `field`: 7:12, the number of a field and behind it a choice or a member by number, words, a number or a day, two with `..` between, or none; 7 for whatever it says (`field_id` and `value` say the same of one field). `sort`: newest, oldest, name, votes, revenue (what those who voted pay), ranking, field-7 or -field-7; `group`: state, owner or field-7."""
        told: ListedIdeasPage = self._get(
            "/api/v1/roadmap-ideas",
            {
                "limit": limit,
                "cursor": cursor,
                "text": text,
                "state": state,
                "tag": tag,
                "owner_id": owner_id,
                "field": field,
                "field_id": field_id,
                "value": value,
                "segment_id": segment_id,
                "sort": sort,
                "group": group,
            },
        )
        return told

    def axes(self) -> list[Axis]:
        """What ideas can be placed by."""
        told: list[Axis] = self._get("/api/v1/roadmap-ideas/axes", {})
        return told

    def board(
        self,
        *,
        by: Unset | str = UNSET,
        text: Unset | str = UNSET,
        state: Unset | list[str] = UNSET,
        tag: Unset | list[str] = UNSET,
        owner_id: Unset | list[int] = UNSET,
        field: Unset | list[str] = UNSET,
        field_id: Unset | int | None = UNSET,
        value: Unset | str = UNSET,
        segment_id: Unset | list[int] = UNSET,
        sort: Unset | str = UNSET,
    ) -> list[Column]:
        """The same ideas in columns `by` state or a field that is one of a list, the first twelve of each."""
        told: list[Column] = self._get(
            "/api/v1/roadmap-ideas/board",
            {
                "by": by,
                "text": text,
                "state": state,
                "tag": tag,
                "owner_id": owner_id,
                "field": field,
                "field_id": field_id,
                "value": value,
                "segment_id": segment_id,
                "sort": sort,
            },
        )
        return told

    def change_ideas(
        self,
        *,
        idea_ids: list[int],
        state: Unset | str = UNSET,
        owner_id: Unset | int | None = UNSET,
        add_tag: Unset | str = UNSET,
        remove_tag: Unset | str = UNSET,
        field_id: Unset | int | None = UNSET,
        value: Unset | Any = UNSET,
        away: Unset | bool = UNSET,
    ) -> Done:
        """The same change to up to 500 ideas: state, owner (0 for nobody), a tag more or less, a value of a field; `away` archives them. Gives how many there are."""
        told: Done = self._post(
            "/api/v1/roadmap-ideas/change",
            {
                "idea_ids": idea_ids,
                "state": state,
                "owner_id": owner_id,
                "add_tag": add_tag,
                "remove_tag": remove_tag,
                "field_id": field_id,
                "value": value,
                "away": away,
            },
        )
        return told

    def matrix(
        self,
        *,
        x: str,
        y: str,
        text: Unset | str = UNSET,
        state: Unset | list[str] = UNSET,
        tag: Unset | list[str] = UNSET,
        owner_id: Unset | list[int] = UNSET,
        field: Unset | list[str] = UNSET,
        field_id: Unset | int | None = UNSET,
        value: Unset | str = UNSET,
        segment_id: Unset | list[int] = UNSET,
        sort: Unset | str = UNSET,
    ) -> Matrix:
        """The first sixty ideas that fit what is asked (as in the list) and have both."""
        told: Matrix = self._get(
            "/api/v1/roadmap-ideas/matrix",
            {
                "x": x,
                "y": y,
                "text": text,
                "state": state,
                "tag": tag,
                "owner_id": owner_id,
                "field": field,
                "field_id": field_id,
                "value": value,
                "segment_id": segment_id,
                "sort": sort,
            },
        )
        return told

    def idea_timeline(
        self,
        *,
        text: Unset | str = UNSET,
        state: Unset | list[str] = UNSET,
        tag: Unset | list[str] = UNSET,
        owner_id: Unset | list[int] = UNSET,
        field: Unset | list[str] = UNSET,
        field_id: Unset | int | None = UNSET,
        value: Unset | str = UNSET,
        segment_id: Unset | list[int] = UNSET,
        sort: Unset | str = UNSET,
    ) -> IdeasOnPlan:
        """The same ideas as in the list: the first thirty that the plan has days for, the first ten that it has none for."""
        told: IdeasOnPlan = self._get(
            "/api/v1/roadmap-ideas/timeline",
            {
                "text": text,
                "state": state,
                "tag": tag,
                "owner_id": owner_id,
                "field": field,
                "field_id": field_id,
                "value": value,
                "segment_id": segment_id,
                "sort": sort,
            },
        )
        return told

    def idea_tree(
        self,
        *,
        text: Unset | str = UNSET,
        state: Unset | list[str] = UNSET,
        tag: Unset | list[str] = UNSET,
        owner_id: Unset | list[int] = UNSET,
        field: Unset | list[str] = UNSET,
        field_id: Unset | int | None = UNSET,
        value: Unset | str = UNSET,
        segment_id: Unset | list[int] = UNSET,
        sort: Unset | str = UNSET,
        page: Unset | int = UNSET,
    ) -> IdeaTree:
        """The same ideas as in the list, thirty on a page, below what they are for. An idea that addresses two needs stands under both."""
        told: IdeaTree = self._get(
            "/api/v1/roadmap-ideas/tree",
            {
                "text": text,
                "state": state,
                "tag": tag,
                "owner_id": owner_id,
                "field": field,
                "field_id": field_id,
                "value": value,
                "segment_id": segment_id,
                "sort": sort,
                "page": page,
            },
        )
        return told

    def saved_views(self) -> list[SavedViewRow]:
        """Those for all and one's own."""
        told: list[SavedViewRow] = self._get("/api/v1/roadmap-ideas/views", {})
        return told

    def save_view(self, *, name: str, asked: str, for_all: Unset | bool = UNSET) -> Done:
        """`asked`: what stands in the list's address behind the question mark. One's own, or for all; the same name is written over."""
        told: Done = self._post("/api/v1/roadmap-ideas/views", {"name": name, "asked": asked, "for_all": for_all})
        return told

    def drop_view(self, view_id: int) -> Done:
        """One's own; one for all by whoever may change the workspace."""
        told: Done = self._post(f"/api/v1/roadmap-ideas/views/{view_id}/drop", {})
        return told

    def ways_to_look(self) -> WaysToLook:
        """The words that ideas are tagged with, and the segments of customers."""
        told: WaysToLook = self._get("/api/v1/roadmap-ideas/ways", {})
        return told

    def idea_card(self, idea_id: int) -> IdeaCard:
        """How far one idea is, whose, its tags and fields."""
        told: IdeaCard = self._get(f"/api/v1/roadmap-ideas/{idea_id}", {})
        return told

    def values_of(self, idea_id: int) -> list[Value]:
        """What the fields say of one idea; of those without a value nothing."""
        told: list[Value] = self._get(f"/api/v1/roadmap-ideas/{idea_id}/fields", {})
        return told

    def fill_in(self, idea_id: int, *, values: list[dict[str, Any]]) -> Done:
        """All of them or none; gives how many changed. A value: field_id, and value (words, a number, a day as 2026-03-31, the number of a member or of a choice, several of these, true or false); nothing takes away what was there."""
        told: Done = self._post(f"/api/v1/roadmap-ideas/{idea_id}/fields", {"values": values})
        return told

    def own_idea(self, idea_id: int, *, owner_id: Unset | int | None = UNSET) -> Done:
        """The member who is asked about it; without one it is nobody's."""
        told: Done = self._post(f"/api/v1/roadmap-ideas/{idea_id}/owner", {"owner_id": owner_id})
        return told

    def place_idea(
        self,
        idea_id: int,
        *,
        state: str,
        owner_id: Unset | int | None = UNSET,
        tags: Unset | list[str] = UNSET,
        values: Unset | list[dict[str, Any]] = UNSET,
    ) -> Done:
        """State, owner, tags and fields of an idea at once: all of it is kept, or nothing. Fields as `fill_in` takes them."""
        told: Done = self._post(
            f"/api/v1/roadmap-ideas/{idea_id}/place",
            {"state": state, "owner_id": owner_id, "tags": tags, "values": values},
        )
        return told

    def set_idea_state(self, idea_id: int, *, state: str) -> Done:
        """One of: new, considered, planned, in work, released, declined."""
        told: Done = self._post(f"/api/v1/roadmap-ideas/{idea_id}/state", {"state": state})
        return told

    def tag_idea(self, idea_id: int, *, tags: list[str]) -> Done:
        """These tags and no others; gives them."""
        told: Done = self._post(f"/api/v1/roadmap-ideas/{idea_id}/tags", {"tags": tags})
        return told

    def planned_items(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        audience: Unset | str = UNSET,
        team: Unset | str = UNSET,
        state: Unset | str = UNSET,
        since: Unset | str | None = UNSET,
        baseline_id: Unset | int | None = UNSET,
    ) -> PlannedItemsPage:
        """In the order of the board. `audience`: only what these may see. `since` or a baseline: says what moved from there on."""
        told: PlannedItemsPage = self._get(
            "/api/v1/roadmap-items",
            {
                "limit": limit,
                "cursor": cursor,
                "audience": audience,
                "team": team,
                "state": state,
                "since": since,
                "baseline_id": baseline_id,
            },
        )
        return told

    def add_item(
        self,
        *,
        title: str,
        idea_ids: Unset | list[int] = UNSET,
        horizon: Unset | str = UNSET,
        detail: Unset | str = UNSET,
        team: Unset | str = UNSET,
        starts_on: Unset | str | None = UNSET,
        earliest: Unset | str | None = UNSET,
        latest: Unset | str | None = UNSET,
        audience: Unset | str = UNSET,
        outcome_id: Unset | int | None = UNSET,
    ) -> Done:
        """What is planned, which ideas it delivers, and between which days it is expected."""
        told: Done = self._post(
            "/api/v1/roadmap-items",
            {
                "title": title,
                "idea_ids": idea_ids,
                "horizon": horizon,
                "detail": detail,
                "team": team,
                "starts_on": starts_on,
                "earliest": earliest,
                "latest": latest,
                "audience": audience,
                "outcome_id": outcome_id,
            },
        )
        return told

    def baselines(self) -> list[BaselineRow]:
        """The moments that have a name, the last first."""
        told: list[BaselineRow] = self._get("/api/v1/roadmap-items/baselines", {})
        return told

    def take_baseline(self, *, name: str) -> Done:
        """The plan of this moment gets a name, so that what moved since can be asked for."""
        told: Done = self._post("/api/v1/roadmap-items/baselines", {"name": name})
        return told

    def download_plan(
        self,
        *,
        to: Path,
        format: Unset | str = UNSET,
        audience: Unset | str = UNSET,
        team: Unset | str = UNSET,
        lanes: Unset | str = UNSET,
        since: Unset | str | None = UNSET,
        baseline_id: Unset | int | None = UNSET,
    ) -> Path:
        """The plan as these may see it: pdf, png or pptx."""
        return self._save(
            "/api/v1/roadmap-items/file",
            {
                "format": format,
                "audience": audience,
                "team": team,
                "lanes": lanes,
                "since": since,
                "baseline_id": baseline_id,
            },
            to,
        )

    def teams(self) -> list[str]:
        """The teams that items name."""
        told: list[str] = self._get("/api/v1/roadmap-items/teams", {})
        return told

    def planned_item(self, item_id: int) -> ItemDetail:
        """Planned item"""
        told: ItemDetail = self._get(f"/api/v1/roadmap-items/{item_id}", {})
        return told

    def describe_item(
        self, item_id: int, *, detail: Unset | str = UNSET, team: Unset | str = UNSET, audience: Unset | str = UNSET
    ) -> Done:
        """What it is, whose it is, and who may see it."""
        told: Done = self._post(
            f"/api/v1/roadmap-items/{item_id}", {"detail": detail, "team": team, "audience": audience}
        )
        return told

    def decide_on_item(
        self,
        item_id: int,
        *,
        reason: str,
        against: str,
        flips: str,
        prediction: str,
        resolve_by: str,
        is_built: Unset | bool = UNSET,
        title: Unset | str = UNSET,
        probability: Unset | float | None = UNSET,
        low: Unset | float | None = UNSET,
        best: Unset | float | None = UNSET,
        high: Unset | float | None = UNSET,
        level: Unset | float = UNSET,
        unit: Unset | str = UNSET,
    ) -> Done:
        """To build what is planned, or not now. `reason`: why it is so decided; `against`: why not the other; prediction as from a ranking."""
        told: Done = self._post(
            f"/api/v1/roadmap-items/{item_id}/decision",
            {
                "reason": reason,
                "against": against,
                "flips": flips,
                "prediction": prediction,
                "resolve_by": resolve_by,
                "is_built": is_built,
                "title": title,
                "probability": probability,
                "low": low,
                "best": best,
                "high": high,
                "level": level,
                "unit": unit,
            },
        )
        return told

    def deliver(self, item_id: int, *, idea_id: int) -> Done:
        """Say which idea an item delivers"""
        told: Done = self._post(f"/api/v1/roadmap-items/{item_id}/ideas", {"idea_id": idea_id})
        return told

    def move_item(
        self,
        item_id: int,
        *,
        horizon: str,
        starts_on: Unset | str | None = UNSET,
        earliest: Unset | str | None = UNSET,
        latest: Unset | str | None = UNSET,
        why: Unset | str = UNSET,
    ) -> Done:
        """To another horizon or other days, all of them: a day that is not given is taken off, while `place_item` keeps them. What was expected before, and why it changed, is kept."""
        told: Done = self._post(
            f"/api/v1/roadmap-items/{item_id}/move",
            {"horizon": horizon, "starts_on": starts_on, "earliest": earliest, "latest": latest, "why": why},
        )
        return told

    def moves_of(self, item_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> MovesOfPage:
        """What was expected of an item before, the last first."""
        told: MovesOfPage = self._get(f"/api/v1/roadmap-items/{item_id}/moves", {"limit": limit, "cursor": cursor})
        return told

    def aim(self, item_id: int, *, outcome_id: int) -> Done:
        """One; another takes its place."""
        told: Done = self._post(f"/api/v1/roadmap-items/{item_id}/outcome", {"outcome_id": outcome_id})
        return told

    def place_item(self, item_id: int, *, horizon: str, before: Unset | int | None = UNSET) -> Done:
        """Into a horizon, before another item there or as the last; its days stay."""
        told: Done = self._post(f"/api/v1/roadmap-items/{item_id}/place", {"horizon": horizon, "before": before})
        return told

    def shift_item(self, item_id: int, *, days: int, why: Unset | str = UNSET) -> Done:
        """Later, or earlier with a number below 0: all its days by as many."""
        told: Done = self._post(f"/api/v1/roadmap-items/{item_id}/shift", {"days": days, "why": why})
        return told

    def slip_of(self, item_id: int) -> ItemSlip | None:
        """None for an item that is out or dropped, or has no days."""
        told: ItemSlip | None = self._get(f"/api/v1/roadmap-items/{item_id}/slip", {})
        return told

    def set_item_state(self, item_id: int, *, state: str) -> Done:
        """An idea is released with the last item that delivers it, and no longer when one of them is to come again."""
        told: Done = self._post(f"/api/v1/roadmap-items/{item_id}/state", {"state": state})
        return told

    def wait_for(self, item_id: int, *, other_id: int) -> Done:
        """Nothing waits for itself, also not by way of others."""
        told: Done = self._post(f"/api/v1/roadmap-items/{item_id}/wait", {"other_id": other_id})
        return told

    def wait_no_longer(self, item_id: int, *, other_id: int) -> Done:
        """Say that an item waits for another no longer"""
        told: Done = self._post(f"/api/v1/roadmap-items/{item_id}/wait-no-longer", {"other_id": other_id})
        return told

    def item_words(
        self, item_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET, stance: Unset | str = UNSET
    ) -> ItemWordsPage:
        """Quotations for an item or against it, the newest first. `is_outside`: for people who are no members."""
        told: ItemWordsPage = self._get(
            f"/api/v1/roadmap-items/{item_id}/words", {"limit": limit, "cursor": cursor, "stance": stance}
        )
        return told

    def runs(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        state: Unset | str = UNSET,
        job: Unset | str = UNSET,
    ) -> RunsPage:
        """The newest long work first."""
        told: RunsPage = self._get("/api/v1/runs", {"limit": limit, "cursor": cursor, "state": state, "job": job})
        return told

    def runs_about(self, *, subject_ids: list[int], jobs: list[str]) -> dict[str, RunRow]:
        """The newest run of one of these jobs about each of these records."""
        told: dict[str, RunRow] = self._post("/api/v1/runs/about", {"subject_ids": subject_ids, "jobs": jobs})
        return told

    def run(self, run_id: int) -> RunRow:
        """Run"""
        told: RunRow = self._get(f"/api/v1/runs/{run_id}", {})
        return told

    def cancel(self, run_id: int) -> Done:
        """It stops after the part it is at; what is in stays in. One that has not begun is over at once."""
        told: Done = self._post(f"/api/v1/runs/{run_id}/cancel", {})
        return told

    def retry(self, run_id: int) -> Done:
        """Go on with a cancelled or failed run where it stopped, in the name of whoever asks now."""
        told: Done = self._post(f"/api/v1/runs/{run_id}/retry", {})
        return told

    def schedule(self, *, starts_at: str, ends_at: str, user_id: Unset | int | None = UNSET) -> list[Booked]:
        """Interviews of all studies that begin in a stretch of at most two months, but those called off."""
        told: list[Booked] = self._get(
            "/api/v1/schedule", {"starts_at": starts_at, "ends_at": ends_at, "user_id": user_id}
        )
        return told

    def score_models(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> ScoreModelsPage:
        """The newest first, each with its newest version."""
        told: ScoreModelsPage = self._get("/api/v1/score-models", {"limit": limit, "cursor": cursor})
        return told

    def add_score_model(
        self,
        *,
        title: Unset | str = UNSET,
        method: Unset | str = UNSET,
        settings: Unset | dict[str, Any] | None = UNSET,
    ) -> Done:
        """A known method (rice, ice, cd3, value, odi), `weighted`, `moscow` or a `formula`; the known methods' factors come along. Without a title it is called by its method. Settings of weighted: weights, each with key, weight, bad (counts 0) and good (counts 100). Of a formula: formula, and success, the factor that is a probability of success, if there is one. Of moscow: capacity, person-weeks as low, high and, if you like, likely."""
        told: Done = self._post("/api/v1/score-models", {"title": title, "method": method, "settings": settings})
        return told

    def factors_wanted(self, *, model_id: Unset | int | None = UNSET) -> list[FactorRow]:
        """What a score model asks for, in its order; without one, the newest."""
        told: list[FactorRow] = self._get("/api/v1/score-models/factors", {"model_id": model_id})
        return told

    def change_score_model(
        self, model_id: int, *, method: str, settings: Unset | dict[str, Any] | None = UNSET
    ) -> Done:
        """From now on; rankings that were drawn keep the version they were drawn with."""
        told: Done = self._post(f"/api/v1/score-models/{model_id}", {"method": method, "settings": settings})
        return told

    def rank_ideas(
        self,
        model_id: int,
        *,
        top: Unset | int | None = UNSET,
        draws: Unset | int = UNSET,
        seed: Unset | int = UNSET,
        idea_ids: Unset | list[int] | None = UNSET,
    ) -> Done:
        """All ideas that have an estimate of each factor, or those of them that are named. The same estimates and seed give the same order. `top`: how many are the first; by default ten, of fewer than twenty ideas half."""
        told: Done = self._post(
            f"/api/v1/score-models/{model_id}/rankings",
            {"top": top, "draws": draws, "seed": seed, "idea_ids": idea_ids},
        )
        return told

    def versions_of(self, model_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> VersionsOfPage:
        """What a score model said, the newest first."""
        told: VersionsOfPage = self._get(
            f"/api/v1/score-models/{model_id}/versions", {"limit": limit, "cursor": cursor}
        )
        return told

    def segments(
        self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET, on: Unset | str | None = UNSET
    ) -> SegmentsPage:
        """Segments by name, with their size on a day."""
        told: SegmentsPage = self._get("/api/v1/segments", {"limit": limit, "cursor": cursor, "on": on})
        return told

    def add_segment(self, *, name: str, rule: Unset | dict[str, Any] | None = UNSET) -> Done:
        """With a rule over facts ('Kitchen plan, more than 500 a year'), or without one, to be picked by hand."""
        told: Done = self._post("/api/v1/segments", {"name": name, "rule": rule})
        return told

    def fitting(self, *, rule: dict[str, Any], on: Unset | str | None = UNSET) -> list[Any]:
        """How many accounts a rule would gather on a day, of how many; refused when the rule makes no sense."""
        told: list[Any] = self._post("/api/v1/segments/fitting", {"rule": rule, "on": on})
        return told

    def segment(self, segment_id: int, *, on: Unset | str | None = UNSET, limit: Unset | int = UNSET) -> SegmentDetail:
        """Segment"""
        told: SegmentDetail = self._get(f"/api/v1/segments/{segment_id}", {"on": on, "limit": limit})
        return told

    def pick(self, segment_id: int, *, account_ids: list[int]) -> Done:
        """Put accounts into a hand-picked segment; those in it already stay."""
        told: Done = self._post(f"/api/v1/segments/{segment_id}/pick", {"account_ids": account_ids})
        return told

    def set_rule(self, segment_id: int, *, rule: dict[str, Any]) -> Done:
        """Change a segment's rule"""
        told: Done = self._post(f"/api/v1/segments/{segment_id}/rule", {"rule": rule})
        return told

    def unpick(self, segment_id: int, *, account_id: int) -> Done:
        """Take an account out of a segment"""
        told: Done = self._post(f"/api/v1/segments/{segment_id}/unpick", {"account_id": account_id})
        return told

    def sessions(self) -> list[SignedIn]:
        """Where the person whose token this is is signed in, the last seen first."""
        told: list[SignedIn] = self._get("/api/v1/sessions", {})
        return told

    def end_sessions(self) -> Done:
        """Sign out everywhere; answers how many. Tokens go on: they are revoked one by one."""
        told: Done = self._post("/api/v1/sessions/end", {})
        return told

    def end_session(self, session_id: int) -> Done:
        """Sign out there; whoever sits at it is asked to sign in again."""
        told: Done = self._post(f"/api/v1/sessions/{session_id}/end", {})
        return told

    def slip(self) -> SlipReport:
        """How much later than first stated plans come out: one's own finished ones, and public proposals while those are few."""
        told: SlipReport = self._get("/api/v1/slip", {})
        return told

    def sources(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        search: Unset | str = UNSET,
        kind: Unset | str = UNSET,
        channel: Unset | str | None = UNSET,
        batch: Unset | int | None = UNSET,
        person: Unset | int | None = UNSET,
        account: Unset | int | None = UNSET,
        theme: Unset | int | None = UNSET,
        marked: Unset | bool | None = UNSET,
        is_unread: Unset | bool = UNSET,
        sort: Unset | str = UNSET,
        group: Unset | str = UNSET,
    ) -> SourcesPage:
        """A page of the sources that fit all that is asked for."""
        told: SourcesPage = self._get(
            "/api/v1/sources",
            {
                "limit": limit,
                "cursor": cursor,
                "search": search,
                "kind": kind,
                "channel": channel,
                "batch": batch,
                "person": person,
                "account": account,
                "theme": theme,
                "marked": marked,
                "is_unread": is_unread,
                "sort": sort,
                "group": group,
            },
        )
        return told

    def add_source(
        self,
        *,
        text: str,
        title: Unset | str = UNSET,
        kind: Unset | str = UNSET,
        person_id: Unset | int | None = UNSET,
        account_id: Unset | int | None = UNSET,
        said_on: Unset | str | None = UNSET,
        channel: Unset | str = UNSET,
        url: Unset | str = UNSET,
        turns: Unset | list[dict[str, Any]] = UNSET,
        about: Unset | int | None = UNSET,
    ) -> Done:
        """Words with whoever said them and when. `turns` are offsets into the tidied text; the same words twice are refused. `about`: what they were heard for, such as a study; consent given for that decides about them."""
        told: Done = self._post(
            "/api/v1/sources",
            {
                "text": text,
                "title": title,
                "kind": kind,
                "person_id": person_id,
                "account_id": account_id,
                "said_on": said_on,
                "channel": channel,
                "url": url,
                "turns": turns,
                "about": about,
            },
        )
        return told

    def coded_marks(self, *, source_ids: list[int]) -> list[CodedMark]:
        """Every excerpt of these sources that may be shared, with its codes and needs, in the order of the texts."""
        told: list[CodedMark] = self._post("/api/v1/sources/coded-marks", {"source_ids": source_ids})
        return told

    def conversations(self, *, source_ids: list[int]) -> dict[str, Conversation]:
        """The newest versions of these sources (at most `MOST`) that have turns; none of which consent withholds a word, since half would be counted."""
        told: dict[str, Conversation] = self._post("/api/v1/sources/conversations", {"source_ids": source_ids})
        return told

    def source_facets(self) -> Facets:
        """What the list can be narrowed by, with counts."""
        told: Facets = self._get("/api/v1/sources/facets", {})
        return told

    def findings_in(self, *, source_ids: list[int]) -> dict[str, Findings]:
        """By source, of those (at most `MOST`) in which anything is marked; codes and needs that were put away count for nothing."""
        told: dict[str, Findings] = self._post("/api/v1/sources/findings", {"source_ids": source_ids})
        return told

    def findings_by_person(self, *, source_ids: list[int]) -> dict[str, Findings]:
        """By person, of sources in which several speak, such as the sheet of a finished study."""
        told: dict[str, Findings] = self._post("/api/v1/sources/findings-by-person", {"source_ids": source_ids})
        return told

    def mark_read(self, *, source_ids: list[int]) -> Done:
        """These sources wait for nobody any more; how many of them did."""
        told: Done = self._post("/api/v1/sources/mark-read", {"source_ids": source_ids})
        return told

    def mark_unread(self, *, source_ids: list[int]) -> Done:
        """Back among the words that nobody has read, unless words are marked in them."""
        told: Done = self._post("/api/v1/sources/mark-unread", {"source_ids": source_ids})
        return told

    def unread_sources(self, *, limit: Unset | int = UNSET) -> Waiting:
        """Those that nobody has read, the newest first."""
        told: Waiting = self._get("/api/v1/sources/unread", {"limit": limit})
        return told

    def source(
        self, source_id: int, *, version: Unset | int | None = UNSET, is_outside: Unset | bool = UNSET
    ) -> SourceDetail:
        """One source with the text of its newest version (or of the one asked for), and every mark in it. `is_outside`: for people who are no members, or another machine; words that may not be shared are withheld."""
        told: SourceDetail = self._get(f"/api/v1/sources/{source_id}", {"version": version, "is_outside": is_outside})
        return told

    def source_aid(self, source_id: int) -> Aid:
        """Without any language model: the central sentences of a source, and the needs and codes nearest to what it says."""
        told: Aid = self._get(f"/api/v1/sources/{source_id}/aid", {})
        return told

    def correct_source(self, source_id: int, *, text: str, turns: Unset | list[dict[str, Any]] = UNSET) -> Done:
        """A new version; every excerpt finds its place in it, or says that it lost it."""
        told: Done = self._post(f"/api/v1/sources/{source_id}/correct", {"text": text, "turns": turns})
        return told

    def describe_source(
        self,
        source_id: int,
        *,
        kind: str,
        person_id: Unset | int | None = UNSET,
        account_id: Unset | int | None = UNSET,
        said_on: Unset | str | None = UNSET,
        channel: Unset | str = UNSET,
    ) -> Done:
        """Say of what kind a source is, who said it, when and where."""
        told: Done = self._post(
            f"/api/v1/sources/{source_id}/describe",
            {"kind": kind, "person_id": person_id, "account_id": account_id, "said_on": said_on, "channel": channel},
        )
        return told

    def dismiss(self, source_id: int, *, target_id: Unset | int | None = UNSET, name: Unset | str = UNSET) -> Done:
        """This need or code, or a new need of this name, is not suggested for this source again. Twice is once."""
        told: Done = self._post(f"/api/v1/sources/{source_id}/dismiss", {"target_id": target_id, "name": name})
        return told

    def hear_for(self, source_id: int, *, about: Unset | int | None = UNSET) -> Done:
        """The study, or another record, for which somebody spoke: consent given for that decides about these words."""
        told: Done = self._post(f"/api/v1/sources/{source_id}/heard-for", {"about": about})
        return told

    def mark(
        self,
        source_id: int,
        *,
        start: int,
        end: int,
        exact: str,
        need_id: Unset | int | None = UNSET,
        new_need: Unset | str = UNSET,
        stance: Unset | str = UNSET,
        codes: Unset | list[str] = UNSET,
        note: Unset | str = UNSET,
    ) -> Done:
        """Make an excerpt of these words, tied to a need. Marking the same words again adds the need to the same excerpt. `start` and `end` count characters of the newest version; `exact` proves that the reader saw that version. `codes` are names; one that is not there yet is made."""
        told: Done = self._post(
            f"/api/v1/sources/{source_id}/mark",
            {
                "start": start,
                "end": end,
                "exact": exact,
                "need_id": need_id,
                "new_need": new_need,
                "stance": stance,
                "codes": codes,
                "note": note,
            },
        )
        return told

    def place_of_words(self, source_id: int, *, words: str) -> list[Any]:
        """Where these words stand in the newest version, however their white space was pasted; refused unless in one place."""
        told: list[Any] = self._get(f"/api/v1/sources/{source_id}/place", {"words": words})
        return told

    def recording_of_source(self, source_id: int) -> RecordingRow | None:
        """The first recording of the interview whose words this source holds; none while its person does not agree to it."""
        told: RecordingRow | None = self._get(f"/api/v1/sources/{source_id}/recording", {})
        return told

    def bind_speaker(self, source_id: int, *, speaker: str, person_id: Unset | int | None = UNSET) -> Done:
        """The person behind a speaker; what was quoted from them becomes theirs. Without a person it is the one of that name, if any."""
        told: Done = self._post(
            f"/api/v1/sources/{source_id}/speakers/bind", {"speaker": speaker, "person_id": person_id}
        )
        return told

    def merge_speakers(self, source_id: int, *, speakers: list[str], into: str) -> Done:
        """Several names were one person: all they say becomes what `into` says, who is one of the speakers."""
        told: Done = self._post(f"/api/v1/sources/{source_id}/speakers/merge", {"speakers": speakers, "into": into})
        return told

    def rename_speaker(self, source_id: int, *, speaker: str, name: str) -> Done:
        """Another name for everything this speaker says, in the text as well."""
        told: Done = self._post(f"/api/v1/sources/{source_id}/speakers/rename", {"speaker": speaker, "name": name})
        return told

    def word_times(self, source_id: int) -> WordTimes:
        """When the words of a transcript were said, as finely as it is known."""
        told: WordTimes = self._get(f"/api/v1/sources/{source_id}/times", {})
        return told

    def correct_turn(self, source_id: int, turn: int, *, before: str, text: str) -> Done:
        """Other words for one turn, counted from 0. `before`, its words until now, proves that the reader saw the newest version."""
        told: Done = self._post(f"/api/v1/sources/{source_id}/turns/{turn}", {"before": before, "text": text})
        return told

    def unread_beside(self, source_id: int) -> Beside:
        """In the order of `unread_sources`; after the last one comes the first again."""
        told: Beside = self._get(f"/api/v1/sources/{source_id}/unread-beside", {})
        return told

    def bring_back_version(self, source_id: int, number: int) -> Done:
        """The words and turns of an earlier version become the newest one."""
        told: Done = self._post(f"/api/v1/sources/{source_id}/versions/{number}", {})
        return told

    def studies(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        search: Unset | str = UNSET,
        state: Unset | str = UNSET,
    ) -> StudiesPage:
        """Newest first; `search` looks at their names."""
        told: StudiesPage = self._get(
            "/api/v1/studies", {"limit": limit, "cursor": cursor, "search": search, "state": state}
        )
        return told

    def add_study(
        self,
        *,
        title: str,
        question: Unset | str = UNSET,
        decision_id: Unset | int | None = UNSET,
        method: Unset | str = UNSET,
        whom: Unset | str = UNSET,
        wanted: Unset | int | None = UNSET,
        budget_minor: Unset | int | None = UNSET,
        starts_on: Unset | str | None = UNSET,
        ends_on: Unset | str | None = UNSET,
    ) -> Done:
        """A question to be answered by talking with customers, and the decision that waits for the answer if there is one."""
        told: Done = self._post(
            "/api/v1/studies",
            {
                "title": title,
                "question": question,
                "decision_id": decision_id,
                "method": method,
                "whom": whom,
                "wanted": wanted,
                "budget_minor": budget_minor,
                "starts_on": starts_on,
                "ends_on": ends_on,
            },
        )
        return told

    def free_interviews(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        search: Unset | str = UNSET,
        batch_id: Unset | int | None = UNSET,
        interview_id: Unset | int | None = UNSET,
    ) -> FreeInterviewsPage:
        """Sources that are interviews of no study yet, the newest first; `batch_id`: of this import; `interview_id`: that nobody else than its person said."""
        told: FreeInterviewsPage = self._get(
            "/api/v1/studies/free-interviews",
            {"limit": limit, "cursor": cursor, "search": search, "batch_id": batch_id, "interview_id": interview_id},
        )
        return told

    def study(self, study_id: int) -> StudyDetail:
        """One study, what it asks and how far along it is."""
        told: StudyDetail = self._get(f"/api/v1/studies/{study_id}", {})
        return told

    def plan_study(
        self,
        study_id: int,
        *,
        question: Unset | str = UNSET,
        method: Unset | str = UNSET,
        whom: Unset | str = UNSET,
        wanted: Unset | int | None = UNSET,
        budget_minor: Unset | int | None = UNSET,
        starts_on: Unset | str | None = UNSET,
        ends_on: Unset | str | None = UNSET,
    ) -> Done:
        """Say anew what the study asks, whom, how many, how much it may cost, and when."""
        told: Done = self._post(
            f"/api/v1/studies/{study_id}",
            {
                "question": question,
                "method": method,
                "whom": whom,
                "wanted": wanted,
                "budget_minor": budget_minor,
                "starts_on": starts_on,
                "ends_on": ends_on,
            },
        )
        return told

    def candidates(
        self,
        study_id: int,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        state: Unset | str = UNSET,
        search: Unset | str = UNSET,
    ) -> CandidatesPage:
        """The newest first."""
        told: CandidatesPage = self._get(
            f"/api/v1/studies/{study_id}/candidates",
            {"limit": limit, "cursor": cursor, "state": state, "search": search},
        )
        return told

    def add_candidates(self, study_id: int, *, person_ids: list[int]) -> Done:
        """People who may be asked; those who are candidates already stay as they are. Answers how many are new. Who asked not to be asked is left out."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/candidates", {"person_ids": person_ids})
        return told

    def clip_choices(
        self, study_id: int, *, reel_id: Unset | int | None = UNSET, limit: Unset | int = UNSET
    ) -> list[ClipChoice]:
        """Excerpts of recorded interviews of a study that may be cut and shared, without those that are in the reel."""
        told: list[ClipChoice] = self._get(
            f"/api/v1/studies/{study_id}/clip-choices", {"reel_id": reel_id, "limit": limit}
        )
        return told

    def coding_rounds(
        self, study_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET
    ) -> CodingRoundsPage:
        """The coding rounds of a study, the newest first."""
        told: CodingRoundsPage = self._get(
            f"/api/v1/studies/{study_id}/coding-rounds", {"limit": limit, "cursor": cursor}
        )
        return told

    def begin_round(
        self,
        study_id: int,
        *,
        title: str,
        source_ids: list[int],
        coder_ids: list[int],
        code_ids: Unset | list[int] = UNSET,
    ) -> Done:
        """These people code these interviews' words, nobody seeing others' marks. Without `code_ids` with the whole code book."""
        told: Done = self._post(
            f"/api/v1/studies/{study_id}/coding-rounds",
            {"title": title, "source_ids": source_ids, "coder_ids": coder_ids, "code_ids": code_ids},
        )
        return told

    def study_consent(self, study_id: int) -> StudyConsent:
        """What a study asks people to agree to before anything is kept."""
        told: StudyConsent = self._get(f"/api/v1/studies/{study_id}/consent", {})
        return told

    def plan_consent(
        self,
        study_id: int,
        *,
        scopes: Unset | list[str] = UNSET,
        number: Unset | int | None = UNSET,
        days: Unset | int | None = UNSET,
    ) -> Done:
        """Under which version of the text (the newest, unless `number` says which), for what, and for how many days it holds. Whoever takes part and was not asked is asked now, and everybody who is accepted, booked or interviewed later. Nobody whose interview was held before is. With no scopes the study asks nobody any more; who was asked already stays asked."""
        told: Done = self._post(
            f"/api/v1/studies/{study_id}/consent", {"scopes": scopes, "number": number, "days": days}
        )
        return told

    def consent_to_answer(self, study_id: int, person_id: int) -> ToAnswer:
        """What somebody is shown who is asked: the very version they were asked under, else the one that the study asks under now."""
        told: ToAnswer = self._get(f"/api/v1/studies/{study_id}/consent/{person_id}", {})
        return told

    def limit_contact(self, study_id: int, *, days: int) -> Done:
        """Whom another study asked within these days is not asked by this one; 0 days: it does not matter."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/contact-limit", {"days": days})
        return told

    def serve_decision(self, study_id: int, *, decision_id: int) -> Done:
        """Say which decision a study informs"""
        told: Done = self._post(f"/api/v1/studies/{study_id}/decisions", {"decision_id": decision_id})
        return told

    def find_study_themes(self, study_id: int) -> Done:
        """Gather what was noted in a study, then look for themes in it and in its transcripts, without what the interviewers said, as a run."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/find-themes", {})
        return told

    def findings(
        self,
        study_id: int,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        sort: Unset | str = UNSET,
        state: Unset | str = UNSET,
    ) -> FindingsPage:
        """The findings of a study, the worst first. `sort`: severity, title, shown or state, with a minus for the other way round."""
        told: FindingsPage = self._get(
            f"/api/v1/studies/{study_id}/findings", {"limit": limit, "cursor": cursor, "sort": sort, "state": state}
        )
        return told

    def add_finding(
        self,
        study_id: int,
        *,
        title: str,
        severity: Unset | str = UNSET,
        area: Unset | str = UNSET,
        detail: Unset | str = UNSET,
        recommendation: Unset | str = UNSET,
        ticket: Unset | str = UNSET,
        counted: Unset | int | None = UNSET,
    ) -> Done:
        """One thing that a study found. `counted`: how many people showed it, where nobody noted who."""
        told: Done = self._post(
            f"/api/v1/studies/{study_id}/findings",
            {
                "title": title,
                "severity": severity,
                "area": area,
                "detail": detail,
                "recommendation": recommendation,
                "ticket": ticket,
                "counted": counted,
            },
        )
        return told

    def finding_matrix(
        self,
        study_id: int,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        sort: Unset | str = UNSET,
        state: Unset | str = UNSET,
        people_limit: Unset | int = UNSET,
        people_offset: Unset | int = UNSET,
    ) -> FindingMatrixPage:
        """People by findings: who of those heard showed each, and who contradicted it."""
        told: FindingMatrixPage = self._get(
            f"/api/v1/studies/{study_id}/findings/people",
            {
                "limit": limit,
                "cursor": cursor,
                "sort": sort,
                "state": state,
                "people_limit": people_limit,
                "people_offset": people_offset,
            },
        )
        return told

    def gather_notes(self, study_id: int) -> Done:
        """Each note that stands and was not gathered yet becomes a source, about its interview's person and for this study. Says how many did. Gathering again takes those that came since."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/gather-notes", {})
        return told

    def guides_of_study(self, study_id: int) -> list[GuideRow]:
        """The guides of a study, the newest first."""
        told: list[GuideRow] = self._get(f"/api/v1/studies/{study_id}/guides", {})
        return told

    def study_plan(self, study_id: int) -> StudyPlan:
        """How long an interview of a study is, and who may interview: every member who said when."""
        told: StudyPlan = self._get(f"/api/v1/studies/{study_id}/hours", {})
        return told

    def plan_bookings(self, study_id: int, *, minutes: int, user_ids: list[int]) -> Done:
        """How many minutes an interview of the study takes, and which members' hours may be booked for it."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/hours", {"minutes": minutes, "user_ids": user_ids})
        return told

    def open_hours(
        self,
        study_id: int,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        moving: Unset | int | None = UNSET,
    ) -> OpenHoursPage:
        """The free hours of a study, the next first. `moving`: the number of an interview whose own hour counts as free."""
        told: OpenHoursPage = self._get(
            f"/api/v1/studies/{study_id}/hours/open", {"limit": limit, "cursor": cursor, "moving": moving}
        )
        return told

    def study_interviews(
        self, study_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET
    ) -> StudyInterviewsPage:
        """The interviews of a study, the newest first, with how much was marked in each."""
        told: StudyInterviewsPage = self._get(
            f"/api/v1/studies/{study_id}/interviews", {"limit": limit, "cursor": cursor}
        )
        return told

    def add_interview(
        self, study_id: int, *, title: Unset | str = UNSET, person_id: Unset | int | None = UNSET
    ) -> Done:
        """A conversation that is about to be held for a study, with somebody known or not."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/interviews", {"title": title, "person_id": person_id})
        return told

    def words_of_study(self, study_id: int) -> list[Any]:
        """The subject, the invitation and the reminder of a study."""
        told: list[Any] = self._get(f"/api/v1/studies/{study_id}/invitation", {})
        return told

    def write_invitation(self, study_id: int, *, subject: str, message: str, reminder: str) -> Done:
        """The words of the study's mails; {name}, {link}, {from} and {workspace} are filled in for each."""
        told: Done = self._post(
            f"/api/v1/studies/{study_id}/invitation", {"subject": subject, "message": message, "reminder": reminder}
        )
        return told

    def invite_candidates(
        self, study_id: int, *, candidate_ids: list[int], kind: Unset | str = UNSET, despite: Unset | bool = UNSET
    ) -> Done:
        """Mails to those of them who may be asked, sent by a run, each once. `site`: the address of this server, for the links, if not its own. `despite`: an owner asks also whom another study asked lately."""
        told: Done = self._post(
            f"/api/v1/studies/{study_id}/invite", {"candidate_ids": candidate_ids, "kind": kind, "despite": despite}
        )
        return told

    def study_marks(self, study_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> StudyMarksPage:
        """Every excerpt of a study's interviews that may be shared, with its codes, needs, and who marked it."""
        told: StudyMarksPage = self._get(f"/api/v1/studies/{study_id}/marks", {"limit": limit, "cursor": cursor})
        return told

    def may_book(self, study_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> MayBookPage:
        """Candidates of a study who were invited or accepted and have no hour yet."""
        told: MayBookPage = self._get(f"/api/v1/studies/{study_id}/may-book", {"limit": limit, "cursor": cursor})
        return told

    def move_study(self, study_id: int, *, state: str) -> Done:
        """Move a study on"""
        told: Done = self._post(f"/api/v1/studies/{study_id}/move", {"state": state})
        return told

    def study_not_asked(self, study_id: int) -> NotAsked:
        """Whom no interview of this study heard."""
        told: NotAsked = self._get(f"/api/v1/studies/{study_id}/not-asked", {})
        return told

    def noted_in_study(self, study_id: int) -> int:
        """How many notes stand in a study's interviews, without those that only say which question was asked."""
        told: int = self._get(f"/api/v1/studies/{study_id}/noted", {})
        return told

    def panel(
        self,
        study_id: int,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        search: Unset | str = UNSET,
        segment_id: Unset | int | None = UNSET,
        plan: Unset | str = UNSET,
        not_asked_days: Unset | int = UNSET,
        with_email: Unset | bool = UNSET,
        only_new: Unset | bool = UNSET,
        with_unnamed: Unset | bool = UNSET,
    ) -> PanelPage:
        """People of the workspace by name. `not_asked_days`: leave out whom any study asked within these days. `with_unnamed`: also participants of whom only the label in a findings sheet is known, like “P1”; nobody can ask them."""
        told: PanelPage = self._get(
            f"/api/v1/studies/{study_id}/panel",
            {
                "limit": limit,
                "cursor": cursor,
                "search": search,
                "segment_id": segment_id,
                "plan": plan,
                "not_asked_days": not_asked_days,
                "with_email": with_email,
                "only_new": only_new,
                "with_unnamed": with_unnamed,
            },
        )
        return told

    def download_project(self, study_id: int, *, to: Path) -> Path:
        """A study's texts, marks and codes as a REFI-QDA project (.qdpx), without words that may not be shared."""
        return self._save(f"/api/v1/studies/{study_id}/project.qdpx", {}, to)

    def quotas(self, study_id: int) -> list[QuotaRow]:
        """The study's quotas by the segment's name, and how far each is filled today."""
        told: list[QuotaRow] = self._get(f"/api/v1/studies/{study_id}/quotas", {})
        return told

    def set_quota(self, study_id: int, *, segment_id: int, wanted: int) -> Done:
        """How many people of a segment the study wants to hear; 0 takes the quota away."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/quotas", {"segment_id": segment_id, "wanted": wanted})
        return told

    def recruiting(self, study_id: int) -> RecruitingPlan:
        """How the study recruits, and how far that is."""
        told: RecruitingPlan = self._get(f"/api/v1/studies/{study_id}/recruiting", {})
        return told

    def reels(self, study_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> ReelsPage:
        """The highlight reels of a study, the newest first."""
        told: ReelsPage = self._get(f"/api/v1/studies/{study_id}/reels", {"limit": limit, "cursor": cursor})
        return told

    def add_reel(self, study_id: int, *, title: str, excerpt_ids: Unset | list[int] = UNSET) -> Done:
        """Clips of a study's interviews, one after the other; with some of them to begin with."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/reels", {"title": title, "excerpt_ids": excerpt_ids})
        return told

    def report(self, study_id: int, *, on: Unset | str = UNSET) -> Report:
        """Question, method, who was heard in numbers, findings and needs with the words for and against them."""
        told: Report = self._get(f"/api/v1/studies/{study_id}/report", {"on": on})
        return told

    def download_report_docx(self, study_id: int, *, to: Path, on: Unset | str = UNSET) -> Path:
        """What was found in a study, for a word processor."""
        return self._save(f"/api/v1/studies/{study_id}/report.docx", {"on": on}, to)

    def download_report_pdf(self, study_id: int, *, to: Path, on: Unset | str = UNSET) -> Path:
        """What was found in a study, as sheets of paper."""
        return self._save(f"/api/v1/studies/{study_id}/report.pdf", {"on": on}, to)

    def study_retention(self, study_id: int) -> StudyRule | None:
        """How long this study keeps what was heard in it; None: as long as the workspace does."""
        told: StudyRule | None = self._get(f"/api/v1/studies/{study_id}/retention", {})
        return told

    def keep_study_words(self, study_id: int, *, days: int, spares_grounds: Unset | bool = UNSET) -> Done:
        """So many days after the study ended, what was heard in it is erased every day; a shorter rule of the workspace holds as well."""
        told: Done = self._post(
            f"/api/v1/studies/{study_id}/retention", {"days": days, "spares_grounds": spares_grounds}
        )
        return told

    def drop_study_retention(self, study_id: int) -> Done:
        """Let a study keep words as the workspace does"""
        told: Done = self._post(f"/api/v1/studies/{study_id}/retention/drop", {})
        return told

    def study_due(self, study_id: int, *, days: int, spares_grounds: bool) -> StudyDue:
        """A dry run: when so many days are over, and what would go. Nothing is changed."""
        told: StudyDue = self._get(
            f"/api/v1/studies/{study_id}/retention/due", {"days": days, "spares_grounds": spares_grounds}
        )
        return told

    def study_saturation(self, study_id: int, *, of: Unset | str = UNSET) -> StudySaturation:
        """By codes, by needs, or by both, of the interviews of a study that were held and marked, in the order they were held."""
        told: StudySaturation = self._get(f"/api/v1/studies/{study_id}/saturation", {"of": of})
        return told

    def screener(self, study_id: int) -> ScreenerVersion | None:
        """The version that is in force; None for a study that asks nothing."""
        told: ScreenerVersion | None = self._get(f"/api/v1/studies/{study_id}/screener", {})
        return told

    def publish_screener(
        self,
        study_id: int,
        *,
        title: str,
        intro: Unset | str = UNSET,
        questions: Unset | list[dict[str, Any]] = UNSET,
        rules: Unset | list[dict[str, Any]] = UNSET,
    ) -> ScreenerVersion:
        """A new version of the questions and rules, for everybody who answers from now on; one that changes nothing is not made. A question: key, text, kind (single, multi, number, text), is_required, options. A rule: question (a key), test (is, is_not, at_least, at_most, mentions), value, then (accept, queue, reject). The first rule that fits decides; else the answer is queued."""
        told: ScreenerVersion = self._post(
            f"/api/v1/studies/{study_id}/screener",
            {"title": title, "intro": intro, "questions": questions, "rules": rules},
        )
        return told

    def close_screener(self, study_id: int) -> Done:
        """The posted link takes no more answers; personal links go on."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/screener/close", {})
        return told

    def question_keys(self, study_id: int) -> list[str]:
        """Every key that a version of the study's screener ever used."""
        told: list[str] = self._get(f"/api/v1/studies/{study_id}/screener/keys", {})
        return told

    def open_link(self, study_id: int) -> OpenLinkRow | None:
        """The link for posting anywhere, if one is open. What it holds cannot be read again."""
        told: OpenLinkRow | None = self._get(f"/api/v1/studies/{study_id}/screener/link", {})
        return told

    def open_screener(self, study_id: int) -> OpenScreenerAnswer:
        """A link for posting anywhere; the one before is closed."""
        told: OpenScreenerAnswer = self._post(f"/api/v1/studies/{study_id}/screener/open", {})
        return told

    def try_rules(self, study_id: int, *, rules: list[dict[str, Any]]) -> Tried:
        """What these rules would say of the answers so far, the newest 2,000 of them."""
        told: Tried = self._post(f"/api/v1/studies/{study_id}/screener/try", {"rules": rules})
        return told

    def study_sides(
        self,
        study_id: int,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        on: Unset | str = UNSET,
        only_one_sided: Unset | bool = UNSET,
    ) -> StudySidesPage:
        """Each need heard in a study with what was said for and against it there; needs that stand under it count along."""
        told: StudySidesPage = self._get(
            f"/api/v1/studies/{study_id}/sides",
            {"limit": limit, "cursor": cursor, "on": on, "only_one_sided": only_one_sided},
        )
        return told

    def study_sources(self, study_id: int) -> list[int]:
        """The sources with the words of a study's interviews; of one that was brought in they stand in its sheet."""
        told: list[int] = self._get(f"/api/v1/studies/{study_id}/sources", {})
        return told

    def take_in(self, study_id: int, *, source_ids: list[int]) -> Done:
        """Interviews that are here already as sources become interviews of this study."""
        told: Done = self._post(f"/api/v1/studies/{study_id}/take-in", {"source_ids": source_ids})
        return told

    def transcripts_in_study(self, study_id: int) -> int:
        """How many of a study's interviews have a transcript."""
        told: int = self._get(f"/api/v1/studies/{study_id}/transcribed", {})
        return told

    def surveys(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> SurveysPage:
        """The newest first."""
        told: SurveysPage = self._get("/api/v1/surveys", {"limit": limit, "cursor": cursor})
        return told

    def add_survey(
        self,
        *,
        title: str,
        method: str,
        idea_ids: Unset | list[int] = UNSET,
        intro: Unset | str = UNSET,
        consent: Unset | str = UNSET,
        amount: Unset | int | None = UNSET,
        segments: Unset | list[str] = UNSET,
        most_answers: Unset | int = UNSET,
    ) -> Done:
        """What people shall be asked about some ideas; nobody is asked before it is opened. method: kano, maxdiff, pairwise, odi, budget or dots. amount: ideas in a MaxDiff set, pairs for each person, dollars or dots. segments: everybody is asked to which of these they belong."""
        told: Done = self._post(
            "/api/v1/surveys",
            {
                "title": title,
                "method": method,
                "idea_ids": idea_ids,
                "intro": intro,
                "consent": consent,
                "amount": amount,
                "segments": segments,
                "most_answers": most_answers,
            },
        )
        return told

    def survey(self, survey_id: int) -> SurveyDetail:
        """What is asked, of whom, and what was made of it."""
        told: SurveyDetail = self._get(f"/api/v1/surveys/{survey_id}", {})
        return told

    def describe_survey(
        self,
        survey_id: int,
        *,
        intro: Unset | str = UNSET,
        consent: Unset | str = UNSET,
        amount: Unset | int | None = UNSET,
        segments: Unset | list[str] = UNSET,
        most_answers: Unset | int = UNSET,
    ) -> Done:
        """Its words and numbers, as long as it was not opened."""
        told: Done = self._post(
            f"/api/v1/surveys/{survey_id}",
            {"intro": intro, "consent": consent, "amount": amount, "segments": segments, "most_answers": most_answers},
        )
        return told

    def bring_in_answers(self, survey_id: int, *, text: str) -> Brought:
        """A CSV file with a row for each answer; all of it comes in, or none. Who came in before is left out, so that the same file changes nothing the second time. Names of respondents are kept as hashes only. Headings: respondent, segment (as one likes), and by method kano: idea, functional, dysfunctional; odi: idea, importance, satisfaction; maxdiff: shown (names with | between), best, worst; pairwise: better, other; budget and dots: idea, points."""
        told: Brought = self._post(f"/api/v1/surveys/{survey_id}/answers", {"text": text})
        return told

    def survey_answers_file(self, survey_id: int, *, to: Path) -> Path:
        """CSV with a row for each answer, in the headings that bring answers in. Nothing in it is run as a formula."""
        return self._save(f"/api/v1/surveys/{survey_id}/answers.csv", {}, to)

    def close_survey(self, survey_id: int) -> Done:
        """It takes no more answers; what was answered stays."""
        told: Done = self._post(f"/api/v1/surveys/{survey_id}/close", {})
        return told

    def land_results(
        self,
        survey_id: int,
        *,
        factor_id: int,
        measure: str,
        segment: Unset | str = UNSET,
        lowest: Unset | float | None = UNSET,
        highest: Unset | float | None = UNSET,
    ) -> Landed:
        """A factor of each idea becomes what the survey says of it, with its interval; what people estimated stands beside it. What this survey landed before on the factor is replaced. Refused when nobody answered since. `lowest`, `highest`: what the ends of the measure count as on the factor's scale, such as 0.25 and 3; else they are the factor's own ends, if it has both. An idea of which the measure says nothing, since every answer was reverse or questionable, gets no estimate."""
        told: Landed = self._post(
            f"/api/v1/surveys/{survey_id}/estimates",
            {"factor_id": factor_id, "measure": measure, "segment": segment, "lowest": lowest, "highest": highest},
        )
        return told

    def choose_survey_ideas(self, survey_id: int, *, ideas: list[dict[str, Any]]) -> Done:
        """The ideas in their order, in the words that respondents read; as long as the survey was not opened. An idea: idea_id, label (its title where left out), words (what it means, as one likes)."""
        told: Done = self._post(f"/api/v1/surveys/{survey_id}/ideas", {"ideas": ideas})
        return told

    def post_survey(self, survey_id: int) -> PostSurveyAnswer:
        """A link for posting anywhere; the one before leads nowhere any more."""
        told: PostSurveyAnswer = self._post(f"/api/v1/surveys/{survey_id}/link", {})
        return told

    def open_survey(self, survey_id: int, *, closes_on: Unset | str | None = UNSET) -> Done:
        """It takes answers from now on, until the end of the last day. One that was closed opens again, with the same questions."""
        told: Done = self._post(f"/api/v1/surveys/{survey_id}/open", {"closes_on": closes_on})
        return told

    def ask_people(self, survey_id: int, *, person_ids: list[int]) -> AskPeopleAnswer:
        """A personal link for each; who has one already gets a new one, with what they answered, and the old one leads nowhere."""
        told: AskPeopleAnswer = self._post(f"/api/v1/surveys/{survey_id}/people", {"person_ids": person_ids})
        return told

    def survey_results(self, survey_id: int, *, segment: Unset | str = UNSET) -> SurveyResults:
        """What the answers say of each idea, in one segment or in everybody: estimates with intervals, how many said it, and warnings."""
        told: SurveyResults = self._get(f"/api/v1/surveys/{survey_id}/results", {"segment": segment})
        return told

    def themes(
        self,
        *,
        limit: Unset | int = UNSET,
        cursor: Unset | str = UNSET,
        batch_id: Unset | int | None = UNSET,
        about: Unset | int | None = UNSET,
        sort: Unset | str = UNSET,
        on: Unset | str | None = UNSET,
    ) -> ThemesPage:
        """The themes of one import, of what was noted and said for a record such as a study (`about`), or of all feedback."""
        told: ThemesPage = self._get(
            "/api/v1/themes",
            {"limit": limit, "cursor": cursor, "batch_id": batch_id, "about": about, "sort": sort, "on": on},
        )
        return told

    def start_finding_themes(
        self,
        *,
        batch_id: Unset | int | None = UNSET,
        about: Unset | int | None = UNSET,
        askers: Unset | dict[str, list[str]] | None = UNSET,
        seed: Unset | int = UNSET,
    ) -> Done:
        """`askers`: by the number of a transcript heard for `about`, who asked there; their words are left out. Asking twice before the themes are there is asking once; one that failed or was cancelled is taken up again."""
        told: Done = self._post(
            "/api/v1/themes/find", {"batch_id": batch_id, "about": about, "askers": askers, "seed": seed}
        )
        return told

    def merge_themes(self, *, theme_ids: list[int], into: int) -> Done:
        """Several themes that say the same become one; the others stay in the history, with a link to where they went."""
        told: Done = self._post("/api/v1/themes/merge", {"theme_ids": theme_ids, "into": into})
        return told

    def theme_scopes(self) -> list[ThemeScope]:
        """All feedback, then the newest imports."""
        told: list[ThemeScope] = self._get("/api/v1/themes/scopes", {})
        return told

    def theme(
        self, theme_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET, on: Unset | str | None = UNSET
    ) -> ThemePage:
        """One theme with its members, the most central first."""
        told: ThemePage = self._get(f"/api/v1/themes/{theme_id}", {"limit": limit, "cursor": cursor, "on": on})
        return told

    def lock_theme(self, theme_id: int) -> Done:
        """Leave its name and its members as they are when themes are found again."""
        told: Done = self._post(f"/api/v1/themes/{theme_id}/lock", {})
        return told

    def turn_into_need(
        self,
        theme_id: int,
        *,
        title: Unset | str | None = UNSET,
        under: Unset | int | None = UNSET,
        need_id: Unset | int | None = UNSET,
        quotations: Unset | int = UNSET,
        piece_ids: Unset | list[int] | None = UNSET,
    ) -> Done:
        """Make a need (or take `need_id`) that the theme led to; words of its most central members support it. `piece_ids`: take the words of these members only, for whoever has read the quotations and left some out."""
        told: Done = self._post(
            f"/api/v1/themes/{theme_id}/need",
            {"title": title, "under": under, "need_id": need_id, "quotations": quotations, "piece_ids": piece_ids},
        )
        return told

    def split_off(self, theme_id: int, *, piece_ids: list[int], title: str) -> Done:
        """Make a theme of one's own out of chosen members of another."""
        told: Done = self._post(f"/api/v1/themes/{theme_id}/split", {"piece_ids": piece_ids, "title": title})
        return told

    def unlock_theme(self, theme_id: int) -> Done:
        """Unlock a theme"""
        told: Done = self._post(f"/api/v1/themes/{theme_id}/unlock", {})
        return told

    def telling_words(self, theme_id: int, *, limit: Unset | int = UNSET) -> list[Telling]:
        """Quotations from the most central members, those that become evidence when the theme becomes a need."""
        told: list[Telling] = self._get(f"/api/v1/themes/{theme_id}/words", {"limit": limit})
        return told

    def move_sources(
        self, to_theme: int, *, source_ids: Unset | list[int] = UNSET, piece_ids: Unset | list[int] = UNSET
    ) -> Done:
        """Say that these belong to this theme and to no other of the same import; says how many pieces came to it. `source_ids`: sources with all of their pieces, or as a whole where they are in no theme yet. `piece_ids`: single members of themes."""
        told: Done = self._post(f"/api/v1/themes/{to_theme}/take", {"source_ids": source_ids, "piece_ids": piece_ids})
        return told

    def throughputs(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> ThroughputsPage:
        """The roadmap's own first, if it has two whole weeks; then what was imported, the newest first."""
        told: ThroughputsPage = self._get("/api/v1/throughputs", {"limit": limit, "cursor": cursor})
        return told

    def import_throughput(self, *, name: str, text: str) -> Done:
        """From a CSV text: a column `finished` with a day for each item, or `week` (or `month`, as 2026-03) and `count`."""
        told: Done = self._post("/api/v1/throughputs", {"name": name, "text": text})
        return told

    def tokens(self) -> list[TokenRow]:
        """One's own tokens that still open the door, the newest first."""
        told: list[TokenRow] = self._get("/api/v1/tokens", {})
        return told

    def make_token(self, *, name: str, scope: Unset | Any = UNSET, days: Unset | int | None = UNSET) -> MakeTokenAnswer:
        """A token for a program of one's own, for so many days (None: until it is revoked). One that a program asks for with its own token ends with that one at the latest, and only one that may write may ask."""
        told: MakeTokenAnswer = self._post("/api/v1/tokens", {"name": name, "scope": scope, "days": days})
        return told

    def revoke_token(self, token_id: int) -> Done:
        """One's own; an owner may revoke anybody's. Tokens that were made with it are revoked with it."""
        told: Done = self._post(f"/api/v1/tokens/{token_id}/revoke", {})
        return told

    def settle_clash(self, clash_id: int, *, keep: str) -> Done:
        """`keep` the state of here (`ours`), which is then told there, or that of the tracker (`theirs`), which is then taken over."""
        told: Done = self._post(f"/api/v1/tracker-clashes/{clash_id}", {"keep": keep})
        return told

    def tracker_connections(self) -> list[TrackerRow]:
        """All of the workspace."""
        told: list[TrackerRow] = self._get("/api/v1/trackers", {})
        return told

    def tracker_connection(self, tracker_id: int) -> TrackerRow:
        """Tracker connection"""
        told: TrackerRow = self._get(f"/api/v1/trackers/{tracker_id}", {})
        return told

    def change_tracker(
        self,
        tracker_id: int,
        *,
        account: Unset | str = UNSET,
        brings_new: Unset | bool = UNSET,
        label: Unset | str = UNSET,
        wins: Unset | str = UNSET,
        states: Unset | dict[str, list[str]] | None = UNSET,
    ) -> Done:
        """To whom it leads stays. States that are called otherwise count from the next change on."""
        told: Done = self._post(
            f"/api/v1/trackers/{tracker_id}",
            {"account": account, "brings_new": brings_new, "label": label, "wins": wins, "states": states},
        )
        return told

    def tracker_clashes(
        self, tracker_id: int, *, open_only: Unset | bool = UNSET, limit: Unset | int = UNSET
    ) -> list[ClashRow]:
        """Where the state was changed here and there, the newest first; with those that are settled, how."""
        told: list[ClashRow] = self._get(
            f"/api/v1/trackers/{tracker_id}/clashes", {"open_only": open_only, "limit": limit}
        )
        return told

    def pause_tracker(self, tracker_id: int) -> Done:
        """Nothing is asked of it nor told to it. What changes meanwhile is made up for afterwards."""
        told: Done = self._post(f"/api/v1/trackers/{tracker_id}/pause", {})
        return told

    def remove_tracker(self, tracker_id: int) -> Done:
        """With its token and what was agreed on. Ideas and where they stand there stay."""
        told: Done = self._post(f"/api/v1/trackers/{tracker_id}/remove", {})
        return told

    def resume_tracker(self, tracker_id: int) -> Done:
        """Go on with a tracker"""
        told: Done = self._post(f"/api/v1/trackers/{tracker_id}/resume", {})
        return told

    def begin_take_over(self, tracker_id: int) -> Done:
        """A run: what changed there comes here, what changed here is told there. One that is under way is answered with."""
        told: Done = self._post(f"/api/v1/trackers/{tracker_id}/take-over", {})
        return told

    def test_tracker(self, tracker_id: int) -> str:
        """Asks the tracker for the project, and whether its issues may be changed; answers what it is called there. For owners."""
        told: str = self._post(f"/api/v1/trackers/{tracker_id}/test", {})
        return told

    def untold_ideas(self, tracker_id: int) -> list[UntoldRow]:
        """What could not be told there, and is tried again."""
        told: list[UntoldRow] = self._get(f"/api/v1/trackers/{tracker_id}/untold", {})
        return told

    def undo(self, *, act: str) -> Done:
        """Take back what one act did, if nobody changed it since; answers with the act's name."""
        told: Done = self._post("/api/v1/undo", {"act": act})
        return told

    def open_uploads(self, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET) -> OpenUploadsPage:
        """Uploads that are not finished, the newest first; they are swept away when nothing came for two weeks."""
        told: OpenUploadsPage = self._get("/api/v1/uploads", {"limit": limit, "cursor": cursor})
        return told

    def begin_upload(self, *, name: str, type: str, size: Unset | int | None = UNSET) -> Done:
        """A file that will come in parts. Without `size` it ends where it is finished."""
        told: Done = self._post("/api/v1/uploads", {"name": name, "type": type, "size": size})
        return told

    def upload(self, upload_id: int) -> UploadRow:
        """How far an upload is."""
        told: UploadRow = self._get(f"/api/v1/uploads/{upload_id}", {})
        return told

    def cancel_upload(self, upload_id: int) -> Done:
        """What has come of it goes from the disk. One that is finished stays a file."""
        told: Done = self._post(f"/api/v1/uploads/{upload_id}/cancel", {})
        return told

    def finish_upload(self, upload_id: int) -> Done:
        """All parts are here: the file is kept under its hash. Asked again, it answers the same."""
        told: Done = self._post(f"/api/v1/uploads/{upload_id}/finish", {})
        return told

    def keep_recording(
        self, upload_id: int, *, duration_ms: Unset | int | None = UNSET, pauses: Unset | list[list[int]] = UNSET
    ) -> Done:
        """What has come in is all there is: it becomes a recording of its interview. Asked again, it answers the same."""
        told: Done = self._post(
            f"/api/v1/uploads/{upload_id}/keep-recording", {"duration_ms": duration_ms, "pauses": pauses}
        )
        return told

    def votes_of(self, *, idea_ids: list[int]) -> dict[str, Votes]:
        """Of each of these ideas; those without a vote too."""
        told: dict[str, Votes] = self._get("/api/v1/votes", {"idea_ids": idea_ids})
        return told

    def hooks(self) -> list[HookRow]:
        """All of the workspace, the newest first."""
        told: list[HookRow] = self._get("/api/v1/webhooks", {})
        return told

    def add_hook(self, *, url: str, events: list[str], description: Unset | str = UNSET) -> AddHookAnswer:
        """From now on this address is told of these events."""
        told: AddHookAnswer = self._post("/api/v1/webhooks", {"url": url, "events": events, "description": description})
        return told

    def hook(self, hook_id: int) -> HookRow:
        """Hook"""
        told: HookRow = self._get(f"/api/v1/webhooks/{hook_id}", {})
        return told

    def edit_hook(self, hook_id: int, *, url: str, events: list[str], description: Unset | str = UNSET) -> Done:
        """What waits is sent to the new address."""
        told: Done = self._post(
            f"/api/v1/webhooks/{hook_id}", {"url": url, "events": events, "description": description}
        )
        return told

    def deliveries(
        self, hook_id: int, *, limit: Unset | int = UNSET, cursor: Unset | str = UNSET, state: Unset | str = UNSET
    ) -> DeliveriesPage:
        """What was sent to one webhook, or waits for it, the newest first; kept for 30 days."""
        told: DeliveriesPage = self._get(
            f"/api/v1/webhooks/{hook_id}/deliveries", {"limit": limit, "cursor": cursor, "state": state}
        )
        return told

    def switch_hook_off(self, hook_id: int) -> Done:
        """What waits stays and is sent when it is switched on again."""
        told: Done = self._post(f"/api/v1/webhooks/{hook_id}/off", {})
        return told

    def switch_hook_on(self, hook_id: int) -> Done:
        """What waited meanwhile is sent; what happened meanwhile is not told."""
        told: Done = self._post(f"/api/v1/webhooks/{hook_id}/on", {})
        return told

    def remove_hook(self, hook_id: int) -> Done:
        """With its secret and its deliveries."""
        told: Done = self._post(f"/api/v1/webhooks/{hook_id}/remove", {})
        return told

    def replay_failed(
        self, hook_id: int, *, since: str, until: Unset | str | None = UNSET, arrived: Unset | bool = UNSET
    ) -> Done:
        """All from this day on, until another, that failed or still wait for another try; with `arrived` also what arrived. Answers how many."""
        told: Done = self._post(
            f"/api/v1/webhooks/{hook_id}/replay", {"since": since, "until": until, "arrived": arrived}
        )
        return told

    def change_hook_secret(self, hook_id: int) -> ChangeHookSecretAnswer:
        """A new secret; the old one signs beside it for a day."""
        told: ChangeHookSecretAnswer = self._post(f"/api/v1/webhooks/{hook_id}/secret", {})
        return told

    def send_test_event(self, hook_id: int) -> Done:
        """An event that says nothing happened; answers with the delivery's number."""
        told: Done = self._post(f"/api/v1/webhooks/{hook_id}/test", {})
        return told

    def weight(self, *, node_ids: list[int], on: Unset | str = UNSET, below: Unset | bool = UNSET) -> dict[str, Weight]:
        """The weight of needs, ideas and outcomes on a day. `below`: with the needs that stand under them."""
        told: dict[str, Weight] = self._get("/api/v1/weights", {"node_ids": node_ids, "on": on, "below": below})
        return told

    def download_workspace(self, *, to: Path) -> Path:
        """Everything in the workspace in one file, for its owner. It holds also words that consent covers no more."""
        return self._save("/api/v1/workspace/export", {}, to)

    def rename_workspace(self, *, name: str) -> Done:
        """Its address stays, so that links keep leading here."""
        told: Done = self._post("/api/v1/workspace/rename", {"name": name})
        return told
