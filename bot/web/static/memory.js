// What a tab remembers of its chat: it is there again when the page is loaded after the server was started anew. The server
// keeps no messages; the tab's memory ends with the tab.

const most = 100;

export class Memory {
  constructor(name) {
    this.name = name;
    this.list = this.load();
  }

  load() {
    try {
      return JSON.parse(sessionStorage.getItem(this.name)) ?? [];
    } catch {
      return [];
    }
  }

  // keep remembers messages, in the place of those with the same ids. Files are gone with the server that made them.
  keep(messages) {
    for (const { file, ...message } of messages) {
      this.list = this.list.filter((m) => m.id !== message.id || Boolean(m.mine) !== Boolean(message.mine));
      this.list.push(message);
    }
    this.list.sort((a, b) => a.order - b.order);
    this.list = this.list.slice(-most);
    try {
      sessionStorage.setItem(this.name, JSON.stringify(this.list));
    } catch {
      // a full or forbidden storage costs only the survival of a reload
    }
  }
}
