/** The parameters of a workflow's step as inputs, and back. */

const REQUIRED = "Please complete this required field.";
const plain = (text) => ({ type: "plain_text", text });
const choice = (text, value) => ({ text: plain(text), value });

const ELEMENTS = {
  integer: { type: "number_input", is_decimal_allowed: false },
  number: { type: "number_input", is_decimal_allowed: true },
  boolean: { type: "static_select", options: [choice("Yes", "true"), choice("No", "false")] },
  "slack#/types/user_id": { type: "users_select" },
  "slack#/types/channel_id": { type: "channels_select" },
  "slack#/types/date": { type: "datepicker" },
  "slack#/types/timestamp": { type: "datetimepicker" },
};
const TEXT = { type: "plain_text_input" };
const READ = { integer: Number, number: Number, boolean: (value) => value === "true" };

/** An input block for each parameter. */
export const blocksFor = (offered) =>
  offered.inputs.map(({ name, type, title, description, is_required: required }) => ({
    type: "input",
    block_id: name,
    label: plain(title),
    hint: description ? plain(description) : undefined,
    optional: !required,
    element: { ...(ELEMENTS[type] ?? TEXT), action_id: name },
  }));

/** What was put in, by parameter; what was left empty is left out. */
export function inputsFrom(offered, state) {
  const filled = offered.inputs.filter(({ name }) => ![undefined, null, ""].includes(state[name]?.[name]));
  return Object.fromEntries(
    filled.map(({ name, type }) => [name, (READ[type] ?? ((value) => value))(state[name][name])]),
  );
}

/** What stands under the inputs that must not be left empty. */
export const missing = (offered, inputs) =>
  Object.fromEntries(
    offered.inputs.filter((one) => one.is_required && !(one.name in inputs)).map((one) => [one.name, REQUIRED]),
  );
