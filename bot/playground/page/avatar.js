/** The round mark of a person, or the bot's leaf. */

import { h } from "./dom.js";

/** Decoration beside a name: hidden from screen readers. */
export function avatar(world, id) {
  if (id === world.app.bot_user)
    return h("span", { class: "avatar bot", "aria-hidden": "true" }, h("img", { src: "icon.svg", alt: "" }));
  return h(
    "span",
    { class: `avatar tint-${world.tintOf(id)}`, "aria-hidden": "true" },
    world.people.get(id)?.initials ?? "?",
  );
}
