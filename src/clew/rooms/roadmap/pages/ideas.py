"""The ideas of the room: list, board and matrix, what is done to many at once, and saved views."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from clew.ground.doors.api import Route, WorkRequest, done, in_json, typed, url, whole
from clew.ground.workspaces.api import Role, members
from clew.rooms.roadmap import plots
from clew.rooms.roadmap.actions import ideas as acts
from clew.rooms.roadmap.actions import saved_views as view_acts
from clew.rooms.roadmap.pages import idea_timeline
from clew.rooms.roadmap.pages.idea_columns import NAME, TITLE, address, carried, columns
from clew.rooms.roadmap.pages.idea_filters import STATES, choices_of, field_filters, filters, is_filtered, words_of
from clew.rooms.roadmap.pages.ideas_asked import by_field, group_of
from clew.rooms.roadmap.queries import idea_tree as tree_queries
from clew.rooms.roadmap.queries import ideas as queries
from clew.rooms.roadmap.queries import matrix as matrix_queries
from clew.rooms.roadmap.queries.fields import FieldRow, fields
from clew.rooms.roadmap.queries.sought import NOTHING, asked_for

PAGE, MOST_PAGES, MOST_ASKED = 25, 2000, 4000
VIEWS = (
    ("", "List", "list"), ("board", "Board", "columns-3"), ("matrix", "Matrix", "crosshair"),
    ("timeline", "Timeline", "calendar"), ("tree", "Tree", "list-tree"),
)  # fmt: skip
SORTS = (
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
    ("name", "Name"),
    ("votes", "Votes"),
    ("revenue", "Revenue of who voted"),
    ("ranking", "Place in the last ranking"),
)
A_TO_Z, AS_LISTED = ("A to Z", "Z to A"), ("as listed", "last of the list first")
WAYS = {  # of a field: upwards, and downwards
    "number": ("smallest first", "largest first"), "date": ("earliest first", "latest first"),
    "text": A_TO_Z, "link": A_TO_Z, "member": A_TO_Z, "choice": AS_LISTED, "choices": AS_LISTED,
    "check": ("no first", "yes first"),
}  # fmt: skip
FOLDED = ("group", "by", "lanes", "x", "y")


def index(request: WorkRequest) -> HttpResponse:
    view = request.GET.get("view", "")
    known = fields(request.access)
    chosen = columns(request.GET, known)
    shown = {
        "view": view if view in {name for name, _, _ in VIEWS} else "",
        "views": VIEWS,
        "fields": known,
        "saved": queries.saved_views(request.access),
        "saved_here": whole(request.GET.get("saved"), low=0, high=2**62, default=0),
        "asked_here": address(request.GET, chosen),
        "chosen": chosen,
        **_choices(request, known),
        **_SHOWN.get(view, _list)(request, known),
    }
    return render(request, "roadmap/ideas/index.html", shown)


def _list(request: WorkRequest, known: Sequence[FieldRow]) -> dict[str, Any]:
    page = whole(request.GET.get("page"), high=MOST_PAGES)
    asked = asked_for(request.GET)
    rows = queries.listed_ideas(
        request.access, **asked, group=request.GET.get("group", ""), limit=PAGE + 1, offset=(page - 1) * PAGE
    )
    group = request.GET.get("group", "")
    return {
        "rows": [(row, group_of(row, group, known)) for row in rows[:PAGE]],
        "more": len(rows) > PAGE,
        "page": page,
        "carried": [(NAME, TITLE), *carried(request.GET)],
        "group": group,
        "groups": [
            ("", "No groups"),
            ("state", "By state"),
            ("owner", "By owner"),
            *by_field(known, "choice", "member", "check"),
        ],
    }


def _board(request: WorkRequest, known: Sequence[FieldRow]) -> dict[str, Any]:
    by = request.GET.get("by") or "state"
    return {
        "columns": queries.board(request.access, by=by, **asked_for(request.GET)),
        "by": by,
        "bys": [("state", "By state"), *by_field(known, "choice")],
    }


def _matrix(request: WorkRequest, known: Sequence[FieldRow]) -> dict[str, Any]:
    axes = matrix_queries.axes(request.access)
    first = [axis.key for axis in axes]
    x, y = request.GET.get("x") or first[min(3, len(first) - 1)], request.GET.get("y") or first[0]
    told = matrix_queries.matrix(request.access, x=x, y=y, **asked_for(request.GET))
    rows = [(one.id, one.title, one.x, one.x_low, one.x_high, one.y, one.y_low, one.y_high) for one in told.ideas]
    across = plots.ends([value for row in rows for value in row[2:5]])
    up = plots.ends([value for row in rows for value in row[5:8]])
    return {
        "told": told,
        "spots": plots.spots(rows, across, up),
        "across": plots.ticks(*across, plots.LEFT, plots.WIDTH - plots.RIGHT),
        "up": plots.ticks(*up, plots.HEIGHT - plots.BOTTOM, plots.TOP),
        "x": x,
        "y": y,
        "axes": [(axis.key, axis.name) for axis in axes],
    }


def _tree(request: WorkRequest, known: Sequence[FieldRow]) -> dict[str, Any]:
    page = whole(request.GET.get("page"), high=MOST_PAGES)
    return {"told": tree_queries.idea_tree(request.access, **asked_for(request.GET), page=page), "page": page}


_SHOWN = {"board": _board, "matrix": _matrix, "timeline": idea_timeline.shown, "tree": _tree}


def _choices(request: WorkRequest, known: Sequence[FieldRow]) -> dict[str, Any]:
    """What can be filtered and sorted by, with what is chosen now."""
    ways = queries.ways_to_look(request.access)
    people = [(str(one.user_id), one.name) for one in members(request.access)]
    asked, fielded = request.GET, field_filters(request.GET, known, people)
    return {
        "q": asked.get("q", ""), "sort": asked.get("sort", "newest"),
        "filters": filters(asked, ways, people),
        "fielded": fielded,
        "fielded_words": words_of(fielded),
        "tags": [(name, name) for name in ways.tags],
        "people": people,
        "field_values": _values(known, people),
        "sorts": [*SORTS, *(one for field in known for one in _both_ways(field))],
        "all_states": STATES,
        "folds": "open" if _is_narrowed(asked) else "closed",
        "is_filtered": is_filtered(asked),
    }  # fmt: skip


def _both_ways(field: FieldRow) -> tuple[tuple[str, str], ...]:
    up, down = WAYS[field.kind]
    return (f"field-{field.id}", f"{field.name}, {up}"), (f"-field-{field.id}", f"{field.name}, {down}")


def _is_narrowed(asked: QueryDict) -> bool:
    """By something that stands behind the button Filter on a phone."""
    is_sorted = asked.get("sort", "newest") not in ("", "newest")
    return is_sorted or any(asked.get(name) for name in FOLDED) or is_filtered(asked, but="text")


def _values(known: Sequence[FieldRow], people: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each value of a list, a member, a yes, as many ideas may get it at once."""
    listed = [(field, choices) for field in known if (choices := choices_of(field, people))]
    return [
        (f"{field.id}:{value}", f"{field.name}: {name}")
        for field, choices in listed
        for value, name in (*choices, (NOTHING, "none"))
    ]


