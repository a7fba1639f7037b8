// What is to be corrected takes the focus, also when the address still names the content, as it does
// after the link that skips to it: `autofocus` alone then yields to that part of the page.
(() => {
  history.replaceState(history.state, "", location.pathname + location.search);
  document.querySelector(".govuk-error-summary").focus();
})();
