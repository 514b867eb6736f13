/** The page as a whole: who one is, where one is, and everything that is sent to the server. */

import { act, complaint, look, refresher } from "./api.js";
import { Now } from "./clock.js";
import { Modals } from "./modal.js";
import { Place } from "./place.js";
import { packed, whyNoFiles } from "./files.js";
import { Sidebar } from "./sidebar.js";
import { Surface } from "./surface.js";
import { ThreadPane } from "./thread.js";
import { TimeMachine } from "./timemachine.js";
import { Values } from "./values.js";
import { World } from "./world.js";

const TICK_MS = 5_000;

/** The desk at which all parts of the page meet. The address (`#person/place/thread`) says what is shown. */
export class App {
  constructor(start) {
    this.now = new Now();
    this.now.set(start.now);
    this.world = new World(start);
    this.values = new Map();
    this.me = this.world.actors[0];
    const at = (id) => document.getElementById(id);
    this.timeMachine = new TimeMachine(this, document.querySelector(".time-machine"));
    this.sidebar = new Sidebar(this, at("places"));
    this.place = new Place(this, at("place"));
    this.thread = new ThreadPane(this, at("thread"));
    this.modals = new Modals(this);
    this.refreshSidebar = refresher(() => this.fetchSidebar());
    this.refreshViews = refresher(async () =>
      this.modals.show((await look("/play/views", { user: this.me.id })).views),
    );
    this.refreshStart = refresher(async () => {
      this.world.update(await look("/play/start"));
      this.showConnection();
      await Promise.all([this.refreshSidebar(), this.place.refresh()]);
    });
    setInterval(() => this.tick(), TICK_MS);
    window.addEventListener("hashchange", () => this.arrive());
    document.addEventListener("visibilitychange", () => this.refreshSidebar());
  }

  tick() {
    this.timeMachine.tick();
    this.sidebar.tick();
  }

  /* ---- where one is ---- */

  /** The address of a place for a person, by default the one acted as. */
  addressOf(place, thread = "", person = this.me.id) {
    return `#${[person, place, thread].filter(Boolean).join("/")}`;
  }

  goTo(place, thread) {
    window.location.hash = this.addressOf(place, thread);
  }

  /** Becomes another person, in the same place where that is possible; they are that person once arrived. */
  actAs(person) {
    window.location.hash = this.addressOf(this.placeId, this.threadTs, person);
  }

  /** Shows what the address says; of two arrivals the later one counts. */
  async arrive() {
    const { hash } = window.location;
    const [person, place, thread] = hash.slice(1).split("/");
    const me = this.world.actors.find((actor) => actor.id === person) ?? this.world.actors[0];
    const sidebar = await look("/play/sidebar", { user: me.id });
    if (hash !== window.location.hash) return;
    const channels = [...sidebar.channels, ...sidebar.dms];
    const known = this.pagesOf(me).includes(place) || channels.some((one) => one.id === place);
    this.me = me;
    this.placeId = known ? place : nearest(place, sidebar);
    this.threadTs = known ? (thread ?? "") : "";
    document.body.classList.remove("places-open");
    this.tick();
    this.sidebar.showMe();
    this.sidebar.show(sidebar, this.placeId);
    await Promise.all([
      this.place.open(this.placeId),
      this.thread.open(this.placeId, this.threadTs),
      this.refreshViews(),
    ]);
    await this.refreshSidebar();
    document.body.dataset.at = hash;
  }

  /** The pages of the bot that are there for a person; none for somebody of another company. */
  pagesOf(person) {
    if (this.world.isOutside(person.id)) return [];
    return this.world.functions.length ? ["home", "workflows"] : ["home"];
  }

  openThread(ts) {
    this.goTo(this.placeId, ts);
  }

  closeThread() {
    this.goTo(this.placeId);
    this.focusComposer();
  }

  focusComposer() {
    this.place.composer.field.focus();
  }

  showCommands() {
    this.place.composer.fill("/");
  }

  /** The left side; what is before one's eyes counts as read. */
  async fetchSidebar() {
    const { me, placeId } = this;
    const sidebar = await look("/play/sidebar", { user: me.id });
    if (me !== this.me || placeId !== this.placeId) return;
    this.sidebar.show(sidebar, placeId);
    const here = [...sidebar.channels, ...sidebar.dms].find((one) => one.id === placeId);
    if (here?.unread && !document.hidden) await act("/play/read", { user: me.id, channel: placeId });
  }

