// The page: who chats, and what the controls do.

import { Log, make } from "./log.js";
import { Memory } from "./memory.js";
import { Outgoing } from "./outgoing.js";
import { Stream } from "./stream.js";

const el = Object.fromEntries(
  Array.from(document.querySelectorAll("[data-role]"), (node) => [node.dataset.role, node]),
);
const user = decodeURIComponent(location.pathname.match(/^\/as\/([^/]+)$/)?.[1] ?? "");
const query = user ? `?as=${encodeURIComponent(user)}` : "";
const chat = { replyTo: "", photos: [], unread: 0 };

begin();

async function begin() {
  const session = await hello();
  if (session.demo && !session.me) return pick(session.people);
  open(session);
}

// hello asks until the server answers, since nothing works without it.
async function hello() {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      const response = await fetch(`/api/session${query}`, { method: "POST" });
      if (response.ok) return await response.json();
    } catch {
      // not reached: try again
    }
    toast("Chưa kết nối được với bot, đang thử lại…");
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function pick(people) {
  for (const person of people) {
    const link = make("a", "person", "person");
    link.href = `/as/${encodeURIComponent(person.user)}`;
    link.dataset.user = person.user;
    const words = make("span", "person-words", "");
    words.append(make("strong", "person-name", "", person.name), make("span", "person-role", "", [person.role, person.unit].filter(Boolean).join(" · ")));
    link.append(make("span", "avatar", "avatar", person.name.split(" ").at(-1).slice(0, 1)), words);
    const item = document.createElement("li");
    item.append(link);
    el["people-list"].append(item);
  }
  el.people.hidden = false;
}

function open(session) {
  el.demo.hidden = !session.demo;
  el["empty-hint"].hidden = session.demo;
  if (session.me) {
    el.me.textContent = [session.me.name, session.me.role, session.me.unit].filter(Boolean).join(" · ");
    document.title = `${session.me.name} – Dân vận Bot`;
  }
  chat.title = document.title;
  el.chat.hidden = false;
  chat.log = new Log(el.log, {
    onPress: (message, data) => chat.out.add({ kind: "press", message, data }),
    onCommand: say,
    onReply: replyTo,
    onRetry: (id) => chat.out.retry(id),
  });
  chat.memory = new Memory(`seen:${user}`);
  for (const message of chat.memory.list) chat.log.show(message);
  chat.out = new Outgoing(`/api/updates${query}`, `out:${user}`, outgoing);
  chat.stream = new Stream(`/api/events${query}`, { onBatch: incoming, onState: connection });
  commands(session.commands);
  controls();
}

// incoming draws what the server sent.
function incoming({ messages = [], notices = [] }) {
  const follow = atBottom();
  const fresh = messages.filter((m) => !m.mine && !chat.log.find(m.id, false));
  for (const message of messages) chat.log.show(message);
  chat.memory.keep(messages);
  if (!chat.restored) restore();
  for (const { text } of notices) toast(text);
  el.empty.hidden = el.log.childElementCount > 0;
  if (follow || !chat.seen) toBottom();
  else if (fresh.length) el.down.hidden = false;
  chat.seen = true;
  if (document.hidden) unread(chat.unread + fresh.length);
}

// restore draws what an earlier page of this tab had not got through, and sends it.
function restore() {
  chat.restored = true;
  for (const item of chat.out.list) outgoing(item);
  chat.out.hurry();
}

// outgoing draws the state of a message on its way.
function outgoing(item) {
  const { kind, message, data } = item.post;
  if (kind === "press") {
    chat.log.pressing(message, data, item.state);
    if (item.state === "failed") toast("Chưa gửi được lựa chọn, đồng chí bấm lại giúp.");
    return;
  }
  chat.log.showOwn(item);
  el.empty.hidden = true;
  if (item.state === "pending") toBottom();
}

function connection(live) {
  clearTimeout(chat.offline);
  if (live) {
    el.banner.hidden = true;
    chat.out.hurry();
    return;
  }
  // A blink is not worth a word.
  chat.offline = setTimeout(() => {
    el.banner.textContent = "Mất kết nối, đang nối lại… Tin đã viết sẽ được gửi sau.";
    el.banner.hidden = false;
  }, 700);
}

function say(text) {
  chat.out.add({ kind: "text", text });
}

