// The messages on their way out: one at a time and in order, each tried again under the same id until the server says
// that it is kept. They survive a reload of the tab.

import { recall, store } from "./tab.js";

const tries = 6;
const patience = 30_000;
const lasting = new Set([400, 401, 403, 404, 413, 415, 421]); // no retry can mend these

export class Outgoing {
  constructor(url, name, onChange) {
    Object.assign(this, { url, name, onChange, busy: false });
    this.list = recall(name);
  }

  save() {
    store(this.name, this.list);
  }

  add(post) {
    const item = { post: { id: newID(), ...post }, state: "pending", at: new Date().toISOString() };
    this.list.push(item);
    this.save();
    this.onChange(item);
    this.run();
    return item;
  }

  // retry sends again what failed; what waits longer for its next try goes at once.
  retry(id) {
    for (const item of this.list) {
      if (item.post.id !== id) continue;
      item.state = "pending";
      this.onChange(item);
    }
    this.run();
  }

  hurry() {
    this.wake?.();
    this.run();
  }

  drop(id) {
    this.list = this.list.filter((item) => item.post.id !== id);
    this.save();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    for (let item; (item = this.list.find((i) => i.state === "pending")); ) {
      await this.deliver(item);
    }
    this.busy = false;
  }

  async deliver(item) {
    for (let n = 0; n < tries; n++) {
      if (n > 0) await this.pause(Math.min(500 * 2 ** n, 8000));
      const status = await this.post(item.post);
      if (status === 204) return this.end(item, "sent");
      if (lasting.has(status)) return this.end(item, "failed");
    }
    // Nothing gets through: what waits behind it would arrive out of order.
    for (const waiting of this.list.filter((i) => i.state === "pending")) this.end(waiting, "failed");
  }

  end(item, state) {
    item.state = state;
    if (state === "sent" || item.post.kind === "press") this.drop(item.post.id);
    this.save();
    this.onChange(item);
  }

  async post(body) {
    try {
      const response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patience),
      });
      return response.status;
    } catch {
      return 0;
    }
  }

  pause(ms) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, ms);
    });
  }
}

function newID() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
