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

// addText adds text whose commands can be pressed.
export function addText(into, text, onCommand) {
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
