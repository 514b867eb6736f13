/** What the page knows of the stand-in's workspace: people, channels, commands. */


const SLACKBOT = "USLACKBOT";

/** People and channels by id, as `GET /play/start` told them. */
export class World {
  constructor(start) {
    this.update(start);
  }

  /** Takes over what has changed. */
  update(start) {
    this.team = start.team;
    this.app = start.app;
    this.commands = start.commands;
    this.shortcuts = start.shortcuts;
    this.functions = start.functions;
    this.canTravel = start.travel;
    this.people = new Map(start.users.map((user) => [user.id, user]));
    this.channels = new Map(start.channels.map((channel) => [channel.id, channel]));
  }

  /** Whom the page offers in "act as". */
  get actors() {
    return [...this.people.values()].filter((person) => person.can_act);
  }

  /** Everyone a people picker offers: no bots, nobody who left. */
  get pickable() {
    return [...this.people.values()].filter((person) => person.kind !== "bot" && !person.deleted);
  }

  /** Is it somebody of another company? The bot's commands, shortcuts and pages are not theirs. */
  isOutside(id) {
    return this.people.get(id)?.kind === "external";
  }

  /** "Ana Souza", or undefined for a stranger. */
  nameOf(id) {
    if (id === SLACKBOT) return "Slackbot";
    const person = this.people.get(id);
    return person && (person.real_name || person.name);
  }

  /** "client-health", or undefined. */
  channelName(id) {
    return this.channels.get(id)?.name ?? undefined;
  }

  /** What stands beside a name so that everyone knows whom they read: App, Guest, the name of another company. */
  tagOf(id) {
    const person = this.people.get(id);
    if (id === this.app.bot_user || person?.kind === "bot") return "App";
    return person?.kind === "guest" ? "Guest" : (person?.company ?? "");
  }

  /** One of six calm colours, the same for a person each time. */
  tintOf(id) {
    const all = [...this.people.keys()].filter((other) => other !== this.app.bot_user);
    return Math.max(0, all.indexOf(id)) % 6;
  }

  /** What mrkdwn needs to know of whoever reads it. */
  readerFor(me, now) {
    return { me, now, personName: (id) => this.nameOf(id), channelName: (id) => this.channelName(id) };
  }
}
