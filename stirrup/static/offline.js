// Without a connection a form is not sent into the void: it stays filled, and the page says so.
(() => {
  const words = document.querySelector("[data-offline-words]");

  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.target.method !== "post") return;
    event.preventDefault();
    words.hidden = false;
    words.focus();
  });
  addEventListener("online", () => {
    words.hidden = true;
  });
})();
