"""Survey methods of prioritisation: Kano, opportunity scores, MaxDiff, and spending a budget. Each ends in estimates."""

from .allocation import Allocated, Allocation, allocation
from .best_worst import Choice, Item, MaxDiff, maxdiff
from .designs import Balance, Design, balance_of, design, sets_needed
from .kano import Category, Kano, KanoBySegment, categorise, kano, kano_by_segment
from .opportunity import Opportunity, OpportunityBySegment, opportunity, opportunity_by_segment

__all__ = [
    "Allocated", "Allocation", "Balance", "Category", "Choice", "Design", "Item", "Kano", "KanoBySegment", "MaxDiff", "Opportunity",
    "OpportunityBySegment", "allocation", "balance_of", "categorise", "design", "kano", "kano_by_segment", "maxdiff", "opportunity",
    "opportunity_by_segment", "sets_needed",
]  # fmt: skip
