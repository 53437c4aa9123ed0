"""What the database itself must never hold, whoever writes: plain SQL on the demo workspace, past every act.

Each sentence of `NEVER` is one statement; it must be refused, and it must have met a row.
"""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, DataError, IntegrityError, connection, models, transaction
from django_scopes import scopes_disabled

from clew.front.demo.load import load_demo
from clew.ground.assist.api import set_up_model, try_connection
from clew.ground.assist.tests.liar import lying
from clew.ground.customers.api import (
    add_person,
    ask_for_consent,
    give_consent,
    withdraw_consent,
    write_consent_text,
)
from clew.ground.guests.api import share_with_guest
from clew.ground.hooks.api import add_hook, send_test_event
from clew.ground.ledger.guards import guarded_tables
from clew.ground.thread.api import add_option, open_decision
from clew.ground.workspaces.api import Access, Role, Scope, User, Workspace, create_workspace, invite, make_token
from clew.rooms.interviews.actions.coach import choose_rules, dismiss_flag

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TAKEN = "(SELECT min(node_id) FROM thread_decision WHERE decided_at IS NOT NULL)"
OPEN = "(SELECT min(node_id) FROM thread_decision WHERE decided_at IS NULL)"
NEVER = {
    # Nodes, and the tables of their kinds
    "a record is deleted": "DELETE FROM thread_node",
    "a record changes its kind": "UPDATE thread_node SET kind = 'idea' WHERE kind = 'need'",
    "a record of no known kind": "UPDATE thread_node SET kind = 'unicorn'",
    "a record without a title": "UPDATE thread_node SET title = ''",
    "a title without end": "UPDATE thread_node SET title = '" + "x" * 301 + "'",
    "a row of one kind for a node of another": "INSERT INTO evidence_need (node_id, workspace_id, detail)"
    " SELECT id, workspace_id, '' FROM thread_node WHERE kind = 'idea'",
    "a need is deleted": "DELETE FROM evidence_need",
    "an account is deleted": "DELETE FROM customers_account",
    "an infinite target": "UPDATE evidence_outcome SET target = 9e999 - 0"
    if connection.vendor == "sqlite"
    else "UPDATE evidence_outcome SET target = 'infinity'",
    # Links
    "a link is deleted": "DELETE FROM thread_link",
    "a link is replaced": "REPLACE INTO thread_link SELECT * FROM thread_link"
    if connection.vendor == "sqlite"
    else "TRUNCATE thread_link",
    "a link is turned": "UPDATE thread_link SET verb = 'contradicts' WHERE verb = 'supports'",
    "a link is moved": "UPDATE thread_link SET upstream_id = upstream_id + 1",
    "a reason without a withdrawal": "UPDATE thread_link SET withdrawn_reason = 'x' WHERE withdrawn_at IS NULL",
    "a link outside the table of verbs": "INSERT INTO thread_link (workspace_id, upstream_id, verb, downstream_id,"
    " note, created_at, withdrawn_reason) SELECT workspace_id, downstream_id, 'supports', upstream_id, '', created_at, ''"
    " FROM thread_link WHERE verb = 'supports'",
    "needs under each other": "INSERT INTO thread_link (workspace_id, upstream_id, verb, downstream_id, note, created_at,"
    " withdrawn_reason) SELECT l.workspace_id, l.downstream_id, 'under', l.upstream_id, '', l.created_at, ''"
    " FROM thread_link l JOIN thread_node n ON n.id = l.downstream_id WHERE l.verb = 'under' AND n.kind = 'need'",
    # Hours of interviews
    "somebody interviews twice at once": "INSERT INTO interviews_taken_quarter (workspace_id, user_id, quarter, interview_id)"
    " SELECT workspace_id, user_id, quarter, (SELECT max(node_id) FROM interviews_interview) FROM interviews_taken_quarter",
    "somebody has two hours booked": "UPDATE interviews_booking SET candidate_id = (SELECT min(candidate_id) FROM interviews_booking)",
    "a calendar entry gets another name": "UPDATE interviews_booking SET uid = 'another' WHERE interview_id ="
    " (SELECT min(interview_id) FROM interviews_booking)",
    "a calendar entry goes back": "UPDATE interviews_booking SET sequence = sequence - 1",
    "an interview ends before it begins": "UPDATE interviews_interview SET ends_at = starts_at WHERE starts_at IS NOT NULL",
    "hours on no day of the week": "UPDATE interviews_weekly_hours SET weekday = 7",
    "hours that end before they begin": "UPDATE interviews_weekly_hours SET ends = starts",
    "hours of another workspace": "UPDATE interviews_weekly_hours SET workspace_id = workspace_id + 1",
    "interviews without end": "UPDATE interviews_booking_plan SET minutes = 481",
    # Comments and history
    "a comment is deleted": "DELETE FROM thread_comment",
    "a comment says something else": "UPDATE thread_comment SET text = 'Never said'",
    "history is changed": "UPDATE ledger_entry SET actor_id = 0",
    "history is deleted": "DELETE FROM ledger_entry",
    # What was noted in interviews
    "a note before the start": "UPDATE interviews_note SET at_ms = -1",
    "a note without words": "UPDATE interviews_note SET text = ''",
    "a note twice": "UPDATE interviews_note SET client_id = (SELECT min(client_id) FROM interviews_note n2)"
    if connection.vendor == "sqlite"
    else "UPDATE interviews_note SET client_id = (SELECT client_id FROM interviews_note ORDER BY id LIMIT 1)",
    # What left the machine
    "a letter is deleted": "DELETE FROM assist_letter",
    "a letter went elsewhere": "UPDATE assist_letter SET address = 'https://elsewhere.example'",
    "a letter is sent again": "UPDATE assist_letter SET sent_at = '2020-01-01 00:00:00+00:00'",
    "a letter said something else": "UPDATE assist_letter_words SET sent = '{}'",
    "an answer said something else": "UPDATE assist_letter_words SET answer = 'Never said'",
    # Blind coding
    "a blind estimate is deleted": "DELETE FROM roadmap_blind_estimate",
    "a blind estimate is changed": "UPDATE roadmap_blind_estimate SET low = low - 1",
    "an estimate is taken back after it was shown": "UPDATE roadmap_blind_estimate SET replaced_at = made_at WHERE round_id IN"
    " (SELECT node_id FROM roadmap_round WHERE opened_at IS NOT NULL)",
    "a round asks somebody in another's place": "UPDATE roadmap_round_estimator SET user_id = user_id",
    "a round loses whoever has estimated in it": "DELETE FROM roadmap_round_estimator WHERE EXISTS (SELECT 1 FROM"
    " roadmap_blind_estimate b WHERE b.round_id = roadmap_round_estimator.round_id AND b.author_id = user_id)",
    "a round loses an idea of which was estimated": "DELETE FROM roadmap_round_idea WHERE round_id IN"
    " (SELECT round_id FROM roadmap_blind_estimate)",
    "an estimating round is hidden again": "UPDATE roadmap_round SET opened_at = NULL WHERE opened_at IS NOT NULL",
    "a file of an idea without a name": "UPDATE roadmap_attachment SET name = ''",
    "a file of an idea without its file": "UPDATE roadmap_attachment SET file_id = NULL",
    "what was expected of an item that is out is changed": "UPDATE roadmap_item SET horizon = 'later', latest = '2099-01-01' WHERE node_id IN"
    " (SELECT id FROM thread_node WHERE state = 'released')",
    "a forecast is changed": "UPDATE roadmap_forecast SET seed = seed + 1",
    "a history of what was finished is changed": "UPDATE roadmap_throughput SET name = 'x'",
    "a blind mark is deleted": "DELETE FROM interviews_blind_mark",
    "a blind mark is moved": 'UPDATE interviews_blind_mark SET start = start + 1, "end" = "end" + 1',
    "a mark is withdrawn after it was shown": "UPDATE interviews_blind_mark SET withdrawn_at = at",
    "a mark of somebody who has finished": "INSERT INTO interviews_blind_mark (workspace_id, round_id, source_id, coder_id,"
    ' code_id, start, "end", at) SELECT workspace_id, round_id, source_id, coder_id, code_id, 0, 1, at FROM interviews_blind_mark',
    "marks that were shown are hidden": "UPDATE interviews_coding_round SET revealed_at = NULL WHERE revealed_at IS NOT NULL",
    "a round is closed before it is shown": "UPDATE interviews_coding_round SET closed_at = '2026-01-01 00:00:00+00:00'"
    " WHERE revealed_at IS NULL",
    "an agreement says something else": "UPDATE interviews_round_agreement SET figures = '{}'",
    # Findings
    "a finding of no known severity": "UPDATE interviews_finding SET severity = 'terrible'",
    "a finding that more people showed than a study hears": "UPDATE interviews_finding SET counted = 1001",
    "a finding is deleted": "DELETE FROM interviews_finding",
    # Decisions
    **{
        f"another {column} of a taken decision": f"UPDATE thread_decision SET {column} = {value} WHERE node_id = {TAKEN}"
        for column, value in {
            "question": "'Another'",
            "flips": "'Another'",
            "snapshot": "'{}'",
            "snapshot_hash": "'0'",
            "decided_on": "'2020-01-01'",
            "decided_at": "NULL",
            "decided_by_id": "NULL",
        }.items()
    },
    "a decision taken in passing": f"UPDATE thread_decision SET decided_at = '2026-01-01 00:00:00' WHERE node_id = {OPEN}",
    "an option of a taken decision is rewritten": f"UPDATE thread_option SET reason = 'x' WHERE decision_id = {TAKEN}",
    "an option of a taken decision is removed": f"DELETE FROM thread_option WHERE decision_id = {TAKEN}",
    "an option is moved to a taken decision": f"UPDATE thread_option SET decision_id = {TAKEN} WHERE decision_id = {OPEN}",
    "two options are chosen": f"UPDATE thread_option SET chosen = (1 = 1) WHERE decision_id = {OPEN}",
    # Predictions and resolutions
    "a prediction is deleted": "DELETE FROM thread_prediction",
    "a prediction is made better": "UPDATE thread_prediction SET probability = 0.99 WHERE kind = 'probability'",
    "a resolution is deleted": "DELETE FROM thread_resolution",
    "a score is made better": "UPDATE thread_resolution SET score = 0",
    # Customers
    "a fact that ends before it begins": "UPDATE customers_fact SET ends_on = starts_on",
    "revenue below nothing": "UPDATE customers_fact SET amount = -1 WHERE kind = 'arr'",
    "revenue that is not said": "UPDATE customers_fact SET amount = NULL WHERE kind = 'arr'",
    "a plan without a name": "UPDATE customers_fact SET text = '' WHERE kind = 'plan'",
    "a fact of no known kind": "UPDATE customers_fact SET kind = 'mood'",
    "two values on one day": "INSERT INTO customers_fact (workspace_id, account_id, kind, amount, text, starts_on)"
    " SELECT workspace_id, account_id, kind, amount, text, '2031-01-01' FROM customers_fact WHERE ends_on IS NULL",
    "a consent text says something else": "UPDATE customers_consent_text SET body = 'Anything goes'",
    "a consent text is deleted": "DELETE FROM customers_consent_text",
    "two consent texts of one number": "INSERT INTO customers_consent_text (workspace_id, number, title, body, body_hash, made_at)"
    " SELECT workspace_id, number, title, body, body_hash, made_at FROM customers_consent_text",
    "more is asked afterwards": "UPDATE customers_consent SET asked = 'record quote clip share'",
    "consent for more than was asked": "UPDATE customers_consent SET given = 'record share', given_on = '2026-01-01', how = 'form'"
    " WHERE given_on IS NULL",
    "consent to something unknown": "UPDATE customers_consent SET given = 'everything', given_on = '2026-01-01', how = 'form'"
    " WHERE given_on IS NULL",
    "consent that says not how": "UPDATE customers_consent SET given = 'record', given_on = '2026-01-01' WHERE given_on IS NULL",
    "consent that ends before it begins": "UPDATE customers_consent SET given = 'record', given_on = '2026-01-01', how = 'form',"
    " expires_on = '2026-01-01' WHERE given_on IS NULL",
    "consent is made to last": "UPDATE customers_consent SET expires_on = '2099-01-01' WHERE given_on IS NOT NULL",
    "consent is given and refused": "UPDATE customers_consent SET refused_at = asked_at WHERE given_on IS NOT NULL",
    "consent is withdrawn that was not given": "UPDATE customers_consent SET withdrawn_at = asked_at WHERE given_on IS NULL",
    "a withdrawal is taken back": "UPDATE customers_consent SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL",
    "a consent is deleted": "DELETE FROM customers_consent",
    "two askings wait": "INSERT INTO customers_consent (workspace_id, person_id, text_id, asked, asked_at, given, how)"
    " SELECT workspace_id, person_id, text_id, asked, asked_at, '', '' FROM customers_consent WHERE given_on IS NULL",
    "two consents of one person stand": "INSERT INTO customers_consent"
    " (workspace_id, person_id, text_id, asked, asked_at, given, given_on, how)"
    " SELECT workspace_id, person_id, text_id, asked, asked_at, given, given_on, how FROM customers_consent"
    " WHERE given_on IS NOT NULL AND withdrawn_at IS NULL",
    # Sources and quotations
    "a source says something else": "UPDATE evidence_source_version SET text = 'Never said'",
    "the words of a source are deleted": "DELETE FROM evidence_source_version",
    "a source of no known kind": "UPDATE evidence_source SET kind = 'rumour'",
    **{
        f"another {column} of a quotation": f"UPDATE evidence_excerpt SET {column} = {value}"
        for column, value in {
            "exact": "'Never said'",
            "prefix": "'Never said'",
            "start": "start + 1",
            '"end"': '"end" + 1',
            "source_hash": "'0'",
        }.items()
    },
    "a quotation whose place is not known": "UPDATE evidence_excerpt SET now_start = NULL, now_end = NULL WHERE status = 'exact'",
    "a quotation in no known state": "UPDATE evidence_excerpt SET status = 'fine'",
    "a code under itself": "UPDATE evidence_code SET parent_id = node_id",
    # Themes
    "a source in a theme of another theming": "UPDATE evidence_theme_member SET theming_id = theming_id + 1",
    "a passage in a theme that ends before it begins": 'UPDATE evidence_theme_member SET start = "end" + 1',
    "a theme of no known origin": "UPDATE evidence_theme SET origin = 'magic'",
    # Interview guides
    "a guide is deleted": "DELETE FROM interviews_guide",
    "a guide asked something else": "UPDATE interviews_guide_version SET content = '{}'",
    "a version of a guide is deleted": "DELETE FROM interviews_guide_version",
    "a guide without minutes": "UPDATE interviews_guide SET minutes = 0",
    "a dismissal of another rule": "UPDATE interviews_dismissal SET rule = 'leading'",
    "a dismissal is deleted": "DELETE FROM interviews_dismissal",
    "two settings of one coach": "INSERT INTO interviews_coach (workspace_id, rules, known, team)"
    " SELECT workspace_id, rules, known, team FROM interviews_coach",
    # Search
    "words found in another workspace": "UPDATE search_document SET space = 'w0'",
    # Webhooks
    "a delivery says something else": "UPDATE hooks_delivery SET body = 'Never sent'",
    "a delivery goes under another number": "UPDATE hooks_delivery SET message_id = 'evt_0'",
    "a delivery in no known state": "UPDATE hooks_delivery SET state = 'lost'",
    "an address that is none": "UPDATE hooks_hook SET url = 'file:///etc/passwd'",
    "a webhook that is on and says why it is off": "UPDATE hooks_hook SET why_off = 'x'",
    # Recruiting
    "an answer to a screener says something else": "UPDATE interviews_answer SET answers = '{}'",
    "an answer to a screener is deleted": "DELETE FROM interviews_answer",
    "a version of a screener asks something else": "UPDATE interviews_screener SET title = 'Another'",
    "a vote is deleted": "DELETE FROM roadmap_vote",
    "a vote is somebody else's": "UPDATE roadmap_vote SET person_id = NULL",
    "a person votes twice": "INSERT INTO roadmap_vote (workspace_id, idea_id, person_id, cast_at)"
    " SELECT workspace_id, idea_id, person_id, cast_at FROM roadmap_vote WHERE withdrawn_at IS NULL",
    "what was done about a vote is changed": "UPDATE roadmap_vote_entry SET did = 'withdrawn', note = 'x'",
    "feedback of an unknown state": "UPDATE roadmap_feedback SET state = 'maybe'",
    "feedback says the same as itself": "UPDATE roadmap_feedback SET duplicate_of_id = source_id",
    "an answer without its day": "UPDATE roadmap_feedback SET answered_at = NULL WHERE state = 'answered'",
    "an answer to what waits": "UPDATE roadmap_feedback SET answer = 'x' WHERE state = 'new'",
    "one mail comes in twice": "UPDATE roadmap_feedback SET message_id = 'x'",
    "a comment on the portal in an unknown state": "UPDATE roadmap_portal_comment SET state = 'maybe'",
    "a suggestion in an unknown state": "UPDATE roadmap_suggestion SET state = 'maybe'",
    "a workspace has two portals": "INSERT INTO roadmap_portal (workspace_id, slug, title, intro, accent, is_on, is_public,"
    " holds_comments, logo_alt) SELECT workspace_id, 'other', title, intro, accent, is_on, is_public, holds_comments, logo_alt"
    " FROM roadmap_portal",
    "an idea that was merged into another is shown on the portal": "UPDATE roadmap_published_idea SET into_id = idea_id",
    "an idea has an unknown status on the portal": "UPDATE roadmap_published_idea SET status = 'maybe'",
    "consent is asked for nothing": "UPDATE interviews_consent_plan SET scopes = ''",
    "consent that holds for no day": "UPDATE interviews_consent_plan SET days = 0",
    "a quota of nobody": "UPDATE interviews_quota SET wanted = 0",
    "an incentive below nothing": "UPDATE interviews_incentive SET amount_minor = -1",
    # People
    "a workspace without an owner": "UPDATE workspaces_membership SET role = 'viewer' WHERE role = 'owner'",
    "a workspace that nobody owns": "DELETE FROM workspaces_membership WHERE role = 'owner'",
    "an invitation goes to another address": "UPDATE workspaces_invitation SET email = 'mallory@example.org'",
    "an invitation gives another role": "UPDATE workspaces_invitation SET role = 'owner'",
    "an invitation lasts longer": "UPDATE workspaces_invitation SET expires_at = '2099-01-01 00:00:00'",
    "an invitation is accepted by nobody": "UPDATE workspaces_invitation SET accepted_at = created_at",
    "an invitation is deleted": "DELETE FROM workspaces_invitation",
    "a guest's link shows another record": "UPDATE guests_link SET node_id = node_id + 1",
    "a guest's link lasts longer": "UPDATE guests_link SET expires_at = '2099-01-01 00:00:00'",
    "a guest's link is deleted": "DELETE FROM guests_link",
    "a token outlives the one it was made with": "INSERT INTO workspaces_api_token"
    " (workspace_id, user_id, name, prefix, scope, created_at, expires_at, made_with_id)"
    " SELECT workspace_id, user_id, 'For ever', 'clew_1', 'read', created_at, NULL, id FROM workspaces_api_token",
    "a token is made with one that only reads": "INSERT INTO workspaces_api_token"
    " (workspace_id, user_id, name, prefix, scope, created_at, expires_at, made_with_id)"
    " SELECT workspace_id, user_id, 'Writer', 'clew_2', 'write', created_at, expires_at, id FROM workspaces_api_token WHERE scope = 'read'",
    "a workspace without a name": "UPDATE workspaces_workspace SET name = ''",
    "a role of no known name": "UPDATE workspaces_membership SET role = 'king'",
    # Surveys about ideas
    "a survey is deleted": "DELETE FROM roadmap_survey",
    "a survey without end": "UPDATE roadmap_survey SET most_answers = 1000000",
    "an answer to a survey is deleted": "DELETE FROM roadmap_answer",
    "an answer to a survey is changed": "UPDATE roadmap_answer SET step = step + 1",
    "a respondent ends before they begin": "UPDATE roadmap_respondent SET begun_at = NULL WHERE answered_at IS NOT NULL",
    "two respondents with one number": "UPDATE roadmap_respondent SET number = 1",
}


