// Cards of the board can be dragged with a mouse. Dropping one sends the form that stands on the card; without this file the form does the same.
(() => {
  const board = document.querySelector('[data-stages]');
  if (!board || !matchMedia('(hover:hover) and (pointer:fine)').matches) return;
  const columns = [...board.querySelectorAll('[data-stage]')];
  let card;

  const takes = (column) => {
    const select = card?.querySelector('select[name=to]');
    return Boolean(select && [...select.options].some((option) => option.value === column.dataset.stage));
  };
  const mark = () => {
    for (const column of columns) column.classList.toggle('takes', Boolean(card) && takes(column));
  };

  for (const slip of board.querySelectorAll('.slip:has(select[name=to])')) {
    slip.draggable = true;
    slip.addEventListener('dragstart', (event) => {
      // Who opened the form works with that.
      if (event.target !== slip) return;
      card = slip;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', slip.querySelector('a').textContent);
      mark();
    });
    slip.addEventListener('dragend', () => { card = undefined; mark(); });
  }
  for (const column of columns) {
    column.addEventListener('dragover', (event) => {
      if (!card || !takes(column)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
    });
    column.addEventListener('drop', (event) => {
      if (!card || !takes(column)) return;
      event.preventDefault();
      const select = card.querySelector('select[name=to]');
      select.value = column.dataset.stage;
      select.form.requestSubmit();
    });
  }
})();
