/* Comfort only: every page works without this file. */
"use strict";

const EXIT = "https://www.weather.gov/";

/* A form marked data-once is sent once, however often the button is pressed. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
});
/* Coming back by the Back button, the form may be sent again. */
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

/* A form marked data-keep is also saved when its page is left with something typed. */
for (const form of document.querySelectorAll("form[data-keep]")) {
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  addEventListener("pagehide", () => {
    if (!typed || form.dataset.sent) return;
    const answers = new FormData(form);
    answers.set("leave", "unseen");
    typed = !navigator.sendBeacon(form.action, answers);
  });
}

/* Quick exit: a page with a [data-exit] link is also left by Escape, twice. */
const exit = document.querySelector("[data-exit]");
if (exit) {
  let pressed = 0;
  const leave = (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(EXIT);
  };
  exit.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - pressed < 1500) leave(event);
    pressed = event.timeStamp;
  });
}

/* On paper every fold is open, also where print.css cannot open it. */
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open], .filters)")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});

/* After a refused form, start at the summary of what is wrong, or at the one answer
   that a link led to. */
const summary = document.querySelector(".error-summary[tabindex]");
if (summary) (document.getElementById(location.hash.slice(1)) ?? summary).focus();

/* A passkey that did not work: what happened, in the words of the page. */
document.addEventListener("allauth.error", (event) => {
  const said = document.querySelector("[data-passkey-said]");
  if (!said) return;
  event.preventDefault();
  const error = event.detail.exception;
  const why = {
    NotAllowedError: "stopped",
    AbortError: "stopped",
    InvalidStateError: "known",
    SecurityError: "place",
    NotSupportedError: "unable",
  }[error?.name];
  const kind = why || (window.PublicKeyCredential ? "away" : "unable");
  said.querySelector("p").textContent = said.dataset[kind];
  said.hidden = false;
});

/* Filters stand open beside the list; on a phone they are folded. */
if (matchMedia("(min-width: 60rem)").matches) {
  for (const fold of document.querySelectorAll("details.filters, .fold--long")) fold.open = true;
}

/* What was left empty in a filter stays out of the address. */
addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

/* A long answer says how many characters are left. */
for (const area of document.querySelectorAll("textarea[maxlength]")) {
  const most = area.maxLength;
  const words = area.dataset.left || "characters left";
  const count = document.createElement("p");
  const spoken = document.createElement("p");
  count.className = "count";
  count.ariaHidden = "true";
  spoken.className = "unseen";
  spoken.setAttribute("role", "status");
  area.after(count, spoken);
  let later;
  const tell = () => {
    const left = most - area.value.length;
    count.textContent = `${left.toLocaleString()} ${words}`;
    count.classList.toggle("count--over", left <= 0);
    clearTimeout(later);
    later = setTimeout(() => {
      spoken.textContent = left < most / 5 ? count.textContent : "";
    }, 1000);
  };
  area.addEventListener("input", tell);
  tell();
}

/* ZIP codes: a pasted 53154-1234 becomes 53154. */
for (const zip of document.querySelectorAll("input[autocomplete='postal-code']")) {
  zip.addEventListener("paste", (event) => {
    const digits = event.clipboardData.getData("text").match(/\d{5}/);
    if (!digits) return;
    event.preventDefault();
    zip.value = digits[0];
  });
}

/* Buttons that only make sense with a script are shown by it. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("span").textContent = button.dataset.done;
  });
}

/* What takes part online starts at another hour elsewhere. */
for (const line of document.querySelectorAll("[data-own-hour]")) {
  const at = new Date(line.dataset.ownHour);
  const here = -at.getTimezoneOffset();
  if (here === Number(line.dataset.offset)) continue;
  const how = { weekday: "long", hour: "numeric", minute: "2-digit", timeZoneName: "short" };
  line.textContent += ` ${at.toLocaleString("en-US", how)}`;
  line.hidden = false;
}
