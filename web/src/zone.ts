// Hours in the reader's own zone: what the browser says is chosen in the list and shown, unless a zone was chosen already.
const form = document.querySelector<HTMLFormElement>("form[data-guess-zone]");
const select = form?.querySelector("select");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (form && select && here && [...select.options].some((option) => option.value === here)) {
  const address = new URL(location.href);
  address.searchParams.set("zone", here);
  location.replace(address);
}
