// The peek panel: a link marked data-peek opens beside the list first; a second Enter, or the button, opens the page.

import { icon, make } from "../dom";

let panel: HTMLElement | null = null;
let from: HTMLElement | SVGAElement | null = null;
let asked = 0;

function build(): HTMLElement {
  const made = make("aside", { class: "peek", "aria-label": "Preview", tabindex: "-1" });
  const head = make("header");
  const open = make("a", { class: "button button-small", "data-peek-open": "" }, "Open page");
  const close = make("button", { class: "button button-quiet button-icon button-small end", type: "button", "aria-label": "Close preview" });
  close.append(icon("x"));
  close.addEventListener("click", hide);
  head.append(open, make("kbd", { class: "kbd" }, "Enter"), close);
  made.append(head, make("div", { class: "content" }));
  document.body.append(made);
  return made;
}

/** The shape of a record, while it is on its way. */
function skeleton(): HTMLElement {
  const made = make("div", { class: "skeleton", role: "status", "aria-label": "Loading" });
  made.append(...Array.from({ length: 5 }, () => make("i")));
  return made;
}

function hide(): void {
  asked += 1;
  panel?.removeAttribute("data-open");
  from?.focus();
}

async function show(link: HTMLAnchorElement | SVGAElement): Promise<void> {
  panel ??= build();
  from = link;
  const address = new URL(link.getAttribute("href") ?? "", location.href); // a link in a drawing has no such word of its own
  const whole = address.href;
  const number = ++asked;
  const content = panel.querySelector(".content");
  content?.replaceChildren(skeleton());
  panel.querySelector("[data-peek-open]")?.setAttribute("href", whole);
  panel.toggleAttribute("data-open", true);
  panel.focus({ preventScroll: true });
  address.searchParams.set("peek", "1");
  const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
  if (number !== asked) return;
  if (!answer?.ok) { location.href = whole; return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (number !== asked) return;
  content?.replaceChildren(...page.body.childNodes);
  content?.scrollTo(0, 0);
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const link = (event.target as Element).closest<HTMLAnchorElement | SVGAElement>("a[data-peek]");
  if (!link || innerWidth < 820) return;
  event.preventDefault();
  void show(link);
});
document.addEventListener("keydown", (event) => {
  if (!panel?.hasAttribute("data-open") || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") hide();
  if (event.key === "Enter" && event.target === panel) panel.querySelector<HTMLElement>("[data-peek-open]")?.click();
});
// J and K go on through the list while the panel is open: it shows where one stands.
document.addEventListener("clew:row", (event) => {
  if (!panel?.hasAttribute("data-open") || !["next", "previous"].includes((event as CustomEvent<string>).detail)) return;
  queueMicrotask(() => { // after the list has moved
    const link = document.querySelector<HTMLAnchorElement>("[data-here] a[data-peek]");
    if (link && link !== from) void show(link);
  });
});
