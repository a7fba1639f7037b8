// Keeps on the server what is being typed, so that a closed page or an ended session loses nothing.
(() => {
  const PAUSE_MS = 800;

  function answersOf(form) {
    const answers = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") answers.append(name, value); // a file stays where it is
    }
    return answers;
  }

  class Keeper {
    constructor(form, words) {
      this.form = form;
      this.words = words;
      this.waiting = null;
      this.isBehind = false; // something was typed since the server last kept it
    }

    touch() {
      this.isBehind = true;
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.keep(), PAUSE_MS);
    }

    stop() {
      clearTimeout(this.waiting);
      this.isBehind = false;
    }

    async keep() {
      clearTimeout(this.waiting);
      this.isBehind = false;
      try {
        const answer = await fetch(this.words.dataset.keep, {
          method: "POST",
          body: answersOf(this.form),
          credentials: "same-origin",
          keepalive: true,
        });
        const told = answer.headers.get("Content-Type")?.includes("json");
        this.words.textContent = told ? (await answer.json()).words : this.words.dataset.signedOut;
      } catch {
        this.isBehind = true;
        this.words.textContent = this.words.dataset.offline;
      }
    }
  }

  for (const words of document.querySelectorAll("[data-keep]")) {
    const form = words.closest("form");
    const keeper = new Keeper(form, words);
    form.addEventListener("input", () => keeper.touch());
    form.addEventListener("submit", () => {
      if (navigator.onLine) keeper.stop(); // offline.js holds it back
    });
    addEventListener("online", () => keeper.isBehind && keeper.keep());
    addEventListener("pagehide", () => keeper.isBehind && keeper.keep());
  }
})();
