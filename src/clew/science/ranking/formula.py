"""A formula of one's own, safe to run: numbers, names, + - * / **, min, max, log and sqrt, and nothing else.

Python's parser reads it, so that its rules of precedence hold; every node is then checked against what is allowed, and the tree is worked out with
numpy. Nothing is evaluated as Python. Length, size, depth, numbers and powers are bounded, so the work is.
"""

import ast
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from clew.science.ranking.units import PLAIN, Unit

Values = NDArray[np.floating] | float
Worked = Callable[[Mapping[str, Values]], Values]

LONGEST, MOST_PARTS, DEEPEST = 500, 100, 20
LARGEST_NUMBER, LARGEST_POWER = 1e12, 8.0
_OPERATORS: dict[type[ast.operator], tuple[str, Callable[[Values, Values], Values]]] = {
    ast.Add: ("added", np.add),
    ast.Sub: ("subtracted", np.subtract),
    ast.Mult: ("multiplied", np.multiply),
    ast.Div: ("divided", np.divide),
}
_CHOOSE: dict[str, Callable[[Values, Values], Values]] = {"min": np.minimum, "max": np.maximum}
_TRANSFORM: dict[str, Callable[[Values], Values]] = {"log": np.log, "sqrt": np.sqrt}
FUNCTIONS = (*_CHOOSE, *_TRANSFORM)


class FormulaError(ValueError):
    """What is wrong with a formula, and at which character (from 0)."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.position = position


@dataclass(frozen=True, slots=True)
class Formula:
    """Checked once, worked out as often as needed. `names`: the inputs it uses, in order of appearance."""

    text: str
    names: tuple[str, ...]
    unit: Unit
    _work: Worked

    def __call__(self, values: Mapping[str, Values]) -> Values:
        """The formula's value; arrays of one shape give an array of it. Where it has none (a division by 0, a root below 0) it is not finite."""
        with np.errstate(all="ignore"):
            return self._work(values)


@dataclass(frozen=True, slots=True)
class _Part:
    work: Worked
    unit: Unit
    constant: float | None = None

    @property
    def fits_any_unit(self) -> bool:
        """Nothing is nothing of whatever it is counted in."""
        return self.constant == 0


def parse(text: str, units: Mapping[str, Unit]) -> Formula:
    """Check a formula over inputs with these units. Raises FormulaError with the place of what it does not allow."""
    if len(text) > LONGEST:
        raise FormulaError(f"A formula takes up to {LONGEST} characters", LONGEST)
    reader = _Reader(text, units)
    part = reader.read()
    if not reader.names:
        raise FormulaError("A formula uses at least one input", 0)
    return Formula(text, tuple(reader.names), part.unit, part.work)


