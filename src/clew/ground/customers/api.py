"""The only door to accounts, people and segments."""

from clew.ground.customers.kinds import ACCOUNT, PERSON, SEGMENT
from clew.ground.customers.models import Account, AccountFact, Person, Segment, SegmentMember

__all__ = ["ACCOUNT", "PERSON", "SEGMENT", "Account", "AccountFact", "Person", "Segment", "SegmentMember"]
