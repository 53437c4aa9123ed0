// A button on somebody's site that opens a small form, and sends what is typed to Clew. No cookie, nothing kept in the browser.
// <script async src="https://clew.example/static/dist/widget.js" data-form="…" data-label="Feedback"></script>

const script = document.currentScript as HTMLScriptElement | null;
const STYLE = `:host{all:initial}*{box-sizing:border-box;font:15px/1.4 system-ui,sans-serif}
.open{position:fixed;right:16px;bottom:16px;z-index:2147483000;padding:10px 16px;border:0;border-radius:20px;background:#1f4f46;color:#fff;cursor:pointer}
dialog{width:min(380px,calc(100vw - 32px));padding:20px;border:1px solid #c9ccd1;border-radius:10px;background:#fff;color:#16191d}
dialog::backdrop{background:#0006}h2{margin:0 0 12px;font-size:18px;font-weight:600}label{display:block;margin:0 0 12px}
textarea,input{display:block;width:100%;margin-top:4px;padding:8px;border:1px solid #8a8f98;border-radius:6px;background:inherit;color:inherit}
.trap{position:absolute;left:-9999px}.row{display:flex;gap:8px;align-items:center}.row button{padding:8px 14px;border:1px solid #8a8f98;border-radius:6px;background:inherit;color:inherit;cursor:pointer}
.row .send{border-color:#1f4f46;background:#1f4f46;color:#fff}p{margin:0 0 12px}:focus-visible{outline:2px solid #2f7d6f;outline-offset:2px}
@media(prefers-color-scheme:dark){dialog{background:#1b1e22;color:#eceef0;border-color:#3a3f46}}`;

function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string> = {}, text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

function field(text: string, input: HTMLElement): HTMLLabelElement {
  const label = make("label", {}, text);
  label.append(input);
  return label;
}

function build(address: string, words: string): HTMLElement {
  const host = make("div");
  const root = host.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [style];
  const open = make("button", { class: "open", type: "button" }, words);
  const dialog = make("dialog", { "aria-label": words });
  const form = make("form");
  const text = make("textarea", { name: "text", rows: "5", maxlength: "5000", required: "" });
  const email = make("input", { name: "email", type: "email", maxlength: "254", autocomplete: "email" });
  const trap = make("input", { name: "website", tabindex: "-1", autocomplete: "off", "aria-hidden": "true", class: "trap" });
  const said = make("p", { role: "status" });
  const row = make("div", { class: "row" });
  const close = make("button", { type: "button" }, "Close");
  const send = make("button", { class: "send" }, "Send");
  row.append(send, close);
  form.append(make("h2", {}, words), field("In your own words", text), field("Your e-mail address, if you would like an answer", email), trap, said, row);
  dialog.append(form);
  root.append(open, dialog);
  open.addEventListener("click", () => { said.textContent = ""; send.hidden = false; dialog.showModal(); text.focus(); });
  close.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send.disabled = true;
    void post(address, { text: text.value, email: email.value, website: trap.value, url: location.origin + location.pathname }).then(({ isDone, message }) => {
      said.textContent = message;
      send.disabled = false;
      if (isDone) { form.reset(); send.hidden = true; close.focus(); }
    });
  });
  return host;
}

async function post(address: string, told: Record<string, string>): Promise<{ isDone: boolean; message: string }> {
  const failed = { isDone: false, message: "It could not be sent. Please try again later." };
  try {
    const answer = await fetch(address, { method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify(told) });
    const { message } = (await answer.json()) as { message?: string };
    return { isDone: answer.ok, message: message ?? failed.message };
  } catch {
    return failed; // no network, or this site is not listed
  }
}

if (script?.dataset.form) {
  const address = new URL(`/feedback/${encodeURIComponent(script.dataset.form)}/send`, script.src).href;
  const begin = (): void => { document.body.append(build(address, script.dataset.label ?? "Feedback")); };
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
}
