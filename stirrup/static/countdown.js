// The time that is left, beside an hour that is always written.
(() => {
  const EVERY_MS = 1000;

  function tell(part) {
    const left = Math.floor((new Date(part.dataset.until) - Date.now()) / 1000);
    const words = part.dataset.left
      .replace("{minutes}", Math.floor(left / 60))
      .replace("{seconds}", String(left % 60).padStart(2, "0"));
    part.textContent = left > 0 ? ` ${words}` : "";
    if (left > 0) setTimeout(tell, EVERY_MS, part);
  }

  for (const part of document.querySelectorAll("[data-until]")) tell(part);
})();
