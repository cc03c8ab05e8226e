// What a tab remembers of its chat: it is there again when the page is loaded after the server was started anew. The server
// keeps no messages; the tab's memory ends with the tab.

import { recall, store } from "./tab.js";

const most = 100;

export class Memory {
  constructor(name) {
    this.name = name;
    this.list = recall(name);
  }

  // keep remembers messages, in the place of those with the same ids. Files are gone with the server that made them.
  keep(messages) {
    for (const { file, ...message } of messages) {
      this.list = this.list.filter((m) => m.id !== message.id || Boolean(m.mine) !== Boolean(message.mine));
      this.list.push(message);
    }
    this.list.sort((a, b) => a.order - b.order);
    this.list = this.list.slice(-most);
    store(this.name, this.list);
  }
}
