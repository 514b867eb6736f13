/** Three things to try, for somebody who sees the playground for the first time. */

import { dayKey, hoursToWorkingMorning, weekdayOf } from "./clock.js";
import { h, icon } from "./dom.js";

const SEEN = "tend.playground.hints";

/** The panel above the composer; null once it was put away. */
export function hints(desk) {
  if (localStorage.getItem(SEEN) === "away") return null;
  const panel = h(
    "section",
    { class: "hints", "aria-label": "Three things to try" },
    h("div", { class: "hints-head" }, h("h3", {}, "Three things to try"), h("button", { type: "button", class: "btn icon-only bare", "aria-label": "Hide the hints", onclick: () => putAway(desk, panel) }, icon("close"))),
    h(
      "div",
      { class: "hints-list" },
      hint("Type / to see the commands", "They complete with Tab.", () => desk.showCommands()),
      desk.world.canTravel && hint(morningWords(desk), `See what ${desk.world.app.name} has to say by itself.`, () => desk.travel(hoursToWorkingMorning(desk.now.get(), desk.me.tz))),
      hint("Open Home", "Everything at a glance, for each person.", () => desk.goTo("home")),
    ),
  );
  return panel;
}

function putAway(desk, panel) {
  localStorage.setItem(SEEN, "away");
  panel.remove();
  desk.focusComposer();
}

function morningWords(desk) {
  const now = desk.now.get();
  const { tz } = desk.me;
  const then = new Date(now.getTime() + hoursToWorkingMorning(now, tz) * 3_600_000);
  const tomorrow = dayKey(then, tz) === dayKey(new Date(now.getTime() + 86_400_000), tz);
  return `Travel to ${tomorrow ? "tomorrow" : weekdayOf(then, tz)} morning`;
}

const hint = (words, detail, run) => h("button", { type: "button", class: "hint-card", onclick: run }, h("b", {}, words), h("small", {}, detail));
