/** What the page does when the server tells of a change. */

const HEAR = {
  hello: (app, event) => {
    app.now.set(event.now);
    app.tick();
    app.refreshAll();
  },
  message: (app, event) => {
    app.refreshSidebar();
    if (event.channel !== app.placeId) return;
    app.place.refresh();
    app.thread.refresh();
  },
  ephemeral: (app, event) => {
    if (event.user === app.me.id && event.channel === app.placeId) app.place.refresh();
  },
  home: (app, event) => {
    if (event.user === app.me.id && app.placeId === "home") app.place.refresh();
  },
  workflows: (app, event) => {
    if (event.user === app.me.id && app.placeId === "workflows") app.place.refresh();
  },
  views: (app, event) => {
    if (event.user === app.me.id) app.refreshViews();
  },
  channels: (app) => app.refreshStart(),
  read: (app, event) => {
    if (event.user === app.me.id) app.refreshSidebar();
  },
  bot: (app, event) => {
    app.world.app.connected = event.connected;
    app.showConnection();
  },
  travel: (app, event) => {
    if (event.now) app.now.set(event.now);
    app.timeMachine.hear(event);
    app.sidebar.tick();
    if (event.state === "done") app.place.showHints();
  },
};

/** Hears one event of the stream. Kinds that the page does not know are for others. */
export const hear = (app, event) => HEAR[event.kind]?.(app, event);
