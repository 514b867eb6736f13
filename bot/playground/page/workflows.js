/** Workflows of one step each: the bot's steps that Workflow Builder would offer. */

import { act, complaint, look } from "./api.js";
import { drawBlocks, showErrors } from "./blocks.js";
import { dayOf, timeOf } from "./clock.js";
import { h, refill } from "./dom.js";
import { blocksFor, inputsFrom, missing } from "./parameters.js";

const STATES = { running: "Running…", completed: "Done", failed: "Failed" };

/** The page of workflows. `desk` is the App. */
export class Workflows {
  constructor(desk) {
    this.desk = desk;
    this.forms = h("div", { class: "functions" });
    this.runs = h("ol", { class: "runs", "aria-label": "Runs" });
    this.node = h("div", { class: "page workflows", tabindex: "-1" }, this.forms, this.runs);
  }

  /** The face, the name and a line for the head of the place. */
  get title() {
    return [null, "Workflows", `Steps that ${this.desk.world.app.name} does in Workflow Builder`];
  }

  /** Draws the forms for the person acted as. */
  open() {
    refill(
      this.forms,
      this.desk.world.functions.map((offered) => this.form(offered)),
    );
    refill(this.runs);
  }

  /** Shows what came of this person's runs, if this is still where one is. */
  async fetch(isHere) {
    const { steps } = await look("/play/workflows", { user: this.desk.me.id });
    if (!isHere()) return;
    refill(
      this.runs,
      steps.map((step) => this.run(step)),
    );
  }

  form(offered) {
    const blocks = blocksFor(offered);
    const problem = h("p", { class: "complaint", role: "alert" });
    const tell = (words) => (problem.textContent = words);
    const surface = this.desk.surface(`step ${offered.callback_id}`, null, blocks, tell);
    const fields = h("div", {}, drawBlocks(blocks, surface));
    const start = async (event) => {
      event.preventDefault();
      const inputs = inputsFrom(offered, surface.values.toState());
      const errors = missing(offered, inputs);
      showErrors(fields, errors);
      if (!Object.keys(errors).length) tell(await this.start(offered, inputs));
    };
    return h(
      "form",
      { class: "function", novalidate: true, "aria-label": offered.title, onsubmit: start },
      h("h3", {}, offered.title),
      h("p", { class: "note" }, offered.description),
      fields,
      problem,
      h("button", { type: "submit", class: "btn primary" }, "Run the workflow"),
    );
  }

  /** Runs a step; the sentence to show when that was not possible, else "". */
  async start(offered, inputs) {
    const seen = await act("/play/run", {
      user: this.desk.me.id,
      callback_id: offered.callback_id,
      inputs,
    }).catch((refusal) => ({ error: refusal.code, error_text: refusal.message }));
    await this.desk.place.refresh();
    return complaint(seen);
  }

  run(step) {
    const { tz } = this.desk.me;
    const when = new Date(step.time);
    return h(
      "li",
      { class: `run ${step.state}` },
      h(
        "p",
        {},
        h("b", {}, step.title),
        " ",
        h("span", { class: "tag" }, STATES[step.state]),
        " ",
        h("time", { datetime: step.time, title: dayOf(step.time, tz) }, timeOf(when, tz)),
      ),
      step.error && h("p", { class: "complaint" }, step.error),
      step.outputs && this.outputs(step.outputs),
    );
  }

  outputs(outputs) {
    return h(
      "dl",
      {},
      Object.entries(outputs).map(([name, value]) => [h("dt", {}, name), h("dd", {}, this.inWords(value))]),
    );
  }

  inWords(value) {
    const { world } = this.desk;
    if (typeof value === "object") return JSON.stringify(value);
    return world.nameOf(value) ?? world.channelName(value) ?? String(value);
  }
}