function submit() {
  const text = el.input.value.trim();
  const extra = chat.replyTo ? { replyTo: chat.replyTo } : {};
  if (chat.photos.length) {
    const urls = chat.photos.map((file) => URL.createObjectURL(file));
    const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
    chat.log.pictures.set(id, urls);
    chat.out.add({ id, kind: "photo", text, photos: urls.length, ...extra });
  } else if (text) {
    chat.out.add({ kind: "text", text, ...extra });
  }
  el.input.value = "";
  grow();
  attach([]);
  replyTo(null);
  el.input.focus();
}

function replyTo(message) {
  chat.replyTo = message?.id ?? "";
  el.quote.hidden = !message;
  if (!message) return;
  const node = chat.log.find(message.id, false)?.querySelector("[data-role=text]");
  el["quote-text"].textContent = `Trả lời: ${(node?.textContent ?? "").slice(0, 120)}`;
  el.input.focus();
}

function attach(files) {
  chat.photos = files.slice(0, 10);
  el.photos.hidden = chat.photos.length === 0;
  el["photos-count"].textContent = `📷 ${chat.photos.length} ảnh.`;
  if (files.length > 10) toast("Mỗi tin tối đa 10 ảnh.");
}

function commands(list) {
  for (const { name, label } of list) {
    const button = make("button", "menu-item", "");
    button.type = "button";
    button.dataset.command = name;
    button.append(make("strong", "menu-label", "", label), make("span", "menu-name", "", name));
    button.addEventListener("click", () => {
      el.sheet.close();
      say(name);
    });
    const item = document.createElement("li");
    item.append(button);
    el.commands.append(item);
  }
}

function controls() {
  el.composer.addEventListener("submit", (e) => {
    e.preventDefault();
    submit();
  });
  // Enter is taken as the line break that it would make: so the Enter that ends a composed Vietnamese word is not one,
  // and the keyboards of phones, which tell no keys, work alike.
  let shift = false;
  el.input.addEventListener("keydown", (e) => (shift = e.shiftKey));
  el.input.addEventListener("beforeinput", (e) => {
    if (e.inputType !== "insertLineBreak" || shift) return;
    e.preventDefault();
    submit();
  });
  el.input.addEventListener("input", grow);
  el.photo.addEventListener("click", () => el.file.click());
  el.file.addEventListener("change", () => {
    attach(Array.from(el.file.files));
    el.file.value = "";
    el.input.focus();
  });
  el["photos-close"].addEventListener("click", () => attach([]));
  el["quote-close"].addEventListener("click", () => replyTo(null));
  el.menu.addEventListener("click", () => el.sheet.showModal());
  el["sheet-close"].addEventListener("click", () => el.sheet.close());
  el.sheet.addEventListener("click", (e) => e.target === el.sheet && el.sheet.close());
  el.start.addEventListener("click", start);
  el.down.addEventListener("click", toBottom);
  el.scroll.addEventListener("scroll", () => atBottom() && (el.down.hidden = true));
  document.addEventListener("visibilitychange", () => document.hidden || unread(0));
  new ResizeObserver(() => chat.stick && toBottom()).observe(el.scroll);
}

// start uses a code that came with the link; a fragment is never sent to a server and so stays out of every log.
function start() {
  const code = new URLSearchParams(location.hash.slice(1)).get("start");
  say(code ? `/start ${code}` : "/start");
  if (code) history.replaceState(null, "", location.pathname);
}

function grow() {
  el.input.style.height = "auto";
  el.input.style.height = `${Math.min(el.input.scrollHeight, 140)}px`;
}

function atBottom() {
  const { scrollHeight, scrollTop, clientHeight } = el.scroll;
  return (chat.stick = scrollHeight - scrollTop - clientHeight < 80 || atHead(clientHeight));
}

// atHead tells whether the newest message is taller than the screen and shown from its head.
function atHead(height) {
  const last = el.log.lastElementChild;
  const top = last ? last.getBoundingClientRect().top - el.scroll.getBoundingClientRect().top : 0;
  return last && last.offsetHeight > height && Math.abs(top) < 80;
}

// toBottom shows the newest message; one that is taller than the screen is shown from its head.
function toBottom() {
  el.scroll.scrollTop = el.scroll.scrollHeight;
  const last = el.log.lastElementChild;
  if (last && last.offsetHeight > el.scroll.clientHeight) last.scrollIntoView({ block: "start" });
  el.down.hidden = true;
}

function unread(n) {
  chat.unread = n;
  document.title = n ? `(${n}) ${chat.title}` : chat.title;
}

function toast(text) {
  el.toast.textContent = text;
  el.toast.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (el.toast.hidden = true), 4000);
}
