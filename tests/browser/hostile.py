"""A house whose every text is an attack, made in a process of its own by the acts that people use; prints where everything is."""

import json
from datetime import date
from typing import Any

SCRIPTS = (
    "<script>window.stung='tag'</script>",
    '"><img src=x onerror="window.stung=\'image\'">',
    "</textarea></title><svg onload=\"window.stung='svg'\">",
    "{{ constructor.constructor('window.stung=1')() }}",
)

EMAIL, PASSWORD = "mallory@example.org", "correct horse battery"


def main() -> None:
    from clew.front.cli.house import prepare
    from clew.ground.doors.commands import start_django

    start_django()
    prepare("")
    from clew.ground.doors.commands import way_in
    from clew.ground.workspaces.api import Role, create_user, enter, join, workspace

    access = way_in(None)
    hostile = create_user(email=EMAIL, name=SCRIPTS[1], password=PASSWORD)
    join(workspace(access), hostile, Role.OWNER)
    access = enter(hostile, access.slug)
    print(json.dumps({"slug": access.slug, "records": _records(access)}))


def _records(access: Any) -> dict[str, int]:
    from clew.ground.customers import api as customers
    from clew.ground.evidence import api as evidence
    from clew.ground.thread import api as thread

    def bad(what: str) -> str:
        return f"{what} {''.join(SCRIPTS)}"

    account = customers.add_account(access, name=bad("account"), external_id=SCRIPTS[1]).pk
    customers.set_fact(access, account_id=account, kind="plan", text=SCRIPTS[1], starts_on=date(2026, 1, 1))
    person = customers.add_person(access, name=bad("person"), role=SCRIPTS[1][:100], account_id=account).pk
    segment = customers.add_segment(access, name=bad("segment"), rule={"plans": [SCRIPTS[1]]}).pk
    text = bad("The shelf label never prints.") * 3
    source = evidence.add_source(
        access, title=bad("source"), text=text, url="https://example.org/", channel=SCRIPTS[1]
    ).pk
    need = evidence.add_need(access, title=bad("need"), detail=bad("detail")).pk
    outcome = evidence.add_outcome(access, title=bad("outcome"), metric=SCRIPTS[1]).pk
    excerpt = evidence.mark(
        access, source_id=source, start=0, end=60, exact=text[:60], need_id=need, note=bad("note")
    ).pk
    code = evidence.add_code(access, title=bad("code"), definition=bad("definition")).pk
    evidence.apply_code(access, excerpt_id=excerpt, name=bad("other code"))
    idea = evidence.add_idea(access, title=bad("idea"), detail=bad("detail"), addresses=[need]).pk
    decision = thread.open_decision(access, title=bad("decision"), question=bad("question"), flips=bad("flips")).pk
    thread.add_option(access, decision_id=decision, title=bad("option"))
    prediction = thread.register_prediction(
        access, question=bad("prediction"), probability=0.5, resolve_by=date(2030, 1, 1),
        decision_id=decision,
    ).pk  # fmt: skip
    thread.comment(access, node_id=need, text=bad("comment"))
    return {
        "account": account, "person": person, "segment": segment, "source": source, "need": need, "outcome": outcome,
        "excerpt": excerpt, "code": code, "idea": idea, "decision": decision, "prediction": prediction,
    }  # fmt: skip


if __name__ == "__main__":
    main()
