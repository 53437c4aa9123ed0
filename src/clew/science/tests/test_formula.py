"""Formulas of one's own: what they are worth, what they refuse and where, and that no text does anything but fail or compute."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.ranking import Formula, FormulaError, parse, unit

UNITS = {
    "reach": unit("people/quarter"),
    "effort": unit("person-weeks"),
    "value": unit("money"),
    "a": unit(""),
    "b": unit("%"),
}
VALUES = {"reach": 400.0, "effort": 8.0, "value": 9.0, "a": 2.0, "b": 0.5}


@pytest.mark.parametrize(
    ("text", "worth", "counted"),
    [
        ("reach / effort", 50.0, "1/quarter/week"),
        ("value - value / 3 * a", 3.0, "money"),
        ("-a ** 2 + 10 * b", 1.0, "a plain number"),
        ("2 ** -1 * a", 1.0, "a plain number"),
        ("sqrt(value)", 3.0, "money^1/2"),
        ("sqrt(value ** 2) + max(value, 0)", 18.0, "money"),
        ("min(a, b, 7)", 0.5, "a plain number"),
        ("log(value / value * a)", math.log(2), "a plain number"),
        ("  reach\n * a", 800.0, "person/quarter"),
        ("value + 0", 9.0, "money"),
    ],
)
def test_formulas_by_hand(text: str, worth: float, counted: str) -> None:
    found = parse(text, UNITS)
    assert found(VALUES) == pytest.approx(worth)
    assert str(found.unit) == counted


def test_arrays_are_worked_out_at_once() -> None:
    values = np.array([0.0, 4.0, 9.0], dtype=np.float32)
    found = parse("sqrt(a) / a", UNITS)({"a": values})
    assert isinstance(found, np.ndarray)
    assert found.dtype == np.float32
    assert found[1:] == pytest.approx([0.5, 1 / 3])
    assert not np.isfinite(found[0])


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("reach + value", 0, "person/quarter and money cannot be added"),
        ("a + reach - effort", 0, "cannot be added"),
        ("a * (reach - effort)", 5, "person/quarter and person·week cannot be subtracted"),
        ("reach + 10", 0, "person/quarter and a plain number cannot be added"),
        ("max(value, effort)", 0, "money and person·week cannot be compared"),
        ("log(value)", 0, "log takes a plain number, not money"),
        ("a ** b", 5, "A power is a number"),
        ("a ** 9", 5, "A power is a number"),
        ("a * wealth", 4, "There is no input “wealth”"),
        ("a.real", 0, "something else"),
        ("a * (1).__class__", 4, "something else"),
        ("a < b", 0, "something else"),
        ("a[0]", 0, "something else"),
        ("a if b else a", 0, "something else"),
        ("__import__('os')", 0, "something else"),
        ("a * 'x'", 4, "This is no number"),
        ("a + True", 4, "This is no number"),
        ("a + 1j", 4, "This is no number"),
        ("a * 1e13", 4, "Numbers go up to"),
        ("a * " + "9" * 400, 4, "Numbers go up to"),
        ("a / 0", 0, "divided by 0"),
        ("max(a)", 0, "two or more"),
        ("sqrt(a, b)", 0, "takes one number"),
        ("max(a, *b)", 7, "something else"),
        ("log(x=a)", 0, "something else"),
        ("lambda: a", 0, "something else"),
        ("a % b", 0, "something else"),
        ("a * (b", 4, "cannot be read from here"),
        ("a +", 2, "cannot be read from here"),
        ("a) + (b", 1, "cannot be read from here"),
        ("", 0, "cannot be read from here"),
        ("3 + 4", 0, "at least one input"),
        ("a \0 b", 2, "cannot be read"),
        ("é + a", 0, "no input “é”"),
        ("a + é * wealth", 4, "no input “é”"),
        ("a" + " " * 600, 500, "up to 500 characters"),
        ("-" * 30 + "a", 20, "within one another"),
        ("+".join(["a"] * 60), 0, "within one another"),
        ("max(" + ",".join(["a"] * 120) + ")", 202, "within one another"),
    ],
)
def test_what_a_formula_does_not_allow_is_refused_with_its_place(text: str, place: int, said: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text, UNITS)
    assert said in str(refused.value)
    assert refused.value.position == place


def parsed(text: str) -> Formula | FormulaError:
    try:
        return parse(text, UNITS)
    except FormulaError as refused:
        return refused


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=80) | st.text("ab0123456789.+-*/(), _eE'\"[]{}:=<>@%\n\\", max_size=80))
def test_no_text_does_anything_but_fail_or_compute(text: str) -> None:
    found = parsed(text)
    if isinstance(found, FormulaError):
        assert 0 <= found.position <= len(text)
    else:
        assert np.ndim(found(VALUES)) == 0


TREES = st.recursive(
    st.sampled_from(["a", "b"]) | st.floats(0.1, 99, allow_nan=False).map(lambda number: f"{number:.3f}"),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
            lambda part: f"({part[0]} {part[1]} {part[2]})"
        ),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda part: f"{part[0]}({part[1]}, {part[2]})"),
        inner.map(lambda part: f"-{part}"),
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_formulas_are_worth_what_python_says(text: str) -> None:
    found = parsed(text)
    if isinstance(found, FormulaError):
        assert "input" in str(found) or "divided by 0" in str(found) or "within one another" in str(found)
        return
    try:
        expected = eval(text, {"__builtins__": {}, "min": min, "max": max}, VALUES)
    except ZeroDivisionError:
        assert not np.isfinite(found(VALUES))
    else:
        assert float(found(VALUES)) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("people/quarter", "person/quarter"),
        ("person-weeks", "person·week"),
        ("person weeks / quarter", "person·week/quarter"),
        ("EUR / week", "EUR/week"),
        ("week^2", "week^2"),
        ("week^-1", "1/week"),
        ("%", "a plain number"),
        ("", "a plain number"),
        ("1/week", "1/week"),
        ("glass", "glass"),
        ("weeks/week", "a plain number"),
    ],
)
def test_units_are_read(text: str, shown: str) -> None:
    assert str(unit(text)) == shown


@pytest.mark.parametrize("text", ["people//week", "3 weeks", "week^", "week^99", "/week", "week/", "(week)", "w" * 81])
def test_what_is_no_unit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="unit"):
        unit(text)
