/** The middle: a channel, a direct message or a page of the bot's. */

import { act, look, refresher } from "./api.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { h, icon, refill } from "./dom.js";
import { dropZone } from "./files.js";
import { hints } from "./hints.js";
import { Home } from "./home.js";
import { menuButton } from "./menu.js";
import { MessageList } from "./messages.js";
import { Workflows } from "./workflows.js";

const NEVER = "0"; // the last_read of who was never there

/** Shows one place at a time. `desk` is the App. */
export class Place {
  constructor(desk, node) {
    this.desk = desk;
    this.node = node;
    this.head = h("header", { class: "place-head" });
    this.list = new MessageList(desk);
    this.pages = { home: new Home(desk), workflows: new Workflows(desk) };
    this.hints = h("div");
    this.starters = h("span", { class: "menu-button" });
    this.turnedOff = h("p", { class: "turned-off" }, "Sending messages to this app has been turned off.");
    this.composer = new Composer({
      world: desk.world,
      send: (text, files) => desk.say(this.id, text, files),
      extra: this.starters,
    });
    this.refresh = refresher(() => (this.page ? this.fetchPage() : this.fetchMessages()));
    const pages = Object.values(this.pages).map((page) => page.node);
    refill(node, this.head, this.list.node, pages, this.hints, this.turnedOff, this.composer.node);
    dropZone(
      node,
      () => this.composer.isOpen,
      (files) => this.composer.attach(files),
    );
  }

  /** What one could do here: three hints, and the global shortcuts. */
  showHints() {
    refill(this.starters, this.shortcuts());
    refill(this.hints, this.desk.world.isOutside(this.desk.me.id) ? null : hints(this.desk));
  }

  /** Global shortcuts, where the bot has any. */
  shortcuts() {
    const items = this.desk.shortcuts("global").map((shortcut) => ({
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
      this.page = this.pages[id];
      this.page?.open();
      for (const page of Object.values(this.pages)) page.node.hidden = page !== this.page;
      this.node.classList.toggle("is-page", Boolean(this.page));
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

  async fetchPage() {
    const { page, visit } = this;
    this.headline(...page.title);
    await page.fetch(() => visit === this.visit);
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

  /** The head of a channel or direct message, and whom the composer writes to. */
  title(channel) {
    const { world, me } = this.desk;
    const direct = channel.name === null;
    const name = direct ? world.nameOf(channel.with) : `#${channel.name}`;
    const notes = [
      channel.is_ext_shared && "Shared with another company",
      channel.is_archived && "Archived",
      me.company && `You are from ${me.company}`,
    ].filter(Boolean);
    this.headline(
      direct ? avatar(world, channel.with) : null,
      name,
      channel.topic,
      notes,
      !direct && this.invitation(channel),
    );
    const orCommand = world.isOutside(me.id) ? "" : ", or type / for commands";
    const placeholder = channel.is_archived ? "This channel is archived" : `Write to ${name}${orCommand}`;
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
