"""Accounts with their dated facts, people, segments."""

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from clew.front.pages.consent import consent_of
from clew.ground.customers import api as customers
from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, typed, url, whole
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role

PAGE = 50
GROUPS = (("", "No groups"), ("plan", "Plan"))
FACTS = (("arr", "Yearly revenue"), ("plan", "Plan"), ("size", "Size"))
SEGMENTS = 20  # each is measured over all accounts


def accounts(request: WorkRequest) -> HttpResponse:
    asked = request.GET
    page, on, by_plan = whole(asked.get("page"), high=1000), _as_of(request), asked.get("group") == "plan"
    rows = customers.accounts(
        request.access,
        search=asked.get("q", "").strip(),
        plan=asked.get("plan", ""),
        on=on,
        sort=asked.get("sort", "name"),
        by_plan=by_plan,
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )
    shown = {
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "on": on,
        "plans": customers.plans(request.access),
        "groups": GROUPS,
        "is_narrowed": any(asked.get(name) for name in ("q", "plan", "on")) or page > 1,
        "group": "plan" if by_plan else "",
    }
    return render(
        request,
        "customers/accounts.html",
        {**shown, "q": asked.get("q", ""), "sort": asked.get("sort", "name"), "plan": asked.get("plan", "")},
    )


def add_account(request: WorkRequest) -> HttpResponse:
    made = customers.add_account(
        request.access,
        name=typed.words(request.POST, "name", most=300),
        external_id=typed.words(request.POST, "external_id", most=200),
    )
    return done(
        request, "Account added. State its revenue and plan next.", url(request, "record", node_id=made.pk), undo=True
    )


def set_fact(request: WorkRequest, pk: int) -> HttpResponse:
    kind = request.POST.get("kind", "")
    value = typed.number(request.POST, "amount") if kind != "plan" else None
    customers.set_fact(
        request.access,
        account_id=pk,
        kind=kind,
        amount=None if value is None else round(value * 100) if kind == "arr" else round(value),
        text=typed.words(request.POST, "text", most=120) if kind == "plan" else "",
        starts_on=typed.day(request.POST, "starts_on"),
        ends_on=typed.day(request.POST, "ends_on"),
    )
    return done(request, "Stated. What was so before ends on that day.", url(request, "record", node_id=pk))


def remove_fact(request: WorkRequest, pk: int, fact: int) -> HttpResponse:
    customers.remove_fact(request.access, fact_id=fact)
    return done(request, "Fact removed; the history keeps it.", url(request, "record", node_id=pk), undo=True)


def options(request: WorkRequest) -> JsonResponse:
    found = customers.account_choices(request.access, search=request.GET.get("q", ""))[:20]
    return JsonResponse({"items": [{"id": pk, "title": name} for pk, name in found]})


def people(request: WorkRequest) -> HttpResponse:
    page, search = whole(request.GET.get("page"), high=1000), request.GET.get("q", "").strip()
    rows = customers.people(request.access, search=search, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "q": search}
    return render(request, "customers/people.html", {**shown, "choices": customers.account_choices(request.access)})


def add_person(request: WorkRequest) -> HttpResponse:
    made = customers.add_person(request.access, name=typed.words(request.POST, "name", most=300), **_person(request))
    return done(request, "Person added.", url(request, "record", node_id=made.pk), undo=True)


def edit_person(request: WorkRequest, pk: int) -> HttpResponse:
    customers.edit_person(request.access, person_id=pk, **_person(request))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def segments(request: WorkRequest) -> HttpResponse:
    page, on = whole(request.GET.get("page"), high=1000), _as_of(request)
    rows = customers.segments(request.access, on=on, limit=SEGMENTS + 1, offset=(page - 1) * SEGMENTS)
    shown = {"rows": rows[:SEGMENTS], "more": len(rows) > SEGMENTS, "page": page, "on": on}
    shown |= {"plans": customers.plans(request.access), "ticked": request.POST.getlist("plans")}
    return render(request, "customers/segments.html", shown)


def fitting(request: WorkRequest) -> JsonResponse:
    """What the rule in a form would gather, said while it is typed."""
    try:
        rule = {name: value for name, value in _rule(request.GET).items() if value != []}
        found, of = customers.fitting(request.access, rule=rule)
    except Refused as error:
        return JsonResponse({"text": f"{error.message} {error.remedy}".strip()})
    fits = f"It gathers {found:,} of {of:,} account{'' if of == 1 else 's'} today."
    return JsonResponse({"text": fits if rule else "No rule yet: the accounts are picked by hand."})


