"""Help: every command with an example that works as typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views import kit, mrkdwn
from bot.views.echo import echo
from bot.views.post import Post


@dataclass(frozen=True, slots=True)
class HelpLine:
    """What a verb does, in a few words, and how it is typed."""

    what: str
    example: str


TOUCH = HelpLine(
    "log what happened with a client, in one line", "/touch Acme call with Jane yesterday: renewal looks fine next 2w"
)

HEARD = HelpLine(
    "pass on what a client said; I see that it is answered", '/heard Acme "they asked who else uses the new team"'
)

#: Commands that stand by themselves, by their names without the slash.
ALONE: dict[str, HelpLine] = {"touch": TOUCH, "heard": HEARD}

VERBS: dict[str, HelpLine] = {
    "log": HelpLine("the same as /touch", "/client log Acme visit on 12 May"),
    "add": HelpLine("a new account", '/client add "Acme Corp" tier:key owner:@ana value:120000EUR since:2019-04-01'),
    "edit": HelpLine(
        "change an account, its people, tier and rhythm", "/client edit Acme tier:key cadence:monthly alias:acme"
    ),
    "key": HelpLine("which accounts ought to be key (with a name: where it stands)", "/client key"),
    "owner": HelpLine("give an account to somebody", "/client owner Acme @ben"),
    "contact": HelpLine("add a person at the client", "/client contact Acme Jane Doe, VP Operations, jane@acme.test"),
    "left": HelpLine("somebody is no longer there", "/client left Acme Jane Doe"),
    "erase": HelpLine("take somebody's name out of everything, for good", "/client erase Acme: Jane Doe"),
    "leaving": HelpLine("they have said that they go", '/client leaving Acme until 30 June: "it got too dear"'),
    "exit": HelpLine("the exit interview: how to hold it, what to ask, what they said", "/client exit Acme"),
    "lost": HelpLine("it has ended: when and why, so that we learn from it", "/client lost Acme 30 April price stated"),
    "audit": HelpLine("what we learn from a loss (also `lead` or `from outside`, and who)", "/client audit Acme"),
    "reopen": HelpLine("they stay after all, or it was a mistake", "/client reopen Acme: they stay"),
    "know": HelpLine(
        "what they are proud of, milestones, anniversaries, burdens (without words: all of it)",
        '/client know Acme proud of "their new plant"',
    ),
    "show": HelpLine("one account at a glance", "/client show Acme"),
    "why": HelpLine("every rule, its clock and what clears it", "/client why Acme"),
    "touches": HelpLine("what was logged", "/client touches Acme"),
    "remarks": HelpLine("what they said, and what became of it", "/client remarks Acme"),
    "plan": HelpLine(
        "from where to where, in which steps (also `onboarding`, or a playbook of yours)", "/client plan Acme"
    ),
    "litmus": HelpLine(
        "how a client stands, asked of everyone who knows them (alone: how all do)", "/client litmus Acme"
    ),
    "pulse": HelpLine("which of your accounts you would worry about, in private", "/client pulse"),
    "promise": HelpLine(
        "what we promised them, or they us (without words: all of it)",
        '/client promise Acme "the new price list" by Friday',
    ),
    "wish": HelpLine(
        "what they would like from us, and how often (without words: all of it)",
        '/client wish Acme "a usage report" monthly',
    ),
    "broke": HelpLine(
        "something of ours broke; I see that it is put right (without words: all of it)",
        '/client broke Acme "the nightly export failed"',
    ),
    "agenda": HelpLine("what to speak about at the next meeting, from what is open", "/client agenda Acme"),
    "rescue": HelpLine(
        "a client is in danger: open a rescue, at any hour", '/client rescue Acme the launch failed: "never again"'
    ),
    "rescues": HelpLine("clients in rescue, and how past ones ended", "/client rescues"),
    "list": HelpLine("all accounts, the loudest first", "/client list"),
    "mine": HelpLine("those you own", "/client mine"),
    "quiet": HelpLine("those that have gone quiet", "/client quiet"),
    "senior": HelpLine("those where a senior line is missing", "/client senior"),
    "upcoming": HelpLine("what will ring in the next 14 days", "/client upcoming"),
    "digest": HelpLine("what changed, and what to do first (also `month`)", "/client digest"),
    "attention": HelpLine("where our attention goes, and who gets less than their share", "/client attention"),
    "voices": HelpLine("who speaks of clients beside their owners, and where nobody does", "/client voices"),
    "grow": HelpLine(
        "what could grow on accounts that are well", "/client grow Acme referral next month: could Jane introduce us?"
    ),
    "winback": HelpLine(
        "whether we want a client back, and when we ask", "/client winback Acme yes 1 March: they value what we do"
    ),
    "losses": HelpLine(
        "who left, how long ago the last, and why (of one: what our rules would have said)", "/client losses"
    ),
    "lessons": HelpLine("what losses taught, and how far its tasks are (also `new`, `export`)", "/client lessons"),
    "snooze": HelpLine("leave an account in peace for a while", "/client snooze Acme until 1 June: summer break"),
    "unsnooze": HelpLine("watch it again at once", "/client unsnooze Acme"),
    "sources": HelpLine("what logs itself for an account, with switches", "/client sources Acme"),
    "mute": HelpLine("leave you in peace; your backups and your lead hear it meanwhile", "/client mute until Friday"),
    "unmute": HelpLine("hear of everything again", "/client unmute"),
    "import": HelpLine("bring accounts, contacts and touches in from CSV files", "/client import"),
    "export": HelpLine("take them out as CSV files (or `all`)", "/client export accounts"),
    "calendar": HelpLine("have the meetings with clients in your calendar log themselves", "/client calendar"),
    "intake": HelpLine("keys by which other programs pass touches on", "/client intake"),
    "playbooks": HelpLine("what plans and litmus tests are made of: look, change, switch off", "/client playbooks"),
    "backtest": HelpLine("what I would have said of the past", "/client backtest tier standard contact 14 21 30"),
    "settings": HelpLine(
        "where and when I speak (also `rules`: how useful each rule is)", "/client settings channel #client-health"
    ),
    "help": HelpLine("this list", "/client help"),
}


def unknown_verb(line: str, verb: str, nearest: Sequence[str]) -> Post:
    """A verb that nobody knows: those that are like it, with what was typed behind it, and all of them."""
    rest = line.partition(verb)[2].strip(" :")
    like = [
        mrkdwn.code(f"/client {one} {rest}" if rest else VERBS[one].example, 200) for one in nearest if one in VERBS
    ]
    hint = f" Did you mean {mrkdwn.listing(like)}?" if like else " This is what I know:"
    text = f"I do not know {mrkdwn.code(verb, 100)}.{hint}"
    lines = [in_brief(f"/client {known}", help_line) for known, help_line in VERBS.items()]
    return kit.post(text, [kit.section(text), *kit.paragraphs(lines), *echo(line)])


def in_brief(name: str, line: HelpLine) -> str:
    """A command in one line of mrkdwn."""
    return f"*{name}* {line.what}: {mrkdwn.code(line.example)}"
