"""Why words in the room's tables stay although they are old."""

TEAMS = "It is the team's own words."
