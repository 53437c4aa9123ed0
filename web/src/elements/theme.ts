// The switch between light, dark and the system's choice; kept in a cookie so that the server draws the right one.

const names = ["system", "light", "dark"];

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-theme-choice]");
  if (!button) return;
  const choice = button.dataset.themeChoice ?? "system";
  if (!names.includes(choice)) return;
  document.cookie = `clew_theme=${choice}; path=/; max-age=31536000; samesite=lax`;
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  for (const other of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
});
export {};
