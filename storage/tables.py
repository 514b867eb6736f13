"""All tables. Every row carries its `team_id`, which leads every key and index but one (see `Clock`).

Words with a fixed choice are text with a CHECK; what they may be is decided in `bot.policy` and `bot.titles`, and a
test holds the two alike. Instants are aware UTC, days are local dates, money is integer minor units.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.types import JSON_OR_NULL, UtcDateTime, one_of

TIERS = ("key", "standard", "light")
STATUSES = ("active", "rescue", "leaving", "lost", "paused")
CONTACT_LEVELS = ("executive", "manager", "individual")
KINDS = (
    "call", "meeting", "visit", "video", "meal", "email", "message", "event", "thanks", "delivery", "attempt", "note",
)  # fmt: skip
DIRECTIONS = ("two-way", "from-client", "to-client")
LEVELS = ("early", "due", "critical")
PERSON_ROLES = ("member", "lead", "admin")
MESSAGE_KINDS = ("daily", "post", "notice", "digest")
MESSAGE_STATES = ("ready", "ambiguous", "sent", "failed", "dropped")
HEARERS = ("owner", "backup", "lead", "channel")
AUDIT_PERMITS = ("erase", "forget")
REMARK_STATES = ("open", "addressed", "declined")
IMPORT_NOUNS = ("accounts", "contacts", "touches")
IMPORT_STEPS = ("check", "offered", "import", "tell", "done")

_ACCOUNT = ["accounts.team_id", "accounts.id"]
_UNHAPPY = text("temperature < 0")
_LOUD = text("level IS NOT NULL OR snoozed_until IS NOT NULL")
_OPEN = text("closed_at IS NULL")
_TAKEN = text("closed_at IS NULL AND taken_by IS NOT NULL")
_LINKED = text("link IS NOT NULL")
_PUT_OFF = text("due_at IS NOT NULL")
_ASLEEP = text("asleep_since IS NOT NULL")
_UNANSWERED = text("state = 'open'")


def _of_account() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["team_id", "account_id"], _ACCOUNT, ondelete="CASCADE")


class Workspace(SQLModel, table=True):
    """A Slack workspace that installed Tend: the tenant."""

    __tablename__: ClassVar[str] = "workspaces"
    __table_args__ = (Index("workspaces_asleep", "team_id", sqlite_where=_ASLEEP, postgresql_where=_ASLEEP),)

    team_id: str = Field(primary_key=True)
    name: str = ""
    bot_user_id: str = ""
    tz: str = "UTC"  # IANA name; where nobody's own zone is known
    policy: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # only what was changed: Policy.from_overrides
    alert_channel_id: str | None = None
    portfolio: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # bot.facts.Portfolio, last refit
    refit_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the portfolio is counted again
    names_stamp: str | None = None  # another one whenever a name or an alias of an account changes
    asleep_since: datetime | None = Field(default=None, sa_type=UtcDateTime)  # token revoked: nothing is sent
    asleep_reason: str = ""
    enterprise_id: str = ""  # the Slack organisation that it belongs to, where Tend knows of one
    installed_at: datetime = Field(sa_type=UtcDateTime)
    uninstalled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # its data goes 30 days later


class Installation(SQLModel, table=True):
    """What Slack granted where Tend was installed: in a workspace, or in a whole organisation (`team_id` is empty).

    Tokens are sealed by `storage.vault`.
    """

    __tablename__: ClassVar[str] = "installations"

    team_id: str = Field(primary_key=True)
    enterprise_id: str = Field(primary_key=True)  # empty: the workspace belongs to no organisation
    bot_token: str = Field(sa_type=Text, repr=False)
    refresh_token: str | None = Field(default=None, sa_type=Text, repr=False)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: the token lives until it is revoked
    scopes: str = Field(default="", sa_type=Text)  # separated by commas
    bot_user_id: str
    installed_by: str
    installed_at: datetime = Field(sa_type=UtcDateTime)


class Person(SQLModel, table=True):
    """One of ours: a Slack user of the workspace, as Slack last told us, and what Tend knows beside it."""

    __tablename__: ClassVar[str] = "people"
    __table_args__ = (
        CheckConstraint(one_of("role", PERSON_ROLES), name="people_role"),
        Index("people_by_email", "team_id", "email"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)  # Slack user id
    name: str
    email: str | None = None  # lower case
    title: str = ""
    tz: str = "UTC"
    role: str = "member"  # as set by hand in Tend
    is_admin: bool = False  # runs the Slack workspace
    lead_id: str | None = None
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False  # belongs to another company
    deactivated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    working_days: list[int] | None = Field(default=None, sa_type=JSON)  # None: the policy's
    away_from: date | None = None
    away_until: date | None = None  # the last day away
    preferences: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)  # bot.preferences; None: none
    dm_channel_id: str | None = None
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # kept without a name, under nobody's id
    seen_at: datetime = Field(sa_type=UtcDateTime)  # when Slack last told us


class ErasedPerson(SQLModel, table=True):
    """That a Slack user was erased, so that Slack's list of who left does not bring them back; their id is hashed."""

    __tablename__: ClassVar[str] = "erased_people"

    team_id: str = Field(primary_key=True)
    fingerprint: str = Field(primary_key=True)
    erased_at: datetime = Field(sa_type=UtcDateTime)


