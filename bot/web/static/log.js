// The bubbles.

import { addText, markup } from "./markup.js";

const marks = { pending: "Đang gửi…", failed: "Chưa gửi được", sent: "✓" };

export class Log {
  constructor(root, { onPress, onCommand, onReply, onRetry }) {
    Object.assign(this, { root, onPress, onCommand, onReply, onRetry });
    this.pictures = new Map(); // of this tab's own photos, which the server never has
  }

  find(id, mine) {
    return this.root.querySelector(`[data-role=message][data-id="${CSS.escape(id)}"]${mine ? "[data-mine]" : ":not([data-mine])"}`);
  }

  // show draws a message of the server, in the place of the one with its id if there is one.
  show(message) {
    const node = this.draw(message, "sent");
    const old = this.find(message.id, message.mine);
    const focused = old?.contains(document.activeElement) ? document.activeElement.dataset : null;
    node.dataset.order = message.order;
    old?.remove();
    const later = Array.from(this.root.children).find((c) => Number(c.dataset.order) > message.order);
    this.root.insertBefore(node, later ?? null);
    if (focused?.data) node.querySelector(`[data-data="${CSS.escape(focused.data)}"]`)?.focus({ preventScroll: true });
  }

  // showOwn draws a message that the server may not have yet, or its new state.
  showOwn({ post, state, at }) {
    const old = this.find(post.id, true);
    if (old?.dataset.order) return;
    const photos = post.photos ?? 0;
    const node = this.draw({ id: post.id, mine: true, text: post.text ?? "", photos, replyTo: post.replyTo, at }, state);
    if (old) old.replaceWith(node);
    else this.root.append(node);
  }

  draw(message, state) {
    const node = make("article", "message", ["bubble", message.mine && "mine", message.buttons && "wide"].filter(Boolean).join(" "));
    node.dataset.id = message.id;
    if (message.mine) node.dataset.mine = "";
    node.append(make("span", "author", "hidden", message.mine ? "Đồng chí:" : "Bot:"));
    if (message.replyTo) node.append(this.quote(message.replyTo));
    if (message.photos) node.append(this.photos(message));
    if (message.text) node.append(this.text(message));
    if (message.file) node.append(this.file(message.file));
    if (message.buttons) node.append(this.keyboard(message));
    node.append(this.foot(message, state));
    return node;
  }

  text(message) {
    const text = make("div", "text", "text");
    if (message.mine) addText(text, message.text);
    else text.append(markup(message.text, this.onCommand));
    return text;
  }

  quote(id) {
    const text = this.find(id, false)?.querySelector("[data-role=text]")?.textContent ?? "Tin trước";
    return make("div", "quoted", "quoted", text.slice(0, 120));
  }

  photos(message) {
    const box = make("div", "pictures", "pictures");
    for (const url of this.pictures.get(message.id) ?? []) {
      const image = make("img", "picture", "");
      image.src = url;
      image.alt = "Ảnh trên máy của đồng chí";
      box.append(image);
    }
    box.append(make("span", "photo-note", "small", `📷 ${message.photos} ảnh, giữ trên máy của đồng chí`));
    return box;
  }

  // file is a link that looks like a button, with the picture above it if it is one.
  file({ name, url, photo }) {
    const box = make("div", "file", "keyboard");
    const link = make("a", "download", "choice", `📎 ${name}`);
    link.href = url;
    link.download = name;
    if (photo) {
      const image = make("img", "chart", "chart");
      image.src = url;
      image.alt = name;
      box.append(image);
    }
    box.append(link);
    return box;
  }

  foot(message, state) {
    const foot = make("div", "foot", "foot");
    if (!message.mine) {
      const reply = make("button", "reply", "link icon", "↩\uFE0E");
      reply.type = "button";
      reply.title = "Trả lời tin này";
      reply.setAttribute("aria-label", reply.title);
      reply.addEventListener("click", () => this.onReply(message));
      foot.append(reply);
    }
    if (state === "failed") {
      const retry = make("button", "retry", "link", "Gửi lại");
      retry.type = "button";
      retry.addEventListener("click", () => this.onRetry(message.id));
      foot.append(retry);
    }
    const time = make("time", "time", "", new Date(message.at).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" }));
    time.dateTime = message.at;
    foot.append(time);
    if (message.mine) {
      const mark = make("span", "state", `state ${state}`, marks[state]);
      mark.dataset.state = state;
      if (state === "sent") mark.setAttribute("aria-label", "Đã nhận");
      foot.append(mark);
    }
    return foot;
  }

  keyboard(message) {
    const board = make("div", "keyboard", "keyboard");
    for (const row of message.buttons) {
      const line = make("div", "row", row.length > 4 ? "row many" : "row");
      for (const { label, data } of row) {
        const button = make("button", "button", "choice", label);
        button.type = "button";
        button.dataset.data = data;
        if (data === message.pressed) mark(button);
        button.addEventListener("click", () => this.onPress(message.id, data));
        line.append(button);
      }
      board.append(line);
    }
    return board;
  }

  // pressing marks a button and holds the others of its message while its press is on the way.
  pressing(id, data, state) {
    const buttons = this.find(id, false)?.querySelectorAll("[data-role=button]") ?? [];
    for (const button of buttons) {
      button.disabled = state === "pending";
      button.classList.toggle("waiting", state === "pending" && button.dataset.data === data);
      if (state === "sent") button.removeAttribute("aria-pressed");
      if (state === "sent" && button.dataset.data === data) mark(button);
      // A disabled button loses the focus; whoever uses a keyboard goes on from where they were.
      if (state !== "pending" && button.dataset.data === data && document.activeElement === document.body) button.focus({ preventScroll: true });
    }
  }
}

function mark(button) {
  button.setAttribute("aria-pressed", "true");
}

export function make(tag, role, className, text) {
  const node = document.createElement(tag);
  node.dataset.role = role;
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}
