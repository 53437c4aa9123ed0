"""Write the API's reference (docs/openapi.json), the list of what it leaves out, and the typed client that is made from it. `--check` only says whether they are true."""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "openapi.json"
GUIDE = ROOT / "docs" / "api.md"
LIST = "| act or query | why it has none |\n| --- | --- |\n"
CLIENT = ROOT / "src" / "clew" / "client"
HEAD = '"""{about} Made by scripts/client.py from docs/openapi.json; not written by hand."""\n'
SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
BY_HAND = ("upload_file", "send_part")
Schema = dict[str, Any]


def reference() -> Schema:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")
    import django

    django.setup()
    from clew.front.api.root import build
    from clew.front.api.root import reference as made
    from clew.front.api.table import DOORS

    return dict(json.loads(json.dumps(made(build(DOORS)))))


def hint(schema: Schema) -> str:
    """The Python type of a value, as the reference describes it."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(hint(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return f"Literal[{', '.join(repr(v) for v in schema['enum'])}]"
    match schema.get("type"):
        case "array":
            return f"list[{hint(schema.get('items', {}))}]"
        case "object":
            more = schema.get("additionalProperties")
            return f"dict[str, {hint(more if isinstance(more, dict) else {})}]"
        case str(name):
            return SIMPLE[name]
    return "Any"


def shape(name: str, schema: Schema) -> str:
    if "properties" not in schema:
        return f"{name} = {hint(schema)}\n"
    needed = set(schema.get("required", ()))
    about = f'    """{tidy(schema["description"])}"""\n\n' if schema.get("description") else ""
    rows = [
        f"    {key}: {hint(its)}" if key in needed else f"    {key}: NotRequired[{hint(its)}]"
        for key, its in schema["properties"].items()
    ]
    return f"class {name}(TypedDict):\n{about}" + "\n".join(rows or ["    pass"]) + "\n"


def tidy(text: str) -> str:
    return " ".join(text.split()).replace("\\", "").replace('"', "'")


def shapes(api: Schema) -> str:
    """Every shape that some answer or some nested part of a request has."""
    asked = {name for name in api["components"]["schemas"] if name in bodies(api)}
    kept = {n: s for n, s in sorted(api["components"]["schemas"].items()) if n not in asked and not n.endswith("Query")}
    head = HEAD.format(about="What the API answers.") + (
        "\nfrom __future__ import annotations\n\nfrom typing import Any, Literal, NotRequired, TypedDict\n\n\n"
    )
    plain = [shape(n, s) for n, s in kept.items() if "properties" not in s]
    return head + "\n".join(plain) + "\n\n" + "\n\n".join(shape(n, s) for n, s in kept.items() if "properties" in s)


def bodies(api: Schema) -> set[str]:
    found = set()
    for methods in api["paths"].values():
        for its in methods.values():
            schema = its.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            found.add(hint(schema) if "$ref" in schema else "")
    return found


def operations(api: Schema) -> str:
    parts = [
        operation(api, path, method, its)
        for path, methods in sorted(api["paths"].items())
        for method, its in sorted(methods.items())
        if its["operationId"] not in BY_HAND
    ]
    used = sorted({n for n in api["components"]["schemas"] if any(word(n, part) for part in parts)})
    return (
        HEAD.format(about="Every act and query, as a method.")
        + "\nfrom pathlib import Path\nfrom typing import Any, Literal\n\n"
        + f"from clew.client.shapes import {', '.join(used)}\n"
        + "from clew.client.transport import UNSET, Transport, Unset\n\n\n"
        + 'class Operations(Transport):\n    """One method for each address of the API."""\n\n'
        + "\n".join(parts)
    )


def word(name: str, text: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None


def operation(api: Schema, path: str, method: str, its: Schema) -> str:
    """A method with what stands in the address first, and the rest by name."""
    rows = [(p["name"], hint(p["schema"]), p["in"], p.get("required", False)) for p in its.get("parameters", ())]
    body = its.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        shape_ = api["components"]["schemas"][hint(body)]
        needed = set(shape_.get("required", ()))
        rows += [(key, hint(value), "body", key in needed) for key, value in shape_["properties"].items()]
    inside = [f"{name}: {kind}" for name, kind, place, _ in rows if place == "path"]
    named = [f"{name}: {kind}" for name, kind, place, must in rows if place != "path" and must]
    named += [f"{name}: Unset | {kind} = UNSET" for name, kind, place, must in rows if place != "path" and not must]
    content = its["responses"]["200"]["content"]
    is_file = "application/json" not in content
    answer = "Path" if is_file else hint(content["application/json"]["schema"])
    sent = ", ".join(f'"{name}": {name}' for name, _, place, _ in rows if place != "path")
    if is_file:
        named.insert(0, "to: Path")
    signature = ", ".join(["self", *inside, *(["*", *named] if named else [])])
    about = tidy(its.get("description") or its["summary"])
    text = f'f"{path}"' if inside else f'"{path}"'
    if is_file:
        return (
            f"    def {its['operationId']}({signature}) -> Path:\n"
            f'        """{about}"""\n'
            f"        return self._save({text}, {{{sent}}}, to)\n"
        )
    return (
        f"    def {its['operationId']}({signature}) -> {answer}:\n"
        f'        """{about}"""\n'
        f"        told: {answer} = self._{method}({text}, {{{sent}}})\n"
        f"        return told\n"
    )


def left_out() -> str:
    """The guide to the API with its list of what has no address, as the code gives the reasons."""
    from clew.front.api.table import NOT_OFFERED
    from clew.ground.doors.api import rooms

    reasons = {**NOT_OFFERED, **{name: why for room in rooms() for name, why in room.not_offered.items()}}
    rows = "".join(f"| `{name}` | {why} |\n" for name, why in sorted(reasons.items()))
    head, _, rest = GUIDE.read_text().partition(LIST)
    after = "\n".join(line for line in rest.split("\n") if not line.startswith("| `"))
    return f"{head}{LIST}{rows}{after}"


def formatted(text: str) -> str:
    ruff = [str(Path(sys.prefix) / "bin" / "ruff")]
    name = ["--stdin-filename", str(CLIENT / "made.py")]
    fixed = subprocess.run(  # noqa: S603 - our own tool
        [*ruff, "check", "--fix", "-q", *name, "-"], input=text, capture_output=True, text=True, cwd=ROOT, check=False
    )
    shaped = subprocess.run(  # noqa: S603 - our own tool
        [*ruff, "format", "-q", *name, "-"], input=fixed.stdout, capture_output=True, text=True, cwd=ROOT, check=True
    )
    return shaped.stdout


def main() -> int:
    api = reference()
    made = {
        REFERENCE: json.dumps(api, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
        GUIDE: left_out(),
        CLIENT / "shapes.py": formatted(shapes(api)),
        CLIENT / "operations.py": formatted(operations(api)),
    }
    if "--check" not in sys.argv:
        for place, text in made.items():
            place.write_text(text)
        return 0
    stale = [str(p.relative_to(ROOT)) for p, text in made.items() if not p.is_file() or p.read_text() != text]
    if stale:
        print(textwrap.fill(f"Not what the API is now: {', '.join(stale)}. Run: .venv/bin/python scripts/client.py"))
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
