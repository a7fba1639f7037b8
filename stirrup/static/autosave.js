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

  async function keep(form, words) {
    try {
      const answer = await fetch(words.dataset.keep, {
        method: "POST",
        body: answersOf(form),
        credentials: "same-origin",
      });
      const told = answer.headers.get("Content-Type")?.includes("json");
      words.textContent = told ? (await answer.json()).words : words.dataset.signedOut;
    } catch {
      words.textContent = words.dataset.offline;
    }
  }

  for (const words of document.querySelectorAll("[data-keep]")) {
    const form = words.closest("form");
    let waiting;
    form.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, PAUSE_MS, form, words);
    });
    form.addEventListener("submit", () => clearTimeout(waiting));
  }
})();
