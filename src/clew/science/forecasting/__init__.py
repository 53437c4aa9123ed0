"""When it will be done, or how much by then: forecasts from weekly throughput, each with the record of its own method; and how plans slipped."""

from .outlooks import Method
from .record import Kept, Record
from .slip import PRIORS, Prior, Quantile, Slip, reference_slip
from .throughput import CountForecast, DateForecast, FanWeek, Promise, forecast_count, forecast_date

__all__ = [
    "PRIORS", "CountForecast", "DateForecast", "FanWeek", "Kept", "Method", "Prior", "Promise", "Quantile", "Record", "Slip",
    "forecast_count", "forecast_date", "reference_slip",
]  # fmt: skip
