"use strict";
// Forgiving search: accents, case and hyphens do not matter, a word may be half typed or misspelt.
const Search = (() => {
  const plain = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const words = (text) => plain(text).split(" ").filter(Boolean);
  // One mistake in a word of four letters or more, two from eight.
  const allowed = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

  // Edits between two words (a swap of neighbours is one), or more than `most`.
  function edits(one, two, most) {
    if (Math.abs(one.length - two.length) > most) return most + 1;
    let before = [], row = Array.from({ length: two.length + 1 }, (_, i) => i);
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      let least = i;
      for (let j = 1; j <= two.length; j++) {
        const cost = one[i - 1] === two[j - 1] ? 0 : 1;
        let value = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost);
        if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1])
          value = Math.min(value, before[j - 2] + 1);
        next[j] = value;
        if (value < least) least = value;
      }
      if (least > most) return most + 1;
      before = row;
      row = next;
    }
    return row[two.length];
  }

  // What was typed is the beginning of a word, or from four letters on a part of it.
  const holds = (word, typed) => word.startsWith(typed) || (typed.length > 3 && word.includes(typed));

  // How many mistakes make a word of what was typed, whole or half; Infinity when too many.
  function mistakes(typed, word) {
    if (holds(word, typed)) return 0;
    const most = allowed(typed);
    if (!most) return Infinity;
    const half = word.length > typed.length ? edits(typed, word.slice(0, typed.length), most) : Infinity;
    const least = Math.min(half, edits(typed, word, most));
    return least <= most ? least : Infinity;
  }

  // An index of words: each word once, with the items that have it.
  function index(texts) {
    const known = new Map();
    texts.forEach((text, item) => {
      for (const word of new Set(words(text))) {
        if (!known.has(word)) known.set(word, []);
        known.get(word).push(item);
      }
    });
    return known;
  }

  // The items that have every typed word, each with the mistakes in all words together.
  function having(known, typed, measure) {
    let found = null;
    for (const part of typed) {
      const items = new Map();
      for (const [word, itemsWith] of known) {
        const wrong = measure(part, word);
        if (wrong === Infinity) continue;
        for (const item of itemsWith) {
          const before = found ? found.get(item) : 0;
          if (before === undefined) continue;
          items.set(item, Math.min(items.get(item) ?? Infinity, before + wrong));
        }
      }
      found = items;
    }
    return found;
  }

  // The items in which every typed word is found, or null when nothing was typed. Only where there
  // are none, those that come nearest: `isNear`.
  function find(known, text) {
    const typed = words(text);
    if (!typed.length) return null;
    const exact = having(known, typed, (part, word) => (holds(word, part) ? 0 : Infinity));
    if (exact.size) return { items: new Set(exact.keys()), isNear: false };
    const near = having(known, typed, mistakes);
    const least = Math.min(...new Set(near.values()));
    const items = new Set([...near.keys()].filter((item) => near.get(item) === least));
    return { items, isNear: items.size > 0 };
  }
  return { plain, words, edits, mistakes, index, find };
})();
