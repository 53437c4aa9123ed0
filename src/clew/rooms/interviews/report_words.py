"""The sentences of a study's report, the same on its page, in its document and on its sheets. Pure: no database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clew.rooms.interviews.queries.report import Report, ReportFinding, ReportNeed


def method_lines(report: Report) -> list[str]:
    days = _days(report.starts_on, report.ends_on)
    lines = [f"{report.method}{days}."]
    lines += [f"Asked: {report.whom}."] if report.whom else []
    lines += [f"It informs: {'; '.join(report.decisions)}."] if report.decisions else []
    return lines


def heard_lines(report: Report) -> list[str]:
    wanted = f" of {report.wanted} wanted" if report.wanted else ""
    lines = [
        f"{_count(report.interviews, 'interview')}{wanted}, with the words of {_count(report.people, 'person', 'people')}."
    ]
    if report.segments:
        lines.append("Interviews by segment; a customer may be in several, and in none.")
    return lines


def figures(need: ReportNeed) -> str:
    """How many, of how many, and how sure that is."""
    share = f"{need.spoke_for} of {_count(need.of, 'person', 'people')} spoke for it"
    range_ = f"likely {round(need.low * 100)}–{round(need.high * 100)} % of people like them" if need.of else ""
    against = f"{need.spoke_against} against" if need.spoke_against else "nobody against"
    accounts = f"{_count(need.accounts, 'customer')} in all evidence" if need.accounts else ""
    return "; ".join(part for part in (share, range_, against, accounts) if part) + "."


def finding_figures(finding: ReportFinding) -> str:
    """How bad, how many of how many, and how sure that is."""
    shown = f"{finding.shown} of {_count(finding.of, 'person', 'people')} showed it"
    range_ = (
        f"likely {round(finding.low * 100)}–{round(finding.high * 100)} % of people like them" if finding.of else ""
    )
    against = f"{finding.against} against" if finding.against else ""
    return "; ".join(part for part in (finding.severity, finding.area, shown, range_, against) if part) + "."


def note_lines(report: Report) -> list[str]:
    """What a reader has to know of what is not here."""
    lines = []
    if not report.needs and not report.findings:
        lines.append("Nothing was found yet: no words of these interviews are tied to a finding or a need.")
    if report.more_findings:
        lines.append("More findings stand on the page of the study.")
    if report.more_needs:
        lines.append(f"{_count(report.more_needs, 'more need')} with fewer people behind them.")
    if report.not_shared:
        lines.append(f"{_count(report.not_shared, 'quotation')} counted but not shown: they may not be shared.")
    lines.append(
        f"As of {_day(report.on)}. Nobody is named: people are numbered, and their names and those of their companies are replaced."
        " Ranges are Wilson’s 95 % intervals; those who were heard were chosen, not drawn by lot."
    )
    return lines


def _days(start: date | None, end: date | None) -> str:
    if start and end:
        return f", {_day(start)} to {_day(end)}"
    return f", from {_day(start)}" if start else f", until {_day(end)}" if end else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
