"""A real server on this machine that speaks as GitHub and Jira document their interfaces, and misbehaves as a test wants it.

GitHub: issues with `state_reason`, `since`, pages and their Link header, ETag, pull requests among the issues, rate limits.
Jira: `serverInfo`, `search/jql` with `nextPageToken` (cloud) and `search` with `startAt` (server), transitions, documents as descriptions.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "ghp_a-token-that-nobody-may-see-0123456789"
BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
WAYS = {"To Do": ("Selected for Development", "In Progress"), "Selected for Development": ("To Do", "In Progress"),
        "In Progress": ("To Do", "Done"), "Done": ("To Do",), "QA": ("Done",)}  # fmt: skip
Answer = tuple[int, Any, dict[str, str]]
Told = tuple[str, str, Any]


@dataclass
class Vendor:
    """`next_answers`: what is answered before anything is looked at, one for each request. `before`: called before a request
    is answered. `instead`: by method and path, what is always answered. `drops_labels`: as of a token that may not set any."""

    url: str = ""
    got: list[Told] = field(default_factory=list)
    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    next_answers: list[Answer | str] = field(default_factory=list)
    before: Callable[[str, str], None] = lambda method, path: None
    lose_answer_to: str = ""
    instead: dict[str, Answer] = field(default_factory=dict)
    drops_labels: bool = False
    is_cloud: bool = True
    clock: datetime = BEGAN
    page_size: int = 100
    lock: threading.RLock = field(default_factory=threading.RLock)

    def tick(self, **by: int) -> str:
        self.clock += timedelta(**(by or {"seconds": 1}))
        return f"{self.clock:%Y-%m-%dT%H:%M:%SZ}"

    def asked(self, method: str = "", ending: str = "") -> list[Told]:
        return [one for one in self.got if one[0].startswith(method) and one[1].partition("?")[0].endswith(ending)]

    # GitHub

    def github(self, title: str, *, body: str | None = "", labels: tuple[str, ...] = (), **more: Any) -> str:
        number = str(len(self.issues) + 1)
        self.issues[number] = {
            "number": int(number), "title": title, "body": body, "state": "open", "state_reason": None,
            "labels": [{"id": 1, "name": one, "color": "ededed"} for one in labels], "assignee": None, "assignees": [],
            "html_url": f"https://github.com/larder/shop/issues/{number}", "url": f"{self.url}/repos/larder/shop/issues/{number}",
            "user": {"login": "octocat", "id": 1}, "reactions": {"+1": 3}, "updated_at": self.tick(), **more,
        }  # fmt: skip
        return number

    def change(self, key: str, **told: Any) -> None:
        labels = told.pop("labels", None)
        if labels is not None:
            told["labels"] = [{"name": one} for one in labels]
        self.issues[key] |= {**told, "updated_at": self.tick()}

    # Jira

    def jira(self, title: str, *, status: str = "To Do", body: str = "", labels: tuple[str, ...] = ()) -> str:
        key = f"SHOP-{len(self.issues) + 1}"
        fields = {
            "summary": title, "status": {"name": status}, "labels": list(labels), "assignee": {"displayName": "Ann"},
            "votes": {"votes": 2}, "description": body, "updated": self.jira_now(),
        }  # fmt: skip
        self.issues[key] = {"id": str(10_000 + len(self.issues)), "key": key, "fields": fields}
        return key

    def move(self, key: str, status: str) -> None:
        self.issues[key]["fields"] |= {"status": {"name": status}, "updated": self.jira_now()}

    def jira_now(self) -> str:
        self.tick()
        return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.{len(self.got) % 1000:03d}+0000"


def answer(vendor: Vendor, method: str, path: str, headers: dict[str, str], body: Any) -> Answer:
    if TOKEN not in headers.get("authorization", "") and not headers.get("authorization", "").startswith("Basic "):
        return 401, {"message": "Bad credentials"}, {}
    parts = urlsplit(path)
    if f"{method} {parts.path}" in vendor.instead:
        return vendor.instead[f"{method} {parts.path}"]
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.path.startswith("/repos/"):
        return _github(vendor, method, parts.path, asked, headers, body)
    return _jira(vendor, method, parts.path, body)


def _github(
    vendor: Vendor, method: str, path: str, asked: dict[str, str], headers: dict[str, str], body: Any
) -> Answer:
    if path == "/repos/larder/shop":
        return 200, {"full_name": "larder/shop", "has_issues": True, "permissions": {"push": True}}, {}
    if path == "/repos/larder/shop/issues" and method == "GET":
        return _github_page(vendor, asked, headers)
    if path == "/repos/larder/shop/issues" and method == "POST":
        if len(body["title"]) > 256:
            return 422, {"message": "Validation Failed"}, {}
        return 201, vendor.issues[vendor.github(body["title"], body=body["body"])], {}
    found = re.fullmatch(r"/repos/larder/shop/issues/(\d+)", path)
    if found is None or found.group(1) not in vendor.issues:
        return 404, {"message": "Not Found", "documentation_url": "https://docs.github.com/rest"}, {}
    if method == "PATCH":
        if body.get("state_reason", "completed") not in ("completed", "not_planned", "reopened"):
            return 422, {"message": "Validation Failed"}, {}
        _github_change(vendor, found.group(1), dict(body))
    return 200, vendor.issues[found.group(1)], {}


def _github_change(vendor: Vendor, key: str, told: dict[str, Any]) -> None:
    """A reason is heard together with another state only."""
    if told["state"] == vendor.issues[key]["state"]:
        told.pop("state_reason", None)
    elif told["state"] == "open":
        told["state_reason"] = "reopened"
    if vendor.drops_labels:
        told.pop("labels", None)
    vendor.change(key, **told)


def _github_page(vendor: Vendor, asked: dict[str, str], headers: dict[str, str]) -> Answer:
    assert (asked["state"], asked["sort"], asked["direction"]) == ("all", "updated", "asc")
    rows = sorted(vendor.issues.values(), key=lambda row: str(row["updated_at"]))
    rows = [row for row in rows if row["updated_at"] >= asked.get("since", "")]
    size, page = min(int(asked["per_page"]), vendor.page_size), int(asked["page"])
    shown = rows[(page - 1) * size : page * size]
    tag = f'W/"{sha256(json.dumps([shown, asked]).encode()).hexdigest()}"'
    if headers.get("if-none-match") == tag:
        return 304, None, {"etag": tag}
    link = f'<{vendor.url}/repositories/1/issues?page={page + 1}>; rel="next", <{vendor.url}/x?page=9>; rel="last"'
    return 200, shown, {"etag": tag, **({"link": link} if len(rows) > page * size else {})}


def _jira(vendor: Vendor, method: str, path: str, body: Any) -> Answer:
    if path == "/rest/api/2/serverInfo":
        return 200, {"deploymentType": "Cloud" if vendor.is_cloud else "Server", "version": "9.12.0"}, {}
    if path == "/rest/api/2/project/SHOP":
        kinds = [{"id": "5", "name": "Sub-task", "subtask": True}, {"id": "7", "name": "Story", "subtask": False}]
        return 200, {"key": "SHOP", "name": "The shop", "issueTypes": kinds}, {}
    if path == "/rest/api/2/mypermissions":
        return 200, {"permissions": {"TRANSITION_ISSUES": {"havePermission": True}}}, {}
    if path == ("/rest/api/3/search/jql" if vendor.is_cloud else "/rest/api/2/search"):
        return _jira_page(vendor, body)
    if path == "/rest/api/2/issue" and method == "POST":
        told = body["fields"]
        key = vendor.jira(told["summary"], body=told["description"])
        return 201, {"id": vendor.issues[key]["id"], "key": key}, {}
    found = re.fullmatch(r"/rest/api/[23]/issue/(SHOP-\d+)(/transitions)?", path)
    if found is None or found.group(1) not in vendor.issues:
        return (
            404,
            {"errorMessages": ["Issue does not exist or you do not have permission to see it."], "errors": {}},
            {},
        )
    if not found.group(2):
        return 200, _shown(vendor, vendor.issues[found.group(1)]), {}
    return _transitions(vendor, found.group(1), method, body)


def _transitions(vendor: Vendor, key: str, method: str, body: Any) -> Answer:
    now = vendor.issues[key]["fields"]["status"]["name"]
    ways: list[dict[str, Any]] = [
        {"id": str(10 * at), "name": f"Go {at}", "to": {"name": name}} for at, name in enumerate(WAYS.get(now, ()), 1)
    ]
    if method == "GET":
        return 200, {"expand": "transitions", "transitions": ways}, {}
    to = next((way["to"] for way in ways if way["id"] == body["transition"]["id"]), None)
    if to is None:
        return 400, {"errorMessages": ["It is not possible to transition this issue."], "errors": {}}, {}
    vendor.move(key, str(to["name"]))
    return 204, None, {}


def _jira_page(vendor: Vendor, body: Any) -> Answer:
    found = re.fullmatch(r'project = "SHOP"(?: AND updated >= "-(\d+)m")? ORDER BY updated ASC', body["jql"])
    assert found is not None, body["jql"]
    floor = datetime.now(UTC) - timedelta(minutes=int(found.group(1) or 10**6))
    rows = [row for row in vendor.issues.values() if datetime.fromisoformat(row["fields"]["updated"]) >= floor]
    rows.sort(key=lambda row: str(row["fields"]["updated"]))
    start = int(body.get("nextPageToken", "t0")[1:]) if vendor.is_cloud else body["startAt"]
    end = start + min(body["maxResults"], vendor.page_size)
    shown = [_shown(vendor, row) for row in rows[start:end]]
    if not vendor.is_cloud:
        return 200, {"startAt": start, "maxResults": 100, "total": len(rows), "issues": shown}, {}
    return (
        200,
        {"issues": shown, "isLast": end >= len(rows), **({"nextPageToken": f"t{end}"} if end < len(rows) else {})},
        {},
    )


def _shown(vendor: Vendor, row: dict[str, Any]) -> dict[str, Any]:
    """The cloud tells descriptions as documents."""
    words = row["fields"]["description"]
    if not vendor.is_cloud:
        return row
    lines = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in words.split("\n") if line]
    document = {"type": "doc", "version": 1, "content": lines} if words else None
    return {**row, "fields": {**row["fields"], "description": document}}


def _handler(vendor: Vendor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            read = self.rfile.read(int(self.headers.get("content-length", 0)))
            body = json.loads(read) if read else None
            with vendor.lock:
                vendor.got.append((self.command, self.path, body))
                vendor.before(self.command, self.path)
                wrong = vendor.next_answers.pop(0) if vendor.next_answers else None
                told = wrong or answer(
                    vendor, self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body
                )
                if vendor.lose_answer_to and vendor.lose_answer_to == f"{self.command} {urlsplit(self.path).path}":
                    vendor.lose_answer_to, told = "", "drop"
            try:
                self._tell(told)
            except OSError:  # whoever asked has gone
                return

        def do_POST(self) -> None:
            self.do_GET()

        def do_PATCH(self) -> None:
            self.do_GET()

        def _tell(self, told: Answer | str) -> None:
            if told == "drop":
                self.connection.close()
                return
            status, said, headers = (200, told, {}) if isinstance(told, str) else told
            text = said.encode() if isinstance(said, str) else b"" if said is None else json.dumps(said).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *told: object) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[Vendor]:
    vendor = Vendor()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(vendor))
    vendor.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
