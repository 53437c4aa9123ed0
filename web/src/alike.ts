// The portal's page of suggestions: while somebody types, what is there already is shown below. Without it, it is shown before sending.

const form = document.querySelector<HTMLFormElement>("form[data-alike]");
const found = document.getElementById("alike");
const title = form?.querySelector<HTMLInputElement>("[name=title]");
const seen = form?.querySelector<HTMLInputElement>("[name=seen]");
const WAIT = 300;
const SHORTEST = 4;
let timer = 0;
let asked = "";

async function ask(): Promise<void> {
  const words = title?.value.trim() ?? "";
  if (!form || !found || !seen || words === asked) return;
  asked = words;
  const answer = words.length < SHORTEST ? null : await fetch(`${form.dataset.alike}?title=${encodeURIComponent(words)}`);
  if (words !== asked || (answer && !answer.ok)) return; // somebody typed on; or it is shown before sending
  const html = answer ? await answer.text() : "";
  if (words !== asked) return;
  found.innerHTML = html;
  seen.value = html.trim() ? "1" : "";
}

title?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(() => void ask(), WAIT);
});
export {};