class _Reader:
    def __init__(self, text: str, units: Mapping[str, Unit]) -> None:
        self.units = units
        self.names: dict[str, None] = {}
        self.parts = 0
        # Line breaks and spaces in front mean something to Python, and nothing in a formula.
        self.source = "".join(" " if letter.isspace() else letter for letter in text).strip()
        self.indent = len(text) - len(text.lstrip())

    def read(self) -> _Part:
        if "\0" in self.source:  # versions of Python differ in what they say to that
            raise FormulaError("The formula cannot be read from here", self._within(self.source.index("\0")))
        try:
            with warnings.catch_warnings():  # Python's advice on odd code is not for who writes a formula
                warnings.simplefilter("ignore")
                tree = ast.parse(self.source, mode="eval")
        except SyntaxError as wrong:
            raise FormulaError(
                "The formula cannot be read from here", self._within((wrong.offset or LONGEST) - 1)
            ) from None
        except (ValueError, MemoryError, RecursionError):
            raise FormulaError("The formula cannot be read", 0) from None
        return self._part(tree.body, 1)

    def _part(self, node: ast.expr, depth: int) -> _Part:
        self.parts += 1
        if depth > DEEPEST or self.parts > MOST_PARTS:
            raise self._wrong(f"A formula has up to {MOST_PARTS} parts, {DEEPEST} within one another", node)
        match node:
            case ast.Constant(value=value):
                return self._number(value, node)
            case ast.Name(id=name):
                return self._name(name, node)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                return _signed(self._part(operand, depth + 1), is_negative=isinstance(sign, ast.USub))
            case ast.BinOp(op=ast.Pow(), left=left, right=right):
                return self._power(self._part(left, depth + 1), self._part(right, depth + 1), right)
            case ast.BinOp(op=operator, left=left, right=right) if type(operator) in _OPERATORS:
                return self._joined(type(operator), self._part(left, depth + 1), self._part(right, depth + 1), node)
            case ast.Call(func=ast.Name(id=name), args=[_, *_], keywords=[]) if name in FUNCTIONS:
                return self._called(name, [self._part(part, depth + 1) for part in node.args], node)
        raise self._wrong(
            f"A formula is made of numbers, inputs, + - * / ** and {', '.join(FUNCTIONS)}; this is something else", node
        )

    def _number(self, value: object, node: ast.expr) -> _Part:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong("This is no number", node)
        if not abs(value) <= LARGEST_NUMBER:
            raise self._wrong(f"Numbers go up to {LARGEST_NUMBER:,.0f}", node)
        number = float(value)
        return _Part(lambda values: number, PLAIN, number)

    def _name(self, name: str, node: ast.expr) -> _Part:
        if name not in self.units:
            known = ", ".join(sorted(self.units)) or "none"
            raise self._wrong(f"There is no input “{name}”; there are: {known}", node)
        self.names[name] = None
        return _Part(lambda values: values[name], self.units[name])

    def _joined(self, operator: type[ast.operator], left: _Part, right: _Part, node: ast.expr) -> _Part:
        done, work = _OPERATORS[operator]
        if operator is ast.Mult:
            joined = left.unit * right.unit
        elif operator is ast.Div:
            if right.constant == 0:
                raise self._wrong("Nothing can be divided by 0", node)
            joined = left.unit / right.unit
        else:
            joined = self._alike([left, right], done, node)
        one, other = left.work, right.work
        return _Part(lambda values: work(one(values), other(values)), joined)

    def _power(self, base: _Part, power: _Part, node: ast.expr) -> _Part:
        if power.constant is None or abs(power.constant) > LARGEST_POWER:
            raise self._wrong(f"A power is a number from -{LARGEST_POWER:.0f} to {LARGEST_POWER:.0f}", node)
        work, constant = base.work, power.constant
        raised = base.unit ** Fraction(constant).limit_denominator(100)
        return _Part(lambda values: np.power(work(values), constant), raised)

    def _called(self, name: str, parts: list[_Part], node: ast.expr) -> _Part:
        if name in _TRANSFORM:
            return self._transformed(name, parts, node)
        if len(parts) < 2:
            raise self._wrong(f"{name} compares two or more", node)
        choose, works = _CHOOSE[name], [part.work for part in parts]

        def work(values: Mapping[str, Values]) -> Values:
            found = works[0](values)
            for other in works[1:]:
                found = choose(found, other(values))
            return found

        return _Part(work, self._alike(parts, "compared", node))

    def _transformed(self, name: str, parts: list[_Part], node: ast.expr) -> _Part:
        if len(parts) != 1:
            raise self._wrong(f"{name} takes one number", node)
        part, transform = parts[0], _TRANSFORM[name]
        if name == "log" and part.unit != PLAIN:
            raise self._wrong(f"log takes a plain number, not {part.unit}: divide by one of its kind first", node)
        work = part.work
        return _Part(lambda values: transform(work(values)), part.unit ** Fraction(1, 2) if name == "sqrt" else PLAIN)

    def _alike(self, parts: list[_Part], done: str, node: ast.expr) -> Unit:
        counted = [part.unit for part in parts if not part.fits_any_unit]
        for other in counted[1:]:
            if other != counted[0]:
                raise self._wrong(f"{counted[0]} and {other} cannot be {done}", node)
        return counted[0] if counted else PLAIN

    def _wrong(self, message: str, node: ast.expr) -> FormulaError:
        letters = len(self.source.encode()[: node.col_offset].decode(errors="ignore"))
        return FormulaError(message, self._within(letters))

    def _within(self, place: int) -> int:
        return self.indent + max(0, min(place, len(self.source) - 1))


def _signed(part: _Part, *, is_negative: bool) -> _Part:
    if not is_negative:
        return part
    work = part.work
    constant = None if part.constant is None else -part.constant
    return _Part(lambda values: np.negative(work(values)), part.unit, constant)
