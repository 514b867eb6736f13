/** Slack's data_visualization as SVG, with a table for whoever cannot or would not read the picture. */

import { h, refill, s, uid } from "./dom.js";
import { ticksOf, wedge } from "./plot.js";

const HEIGHT = 220;
const PAD = { top: 12, right: 12, bottom: 28, left: 40 };
const MARKS = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
  "M-3.6-3.6h7.2v7.2h-7.2z",
  "M0-5 5 0 0 5-5 0z",
  "M0-4.6 4.6 3.6h-9.2z",
  "M0 4.6 4.6-3.6h-9.2z",
  "M-4-1.4h2.6V-4h2.8v2.6H4v2.8H1.4V4h-2.8V1.4H-4z",
];
const DASHES = ["", "7 4", "2 4", "9 3 2 3", "12 5", "4 2"];
const KINDS = { line: "Line chart", bar: "Bar chart", area: "Area chart", pie: "Pie chart" };

const colour = (index) => `series series-${index % 6}`;
const number = (value) => value.toLocaleString("en-GB");

/** A `data_visualization` block. */
export function chart(block) {
  const { chart: data, title } = block;
  const picture = h("div", { class: "plot" });
  const draw = data.type === "pie" ? () => pie(data) : (width) => axes(data, width);
  // Redrawn for the width at hand, so that its letters keep their size on a phone.
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (!width || picture.dataset.width === String(width)) return;
    picture.dataset.width = width;
    const image = draw(width);
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", `${KINDS[data.type]}: ${title}. ${inWords(data)}`);
    refill(picture, image);
  }).observe(picture);
  return h(
    "figure",
    { class: `chart chart-${data.type}` },
    h("figcaption", {}, title),
    h("div", { class: "chart-body" }, picture, legend(data)),
    h("details", {}, h("summary", {}, "Show as a table"), asTable(data, title)),
  );
}

/* ---- in words ---- */

function inWords(data) {
  if (data.type === "pie") return `${data.segments.map((part) => `${part.label} ${number(part.value)}`).join(", ")}.`;
  return data.series
    .map((one) => `${one.name}: ${one.data.map((point) => `${point.label} ${number(point.value)}`).join(", ")}.`)
    .join(" ");
}

function asTable(data, title) {
  const cell = (value) => h("td", { class: "align-right" }, number(value));
  const heads =
    data.type === "pie" ? ["", "Value"] : [data.axis_config.x_label ?? "", ...data.series.map((one) => one.name)];
  const rows =
    data.type === "pie"
      ? data.segments.map((part) => [part.label, cell(part.value)])
      : data.axis_config.categories.map((label, index) => [
          label,
          data.series.map((one) => cell(valueAt(one, label, index))),
        ]);
  return h(
    "div",
    { class: "table-wrap", role: "group", "aria-label": `${title}, as a table`, tabindex: "0" },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((head, index) => h("th", { scope: "col", class: index ? "align-right" : null }, head)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map(([label, cells]) => h("tr", {}, h("th", { scope: "row" }, label), cells)),
      ),
    ),
  );
}

const valueAt = (one, label, index) => (one.data.find((point) => point.label === label) ?? one.data[index]).value;

function legend(data) {
  const entry = (index, label) => h("li", {}, swatch(data.type, index), label);
  if (data.type !== "pie")
    return data.series.length < 2
      ? null
      : h(
          "ul",
          { class: "legend" },
          data.series.map((one, index) => entry(index, one.name)),
        );
  const total = data.segments.reduce((sum, part) => sum + part.value, 0);
  const share = (part) => `${Math.round((part.value / total) * 100)} %`;
  return h(
    "ul",
    { class: "legend" },
    data.segments.map((part, index) => entry(index, `${part.label}: ${number(part.value)} (${share(part)})`)),
  );
}

function swatch(type, index) {
  const hatch = type === "bar" && index > 0 && uid("hatch");
  const box = { x: 2, y: 2, width: 14, height: 14, rx: 2 };
  const face =
    type === "bar" || type === "pie"
      ? s("rect", { class: "fill", ...box })
      : s("path", { class: "fill", d: MARKS[index % 6], transform: "translate(9 9)" });
  const stripes = hatch && [hatchPattern(hatch, index), s("rect", { ...box, fill: `url(#${hatch})` })];
  return s("svg", { class: `swatch ${colour(index)}`, viewBox: "0 0 18 18", "aria-hidden": "true" }, face, stripes);
}

