"""The kinds and verbs of the thread itself."""

from clew.ground.thread.registry import ANY, Kind, Verb, register

DECISION, PREDICTION, RESOLUTION = "decision", "prediction", "resolution"
RESTS_ON, CHOSEN, REJECTED, REGISTERS, SCORED = "rests_on", "chosen_by", "rejected_by", "registers", "scored_by"


def register_all() -> None:
    register(
        kinds=(
            Kind(DECISION, "Decision", "Decisions", "scale", "decisions", shared=True),
            Kind(PREDICTION, "Prediction", "Predictions", "crosshair", "predictions", renamable=False, shared=True),
            Kind(RESOLUTION, "Resolution", "Resolutions", "flag", renamable=False),
        ),
        verbs=(
            Verb(ANY, RESTS_ON, DECISION, "is a ground of", "rests on", by_hand=True),
            Verb(ANY, CHOSEN, DECISION, "was chosen by", "chose"),
            Verb(ANY, REJECTED, DECISION, "was rejected by", "rejected"),
            Verb(DECISION, REGISTERS, PREDICTION, "registers", "was registered by"),
            Verb(PREDICTION, SCORED, RESOLUTION, "is scored by", "scores"),
        ),
    )
