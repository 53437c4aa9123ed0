// Buttons that open and close dialogs, and menus placed beside their button.

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const opener = target.closest<HTMLElement>("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens ?? "");
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      opener.closest<HTMLElement>("[popover]")?.hidePopover();
      show(dialog);
    }
  }
  if (target.closest("[data-closes]")) target.closest("dialog")?.close();
  if (target instanceof HTMLDialogElement && event.detail > 0 && outside(target, event as MouseEvent)) target.close();
});

/** One opens a dialog to fill it in: the first field has the focus, not the button that closes it. */
function show(dialog: HTMLDialogElement): void {
  dialog.showModal();
  dialog.querySelector<HTMLElement>(".body :is([aria-invalid], input:not([type=hidden]), select, textarea, .button)")?.focus();
}

function outside(dialog: HTMLElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

document.addEventListener(
  "toggle",
  (event) => {
    const list = event.target as HTMLElement;
    if (!list.matches?.("[popover].menu-list") || (event as ToggleEvent).newState !== "open") return;
    const button = document.querySelector<HTMLElement>(`[popovertarget="${list.id}"]`);
    if (button) place(list, button);
    list.querySelector<HTMLElement>(":is(a, button, input):not([aria-current])")?.focus(); // where one is, one need not go
  },
  true,
);

function place(list: HTMLElement, button: HTMLElement): void {
  const box = button.getBoundingClientRect();
  const below = box.bottom + 4 + list.offsetHeight <= innerHeight;
  list.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - 4 - list.offsetHeight)}px`;
  const fromRight = box.left + list.offsetWidth > innerWidth - 8;
  list.style.left = `${Math.max(8, fromRight ? box.right - list.offsetWidth : box.left)}px`;
}

document.addEventListener("keydown", (event) => {
  const list = (event.target as Element).closest<HTMLElement>("[popover].menu-list");
  if (!list || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const items = [...list.querySelectorAll<HTMLElement>("a, button, input")].filter((item) => item.offsetParent);
  const step = event.key === "ArrowDown" ? 1 : -1;
  items[(items.indexOf(document.activeElement as HTMLElement) + step + items.length) % items.length]?.focus();
  event.preventDefault();
});

// A dialog that holds a refused form opens again with what was typed.
const again = document.querySelector<HTMLDialogElement>("dialog[data-open-now]");
if (again) show(again);

/** An address may name a dialog of its page: accounts#add-account. */
function named(): void {
  const dialog = document.getElementById(location.hash.slice(1));
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  history.replaceState(null, "", location.pathname + location.search); // so that reloading does not open it again
  show(dialog);
}
addEventListener("hashchange", named);
named();
export {};
