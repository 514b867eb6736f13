/** A list of messages that changes without losing the place, the focus or what was typed into it. */

import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { dayKey, dayOf, timeOf } from "./clock.js";
import { announce, h, icon, uid } from "./dom.js";
import { fileLink } from "./files.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { tools } from "./tools.js";

const TOGETHER_MS = 5 * 60_000;
const NEAR_END_PX = 80;

/** Messages on the main line of a channel, or of a thread. */
export class MessageList {
  /** `desk` is the App: surfaces, threads, shortcuts. */
  constructor(desk, { inThread = false } = {}) {
    Object.assign(this, { desk, inThread, drawn: new Map() });
    this.node = h("ol", {
      class: "messages",
      "aria-label": inThread ? "Messages in the thread" : "Messages",
      tabindex: "-1",
    });
  }

  /** Empties the list, for another place. */
  clear() {
    this.node.replaceChildren();
    this.drawn.clear();
    this.first = true;
  }

  /** Shows exactly these messages. `newAfter`: the ts after which a line says "New". */
  show(messages, newAfter = null) {
    const stuck = this.first || this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR_END_PX;
    const wanted = this.plan(messages, newAfter);
    const answered = !this.first && this.isForMe(wanted.at(-1));
    if (!this.first) this.tellNew(wanted);
    this.reconcile(wanted);
    if (stuck || answered) this.toEnd();
    this.first = false;
  }

  /** To what is new, else to the end; a last message that is higher than the window is read from its beginning. */
  toEnd() {
    const { node } = this;
    const line = this.first && node.querySelector(".new-line");
    const last = node.lastElementChild;
    if (line) line.scrollIntoView({ block: "start" });
    else if (last.offsetHeight > node.clientHeight) last.scrollIntoView({ block: "start" });
    else node.scrollTop = node.scrollHeight;
  }

  /** Is it new, and what I wrote or an answer that only I see? Then it is shown, wherever I had been reading. */
  isForMe({ key, message }) {
    return message && !this.drawn.has(key) && (message.ephemeral || message.user === this.desk.me.id);
  }

  tellNew(wanted) {
    const fresh = wanted.filter(
      (row) => row.message && !this.drawn.has(row.key) && row.message.user !== this.desk.me.id,
    );
    for (const { message } of fresh)
      announce(`${this.desk.world.nameOf(message.user) ?? "Somebody"}: ${plain(message.text)}`);
  }

  /** The rows: a line for each day, one for what is new, and the messages. */
  plan(messages, newAfter) {
    const { tz, id } = this.desk.me;
    const rows = messages.length
      ? []
      : [{ key: "empty", print: "", draw: () => h("li", { class: "empty" }, "Nothing here yet.") }];
    let last = null;
    let markNew = newAfter !== null;
    for (const message of messages) {
      const day = dayKey(message.time, tz);
      if (day !== (last && dayKey(last.time, tz))) {
        rows.push({
          key: `day ${day}`,
          print: tz,
          draw: () => h("li", { class: "day" }, h("span", {}, dayOf(message.time, tz))),
        });
        last = null;
      }
      if (markNew && message.ts > newAfter && message.user !== id) {
        markNew = false;
        rows.push({ key: "new", print: "", draw: () => h("li", { class: "new-line" }, h("span", {}, "New")) });
        last = null;
      }
      rows.push(this.row(message, follows(message, last) && !this.answersFirst(message, last)));
      last = message;
    }
    return rows;
  }

  /** The first answer in a thread stands apart from what it answers. */
  answersFirst(message, last) {
    return this.inThread && message.thread_ts === last.ts;
  }

  row(message, follow) {
    const { me } = this.desk;
    return {
      key: `${message.ephemeral ? "only" : "all"} ${message.ts}`,
      print: JSON.stringify([message, follow, me.id]),
      message,
      draw: () => this.draw(message, follow),
    };
  }

  reconcile(wanted) {
    const keep = new Set(wanted.map((row) => row.key));
    for (const [key, old] of this.drawn) if (!keep.has(key)) (old.node.remove(), this.drawn.delete(key));
    wanted.forEach((row, index) => {
      let known = this.drawn.get(row.key);
      if (known?.print !== row.print) known = this.replace(row, known);
      if (this.node.children[index] !== known.node)
        this.node.insertBefore(known.node, this.node.children[index] ?? null);
    });
  }

  /** Draws a row anew; a focus that was inside stays in the message. */
  replace(row, old) {
    const held = old?.node.contains(document.activeElement);
    const fresh = { print: row.print, node: row.draw() };
    old?.node.replaceWith(fresh.node);
    this.drawn.set(row.key, fresh);
    if (held) fresh.node.querySelector("article")?.focus({ preventScroll: true });
    return fresh;
  }

  draw(message, follow) {
    const { desk } = this;
    const nameId = uid("by");
    const timeId = uid("at");
    const complaint = h("p", { class: "complaint", role: "alert", hidden: true });
    const tell = (words) => {
      complaint.textContent = words;
      complaint.hidden = !words;
    };
    return h(
      "li",
      { class: ["message", follow && "follow", message.ephemeral && "ephemeral"].filter(Boolean).join(" ") },
      h(
        "article",
        { "aria-labelledby": `${nameId} ${timeId}`, tabindex: "-1", dataset: { ts: message.ts } },
        avatar(desk.world, message.user),
        h(
          "div",
          { class: "head" },
          this.author(message.user, nameId),
          h(
            "time",
            { id: timeId, datetime: message.time, title: dayOf(message.time, desk.me.tz) },
            timeOf(message.time, desk.me.tz),
          ),
        ),
        message.ephemeral && h("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
        message.command && h("p", { class: "ran" }, h("code", {}, message.command)),
        h(
          "div",
          { class: "content" },
          this.content(message, tell),
          message.edited && h("span", { class: "edited" }, "(edited)"),
        ),
        complaint,
        this.replies(message),
        tools(this.desk, message, this.inThread),
      ),
    );
  }

  author(id, nameId) {
    const tag = this.desk.world.tagOf(id);
    return [
      h("span", { class: "author", id: nameId }, this.desk.world.nameOf(id) ?? id),
      tag && h("span", { class: "tag" }, tag),
    ];
  }

  content(message, tell) {
    const files = message.files.map((file) => fileLink(file, this.desk.me));
    if (!message.blocks.length)
      return [message.text && h("div", { class: "block words" }, mrkdwn(message.text, this.desk.reader())), files];
    const container = { channel: message.channel, ts: message.ts };
    return [
      drawBlocks(
        message.blocks,
        this.desk.surface(`${message.channel} ${message.ts}`, container, message.blocks, tell),
      ),
      files,
    ];
  }

  replies(message) {
    if (this.inThread || !message.reply_count) return null;
    const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
    return h(
      "button",
      { type: "button", class: "replies", onclick: () => this.desk.openThread(message.ts) },
      message.reply_users.slice(0, 3).map((id) => avatar(this.desk.world, id)),
      words,
    );
  }
}

const follows = (message, last) =>
  last !== null &&
  last.user === message.user &&
  last.ephemeral === message.ephemeral &&
  !message.command &&
  !message.blocks.length &&
  !last.blocks.length &&
  Date.parse(message.time) - Date.parse(last.time) < TOGETHER_MS;
