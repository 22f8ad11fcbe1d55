// Tables of any shape as rows of equal length; cells that reach over several leave empty ones behind.
import { isGone } from './clean_style.js';

const most = 20; // columns; what is wider is a layout and no table

export function readTable(cleaner, table, to, marks) {
  const rows = [...table.querySelectorAll('tr')].filter((row) => row.closest('table') === table && !isGone(row));
  const grid = [];
  rows.forEach((row, y) => {
    grid[y] ??= [];
    let x = 0;
    for (const cell of row.children) {
      if (!/^t[dh]$/.test(cell.localName) || isGone(cell)) continue;
      while (grid[y][x] !== undefined) x++;
      const wide = Math.min(most, Math.max(1, Number(cell.getAttribute('colspan')) || 1));
      const high = Math.min(rows.length - y, Math.max(1, Number(cell.getAttribute('rowspan')) || 1));
      for (let down = 0; down < high; down++) for (let right = 0; right < wide; right++) (grid[y + down] ??= [])[x + right] = down + right === 0 ? cell : null;
      x += wide;
    }
  });
  const columns = Math.max(0, ...grid.map((row) => row.length));
  // One cell is a frame around text.
  if (columns <= 1 && rows.length === 1) { if (grid[0]?.[0]) cleaner.blocks(grid[0][0], to, marks); return; }
  if (columns === 0) return;
  if (columns > most) { for (const row of grid) for (const cell of row) if (cell) cleaner.blocks(cell, to, marks); return; }
  const made = cleaner.out.createElement('table');
  grid.forEach((row, y) => {
    const line = cleaner.out.createElement('tr');
    for (let x = 0; x < columns; x++) {
      const head = y === 0;
      const filled = row[x] && cleaner.line(head ? 'th' : 'td', [...row[x].childNodes], line, { one: true, heavy: head || row[x].localName === 'th' }, marks);
      if (!filled) line.append(cleaner.out.createElement(head ? 'th' : 'td'));
    }
    made.append(line);
  });
  to.append(made);
}
