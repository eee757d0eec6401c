import { texts } from "./phoneTexts.js";

const pollMs = 500;
/** The fields that are sent again by `PUT /_sim/contacts`, because it replaces the whole description. */
const contactFields =
  "onIncoming ringMs talkMs voice permission permissionMs onMessage messageError userId profileName username hidePhone".split(
    " ",
  );

const providerNames = { ycloud: "YCloud", meta: "Meta" };

const find = (id) => document.getElementById(id);
const state = { language: "es", calls: [], chosen: null, permission: null, providers: {} };
const say = (name) => texts[state.language][name];

async function request(method, path, body) {
  const response = await fetch(path, { method, ...(body && { body: JSON.stringify(body) }) });
  const answer = await response.json();
  if (response.ok) return answer;
  const { message, whatsappApiError } = answer.error;
  throw new Error(whatsappApiError?.error_data?.details ?? message);
}

const callPath = (call, step) => `/_sim/calls/${encodeURIComponent(call.wacid)}/${step}`;
const isLive = (call) => call.state !== "ended" && call.kind === "webrtc";
const isUsers = (call) => call.direction === "USER_INITIATED";
const contactOf = (call) => (isUsers(call) ? call.from : call.to);

/** Returns the live call that the user has chosen, or the newest live call. */
function currentCall() {
  const live = state.calls.filter(isLive);
  return live.find(({ wacid }) => wacid === state.chosen) ?? live.at(-1);
}

function showTexts() {
  document.documentElement.lang = state.language;
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = say(element.dataset.text);
  }
  find("language").textContent = say("language");
  find("language").lang = state.language === "es" ? "en" : "es";
  for (const name of ["entry", "onIncoming", "permission", "voice"]) {
    const { value } = find(name);
    const options = Object.entries(say(`${name}Options`));
    find(name).replaceChildren(...options.map(([key, text]) => new Option(text, key)));
    if (value) find(name).value = value;
  }
}

/** Writes a text only if it has changed, so that a screen reader reads it once. */
function write(id, text) {
  const element = find(id);
  if (element.textContent !== text) element.textContent = text;
}

function show(id, isShown) {
  find(id).hidden = !isShown;
}

function showCall() {
  const call = currentCall();
  const isRinging = call !== undefined && call.state !== "in_progress";
  const comesHere = call !== undefined && !isUsers(call);
  const hadFocus = find("actions").contains(document.activeElement);
  write("who", call ? contactOf(call) : find("contact").value);
  write("state", say(stateName(call)));
  show("timer", call?.startedAt != null);
  if (call?.startedAt) write("timer", durationText(Date.now() - Date.parse(call.startedAt)));
  show("ring", !call);
  show("answer", comesHere && call.state === "ringing");
  show("hangup", call !== undefined);
  write("hangup", say(!isRinging ? "hangup" : comesHere ? "refuse" : "cancel"));
  if (hadFocus && (document.activeElement === document.body || document.activeElement.hidden)) {
    [...find("actions").children].find(({ hidden }) => !hidden)?.focus();
  }
  showOthers(call);
  showMedia(call?.media ?? state.calls.at(-1)?.media);
}

/** Shows the permission of the chosen contact for the chosen number, and the acts that it allows. */
function showPermission() {
  const { status = "none", expiresAt = null, canReply = false } = state.permission ?? {};
  const until = expiresAt && new Date(expiresAt).toLocaleString(state.language);
  write("consent", until ? `${say("until")} ${until}` : say("consentOptions")[status]);
  const isOpen = canReply && status === "none";
  for (const id of ["asked", "allow", "deny"]) show(id, isOpen);
  show("allowAlways", status !== "permanent");
  show("revoke", status !== "none");
}

function stateName(call) {
  if (!call) return "idle";
  if (call.state !== "ringing") return call.state;
  return isUsers(call) ? "ringingThere" : "ringingHere";
}

