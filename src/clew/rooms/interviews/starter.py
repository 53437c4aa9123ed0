"""A short good guide to begin from: a warm-up, stories of what happened, and how it ends."""

MINUTES = 45
STARTER = """# {title}

## Warm-up (5 min)

Thank them, say how long it takes and what becomes of the recording. There are no right answers.

- Tell me about your work: what does a usual day look like?
- How long have you been doing this, and with whom?

## The last time (20 min)

Stay with one time that really happened, from its beginning to its end.

- Tell me about the last time you did this. Where did it begin?
  - What happened then?
  - Who else was there?
- What was the hardest part, that time?
  - How did you notice?
  - What did it cost you?
- What did you try, before you came to do it this way?

## What they use (10 min)

- Show me what you use for it.
  - What did you use before?
- What did you leave aside, and why?

## To end (10 min)

- What did I not ask that I should have asked?
- Who else has this trouble?
"""
