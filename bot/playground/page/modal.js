/** Modals: the stack of views that the bot opened for the person acted as. */

import { drawBlocks, showErrors } from "./blocks.js";
import { h, icon, refill, uid } from "./dom.js";
import { wordsOf } from "./text.js";

/** Shows the top of the stack in one dialog; the browser keeps the focus in it and gives it back. */
export class Modals {
  /** `desk` is the App; `desk.refreshViews` is called after every act. */
  constructor(desk) {
    this.desk = desk;
    this.titleId = uid("modal");
    this.dialog = h("dialog", { class: "modal", "aria-labelledby": this.titleId });
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault(); // the server decides what is under it
      this.leave(false);
    });
    document.body.append(this.dialog);
  }

  /** Shows this stack, bottom first. */
  show(views) {
    const top = views.at(-1);
    if (!top) return this.close();
    const print = `${top.id} ${top.hash}`;
    this.depth = views.length;
    const same = this.view?.id === top.id;
    const changed = print !== this.print;
    Object.assign(this, { view: top, print });
    if (changed) this.draw(top, same);
    if (!this.dialog.open) this.open();
    return undefined;
  }

  open() {
    this.opener = document.activeElement;
    this.dialog.showModal();
    this.focusFirst();
  }

  close() {
    if (!this.dialog.open) return;
    Object.assign(this, { view: null, print: "" });
    this.dialog.close();
    // The button that opened it may be gone, when its message was redrawn meanwhile.
    if (this.opener?.isConnected && this.opener !== document.body) this.opener.focus();
    else this.desk.focusComposer();
  }

  focusFirst() {
    const wanted = this.view.blocks.find((block) => block.element?.focus_on_load);
    const scope = wanted ? `.modal-body [data-block="${CSS.escape(wanted.block_id)}"]` : ".modal-body";
    const field = this.dialog.querySelector(`${scope} :is(input, textarea, select)`);
    (field ?? this.dialog.querySelector(".modal-foot .primary") ?? this.dialog.querySelector("button")).focus();
  }

  draw(view, same) {
    const scroll = same ? this.body.scrollTop : 0;
    const held = same && this.held();
    this.complaint = h("p", { class: "complaint", role: "alert", hidden: true });
    this.surface = this.desk.surface(view.id, { view_id: view.id }, view.blocks, (words) => this.tell(words));
    this.body = h("div", { class: "modal-body" }, drawBlocks(view.blocks, this.surface), this.complaint);
    this.submitButton = view.submit && h("button", { type: "submit", class: "btn primary" }, wordsOf(view.submit));
    const form = h(
      "form",
      { novalidate: true, onsubmit: (event) => this.submit(event) },
      h(
        "header",
        { class: "modal-head" },
        h("h2", { id: this.titleId }, wordsOf(view.title)),
        h(
          "button",
          {
            type: "button",
            class: "btn icon-only bare",
            "aria-label": "Close everything",
            title: "Close",
            onclick: () => this.leave(true),
          },
          icon("close"),
        ),
      ),
      this.body,
      h(
        "footer",
        { class: "modal-foot" },
        h(
          "button",
          { type: "button", class: "btn", onclick: () => this.leave(false) },
          wordsOf(view.close) || (this.depth > 1 ? "Back" : "Close"),
        ),
        this.submitButton,
      ),
    );
    refill(this.dialog, form);
    this.body.scrollTop = scroll;
    if (!this.dialog.open) return;
    if (!held || !this.hold(held)) this.focusFirst();
  }

  /** What has the focus, so that it can have it again; and what is being looked for in it. */
  held() {
    const control = document.activeElement;
    const block = control?.closest?.("[data-block]");
    if (!block || !this.dialog.contains(block)) return null;
    const kind = control.matches("[role=combobox]") ? "[role=combobox]" : "input, textarea, select, button";
    const looking = control.getAttribute("aria-expanded") === "true";
    return { name: block.dataset.block, at: this.blocks().indexOf(block), kind, looking, text: control.value };
  }

  /** Gives the focus back: to the block of that name, else to the one in its place. A search goes on. */
  hold({ name, at, kind, looking, text }) {
    const blocks = this.blocks();
    const home = blocks.find((block) => block.dataset.block === name) ?? blocks[at];
    const control = home?.querySelector(kind);
    if (!control) return false;
    control.focus();
    if (looking) resume(control, text);
    return true;
  }

  blocks() {
    return [...this.dialog.querySelectorAll("[data-block]")];
  }

  tell(words) {
    this.complaint.textContent = words;
    this.complaint.hidden = !words;
  }

  async submit(event) {
    event.preventDefault();
    const button = this.submitButton; // the answer may be a view without one
    if (!button || button.disabled) return;
    button.disabled = true;
    try {
      const seen = await this.desk.submit(this.view.id, this.surface.values.toState());
      const unplaced = showErrors(this.body, seen.errors ?? {});
      this.tell([seen.complaint, ...unplaced].filter(Boolean).join(" "));
    } finally {
      button.disabled = false;
    }
  }

  /** Closes the view on top, or all. Once: Chromium tells of one Escape twice in a field for times. */
  async leave(all) {
    if (this.leaving) return;
    this.leaving = true;
    await this.desk.closeView(this.view.id, all).finally(() => (this.leaving = false));
  }
}

function resume(combobox, text) {
  if (combobox.value === text) return combobox.click();
  combobox.value = text;
  return combobox.dispatchEvent(new Event("input"));
}