class Account(SQLModel, table=True):
    """A client company, and the times that its clocks are measured from. Its row is the lock of all that is its own."""

    __tablename__: ClassVar[str] = "accounts"
    __table_args__ = (
        CheckConstraint(one_of("tier", TIERS), name="accounts_tier"),
        CheckConstraint(one_of("status", STATUSES), name="accounts_status"),
        CheckConstraint("annual_value_minor >= 0", name="accounts_value"),
        UniqueConstraint("team_id", "name_key", name="accounts_name_key"),
        Index("accounts_by_owner", "team_id", "owner_id"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    name: str
    name_key: str  # storage.names.key(name)
    tier: str = "standard"
    status: str = "active"
    paused_until: date | None = None
    lost_on: date | None = None  # the day on which it ended, of an account that is lost
    annual_value_minor: int | None = Field(default=None, sa_type=BigInteger)
    currency: str | None = None  # ISO 4217
    client_since: date | None = None
    owner_id: str | None = None
    backup_id: str | None = None
    sponsor_id: str | None = None  # our executive sponsor
    cadence_days: int | None = None  # "we said monthly"
    last_contact_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_reach_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_touch_id: str | None = None  # the last by occurred_at, internal notes aside
    attempts_since_contact: int = 0
    sources_off: list[str] | None = Field(default=None, sa_type=JSON_OR_NULL)  # bot.work.sources; None: all are on
    keeps_text: bool = False  # a message that logs itself leaves its first words as the note
    # bot.rhythm.Rhythm of its contact days, and the `zone` whose days they are; None: none, or not counted yet
    rhythm: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class AccountAlias(SQLModel, table=True):
    """Another name of an account, unique in its workspace."""

    __tablename__: ClassVar[str] = "account_aliases"
    __table_args__ = (_of_account(), Index("account_aliases_by_account", "team_id", "account_id"))

    team_id: str = Field(primary_key=True)
    alias_key: str = Field(primary_key=True)
    alias: str
    account_id: str


class AccountDomain(SQLModel, table=True):
    """An e-mail domain of an account, lower case."""

    __tablename__: ClassVar[str] = "account_domains"
    __table_args__ = (_of_account(), Index("account_domains_by_account", "team_id", "account_id"))

    team_id: str = Field(primary_key=True)
    domain: str = Field(primary_key=True)
    account_id: str


class AccountChannel(SQLModel, table=True):
    """A Slack channel linked to an account: commands typed there need no name."""

    __tablename__: ClassVar[str] = "account_channels"
    __table_args__ = (_of_account(), Index("account_channels_by_account", "team_id", "account_id"))

    team_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    account_id: str


class AccountHelper(SQLModel, table=True):
    """A person of ours who helps on an account."""

    __tablename__: ClassVar[str] = "account_helpers"
    __table_args__ = (_of_account(),)

    team_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)


class Closure(SQLModel, table=True):
    """Days on which a client is closed; both ends included. They count for no clock."""

    __tablename__: ClassVar[str] = "closures"
    __table_args__ = (_of_account(), CheckConstraint("first_on <= last_on", name="closures_order"))

    team_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    first_on: date = Field(primary_key=True)
    last_on: date


class Contact(SQLModel, table=True):
    """A person at the client."""

    __tablename__: ClassVar[str] = "contacts"
    __table_args__ = (
        _of_account(),
        CheckConstraint(one_of("level", CONTACT_LEVELS), name="contacts_level"),
        UniqueConstraint("team_id", "account_id", "name_key", name="contacts_name_key"),
        Index("contacts_by_email", "team_id", "email"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    name: str
    name_key: str
    title: str = ""
    email: str | None = None  # lower case
    slack_user_id: str | None = None
    level: str = "individual"
    level_is_suggested: bool = True  # False: a person set it, and no title changes it
    roles: list[str] = Field(default_factory=list, sa_type=JSON)
    can_hire_or_fire: bool = False
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_met_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # kept without a name
    created_at: datetime = Field(sa_type=UtcDateTime)


class Newcomer(SQLModel, table=True):
    """Somebody of another company who wrote in a linked channel and was no contact there: offered as one, once.

    Whether they became one is seen from the contacts. `message_id`: the message that offers them.
    """

    __tablename__: ClassVar[str] = "newcomers"
    __table_args__ = (_of_account(), Index("newcomers_by_message", "team_id", "message_id"))

    team_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)  # Slack user id
    seen_at: datetime = Field(sa_type=UtcDateTime)
    message_id: str | None = None
    declined_by: str | None = None  # the person of ours who said that they are no contact


class Touch(SQLModel, table=True):
    """An interaction with the client. `undone_at` takes it out of every count and keeps it on record."""

    __tablename__: ClassVar[str] = "touches"
    __table_args__ = (
        _of_account(),
        CheckConstraint(one_of("kind", KINDS), name="touches_kind"),
        CheckConstraint(one_of("direction", DIRECTIONS), name="touches_direction"),
        CheckConstraint("temperature BETWEEN -2 AND 2", name="touches_temperature"),
        UniqueConstraint("team_id", "source", "external_id", name="touches_external_id"),
        Index("touches_by_account", "team_id", "account_id", "occurred_at"),
        Index("touches_by_logger", "team_id", "logged_by", "occurred_at"),
        Index("touches_by_link", "team_id", "link", sqlite_where=_LINKED, postgresql_where=_LINKED),
        Index("touches_unhappy", "team_id", "account_id", sqlite_where=_UNHAPPY, postgresql_where=_UNHAPPY),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    kind: str
    direction: str
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(default="", sa_type=Text)
    temperature: int | None = None
    signs: list[str] | None = Field(default=None, sa_type=JSON_OR_NULL)  # of warning, that somebody saw; None: none
    next_on: date | None = None  # what the touch said of the next one
    link: str | None = Field(default=None, sa_type=Text)  # the address of the message that it was
    source: str  # command, form, button, csv, ...
    external_id: str | None = None
    logged_by: str
    logged_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TouchPerson(SQLModel, table=True):
    """A person of ours who took part in a touch."""

    __tablename__: ClassVar[str] = "touch_people"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "touch_id"], ["touches.team_id", "touches.id"], ondelete="CASCADE"),
        Index("touch_people_by_person", "team_id", "person_id"),
    )

    team_id: str = Field(primary_key=True)
    touch_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)


