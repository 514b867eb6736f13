/** The middle: a channel, a direct message or Home. */

import { act, look, refresher } from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { Composer } from "./composer.js";
import { h, icon, refill } from "./dom.js";
import { hints } from "./hints.js";
import { menuButton } from "./menu.js";
import { MessageList } from "./messages.js";

const NEVER = "0"; // the last_read of who was never there

/** Shows one place at a time. `desk` is the App. */
export class Place {
  constructor(desk, node) {
    this.desk = desk;
    this.node = node;
    this.head = h("header", { class: "place-head" });
    this.list = new MessageList(desk);
    this.home = h("div", { class: "home", tabindex: "-1" });
    this.hints = h("div");
    this.turnedOff = h("p", { class: "turned-off" }, "Sending messages to this app has been turned off.");
    this.composer = new Composer({
      world: desk.world,
      send: (text) => desk.say(this.id, text),
      extra: this.shortcuts(),
    });
    this.refresh = refresher(() => (this.id === "home" ? this.fetchHome() : this.fetchMessages()));
    refill(node, this.head, this.list.node, this.home, this.hints, this.turnedOff, this.composer.node);
    this.showHints();
  }

  showHints() {
    refill(this.hints, hints(this.desk));
  }

  /** Global shortcuts, where the bot has any. */
  shortcuts() {
    const found = this.desk.world.shortcuts.filter((shortcut) => shortcut.type === "global");
    const items = found.map((shortcut) => ({
      words: shortcut.name,
      detail: shortcut.description,
      run: () => this.desk.runShortcut(shortcut),
    }));
    return items.length
      ? menuButton(
          { class: "btn icon-only bare", "aria-label": "Shortcuts", title: "Shortcuts", face: icon("zap") },
          items,
        )
      : null;
  }

  /** Goes to a place, as the person acted as. */
  async open(id) {
    const visit = `${this.desk.me.id} ${id}`;
    if (visit !== this.visit) {
      Object.assign(this, { id, visit, newAfter: undefined });
      this.list.clear();
      this.home.replaceChildren();
      this.node.classList.toggle("is-home", id === "home");
      this.node.setAttribute("aria-busy", "true");
      this.showHints();
      this.tellBot(id);
    }
    await this.refresh();
    this.node.removeAttribute("aria-busy");
  }

  /** Slack tells a bot when somebody opens its Home or its direct messages. */
  tellBot(id) {
    const tab = id === "home" ? "home" : id.startsWith("D") && "messages";
    if (tab)
      act("/play/home/open", { user: this.desk.me.id, tab }).then(
        () => this.refresh(),
        (refusal) => this.composer.tell(refusal.message),
      );
  }

  async fetchMessages() {
    const { id, visit, desk } = this;
    if (!id) return;
    const { channel, messages, last_read: lastRead } = await look(`/play/channel/${id}`, { user: desk.me.id });
    if (visit !== this.visit) return;
    if (this.newAfter === undefined) this.newAfter = lastRead === NEVER ? null : lastRead;
    this.title(channel);
    this.list.show(messages, this.newAfter);
  }

  async fetchHome() {
    const { visit, desk } = this;
    const { view } = await look("/play/home", { user: desk.me.id });
    if (visit !== this.visit) return;
    const { app } = desk.world;
    this.headline(avatar(desk.world, app.bot_user), `${app.name} Home`, `As ${desk.me.real_name} sees it`);
    const print = JSON.stringify(view);
    if (print === this.home.dataset.print) return;
    this.drawHome(view, print);
  }

  drawHome(view, print) {
    const scroll = this.home.scrollTop;
    const complaint = h("p", { class: "complaint", role: "alert" });
    const tell = (words) => (complaint.textContent = words);
    const held = this.home.contains(document.activeElement);
    const nothing = h("p", { class: "note" }, `${this.desk.world.app.name} has put nothing here yet.`);
    refill(
      this.home,
      view ? drawBlocks(view.blocks, this.desk.surface(view.id, { view_id: view.id }, view.blocks, tell)) : nothing,
      complaint,
    );
    this.home.dataset.print = print;
    this.home.scrollTop = scroll;
    if (held) this.home.focus({ preventScroll: true });
  }

  /** The head of a channel or direct message, and whom the composer writes to. */
  title(channel) {
    const { world, me } = this.desk;
    const direct = channel.name === null;
    const name = direct ? world.nameOf(channel.with) : `#${channel.name}`;
    const notes = [channel.is_ext_shared && "Shared with another company", channel.is_archived && "Archived"].filter(
      Boolean,
    );
    this.headline(
      direct ? avatar(world, channel.with) : null,
      name,
      channel.topic,
      notes,
      !direct && this.invitation(channel),
    );
    const placeholder = channel.is_archived ? "This channel is archived" : `Write to ${name}, or type / for commands`;
    const label = `Message ${name}`;
    document.body.classList.toggle("read-only", channel.is_read_only);
    if (this.placed !== `${me.id} ${label}`) this.composer.place(label, placeholder, me.id, channel.is_archived);
    this.placed = `${me.id} ${label}`;
  }

  headline(face, words, topic, notes = [], extra = null) {
    const print = JSON.stringify([words, topic, notes, Boolean(extra)]);
    if (print === this.head.dataset.print) return;
    this.head.dataset.print = print;
    document.title = `${words} · Tend playground`;
    refill(
      this.head,
      face,
      h("h2", {}, words),
      notes.map((note) => h("span", { class: "tag" }, note)),
      topic && h("p", { class: "topic" }, topic),
      extra,
    );
  }

  invitation(channel) {
    const { world } = this.desk;
    const { bot_user: bot, name } = world.app;
    if (channel.is_archived || channel.members?.includes(bot) !== false) return null;
    return h(
      "button",
      { type: "button", class: "btn small", onclick: () => this.desk.invite(channel.id, bot) },
      `Invite ${name}`,
    );
  }
}
