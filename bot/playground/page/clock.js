/** Time as people read it, always in a named zone, and the playground's own "now". */

const WORDS = "en-GB";
const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(WORDS, { timeZone: zone, ...options }));
  return formats.get(key);
}

const moment = (when) => (when instanceof Date ? when : new Date(when));

/** "09:05" */
export const timeOf = (when, zone) =>
  format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment(when));

/** "Tuesday 12 May 2026" */
export const dayOf = (when, zone) =>
  format(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" })
    .format(moment(when))
    .replace(",", "");

/** "Tue 12 May 2026" */
export const shortDayOf = (when, zone) =>
  format(zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" })
    .format(moment(when))
    .replace(",", "");

/** "12 May 2026" */
export const dateOf = (when, zone) =>
  format(zone, { day: "numeric", month: "short", year: "numeric" }).format(moment(when));

/** "Tuesday" */
export const weekdayOf = (when, zone) => format(zone, { weekday: "long" }).format(moment(when));

/** "2026-05-12", to compare days. */
export function dayKey(when, zone) {
  const part = Object.fromEntries(
    format(zone, { year: "numeric", month: "2-digit", day: "2-digit" })
      .formatToParts(moment(when))
      .map((p) => [p.type, p.value]),
  );
  return `${part.year}-${part.month}-${part.day}`;
}

/** "Europe/Lisbon" → "Lisbon" */
export const cityOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

/** "2026-05-12T09:30" on the wall in a zone, for a datetime-local field. */
export const wallOf = (when, zone) => `${dayKey(when, zone)}T${timeOf(when, zone)}`;

/** The instant at which a clock on the wall in the zone shows this ("2026-05-12T09:30"), as a Date. */
export function instantOf(wall, zone) {
  const asUtc = Date.parse(`${wall}:00Z`);
  // Two rounds settle it: the first guess may lie on the other side of a change of the clocks.
  let guess = asUtc;
  for (let round = 0; round < 2; round += 1) guess += asUtc - Date.parse(`${wallOf(new Date(guess), zone)}:00Z`);
  return new Date(guess);
}

/** Slack's `<!date^…>` tokens: `{date_short} at {time}`. `now` decides what "today" is. */
export function dateTokens(pattern, seconds, zone, now) {
  const when = new Date(seconds * 1000);
  const near = { [-1]: "yesterday", 0: "today", 1: "tomorrow" };
  const apart = Math.round((Date.parse(dayKey(when, zone)) - Date.parse(dayKey(now, zone))) / 86_400_000);
  const pretty = (otherwise) => near[apart] ?? otherwise;
  const words = {
    date_num: () => dayKey(when, zone),
    date: () => format(zone, { day: "numeric", month: "long", year: "numeric" }).format(when),
    date_short: () => dateOf(when, zone),
    date_long: () => dayOf(when, zone),
    date_pretty: () => pretty(words.date()),
    date_short_pretty: () => pretty(words.date_short()),
    date_long_pretty: () => pretty(words.date_long()),
    time: () => timeOf(when, zone),
    time_secs: () =>
      format(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(when),
    ago: () => ago((now - when) / 1000),
  };
  return pattern.replace(/\{(\w+)\}/g, (all, name) => words[name]?.() ?? all);
}

function ago(seconds) {
  const [size, unit] = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
  ].find(([length]) => Math.abs(seconds) >= length) ?? [1, "second"];
  return new Intl.RelativeTimeFormat(WORDS, { numeric: "auto" }).format(-Math.round(seconds / size), unit);
}

/** The playground's now: what the server said, plus what has passed since. */
export class Now {
  #ahead = 0;

  /** Set by what the server says, an ISO instant. */
  set(iso) {
    this.#ahead = Date.parse(iso) - Date.now();
  }

  /** This moment in the playground. */
  get() {
    return new Date(Date.now() + this.#ahead);
  }
}

/** The next five past nine of a working day in the zone: when the messages of nine o'clock are there. */
export function nextWorkingMorning(now, zone) {
  for (let days = 0; ; days += 1) {
    const then = instantOf(`${dayKey(new Date(now.getTime() + days * 86_400_000), zone)}T09:05`, zone);
    if (then > now && !["Saturday", "Sunday"].includes(weekdayOf(then, zone))) return then;
  }
}

/** Hours from one moment to another. */
export const hoursBetween = (from, to) => (to - from) / 3_600_000;

/** The hours to the same day and time of the next month (a day that month lacks becomes its last). */
export function hoursToNextMonth(now) {
  const then = new Date(now);
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() + 1);
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(now.getUTCDate(), last));
  return Math.round((then - now) / 3_600_000);
}
