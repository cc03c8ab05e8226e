// Keeps the page current: when the server tells of something new, the page is asked for again and its parts are put in the
// place of the old ones. What changed is marked for a while. Nothing else here; the page works without it.

const state = document.getElementById("state");
const mark = 4000; // ms for which a change is marked
const again = 1500; // ms from one update to the next, at the least

let shown = 0; // journal number of what is on the screen; 0: as the page came
let newest = 0;
let busy = false;

const stream = new EventSource("/bang/moi");
stream.onopen = () => tell(state.dataset.liveText);
stream.onerror = () => tell(state.dataset.offText);
stream.addEventListener("end", () => {
  stream.close();
  location.reload();
});
stream.onmessage = (event) => {
  newest = Number(event.data);
  if (!shown) shown = Number(document.querySelector("[data-live=stamp]").dataset.number) || 0;
  refresh();
};
addEventListener("pagehide", () => stream.close());
addEventListener("pageshow", (event) => event.persisted && location.reload());

async function refresh() {
  if (busy || newest === shown) return;
  busy = true;
  const asked = newest;
  const page = await load();
  if (page) {
    replace(page);
    shown = asked;
    tell(state.dataset.newText + " " + new Date().toLocaleTimeString("vi-VN"));
  }
  setTimeout(() => {
    busy = false;
    refresh();
  }, again);
}

// load asks for the same page once more. A document that the browser parses by itself is no string that becomes HTML.
function load() {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.href);
    request.responseType = "document";
    request.onload = () => {
      if (request.status === 401) location.reload();
      resolve(request.status === 200 ? request.response : null);
    };
    request.onerror = () => resolve(null);
    request.send();
  });
}

function replace(page) {
  const before = values(document);
  const focus = path(document.activeElement);
  const scrolled = [...document.querySelectorAll(".scroll")].map((e) => e.scrollLeft);
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (next) part.replaceWith(document.adoptNode(next));
  }
  document.querySelectorAll(".scroll").forEach((e, i) => (e.scrollLeft = scrolled[i] || 0));
  find(focus)?.focus({ preventScroll: true });
  for (const e of document.querySelectorAll("[data-key]")) {
    if (before.get(e.dataset.key) === e.textContent) continue;
    e.classList.add("fresh");
    setTimeout(() => e.classList.remove("fresh"), mark);
  }
  ready();
}

function values(root) {
  return new Map([...root.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, e.textContent]));
}

// path says where the focus is, so that it can be put there again: by address for links, by place for the rest.
function path(e) {
  const part = e?.closest?.("[data-live]");
  if (!part) return null;
  return { part: part.dataset.live, href: e.getAttribute("href"), id: e.id, at: [...part.querySelectorAll("*")].indexOf(e) };
}

function find(where) {
  if (!where) return null;
  const part = document.querySelector(`[data-live="${where.part}"]`);
  const all = [...part.querySelectorAll("*")];
  return (where.id && document.getElementById(where.id)) || all.find((e) => where.href && e.getAttribute("href") === where.href) || all[where.at] || part;
}

function tell(text) {
  if (state.textContent !== text) state.textContent = text;
}

function ready() {
  const print = document.getElementById("print");
  if (!print) return;
  print.hidden = false;
  print.onclick = () => window.print();
}

ready();
