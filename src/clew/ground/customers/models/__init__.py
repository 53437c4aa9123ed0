from clew.ground.customers.models.accounts import Account, AccountFact, Person, Segment, SegmentMember
from clew.ground.customers.models.consent import Consent, ConsentText

__all__ = ["Account", "AccountFact", "Consent", "ConsentText", "Person", "Segment", "SegmentMember"]
