"""A template that shows a name which its page does not give fails: Django shows nothing there, and nobody would notice
(a list to choose from was empty once, when its page stopped giving it).

Names with a dot may be missing, since one form serves what is new and what is changed; so may those with a default."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template.base import FilterExpression, Variable
from django.template.context import BaseContext


@pytest.fixture(autouse=True, scope="session")
def every_name_is_given() -> Iterator[None]:
    resolve = FilterExpression.resolve

    def checked(self: FilterExpression, context: BaseContext, ignore_failures: bool = False) -> Any:
        if not ignore_failures and _is_missing(self, context):
            raise AssertionError(f"No page gives “{self.var}” to {getattr(context.template, 'name', 'a template')}.")
        return resolve(self, context, ignore_failures)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FilterExpression, "resolve", checked)
        yield


def _is_missing(shown: FilterExpression, context: BaseContext) -> bool:
    names = shown.var.lookups if isinstance(shown.var, Variable) else None
    if not names or len(names) > 1 or names[0] in context:
        return False
    return not any(function.__name__ == "default" for function, _ in shown.filters)
