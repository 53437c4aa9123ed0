"""`clew roadmap`: the room on the command line. Nothing heavy is imported before a command runs."""

import click

from clew.ground.doors.commands import LazyGroup

HERE = "clew.rooms.roadmap.commands"
PLACES = {
    "import": (f"{HERE}.trackers", "bring_in", "Bring in ideas from a tracker's file."),
    "export": (f"{HERE}.trackers", "take_out", "Write ideas as a tracker's file."),
    "trackers": (f"{HERE}.connections", "trackers", "Keep ideas and issues of GitHub or Jira alike."),
    "inbox": (f"{HERE}.feedback", "inbox", "What customers said, and waits to be sorted."),
    "feedback": (f"{HERE}.feedback", "feedback", "Put what a customer said into the inbox."),
    "sort": (f"{HERE}.sorting", "sort", "Say to which need or idea entries belong."),
    "mailbox": (f"{HERE}.feedback", "mailbox", "Take in the mails of a mailbox."),
    "models": (f"{HERE}.ranking", "models", "Score models, and which factors they ask for."),
    "add-model": (f"{HERE}.ranking", "add_model", "Add a score model."),
    "factors": (f"{HERE}.factors", "factors", "What is estimated of ideas."),
    "factor": (f"{HERE}.factors", "factor", "Add a factor of your own, or change one."),
    "estimate": (f"{HERE}.ranking", "estimate", "Say what an idea would bring and cost."),
    "round": (f"{HERE}.rounds", "estimating_round", "Estimate ideas together, blind until all have."),
    "rank": (f"{HERE}.ranking", "rank", "Put the ideas in order, with how sure that is."),
    "changes": (f"{HERE}.changes", "changes", "What would change the last order."),
    "decide": (f"{HERE}.deciding", "decide", "Decide from a ranking, with a prediction."),
    "ideas": (f"{HERE}.ideas", "ideas", "Ideas: filtered, sorted, or by a saved view."),
    "timeline": (f"{HERE}.looking", "timeline", "Ideas along time, on the days of what delivers them."),
    "tree": (f"{HERE}.looking", "tree", "Ideas below the needs and outcomes that they are for."),
    "fields": (f"{HERE}.ideas", "idea_fields", "Fields of your own, and what one idea says there."),
    "field": (f"{HERE}.filling", "field", "Add a field of your own, or change one."),
    "fill": (f"{HERE}.filling", "fill", "Fill in fields of an idea."),
    "drop-field": (f"{HERE}.filling", "drop_field", "Put a field away."),
    "attach": (f"{HERE}.attaching", "attach", "Attach files to an idea."),
    "attachments": (f"{HERE}.attaching", "attached", "The files of an idea, and where to write them."),
    "detach": (f"{HERE}.attaching", "detach", "Take a file off its idea."),
    "portfolios": (f"{HERE}.portfolios", "portfolios", "The portfolios, and what each is worth."),
    "portfolio": (f"{HERE}.portfolios", "one", "What fits into the capacity, by one portfolio."),
    "add-portfolio": (f"{HERE}.portfolio_making", "add_portfolio", "Add a portfolio: periods, and what teams can do."),
    "put": (f"{HERE}.portfolio_making", "put", "Put an idea into a portfolio, or take it out."),
    "items": (f"{HERE}.planning", "items", "What is planned."),
    "item": (f"{HERE}.showing", "one_item", "An item, and the customers' words for it and against it."),
    "plan": (f"{HERE}.planning", "plan", "Plan an item."),
    "plan-idea": (f"{HERE}.planning", "plan_idea", "Put an idea on the plan, into a quarter."),
    "baseline": (f"{HERE}.showing", "baseline", "Give the plan of this moment a name."),
    "view": (f"{HERE}.showing", "view", "Make a view of the plan for an audience."),
    "views": (f"{HERE}.showing", "views", "The views of the plan."),
    "share": (f"{HERE}.sharing", "share", "Make a link that shows a view of the plan to somebody without an account."),
    "links": (f"{HERE}.sharing", "links", "The links that show something of the roadmap outside."),
    "unshare": (f"{HERE}.sharing", "unshare", "Withdraw such a link."),
    "file": (f"{HERE}.showing", "file", "The plan as PDF, picture or slides."),
    "move": (f"{HERE}.changing", "move", "Move an item to another horizon or other days."),
    "change": (f"{HERE}.changing", "change", "Say how far an item is, what it is for and what it waits for."),
    "throughput": (f"{HERE}.forecasting", "throughput", "Import how many items were finished in past weeks."),
    "forecast": (f"{HERE}.forecasting", "forecast", "When it will be done, or how much by a day."),
    "slip": (f"{HERE}.forecasting", "slip", "How much later than first said plans come out."),
    "release": (f"{HERE}.planning", "release", "Release items on a day."),
    "survey": (f"{HERE}.surveys", "survey", "Ask people about ideas, and make estimates of what they say."),
    "votes": (f"{HERE}.voting", "votes", "Ideas by their votes."),
    "portal": (f"{HERE}.portal", "portal", "Where the portal is; set it up or change it."),
    "publish": (f"{HERE}.portal", "publish", "Show an idea on the portal."),
    "changelog": (f"{HERE}.planning", "changelog", "What went out, and when, as Markdown."),
}


@click.group(cls=LazyGroup, places=PLACES)
def roadmap() -> None:
    """Roadmap: what to build, in what order, and how sure that is."""
