/** What one can do with a message: answer it, use a shortcut of the bot's on it, correct it, take it back. */

import { ask } from "./ask.js";
import { h, icon } from "./dom.js";
import { menuButton } from "./menu.js";
import { correct } from "./correct.js";

const TAKE_BACK = {
  title: { type: "plain_text", text: "Delete this message?" },
  text: { type: "plain_text", text: "It goes away for everyone." },
  confirm: { type: "plain_text", text: "Delete" },
  style: "danger",
};

/** The tools of a message, or null for one that only one person sees. */
export function tools(desk, message, inThread) {
  if (message.ephemeral) return null;
  const items = [...shortcuts(desk, message), ...(message.user === desk.me.id ? own(desk, message) : [])];
  return h(
    "div",
    { class: "tools" },
    !inThread && replyButton(desk, message),
    items.length > 0 &&
      menuButton({ class: "tool", "aria-label": "More actions", title: "More actions", face: icon("more") }, items),
  );
}

function replyButton(desk, message) {
  return h(
    "button",
    {
      type: "button",
      class: "tool reply",
      "aria-label": "Reply in thread",
      title: "Reply in thread",
      onclick: () => desk.openThread(message.ts),
    },
    icon("reply"),
  );
}

const shortcuts = (desk, message) =>
  desk.shortcuts("message").map((shortcut) => ({
    words: shortcut.name,
    detail: shortcut.description,
    run: () => desk.runShortcut(shortcut, message),
  }));

const own = (desk, message) => [
  { words: "Edit message", run: () => correct(desk, message) },
  {
    words: "Delete message",
    run: async () => (await ask(TAKE_BACK, desk.reader())) && desk.takeBack(message),
  },
];
