"""The small lists of words that the rules go by. British and American spelling."""

# What a person can be led to say of a thing, and its other side: naming both is fair, naming one is leading.
OTHER_SIDE = {
    "useful": "useless", "helpful": "unhelpful", "easy": "difficult", "easier": "harder", "simple": "complicated", "clear": "unclear",
    "intuitive": "puzzling", "important": "unimportant", "good": "bad", "better": "worse", "great": "poor", "valuable": "worthless",
    "difficult": "easy", "hard": "easy", "harder": "easier", "confusing": "clear", "complicated": "simple", "frustrating": "pleasant",
    "annoying": "pleasant", "slow": "fast", "fast": "slow", "quick": "slow", "nice": "unpleasant", "interesting": "dull",
    "convenient": "inconvenient", "comfortable": "uncomfortable", "satisfied": "dissatisfied", "happy": "unhappy", "satisfying": "unsatisfying",
    "bad": "good", "worse": "better", "well": "badly", "reliable": "unreliable", "trustworthy": "doubtful", "relevant": "irrelevant",
    "attractive": "unattractive", "appealing": "unappealing", "understandable": "puzzling", "straightforward": "complicated",
    "likely": "unlikely", "necessary": "needless", "worthwhile": "a waste", "meaningful": "meaningless", "effective": "ineffective",
    "efficient": "inefficient", "enjoyable": "unpleasant", "willing": "unwilling", "sufficient": "too little",
}  # fmt: skip
PAIRS = (
    ("most", "least"), ("more", "less"), ("like", "dislike"), ("likes", "dislikes"), ("liked", "disliked"), ("love", "hate"),
    ("easy", "hard"), ("easily", "hardly"), ("agree", "disagree"), ("positive", "negative"), ("pros", "cons"), ("helped", "hindered"),
    ("help", "hinder"), ("strengths", "weaknesses"), ("strong", "weak"), ("best", "worst"), ("well", "poorly"), ("satisfied", "dissatisfied"),
    ("success", "failure"), ("right", "wrong"), ("advantages", "disadvantages"), ("benefits", "drawbacks"), ("big", "small"),
    ("clear", "confusing"), ("simple", "difficult"), ("helpful", "useless"), ("useful", "unhelpful"), ("much", "little"),
)  # fmt: skip
# Words of those who make products, and what anybody would say.
PLAIN = {
    "sticky site header": "bar at the top that stays in view", "sticky header": "bar at the top that stays in view", "site header": "top of the page",
    "swatches": "colours of the key", "swatch": "colour of the key", "dropdown": "list", "drop-down": "list",
    "pain points": "troubles", "pain point": "trouble", "use cases": "uses", "use case": "use", "user journey": "way", "user flow": "steps", "modal": "window", "toggle": "switch", "breadcrumbs": "trail of links", "call to action": "button",
    "cta": "button", "onboarding": "first days", "value proposition": "promise", "stakeholders": "people concerned", "stakeholder": "person concerned",
    "kpis": "figures", "kpi": "figure", "okrs": "goals", "mvp": "first version", "churn": "leaving", "nps": "score", "roadmap": "plans",
    "backlog": "list of what is to do", "information architecture": "order of things", "taxonomy": "way of sorting", "metadata": "details",
    "leverage": "use", "synergies": "gains", "functionality": "things it can do", "functionalities": "things it can do", "touchpoints": "contacts",
    "touchpoint": "contact", "friction": "trouble", "bandwidth": "time",
    "deep dive": "close look", "hamburger menu": "menu", "accordion": "list that folds", "carousel": "row of pictures", "tooltip": "hint",
    "widget": "small window", "widgets": "small windows", "landing page": "first page", "ux": "handling", "ui": "screen", "api": "connection",
    "wireframe": "sketch", "wireframes": "sketches", "persona": "kind of person", "personas": "kinds of people", "mental model": "picture of it",
    "affordance": "hint", "affordances": "hints", "heuristics": "rules of thumb", "paradigm": "way", "actionable": "of use", "granularity": "detail",
    "granular": "detailed", "stickiness": "coming back", "gamification": "points and prizes", "omnichannel": "everywhere", "holistic": "whole",
    "end-to-end": "from start to end", "best practices": "good ways", "learnings": "lessons", "north star": "aim", "cohort": "group",
    "telemetry": "counts", "microcopy": "words on the buttons", "empty state": "empty page", "single sign-on": "one login", "sso": "one login",
}  # fmt: skip
# Past tense where -ed is wrong; the past participle too where it differs ("have you seen" -> "you saw").
_PAST = """
be was, begin began begun, bring brought, build built, buy bought, catch caught, choose chose chosen, come came come, cut cut, deal dealt,
do did done, draw drew drawn, drive drove driven, eat ate eaten, fall fell fallen, feel felt, fight fought, find found, forget forgot forgotten,
get got gotten, give gave given, go went gone, grow grew grown, have had, hear heard, hold held, keep kept, know knew known, lead led, learn learned,
leave left, let let, lose lost, make made, mean meant, meet met, pay paid, put put, read read, run ran run, say said, see saw seen, sell sold,
send sent, set set, show showed shown, shut shut, sit sat, speak spoke spoken, spend spent, stand stood, stick stuck, take took taken,
teach taught, tell told, think thought, throw threw thrown, understand understood, wake woke woken, wear wore worn, win won, write wrote written
"""
_FORMS = [entry.split() for entry in _PAST.split(",")]
IRREGULAR = {forms[0]: forms[1] for forms in _FORMS}
FROM_PARTICIPLE = {forms[-1]: forms[1] for forms in _FORMS}
# What cannot be done on an occasion: no story begins with "the last time you liked".
STATES = frozenset(
    """
    be have like want need think feel know believe expect prefer understand find see love hate agree remember mind wish hope consider own belong
    care mean seem tell show look trust enjoy own agree say describe rate imagine recommend suggest
    """.split()  # noqa: SIM905
)
DOUBLED = frozenset("plan stop shop swap tag drop log get skip map scan step ship chat zip drag flag pop".split())  # noqa: SIM905


def past(verb: str) -> str:
    """The past tense of an English verb given in its base form."""
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in set("aeiou"):
        return verb[:-1] + "ied"
    return (verb + verb[-1] if verb in DOUBLED else verb) + "ed"