def add_segment(request: WorkRequest) -> HttpResponse:
    made = customers.add_segment(
        request.access, name=typed.words(request.POST, "name", most=300), rule=_rule(request.POST)
    )
    return done(request, "Segment added.", url(request, "record", node_id=made.pk), undo=True)


def set_rule(request: WorkRequest, pk: int) -> HttpResponse:
    customers.set_rule(request.access, segment_id=pk, rule=_rule(request.POST))
    return done(request, "Rule changed.", url(request, "record", node_id=pk), undo=True)


def pick(request: WorkRequest, pk: int) -> HttpResponse:
    chosen = [int(v) for v in request.POST.getlist("account") if v.isdecimal()]
    added = customers.pick(request.access, segment_id=pk, account_ids=chosen)
    return done(request, f"{added} added.", url(request, "record", node_id=pk), undo=bool(added))


def unpick(request: WorkRequest, pk: int, account: int) -> HttpResponse:
    customers.unpick(request.access, segment_id=pk, account_id=account)
    return done(request, "Taken out.", url(request, "record", node_id=pk), undo=True)


@body("account")
def account_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    return "customers/account.html", {
        "account": customers.account(request.access, node.id),
        "fact_kinds": FACTS,
        "today": timezone.localdate(),
    }


@body("person", lead="customers/person_lead.html")
def person_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    return "customers/person.html", {
        "person": customers.person(request.access, node.id),
        **consent_of(request, node.id),
        "choices": customers.account_choices(request.access),
    }


@body("segment", lead="customers/segment_lead.html")
def segment_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    on = _as_of(request)
    found = customers.segment(request.access, node.id, on=on)
    shown = {
        "segment": found,
        "ticked": request.POST.getlist("plans") if request.refused else found.rule.get("plans", []),
        "on": on,
        "plans": customers.plans(request.access),
    }
    return "customers/segment.html", {**shown, "choices": customers.account_choices(request.access)}


def _as_of(request: WorkRequest) -> date:
    try:
        return typed.day(request.GET, "on") or timezone.localdate()
    except Refused:
        return timezone.localdate()


def _person(request: WorkRequest) -> dict[str, Any]:
    return {
        "email": typed.words(request.POST, "email", most=254),
        "role": typed.words(request.POST, "role", most=120),
        "account_id": typed.whole_number(request.POST, "account"),
    }


def _rule(data: QueryDict) -> dict[str, Any]:
    """The rule's form: money is typed in whole units, stored in cents."""
    rule: dict[str, Any] = {"plans": data.getlist("plans")}
    for name, scale in (("arr_from", 100), ("arr_to", 100), ("size_from", 1), ("size_to", 1)):
        value = typed.number(data, name)
        if value is not None:
            rule[name] = round(value * scale)
    return rule


ROUTES = [
    Route("accounts", "accounts", accounts, get=Role.VIEWER),
    Route("accounts/add", "account_add", add_account, post=Role.EDITOR, again=accounts),
    Route("accounts/options", "account_options", options, get=Role.VIEWER),
    Route("accounts/<int:pk>/facts", "fact_set", set_fact, post=Role.EDITOR, again=record_again),
    Route(
        "accounts/<int:pk>/facts/<int:fact>/remove", "fact_remove", remove_fact, post=Role.EDITOR, again=record_again
    ),
    Route("people", "people", people, get=Role.VIEWER),
    Route("people/add", "person_add", add_person, post=Role.EDITOR, again=people),
    Route("people/<int:pk>/edit", "person_edit", edit_person, post=Role.EDITOR, again=record_again),
    Route("segments", "segments", segments, get=Role.VIEWER),
    Route("segments/fitting", "segment_fitting", fitting, get=Role.VIEWER),
    Route("segments/add", "segment_add", add_segment, post=Role.EDITOR, again=segments),
    Route("segments/<int:pk>/rule", "segment_rule", set_rule, post=Role.EDITOR, again=record_again),
    Route("segments/<int:pk>/pick", "segment_pick", pick, post=Role.EDITOR, again=record_again),
    Route("segments/<int:pk>/unpick/<int:account>", "segment_unpick", unpick, post=Role.EDITOR, again=record_again),
]
