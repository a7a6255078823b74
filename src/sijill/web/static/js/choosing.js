// Choosing words of an article as evidence: by pointer, by touch, or by keyboard, a word at a time.
// #article holds the raw text, letter for letter; offsets are counted in its code points.
import { announce } from "./desk.js";
import { openAt } from "./deciding.js";

const article = document.getElementById("article");
const bar = document.getElementById("choosing");
const said = bar.querySelector("q");
const text = article.textContent;
const points = (words) => { let n = 0; for (const _ of words) n += 1; return n; };
const inPair = (at) => at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at]) && /[\uD800-\uDBFF]/.test(text[at - 1]);
let chosen = null; // [start, end) in UTF-16 units
let cursor = null; // by keyboard: the numbers of the first and the last word

// From a place in the tree to one in the text, and back.
const unit = (node, offset) => {
  const range = document.createRange();
  range.selectNodeContents(article);
  range.setEnd(node, offset);
  return range.toString().length;
};
const place = (at) => {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let left = at;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return [article, article.childNodes.length];
};
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(article)) return null;
  let start = article.contains(range.startContainer) ? unit(range.startContainer, range.startOffset) : 0;
  let end = article.contains(range.endContainer) ? unit(range.endContainer, range.endOffset) : text.length;
  if (inPair(start)) start -= 1;
  if (inPair(end)) end += 1;
  const words = text.slice(start, end);
  start += words.length - words.trimStart().length;
  end -= words.length - words.trimEnd().length;
  return start < end ? [start, end] : null;
};
export const offsets = ([start, end]) => {
  const from = points(text.slice(0, start));
  return { start: from, end: from + points(text.slice(start, end)) };
};

const look = () => {
  chosen = selected();
  bar.hidden = !chosen && !cursor;
  said.textContent = chosen ? text.slice(...chosen) : "";
  bar.classList.toggle("empty", !chosen);
};
document.addEventListener("selectionchange", () => { if (!document.querySelector("dialog[open]")) look(); });

const use = () => {
  if (!chosen) return;
  const { start, end } = offsets(chosen);
  const { report, correct, incident, queue } = bar.dataset;
  const asked = new URLSearchParams({ start, end });
  if (!correct) { openAt(`/reports/${encodeURIComponent(report)}/words?${asked}`); return; }
  asked.set("report", report);
  if (queue) asked.set("queue", queue);
  openAt(`/incidents/${encodeURIComponent(incident)}/correct/${correct}?${asked}`);
};
document.getElementById("use-words").addEventListener("click", use);

// By keyboard.
const words = [...new Intl.Segmenter("ar", { granularity: "word" }).segment(text)].filter((s) => s.isWordLike).map((s) => [s.index, s.index + s.segment.length]);
const rect = (number) => {
  const range = document.createRange();
  range.setStart(...place(words[number][0]));
  range.setEnd(...place(words[number][1]));
  return range.getBoundingClientRect();
};
const mark = () => {
  const [first, last] = [Math.min(...cursor), Math.max(...cursor)];
  getSelection().setBaseAndExtent(...place(words[first][0]), ...place(words[last][1]));
  look();
  announce(text.slice(words[first][0], words[last][1]));
  const box = rect(cursor[1]);
  const pane = article.closest(".paper");
  const frame = pane?.getBoundingClientRect();
  if (pane && pane.scrollHeight > pane.clientHeight + 1 && (box.top < frame.top + 8 || box.bottom > frame.bottom - 8)) pane.scrollBy({ top: box.top - frame.top - frame.height / 2 });
  else if (box.top < 80 || box.bottom > innerHeight - 160) scrollBy({ top: box.top - innerHeight / 2 });
};
const line = (by) => {
  const here = rect(cursor[1]);
  let best = cursor[1];
  let near = Infinity;
  let level = null;
  for (let n = cursor[1] + by; n >= 0 && n < words.length; n += by) {
    const box = rect(n);
    if (Math.abs(box.top - here.top) < 4) continue;
    if (level !== null && Math.abs(box.top - level) > 4) break;
    level = box.top;
    const away = Math.abs(box.left + box.width / 2 - here.left - here.width / 2);
    if (away < near) { near = away; best = n; }
  }
  return best;
};
const begin = () => {
  if (!words.length) return;
  const now = selected();
  const lit = article.querySelector("mark.lit");
  const from = now ? now[0] : lit ? unit(lit, 0) : 0;
  const first = Math.max(0, words.findIndex(([, end]) => end > from));
  cursor = [first, first];
  article.focus({ preventScroll: true });
  mark();
  announce(bar.dataset.how);
};
const stop = () => {
  cursor = null;
  getSelection().removeAllRanges();
  look();
};
document.getElementById("choose-words").addEventListener("click", begin);
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && (cursor || chosen)) { event.preventDefault(); event.stopPropagation(); stop(); return; }
  const here = article.contains(document.activeElement) || document.activeElement === document.body;
  if (event.key === "Enter" && chosen && here) { event.preventDefault(); event.stopPropagation(); use(); return; }
  if (!cursor || !article.contains(document.activeElement)) return;
  const to = { ArrowLeft: () => cursor[1] + 1, ArrowRight: () => cursor[1] - 1, ArrowDown: () => line(1), ArrowUp: () => line(-1), Home: () => 0, End: () => words.length - 1 }[event.key];
  if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  const goal = Math.max(0, Math.min(words.length - 1, to()));
  cursor = event.shiftKey ? [cursor[0], goal] : [goal, goal];
  mark();
}, true);
document.getElementById("deciding").addEventListener("close", look);
if (bar.dataset.correct) begin();
