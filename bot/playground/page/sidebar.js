/** Who one acts as, and the places to go. */

import { avatar } from "./avatar.js";
import { cityOf, timeOf } from "./clock.js";
import { h, icon, refill, uid } from "./dom.js";

/** The left side. `desk` is the App. */
export class Sidebar {
  constructor(desk, node) {
    this.desk = desk;
    const ids = [uid("people"), uid("channels"), uid("direct")];
    this.times = new Map();
    this.channels = h("ul", { "aria-labelledby": ids[1] });
    this.direct = h("ul", { "aria-labelledby": ids[2] });
    refill(
      node,
      h(
        "section",
        {},
        h("h2", { id: ids[0] }, "Act as"),
        h(
          "div",
          { class: "people", role: "radiogroup", "aria-labelledby": ids[0] },
          desk.world.actors.map((person) => this.person(person)),
        ),
      ),
      h("section", {}, h("h2", { id: ids[1] }, "Channels"), this.channels),
      h("section", {}, h("h2", { id: ids[2] }, "Direct messages"), this.direct),
    );
    this.tick();
  }

  person(person) {
    const clock = h("span", { class: "local" });
    this.times.set(person, clock);
    const input = h("input", {
      type: "radio",
      name: "act-as",
      value: person.id,
      onchange: () => this.desk.actAs(person.id),
    });
    return h(
      "label",
      { class: "person" },
      input,
      avatar(this.desk.world, person.id),
      h(
        "span",
        { class: "who" },
        h("b", {}, person.real_name || person.name),
        person.company && [" ", h("span", { class: "tag" }, person.company)],
        h("small", {}, person.title),
      ),
      clock,
    );
  }

  /** Sets the clocks of the people. */
  tick() {
    const now = this.desk.now.get();
    for (const [person, clock] of this.times)
      refill(clock, h("time", {}, timeOf(now, person.tz)), h("small", {}, cityOf(person.tz)));
  }

  /** Shows who is acted as. */
  showMe() {
    for (const input of document.querySelectorAll("input[name=act-as]"))
      input.checked = input.value === this.desk.me.id;
  }

  /** Shows the places of the person acted as. */
  show({ channels, dms }, place) {
    this.tellUnread([...channels, ...dms].filter((one) => one.id !== place).reduce((sum, one) => sum + one.unread, 0));
    this.reconcile(
      this.channels,
      channels.map((channel) =>
        this.link(
          {
            ...channel,
            face: h("span", { class: "hash", "aria-hidden": "true" }, channel.is_private ? icon("lock") : "#"),
            words: channel.name,
          },
          place,
        ),
      ),
    );
    this.reconcile(this.direct, [
      ...dms.map((dm) =>
        this.link(
          {
            ...dm,
            face: avatar(this.desk.world, dm.with),
            words: this.desk.world.nameOf(dm.with) ?? "Somebody",
            tag: this.desk.world.tagOf(dm.with),
          },
          place,
        ),
      ),
      ...this.desk.pagesOf(this.desk.me).map((id) => this.link(this.page(id), place)),
    ]);
    this.direct.parentElement.hidden = !this.direct.children.length;
  }

  /** A page of the bot's. */
  page(id) {
    const home = { face: icon("home"), words: `${this.desk.world.app.name} Home` };
    const { face, words } = id === "home" ? home : { face: icon("flow"), words: "Workflows" };
    return { id, face: h("span", { class: "hash" }, face), words };
  }

  /** On a narrow window the places are behind a button: it tells that something is new there. */
  tellUnread(unread) {
    const toggle = document.querySelector(".places-toggle");
    toggle.classList.toggle("has-unread", unread > 0);
    toggle.setAttribute("aria-label", unread ? `Places, ${unread} unread` : "Places");
  }

  link({ id, face, words, tag, is_ext_shared: shared, is_archived: archived, ...channel }, place) {
    const unread = id === place ? 0 : channel.unread;
    const notes = [shared && "shared", archived && "archived", tag].filter(Boolean);
    return h(
      "li",
      { dataset: { place: id } },
      h(
        "a",
        {
          href: this.desk.addressOf(id),
          class: unread ? "unread" : null,
          "aria-current": id === place ? "page" : null,
        },
        face,
        h("span", { class: "name" }, words),
        notes.map((note) => h("span", { class: "tag" }, note)),
        unread > 0 && h("span", { class: "badge" }, String(unread), h("span", { class: "unseen" }, " unread")),
      ),
    );
  }

  /** Brings the rows up to date. A place keeps its link, so that no press on it is lost and the focus stays. */
  reconcile(list, rows) {
    const known = new Map([...list.children].map((row) => [row.dataset.place, row]));
    const kept = rows.map((row) => renewed(known.get(row.dataset.place), row));
    const moved = kept.length !== list.children.length || kept.some((row, at) => row !== list.children[at]);
    if (moved) refill(list, ...kept);
  }
}

/** The old row with what the new one says; the new one itself where there was none. */
function renewed(old, row) {
  if (!old || old.isEqualNode(row)) return old ?? row;
  const link = old.firstElementChild;
  const said = row.firstElementChild;
  for (const { name } of [...link.attributes]) if (!said.hasAttribute(name)) link.removeAttribute(name);
  for (const { name, value } of said.attributes) link.setAttribute(name, value);
  refill(link, ...said.childNodes);
  return old;
}
