"""Tags for what templates cannot say themselves: numbers with their spread, small drawings, addresses with other parameters."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from clew.front import drawings, planes
from clew.ground.thread.api import kind as kind_of

register = template.Library()
LOCAL_TABS = (("Account", "account"), ("Sessions", "account_sessions"))
TEAM_TABS = (("E-mail", "account_email"), ("Password", "account_change_password"), ("Two steps", "mfa_index"))


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str, value: Any = "") -> Any:
    """What was typed into a field that is shown again after a refusal, else its value."""
    typed = context.get("typed")
    shown = typed.get(name) if context.get("refused") and typed and name in typed else value
    return "" if shown is None else shown


@register.simple_tag(takes_context=True)
def seen(context: Context) -> SafeString:
    """The version that a form was drawn from; after a refusal still the one that was typed on."""
    version = (context.get("refused") and context["typed"].get("seen")) or context["request"].drawn
    return format_html('<input type="hidden" name="seen" value="{}">', version or "")


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """This page's address with some parameters changed; None or "" takes one away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def place(context: Context, name: str, **parts: Any) -> str:
    """The address of a page in this workspace. Lists ask for hundreds, so the shape of each is worked out once."""
    slug = context["access"].slug
    if all(isinstance(value, int) for value in parts.values()):
        return shape_of(name, slug, tuple(parts)).format(*parts.values())
    return reverse(name, kwargs={"slug": slug, **parts})


@lru_cache(maxsize=4096)
def shape_of(name: str, slug: str, parts: tuple[str, ...]) -> str:
    """The address with `{}` in the place of each number."""
    stand_ins = {part: 10**15 + place for place, part in enumerate(parts)}
    address = reverse(name, kwargs={"slug": slug, **stand_ins})
    for stand_in in stand_ins.values():
        address = address.replace(str(stand_in), "{" + str(stand_in - 10**15) + "}")
    return address


@register.simple_tag(takes_context=True)
def account_tabs(context: Context) -> list[tuple[str, str, bool]]:
    """The pages of one's own account as (name, address, whether one is there)."""
    here, tabs = context["request"].path, LOCAL_TABS if settings.LOCAL else (*LOCAL_TABS, *TEAM_TABS)
    addresses = {name: reverse(route) for name, route in tabs}
    nearest = max((a for a in addresses.values() if here.startswith(a)), key=len, default="")
    return [(name, address, address == nearest) for name, address in addresses.items()]


@register.filter
def initials(name: str) -> str:
    parts = [p for p in str(name).replace("@", " ").split() if p]
    return "".join(p[0] for p in (parts[:1] + parts[-1:] if len(parts) > 1 else parts[:1])).upper() or "?"


@register.simple_tag(takes_context=True)
def money(context: Context, minor: int | None, currency: str = "") -> str:
    """Cents as people write them, without false decimals."""
    if minor is None:
        return "–"
    name = currency or getattr(context.get("workspace"), "currency", "EUR")
    whole = minor / 100
    return f"{whole:,.0f} {name}" if whole >= 100 or whole == int(whole) else f"{whole:,.2f} {name}"


@register.filter
def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"


@register.filter
def chance(share: float | None) -> str:
    """How likely, of what was drawn or is a curve: what rounds to never or always is not said to be that."""
    if share is None:
        return "–"
    return "under 1 %" if share < 0.005 else "over 99 %" if share > 0.995 else percent(share)


@register.filter
def small_share(share: float | None) -> str:
    """A share to two figures that say something, however small it is."""
    if share is None:
        return "–"
    return percent(share) if abs(share) >= 0.1 or not share else f"{share * 100:.2g} %"


