"""A segment's rule: a few plain conditions over the facts of a day, all of which must hold."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from clew.ground.customers.models import Account, AccountFact
from clew.ground.ledger.api import Refused

NUMBERS = ("arr_from", "arr_to", "size_from", "size_to")
PLAN_LIMIT = 20


def check_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule with nothing else in it; refused when a part makes no sense."""
    unknown = set(rule) - {*NUMBERS, "plans"}
    if unknown:
        raise Refused(
            f"A rule knows no “{sorted(unknown)[0]}”.", field="rule", remedy="Use plans, yearly revenue and size."
        )
    checked: dict[str, Any] = {name: _amount(name, rule[name]) for name in NUMBERS if rule.get(name) not in (None, "")}
    plans = [str(p).strip()[:120] for p in rule.get("plans") or [] if str(p).strip()]
    if len(plans) > PLAN_LIMIT:
        raise Refused(f"At most {PLAN_LIMIT} plans.", field="plans", remedy="Name fewer.")
    for low, high in (("arr_from", "arr_to"), ("size_from", "size_to")):
        if low in checked and high in checked and checked[low] > checked[high]:
            raise Refused("The lower bound is above the upper one.", field=low, remedy="Swap them.")
    return {**checked, **({"plans": plans} if plans else {})}


def conditions(rule: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """The rule as (kind of fact, comparison, value), all of which must hold."""
    signs = (("from", ">="), ("to", "<="))
    names = [(kind, f"{kind}_{end}", sign) for kind in ("arr", "size") for end, sign in signs]
    found: list[tuple[str, str, Any]] = [(kind, sign, rule[name]) for kind, name, sign in names if name in rule]
    return found + ([("plan", "in", rule["plans"])] if rule.get("plans") else [])


def holds(rule: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Whether the rule holds for an account with these facts of a day, by kind. What is not known fits no condition."""
    return all(
        kind in facts and _COMPARES[comparison](facts[kind], value) for kind, comparison, value in conditions(rule)
    )


_COMPARES: dict[str, Callable[[Any, Any], bool]] = {
    ">=": lambda has, value: has >= value,
    "<=": lambda has, value: has <= value,
    "in": lambda has, value: has in value,
}
_LOOKUPS = {">=": "amount__gte", "<=": "amount__lte", "in": "text__in"}


def accounts_matching(rule: dict[str, Any], on: date) -> QuerySet[Account]:
    """The accounts for which the rule holds on a day. Called inside a query."""
    found = Account.objects.filter(node__archived_at__isnull=True)
    for kind, comparison, value in conditions(rule):
        fact = facts_on(on).filter(account=OuterRef("pk"), kind=kind, **{_LOOKUPS[comparison]: value})
        found = found.filter(Exists(fact))
    return found


def facts_on(on: date) -> QuerySet[AccountFact]:
    """The facts that hold on a day: from their first day up to, not with, their last."""
    return AccountFact.objects.filter(starts_on__lte=on).exclude(ends_on__lte=on)


def in_words(rule: dict[str, Any], currency: str) -> str:
    """The rule as a person would say it."""
    parts = [f"plan {' or '.join(rule['plans'])}"] if rule.get("plans") else []
    for kind, label, scale, unit in (("arr", "yearly revenue", 100, f" {currency}"), ("size", "size", 1, "")):
        low, high = rule.get(f"{kind}_from"), rule.get(f"{kind}_to")
        if low is not None:
            parts.append(f"{label} from {low / scale:,.0f}{unit}")
        if high is not None:
            parts.append(f"{label} up to {high / scale:,.0f}{unit}")
    return ", ".join(parts)


def _amount(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10**15:
        raise Refused("That is not a number in range.", field=name, remedy="Type a number that is not negative.")
    return value
