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

  function matches(typed, word) {
    if (word.startsWith(typed) || (typed.length > 3 && word.includes(typed))) return true;
    const most = allowed(typed);
    if (!most) return false;
    if (edits(typed, word, most) <= most) return true;
    // Half typed and misspelt: the beginning of a longer word.
    return word.length > typed.length && edits(typed, word.slice(0, typed.length), most) <= most;
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

  // The items in which every typed word is found, or null when nothing was typed.
  function find(known, text) {
    let found = null;
    for (const typed of words(text)) {
      const items = new Set();
      for (const [word, having] of known)
        if (matches(typed, word)) for (const item of having)
          if (!found || found.has(item)) items.add(item);
      found = items;
    }
    return found;
  }
  return { plain, words, edits, matches, index, find };
})();
