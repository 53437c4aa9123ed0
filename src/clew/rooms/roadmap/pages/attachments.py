"""Files on an idea's page: dropped or chosen, saved, shown small, taken off."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from clew.ground.doors.api import Route, WorkRequest, done, record_again, sent, url
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions.attachments import check_files, detach_file, keep_and_attach
from clew.rooms.roadmap.queries.attachments import attached_picture, attachment_file


def attach(request: WorkRequest, pk: int) -> HttpResponse:
    files = request.FILES.getlist("file")
    check_files([file.size or 0 for file in files])
    made = keep_and_attach(request.access, idea_id=pk, files=((file.name or "file", file.chunks()) for file in files))
    said = "File attached." if len(made) == 1 else f"{len(made)} files attached."
    return done(request, said, url(request, "record", node_id=pk), undo=True)


def detach(request: WorkRequest, pk: int) -> HttpResponse:
    gone = detach_file(request.access, attachment_id=pk)
    return done(request, "File taken off.", url(request, "record", node_id=gone.idea_id), undo=True)


def save(request: WorkRequest, pk: int) -> HttpResponseBase:
    return sent(request, attachment_file(request.access, pk))


def picture(request: WorkRequest, pk: int) -> HttpResponseBase:
    return sent(request, attached_picture(request.access, pk))


ROUTES = [
    Route("roadmap/ideas/<int:pk>/files", "idea_attach", attach, post=Role.EDITOR, again=record_again),
    Route("roadmap/files/<int:pk>", "idea_file", save, get=Role.VIEWER),
    Route("roadmap/files/<int:pk>/picture", "idea_picture", picture, get=Role.VIEWER),
    Route("roadmap/files/<int:pk>/off", "idea_detach", detach, post=Role.EDITOR),
]
