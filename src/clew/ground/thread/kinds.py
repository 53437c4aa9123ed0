"""The kinds and verbs of the thread itself."""

from clew.ground.thread.registry import ANY, Kind, Verb, register

DECISION, PREDICTION, RESOLUTION = "decision", "prediction", "resolution"


def register_all() -> None:
    register(
        kinds=(
            Kind(DECISION, "Decision", "Decisions", "scale", "decisions"),
            Kind(PREDICTION, "Prediction", "Predictions", "crosshair", "predictions"),
            Kind(RESOLUTION, "Resolution", "Resolutions", "flag"),
        ),
        verbs=(
            Verb(ANY, "rests_on", DECISION, "is a ground of", "rests on"),
            Verb(DECISION, "registers", PREDICTION, "registers", "was registered by"),
            Verb(PREDICTION, "scored_by", RESOLUTION, "is scored by", "scores"),
        ),
    )
