/** Slack's table and data_table: the second sorts, filters and turns pages. */

import { h, refill } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const words = (cell) =>
  cell.type === "rich_text" ? leaves(cell).join("") : plain(cell.text ?? String(cell.value ?? ""));
const leaves = (part) => (part.elements ? part.elements.flatMap(leaves) : [part.text ?? part.name ?? ""]);
const isNumber = (cell) => cell?.type === "raw_number";
const draw = (cell, reader) => (cell.type === "rich_text" ? richText(cell, reader) : words(cell));

/** A `table` block: the first row is its head. */
export function table(block, reader) {
  const [head, ...rows] = block.rows;
  const align = (column) => block.column_settings?.[column]?.align ?? "left";
  const cells = (tag, row) =>
    row.map((cell, column) =>
      h(tag, { class: `align-${align(column)}`, scope: tag === "th" ? "col" : null }, draw(cell, reader)),
    );
  return h(
    "div",
    { class: "table-wrap", role: "group", "aria-label": "Table", tabindex: "0" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, cells("th", head))),
      h(
        "tbody",
        {},
        rows.map((row) => h("tr", {}, cells("td", row))),
      ),
    ),
  );
}

/** A `data_table` block. */
export const dataTable = (block, reader) => new DataTable(block, reader).node;

class DataTable {
  constructor(block, reader) {
    const [head, ...rows] = block.rows;
    Object.assign(this, {
      block,
      reader,
      head,
      rows,
      size: block.page_size ?? 5,
      page: 0,
      column: -1,
      down: false,
      text: "",
    });
    this.titles = head.map((cell, column) =>
      h("th", { scope: "col", class: isNumber(rows[0]?.[column]) ? "align-right" : null }, this.sorter(cell, column)),
    );
    this.body = h("tbody");
    this.where = h("span", { role: "status" });
    this.before = h("button", { type: "button", class: "btn small", onclick: () => this.turn(-1) }, "Previous");
    this.after = h("button", { type: "button", class: "btn small", onclick: () => this.turn(1) }, "Next");
    const long = rows.length > this.size;
    this.node = h(
      "div",
      { class: "data-table" },
      long &&
        h("input", {
          type: "search",
          placeholder: "Filter",
          "aria-label": `Filter ${block.caption}`,
          oninput: (event) => this.filter(event.target.value),
        }),
      h(
        "div",
        { class: "table-wrap", role: "group", "aria-label": block.caption, tabindex: "0" },
        h("table", {}, h("caption", {}, plain(block.caption)), h("thead", {}, h("tr", {}, this.titles)), this.body),
      ),
      long && h("div", { class: "pager" }, this.before, this.where, this.after),
    );
    this.draw();
  }

  sorter(cell, column) {
    return h(
      "button",
      { type: "button", onclick: () => this.sort(column) },
      words(cell),
      h("span", { class: "arrow", "aria-hidden": "true" }),
    );
  }

  sort(column) {
    this.down = this.column === column && !this.down;
    this.column = column;
    this.page = 0;
    this.draw();
  }

  filter(text) {
    this.text = text.trim().toLowerCase();
    this.page = 0;
    this.draw();
  }

  turn(step) {
    this.page += step;
    this.draw();
  }

  get fitting() {
    const found = this.rows.filter((row) => row.some((cell) => words(cell).toLowerCase().includes(this.text)));
    return this.column < 0
      ? found
      : found.sort((a, b) => compare(a[this.column], b[this.column]) * (this.down ? -1 : 1));
  }

  draw() {
    const all = this.fitting;
    const from = this.page * this.size;
    const shown = all.slice(from, from + this.size);
    refill(
      this.body,
      shown.length
        ? shown.map((row) => this.row(row))
        : h("tr", {}, h("td", { colspan: this.head.length, class: "note" }, "Nothing fits")),
    );
    this.where.textContent = all.length ? `${from + 1}–${from + shown.length} of ${all.length}` : "0 of 0";
    this.before.disabled = this.page === 0;
    this.after.disabled = from + this.size >= all.length;
    this.titles.forEach((title, column) => {
      const order = this.down ? "descending" : "ascending";
      if (column === this.column) title.setAttribute("aria-sort", order);
      else title.removeAttribute("aria-sort");
    });
  }

  row(row) {
    const heading = this.block.row_header_column_index ?? 0;
    return h(
      "tr",
      {},
      row.map((cell, column) =>
        h(
          column === heading ? "th" : "td",
          { scope: column === heading ? "row" : null, class: isNumber(cell) ? "align-right" : null },
          draw(cell, this.reader),
        ),
      ),
    );
  }
}

const compare = (a, b) =>
  isNumber(a) && isNumber(b) ? a.value - b.value : words(a).localeCompare(words(b), "en", { numeric: true });