function durationText(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function showOthers(current) {
  const others = state.calls.filter((call) => isLive(call) && call !== current);
  const list = find("others");
  show("others", others.length > 0);
  const key = `${state.language} ${others.map(({ wacid }) => wacid)}`;
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(
    ...others.map((call) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.textContent = `${say("others")} ${contactOf(call)}`;
      button.addEventListener("click", () => {
        state.chosen = call.wacid;
        showCall();
        find("hangup").focus();
      });
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
}

function showMedia(media) {
  show("media", Boolean(media));
  if (!media) return;
  const { lastSecondDbfs: level, isAudible } = media;
  const silent = say(level === null ? "nothing" : "silence");
  find("level").value = level ?? -60;
  write("levelText", isAudible ? `${level} dBFS` : silent);
  write("tone", media.dominantHz === null ? "–" : `${media.dominantHz} Hz`);
  write("packets", `${media.packetsReceived} / ${media.packetsSent}`);
  write("keys", media.dtmf || "–");
  write("connection", media.connection);
}

function showEvents(deliveries) {
  show("noEvents", deliveries.length === 0);
  const key =
    state.language + deliveries.map(({ id, state, attempts }) => id + state + attempts.length);
  if (find("events").dataset.key === key) return;
  find("events").dataset.key = key;
  const rows = deliveries.toReversed().map((delivery) => {
    const last = delivery.attempts.at(-1);
    const time = last
      ? new Date(last.at).toLocaleTimeString(state.language, { hourCycle: "h23" })
      : "–";
    const outcome = [say("deliveryStates")[delivery.state], last?.status ?? last?.error];
    const row = document.createElement("tr");
    const name = [delivery.type.replace(/^whatsapp\./, ""), delivery.detail];
    for (const text of [time, name.filter(Boolean).join(" "), outcome.filter(Boolean).join(", ")]) {
      row.insertCell().textContent = text;
    }
    return row;
  });
  find("events").replaceChildren(...rows);
}

async function poll() {
  try {
    const business = encodeURIComponent(find("business").value);
    const [{ calls }, { deliveries }, permission] = await Promise.all([
      request("GET", "/_sim/calls?last=20"),
      request("GET", "/_sim/deliveries?last=40"),
      request("GET", `${permissionPath()}?business=${business}`).catch(() => null),
    ]);
    state.calls = calls;
    state.permission = permission;
    showCall();
    showPermission();
    showEvents(deliveries);
    if (find("trouble").textContent === say("offline")) write("trouble", "");
  } catch {
    write("trouble", say("offline"));
  }
}

/** Runs the action of a control and shows its error. */
async function act(run) {
  write("trouble", "");
  if (!find("contact").checkValidity()) return write("trouble", say("badContact"));
  try {
    await run();
  } catch (error) {
    write("trouble", error.message);
  }
  await poll();
}

/** Sends the two settings of the page, and keeps the contact's other settings. */
async function describeContact() {
  const phone = find("contact").value;
  const known = await findContact(phone);
  const { status, expiresAt } = state.permission ?? {};
  await request("PUT", `/_sim/contacts/${encodeURIComponent(phone)}`, {
    ...(known ? pick(known, contactFields) : {}),
    ...(status && { permitted: status !== "none" }),
    ...(expiresAt && { permittedUntil: expiresAt }),
    permission: find("permission").value,
    onIncoming: find("onIncoming").value,
    voice: find("voice").value,
  });
}

const permissionPath = () =>
  `/_sim/contacts/${encodeURIComponent(find("contact").value)}/permission`;

const decide = (reply) =>
  act(() => request("POST", permissionPath(), { business: find("business").value, reply }));

/** Shows the ways into a call if the webhooks of the chosen number have them, and the text of the chosen way. */
function showEntry() {
  const isKnown = state.providers[find("business").value] === "meta";
  show("entryField", isKnown);
  show("payloadField", isKnown && find("entry").value !== "none");
}

/** Returns the payload of the call button or call link, if the contact calls by one. */
function readEntry() {
  const payload = find("payload").value;
  return find("payloadField").hidden || payload === "" ? {} : { [find("entry").value]: payload };
}

async function findContact(phone) {
  const { contacts } = await request("GET", "/_sim/contacts");
  return contacts.find((contact) => contact.phone === phone);
}

const pick = (from, names) =>
  Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));

async function readContact() {
  const known = await findContact(find("contact").value);
  find("onIncoming").value = known?.onIncoming ?? "answer";
  find("permission").value = known?.permission ?? "accept";
  find("voice").value = known?.voice ?? "clip";
}

find("language").addEventListener("click", () => {
  state.language = state.language === "es" ? "en" : "es";
  showTexts();
  showCall();
  showPermission();
});
find("ring").addEventListener("click", () =>
  act(() =>
    request("POST", "/_sim/calls", {
      from: find("contact").value,
      to: find("business").value,
      ...readEntry(),
    }),
  ),
);
find("answer").addEventListener("click", () =>
  act(() => request("POST", callPath(currentCall(), "answer"))),
);
find("hangup").addEventListener("click", () =>
  act(() => request("POST", callPath(currentCall(), "hangup"))),
);
find("contact").addEventListener("change", () => act(readContact));
find("business").addEventListener("change", showEntry);
find("entry").addEventListener("change", showEntry);
find("onIncoming").addEventListener("change", () => act(describeContact));
find("permission").addEventListener("change", () => act(describeContact));
find("allow").addEventListener("click", () => decide("accept"));
find("allowAlways").addEventListener("click", () => decide("accept_permanent"));
find("deny").addEventListener("click", () => decide("reject"));
find("revoke").addEventListener("click", () => decide("revoke"));
find("write").addEventListener("click", () =>
  act(() =>
    request("POST", "/_sim/messages", {
      from: find("contact").value,
      to: find("business").value,
    }),
  ),
);
find("voice").addEventListener("change", () =>
  act(async () => {
    await describeContact();
    const call = currentCall();
    if (call && contactOf(call) === find("contact").value) {
      await request("PUT", callPath(call, "voice"), { voice: find("voice").value });
    }
  }),
);

async function start() {
  showTexts();
  const { businessPhones, providers, media } = await request("GET", "/_sim");
  state.providers = providers;
  const isMixed = new Set(Object.values(providers)).size > 1;
  find("business").replaceChildren(
    ...businessPhones.map((phone) => {
      const name = isMixed ? `${phone} (${providerNames[providers[phone]]})` : phone;
      return new Option(name, phone);
    }),
  );
  show("businessField", businessPhones.length > 1);
  show("voiceField", media);
  showEntry();
  await act(readContact);
}

await start();
setInterval(poll, pollMs);
