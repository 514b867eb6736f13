/** Small helpers to build the page. Text becomes text nodes: nothing that a person typed is ever parsed as HTML. */

const SVG = "http://www.w3.org/2000/svg";
let count = 0;

/** An id that no other element of this page has. */
export const uid = (prefix = "id") => `${prefix}-${(count += 1)}`;

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "value" || name === "checked" || name === "selected") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/**
 * Builds an element: `h("button", {class: "quiet", onclick: go}, "Go")`.
 * Attributes that are null, undefined or false are left out; `on…` are listeners; strings among the children become text.
 */
export const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);

/** The same for SVG. */
export const s = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);

const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  reply: "M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.4A7.5 7.5 0 1 1 20 11.5z",
  send: "M5 12h13M12 5.5l6.5 6.5-6.5 6.5",
  clip: "M19.5 11.5l-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3 3 0 0 1 4.3 4.3l-7.6 7.5a1.5 1.5 0 0 1-2.1-2.1l6.6-6.6",
  eye: "M2.5 12S6 5.5 12 5.5s9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
  file: "M7 3.5h7l4 4v13H7zM13.5 3.5V8H18",
  home: "M4 11.2 12 4.5l8 6.7M6.2 9.6V19h11.6V9.6",
  clock: "M12 7.2V12l3.2 2M12 3.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4z",
  warn: "M12 4.2 21 19.6H3L12 4.2zM12 10v4.4M12 17h.01",
  check: "M5 12.5l4.5 4.5L19 7.5",
  zap: "M13 3.5 5.5 13.5H12l-1 7 7.5-10H12l1-7z",
  flow: "M5 4.5h6v5H5zM13 14.5h6v5h-6zM8 9.5v7.5h5",
  lock: "M7 11V8.4a5 5 0 0 1 10 0V11M5.8 11h12.4v8.6H5.8z",
};

/** One of the page's line icons; decoration only, so hidden from screen readers. */
export const icon = (name) =>
  s(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    s("path", { d: ICONS[name] }),
  );

/** Puts these children in place of whatever the node holds. */
export function refill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return node;
}

/** Says something to screen readers without moving the focus. */
export function announce(text) {
  const region = document.getElementById("announcer");
  const line = h("p", {}, text);
  region.append(line);
  setTimeout(() => line.remove(), 10_000);
}
