// Turns a reply's markup into DOM nodes. Only b, i, u, s and code are tags; anything else stays the text that it is,
// so nothing that a person typed can become part of the page.

const token = /<(\/?)(b|i|u|s|code)>|&(amp|lt|gt|quot|#39);/g;
const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const command = /(^|[\s(])(\/[a-z][a-z0-9_]{1,31})(?![\w/])/g;

export function markup(source, onCommand) {
  const root = document.createDocumentFragment();
  const open = [root];
  const top = () => open[open.length - 1];
  let text = "";
  let done = 0;
  const flush = () => {
    addText(top(), text, onCommand);
    text = "";
  };
  for (const found of source.matchAll(token)) {
    text += source.slice(done, found.index);
    done = found.index + found[0].length;
    const [, closing, tag, entity] = found;
    if (entity) {
      text += entities[entity];
      continue;
    }
    flush();
    if (!closing) {
      const element = document.createElement(tag);
      top().append(element);
      open.push(element);
    } else if (open.some((e) => e.localName === tag)) {
      while (open.pop().localName !== tag);
    }
  }
  text += source.slice(done);
  flush();
  return root;
}

// addText adds text whose commands can be pressed, and whose links to our own command post can be followed.
export function addText(into, text, onCommand) {
  const own = location.origin + "/bang/vao#";
  const at = text.indexOf(own);
  if (at >= 0) {
    const address = own + /^[A-Za-z0-9_-]*/.exec(text.slice(at + own.length))[0];
    addText(into, text.slice(0, at), onCommand);
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.dataset.role = "link";
    link.textContent = address;
    into.append(link);
    addText(into, text.slice(at + address.length), onCommand);
    return;
  }
  let done = 0;
  for (const found of onCommand ? text.matchAll(command) : []) {
    const start = found.index + found[1].length;
    into.append(text.slice(done, start));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "command";
    button.dataset.role = "command";
    button.textContent = found[2];
    button.addEventListener("click", () => onCommand(found[2]));
    into.append(button);
    done = start + found[2].length;
  }
  into.append(text.slice(done));
}
