/** Where blocks live: a message or a view. Elements act through it. */

import { ask } from "./ask.js";

/** A message or view with its reader, its inputs' values and the way to the server. */
export class Surface {
  /**
   * @param {object} parts
   * @param {import("./world.js").World} parts.world
   * @param {object} parts.reader who reads (see World.readerFor)
   * @param {import("./values.js").Values} parts.values
   * @param {object} parts.container `{channel, ts}` or `{view_id}`
   * @param {{press: Function, suggest: Function}} parts.desk sends to the server
   * @param {(sentence: string) => void} parts.tell shows what went wrong, in this place
   */
  constructor({ world, reader, values, container, desk, tell }) {
    Object.assign(this, { world, reader, values, container, desk, tell });
  }

  /** Asks where the element wants it, then tells the bot. False: the person changed their mind. */
  async press(blockId, element, value, node) {
    if (!(await ask(element.confirm, this.reader))) return false;
    node?.setAttribute("aria-busy", "true");
    try {
      this.tell(
        await this.desk.press({
          container: this.container,
          block_id: blockId,
          action_id: element.action_id,
          value,
          state: this.values.toState(),
        }),
      );
    } finally {
      node?.removeAttribute("aria-busy");
    }
    return true;
  }

  /** Options for an external select. */
  suggest(blockId, element, text) {
    return this.desk.suggest({ container: this.container, block_id: blockId, action_id: element.action_id, text });
  }
}

/** One interactive element in its place in a block. */
export class Slot {
  /**
   * @param {Surface} surface
   * @param {string} blockId
   * @param {object} element
   * @param {object} place `lively`: a change is told to the bot at once; `labels`: attributes that name the control
   */
  constructor(surface, blockId, element, { lively = true, labels = {} } = {}) {
    Object.assign(this, { surface, blockId, element, lively, labels });
  }

  get reader() {
    return this.surface.reader;
  }

  get value() {
    return this.surface.values.of(this.blockId, this.element);
  }

  /** Remembers a value without telling anyone. */
  hold(value) {
    this.surface.values.hold(this.blockId, this.element, value);
  }

  /** Remembers a value and, in a lively place, tells the bot. False: the person changed their mind. */
  async put(value, node) {
    const before = this.value;
    this.hold(value);
    if (!this.lively || (await this.surface.press(this.blockId, this.element, value, node))) return true;
    this.hold(before);
    return false;
  }
}