  /* ---- what is drawn ---- */

  reader() {
    return this.world.readerFor(this.me, this.now.get());
  }

  /** A surface for blocks. What was put into its inputs is kept by `key` and person. */
  surface(key, container, blocks, tell) {
    const name = `${this.me.id} ${key}`;
    if (!this.values.has(name)) this.values.set(name, new Values());
    const values = this.values.get(name);
    values.prune(blocks);
    return new Surface({ world: this.world, reader: this.reader(), values, container, desk: this, tell });
  }

  /* ---- what one does ---- */

  /** Does something as this person, then shows what came of it. `complaint` in the answer: the sentence to show, or "". */
  async doAs(path, body) {
    const seen = await act(path, { user: this.me.id, ...body }).catch((refusal) => ({ complaint: refusal.message }));
    await Promise.all([this.refreshViews(), this.place.refresh(), this.thread.refresh()]);
    return { complaint: complaint(seen), ...seen };
  }

  async press(body) {
    return (await this.doAs("/play/press", body)).complaint;
  }

  suggest(body) {
    return act("/play/suggest", { user: this.me.id, ...body }).catch((refusal) => ({
      options: [],
      error: refusal.code,
      error_text: refusal.message,
    }));
  }

  submit(viewId, state) {
    return this.doAs("/play/submit", { view_id: viewId, state });
  }

  closeView(viewId, all) {
    return this.doAs("/play/close", { view_id: viewId, all });
  }

  async say(channel, text, files, thread = null) {
    const isCommand = text.startsWith("/");
    const refused = isCommand ? this.whyNoCommand(files, thread) : whyNoFiles(files);
    if (refused) return refused;
    const answer = isCommand
      ? await this.doAs("/play/command", { channel, text })
      : await this.doAs("/play/say", { channel, text, thread_ts: thread, files: await packed(files) });
    return answer.complaint;
  }

  /** What Slack would say to a command here, or "". */
  whyNoCommand(files, thread) {
    if (this.world.isOutside(this.me.id)) return `Commands are for people of ${this.world.team.name}.`;
    if (thread) return "Commands do not work in threads. Write it in the channel.";
    return files.length ? "Commands take no files. Send the file in a message." : "";
  }

  /** Lets one's own message say something else. */
  async correct({ channel, ts }, text) {
    return (await this.doAs("/play/edit", { channel, ts, text })).complaint;
  }

  async takeBack({ channel, ts }) {
    const { complaint: words } = await this.doAs("/play/delete", { channel, ts });
    if (words) this.place.composer.tell(words);
  }

  /** The bot's shortcuts of a kind, "message" or "global", for the person acted as. */
  shortcuts(kind) {
    return this.world.isOutside(this.me.id) ? [] : this.world.shortcuts.filter((one) => one.type === kind);
  }

  async runShortcut(shortcut, message = null) {
    const on = message ? { channel: message.channel, ts: message.ts } : {};
    const { complaint: words } = await this.doAs("/play/shortcut", { callback_id: shortcut.callback_id, ...on });
    if (words) this.place.composer.tell(words);
  }

  async invite(channel, who) {
    const { complaint: words } = await this.doAs("/play/join", { channel, who });
    if (words) this.place.composer.tell(words);
    await this.refreshStart();
  }

  async travel(hours) {
    if (this.timeMachine.moving) return;
    this.timeMachine.hear({ state: "started", share: 0 });
    await act("/play/travel", { hours }).catch((refusal) =>
      this.timeMachine.hear({ state: "failed", message: refusal.message }),
    );
  }

  /* ---- what the server tells ---- */

  /** The stream broke off, or is back. */
  lost(isLost) {
    this.isLost = isLost;
    this.showConnection();
  }

  showConnection() {
    const { name, connected } = this.world.app;
    const line = document.querySelector(".offline");
    const away = connected ? "" : `${name} is not connected. It answers when it is back.`;
    line.textContent = this.isLost ? "Connection lost. Trying again…" : away;
    line.hidden = !line.textContent;
  }

  /** Fetches all that is shown. */
  refreshAll() {
    return Promise.all([this.refreshStart(), this.thread.refresh(), this.refreshViews()]);
  }
}

/** Where to go instead of a place that this person does not see: their own direct messages, or the first channel. */
function nearest(place, { channels, dms }) {
  const open = channels.filter((channel) => !channel.is_archived);
  const [first] = place?.startsWith("D") ? [...dms, ...open] : [...open, ...dms];
  return first.id;
}
