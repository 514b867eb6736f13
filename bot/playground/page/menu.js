/** A button that opens a menu: message actions and Slack's overflow element. */

import { h, uid } from "./dom.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * A menu button.
 * @param {object} button attributes and `face`, the children of the button
 * @param {Array<{words: string, detail?: string, run: Function}>} items
 */
export function menuButton({ face, ...attributes }, items) {
  const id = uid("menu");
  const menu = h("div", { id, class: "menu", role: "menu", popover: "auto", "aria-label": attributes["aria-label"] });
  const opener = h(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", popovertarget: id, ...attributes },
    face,
  );
  const choose = (item) => () => {
    menu.hidePopover();
    item.run(opener);
  };
  menu.append(
    ...items.map((item) =>
      h(
        "button",
        { type: "button", role: "menuitem", tabindex: "-1", onclick: choose(item) },
        item.words,
        item.detail && h("small", {}, item.detail),
      ),
    ),
  );
  menu.addEventListener("keydown", (event) => walk(event, [...menu.children]));
  menu.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    opener.setAttribute("aria-expanded", String(open));
    if (open) place(menu, opener);
    if (open) menu.firstElementChild?.focus();
  });
  return h("span", { class: "menu-button" }, opener, menu);
}

function walk(event, items) {
  const at = items.indexOf(document.activeElement);
  const to =
    { Home: 0, End: items.length - 1 }[event.key] ??
    (event.key in STEPS ? (at + STEPS[event.key] + items.length) % items.length : -1);
  if (to < 0) return;
  event.preventDefault();
  items[to].focus();
}

/** Under the button, or above it where there is no room; never beyond the window. */
function place(menu, opener) {
  const box = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + 4;
  menu.style.left = `${Math.max(8, Math.min(box.right - width, window.innerWidth - width - 8))}px`;
  menu.style.top = `${below + height > window.innerHeight - 8 ? Math.max(8, box.top - height - 4) : below}px`;
}
