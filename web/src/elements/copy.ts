// A button marked data-copy puts that address on the clipboard.

import { say } from "../dom";

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
  if (!button) return;
  event.preventDefault();
  const address = new URL(button.dataset.copy ?? "", location.href).href;
  navigator.clipboard.writeText(address).then(
    () => say("Copied."),
    () => say(`Copying is not allowed here. The address: ${address}`, true),
  );
});
