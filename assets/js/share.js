// Buttons that copy a text of the page. Without the clipboard they stay away: the text can be selected by hand.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('[data-copy]')) {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
        button.textContent = button.dataset.copied;
        setTimeout(() => { button.textContent = words; }, 3000);
      } catch {
        document.getElementById(button.dataset.copy).select();
      }
    });
  }
}
