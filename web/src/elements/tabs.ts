// More tabs than fit scroll sideways; the one whose page this is stands in view.

import { all } from "../dom";

for (const tabs of all<HTMLElement>(document, ".tabs")) {
  const here = tabs.querySelector<HTMLElement>("[aria-current]");
  if (here && tabs.scrollWidth > tabs.clientWidth) tabs.scrollLeft = here.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
}
