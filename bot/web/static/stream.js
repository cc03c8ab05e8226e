// Keeps the live connection: reconnects by itself, from where it left off.

const silence = 45_000; // more than two heartbeats of the server
const hiddenFor = 60_000; // a browser has few connections to one host, so a tab in the background gives its up
const slowest = 10_000;

export class Stream {
  constructor(url, { onBatch, onState }) {
    Object.assign(this, { url, onBatch, onState, last: "", wait: 500 });
    addEventListener("online", () => this.now());
    addEventListener("pageshow", (e) => e.persisted && this.now());
    addEventListener("pagehide", () => this.close());
    document.addEventListener("visibilitychange", () => this.visibility());
    this.open();
  }

  open() {
    this.close();
    const url = new URL(this.url, location.href);
    if (this.last) url.searchParams.set("after", this.last);
    this.source = new EventSource(url);
    this.source.onmessage = (e) => this.heard(e);
    this.source.addEventListener("beat", () => this.watch());
    this.source.onerror = () => this.lost();
    this.watch();
  }

  heard(event) {
    this.watch();
    this.wait = 500;
    this.last = event.lastEventId;
    this.onState(true);
    this.onBatch(JSON.parse(event.data));
  }

  watch() {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.lost(), silence);
  }

  lost() {
    this.close();
    this.onState(false);
    this.timer = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, slowest);
  }

  now() {
    if (this.source) return;
    this.wait = 500;
    this.open();
  }

  close() {
    clearTimeout(this.watchdog);
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  visibility() {
    clearTimeout(this.sleep);
    if (document.hidden) this.sleep = setTimeout(() => this.close(), hiddenFor);
    else this.now();
  }
}
