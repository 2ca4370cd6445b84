// Drawing a piece of ground on the plan beside its corners. The list of corners is what is sent and all that is kept:
// whatever is drawn is written into it, and whatever is written there is drawn. Without this script it is typed.
import { crossing, hectares, read, sidesOf, write } from "./corners.js";
import { gestures } from "./gestures.js";
import { sheetOf, windowOf } from "./sheet.js";

const figure = document.querySelector("[data-drawn]");
const svg = figure.querySelector("svg");
const list = document.getElementById(figure.dataset.drawn);
const layer = svg.querySelector("[data-layer]");
const said = figure.querySelector("output");
const words = figure.dataset;
const language = document.documentElement.lang;
const sheet = sheetOf(svg);
const view = windowOf(svg, (metres) => {
  figure.querySelector("[data-across]").textContent =
    metres < 1000 ? `${format(metres, 2)} m` : `${format(metres / 1000, 2)} km`;
  show();
});

// What the list said before each act, and the corner that is meant by "take out".
const before = [];
let chosen = -1;
let typing = false;

function format(value, digits = 3) {
  return new Intl.NumberFormat(language, { maximumSignificantDigits: digits }).format(value);
}

const told = (sentence, values) => sentence.replace(/%\((\w+)\)[sd]/g, (_all, name) => values[name]);

/** Write these corners into the list; `kept` is false while a corner is still on its way. */
function put(corners, kept = true) {
  if (kept) before.push(list.value);
  list.value = write(corners);
  typing = false;
  show();
}

function undo() {
  if (!before.length) return;
  list.value = before.pop();
  [chosen, typing] = [-1, false];
  show();
}

function takeOut() {
  const { corners } = read(list.value);
  if (!corners[chosen]) return;
  const left = corners.filter((_corner, at) => at !== chosen);
  chosen = -1;
  put(left);
}

function show() {
  const { corners, wrong } = read(list.value);
  const crossed = corners.length > 3 ? crossing(corners) : null;
  layer.replaceChildren(...drawn(corners, crossed));
  const sentence = sentenceOf(corners, wrong, crossed);
  if (said.textContent !== sentence) said.textContent = sentence;
  figure.classList.toggle("is-crossed", Boolean(crossed || wrong));
  figure.querySelector("[data-act=undo]").disabled = !before.length;
  figure.querySelector("[data-act=out]").disabled = !corners[chosen];
}

function sentenceOf(corners, wrong, crossed) {
  if (wrong) return told(words.line, { line: wrong });
  if (corners.length < 3) return told(words.few, { corners: corners.length });
  if (crossed) {
    const [a, c] = crossed;
    return told(words.crossing, { a: a + 1, b: a + 2, c: c + 1, d: ((c + 1) % corners.length) + 1 });
  }
  return told(words.size, { corners: corners.length, hectares: format(hectares(corners)) });
}

function drawn(corners, crossed) {
  const dots = corners.map(sheet.dot);
  const parts = [shape(corners.length > 2 ? "polygon" : "polyline", { class: "drawn", points: dots.join(" ") })];
  const sides = corners.length > 2 ? sidesOf(dots) : [];
  for (const at of crossed ?? []) parts.push(shape("polyline", { class: "crossed", points: sides[at].join(" ") }));
  sides.forEach(([one, other], at) => {
    const apart = Math.hypot(one[0] - other[0], one[1] - other[1]) / view.unit();
    if (apart > 44) parts.push(...handle([(one[0] + other[0]) / 2, (one[1] + other[1]) / 2], "middle", { "data-side": at }));
  });
  dots.forEach((dot, at) => {
    parts.push(...handle(dot, at === chosen ? "corner is-chosen" : "corner", { "data-corner": at }));
    parts.push(shape("text", { x: dot[0], y: dot[1], dx: view.unit() * 11, dy: -view.unit() * 9 }, String(at + 1)));
  });
  return parts;
}

/** A dot that keeps its size however close one looks, with room around it for a finger. */
function handle([x, y], look, more) {
  const d = `M${x} ${y}h0`;
  return [shape("path", { class: look, d }), shape("path", { class: `${look} inside`, d }), shape("path", { class: "touch", d, ...more })];
}

function shape(name, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function choose(at) {
  chosen = at;
  show();
}

const acts = {
  undo,
  out: takeOut,
  closer: () => view.zoom(0.5),
  farther: () => view.zoom(2),
  north: () => view.aside(0, -1),
  south: () => view.aside(0, 1),
  west: () => view.aside(-1, 0),
  east: () => view.aside(1, 0),
  whole: () => {
    const { corners } = read(list.value);
    view.fit(corners.length ? corners.map(sheet.dot) : sheet.all);
  },
};

function chooseWritten() {
  const lines = list.value.slice(0, list.selectionStart).split("\n");
  choose(lines.slice(0, -1).filter((line) => line.trim()).length);
}

gestures({ svg, view, sheet, put, choose, undo, corners: () => read(list.value) });
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "Delete") takeOut();
  if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) undo();
});
let value = list.value;
list.addEventListener("input", () => {
  if (!typing) before.push(value);
  typing = true;
  chooseWritten();
});
list.addEventListener("focus", () => { [value, typing] = [list.value, false]; });
list.addEventListener("keyup", chooseWritten);
list.addEventListener("click", chooseWritten);
for (const button of figure.querySelectorAll("[data-act]")) button.addEventListener("click", acts[button.dataset.act]);
for (const hidden of figure.querySelectorAll("[hidden]")) hidden.hidden = false;
addEventListener("resize", view.again);
view.again();
if (!read(list.value).corners.map(sheet.dot).every(view.holds)) acts.whole();
