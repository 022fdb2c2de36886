// What pages do beyond htmx: copy an answer, open and close a source, keep the address in step.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy) {
    await copy(document.getElementById(button.dataset.copy));
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  }
  if ("close" in button.dataset) closeSource();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector("#source [data-close]")) closeSource();
});

// Without HTTPS a browser has no clipboard for scripts but the old way.
async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
  } catch {
    element.hidden = false;
    const selection = window.getSelection();
    selection.selectAllChildren(element);
    document.execCommand("copy");
    selection.removeAllRanges();
    element.hidden = true;
  }
}

// What stands where sources come, while none is open.
const hint = document.querySelector("#source > .pv-empty");
let opener = null;

function emptySource() {
  const source = document.getElementById("source");
  source.replaceChildren(...(hint ? [hint] : []));
  source.classList.remove("pv-open");
}

function closeSource() {
  emptySource();
  if (opener && opener.isConnected) opener.focus();
}

// A source that has come: show the quote, and let the keyboard go on from there.
document.addEventListener("htmx:after:swap", () => {
  const source = document.getElementById("source");
  const heading = source && source.querySelector("[data-focus]");
  if (!heading || heading.dataset.seen) return;
  heading.dataset.seen = "yes";
  source.classList.add("pv-open");
  heading.focus({ preventScroll: true });
  const mark = source.querySelector(".pv-excerpt mark");
  if (mark) mark.scrollIntoView({ block: "center" });
  else source.scrollTop = 0;
  if (getComputedStyle(source).position === "static") source.scrollIntoView({ block: "start" });
  // A table beside it has become narrower: what was chosen is still in sight.
  else if (opener && opener.isConnected) opener.scrollIntoView({ block: "nearest" });
});

// An answer that is kept: the next question goes on from it, and the list of conversations has it.
document.addEventListener("htmx:after:swap", () => {
  const answer = document.querySelector("#answer [data-conversation]");
  if (!answer || answer.dataset.seen) return;
  answer.dataset.seen = "yes";
  document.getElementById("conversation").value = answer.dataset.conversation;
  document.body.dispatchEvent(new Event("pv-kept"));
});

document.addEventListener("htmx:before:request", (event) => {
  const from = event.target;
  if (!(from instanceof Element)) return;
  if (from.matches("[hx-target='#source']")) opener = from;
  // A question is a place to come back to and to send to somebody.
  if (from.matches("form.pv-ask")) {
    if (document.querySelector("#source [data-close]")) emptySource();
    const asked = new URLSearchParams({ q: new FormData(from).get("q") });
    history.replaceState({ htmx: true }, "", location.href);
    history.pushState({ htmx: true }, "", `${from.getAttribute("action")}?${asked}`);
    document.title = `${asked.get("q")} – Plansvar`;
  }
});