/* ---- line, area, bar ---- */

function axes(data, width) {
  const { categories } = data.axis_config;
  const table = data.series.map((one) => categories.map((label, index) => valueAt(one, label, index)));
  const ticks = ticksOf(Math.min(0, ...table.flat()), Math.max(0, ...table.flat()));
  const inner = { width: width - PAD.left - PAD.right, height: HEIGHT - PAD.top - PAD.bottom };
  const y = (value) => PAD.top + inner.height * (1 - (value - ticks[0]) / (ticks.at(-1) - ticks[0]));
  const step = inner.width / categories.length;
  const x = (index) => PAD.left + step * (index + 0.5);
  const draw = data.type === "bar" ? bars : lines;
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT },
    ticks.map((tick) =>
      s("line", { class: tick === 0 ? "zero" : "grid", x1: PAD.left, x2: width - PAD.right, y1: y(tick), y2: y(tick) }),
    ),
    ticks.map((tick) =>
      s("text", { class: "tick", x: PAD.left - 8, y: y(tick) + 4, "text-anchor": "end" }, number(tick)),
    ),
    categoryLabels(categories, x, step),
    draw({ table, data, x, y, step }),
  );
}

/** As many labels as fit beside each other. */
function categoryLabels(categories, x, step) {
  const widest = Math.max(...categories.map((label) => label.length)) * 7 + 10;
  const every = Math.max(1, Math.ceil(widest / step));
  return categories.map(
    (label, index) =>
      index % every === 0 && s("text", { class: "tick", x: x(index), y: HEIGHT - 8, "text-anchor": "middle" }, label),
  );
}

const tip = (data, row, index, value) =>
  s("title", {}, `${data.series[row].name}, ${data.axis_config.categories[index]}: ${number(value)}`);

function bars({ table, data, x, y, step }) {
  const width = Math.min(44, (step * 0.72) / table.length);
  return table.map((values, row) => {
    const hatch = uid("hatch");
    const left = (index) => x(index) - (width * table.length) / 2 + width * row;
    return s(
      "g",
      { class: colour(row) },
      row > 0 && hatchPattern(hatch, row),
      values.map((value, index) => {
        const box = {
          x: left(index) + 1,
          y: Math.min(y(0), y(value)),
          width: width - 2,
          height: Math.max(1, Math.abs(y(value) - y(0))),
          rx: 2,
        };
        return [
          s("rect", { class: "fill", ...box }, tip(data, row, index, value)),
          row > 0 && s("rect", { ...box, fill: `url(#${hatch})`, "pointer-events": "none" }),
        ];
      }),
    );
  });
}

/** Stripes that tell the second and later series apart without their colour. */
function hatchPattern(id, row) {
  const gap = 4 + (row % 3) * 3;
  return s(
    "pattern",
    { id, width: gap, height: gap, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${row * 45})` },
    s("line", { class: "hatch", x1: 0, y1: 0, x2: 0, y2: gap }),
  );
}

function lines({ table, data, x, y }) {
  return table.map((values, row) => {
    const path = values.map((value, index) => `${index ? "L" : "M"}${x(index)} ${y(value)}`).join("");
    return s(
      "g",
      { class: colour(row) },
      data.type === "area" &&
        s("path", { class: "under", d: `${path}L${x(values.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z` }),
      s("path", { class: "stroke", d: path, "stroke-dasharray": DASHES[row % 6] || null }),
      values.map((value, index) =>
        s(
          "path",
          { class: "fill", d: MARKS[row % 6], transform: `translate(${x(index)} ${y(value)})` },
          tip(data, row, index, value),
        ),
      ),
    );
  });
}

/* ---- pie ---- */

function pie(data) {
  const total = data.segments.reduce((sum, part) => sum + part.value, 0);
  let turned = 0;
  return s(
    "svg",
    { viewBox: "0 0 200 200", width: 200, height: 200 },
    data.segments.map((part, index) => {
      const from = turned / total;
      turned += part.value;
      const shape = wedge(from, turned / total);
      return s(
        "g",
        { class: colour(index) },
        s("path", { class: "fill slice", d: shape.path }, s("title", {}, `${part.label}: ${number(part.value)}`)),
        part.value / total >= 0.07 &&
          s("text", { class: "share", x: shape.x, y: shape.y + 4, "text-anchor": "middle" }, number(part.value)),
      );
    }),
  );
}
