/** The time machine in the header. */

import { cityOf, hoursToNextMonth, shortDayOf, timeOf } from "./clock.js";
import { announce, h, icon, refill } from "./dom.js";

const JOURNEYS = [
  ["+1 hour", () => 1],
  ["+1 day", () => 24],
  ["+1 week", () => 24 * 7],
  ["+1 month", hoursToNextMonth],
];

/** Shows the playground's time and moves it on. `desk` is the App. */
export class TimeMachine {
  constructor(desk, node) {
    this.desk = desk;
    this.date = h("span", { class: "date" });
    this.hour = h("time", { class: "hour" });
    this.city = h("span", { class: "city" });
    const explain = `${desk.world.app.name} lives through every hour on the way and speaks up when it would.`;
    this.note = h("p", { class: "explain", id: "travel-note" }, `Moves the clock for everyone. ${explain}`);
    this.bar = h("progress", { max: 1, value: 0, "aria-label": "Journey", hidden: true });
    this.buttons = JOURNEYS.map(([words, hours]) =>
      h(
        "button",
        {
          type: "button",
          class: "btn",
          "aria-describedby": "travel-note",
          onclick: () => this.desk.travel(hours(this.desk.now.get())),
        },
        words,
      ),
    );
    refill(
      node,
      h(
        "div",
        { class: "now" },
        icon("clock"),
        h("div", {}, h("div", { class: "now-line" }, this.hour, " ", this.city), this.date),
      ),
      desk.world.canTravel && h("div", { class: "journeys", role: "group", "aria-label": "Travel" }, this.buttons),
      desk.world.canTravel && this.note,
      this.bar,
    );
    this.tick();
  }

  /** Shows the present moment where the person acted as is. */
  tick() {
    const { tz } = this.desk.me;
    const now = this.desk.now.get();
    this.date.textContent = shortDayOf(now, tz);
    this.hour.textContent = timeOf(now, tz);
    this.hour.dateTime = now.toISOString();
    this.city.textContent = cityOf(tz);
  }

  /** A `travel` event from the server. */
  hear({ state, share, message }) {
    const moving = state === "started" || state === "moving";
    this.moving = moving;
    for (const button of this.buttons) button.disabled = moving;
    this.bar.hidden = !moving;
    this.bar.value = share ?? 0;
    document.body.classList.toggle("travelling", moving);
    this.tick();
    if (state === "done")
      announce(`It is now ${this.date.textContent}, ${this.hour.textContent} in ${this.city.textContent}.`);
    if (state === "failed") this.fail(message ?? "The journey was interrupted.");
    else if (state === "started") this.fail("");
  }

  /** Says in place of the explanation why a journey failed; "" brings the explanation back. */
  fail(words) {
    this.words ??= this.note.textContent;
    this.note.textContent = words || this.words;
    this.note.classList.toggle("complaint", Boolean(words));
    if (words) announce(words);
  }
}
