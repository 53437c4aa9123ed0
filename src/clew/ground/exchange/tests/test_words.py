import pytest

from clew.ground.exchange.words import ERASED, Said

TEXT = "My father's old bakery has no signal in the cellar. Too slow. The export fails every Monday!\nNobody tells me."


@pytest.fixture
def said() -> Said:
    return Said(["Änne Keller", "aenne.keller@bakery.example"], [TEXT])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ÄNNE  KELLER's note", f"{ERASED}'s note"),
        ("write to Aenne.Keller@Bakery.example now", f"write to {ERASED} now"),
        ("Keller and Änne", "Keller and Änne"),
        ("Änne-Keller", ERASED),
        ("She says: the export fails every monday", f"She says: {ERASED}"),
        ("the export fails every day", "the export fails every day"),
        ("“old bakery has no signal in the…” is why", f"“{ERASED}…” is why"),
        ("old bakery has no signal", "old bakery has no signal"),
        ("Too slow.", "Too slow."),
        ("", ""),
        ("🍋" * 10, "🍋" * 10),
    ],
)
def test_what_is_replaced(said: Said, before: str, after: str) -> None:
    assert said.cleaned(before) == after
    assert not said.spans(after)


def test_only_the_name_where_others_speak(said: Said) -> None:
    assert (
        said.cleaned("Änne Keller: the export fails every Monday", names_only=True)
        == f"{ERASED}: the export fails every Monday"
    )


def test_inside_json(said: Said) -> None:
    value = {"who": {"Änne Keller": 7}, "said": ["The export fails every Monday", 1, None, True], "kept": "as it is"}
    assert said.cleaned(value) == {"who": {ERASED: 7}, "said": [ERASED, 1, None, True], "kept": "as it is"}
    untouched = {"a": [1, "b", {"c": None}]}
    assert said.cleaned(untouched) is untouched


def test_a_single_name_is_found_only_as_it_is_written() -> None:
    said = Said(["Mark"], [])
    assert said.cleaned("Mark said: mark the marks") == f"{ERASED} said: mark the marks"
    assert Said(["Al"], []).cleaned("Al and al") == "Al and al"


def test_sentences_long_enough_to_tell_apart(said: Said) -> None:
    assert list(said.sentences()) == [
        "My father's old bakery has no signal in the cellar",
        "The export fails every Monday",
    ]


def test_runs_that_touch_are_one() -> None:
    said = Said([], ["one two three four five six seven eight nine"])
    assert said.cleaned("zero one two three four five six seven eight nine ten") == f"zero {ERASED} ten"
