"""A process that backs the house up, again and again, or brings such backups back; started by the test beside it."""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")


def main(what: str, folder: str, times: str = "0") -> None:
    from clew.front.cli.house import make_folder
    from clew.ground.doors.commands import start_django

    make_folder()
    start_django()
    from clew.front.cli.upgrading import bring_up_to_date
    from clew.ground.exchange.api import back_up, house_name, ledger_hash, restore

    if what == "backup":
        for number in range(int(times)):
            print(back_up(Path(folder) / f"{number:03}.zip").ledger, flush=True)
        return
    bring_up_to_date()
    for place in sorted(Path(folder).glob("*.zip")):
        restore(place, typed_name=house_name())
        print(ledger_hash(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
