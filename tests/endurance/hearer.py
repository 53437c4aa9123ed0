"""A process that transcribes a recording and says after every stretch how far it is; started, and killed, by the test beside it."""

import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")


def main(file: Path, what: str = "") -> None:
    from clew.front.cli.house import prepare

    prepare("")
    from clew.ground.doors.commands import way_in
    from clew.ground.evidence.api import add_source, source
    from clew.ground.files.api import store
    from clew.ground.runs.api import perform, run
    from clew.ground.workspaces.api import within
    from clew.rooms.interviews.actions.studies import add_study, take_in
    from clew.rooms.interviews.actions.transcribing import transcribe
    from clew.rooms.interviews.jobs import transcribing as jobs
    from clew.rooms.interviews.models import Interview

    access = way_in(None)
    with within(access):
        interview = Interview.objects.first()
    if interview is None:
        words = add_source(access, text="to be heard", kind="interview", title="Talk")
        study = add_study(access, title="Study")
        interview = take_in(access, study_id=study.pk, source_ids=[words.pk])[0]
        with within(access):
            Interview.objects.update(source=None)
    if what == "prepare":
        return
    heard = jobs.listen

    def told(*arguments: object, **named: object) -> object:
        print(f"from={named.get('from_ms', 0)}", flush=True)
        for stretch in heard(*arguments, **named):  # type: ignore[arg-type]
            yield stretch
            print(f"heard={stretch.until_ms}", flush=True)

    jobs.listen = told  # type: ignore[assignment]
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    made = transcribe(
        access, interview_id=interview.pk, file_id=store(access, name="t.wav", chunks=[file.read_bytes()]).pk
    )
    perform(made.key)
    row = run(access, made.pk)
    print(f"state={row.state}", row.error, flush=True)
    print(f"text={source(access, row.result['source']).text!r}", flush=True)


def _refuse(*_arguments: object) -> NoReturn:
    raise AssertionError("a socket was opened")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