class TouchContact(SQLModel, table=True):
    """A contact who took part in a touch."""

    __tablename__: ClassVar[str] = "touch_contacts"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "touch_id"], ["touches.team_id", "touches.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["team_id", "contact_id"], ["contacts.team_id", "contacts.id"], ondelete="CASCADE"),
        Index("touch_contacts_by_contact", "team_id", "contact_id"),
    )

    team_id: str = Field(primary_key=True)
    touch_id: str = Field(primary_key=True)
    contact_id: str = Field(primary_key=True)


class Meeting(SQLModel, table=True):
    """A next meeting on record. Kept when a touch that counts as met comes on or after its day."""

    __tablename__: ClassVar[str] = "meetings"
    __table_args__ = (_of_account(), UniqueConstraint("team_id", "account_id", "planned_on", name="meetings_day"))

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    planned_on: date
    touch_id: str | None = None  # the touch that announced it
    kept_by: str | None = None  # the touch that kept it
    calendar_of: str | None = None  # the person in whose calendar it stands
    created_at: datetime = Field(sa_type=UtcDateTime)


class Remark(SQLModel, table=True):
    """Something the client said that somebody passed on, until it is addressed, or declined with a reason."""

    __tablename__: ClassVar[str] = "remarks"
    __table_args__ = (
        _of_account(),
        CheckConstraint(one_of("state", REMARK_STATES), name="remarks_state"),
        Index("remarks_by_account", "team_id", "account_id", "reported_at"),
        Index("remarks_open", "team_id", "account_id", sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    text: str = Field(sa_type=Text)  # the client's own words
    said_by: str | None = None  # the contact, where that is known
    is_big: bool = False
    link: str | None = Field(default=None, sa_type=Text)  # the address of the message that it was
    reported_by: str
    reported_at: datetime = Field(sa_type=UtcDateTime)
    owner_id: str | None = None  # who is to answer it
    due_on: date
    state: str = "open"
    answer: str = Field(default="", sa_type=Text)  # what was done, or why not
    answered_by: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Clock(SQLModel, table=True):
    """One rule watching one subject of one account.

    `rings_at` is only a hint of when to look; the truth is recomputed from facts. Its index is the one that the
    `team_id` does not lead: the sweep asks what is due anywhere, and its cost must follow that alone.
    """

    __tablename__: ClassVar[str] = "clocks"
    __table_args__ = (
        _of_account(),
        CheckConstraint(one_of("level", LEVELS), name="clocks_level"),
        Index("clocks_due", "rings_at", postgresql_where=text("rings_at IS NOT NULL")),
        Index("clocks_loud", "team_id", "rule", "account_id", sqlite_where=_LOUD, postgresql_where=_LOUD),
    )

    team_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    subject: str = Field(primary_key=True, default="")
    rings_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    level: str | None = None  # entered; None: calm
    episode: int = 0  # how often it was entered
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    snoozes: int = 0  # in a row, since it was last calm
    snooze_reason: str = ""
    failures: int = 0  # times in a row that it could not be computed


class Nudge(SQLModel, table=True):
    """What a ringing clock wants said. Open until answered, cleared or snoozed."""

    __tablename__: ClassVar[str] = "nudges"
    __table_args__ = (
        _of_account(),
        CheckConstraint(one_of("level", LEVELS), name="nudges_level"),
        UniqueConstraint("team_id", "account_id", "rule", "subject", "episode", name="nudges_episode"),
        Index("nudges_open", "team_id", "account_id", "closed_at"),
        Index("nudges_waiting", "team_id", "account_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("nudges_taken", "team_id", "taken_by", sqlite_where=_TAKEN, postgresql_where=_TAKEN),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    rule: str
    subject: str = ""
    episode: int
    level: str
    reason: str = Field(sa_type=Text)
    clears: str = Field(default="", sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    raised_at: datetime = Field(sa_type=UtcDateTime)  # when its level was last entered
    taken_by: str | None = None
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    escalated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # lay untouched: the lead was told
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str | None = None  # a person; None: the facts cleared it
    closed_why: str = ""  # words for the posted warning: "spoken to on 12 May, by Ana"
    touch_id: str | None = None  # the touch that answered it


class NudgeVote(SQLModel, table=True):
    """Whether a person found a nudge useful."""

    __tablename__: ClassVar[str] = "nudge_votes"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "nudge_id"], ["nudges.team_id", "nudges.id"], ondelete="CASCADE"),
    )

    team_id: str = Field(primary_key=True)
    nudge_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    useful: bool
    voted_at: datetime = Field(sa_type=UtcDateTime)


class Message(SQLModel, table=True):
    """One Slack post, said exactly once: the outbox.

    Nudges hang on it through `message_nudges`; what it says is built when it is sent. `revise_at` asks for the posted
    message to be brought up to date. A `notice` carries its own words in `body`.
    """

    __tablename__: ClassVar[str] = "messages"
    __table_args__ = (
        CheckConstraint(one_of("kind", MESSAGE_KINDS), name="messages_kind"),
        CheckConstraint(one_of("state", MESSAGE_STATES), name="messages_state"),
        UniqueConstraint("team_id", "recipient", "slot", name="messages_slot"),
        Index("messages_due", "state", "not_before"),
        Index("messages_put_off", "state", "due_at", sqlite_where=_PUT_OFF, postgresql_where=_PUT_OFF),
        Index("messages_to_revise", "revise_at"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    kind: str
    recipient: str  # a Slack user or channel id
    slot: str  # "daily:2026-05-12", "nudge:<id>:due", "notice:..."
    state: str = "ready"
    not_before: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of one that was put off since
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    leased_by: str | None = None
    attempts: int = 0
    body: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    channel_id: str | None = None  # where it was posted
    ts: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revise_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failure: str = ""  # Slack's code
    created_at: datetime = Field(sa_type=UtcDateTime)


class MessageNudge(SQLModel, table=True):
    """A nudge that a message carries, and why its recipient hears it."""

    __tablename__: ClassVar[str] = "message_nudges"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "message_id"], ["messages.team_id", "messages.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["team_id", "nudge_id"], ["nudges.team_id", "nudges.id"], ondelete="CASCADE"),
        CheckConstraint(one_of("heard_as", HEARERS), name="message_nudges_heard_as"),
        Index("message_nudges_by_nudge", "team_id", "nudge_id"),
    )

    team_id: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    nudge_id: str = Field(primary_key=True)
    level: str
    heard_as: str
    because: str = ""  # "Ana is away until 12 May", "nobody acted for 3 working days"


class Home(SQLModel, table=True):
    """Somebody's Home tab as it was last published: which page of it they opened, and what it said."""

    __tablename__: ClassVar[str] = "homes"

    team_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    place: str  # the page and its number: bot.views.home.Place
    is_wide: bool = False  # that page tells of accounts that are not their own
    opened_at: datetime = Field(sa_type=UtcDateTime)
    shown: str = ""  # a fingerprint of what was published
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class HomeMark(SQLModel, table=True):
    """That something on somebody's open Home tab is no longer so. Only added and deleted: no deed waits for another."""

    __tablename__: ClassVar[str] = "home_marks"
    __table_args__ = (Index("home_marks_by_person", "team_id", "person_id"),)

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    person_id: str


class Calendar(SQLModel, table=True):
    """The calendar that a person lets Tend read. Its address is as good as a password: `storage.vault` seals it."""

    __tablename__: ClassVar[str] = "calendars"
    __table_args__ = (Index("calendars_due", "due_at"),)

    team_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    address: str = Field(sa_type=Text, repr=False)
    host: str  # the part of the address that may be shown
    added_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)  # when it is read next
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when that last went well
    found: int = 0  # events with clients in it, then
    failures: int = 0  # in a row since
    failure: str = ""


class IntakeKey(SQLModel, table=True):
    """A key by which another program passes touches on; of the secret in it only the hash is kept."""

    __tablename__: ClassVar[str] = "intake_keys"

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    digest: str = Field(repr=False)  # SHA-256, hexadecimal
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_on: date | None = None  # the last day (UTC) on which it was used
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Import(SQLModel, table=True):
    """A list that somebody handed over to be imported: how its columns are understood, and how far it is.

    While `due_at` is set there is work to do, whichever process does it; while one does, it is when it is given up.
    """

    __tablename__: ClassVar[str] = "imports"
    __table_args__ = (
        CheckConstraint(one_of("noun", IMPORT_NOUNS), name="imports_noun"),
        CheckConstraint(one_of("step", IMPORT_STEPS), name="imports_step"),
        UniqueConstraint("team_id", "slot", name="imports_slot"),
        Index("imports_due", "due_at"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    slot: str  # where it was handed over: the same message again is the same list
    person_id: str
    channel_id: str  # the direct message in which it is spoken of
    name: str
    file_id: str | None = None  # Slack's; None: it was pasted
    pasted: str = Field(default="", sa_type=Text)
    noun: str | None = None
    header: list[str] | None = Field(default=None, sa_type=JSON_OR_NULL)
    columns: dict[str, int] | None = Field(default=None, sa_type=JSON_OR_NULL)  # ours, and where in the header
    currency: str = ""  # of amounts beside which none stands
    step: str = "check"
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    ts: str | None = None  # of the message that speaks of it
    report: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)  # what came of it, until that is told
    made_at: datetime = Field(sa_type=UtcDateTime)


class Request(SQLModel, table=True):
    """A request of Slack's that was carried out, and the answer it got: a repeat does nothing and hears it again."""

    __tablename__: ClassVar[str] = "requests"
    __table_args__ = (Index("requests_by_time", "team_id", "done_at"),)

    team_id: str = Field(primary_key=True)
    request_id: str = Field(primary_key=True)
    done_at: datetime = Field(sa_type=UtcDateTime)
    result_id: str | None = None  # the touch, account, ... that it made


class Audit(SQLModel, table=True):
    """Who changed what, when: rows are only ever added. Triggers refuse all else, on both kinds of database."""

    __tablename__: ClassVar[str] = "audit"
    __table_args__ = (Index("audit_by_account", "team_id", "account_id", "at"),)

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: str | None = None  # None: Tend itself, or the command line
    deed: str  # "touch.log", "account.edit", ...
    account_id: str | None = None
    subject_id: str | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class AuditPermit(SQLModel, table=True):
    """Leave for one of the two deeds that may touch the audit log: erasing a person, forgetting a workspace.

    A row lives only within the transaction of such a deed.
    """

    __tablename__: ClassVar[str] = "audit_permits"
    __table_args__ = (CheckConstraint(one_of("deed", AUDIT_PERMITS), name="audit_permits_deed"),)

    team_id: str = Field(primary_key=True)
    deed: str


class Pulse(SQLModel, table=True):
    """A row that is written to see whether the database can be written to. It is no workspace's: its id is empty."""

    __tablename__: ClassVar[str] = "pulse"

    team_id: str = Field(primary_key=True, default="")
    beat_at: datetime = Field(sa_type=UtcDateTime)
    weight: str = Field(default="", sa_type=Text)  # as much as a command writes: a full disk takes less for a while
