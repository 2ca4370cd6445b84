// A large sheet takes a while: the page says so, and its button is pressed once. Without scripts the browser waits.
for (const form of document.querySelectorAll("form[data-busy]")) {
  const show = (busy) => {
    form.querySelector(".busy").hidden = !busy;
    form.querySelector("[type=submit]").disabled = busy;
  };
  form.addEventListener("submit", () => show(true));
  // Whoever comes back to this page by the browser's button finds it as it was.
  window.addEventListener("pageshow", () => show(false));
}
