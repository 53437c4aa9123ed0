// Passkeys: what a form asks the browser for, and the answer put into its field. Loaded only where one signs in or adds a key.
// <form data-passkey="create" or "get"> holds a hidden field "credential", a button, and a place for what went wrong.

interface Described { type: PublicKeyCredentialType; id: string; transports?: AuthenticatorTransport[] }

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer: ArrayBuffer | null): string | undefined {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function described(list: Described[] | undefined): PublicKeyCredentialDescriptor[] {
  return (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
}

/** What the server asks for: in the page, or, before anybody is known, at the address that the form is sent to. */
async function asked(form: HTMLFormElement): Promise<any> {
  const inPage = document.getElementById("js_data")?.textContent;
  if (inPage) return JSON.parse(inPage);
  const answer = await fetch(form.action, { headers: { accept: "application/json", "x-requested-with": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function create(form: HTMLFormElement): Promise<PublicKeyCredential> {
  const options = (await asked(form)).creation_options.publicKey;
  const alone = form.querySelector<HTMLInputElement>("input[name=passwordless]")?.checked;
  const selection = { ...options.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone === true };
  if (alone) selection.userVerification = "required";
  return (await navigator.credentials.create({ publicKey: {
    ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: described(options.excludeCredentials), authenticatorSelection: selection,
  } })) as PublicKeyCredential;
}

async function get(form: HTMLFormElement): Promise<PublicKeyCredential> {
  const options = (await asked(form)).request_options.publicKey;
  return (await navigator.credentials.get({ publicKey: {
    ...options, challenge: bytes(options.challenge), allowCredentials: described(options.allowCredentials),
  } })) as PublicKeyCredential;
}

function told(credential: PublicKeyCredential): string {
  const made = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  return JSON.stringify({
    type: credential.type, id: credential.id, rawId: text(credential.rawId), authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(made.clientDataJSON), attestationObject: text(made.attestationObject), transports: made.getTransports?.(),
      authenticatorData: text(made.authenticatorData), signature: text(made.signature), userHandle: text(made.userHandle),
    },
  });
}

async function ask(form: HTMLFormElement): Promise<void> {
  const place = form.querySelector<HTMLElement>("[data-said]");
  if (place) place.textContent = "";
  try {
    const credential = await (form.dataset.passkey === "create" ? create(form) : get(form));
    form.querySelector<HTMLInputElement>("input[name=credential]")!.value = told(credential);
    form.submit();
  } catch (error) {
    const known = error instanceof DOMException && error.name === "InvalidStateError";
    if (place) place.textContent = known ? "This key is here already." : "Nothing came of it. Try again, or use another way.";
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  form.addEventListener("submit", (event) => { event.preventDefault(); void ask(form); });
}
export {};
