/** What the composer offers while one types: commands, people, channels. Pure. */

/**
 * @returns {null | {from: number, items: Array<{insert: string, words: string, usage?: string, detail?: string}>}}
 *   what could stand from `from` to the caret; null when nothing fits
 */
export function completions(text, caret, world) {
  const before = text.slice(0, caret);
  const found = commands(before, world) ?? names(before, world);
  return found?.items.length ? found : null;
}

function commands(before, world) {
  if (!/^\/\S*$/.test(before)) return null;
  const items = world.commands
    .filter((one) => one.command.startsWith(before.toLowerCase()))
    .map((one) => ({ insert: `${one.command} `, words: one.command, usage: one.usage_hint, detail: one.description }));
  return { from: 0, items };
}

function names(before, world) {
  const match = /(?:^|[\s:(,"])([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (!match) return null;
  const [, mark, typed] = match;
  const from = before.length - typed.length - 1;
  const starts = (name) =>
    name
      .toLowerCase()
      .split(/[\s-]/)
      .some((word) => word.startsWith(typed.toLowerCase())) || name.toLowerCase().startsWith(typed.toLowerCase());
  if (mark === "#") {
    const channels = [...world.channels.values()].filter(
      (channel) => channel.name && !channel.is_archived && starts(channel.name),
    );
    return {
      from,
      items: channels.map((channel) => ({
        insert: `#${channel.name} `,
        words: `#${channel.name}`,
        detail: channel.topic,
      })),
    };
  }
  const people = [...world.people.values()].filter(
    (person) => !person.deleted && (starts(person.name) || starts(person.real_name ?? "")),
  );
  return {
    from,
    items: people.map((person) => ({ insert: `@${person.name} `, words: `@${person.name}`, detail: person.real_name })),
  };
}

/** The command that a line runs, or undefined. */
export const commandOf = (text, world) =>
  world.commands.find((one) => text === one.command || text.startsWith(`${one.command} `));
