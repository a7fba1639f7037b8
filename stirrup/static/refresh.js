// A part of a page that waits for something asks for itself again, until it no longer waits.
(() => {
  const EVERY_MS = 2000;
  const MOST_TURNS = 300; // ten minutes: whoever left the page open asks no more

  function isInUse(part) {
    return document.hidden || part.contains(document.activeElement);
  }

  async function fresh(id) {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.getElementById(id);
  }

  async function renew(id, turns) {
    const part = document.getElementById(id);
    if (!part || !part.hasAttribute("data-waits") || turns === 0) return;
    if (!isInUse(part)) {
      try {
        const renewed = await fresh(id);
        if (renewed) part.replaceWith(hideLinks(document.adoptNode(renewed)));
      } catch {
        // the network is away: the next turn asks again
      }
    }
    setTimeout(renew, EVERY_MS, id, turns - 1);
  }

  function hideLinks(part) {
    for (const link of part.querySelectorAll("[data-reload]")) link.hidden = true;
    return part;
  }

  for (const part of document.querySelectorAll("[data-waits]")) {
    hideLinks(part);
    setTimeout(renew, EVERY_MS, part.id, MOST_TURNS);
  }
})();