def _chosen(request: WorkRequest) -> Sequence[int]:
    """The rows that are ticked; or all that fit, on whichever page of the list."""
    data = request.POST
    if "fitting" in data:
        asked = QueryDict(typed.words(data, "fitting", most=MOST_ASKED))
        return queries.fitting_ideas(request.access, **asked_for(asked))
    return typed.ticked(data, "ids")


def change(request: WorkRequest) -> HttpResponse:
    """What the bar below the list asks of the chosen ideas."""
    data = request.POST
    chosen = _chosen(request)
    if data.get("act") == "archive":
        count = acts.change_ideas(request.access, idea_ids=chosen, away=True)
        return done(request, f"{count} archived.", undo=True)
    if data.get("act") == "estimate":
        return redirect(f"{url(request, 'estimating_new')}?ideas={','.join(map(str, chosen))}")
    field, _, value = data.get("field", "").partition(":")
    owner = typed.whole_number(data, "owner")
    count = acts.change_ideas(
        request.access,
        idea_ids=chosen,
        state=typed.words(data, "state", most=24),
        owner_id=owner,
        add_tag=typed.words(data, "add_tag", most=60),
        remove_tag=typed.words(data, "remove_tag", most=60),
        field_id=whole(field, low=1, high=2**62, default=0) or None,
        value=_typed_value(value),
    )
    return done(request, f"{count} idea{'' if count == 1 else 's'} changed.", undo=True)


def _typed_value(value: str) -> Any:
    """Of a choice, a member or a yes, as the bulk bar and the columns of the board name them."""
    if value in ("", NOTHING):
        return None
    return True if value == "yes" else int(value) if value.isdecimal() and len(value) < 19 else value


@in_json
def put(request: WorkRequest) -> dict[str, str]:
    """A card put into another column, by drag or by keys: into a state, or a choice of the field that the board stands by."""
    card, column = typed.whole_number(request.POST, "card") or 0, typed.words(request.POST, "column", most=40)
    asked = QueryDict(typed.words(request.POST, "asked", most=2000), mutable=True)
    field = asked.get("by", "").removeprefix("field-")
    if field in ("", "state"):
        acts.change_ideas(request.access, idea_ids=[card], state=column)
    else:
        field_id = whole(field, low=1, high=2**62, default=0) or None
        acts.change_ideas(request.access, idea_ids=[card], field_id=field_id, value=_typed_value(column))
    asked["at"] = str(card)
    return {
        "to": done(request, "Moved.", f"{url(request, 'roadmap_ideas')}?{asked.urlencode()}", undo=True)["Location"]
    }


def save_view(request: WorkRequest) -> HttpResponse:
    asked = typed.words(request.POST, "asked", most=2000)
    made = view_acts.save_view(
        request.access, name=typed.words(request.POST, "name", most=200), asked=asked, for_all="for_all" in request.POST
    )
    return done(request, "View saved.", f"{url(request, 'roadmap_ideas')}?{_with(made.asked, made.pk)}", undo=True)


def drop_view(request: WorkRequest, pk: int) -> HttpResponse:
    view_acts.drop_view(request.access, view_id=pk)
    return done(request, "View dropped.", url(request, "roadmap_ideas"), undo=True)


def _with(asked: str, pk: int) -> str:
    return "&".join(part for part in (asked, urlencode({"saved": pk})) if part)


ROUTES = [
    Route("roadmap/ideas", "roadmap_ideas", index, get=Role.VIEWER),
    Route("roadmap/ideas/change", "roadmap_ideas_change", change, post=Role.EDITOR),
    Route("roadmap/ideas/put", "idea_put", put, post=Role.EDITOR),
    Route("roadmap/ideas/plan", "idea_plan", idea_timeline.put, post=Role.EDITOR, again=index),
    Route("roadmap/ideas/views", "idea_view_save", save_view, post=Role.VIEWER, again=index),
    Route("roadmap/ideas/views/<int:pk>/drop", "idea_view_drop", drop_view, post=Role.VIEWER),
]
