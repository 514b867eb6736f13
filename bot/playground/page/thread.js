/** The thread that is open at the right. */

import { look, refresher } from "./api.js";
import { Composer } from "./composer.js";
import { h, icon, refill } from "./dom.js";
import { dropZone } from "./files.js";
import { MessageList } from "./messages.js";

/** One thread at a time. `desk` is the App. */
export class ThreadPane {
  constructor(desk, node) {
    this.desk = desk;
    this.node = node;
    this.list = new MessageList(desk, { inThread: true });
    this.composer = new Composer({
      world: desk.world,
      inThread: true,
      send: (text, files) => desk.say(this.channel, text, files, this.ts),
    });
    this.refresh = refresher(() => this.fetch());
    const close = h(
      "button",
      {
        type: "button",
        class: "btn icon-only bare",
        "aria-label": "Close the thread",
        onclick: () => desk.closeThread(),
      },
      icon("close"),
    );
    refill(
      node,
      h("header", { class: "place-head" }, h("h2", {}, "Thread"), close),
      this.list.node,
      this.composer.node,
    );
    dropZone(
      node,
      () => this.composer.isOpen,
      (files) => this.composer.attach(files),
    );
    node.addEventListener(
      "keydown",
      (event) => event.key === "Escape" && !event.defaultPrevented && desk.closeThread(),
    );
  }

  /** Shows a thread; "" closes the pane. */
  async open(channel, ts) {
    const visit = ts && `${this.desk.me.id} ${channel} ${ts}`;
    const isNew = visit !== this.visit;
    Object.assign(this, { channel, ts, visit });
    this.node.hidden = !ts;
    document.body.classList.toggle("thread-open", Boolean(ts));
    if (!ts || !isNew) return;
    this.list.clear();
    this.composer.place("Reply in the thread", "Reply…", this.desk.me.id);
    await this.refresh();
    this.composer.field.focus();
  }

  async fetch() {
    const { visit } = this;
    if (!visit) return;
    const { messages } = await look(`/play/thread/${this.channel}/${this.ts}`, { user: this.desk.me.id });
    if (visit === this.visit) this.list.show(messages);
  }
}