def refuses(statement: str) -> str:
    """What the database said, empty if it did as it was told."""
    try:
        with scopes_disabled(), transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else a table in use is not emptied for that reason
            cursor.execute(statement)
            return ""
    except (IntegrityError, DataError) as error:
        return str(error)
    except DatabaseError as error:
        raise AssertionError(f"{statement}: {error}") from error


def ask_people(access: Access) -> None:
    """One consent that waits for its answer, one that stands, one that was withdrawn."""
    write_consent_text(access, title="Interviews", body="We record what you say.")
    people = [add_person(access, name=name).pk for name in ("Anna", "Ben", "Carl")]
    asked = [ask_for_consent(access, person_id=pk, scopes=("record", "quote")).pk for pk in people]
    for consent_id in asked[1:]:
        give_consent(access, consent_id=consent_id, scopes=("record",), how="written", given_on=date(2026, 1, 5))
    withdraw_consent(access, consent_id=asked[2])


def test_what_must_never_be_is_refused(access: Access, alice: User) -> None:
    """One test, since the demo workspace is dear to load."""
    load_demo(alice)
    made = open_decision(access, title="Still open")
    for title in ("This", "That"):
        add_option(access, decision_id=made.pk, title=title)
    invite(access, email="dora@example.org", role=Role.EDITOR)
    share_with_guest(access, node_id=made.pk, name="Ines")
    for scope in Scope:
        make_token(access, name=f"To {scope}", scope=scope, days=30)
    send_test_event(access, hook_id=add_hook(access, url="https://example.com", events=["need.created"]).id)
    ask_people(access)
    with lying() as model:
        set_up_model(access, address=model.address, model="liar")
        try_connection(access)
    choose_rules(access, rules=["closed"])
    dismiss_flag(access, rule="closed", question="Do you count by hand?")
    other = create_workspace(name="Elsewhere", owner=alice)
    assert [sentence for sentence, statement in NEVER.items() if not refuses(statement)] == []
    assert_nothing_kept_is_emptied()
    assert_no_row_moves_to(other)
    assert_no_row_points_out_of(other)


