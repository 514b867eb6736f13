/** Three things to try, for somebody who sees the playground for the first time. */

import { dayKey, hoursBetween, nextWorkingMorning, weekdayOf } from "./clock.js";
import { h, icon } from "./dom.js";

const SEEN = "tend.playground.hints";

/** The line above the composer; null once it was put away. */
export function hints(desk) {
  if (localStorage.getItem(SEEN) === "away") return null;
  const panel = h(
    "section",
    { class: "hints", "aria-label": "Three things to try" },
    h("h3", {}, "Three things to try"),
    h(
      "div",
      { class: "hints-list" },
      hint("Type / to see the commands", () => desk.showCommands()),
      desk.world.canTravel && hint(morningWords(desk), () => toMorning(desk)),
      hint("Open Home", () => desk.goTo("home")),
    ),
    h(
      "button",
      {
        type: "button",
        class: "btn small icon-only bare",
        "aria-label": "Hide the hints",
        title: "Hide",
        onclick: () => putAway(desk, panel),
      },
      icon("close"),
    ),
  );
  return panel;
}

function putAway(desk, panel) {
  localStorage.setItem(SEEN, "away");
  panel.remove();
  desk.focusComposer();
}

function toMorning(desk) {
  const now = desk.now.get();
  return desk.travel(hoursBetween(now, nextWorkingMorning(now, desk.me.tz)));
}

function morningWords(desk) {
  const now = desk.now.get();
  const { tz } = desk.me;
  const then = nextWorkingMorning(now, tz);
  const day = dayKey(then, tz);
  if (day === dayKey(now, tz)) return "Travel to nine this morning";
  const isTomorrow = day === dayKey(new Date(now.getTime() + 86_400_000), tz);
  return `Travel to ${isTomorrow ? "tomorrow" : weekdayOf(then, tz)} morning`;
}

const hint = (words, run) => h("button", { type: "button", class: "btn small", onclick: run }, words);
