// Every page works without this file. It only smooths: settings without a reload, notes beside their marks, feedback that is spoken.
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  const say = (text) => {
    let live = document.getElementById('live');
    if (!live) {
      live = document.createElement('div');
      live.id = 'live';
      live.className = 'vh';
      live.setAttribute('role', 'status');
      document.body.append(live);
    }
    live.textContent = '';
    setTimeout(() => { live.textContent = text; }, 50);
  };

  // Theme and furigana: the form is sent as it would be without a script, and the page changes where it stands.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const chosen = event.submitter;
    if (!form.matches('form[data-look]') || !chosen?.name || !window.fetch) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    body.set(chosen.name, chosen.value);
    fetch(form.action, { method: 'POST', body, redirect: 'manual' }).then((answer) => {
      if (answer.type !== 'opaqueredirect' && !answer.ok) throw answer;
      if (chosen.value === 'system') root.removeAttribute('data-' + chosen.name);
      else root.setAttribute('data-' + chosen.name, chosen.value);
      all('[name="' + chosen.name + '"]', form).forEach((one) => one.setAttribute('aria-pressed', one === chosen));
      say(chosen.dataset.say || chosen.textContent);
    }).catch(() => {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = chosen.name;
      field.value = chosen.value;
      form.append(field);
      form.submit();
    });
  });

  // On wide screens a note opens beside its mark; on phones it is a sheet from below, which needs nothing.
  let mark;
  document.addEventListener('click', (event) => { mark = event.target.closest?.('[popovertarget]') || mark; }, true);
  document.addEventListener('toggle', (event) => {
    const note = event.target;
    if (!note.matches?.('.pop') || event.newState !== 'open' || !mark || innerWidth < 1200) return;
    const at = mark.getBoundingClientRect();
    const below = at.bottom + 8;
    note.style.inset = 'auto';
    note.style.left = Math.max(8, Math.min(at.left, innerWidth - note.offsetWidth - 16)) + 'px';
    note.style.top = (below + note.offsetHeight < innerHeight ? below : Math.max(8, at.top - note.offsetHeight - 8)) + 'px';
  }, true);
  document.addEventListener('beforetoggle', (event) => {
    if (event.target.matches?.('.pop') && event.newState === 'closed') event.target.removeAttribute('style');
  }, true);

  // The check: what appears under the chosen answer is also spoken.
  document.addEventListener('change', (event) => {
    const why = event.target.closest?.('.opt')?.querySelector('.why');
    if (why) say(why.textContent.trim());
  });

  // A menu closes with Esc by itself; a link to a place on the same page closes it too.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    const sheet = link?.closest('[popover]');
    if (sheet?.matches(':popover-open') && link.pathname === location.pathname) sheet.hidePopover();
  });

  // The browser's own menu prints too, so this button is not there without a script.
  all('[data-print]').forEach((one) => {
    one.hidden = false;
    one.addEventListener('click', () => print());
  });

  // Paper has no folds. What was opened for it is closed afterwards.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = all('details.if:not([open])');
    opened.forEach((one) => { one.open = true; });
  });
  addEventListener('afterprint', () => { opened.forEach((one) => { one.open = false; }); });
})();