def assert_nothing_kept_is_emptied() -> None:
    empty = 'DELETE FROM "{}"' if connection.vendor == "sqlite" else 'TRUNCATE "{}" CASCADE'
    filled = [table.table for table in guarded_tables() if table.keeps_its_rows and _count(table.table)]
    assert {"thread_node", "thread_link", "ledger_entry", "thread_prediction"} <= set(filled)
    for name in filled:
        assert "never deleted" in refuses(empty.format(name)), name


def assert_no_row_moves_to(other: Workspace) -> None:
    filled = [table.table for table in guarded_tables() if table.has_workspace and _count(table.table)]
    assert {"evidence_theming", "search_document", "customers_fact", "workspaces_membership"} <= set(filled)
    for name in filled:
        assert refuses(f'UPDATE "{name}" SET workspace_id = {other.pk}'), name


def assert_no_row_points_out_of(other: Workspace) -> None:
    """A copy of a row, laid into another workspace, still points to where it was taken from."""
    met = 0
    for table in guarded_tables():
        columns = [c for c in table.columns if c != "workspace_id" and (c != table.key or c == "node_id")]
        listed = ", ".join(f'"{c}"' for c in columns)
        for border in table.borders:
            pointing = f'"{table.table}" WHERE "{border.column}" IS NOT NULL'
            if _count(table.table, f'"{border.column}" IS NOT NULL'):
                met += 1
                copy = (
                    f'INSERT INTO "{table.table}" (workspace_id, {listed}) SELECT {other.pk}, {listed} FROM {pointing}'
                )
                assert refuses(copy), (table.table, border.column)
    assert met > 25


def test_every_foreign_key_between_workspaces_has_its_border() -> None:
    """Counted here from the models by another way than the guards are."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("clew.")]
    of_workspace = {m for m in ours if "workspace" in {f.name for f in m._meta.local_concrete_fields}}
    expected = {
        (model._meta.db_table, field.column)
        for model in of_workspace
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in of_workspace
    }
    assert len(expected) > 30
    assert {(table.table, border.column) for table in guarded_tables() for border in table.borders} == expected


def _count(table: str, where: str = "1 = 1") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {where}')
        return int(cursor.fetchone()[0])
