/** What a person has put into the inputs of one message or view, in the form the playground's server takes. */

const key = (blockId, actionId) => JSON.stringify([blockId, actionId]);
const print = (element) => JSON.stringify(element);

/** The value that an element starts with. */
export function initialOf(element) {
  switch (element.type) {
    case "static_select":
    case "radio_buttons":
      return element.initial_option?.value ?? null;
    case "external_select":
      return element.initial_option ?? null;
    case "multi_static_select":
    case "checkboxes":
      return (element.initial_options ?? []).map((option) => option.value);
    case "multi_external_select":
      return element.initial_options ?? [];
    case "users_select":
      return element.initial_user ?? null;
    case "channels_select":
      return element.initial_channel ?? null;
    case "conversations_select":
      return element.initial_conversation ?? null;
    case "multi_users_select":
      return element.initial_users ?? [];
    case "multi_channels_select":
      return element.initial_channels ?? [];
    case "multi_conversations_select":
      return element.initial_conversations ?? [];
    case "datepicker":
      return element.initial_date ?? null;
    case "timepicker":
      return element.initial_time ?? null;
    case "datetimepicker":
      return element.initial_date_time ?? null;
    default:
      return element.initial_value ?? null;
  }
}

/** Remembers what was typed, for as long as the element it was typed into stays the same. */
export class Values {
  #held = new Map();

  /** Keeps a value for an element of a block. */
  hold(blockId, element, value) {
    this.#held.set(key(blockId, element.action_id), {
      print: print(element),
      blockId,
      actionId: element.action_id,
      value,
    });
  }

  /** What the element shows now: what was put in, else its initial value. */
  of(blockId, element) {
    const held = this.#held.get(key(blockId, element.action_id));
    return held?.print === print(element) ? held.value : initialOf(element);
  }

  /** Forgets what belonged to elements that these blocks no longer have, or have changed. */
  prune(blocks) {
    const present = new Set(
      blocks.flatMap((block) =>
        elementsOf(block).map((element) => key(block.block_id, element.action_id) + print(element)),
      ),
    );
    for (const [name, held] of this.#held) if (!present.has(name + held.print)) this.#held.delete(name);
  }

  /** `{block_id: {action_id: value}}` of everything that was touched. */
  toState() {
    const state = {};
    for (const { blockId, actionId, value } of this.#held.values()) (state[blockId] ??= {})[actionId] = value;
    return state;
  }
}

/** The interactive elements of a block. */
export const elementsOf = (block) =>
  [block.element, block.accessory, ...(block.elements ?? [])].filter((element) => element?.action_id);
