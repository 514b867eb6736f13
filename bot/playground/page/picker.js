/** A field that searches as you type, for one choice or several. */

import { h, icon, refill, uid } from "./dom.js";

const PAUSE_MS = 150;

/**
 * Draws a picker.
 * @param {object} options
 * @param {Array<Item>} options.chosen what is chosen at first; Item is `{value, words, detail?}`
 * @param {boolean} options.many
 * @param {number} [options.most] how many may be chosen
 * @param {(text: string) => Promise<Array<{group?: string, items: Item[]}>>} options.find
 * @param {number} options.least letters needed before it searches
 * @param {string} options.placeholder
 * @param {object} options.labels attributes that name the input
 * @param {(chosen: Item[]) => void} options.changed called on every change
 * @param {(chosen: Item[]) => void} options.settled called when the person leaves after a change
 */
export function picker(options) {
  return new Picker(options).node;
}

class Picker {
  constructor(options) {
    Object.assign(this, { searching: false, hasty: false, least: 0, changed() {}, settled() {} }, options);
    this.most = options.most ?? Infinity;
    this.listId = uid("list");
    this.chosen = [...options.chosen];
    this.shown = [];
    this.at = -1;
    this.search = 0;
    this.input = h("input", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.listId,
      placeholder: this.placeholder,
      ...this.labels,
      oninput: () => this.typed(),
      onclick: () => this.open(),
      onkeydown: (event) => this.key(event),
      onblur: () => this.leave(),
    });
    this.list = h("div", {
      id: this.listId,
      class: "options",
      role: "listbox",
      "aria-label": this.placeholder || "Choices",
      "aria-multiselectable": this.many ? "true" : null,
      hidden: true,
    });
    this.chips = h("ul", { class: "chips", "aria-label": "Chosen" });
    this.node = h(
      "div",
      { class: this.many ? "picker many" : "picker" },
      this.many && this.chips,
      this.input,
      this.list,
    );
    this.drawChosen();
  }

  drawChosen() {
    if (!this.many) {
      this.input.value = this.chosen[0]?.words ?? "";
      return;
    }
    this.chips.hidden = !this.chosen.length;
    refill(
      this.chips,
      this.chosen.map((item) =>
        h(
          "li",
          {},
          item.words,
          h(
            "button",
            { type: "button", "aria-label": `Remove ${item.words}`, onclick: () => (this.toggle(item), this.leave()) },
            icon("close"),
          ),
        ),
      ),
    );
  }

  open() {
    if (!this.list.hidden) return;
    if (!this.many) this.input.select();
    this.fetch(this.many ? this.input.value : "");
  }

  typed() {
    clearTimeout(this.pause);
    if (!this.many && !this.input.value.trim() && this.chosen.length) this.choose([]);
    this.searching = true;
    this.pause = setTimeout(() => this.fetch(this.input.value), PAUSE_MS);
  }

  /** Asks for what fits; an answer that comes after a newer question is dropped. */
  async fetch(text) {
    const mine = (this.search += 1);
    this.input.setAttribute("aria-expanded", "true");
    if (text.trim().length < this.least)
      return this.note(this.least > 1 ? `Type at least ${this.least} letters` : "Type to search");
    const groups = await this.find(text.trim());
    if (mine !== this.search || document.activeElement !== this.input) return;
    this.searching = false;
    this.draw(groups.filter((group) => group.items.length));
    if (this.hasty && this.shown.length) this.pick(this.shown[0]);
    this.hasty = false;
  }

  /** Enter before the search is through: picks what it finds first. */
  hurry() {
    clearTimeout(this.pause);
    this.hasty = true;
    this.fetch(this.input.value);
  }

  note(words) {
    this.searching = false;
    this.hasty = false;
    this.shown = [];
    this.at = -1;
    refill(this.list, h("p", { class: "note", role: "status" }, words));
    this.show();
  }

  draw(groups) {
    if (!groups.length) return this.note("Nothing found");
    this.shown = groups.flatMap((group) => group.items);
    this.rows = this.shown.map((item) => this.row(item));
    let next = 0;
    refill(
      this.list,
      groups.map((group) => {
        const rows = group.items.map(() => this.rows[next++]);
        return group.group
          ? h(
              "div",
              { role: "group", "aria-label": group.group },
              h("p", { class: "group", "aria-hidden": "true" }, group.group),
              rows,
            )
          : rows;
      }),
    );
    this.show();
    return this.point(0);
  }

  row(item) {
    const picked = this.chosen.some((chosen) => chosen.value === item.value);
    return h(
      "div",
      {
        id: uid("option"),
        class: "option",
        role: "option",
        "aria-selected": String(picked),
        onpointerdown: (event) => event.preventDefault(), // the input keeps the focus
        onclick: () => this.pick(item),
      },
      h("span", {}, item.words, item.detail && h("small", {}, item.detail)),
      picked && icon("check"),
    );
  }

  show() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.list.scrollIntoView({ block: "nearest" });
  }

  hide() {
    this.search += 1;
    this.searching = false;
    this.hasty = false;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  point(at) {
    this.at = at;
    this.rows.forEach((row, index) => row.classList.toggle("at", index === at));
    this.input.setAttribute("aria-activedescendant", this.rows[at].id);
    this.rows[at].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" && !open) this.open();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.shown.length) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.point((this.at + step + this.shown.length) % this.shown.length);
    } else if (event.key === "Enter" && this.searching) this.hurry();
    else if (event.key === "Enter" && open && this.at >= 0) this.pick(this.shown[this.at]);
    else if (event.key === "Escape" && open) this.hide();
    else if (event.key === "Backspace" && this.many && !this.input.value && this.chosen.length)
      this.toggle(this.chosen.at(-1));
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list, not the dialog around it
  }

  pick(item) {
    if (this.many) {
      this.input.value = "";
      this.toggle(item);
      this.hide();
    } else {
      this.choose([item]);
      this.hide();
      this.leave();
    }
  }

  toggle(item) {
    const without = this.chosen.filter((chosen) => chosen.value !== item.value);
    if (without.length < this.chosen.length) this.choose(without);
    else if (this.chosen.length < this.most) this.choose([...this.chosen, item]);
  }

  choose(items) {
    this.chosen = items;
    this.dirty = true;
    if (this.many || items.length) this.drawChosen();
    this.changed(items);
  }

  leave() {
    clearTimeout(this.pause);
    this.hide();
    if (!this.many) this.drawChosen();
    if (!this.dirty) return;
    this.dirty = false;
    this.settled(this.chosen);
  }
}

/** A `find` that filters what is known already: every word typed must occur. */
export function among(groups) {
  return async (text) => {
    const words = text.toLowerCase().split(/\s+/);
    const fits = (item) => words.every((word) => item.words.toLowerCase().includes(word));
    return groups.map((group) => ({ ...group, items: group.items.filter(fits) }));
  };
}
