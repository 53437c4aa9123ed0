"""The only door to uploads."""

from clew.ground.files.actions import MAX_BYTES, bring, discard, path_of, place_of, safe_name, store
from clew.ground.files.models import MAX_UPLOAD, StoredFile, Upload
from clew.ground.files.queries import UploadRow, open_uploads, spoken_of, upload
from clew.ground.files.receiving import (
    MAX_PART,
    OutOfOrder,
    begin_upload,
    cancel_upload,
    drop_parts,
    drop_unspoken,
    finish_upload,
    receive,
    sweep_uploads,
)

__all__ = [
    "MAX_BYTES",
    "MAX_PART",
    "MAX_UPLOAD",
    "OutOfOrder",
    "StoredFile",
    "Upload",
    "UploadRow",
    "begin_upload",
    "bring",
    "cancel_upload",
    "discard",
    "drop_parts",
    "drop_unspoken",
    "finish_upload",
    "open_uploads",
    "path_of",
    "place_of",
    "receive",
    "safe_name",
    "spoken_of",
    "store",
    "sweep_uploads",
    "upload",
]
