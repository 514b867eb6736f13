"""What stands on the page that somebody opened: read from the database, and nothing but what they may see."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from bot.gather import policy_of
from bot.home.mine import Mine
from bot.home.viewer import Viewer
from bot.home.wide import Wide
from bot.views.home import HomeTab, Place
from bot.work.permission import role
from bot.work.roles import Role
from storage import lists, people, workspaces


def tab_of(session: Session, viewer: Viewer, place: Place) -> HomeTab:
    """The page; the first one in place of one that is not for them, the last lot where theirs is no more.

    Raises `LookupError` for an unknown workspace.
    """
    workspace = workspaces.get(session, viewer.team_id)
    if workspace is None:
        raise LookupError(f"no workspace {viewer.team_id}")
    viewer = replace(viewer, person=people.get(session, viewer.team_id, viewer.person.id) or viewer.person)
    policy, is_ = policy_of(workspace), role(session, viewer.person)
    leads = is_ is not Role.MEMBER
    open_ = Place() if place.is_wide and not leads else place
    wide = Wide(session, viewer, policy, open_, is_admin=is_ is Role.ADMIN)
    sections = list((wide if open_.is_wide else Mine(session, viewer, workspace, policy, open_)).sections())
    total = sum(getattr(section, "total", 0) for section in sections)
    last = open_.within(total)
    if last != open_:
        return tab_of(session, viewer, last)
    return HomeTab(open_, sections, leads, is_empty=not total and not lists.any_account(session, viewer.team_id))
