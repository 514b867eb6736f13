/** Where one writes: messages and commands, with completion and a memory. */

import { commandOf, completions } from "./complete.js";
import { h, icon, refill, uid } from "./dom.js";
import { Attachments } from "./files.js";
import { History } from "./history.js";

/** A field with its send button. `send(text, files)` gives the sentence to show when it failed, else "". */
export class Composer {
  constructor({ world, send, inThread = false, extra = null }) {
    Object.assign(this, {
      world,
      deliver: send,
      inThread,
      history: new History(),
      sending: Promise.resolve(),
      found: null,
      at: 0,
    });
    this.attachments = new Attachments(() => this.check());
    this.listId = uid("completions");
    this.field = h("textarea", {
      id: inThread ? "reply" : "composer",
      rows: 1,
      autocomplete: "off",
      spellcheck: "true",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": this.listId,
      oninput: () => this.typed(),
      onkeydown: (event) => this.key(event),
      onblur: () => this.offer(null),
      onclick: () => this.typed(),
    });
    this.list = h("div", {
      id: this.listId,
      class: "options completions",
      role: "listbox",
      "aria-label": "Suggestions",
      hidden: true,
    });
    this.usage = h("p", { class: "usage" });
    this.complaint = h("p", { class: "complaint", role: "alert", hidden: true });
    this.button = h(
      "button",
      { type: "submit", class: "btn primary icon-only send", "aria-label": "Send" },
      icon("send"),
    );
    this.node = h(
      "form",
      { class: "composer", onsubmit: (event) => (event.preventDefault(), this.send()) },
      this.list,
      h(
        "div",
        { class: "box" },
        this.attachments.list,
        this.field,
        h(
          "div",
          { class: "box-foot" },
          this.attachments.button,
          this.attachments.input,
          extra,
          h("span", { class: "keys", "aria-hidden": "true" }, "Enter sends · Shift + Enter for a new line"),
          this.button,
        ),
      ),
      this.usage,
      this.complaint,
    );
    this.typed();
  }

  /** Who writes, and where. */
  place(label, placeholder, person, closed = false) {
    this.isOutside = this.world.isOutside(person);
    this.field.setAttribute("aria-label", label);
    this.field.placeholder = placeholder;
    this.field.disabled = closed;
    this.attachments.button.disabled = closed;
    if (person !== this.person) this.attachments.set([]);
    this.person = person;
    this.history.of(person);
    this.grow();
    this.tell("");
  }

  /** Puts text into the field, as if typed. */
  fill(text) {
    this.field.value = text;
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
    this.typed();
  }

  /** Takes files along; one writes something to them, or not. */
  attach(files) {
    this.attachments.add(files);
    this.field.focus();
  }

  /** Whether one may write here at all. */
  get isOpen() {
    return !this.field.disabled && this.node.checkVisibility();
  }

  /** There must be something to send. */
  check() {
    this.button.disabled = !this.field.value.trim() && !this.attachments.files.length;
  }

  tell(words) {
    this.complaint.textContent = words;
    this.complaint.hidden = !words;
  }

  typed() {
    const { value, selectionStart } = this.field;
    this.grow();
    this.check();
    this.offer(completions(value, selectionStart, this.known));
    const command = commandOf(value, this.known);
    refill(this.usage, command && !this.found ? [h("code", {}, command.command), " ", command.usage_hint] : []);
  }

  /** As high as its text, from one line on. */
  grow() {
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${this.field.scrollHeight}px`;
  }

  get known() {
    const { commands, people, channels } = this.world;
    return { commands: this.inThread || this.isOutside ? [] : commands, people, channels };
  }

  offer(found) {
    this.found = found;
    this.list.hidden = !found;
    this.field.removeAttribute("aria-activedescendant");
    if (!found) return void refill(this.list);
    this.rows = found.items.map((item, index) =>
      h(
        "div",
        {
          id: uid("suggestion"),
          class: "option",
          role: "option",
          onpointerdown: (event) => event.preventDefault(), // the field keeps the focus
          onclick: () => (this.point(index), this.take()),
        },
        h(
          "span",
          {},
          h("b", {}, item.words),
          item.usage && h("span", { class: "usage-hint" }, " ", item.usage),
          item.detail && h("small", {}, item.detail),
        ),
      ),
    );
    refill(this.list, this.rows);
    return this.point(0);
  }

  point(at) {
    this.at = at;
    this.rows.forEach((row, index) => {
      row.classList.toggle("at", index === at);
      row.setAttribute("aria-selected", String(index === at));
    });
    this.field.setAttribute("aria-activedescendant", this.rows[at].id);
    this.rows[at].scrollIntoView({ block: "nearest" });
  }

  /** Completes what is pointed at. */
  take() {
    const { value, selectionStart } = this.field;
    const start = value.slice(0, this.found.from) + this.found.items[this.at].insert;
    this.field.value = start + value.slice(selectionStart).trimStart();
    this.field.setSelectionRange(start.length, start.length);
    this.typed();
  }

  key(event) {
    if (event.isComposing) return;
    const done = this.found ? this.keyInList(event) : this.keyInText(event);
    if (done) event.preventDefault();
  }

  keyInList({ key, shiftKey }) {
    const count = this.rows.length;
    if (key === "ArrowDown") this.point((this.at + 1) % count);
    else if (key === "ArrowUp") this.point((this.at - 1 + count) % count);
    else if (key === "Tab" && !shiftKey) this.take();
    else if (key === "Escape") this.offer(null);
    else if (key === "Enter" && !shiftKey) this.enterInList();
    else return false;
    return true;
  }

  /** What stands there in full is sent; a beginning is completed. */
  enterInList() {
    const typed = this.field.value.slice(this.found.from, this.field.selectionStart);
    if (typed === this.found.items[this.at].words) this.send();
    else this.take();
  }

  keyInText({ key, shiftKey }) {
    if (key === "Enter" && !shiftKey) this.send();
    else if (key === "ArrowUp" && (!this.field.value || this.history.browsing)) this.recall(this.history.older());
    else if (key === "ArrowDown" && this.history.browsing) this.recall(this.history.newer());
    else return false;
    return true;
  }

  recall(text) {
    if (text === null) return;
    this.fill(text);
    this.offer(null);
  }

  /** Sends what stands there, after what was sent before. */
  send() {
    const text = this.field.value.trim();
    if (!text && !this.attachments.files.length) return;
    const files = this.attachments.take();
    if (text) this.history.add(text);
    this.fill("");
    this.tell("");
    this.sending = this.sending.then(() => this.sendNow(text, files));
  }

  /** What failed comes back into the field: nothing typed is lost. */
  async sendNow(text, files) {
    this.node.setAttribute("aria-busy", "true");
    const complaint = await this.deliver(text, files).finally(() => this.node.removeAttribute("aria-busy"));
    if (!complaint) return;
    this.tell(complaint);
    this.attachments.add(files);
    if (!this.field.value) (this.fill(text), this.offer(null));
  }
}
