"""The only door to what assistants ask for."""

from clew.ground.proposals.actions import propose, settle
from clew.ground.proposals.queries import ProposalRow, count_waiting, proposal, proposals

__all__ = ["ProposalRow", "count_waiting", "proposal", "proposals", "propose", "settle"]
