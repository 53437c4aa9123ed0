"""A process with a run that counts, and says after each number that it is in; started, and killed, by the test beside it."""

import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")
LAST = 1_500


def main(what: str = "") -> None:
    from clew.front.cli.house import prepare

    prepare("")
    if what == "prepare":
        return
    register()
    from clew.ground.doors.commands import way_in
    from clew.ground.runs.api import follow, start, stop_runner

    access = way_in(None)
    run = start(access, job="count", title="Count", arguments={"last": LAST}, key="count")
    for row in follow(access, run.pk, every=0.005):
        print(f"in={row.done}", flush=True)
    if what == "finish":
        from clew.ground.thread.api import Node
        from clew.ground.workspaces.api import within

        with within(access):
            numbers = list(Node.objects.filter(kind="need").order_by("pk").values_list("title", flat=True))
        print(f"in_order={int(numbers == [f'Number {n}' for n in range(LAST)])}")
    stop_runner()


def register() -> None:
    from clew.ground.runs.api import Running, job
    from clew.ground.thread.api import NewNode, add_node
    from clew.ground.workspaces.api import Access, act

    @act("count")
    def count_one(access: Access, *, number: int) -> None:
        add_node(access, NewNode("need", f"Number {number}"))

    @job("count")
    def count(running: Running) -> dict[str, Any]:
        for number in range(running.cursor.get("at", 0), LAST):

            def chunk(number: int = number) -> dict[str, Any]:
                count_one(running.access, number=number)
                return {"at": number + 1}

            running.commit(chunk, done=number + 1, total=LAST, step=f"{number + 1}")
        return {"counted": LAST}


if __name__ == "__main__":
    main(*sys.argv[1:])