@register.filter
def tidy(value: float | None) -> str:
    """A number to three figures that say something."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


@register.filter
def rough(value: float) -> str:
    """A number to two figures: more of what is only likely would be false."""
    return "0" if abs(value) < 0.001 else f"{float(f'{value:.1e}'):,.10g}".replace("-", "−")


@register.filter
def rough_to(low: float, high: float) -> str:
    return f"{rough(low)} to {rough(high)}"


@register.filter
def to(low: float, high: float) -> str:
    """From one number to another; a single one where they are the same."""
    return tidy(low) if low == high else f"{tidy(low)} to {tidy(high)}"


@register.filter
def day_to(earliest: date | None, latest: date | None) -> str:
    """From one day to another, of something that may have none."""
    if earliest is None:
        return "No days yet"
    return day(earliest) if earliest == latest else f"{day(earliest)} to {day(latest)}"


@register.filter
def ago(moment: datetime | date | None) -> str:
    """How long ago, in the largest unit that fits."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        return moment.strftime("%-d %b %Y")
    seconds = (timezone.now() - moment).total_seconds()
    for size, unit in ((86_400 * 30, ""), (86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            if not unit:
                return timezone.localtime(moment).strftime("%-d %b %Y")
            count = int(seconds // size)
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


@register.filter
def day(moment: date | datetime | None) -> str:
    return moment.strftime("%-d %b %Y") if moment else "–"


@register.filter
def kind_label(name: str) -> str:
    return kind_of(name).label


@register.filter
def kind_icon(name: str) -> str:
    return kind_of(name).icon


@register.filter
def lookup(table: dict[Any, Any], key: Any) -> Any:
    return (table.get(key) or table.get(str(key))) if table else None


@register.simple_tag(takes_context=True)
def sorted_by(context: Context, name: str, back: str = "", down: str = "") -> str:
    """How a table is sorted by this column, in ARIA's words; "" when it is not."""
    asked = context["request"].GET.get("sort")
    if not asked or asked not in (name, back):
        return ""
    return "descending" if asked.startswith("-") or down else "ascending"


@register.filter
def order_icon(order: str) -> str:
    return "arrow-down" if order == "descending" else "arrow-up"


@register.simple_tag
def interval(
    value: float, low: float, high: float, least: float, most: float, actual: float | None = None, label: str = ""
) -> SafeString:
    """A thin bar: the scale, the spread, the value, and, where it is known, what came."""
    return drawings.interval(value, low, high, least, most, actual, label)


@register.simple_tag
def sparkline(series: Sequence[float], label: str = "") -> SafeString:
    return drawings.sparkline(series, label)


@register.simple_tag
def shift_bar(places: float, most: float = 1) -> SafeString:
    return drawings.shift_bar(places, most)


@register.simple_tag
def meter(share: float, label: str = "") -> SafeString:
    return drawings.meter(share, label)


@register.simple_tag
def balance_bar(supports: int, contradicts: int) -> SafeString:
    return drawings.balance(supports, contradicts)


@register.simple_tag
def calibration_plot(bins: Sequence[Any]) -> SafeString:
    return drawings.calibration(bins)


@register.simple_tag
def time_plot(
    points: Sequence[Any], label: str, low: float | None = None, high: float | None = None, middle: float | None = None
) -> SafeString:
    """Shares in the order of time, over the band of what is usual."""
    return drawings.time_plot(points, label, low, high, middle)


@register.simple_tag
def discovery_plot(points: Sequence[Any], label: str) -> SafeString:
    return drawings.discovery_plot(points, label)


@register.simple_tag
def fan_plot(plot: Any) -> SafeString:
    return drawings.fan_plot(plot)


@register.simple_tag
def share_bars(heard: Any) -> SafeString:
    return drawings.share_bars(heard)


@register.simple_tag
def plane_plot(drawn: Any) -> SafeString:
    return planes.plane(drawn)


@register.simple_tag
def category_bar(shares: Sequence[Any]) -> SafeString:
    return planes.category_bar(shares)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """The same as <c-icon>, for places where a component for each row would be too slow."""
    return _drawn(name, size)


@lru_cache(maxsize=1024)
def _drawn(name: str, size: str) -> SafeString:
    from clew.front.assets import icons_url

    extra = f" icon-{size}" if size else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>', extra, icons_url(), name
    )


@register.simple_tag
def stance(verb: str) -> SafeString:
    """Word and shape for what an excerpt does to a need."""
    names = {
        "supports": ("thumbs-up", "Supports"),
        "contradicts": ("thumbs-down", "Contradicts"),
        "mentions": ("message-square", "Mentions"),
    }
    shape, word = names.get(verb, ("minus", verb))
    return format_html('<span class="stance stance-{}">{}{}</span>', verb, icon(shape), word)


@register.simple_tag
def options(choices: Sequence[tuple[Any, str]], chosen: Any = "") -> SafeString:
    """The choices of a select. Escaped by hand: there may be hundreds, and `format_html` costs more than all the rest of a page."""
    wanted = str(chosen if chosen is not None else "")
    rows = (
        f'<option value="{escape(str(value))}"{" selected" if str(value) == wanted else ""}>{escape(label)}</option>'
        for value, label in choices
    )
    return mark_safe("".join(rows))  # noqa: S308 - both are escaped above


@register.simple_tag
def ticks(name: str, choices: Sequence[tuple[str, str]], chosen: Collection[str] = ()) -> SafeString:
    """Boxes to tick, of which several may be. Escaped by hand, as the choices of a select are."""
    rows = (
        f'<label class="check"><input type="checkbox" name="{escape(name)}" value="{escape(value)}"'
        f"{' checked' if value in chosen else ''}><span>{escape(label)}</span></label>"
        for value, label in choices
    )
    return mark_safe("".join(rows))  # noqa: S308 - all are escaped above


@register.simple_tag
def input_of(field: BoundField) -> str:
    """A field of a form of Django's, looking like every other."""
    return field.as_widget(attrs={"class": "input", "placeholder": ""})
