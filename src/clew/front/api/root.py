"""The API as django-ninja serves it: one operation for each row of the table, and the reference made from the same."""

import inspect
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Status
from ninja.constants import NOT_SET
from ninja.params import functions as params

from clew.front.api import problems, uploads
from clew.front.api.answers import Done, Json, done, kept_of, schema_of
from clew.front.api.gate import AGAIN_HEADER, OFTEN, Token, once
from clew.front.api.paging import page
from clew.front.api.shapes import Shape, shape_of
from clew.ground.doors.api import PART, Door, before_mail, sent
from clew.ground.workspaces.api import Access

ABOUT = "Every act and query of a workspace. A token, made in the settings, opens the workspace it was made in."

FILE = {
    200: {
        "description": "The file",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def build(doors: list[Door]) -> NinjaAPI:
    api = NinjaAPI(
        title="Clew",
        version=version("clew"),
        description=ABOUT,
        urls_namespace="api",
        auth=Token(),
        renderer=Json(),
        docs_url=None,
        openapi_url=None,
    )
    problems.install(api)
    for door in doors:
        api.default_router.add_api_operation(
            "/" + PART.sub(r"{int:\1}", door.path),
            [door.method],
            view_of(door),
            response=NOT_SET if door.is_file else schema_of(door),
            operation_id=door.name,
            summary=door.summary,
            description=door.about,
            tags=[door.tag],
            throttle=OFTEN[door.method],
            openapi_extra={"responses": {**problems.REFERENCE, **(FILE if door.is_file else {})}},
        )
    uploads.install(api)
    return api


def reference(api: NinjaAPI) -> dict[str, Any]:
    """The OpenAPI document, the same whoever asks."""
    told = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    told["components"]["schemas"]["Problem"] = problems.SCHEMA
    told["components"]["responses"] = problems.RESPONSES
    return told


def view_of(door: Door) -> Callable[..., Any]:
    """A function with the parameters of this door, as django-ninja reads them."""
    shape = shape_of(door)

    def view(request: HttpRequest, **asked_for: Any) -> Any:
        access: Access = request.auth  # type: ignore[attr-defined]
        access.require(door.role)
        asked, told = asked_for.pop("asked", None), asked_for.pop("told", None)
        if shape.is_paged:
            given = {**asked_for, **_given(asked, but=("limit", "cursor"))}
            return page(lambda **window: door.call(access, **given, **window), asked, kept_in=door.items)
        given = {**asked_for, **_given(asked)}
        if door.is_act:
            return acted(request, door, access, given, told)
        if door.is_file:
            return sent(request, door.call(access, **given))
        return Status(200, door.call(access, **given))  # said, since a pair would be taken for a status and its answer

    view.__name__ = door.name
    view.__signature__ = _signature(shape)  # type: ignore[attr-defined]
    return view


def acted(request: HttpRequest, door: Door, access: Access, given: dict[str, Any], told: HttpResponse) -> Any:
    """What the act answers; `told` says of one that was done before, so that nobody waits for a secret that is told once."""

    def act() -> Any:
        if door.mails:  # what was done before sends none
            before_mail(request, access.user_id)
        return answer_of(door, access, given)

    answer, is_again = once(request, access, act, lambda made: kept_of(door, made))
    if is_again:
        told[AGAIN_HEADER] = "true"
    if door.once:
        told["Cache-Control"] = "no-store"
    return Status(200, answer)


def answer_of(door: Door, access: Access, given: dict[str, Any]) -> Any:
    result = door.call(access, **given)
    return done(result) if schema_of(door) is Done else result


def _given(asked: Any, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """The values as they were read, without turning what is nested into plain dictionaries."""
    return {name: getattr(asked, name) for name in type(asked).model_fields if name not in but} if asked else {}


def _signature(shape: Shape) -> inspect.Signature:
    kind = inspect.Parameter.KEYWORD_ONLY
    some = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)]
    some.append(inspect.Parameter("told", kind, annotation=HttpResponse))
    some += [inspect.Parameter(n, kind, annotation=h, default=params.Path(...)) for n, h in shape.path.items()]
    if shape.query is not None:
        some.append(inspect.Parameter("asked", kind, annotation=shape.query, default=params.Query(...)))
    if shape.body is not None:
        some.append(inspect.Parameter("asked", kind, annotation=shape.body, default=params.Body(...)))
    return inspect.Signature(some)
