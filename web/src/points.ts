// A survey in which points are given away: how many are left is said while they are typed. Without it the page says so when it is sent.

const said = document.querySelector<HTMLOutputElement>("output[data-of]");
const fields = [...document.querySelectorAll<HTMLInputElement>('input[name^="points-"]')];

function show(): void {
  if (!said) return;
  const left = Number(said.dataset.of) - fields.reduce((sum, field) => sum + (/^\d+$/.test(field.value.trim()) ? Number(field.value) : 0), 0);
  said.hidden = false;
  said.textContent = left < 0 ? `${-left} too many` : `${left} left`;
  said.toggleAttribute("data-over", left < 0);
}

for (const field of fields) field.addEventListener("input", show);
show();

export {};
