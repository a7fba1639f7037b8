// Warns in time before a session falls asleep, and keeps it awake when asked to.
(() => {
  const WARNING_S = 300;
  const words = document.querySelector("[data-idle-seconds]");
  let waiting;

  function wait() {
    clearTimeout(waiting);
    words.hidden = true;
    waiting = setTimeout(
      () => {
        words.hidden = false;
      },
      1000 * (Number(words.dataset.idleSeconds) - WARNING_S),
    );
  }

  async function stay() {
    try {
      await fetch(words.dataset.renew, { credentials: "same-origin" });
      wait();
    } catch {
      // the network is away: the warning stays, and the button with it
    }
  }

  words.querySelector("button").addEventListener("click", stay);
  wait();
})();
