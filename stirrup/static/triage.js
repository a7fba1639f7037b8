// Keys of the morning review: they move, open, tick, undo and lead to forms. None of them accepts.
(() => {
  const SWITCH = "review-keys";
  const TYPED_IN = "input:not([type=checkbox]), textarea, select, [contenteditable]";
  const FORMS = { a: "accept", r: "decline", p: "postpone" };
  const dialog = document.getElementById("shortcuts");
  if (!dialog) return;

  function areOff() {
    try {
      return localStorage.getItem(SWITCH) === "off";
    } catch {
      return false; // storage refused by the browser
    }
  }

  function turn(state) {
    try {
      localStorage.setItem(SWITCH, state);
    } catch {
      // storage refused: the keys stay on
    }
    showSwitch();
  }

  function showSwitch() {
    for (const button of document.querySelectorAll("[data-keys-switch]")) {
      button.hidden = false;
      button.textContent = areOff() ? button.dataset.on : button.dataset.off;
    }
  }

  const lines = () => [...document.querySelectorAll(".queue ol a")];
  const boxes = () => [...document.querySelectorAll('.queue input[name="selected"]')];

  function place() {
    const all = lines();
    const focused = document.activeElement.closest(".queue li");
    if (focused) return all.findIndex((link) => focused.contains(link));
    return all.findIndex((link) => link.closest("li[aria-current]"));
  }

  function move(step) {
    const all = lines();
    const to = place() < 0 ? 0 : Math.min(Math.max(place() + step, 0), all.length - 1);
    all[to]?.focus();
  }

  function isOpenHere(link) {
    return !link || link.closest("li[aria-current]") !== null;
  }

  function toForm(name) {
    const link = document.activeElement.closest(".queue li")?.querySelector("a");
    const field = document.getElementById(`${name}-reason`);
    if (field && isOpenHere(link)) {
      document.getElementById(name)?.scrollIntoView();
      field.focus({ preventScroll: true });
      return;
    }
    const line = link ?? lines()[Math.max(place(), 0)];
    if (line && line !== document.querySelector(".queue li[aria-current] a")) {
      location.assign(`${line.href}#${name}-reason`);
    }
  }

  function tick() {
    const line = lines()[place()]?.closest("li");
    line?.querySelector('input[name="selected"]')?.click();
  }

  function undo() {
    document.querySelector("[data-undo] form")?.requestSubmit();
  }

  function filter() {
    const part = document.getElementById("filter");
    if (!part) {
      location.assign(`${document.querySelector("[data-review]").dataset.review}#filter`);
      return;
    }
    part.open = true;
    part.querySelector("select, input:not([type=hidden])")?.focus();
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    a: () => toForm(FORMS.a),
    r: () => toForm(FORMS.r),
    p: () => toForm(FORMS.p),
    x: tick,
    u: undo,
    "/": filter,
    "?": () => dialog.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.isComposing || dialog.open) return;
    if (event.target.closest(TYPED_IN)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const act = KEYS[event.key];
    if (!act || (areOff() && event.key !== "?")) return;
    event.preventDefault();
    act();
  });

  // What is ticked goes along in the address: it survives a decision, Back, and a reload.
  function selection() {
    const shown = new Set(boxes().map((box) => box.value));
    const asked = new URLSearchParams(location.search).getAll("selected");
    const elsewhere = asked.filter((number) => !shown.has(number));
    return [...elsewhere, ...boxes().filter((box) => box.checked).map((box) => box.value)];
  }

  function withSelection(address) {
    const url = new URL(address, location.href);
    url.searchParams.delete("selected");
    for (const number of selection()) url.searchParams.append("selected", number);
    return url.href;
  }

  function carry() {
    const isOfReview = (address) => /^\/(review|proposals\/\d+(\/\w+)?)$/.test(new URL(address).pathname);
    history.replaceState(null, "", withSelection(location.href));
    for (const link of document.querySelectorAll("main a[href]")) {
      if (isOfReview(link.href)) link.href = withSelection(link.href);
    }
    for (const form of document.querySelectorAll('main form[method="post"]')) {
      if (isOfReview(form.action)) form.action = withSelection(form.action);
    }
  }

  for (const box of boxes()) box.addEventListener("change", carry);
  for (const link of document.querySelectorAll("[data-keys-help]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
  }
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    button.addEventListener("click", () => turn(areOff() ? "on" : "off"));
  }
  showSwitch();
  // After a decision the next proposal is already open: reading goes on there.
  if (!location.hash && document.querySelector(".flashes[role=status]")) {
    document.getElementById("proposal")?.focus({ preventScroll: true });
  }
  if (location.hash === "#filter") window.addEventListener("load", filter);
})();
