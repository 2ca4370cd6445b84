// One key for each step of a review: A accept, R return, X reject, T take back, N next, P previous. Everything works
// without it.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    // The sentences to choose from where there are some: arrows choose, Enter sends.
    target.querySelector("input[type=radio], textarea").focus();
  } else {
    target.click();
  }
});
